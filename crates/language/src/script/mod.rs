//! A text in another script of its language: Kazakh Cyrillic in Latin and Arabic letters, Uzbek in Cyrillic and Latin.
//!
//! Words are converted one by one, by a table, a few rules about neighbours and a lexicon of exceptions. What is never
//! converted in any direction is given as spans, found by [`kept_spans`] and by whoever knows the markup. Sources: the
//! decrees on the Kazakh Latin alphabet of 2018 and 2021, the Uzbek alphabet of 1995, and published pages for the
//! Arabic script.

mod kazakh_arabic;
mod kazakh_latin;
mod kept;
mod lexicon;
mod names;
mod uzbek;

use std::ops::Range;
use std::str::FromStr;

use tilshi_story::Failure;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

pub use kept::kept_spans;
pub use lexicon::Lexicon;
pub(crate) use names::spans as named;

/// The Latin alphabet of Kazakh that a newsroom writes; never both in one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KazakhLatin {
    /// The decree of 2021, with 31 letters: ä ğ ñ ö ü ū ş.
    #[default]
    Of2021,
    /// The decree of 2018: á ǵ ń ó ú ý, sh and ch.
    Of2018,
}

/// From which script into which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    /// `kk-Cyrl` to `kk-Latn`.
    KazakhToLatin(KazakhLatin),
    /// `kk-Cyrl` to `kk-Arab`, töte jazu.
    KazakhToArabic,
    /// `uz-Cyrl` to `uz-Latn`.
    UzbekToLatin,
    /// `uz-Latn` to `uz-Cyrl`.
    UzbekToCyrillic,
}

impl KazakhLatin {
    /// The alphabet of the decree of a year.
    pub fn of_year(year: &str) -> Option<Self> {
        [Self::Of2021, Self::Of2018].into_iter().find(|alphabet| alphabet.year() == year)
    }

    /// The year of its decree.
    pub fn year(self) -> &'static str {
        match self {
            Self::Of2021 => "2021",
            Self::Of2018 => "2018",
        }
    }
}

impl Conversion {
    /// The conversion between two BCP 47 tags; `alphabet` is the year of the Kazakh Latin alphabet.
    pub fn between(from: &str, to: &str, alphabet: Option<&str>) -> Result<Self, Failure> {
        let unknown = |year: &str| Failure::new("alphabet-unknown").with("alphabet", year);
        let latin = alphabet.map(|year| KazakhLatin::of_year(year).ok_or_else(|| unknown(year)));
        let latin = latin.transpose()?.unwrap_or_default();
        match (from, to) {
            ("kk-Cyrl" | "kk", "kk-Latn") => Ok(Self::KazakhToLatin(latin)),
            ("kk-Cyrl" | "kk", "kk-Arab") => Ok(Self::KazakhToArabic),
            ("uz-Cyrl", "uz-Latn" | "uz") => Ok(Self::UzbekToLatin),
            ("uz-Latn" | "uz", "uz-Cyrl") => Ok(Self::UzbekToCyrillic),
            _ => Err(Failure::new("conversion-unknown").with("from", from).with("to", to)),
        }
    }

    fn is_of_kazakh(self) -> bool {
        matches!(self, Self::KazakhToLatin(_) | Self::KazakhToArabic)
    }

    fn reads_cyrillic(self) -> bool {
        self != Self::UzbekToCyrillic
    }
}

/// What newsrooms do differently in the Arabic script. The defaults are the rules of published pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Words all in capitals as separate letters: ب ۇ ۇ.
    pub spaced_acronyms: bool,
    /// No hamza on an ending behind a number or a word all in capitals.
    pub plain_suffixes: bool,
    /// -ұлы and -қызы as words of their own.
    pub separate_patronymics: bool,
    /// ц as س alone.
    pub short_ts: bool,
    /// е after a vowel without ي.
    pub plain_e: bool,
}

impl Options {
    /// Every option by the name that it has on the command line.
    pub const NAMES: [&str; 5] = ["spaced-acronyms", "plain-suffixes", "separate-patronymics", "short-ts", "plain-e"];

    /// Switches an option on by its name.
    pub fn set(&mut self, name: &str) -> Result<(), Failure> {
        let option = match name {
            "spaced-acronyms" => &mut self.spaced_acronyms,
            "plain-suffixes" => &mut self.plain_suffixes,
            "separate-patronymics" => &mut self.separate_patronymics,
            "short-ts" => &mut self.short_ts,
            "plain-e" => &mut self.plain_e,
            _ => return Err(Failure::new("conversion-option-unknown").with("option", name)),
        };
        *option = true;
        Ok(())
    }

    /// The names of those that are on, in the order of [`Options::NAMES`].
    pub fn names(self) -> Vec<&'static str> {
        let on = [self.spaced_acronyms, self.plain_suffixes, self.separate_patronymics, self.short_ts, self.plain_e];
        Self::NAMES.into_iter().zip(on).filter(|(_, on)| *on).map(|(name, _)| name).collect()
    }
}

impl FromStr for Options {
    type Err = Failure;

    /// Names with commas between them.
    fn from_str(names: &str) -> Result<Self, Failure> {
        let mut options = Self::default();
        names.split(',').map(str::trim).filter(|name| !name.is_empty()).try_for_each(|name| options.set(name))?;
        Ok(options)
    }
}

/// The rules of this version by a number of their own: two texts that were converted by the same say the same.
pub const RULES: u32 = 1;

/// Converts texts one way.
#[derive(Debug, Clone)]
pub struct Converter {
    conversion: Conversion,
    options: Options,
    lexicon: Lexicon,
    /// Names that stay as they are.
    names: Vec<String>,
}

/// A word that is being converted, and what stands before it.
struct Word<'a> {
    letters: &'a [char],
    behind: Behind,
}

/// What a word or the end of one is written behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Something that says nothing about it.
    Nothing,
    /// A number, or a word all in capitals, with a hyphen between.
    Hyphen,
    /// A stem that the lexicon knows, as the rest of its word.
    Stem,
}

impl Converter {
    /// With the exceptions that every newsroom begins with.
    pub fn new(conversion: Conversion, options: Options) -> Self {
        Self::with_lexicon(conversion, options, Lexicon::built_in(conversion))
    }

    /// With a newsroom's own exceptions.
    pub fn with_lexicon(conversion: Conversion, options: Options, lexicon: Lexicon) -> Self {
        Self { conversion, options, lexicon, names: Vec::new() }
    }

    /// With names that stay as they are.
    pub fn keeping(self, names: Vec<String>) -> Self {
        Self { names, ..self }
    }

    /// The spans of bytes where one of those names stands.
    pub fn named_spans(&self, text: &str) -> Vec<Range<usize>> {
        named(text, &self.names)
    }

    /// The text in the other script, NFC. Spans of bytes in `kept`, in order, stay as they are.
    pub fn convert(&self, text: &str, kept: &[Range<usize>]) -> String {
        let mut converted = String::with_capacity(text.len() + text.len() / 8);
        let mut at = 0;
        for span in kept {
            if span.start < at {
                continue;
            }
            self.piece(&text[at..span.start], &mut converted);
            converted.push_str(&text[span.clone()]);
            at = span.end;
        }
        self.piece(&text[at..], &mut converted);
        converted
    }

    fn piece(&self, piece: &str, converted: &mut String) {
        if is_plainly_nfc(piece) || is_nfc_quick(piece.chars()) == IsNormalized::Yes {
            self.normalised(piece, converted);
        } else {
            self.normalised(&piece.nfc().collect::<String>(), converted);
        }
    }

    fn normalised(&self, piece: &str, converted: &mut String) {
        let mut letters: Vec<char> = Vec::with_capacity(32);
        let mut rest = piece;
        // What the last word was, until something else than a hyphen follows it.
        let mut before = Before::Nothing;
        while let Some(sign) = rest.chars().next() {
            if !is_letter(sign) {
                rest = &rest[sign.len_utf8()..];
                before = before.then(sign);
                converted.push(self.sign(sign, converted, rest));
                continue;
            }
            let end = self.word_end(rest);
            letters.clear();
            letters.extend(rest[..end].chars());
            rest = &rest[end..];
            let behind = if before == Before::Bound { Behind::Hyphen } else { Behind::Nothing };
            before = if letters.len() > 1 && is_all_capitals(&letters) { Before::Acronym } else { Before::Nothing };
            self.letters(&mut letters, behind, converted);
        }
    }

    /// Where the word that the text begins with ends.
    fn word_end(&self, text: &str) -> usize {
        if self.conversion.reads_cyrillic() {
            return text.find(|sign: char| !is_letter(sign)).unwrap_or(text.len());
        }
        uzbek::latin_word_end(text)
    }

    /// A run of letters: of one script, or of two that somebody mixed up.
    fn letters(&self, letters: &mut [char], behind: Behind, converted: &mut String) {
        if !self.conversion.reads_cyrillic() {
            if uzbek::is_roman_numeral(letters) {
                converted.extend(letters.iter());
            } else {
                self.word(&Word { letters, behind }, converted);
            }
            return;
        }
        let foreign = letters.iter().filter(|letter| !is_cyrillic(**letter)).count();
        if foreign == letters.len() {
            converted.extend(letters.iter());
            return;
        }
        if foreign > 0 && letters.iter().all(|letter| is_cyrillic(*letter) || meant(*letter) != *letter) {
            letters.iter_mut().for_each(|letter| *letter = meant(*letter));
        }
        for run in letters.chunk_by(|one, next| is_cyrillic(*one) == is_cyrillic(*next)) {
            if is_cyrillic(run[0]) {
                self.word(&Word { letters: run, behind }, converted);
            } else {
                converted.extend(run);
            }
        }
    }

    fn word(&self, word: &Word<'_>, converted: &mut String) {
        if let Some((known, rest)) = self.lexicon.find(word.letters) {
            lexicon::push_in_case(known, word.letters, self.conversion.is_of_kazakh(), converted);
            if !rest.is_empty() {
                self.by_rules(&Word { letters: rest, behind: Behind::Stem }, converted);
            }
            return;
        }
        self.by_rules(word, converted);
    }

    fn by_rules(&self, word: &Word<'_>, converted: &mut String) {
        match self.conversion {
            Conversion::KazakhToLatin(alphabet) => kazakh_latin::convert(word.letters, alphabet, converted),
            Conversion::KazakhToArabic => kazakh_arabic::convert(word, &self.options, converted),
            Conversion::UzbekToLatin => uzbek::to_latin(word.letters, converted),
            Conversion::UzbekToCyrillic => uzbek::to_cyrillic(word.letters, converted),
        }
    }

    /// A sign between words.
    fn sign(&self, sign: char, before: &str, after: &str) -> char {
        match self.conversion {
            Conversion::KazakhToArabic => kazakh_arabic::sign(sign, before, after),
            _ => sign,
        }
    }
}

/// Whether a text has only signs of which each is NFC and none joins with another: ASCII, Latin and Cyrillic letters, and
/// the dashes and quotation marks around them. Of most texts that says it all, and sooner than their normalisation.
fn is_plainly_nfc(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_plain = match byte {
            // Up to U+02FF, and U+0400 to U+047F.
            0..=0xCB | 0xD0 | 0xD1 => true,
            // U+0480 to U+04BF but for the combining ones.
            0xD2 => bytes.next().is_some_and(|next| next >= 0x8A),
            0xD3 | 0xD4 => true,
            0xE2 => bytes.next() == Some(0x80) && bytes.next().is_some_and(|last| last >= 0x82),
            _ => false,
        };
        if !is_plain {
            return false;
        }
    }
    true
}

/// What stands before a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Number,
    Acronym,
    /// A hyphen behind one of the two.
    Bound,
}

impl Before {
    fn then(self, sign: char) -> Self {
        match (self, sign) {
            (_, '0'..='9' | '%') => Self::Number,
            (Self::Number | Self::Acronym, '-' | '‑' | '–') => Self::Bound,
            _ => Self::Nothing,
        }
    }
}

/// Letters of the scripts that are read; all others are signs.
fn is_letter(sign: char) -> bool {
    sign.is_ascii_alphabetic()
        || is_cyrillic(sign)
        || matches!(sign, '\u{C0}'..='\u{24F}' | '\u{259}' | '\u{275}') && sign.is_alphabetic()
}

fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52F}')
}

/// The Cyrillic letter that was meant by one that only looks like it.
fn meant(letter: char) -> char {
    match letter {
        '\u{259}' => 'ә',
        '\u{18F}' => 'Ә',
        '\u{275}' => 'ө',
        '\u{19F}' => 'Ө',
        'i' => 'і',
        'I' => 'І',
        other => other,
    }
}

fn is_all_capitals(letters: &[char]) -> bool {
    letters.iter().all(|letter| is_large(*letter))
}

fn is_large(letter: char) -> bool {
    lower(letter) != letter
}

/// One letter in lower case, of scripts whose letters have one.
fn lower(letter: char) -> char {
    match letter {
        'a'..='z' | 'а'..='џ' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        'А'..='Я' => shifted(letter, 0x20),
        // In these rows of the code chart a capital stands before each small letter.
        '\u{48A}'..='\u{4BF}' | '\u{4D0}'..='\u{52F}' => shifted(letter, 1 - (letter as u32 & 1)),
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

fn shifted(letter: char, by: u32) -> char {
    char::from_u32(letter as u32 + by).unwrap_or(letter)
}

/// How a letter that becomes one or more is written: as it is, with its first letter large, or all large.
#[derive(Clone, Copy)]
enum Size {
    Small,
    First,
    All,
}

impl Size {
    /// Of one letter of a word.
    fn of(letter: char, word_is_all_capitals: bool) -> Self {
        match is_large(letter) {
            true if word_is_all_capitals => Self::All,
            true => Self::First,
            false => Self::Small,
        }
    }
}

#[cfg(test)]
mod tests;
