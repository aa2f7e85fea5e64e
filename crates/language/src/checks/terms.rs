//! Names and expressions that have one form in each edition.

use std::ops::Range;

use super::{Check, CheckedPassage, Finding, Severity, Text};
use crate::Edition;

/// A name in two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As the source prints it.
    pub source: String,
    /// As this edition does.
    pub own: String,
}

/// Shorter forms than this are letters of other words, in letters.
const SHORTEST: usize = 4;

/// Passages that say a name of the source otherwise than this edition does, or not at all.
pub fn check_terms(passages: &[CheckedPassage<'_>], source: &Edition, own: &Edition, terms: &[Term]) -> Vec<Finding> {
    let long = |form: &str| form.chars().filter(|letter| letter.is_alphanumeric()).count() >= SHORTEST || is_han(form);
    let terms: Vec<(Pattern, Pattern, &Term)> = terms
        .iter()
        .filter(|term| long(&term.source) && long(&term.own))
        .map(|term| (Pattern::of(&term.source), Pattern::of(&term.own), term))
        .collect();
    let mut found = Vec::new();
    for (passage, checked) in passages.iter().enumerate() {
        let (Some(before), Some(now)) = (checked.source, checked.own) else { continue };
        let (before, now) = (Words::of(before, source), Words::of(now, own));
        for (theirs, ours, term) in &terms {
            let Some(place) = theirs.find(&before).filter(|_| ours.find(&now).is_none()) else { continue };
            found.push(Finding {
                check: Check::Term,
                severity: Severity::Warning,
                passage,
                own: 0..0,
                source: place,
                about: term.own.clone(),
                fix: None,
            });
        }
    }
    found
}

fn is_han(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '\u{3400}'..='\u{9FFF}'))
}

/// A text by its words, in small letters.
struct Words<'a> {
    text: &'a str,
    words: Vec<(Range<usize>, String)>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str, edition: &'a Edition) -> Self {
        let words = Text::new(text, edition).words().into_iter().map(|(place, word)| (place, folded(word)));
        Self { text, words: words.collect() }
    }
}

/// A hamza says how a whole word is read: with an ending it may be gone.
fn folded(word: &str) -> String {
    word.trim_start_matches('ء').to_lowercase()
}

/// What a form is found by.
enum Pattern {
    /// As it is written, in a language without spaces.
    Exact(String),
    /// Words that begin so, one after the other: endings differ.
    Stems(Vec<String>),
}

impl Pattern {
    fn of(form: &str) -> Self {
        if is_han(form) {
            return Self::Exact(form.to_owned());
        }
        let words = form.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        Self::Stems(words.map(|word| stem(&folded(word))).collect())
    }

    fn find(&self, words: &Words<'_>) -> Option<Range<usize>> {
        match self {
            Self::Exact(form) => words.text.find(form.as_str()).map(|at| at..at + form.len()),
            Self::Stems(stems) if stems.is_empty() => None,
            Self::Stems(stems) => words
                .words
                .windows(stems.len())
                .find(|run| run.iter().zip(stems).all(|((_, word), stem)| word.starts_with(stem.as_str())))
                .and_then(|run| Some(run.first()?.0.start..run.last()?.0.end)),
        }
    }
}

/// What is left of a word in all its forms: longer ones lose more to their endings.
fn stem(word: &str) -> String {
    let letters = word.chars().count();
    let kept = match letters {
        0..=3 => letters,
        4..=5 => letters - 1,
        _ => letters - 2,
    };
    word.chars().take(kept).collect()
}
