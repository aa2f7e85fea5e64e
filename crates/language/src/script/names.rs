//! Names that stay as they are in every script: where they stand in a text as words of their own.

use std::ops::Range;

/// The spans of bytes where one of the names stands, in order; the longest where several begin. An ending may follow a hyphen.
pub(crate) fn spans(text: &str, names: &[String]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = names
        .iter()
        .filter(|name| !name.is_empty())
        .flat_map(|name| text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len()))
        .filter(|span| is_of_its_own(text, span))
        .collect();
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup_by(|next, before| next.start < before.end);
    spans
}

fn is_of_its_own(text: &str, span: &Range<usize>) -> bool {
    let of_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !of_word(text[..span.start].chars().next_back()) && !of_word(text[span.end..].chars().next())
}
