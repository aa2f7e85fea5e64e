//! Texts in another script: the rules of the languages, and what a Markdown text keeps.

use std::ops::Range;

use tilshi_language::script::{Converter, kept_spans};

/// A text in the other script. With `markdown`, code and the goals of links stay as well.
pub fn convert(text: &str, converter: &Converter, markdown: bool) -> String {
    let mut kept = kept_spans(text);
    if markdown {
        kept.extend(tilshi_markup::wordless_spans(text));
        kept = joined(kept);
    }
    converter.convert(text, &kept)
}

/// Spans in order, those that meet as one.
fn joined(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_language::script::{Conversion, KazakhLatin, Options};

    #[test]
    fn markdown_keeps_its_code_and_its_links() {
        let converter = Converter::new(Conversion::KazakhToLatin(KazakhLatin::Of2021), Options::default());
        let text = "**Су** [мақала](мақала.html) `код https://a.kz`\n\n    шегініс\n";
        assert_eq!(convert(text, &converter, true), "**Su** [maqala](мақала.html) `код https://a.kz`\n\n    шегініс\n");
        assert_eq!(convert("    шегініс", &converter, false), "    şegınıs");
    }
}
