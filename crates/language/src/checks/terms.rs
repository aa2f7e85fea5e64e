//! Names and expressions that have one form in each edition.

use std::ops::Range;

use super::{Check, CheckedPassage, Finding, Severity, Text};
use crate::Edition;
use crate::script::named;

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

/// A form that an edition never prints, and what it prints instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forbidden {
    /// The form.
    pub form: String,
    /// What stands in its place.
    pub instead: Option<String>,
}

/// Every place where a passage has a form that the edition never prints. The last word may have an ending.
pub fn check_forbidden(passages: &[CheckedPassage<'_>], own: &Edition, forbidden: &[Forbidden]) -> Vec<Finding> {
    let pattern = |form: &str| Pattern::with_ending(form);
    let forbidden: Vec<(Pattern, Option<Pattern>, &Forbidden)> =
        forbidden.iter().map(|each| (pattern(&each.form), each.instead.as_deref().map(pattern), each)).collect();
    let mut found = Vec::new();
    for (passage, checked) in passages.iter().enumerate().filter(|_| !forbidden.is_empty()) {
        let Some(text) = checked.own else { continue };
        let words = Words::of(text, own);
        for (pattern, right, Forbidden { form, instead }) in &forbidden {
            let said = right.as_ref().map(|right| right.find_all(&words)).unwrap_or_default();
            for place in pattern.find_all(&words) {
                // A form may be a part of the right one, or differ from it by capitals alone.
                let differs_in_case = instead.as_ref().is_some_and(|right| folded(right) == folded(form));
                let is_right = match differs_in_case {
                    true => !text[place.clone()].starts_with(form.as_str()),
                    false => said.iter().any(|right| right.start <= place.start && place.end <= right.end),
                };
                if is_right {
                    continue;
                }
                // With an ending, somebody has to find the right one.
                let is_plain = folded(&text[place.clone()]) == folded(form);
                found.push(Finding {
                    check: Check::Forbidden,
                    severity: Severity::Error,
                    passage,
                    about: instead.as_ref().unwrap_or(form).clone(),
                    own: place,
                    source: 0..0,
                    fix: instead.clone().filter(|_| is_plain),
                });
            }
        }
    }
    found
}

/// Passages whose source has a name that stays as it is in every edition, and which have it not at all.
pub fn check_kept(passages: &[CheckedPassage<'_>], kept: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (passage, checked) in passages.iter().enumerate() {
        let (Some(source), Some(own)) = (checked.source, checked.own) else { continue };
        for span in named(source, kept) {
            let name = &source[span.clone()];
            if !own.contains(name) {
                found.push(Finding {
                    check: Check::Kept,
                    severity: Severity::Warning,
                    passage,
                    about: name.to_owned(),
                    own: 0..0,
                    source: span,
                    fix: None,
                });
            }
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
    /// Words that are written so, one after the other, but for an ending of the last.
    Ended(Vec<String>),
}

/// Longest ending of a word, in letters: ларымыздан.
const LONGEST_ENDING: usize = 10;

impl Pattern {
    fn of(form: &str) -> Self {
        if is_han(form) {
            return Self::Exact(form.to_owned());
        }
        Self::Stems(words_of(form).map(|word| stem(&folded(word))).collect())
    }

    fn with_ending(form: &str) -> Self {
        if is_han(form) {
            return Self::Exact(form.to_owned());
        }
        let mut words: Vec<String> = words_of(form).map(folded).collect();
        if let Some(last) = words.last_mut() {
            let ends_open = last.ends_with(['а', 'я', 'о', 'е', 'ы', 'и', 'й', 'ь']);
            if ends_open && last.chars().count() > SHORTEST {
                last.pop();
            }
        }
        Self::Ended(words)
    }

    /// Every place, from front to back.
    fn find_all(&self, words: &Words<'_>) -> Vec<Range<usize>> {
        match self {
            Self::Exact(form) => {
                words.text.match_indices(form.as_str()).map(|(at, form)| at..at + form.len()).collect()
            }
            Self::Stems(run) | Self::Ended(run) if run.is_empty() => Vec::new(),
            Self::Stems(run) | Self::Ended(run) => {
                words.words.windows(run.len()).filter(|window| self.fits(window)).filter_map(place_of).collect()
            }
        }
    }

    fn fits(&self, window: &[(Range<usize>, String)]) -> bool {
        match self {
            Self::Exact(_) => false,
            Self::Stems(stems) => window.iter().zip(stems).all(|((_, word), stem)| word.starts_with(stem.as_str())),
            Self::Ended(run) => {
                let last = run.len() - 1;
                window.iter().zip(run).enumerate().all(|(at, ((_, word), known))| {
                    match word.strip_prefix(known.as_str()) {
                        Some(ending) if at == last => {
                            // A shorter word with an ending may be another word altogether.
                            let most = if known.chars().count() < SHORTEST { 0 } else { LONGEST_ENDING };
                            ending.chars().count() <= most
                        }
                        Some(ending) => ending.is_empty(),
                        None => false,
                    }
                })
            }
        }
    }

    fn find(&self, words: &Words<'_>) -> Option<Range<usize>> {
        self.find_all(words).into_iter().next()
    }
}

fn place_of(window: &[(Range<usize>, String)]) -> Option<Range<usize>> {
    Some(window.first()?.0.start..window.last()?.0.end)
}

fn words_of(form: &str) -> impl Iterator<Item = &str> {
    form.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
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
