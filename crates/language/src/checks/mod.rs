//! Quality checks of an edition beside what it was made from: what looks like a slip of the pen, and where.
//!
//! Most look at one passage and the one it was made from; quotation marks and brackets may open in one paragraph and close in
//! another, and names are compared over the whole text. Nothing here knows a dictionary.

mod letters;
mod levels;
mod names;
mod numbers;
mod signs;
mod terms;
mod told;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;

pub use levels::Levels;
use serde::{Deserialize, Serialize};
pub use terms::{Forbidden, Term, check_forbidden, check_kept, check_terms};

use crate::passage::passage_key;
use crate::script::kept_spans;
use crate::{Edition, HouseStyle};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// A passage of the source has none here.
    Empty,
    /// The words are those of the source.
    Unchanged,
    /// A number says something else.
    Numbers,
    /// A date says something else.
    Dates,
    /// A currency is another one.
    Currencies,
    /// Bold, italics, code or links are not those of the source.
    Marks,
    /// A placeholder is missing, or there once too often.
    Placeholders,
    /// An address on the web or an e-mail address is not that of the source.
    Addresses,
    /// A name is not in the form that this edition has for it.
    Term,
    /// A handle or a hashtag is missing.
    Handles,
    /// It ends otherwise: a question became a statement.
    Ending,
    /// A bracket or quotation mark is open or closed on its own.
    Brackets,
    /// Two spaces, or one before a comma.
    Spaces,
    /// A word stands there twice.
    Repeated,
    /// It is written in another script than its edition.
    Script,
    /// Letters of two scripts stand in one word.
    MixedScripts,
    /// A letter is not one of the edition's alphabet.
    Alphabet,
    /// It is not what a fresh conversion gives.
    Conversion,
    /// It is longer than it should be, or far longer or shorter than its source.
    Length,
    /// Signs that nobody sees.
    Invisible,
    /// What the source says alike is said otherwise elsewhere.
    Otherwise,
    /// A form that this edition never prints.
    Forbidden,
    /// A name that stays as it is in every edition is not there as it is.
    Kept,
    /// A name of the source was written otherwise before.
    Names,
    /// The dictionary does not know a word.
    Spelling,
}

impl Check {
    /// Those that are made of the texts and the vocabulary alone, and whose level a desk may choose: laptop and portal find
    /// the same.
    pub const OF_TEXTS: [Self; 21] = [
        Self::Unchanged,
        Self::Numbers,
        Self::Dates,
        Self::Currencies,
        Self::Marks,
        Self::Placeholders,
        Self::Addresses,
        Self::Handles,
        Self::Forbidden,
        Self::Kept,
        Self::Names,
        Self::Ending,
        Self::Brackets,
        Self::Spaces,
        Self::Repeated,
        Self::Script,
        Self::MixedScripts,
        Self::Alphabet,
        Self::Length,
        Self::Invisible,
        Self::Empty,
    ];

    /// The name that it has in data.
    pub fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// It stands in the way of an approval until it is put right, or accepted with a reason.
    Error,
    /// It is worth a look.
    Warning,
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check that found it.
    pub check: Check,
    /// How much it matters.
    pub severity: Severity,
    /// The passage, counted from 0.
    pub passage: usize,
    /// Where in the passage, in bytes; empty when what it is about is missing there.
    pub own: Range<usize>,
    /// Where in the passage of the source.
    pub source: Range<usize>,
    /// The words it is about.
    pub about: String,
    /// What should stand in the place of [`Finding::own`], where that is known.
    pub fix: Option<String>,
}

/// A passage of an edition, and the one it was made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckedPassage<'a> {
    /// What it was made from.
    pub source: Option<&'a str>,
    /// What it says.
    pub own: Option<&'a str>,
    /// How many characters it should have at most, for a title.
    pub most: Option<usize>,
}

/// Far more or fewer letters than the source has, as a share of them.
const FAR: Range<f64> = 0.35..2.6;

/// Passages shorter than this are as long as they like, in letters.
const SHORT: f64 = 60.0;

/// Passages whose source is the same as that of one before them, and which say it otherwise.
fn said_otherwise(passages: &[CheckedPassage<'_>], found: &mut Vec<Finding>) {
    let mut first: BTreeMap<String, &str> = BTreeMap::new();
    for (place, passage) in passages.iter().enumerate() {
        let (Some(source), Some(own)) = (passage.source, passage.own) else { continue };
        let before = *first.entry(passage_key(source)).or_insert(own);
        if passage_key(before) != passage_key(own) {
            found.push(otherwise(place, source, own, before));
        }
    }
}

/// That a dictionary does not know these words of a passage, of which the first stands there.
pub fn misspelt(passage: usize, first: Range<usize>, words: &str) -> Finding {
    let (check, severity) = (Check::Spelling, Severity::Warning);
    Finding { check, severity, passage, own: first, source: 0..0, about: words.to_owned(), fix: None }
}

/// That a passage is said otherwise elsewhere, and how.
pub fn otherwise(passage: usize, source: &str, own: &str, elsewhere: &str) -> Finding {
    Finding {
        check: Check::Otherwise,
        severity: Severity::Warning,
        passage,
        own: 0..own.len(),
        source: 0..source.len(),
        about: elsewhere.to_owned(),
        fix: Some(elsewhere.to_owned()),
    }
}

/// Looks at every passage as a newsroom does: with the forms that it never prints and the names that it keeps, and each check as
/// heavy as the desk of the edition has it. `source` is the edition that they were made from.
pub fn check_as(
    house: &HouseStyle,
    passages: &[CheckedPassage<'_>],
    source: Option<&Edition>,
    own: &Edition,
) -> Vec<Finding> {
    let mut found = check(passages, source, own);
    found.extend(check_forbidden(passages, own, house.forbidden(&own.key)));
    if source.is_some() {
        found.extend(check_kept(passages, house.kept()));
    }
    house.levels(&own.key).apply(&mut found);
    found
}

/// Looks at every passage. `source` is the edition that they were made from.
pub fn check(passages: &[CheckedPassage<'_>], source: Option<&Edition>, own: &Edition) -> Vec<Finding> {
    let mut found = Vec::new();
    for (place, passage) in passages.iter().enumerate() {
        let mut report = Report { found: &mut found, passage: place };
        match (passage.source, passage.own) {
            (Some(words), None) => report.at_source(Check::Empty, Severity::Warning, 0..words.len(), words),
            (before, Some(words)) => {
                let sides = Sides {
                    own: Text::new(words, own),
                    source: before.zip(source).map(|(text, of)| Text::new(text, of)),
                };
                letters::look(&sides.own, &mut report);
                signs::look(&sides, passage.most.is_none(), &mut report);
                if let Some(source) = &sides.source {
                    numbers::look(source, &sides.own, &mut report);
                    told::look(source, &sides.own, &mut report);
                }
                lengths(&sides, passage.most, &mut report);
            }
            (None, None) => {}
        }
    }
    signs::look_across(passages, own, &mut found);
    said_otherwise(passages, &mut found);
    if let Some(source) = source {
        names::look_across(passages, source, own, &mut found);
    }
    found.sort_by(|one, other| {
        (one.passage, one.severity, one.own.start).cmp(&(other.passage, other.severity, other.own.start))
    });
    found
}

/// A text with what is not language in it.
struct Text<'a> {
    text: &'a str,
    edition: &'a Edition,
    /// Addresses, code and placeholders, in order.
    kept: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    fn new(text: &'a str, edition: &'a Edition) -> Self {
        Self { text, edition, kept: kept_spans(text) }
    }

    fn is_kept(&self, at: usize) -> bool {
        self.kept.iter().any(|span| span.contains(&at))
    }

    /// Runs of letters and digits with the place of each, without those in what is kept.
    fn words(&self) -> Vec<(Range<usize>, &'a str)> {
        let mut words = Vec::new();
        let mut begun = None;
        for (at, letter) in self.text.char_indices().chain([(self.text.len(), ' ')]) {
            let is_of_word = letter.is_alphanumeric() || is_mark(letter);
            match (begun, is_of_word) {
                (None, true) => begun = Some(at),
                (Some(start), false) => {
                    begun = None;
                    if !self.is_kept(start) {
                        words.push((start..at, &self.text[start..at]));
                    }
                }
                (None, false) | (Some(_), true) => {}
            }
        }
        words
    }
}

/// Marks that stand on a letter or between two.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{2BB}' | '\u{2BC}' | '\u{64B}'..='\u{652}')
}

struct Sides<'a> {
    own: Text<'a>,
    source: Option<Text<'a>>,
}

/// Where findings of one passage go.
struct Report<'a> {
    found: &'a mut Vec<Finding>,
    passage: usize,
}

impl Report<'_> {
    fn push(&mut self, finding: Finding) {
        self.found.push(finding);
    }

    fn at_own(&mut self, check: Check, severity: Severity, own: Range<usize>, about: &str) {
        self.fixed(check, severity, own, about, None);
    }

    fn at_source(&mut self, check: Check, severity: Severity, source: Range<usize>, about: &str) {
        let (passage, about) = (self.passage, about.to_owned());
        self.push(Finding { check, severity, passage, own: 0..0, source, about, fix: None });
    }

    fn fixed(&mut self, check: Check, severity: Severity, own: Range<usize>, about: &str, fix: Option<String>) {
        let (passage, about) = (self.passage, about.to_owned());
        self.push(Finding { check, severity, passage, own, source: 0..0, about, fix });
    }
}

fn lengths(sides: &Sides<'_>, most: Option<usize>, report: &mut Report<'_>) {
    let own = &sides.own;
    let count = own.text.chars().count();
    if most.is_some_and(|most| count > most) {
        report.at_own(Check::Length, Severity::Warning, 0..own.text.len(), &count.to_string());
    }
    let Some(source) = &sides.source else { return };
    let letters = |text: &Text<'_>| text.words().iter().map(|(_, word)| word.len()).sum::<usize>();
    let same = passage_key(source.text).to_lowercase() == passage_key(own.text).to_lowercase();
    if same && letters(own) > 5 {
        report.at_own(Check::Unchanged, Severity::Warning, 0..own.text.len(), own.text);
    }
    let weights = [source, own].map(|text| weight(text.text));
    if weights[0] >= SHORT && !FAR.contains(&(weights[1] / weights[0])) {
        report.at_own(Check::Length, Severity::Warning, 0..own.text.len(), &count.to_string());
    }
}

/// How much a text says, in letters; a Han character says as much as three.
fn weight(text: &str) -> f64 {
    text.chars().map(|letter| if matches!(letter, '\u{3400}'..='\u{9FFF}') { 3.0 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests;
