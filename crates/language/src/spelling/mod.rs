//! Which words of a text look misspelt in its edition, and what may have been meant.
//!
//! A Hunspell dictionary knows the words; it is read by the caller and never part of the program, because dictionaries
//! have licences of their own. Kazakh dictionaries know few of the endings that a stem can have, about a fifth of clean
//! text is unknown to them: there a word is marked only when a known one is a letter away. The derived editions are
//! checked through the Cyrillic forms that a word may stand for.

mod cyrillic_forms;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use spellbook::Dictionary;
use tilshi_story::Failure;

use crate::Edition;
use crate::script::{Conversion, Converter, KazakhLatin, Options};

use cyrillic_forms::{forms_of_arabic, forms_of_latin};
use words::{Script, is_acronym, mixes_scripts, script_of, words};

/// Letters that a Kazakh word may have been typed with instead of its own.
const KAZAKH_LETTERS: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";

/// Longest word for which neighbours are looked up, in letters.
const MOST_LETTERS: usize = 24;

/// How many words are offered.
const MOST_OFFERED: usize = 6;

/// Shortest word of the agency's list that also stands for its endings, in letters.
const STEM_LETTERS: usize = 4;

/// A Hunspell dictionary.
pub struct Speller(Dictionary);

impl Speller {
    /// Reads the two files of a dictionary.
    pub fn read(affixes: &str, words: &str) -> Result<Self, Failure> {
        let unmarked = |text: &str| text.trim_start_matches('\u{FEFF}').to_owned();
        Dictionary::new(&unmarked(affixes), &unmarked(words))
            .map(Self)
            .map_err(|error| Failure::new("dictionary-unreadable").with("detail", error))
    }

    fn knows(&self, word: &str) -> bool {
        word.len() <= spellbook::MAX_WORD_LEN
            && (self.0.check(word) || (word.contains('’') && self.0.check(&word.replace('’', "'"))))
    }

    /// Known words a letter away: one other, one more, one less, or two that changed places.
    fn neighbours<'a>(&'a self, word: &'a str) -> impl Iterator<Item = String> + 'a {
        let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        let short_enough = (2..=MOST_LETTERS).contains(&letters.len());
        let count = if short_enough { letters.len() } else { 0 };
        let swapped = {
            let letters = letters.clone();
            (1..count).map(move |at| {
                let mut other = letters.clone();
                other.swap(at - 1, at);
                other
            })
        };
        let shorter = {
            let letters = letters.clone();
            (0..count).map(move |at| {
                let mut other = letters.clone();
                other.remove(at);
                other
            })
        };
        let replaced = {
            let letters = letters.clone();
            (0..count).flat_map(move |at| {
                let letters = letters.clone();
                KAZAKH_LETTERS.chars().map(move |letter| {
                    let mut other = letters.clone();
                    other[at] = letter;
                    other
                })
            })
        };
        let longer = (0..=count).filter(move |_| count > 0).flat_map(move |at| {
            let letters = letters.clone();
            KAZAKH_LETTERS.chars().map(move |letter| {
                let mut other = letters.clone();
                other.insert(at, letter);
                other
            })
        });
        let all = swapped.chain(replaced).chain(shorter).chain(longer);
        all.map(String::from_iter).filter(|other| self.knows(other))
    }
}

/// The language of a dictionary that an edition is checked with: the beginning of its files' names.
pub fn dictionary_language(edition: &Edition) -> Option<&'static str> {
    match edition.tag.split('-').next()? {
        "kk" => Some("kk"),
        "ru" => Some("ru"),
        "en" => Some("en"),
        "uz" => Some("uz"),
        _ => None,
    }
}

/// The agency's own words: names and terms that no dictionary has. They come before any dictionary.
#[derive(Debug, Clone, Default)]
pub struct WordList(BTreeSet<String>);

impl WordList {
    /// Adds every word of a label, such as the name of a person.
    pub fn add(&mut self, label: &str) {
        self.0.extend(words(label).into_iter().map(|word| folded(&label[word])));
    }

    /// Whether the word, or a stem that it begins with, is in the list.
    fn has(&self, word: &str) -> bool {
        let word = folded(word);
        if self.0.contains(&word) {
            return true;
        }
        let starts = word.char_indices().map(|(at, _)| at).skip(STEM_LETTERS);
        starts.into_iter().any(|end| self.0.contains(&word[..end]))
    }
}

fn folded(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).filter(|letter| !matches!(letter, '\u{621}' | '\u{674}')).collect()
}

/// Checks the texts of one edition.
pub struct Spelling<'a> {
    edition: &'a Edition,
    speller: &'a Speller,
    own: &'a WordList,
}

impl<'a> Spelling<'a> {
    /// With a dictionary of the edition's language and the agency's list.
    pub fn new(edition: &'a Edition, speller: &'a Speller, own: &'a WordList) -> Self {
        Self { edition, speller, own }
    }

    /// The words of a Markdown text that may have to be checked, as spans of bytes.
    pub fn words(text: &str) -> Vec<Range<usize>> {
        words(text)
    }

    /// Whether the word is one of the agency's, or nothing that a dictionary of this edition says anything about.
    pub fn is_excused(&self, word: &str) -> bool {
        if mixes_scripts(word) {
            return false;
        }
        is_acronym(word) || script_of(word) != Some(self.script()) || self.own.has(word) || self.is_own(word)
    }

    /// Whether the agency's list has a form of the word, or what its hyphens join is known by one or the other.
    fn is_own(&self, word: &str) -> bool {
        let known = |part: &str| part.is_empty() || self.own.has(part) || self.speller.knows(part);
        self.forms(word).iter().any(|form| self.own.has(form) || (form.contains('-') && form.split('-').all(known)))
    }

    /// Whether the word looks misspelt by the dictionary alone, which is always so or never. Costs up to some
    /// milliseconds: remember the answer.
    pub fn looks_wrong(&self, word: &str) -> bool {
        if mixes_scripts(word) {
            return true;
        }
        let forms = self.forms(word);
        if forms.iter().any(|form| self.knows(form)) {
            return false;
        }
        match dictionary_language(self.edition) {
            Some("kk") => forms.first().is_some_and(|form| self.speller.neighbours(form).next().is_some()),
            _ => true,
        }
    }

    /// Words that may have been meant, the likeliest first.
    pub fn suggestions(&self, word: &str) -> Vec<String> {
        let forms = self.forms(word);
        let mut found: Vec<String> = Vec::new();
        let first = forms.first().map(String::as_str).unwrap_or(word);
        if dictionary_language(self.edition) == Some("kk") {
            found.extend(self.speller.neighbours(first).take(MOST_OFFERED));
        }
        if found.is_empty() {
            self.speller.0.suggest(first, &mut found);
        }
        let capital = first.starts_with(char::is_uppercase) || word.starts_with(char::is_uppercase);
        let mut offered = Vec::new();
        for suggestion in found {
            let suggestion = self.as_printed(&if capital { capitalised(&suggestion) } else { suggestion });
            if !offered.contains(&suggestion) && suggestion != word {
                offered.push(suggestion);
            }
        }
        offered.truncate(MOST_OFFERED);
        offered
    }

    /// A word, or each of the words that hyphens join.
    fn knows(&self, form: &str) -> bool {
        let known = |part: &str| part.is_empty() || self.speller.knows(part);
        known(form) || (form.contains('-') && form.split('-').all(known))
    }

    fn script(&self) -> Script {
        match self.edition.tag.as_str() {
            tag if tag.ends_with("-Latn") || tag == "en" => Script::Latin,
            tag if tag.ends_with("-Arab") => Script::Arabic,
            _ => Script::Cyrillic,
        }
    }

    /// What the dictionary may have the word as.
    fn forms(&self, word: &str) -> Vec<String> {
        match self.edition.tag.as_str() {
            "kk-Latn" => forms_of_latin(word),
            "kk-Arab" => forms_of_arabic(word),
            "uz-Latn" => vec![converter(Conversion::UzbekToCyrillic).convert(word, &[])],
            _ => vec![word.to_owned()],
        }
    }

    /// A word of the dictionary in the edition's script.
    fn as_printed(&self, form: &str) -> String {
        let conversion = match self.edition.tag.as_str() {
            "kk-Latn" => Conversion::KazakhToLatin(KazakhLatin::Of2021),
            "kk-Arab" => Conversion::KazakhToArabic,
            "uz-Latn" => Conversion::UzbekToLatin,
            _ => return form.to_owned(),
        };
        converter(conversion).convert(form, &[])
    }
}

fn converter(conversion: Conversion) -> Converter {
    Converter::new(conversion, Options::default())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
