//! Marks that stand for what is still to come: "TK", the sign of English-language newsrooms, and rows of X or of
//! question marks. A text that has one is not finished.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::{Content, EditionKey, Failure, Part, PhotoId};

/// Shortest row of question marks.
const QUESTIONS: usize = 3;
/// Shortest row of X: three of them are the Roman thirty.
const CROSSES: usize = 4;

/// Where such marks stand in a text, in UTF-8 bytes.
pub fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((from, first)) = chars.next() {
        let kind = Kind::of(first);
        let mut to = from + first.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, next)| Kind::of(*next) == kind) {
            to = at + next.len_utf8();
        }
        if kind != Kind::Other && is_placeholder(&text[from..to], &text[to..]) {
            found.push(from..to);
        }
    }
    found
}

/// Signs that belong together: a word of one script, or a row of one sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Letters that are written with spaces between words, and digits.
    Word,
    Cross,
    Question(char),
    Other,
}

impl Kind {
    fn of(sign: char) -> Self {
        match sign {
            '×' => Self::Cross,
            '?' | '؟' | '？' => Self::Question(sign),
            // Chinese puts no space between words: a mark inside its text stands by itself.
            '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => Self::Other,
            _ if sign.is_alphanumeric() => Self::Word,
            _ => Self::Other,
        }
    }
}

fn is_placeholder(word: &str, rest: &str) -> bool {
    let is_row =
        |sign: char, shortest: usize| word.chars().all(|each| each == sign) && word.chars().count() >= shortest;
    let is_tk = word.len().is_multiple_of(2) && word.as_bytes().chunks(2).all(|two| two == b"TK");
    // A flight of Turkish Airlines, and a chain of shops.
    let is_name = rest
        .strip_prefix([' ', '\u{A0}'])
        .is_some_and(|next| next.starts_with(|digit: char| digit.is_ascii_digit()) || next.starts_with("Maxx"));
    (is_tk && !is_name)
        || is_row('X', CROSSES)
        || is_row('Х', CROSSES)
        || is_row('×', CROSSES)
        || ['?', '؟', '？'].iter().any(|sign| is_row(*sign, QUESTIONS))
}

/// Refuses an edition in which something is still to come: in its texts, or in the words of its photos.
pub fn check_finished(
    story: &Content,
    photos: &BTreeMap<PhotoId, Content>,
    edition: &EditionKey,
) -> Result<(), Failure> {
    let texts = [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())];
    let words = Part::PHOTO_WORDS.map(|part| part(edition.clone()));
    let all = texts.iter().map(|part| story.text(part));
    let all = all.chain(photos.values().flat_map(|photo| words.iter().map(|part| photo.text(part))));
    let found: Vec<&str> = all.flat_map(|text| placeholders(text).into_iter().map(|range| &text[range])).collect();
    match found.first() {
        Some(first) => Err(Failure::new("placeholder-left")
            .with("placeholder", first)
            .with("count", found.len())
            .with("edition", edition)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PartValue;

    #[test]
    fn marks_are_found_in_every_script_and_words_that_look_like_them_are_not() {
        let cases = include_str!("../../../tests/fixtures/placeholders.tsv");
        assert!(cases.lines().count() > 10);
        for case in cases.lines() {
            let mut columns = case.split('\t');
            let text = columns.next().expect("a text");
            let found: Vec<&str> = placeholders(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, columns.collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn an_edition_is_finished_when_its_texts_and_captions_are_and_others_do_not_matter() {
        let (en, kk): (EditionKey, EditionKey) = ("en".parse().expect("a key"), "kk".parse().expect("a key"));
        let story: Content = [
            (Part::Body(en.clone()).key(), PartValue::text("Done.")),
            (Part::Body(kk.clone()).key(), PartValue::text("TK, TK")),
        ]
        .into_iter()
        .collect();
        let photo = |caption: &str| -> BTreeMap<PhotoId, Content> {
            let content = [(Part::Caption(en.clone()).key(), PartValue::text(caption))].into_iter().collect();
            [(PhotoId::of(b"x"), content)].into()
        };
        assert!(check_finished(&story, &photo("The canal"), &en).is_ok());
        let failure = check_finished(&story, &photo("The TK canal"), &en).expect_err("a caption is part of it");
        assert_eq!(failure.code, "placeholder-left");
        assert!(check_finished(&story, &photo(""), &kk).expect_err("twice").to_string().contains('2'));
    }
}
