//! Names of the source that are written one way here and another way there, whether a vocabulary knows them or not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Check, CheckedPassage, Finding, Severity, Text, is_mark};
use crate::Edition;
use crate::slug::romanised;

/// Shorter names are forms of too many words, in letters.
const SHORTEST: usize = 5;

/// Two words of two languages are one name from this share of common letters on.
const ALIKE: f64 = 0.7;

/// How many of the last letters of a name its endings may change.
const ENDING: usize = 1;

/// A word that begins with a capital, as it is compared.
struct Name<'a> {
    place: Range<usize>,
    written: &'a str,
    sound: Vec<u8>,
}

/// Finds names that a passage before has in another form. Words are the same name when they sound alike in Latin letters, so
/// nothing is said of Chinese, of the Arabic script, or of names that the two languages do not share.
pub(super) fn look_across<'a>(
    passages: &[CheckedPassage<'a>],
    source: &'a Edition,
    own: &'a Edition,
    found: &mut Vec<Finding>,
) {
    let certain = certain_names(passages, source);
    let mut first: BTreeMap<Vec<u8>, &str> = BTreeMap::new();
    for (passage, checked) in passages.iter().enumerate() {
        let (Some(before), Some(now)) = (checked.source, checked.own) else { continue };
        let here = capitalised(now, own);
        let mut said = BTreeSet::new();
        for name in capitalised(before, source).into_iter().filter(|name| certain.contains(&name.sound)) {
            let Some(form) = closest(&name, &here).filter(|_| said.insert(name.sound.clone())) else { continue };
            let earlier = *first.entry(name.sound).or_insert(form.written);
            if !is_same(earlier, form.written) {
                found.push(Finding {
                    check: Check::Names,
                    severity: Severity::Warning,
                    passage,
                    own: form.place.clone(),
                    source: name.place,
                    about: earlier.to_owned(),
                    fix: None,
                });
            }
        }
    }
}

/// What begins with a capital although no sentence begins there, somewhere in the source.
fn certain_names<'a>(passages: &[CheckedPassage<'a>], source: &'a Edition) -> BTreeSet<Vec<u8>> {
    let texts = passages.iter().filter_map(|passage| passage.source);
    texts
        .flat_map(|text| {
            let names = capitalised(text, source).into_iter();
            names.filter(|name| !begins_sentence(text, name.place.start)).map(|name| name.sound).collect::<Vec<_>>()
        })
        .collect()
}

fn begins_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|sign: char| {
        sign.is_whitespace() || matches!(sign, '«' | '“' | '„' | '‘' | '"' | '(' | '*' | '_' | '#' | '-' | '>')
    });
    before.is_empty() || before.ends_with(['.', '!', '?', '…', ':', ';', '–', '—'])
}

fn capitalised<'a>(text: &'a str, edition: &'a Edition) -> Vec<Name<'a>> {
    let words = Text::new(text, edition).words().into_iter();
    let names = words.filter(|(_, word)| word.starts_with(char::is_uppercase) && letters(word) >= SHORTEST);
    names
        .map(|(place, written)| Name { place, written, sound: sound(written) })
        .filter(|name| name.sound.len() + ENDING >= SHORTEST)
        .collect()
}

fn letters(word: &str) -> usize {
    word.chars().filter(|letter| !is_mark(*letter)).count()
}

/// The sound of a word, roughly: letters that one language has for those of another are the same.
fn sound(word: &str) -> Vec<u8> {
    let latin = romanised(word);
    if latin.contains(' ') {
        return Vec::new();
    }
    let latin = latin
        .replace("kh", "h")
        .replace("ya", "ia")
        .replace("yu", "iu")
        .replace("yo", "io")
        .replace("ye", "e")
        .replace("ts", "s")
        .replace('j', "zh")
        .replace('q', "k")
        .replace('w', "v")
        .replace('x', "ks")
        .replace('c', "k")
        .replace('y', "i");
    let mut sound: Vec<u8> = latin.into_bytes();
    sound.dedup();
    sound
}

/// The word that sounds most like a name, if one does.
fn closest<'n, 'a>(name: &Name<'_>, words: &'n [Name<'a>]) -> Option<&'n Name<'a>> {
    let alike = words.iter().map(|word| (likeness(&name.sound, &word.sound), word));
    let best = alike.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (best.0 >= ALIKE).then_some(best.1)
}

/// How much of a name a word begins with, from 0 to 1; it may go on with an ending.
fn likeness(name: &[u8], word: &[u8]) -> f64 {
    let stem = &name[..name.len() - ENDING];
    let lengths = stem.len().saturating_sub(1)..=stem.len() + 1;
    let starts = lengths.filter_map(|length| word.get(..length));
    let distance = starts.map(|start| distance(stem, start)).min().unwrap_or(stem.len());
    1.0 - distance as f64 / stem.len() as f64
}

/// The distance of Levenshtein, 1966: letters put in, taken out or replaced.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, of_other) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != of_other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// Whether two words are forms of one spelling: the same but for their endings.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    common + ENDING >= letters(&one).min(letters(&other))
}
