//! The marks of CommonMark in a passage as inline codes, so that a translator's program keeps them and nobody has to type
//! them. What is no mark stays text.

/// A stretch of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inline {
    /// Words.
    Text(String),
    /// Words between two marks, such as `**` and `**`, or `[` and `](https://dala.kz)`.
    Between {
        /// What it is.
        kind: Kind,
        /// The mark before them.
        open: String,
        /// The mark behind them.
        close: String,
        /// The words.
        inside: Vec<Inline>,
    },
    /// A mark that stands by itself: what begins a heading, a quote or a list entry, a photo, a bare address.
    Alone(String),
}

/// What two marks make of the words between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Strong importance.
    Strong,
    /// Emphasis.
    Emphasis,
    /// A link.
    Link,
}

/// How deep marks may stand inside each other; what is deeper stays text.
const DEEPEST: usize = 8;

/// A passage in stretches. Put together again they are the passage, letter by letter.
pub(crate) fn inlines(text: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = line_start(line);
        if start > 0 {
            found.push(Inline::Alone(line[..start].to_owned()));
        }
        within(&line[start..], 0, &mut found);
    }
    found
}

/// How long the sign is that a line begins with: of a heading, a quote, a list.
fn line_start(line: &str) -> usize {
    let hashes = line.bytes().take_while(|sign| *sign == b'#').count();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = |at: usize| line.as_bytes().get(at).copied();
    match rest(0) {
        Some(b'#') if hashes <= 6 && rest(hashes) == Some(b' ') => hashes + 1,
        Some(b'>' | b'-' | b'+' | b'*') if rest(1) == Some(b' ') => 2,
        Some(b'0'..=b'9')
            if digits <= 9 && matches!(rest(digits), Some(b'.' | b')')) && rest(digits + 1) == Some(b' ') =>
        {
            digits + 2
        }
        _ => 0,
    }
}

fn within(text: &str, depth: usize, found: &mut Vec<Inline>) {
    let mut plain = 0;
    let mut at = 0;
    while depth < DEEPEST && at < text.len() {
        let rest = &text[at..];
        let Some((mark, length)) = mark_at(text, at, depth) else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        push_text(&text[plain..at], found);
        found.push(mark);
        at += length;
        plain = at;
    }
    push_text(&text[plain..], found);
}

fn push_text(text: &str, found: &mut Vec<Inline>) {
    match found.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(before)) => before.push_str(text),
        _ => found.push(Inline::Text(text.to_owned())),
    }
}

/// The mark that begins at a place, and how long it is with all that is in it.
fn mark_at(text: &str, at: usize, depth: usize) -> Option<(Inline, usize)> {
    let rest = &text[at..];
    let between = |kind, open: &str, inner: &str, close: &str| {
        let mut inside = Vec::new();
        within(inner, depth + 1, &mut inside);
        let length = open.len() + inner.len() + close.len();
        (Inline::Between { kind, open: open.to_owned(), close: close.to_owned(), inside }, length)
    };
    if rest.starts_with("![") || rest.starts_with('[') {
        let is_photo = rest.starts_with('!');
        let open = if is_photo { 2 } else { 1 };
        let words = open + rest[open..].find(']')?;
        let target = rest[words..].strip_prefix("](")?;
        let end = words + 2 + target.find([')', '\n']).filter(|end| target.as_bytes()[*end] == b')')? + 1;
        if is_photo {
            return Some((Inline::Alone(rest[..end].to_owned()), end));
        }
        return Some(between(Kind::Link, "[", &rest[1..words], &rest[words..end]));
    }
    if rest.starts_with("<http") {
        let end = rest.find(['>', ' ', '\n']).filter(|end| rest.as_bytes()[*end] == b'>')? + 1;
        return Some((Inline::Alone(rest[..end].to_owned()), end));
    }
    let (kind, sign) = [(Kind::Strong, "**"), (Kind::Strong, "__"), (Kind::Emphasis, "*"), (Kind::Emphasis, "_")]
        .into_iter()
        .find(|(_, sign)| rest.starts_with(sign))?;
    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    // An underscore inside a word is a letter of it (CommonMark 6.2).
    if sign.starts_with('_') && is_letter(text[..at].chars().next_back()) {
        return None;
    }
    let inner = &rest[sign.len()..];
    let end = inner.match_indices(sign).map(|(end, _)| end).find(|end| {
        let behind = inner[end + sign.len()..].chars().next();
        let before = inner[..*end].chars().next_back();
        // A single sign does not end at one half of a double one.
        let is_half = sign.len() == 1 && (behind == sign.chars().next() || before == sign.chars().next());
        *end > 0
            && !is_half
            && before.is_some_and(|sign| !sign.is_whitespace())
            && !(sign.starts_with('_') && is_letter(behind))
    })?;
    let inner = &inner[..end];
    (!inner.starts_with(char::is_whitespace) && !inner.contains('\n')).then(|| between(kind, sign, inner, sign))
}

/// How many marks stand in a passage.
pub(crate) fn count(inlines: &[Inline]) -> usize {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(_) => 0,
            Inline::Alone(_) => 1,
            Inline::Between { inside, .. } => 1 + count(inside),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(inlines: &[Inline]) -> String {
        inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) | Inline::Alone(text) => text.clone(),
                Inline::Between { open, close, inside, .. } => format!("{open}{}{close}", joined(inside)),
            })
            .collect()
    }

    /// `{kind words}` for what stands between marks, `<mark>` for one by itself.
    fn seen(text: &str) -> String {
        let each = |inline: &Inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Alone(mark) => format!("<{mark}>"),
            Inline::Between { kind, open, inside, .. } => {
                let text =
                    inside.iter().map(|inline| if let Inline::Text(text) = inline { text.clone() } else { "…".into() });
                format!("{{{kind:?}{open} {}}}", text.collect::<String>())
            }
        };
        inlines(text).iter().map(each).collect()
    }

    #[test]
    fn marks_are_told_from_words() {
        let cases = [
            ("Water **came** early", "Water {Strong** came} early"),
            ("a *b* _c_ __d__", "a {Emphasis* b} {Emphasis_ c} {Strong__ d}"),
            ("see [the map](https://dala.kz/m)!", "see {Link[ the map}!"),
            ("[**map**](/m)", "{Link[ …}"),
            ("## Canals", "<## >Canals"),
            ("> said\n> twice", "<> >said\n<> >twice"),
            ("1. one\n- two", "<1. >one\n<- >two"),
            ("![a lake](photo:1)", "<![a lake](photo:1)>"),
            ("go to <https://dala.kz>", "go to <<https://dala.kz>>"),
            ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
            ("**not closed", "**not closed"),
            ("#tag and 12.5", "#tag and 12.5"),
            ("**a *b* c**", "{Strong** a …"),
        ];
        for (text, expected) in cases {
            assert!(seen(text).starts_with(expected), "{text}: {}", seen(text));
        }
        assert_eq!(count(&inlines("**a *b* c** [d](e)")), 3);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[a-z*_\\[\\]()#> !<\n.0-9]{0,60}") {
            prop_assert_eq!(joined(&inlines(&text)), text);
        }

        #[test]
        fn nothing_is_lost_in_any_script(text in "\\PC{0,60}") {
            prop_assert_eq!(joined(&inlines(&text)), text);
        }
    }
}
