//! Words that the rules get wrong. Data: one exception a line, `word<TAB>form`, in small letters; a hyphen at the end of
//! both means that any ending may follow, which the rules convert.

use std::collections::HashMap;

use super::{Conversion, is_all_capitals, is_large, lower};

/// The exceptions of one conversion.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// By their first two letters, the longest first.
    entries: HashMap<(char, char), Vec<Entry>>,
}

#[derive(Debug, Clone)]
struct Entry {
    word: Vec<char>,
    form: String,
    /// Whether an ending may follow.
    is_stem: bool,
}

impl Lexicon {
    /// Reads the lines of a data file. Lines without a tab, and those that begin with #, say nothing.
    pub fn read(data: &str) -> Self {
        let mut lexicon = Self::default();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            if let Some((word, form)) = line.split_once('\t') {
                lexicon.add(word, form);
            }
        }
        lexicon
    }

    /// The exceptions that every newsroom begins with.
    pub fn built_in(conversion: Conversion) -> Self {
        match conversion {
            Conversion::KazakhToLatin(_) | Conversion::KazakhToArabic => Self::default(),
            Conversion::UzbekToLatin => Self::read(include_str!("../../data/uz-cyrl-latn.tsv")),
            Conversion::UzbekToCyrillic => Self::read(include_str!("../../data/uz-latn-cyrl.tsv")),
        }
    }

    /// Adds an exception; with a hyphen at the end of the word, any ending may follow. What was added first stands.
    pub fn add(&mut self, word: &str, form: &str) {
        let (word, form, is_stem) = match word.strip_suffix('-') {
            Some(word) => (word, form.strip_suffix('-').unwrap_or(form), true),
            None => (word, form, false),
        };
        let word: Vec<char> = word.chars().map(read).collect();
        let Some(key) = key_of(&word) else { return };
        let entries = self.entries.entry(key).or_default();
        entries.push(Entry { word, form: form.to_owned(), is_stem });
        entries.sort_by_key(|entry| (std::cmp::Reverse(entry.word.len()), entry.is_stem));
    }

    /// The form of a word, or of the stem that it begins with, and what is left of it.
    pub(super) fn find<'a>(&self, letters: &'a [char]) -> Option<(&str, &'a [char])> {
        let entry = self.entries.get(&key_of(letters)?)?.iter().find(|entry| entry.begins(letters))?;
        Some((&entry.form, &letters[entry.word.len()..]))
    }
}

impl Entry {
    fn begins(&self, letters: &[char]) -> bool {
        let fits = if self.is_stem { letters.len() >= self.word.len() } else { letters.len() == self.word.len() };
        fits && self.word.iter().zip(letters).all(|(known, letter)| *known == read(*letter))
    }
}

fn key_of(letters: &[char]) -> Option<(char, char)> {
    letters.first().zip(letters.get(1)).map(|(one, two)| (read(*one), read(*two)))
}

fn read(letter: char) -> char {
    plain_apostrophe(lower(letter))
}

/// One of the signs that are typed for an apostrophe stands for all of them.
fn plain_apostrophe(sign: char) -> char {
    match sign {
        '’' | '‘' | '`' | '\u{2BB}' | '\u{2BC}' | '\u{2B9}' => '\'',
        other => other,
    }
}

/// Writes a form as large as the word that it stands for. In Kazakh, i pairs with İ, as in Turkish.
pub(super) fn push_in_case(form: &str, word: &[char], is_kazakh: bool, converted: &mut String) {
    let large_first = word.first().is_some_and(|letter| is_large(*letter));
    let large_all = word.len() > 1 && is_all_capitals(word);
    for (place, letter) in form.chars().enumerate() {
        if large_all || (large_first && place == 0) {
            match letter {
                'i' if is_kazakh => converted.push('İ'),
                letter => converted.extend(letter.to_uppercase()),
            }
        } else {
            converted.push(letter);
        }
    }
}
