//! The words of a text that can be misspelt at all.

use std::ops::Range;

use crate::script::kept_spans;

/// Longest word all in capitals that counts as an acronym, in letters.
const ACRONYM_LETTERS: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Arabic,
}

/// Spans of bytes: runs of letters with hyphens and apostrophes inside, at least two letters, nothing with a digit, no
/// address, no code, no Han.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let kept = kept_spans(text);
    let mut kept = kept.iter().peekable();
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let begin = text.len() - rest.len() + start;
        let length = rest[start..].find(|sign: char| !is_part(sign) && !is_joint(sign)).unwrap_or(rest.len() - start);
        rest = &rest[start + length..];
        let end = begin + length;
        while kept.next_if(|span| span.end <= begin).is_some() {}
        if kept.peek().is_some_and(|span| span.start < end) {
            continue;
        }
        let word = text[begin..end].trim_end_matches(is_joint);
        if word.chars().any(|sign| sign.is_numeric()) || word.chars().filter(|sign| is_letter(*sign)).count() < 2 {
            continue;
        }
        found.push(begin..begin + word.len());
    }
    found
}

fn is_part(sign: char) -> bool {
    is_letter(sign) || sign.is_numeric() || matches!(sign, '\u{300}'..='\u{36F}' | '\u{621}' | '\u{674}' | '_')
}

fn is_letter(sign: char) -> bool {
    sign.is_alphabetic()
        && !matches!(sign, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What joins letters to one word.
fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '\u{2011}' | '\'' | '’' | '\u{2BB}' | '\u{2BC}')
}

fn script(sign: char) -> Option<Script> {
    match sign {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Some(Script::Latin),
        '\u{400}'..='\u{52F}' => Some(Script::Cyrillic),
        '\u{620}'..='\u{6FF}' => Some(Script::Arabic),
        _ => None,
    }
}

/// The script of all letters of a word; nothing when they differ.
pub(super) fn script_of(word: &str) -> Option<Script> {
    let mut scripts = word.chars().filter_map(script);
    let first = scripts.next()?;
    scripts.all(|other| other == first).then_some(first)
}

/// Whether letters of two scripts stand in one word. IT-компания are two.
pub(super) fn mixes_scripts(word: &str) -> bool {
    word.split(is_joint).any(|part| part.chars().any(|sign| script(sign).is_some()) && script_of(part).is_none())
}

/// ҚР, БҰҰ, АҚШ: no dictionary says how they are spelt.
pub(super) fn is_acronym(word: &str) -> bool {
    word.split(is_joint)
        .next()
        .is_some_and(|part| part.chars().count() <= ACRONYM_LETTERS && part.chars().all(char::is_uppercase))
}
