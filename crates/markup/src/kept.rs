//! The places of a Markdown text that are no words: code, markup of other kinds, and where links lead.

use std::ops::Range;

use comrak::nodes::{LineColumn, Node, NodeValue};
use comrak::{Arena, parse_document};

use crate::tree::options;

/// Spans of bytes of which no word is read, in order.
pub fn wordless_spans(markdown: &str) -> Vec<Range<usize>> {
    let arena = Arena::new();
    let lines = line_starts(markdown);
    let at = |place: LineColumn, shift: usize| {
        let start = lines.get(place.line.saturating_sub(1)).copied().unwrap_or(markdown.len());
        (start + place.column + shift).saturating_sub(1).min(markdown.len())
    };
    let mut spans: Vec<Range<usize>> = Vec::new();
    for node in parse_document(&arena, markdown, &options()).descendants() {
        let place = node.data().sourcepos;
        let whole = at(place.start, 0)..at(place.end, 1);
        match &node.data().value {
            NodeValue::Code(_) | NodeValue::CodeBlock(_) | NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => {
                spans.push(whole);
            }
            NodeValue::Link(_) | NodeValue::Image(_) => {
                let words_end = last_child(node).map_or(whole.start, |end| at(end, 1));
                spans.extend((words_end < whole.end).then_some(words_end..whole.end));
            }
            _ => {}
        }
    }
    spans.retain(|span| markdown.is_char_boundary(span.start) && markdown.is_char_boundary(span.end));
    spans.sort_by_key(|span| span.start);
    spans
}

fn last_child(node: Node<'_>) -> Option<LineColumn> {
    node.last_child().map(|child| child.data().sourcepos.end)
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(markdown: &str) -> Vec<&str> {
        wordless_spans(markdown).into_iter().map(|span| &markdown[span]).collect()
    }

    #[test]
    fn code_markup_and_the_goals_of_links_are_no_words() {
        assert_eq!(kept("Су `код` және [сөз](мақала.html) бар"), ["`код`", "](мақала.html)"]);
        assert_eq!(kept("Су\n\n    код\n\nжер <b class=\"қою\">бар</b>"), ["код", "<b class=\"қою\">", "</b>"]);
        assert_eq!(kept("![сурет](су.png) [**қою** сөз](/а \"тақырып\")"), ["](су.png)", "](/а \"тақырып\")"]);
        assert_eq!(kept("Су [] (), * _ < >"), Vec::<&str>::new());
        assert_eq!(kept("```\nкод\n```\n\nсөз"), ["```\nкод\n```"]);
    }
}
