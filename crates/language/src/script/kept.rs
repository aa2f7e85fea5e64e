//! What is never converted, in any direction: addresses, handles, file names, code and placeholders.

use std::ops::Range;

/// Longest placeholder, in bytes.
const MOST_PLACEHOLDER: usize = 80;

/// Longest ending of a file name or a domain, in bytes.
const MOST_ENDING: usize = 12;

/// The spans of bytes that stay as they are, in order.
pub fn kept_spans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| is_sign_of_something_kept(*byte)) {
        let place = at + found;
        let span = match bytes[place] {
            b'`' => code(text, place),
            b'{' => placeholder(text, place),
            b'%' => formatted(text, place),
            _ => address(text, place),
        };
        match span {
            Some(span) if spans.last().is_none_or(|last| last.end <= span.start) => {
                at = span.end.max(place + 1);
                spans.push(span);
            }
            _ => at = place + 1,
        }
    }
    spans
}

fn is_sign_of_something_kept(byte: u8) -> bool {
    matches!(byte, b'`' | b'{' | b'%' | b'@' | b'.' | b':')
}

/// As many backticks at the end as at the beginning.
fn code(text: &str, at: usize) -> Option<Range<usize>> {
    let ticks = text[at..].bytes().take_while(|byte| *byte == b'`').count();
    let inside = at + ticks;
    let end = text[inside..].find(&text[at..inside])?;
    Some(at..inside + end + ticks)
}

/// {name}, {{name}}, ${name}.
fn placeholder(text: &str, at: usize) -> Option<Range<usize>> {
    let braces = text[at..].bytes().take_while(|byte| *byte == b'{').count();
    let closing = "}".repeat(braces);
    let inside = &text[at + braces..];
    let length = inside.find(&closing).filter(|length| *length > 0 && *length <= MOST_PLACEHOLDER)?;
    if inside[..length].contains(['\n', '{', '}']) {
        return None;
    }
    let start = if text[..at].ends_with('$') { at - 1 } else { at };
    Some(start..at + braces + length + braces)
}

/// %s, %1$d, %(name)s.
fn formatted(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    let length = match rest.strip_prefix('(') {
        Some(named) => named.find(")s").or_else(|| named.find(")d")).filter(|end| *end <= MOST_PLACEHOLDER)? + 3,
        None => {
            let width = rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'$' | b'.')).count();
            let kind = rest[width..].chars().next()?;
            if !matches!(kind, 's' | 'd' | 'f') || rest[width + 1..].starts_with(char::is_alphanumeric) {
                return None;
            }
            width + 1
        }
    };
    Some(at..at + 1 + length)
}

/// An address, an e-mail address, a handle or a file name around one of its signs.
fn address(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text[..at].rfind(ends_address).map_or(0, |end| end + width(text, end));
    let end = text[at..].find(ends_address).map_or(text.len(), |end| at + end);
    let start = start + leading(&text[start..at]);
    let end = at + text[at..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '…', '*', '_']).len();
    if end <= at {
        return None;
    }
    let word = &text[start..end];
    let sign = &text[at..end];
    let is_kept = match text.as_bytes()[at] {
        b':' => sign.starts_with("://") && !word.starts_with(':') || word.starts_with("mailto:"),
        b'@' => {
            let after = &sign[1..];
            let handle = after.starts_with(char::is_alphanumeric);
            handle && (start == at || text[..at].ends_with(char::is_alphanumeric))
        }
        _ => is_domain_or_file(word),
    };
    is_kept.then_some(start..end)
}

fn ends_address(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '„' | '(' | '|')
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Signs before an address that are none of it.
fn leading(before: &str) -> usize {
    before.len() - before.trim_start_matches(['[', '*', '_', ']']).len()
}

/// `egemen.kz`, `www.a.kz/b`, `есеп.docx`: what stands behind the last point before a slash is plain ASCII.
fn is_domain_or_file(word: &str) -> bool {
    let head = word.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((stem, ending)) = head.rsplit_once('.') else { return false };
    stem.ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-'))
        && (2..=MOST_ENDING).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.starts_with(|sign: char| sign.is_ascii_lowercase())
}
