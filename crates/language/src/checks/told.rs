//! What has to be told again exactly: marks, placeholders, addresses, handles.

use std::ops::Range;

use super::{Check, Report, Severity, Text};

pub(super) fn look(source: &Text<'_>, own: &Text<'_>, report: &mut Report<'_>) {
    marks(source, own, report);
    let of = |text: &Text<'_>, wanted: Told| -> Vec<(Range<usize>, String)> {
        let spans = text.kept.iter().filter(|span| Told::of(&text.text[(*span).clone()]) == Some(wanted));
        spans.map(|span| (span.clone(), text.text[span.clone()].to_owned())).collect()
    };
    for (told, check, severity) in [
        (Told::Placeholder, Check::Placeholders, Severity::Error),
        (Told::Address, Check::Addresses, Severity::Error),
        (Told::Handle, Check::Handles, Severity::Warning),
    ] {
        compare(check, severity, of(source, told), of(own, told), report);
    }
    let (before, now) = (hashtags(source), hashtags(own));
    if before.len() > now.len() {
        // Their words are translated: it is known that some are missing, not which.
        let first = &before[now.len()];
        report.at_source(Check::Handles, Severity::Warning, first.clone(), &source.text[first.clone()]);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Placeholder,
    Address,
    Handle,
}

impl Told {
    fn of(words: &str) -> Option<Self> {
        match words.chars().next()? {
            '`' => None,
            '{' | '%' | '$' => Some(Self::Placeholder),
            '@' => Some(Self::Handle),
            _ => Some(Self::Address),
        }
    }
}

/// What is missing here, and what is only here.
fn compare(
    check: Check,
    severity: Severity,
    source: Vec<(Range<usize>, String)>,
    mut own: Vec<(Range<usize>, String)>,
    report: &mut Report<'_>,
) {
    for (place, words) in source {
        match own.iter().position(|(_, other)| *other == words) {
            Some(at) => drop(own.remove(at)),
            None => report.at_source(check, severity, place, &words),
        }
    }
    for (place, words) in own {
        report.at_own(check, severity, place, &words);
    }
}

fn hashtags(text: &Text<'_>) -> Vec<Range<usize>> {
    let is_tag = |(place, _): &(Range<usize>, &str)| {
        let before = &text.text[..place.start];
        before.ends_with('#')
            && !before[..before.len() - 1].ends_with(|sign: char| sign.is_alphanumeric() || sign == '#')
    };
    text.words().into_iter().filter(is_tag).map(|(place, _)| place.start - 1..place.end).collect()
}

/// Bold, italics, struck words, code and links, by their number.
fn marks(source: &Text<'_>, own: &Text<'_>, report: &mut Report<'_>) {
    let (before, now) = (Counted::of(source.text), Counted::of(own.text));
    for (name, was, is) in [
        ("**", before.strong, now.strong),
        ("*", before.emphasis, now.emphasis),
        ("~~", before.struck, now.struck),
        ("`", before.code, now.code),
        ("[]()", before.links, now.links),
    ] {
        if was != is {
            report.at_own(Check::Marks, Severity::Error, 0..own.text.len(), &format!("{name} {is}/{was}"));
        }
    }
}

#[derive(Default)]
struct Counted {
    strong: usize,
    emphasis: usize,
    struck: usize,
    code: usize,
    links: usize,
}

impl Counted {
    fn of(text: &str) -> Self {
        let mut counted = Self::default();
        let mut rest = text;
        while let Some(at) = rest.find(['*', '_', '~', '`', ']']) {
            let sign = &rest[at..=at];
            let run = rest[at..].chars().take_while(|each| sign.starts_with(*each)).count();
            let (before, after) = (rest[..at].chars().next_back(), &rest[at + run..]);
            let is_inside_word = before.is_some_and(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric);
            match sign {
                "`" => counted.code += 1,
                "]" if after.starts_with('(') => counted.links += 1,
                "~" if run == 2 => counted.struck += 1,
                "_" if is_inside_word => {}
                // With spaces on both sides it is a bullet or a sign of arithmetic.
                "*" | "_" if before.is_none_or(char::is_whitespace) && after.starts_with(char::is_whitespace) => {}
                "*" | "_" => {
                    counted.strong += usize::from(run >= 2);
                    counted.emphasis += usize::from(run % 2 == 1);
                }
                _ => {}
            }
            rest = after;
        }
        // Each stands there twice; one alone is a letter of the text.
        Self {
            strong: counted.strong / 2,
            emphasis: counted.emphasis / 2,
            struck: counted.struck / 2,
            code: counted.code / 2,
            links: counted.links,
        }
    }
}
