//! Signs: how a passage ends, what is open and never closed, spaces, and words that stand there twice.

use super::{Check, CheckedPassage, Finding, Report, Severity, Sides, Text};
use crate::Edition;

pub(super) fn look(sides: &Sides<'_>, is_running: bool, report: &mut Report<'_>) {
    if let (Some(source), true) = (&sides.source, is_running) {
        let (before, now) = (ending(source.text), ending(sides.own.text));
        if before != now {
            let last = sides.own.text.char_indices().next_back().map_or(0, |(at, _)| at);
            report.at_own(Check::Ending, Severity::Warning, last..sides.own.text.len(), &sides.own.text[last..]);
        }
    }
    spaces(&sides.own, report);
    repeated(&sides.own, report);
}

/// How a passage ends, whatever the sign of the script.
#[derive(Debug, PartialEq, Eq)]
enum Ending {
    Stop,
    Question,
    Exclamation,
    Colon,
    Ellipsis,
    Open,
}

fn ending(text: &str) -> Ending {
    let closes = |sign: char| sign.is_whitespace() || ")]}»”’\"'›」』）*_~`".contains(sign);
    let text = text.trim_end_matches(closes);
    if text.ends_with("...") || text.ends_with('…') {
        return Ending::Ellipsis;
    }
    match text.chars().next_back() {
        Some('.' | '。' | '۔') => Ending::Stop,
        Some('?' | '؟' | '？') => Ending::Question,
        Some('!' | '！') => Ending::Exclamation,
        Some(':' | '：') => Ending::Colon,
        Some(_) | None => Ending::Open,
    }
}

fn spaces(text: &Text<'_>, report: &mut Report<'_>) {
    if text.text.starts_with('|') {
        return;
    }
    let signs: Vec<(usize, char)> = text.text.char_indices().collect();
    for (index, (at, sign)) in signs.iter().enumerate() {
        if *sign != ' ' || text.is_kept(*at) {
            continue;
        }
        let before = index.checked_sub(1).map(|before| signs[before].1);
        let next = signs.get(index + 1).map(|(_, next)| *next);
        // Spaces at the beginning of a line are the structure of a list, at its end a break.
        let inside = before.is_some_and(|before| !before.is_whitespace()) && next.is_some_and(|next| next != '\n');
        if !inside {
            continue;
        }
        let run = signs[index..].iter().take_while(|(_, sign)| *sign == ' ').count();
        let after = signs.get(index + run).map(|(_, after)| *after);
        if run > 1 && after.is_some_and(|after| after != '\n') {
            report.fixed(Check::Spaces, Severity::Warning, *at..at + run, "··", Some(" ".to_owned()));
        } else if run == 1 && next.is_some_and(|next| ",;!?،؛؟".contains(next)) {
            let about = next.map(String::from).unwrap_or_default();
            report.fixed(Check::Spaces, Severity::Warning, *at..at + 1, &format!("·{about}"), Some(String::new()));
        }
    }
}

fn repeated(text: &Text<'_>, report: &mut Report<'_>) {
    let words = text.words();
    for pair in words.windows(2) {
        let [(before, word), (place, again)] = pair else { continue };
        let gap = &text.text[before.end..place.start];
        let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
        if is_word
            && !gap.is_empty()
            && gap.chars().all(|sign| sign == ' ')
            && word.to_lowercase() == again.to_lowercase()
        {
            report.fixed(Check::Repeated, Severity::Warning, before.end..place.end, again, Some(String::new()));
        }
    }
}

/// A sign that opens, and where.
struct Opened {
    closing: char,
    passage: usize,
    at: usize,
    sign: char,
}

/// Brackets and quotation marks, which may open in one paragraph and close in another. A paragraph that goes on with a
/// quotation may open it once more.
pub(super) fn look_across(passages: &[CheckedPassage<'_>], edition: &Edition, found: &mut Vec<Finding>) {
    let pairs = pairs(edition);
    let mut alone: Vec<(usize, usize, char)> = Vec::new();
    let mut open: Vec<Opened> = Vec::new();
    for (passage, checked) in passages.iter().enumerate() {
        let Some(text) = checked.own.map(|text| Text::new(text, edition)) else { continue };
        let is_title = checked.most.is_some();
        let mut begun = false;
        for (at, sign) in text.text.char_indices().filter(|(at, _)| !text.is_kept(*at)) {
            let opens = pairs.iter().find(|(opening, _)| *opening == sign).map(|(_, closing)| *closing);
            let closes = pairs.iter().any(|(_, closing)| *closing == sign);
            if closes && open.last().is_some_and(|opened| opened.closing == sign) {
                open.pop();
            } else if let Some(closing) = opens {
                let goes_on =
                    !begun && open.last().is_some_and(|opened| opened.sign == sign && opened.passage != passage);
                if !goes_on {
                    open.push(Opened { closing, passage, at, sign });
                }
            } else if closes && !is_item_number(&text.text[..at], sign) {
                alone.push((passage, at, sign));
            }
            begun |= !sign.is_whitespace();
        }
        if is_title {
            alone.extend(open.drain(..).map(|opened| (opened.passage, opened.at, opened.sign)));
        }
    }
    alone.extend(open.into_iter().map(|opened| (opened.passage, opened.at, opened.sign)));
    found.extend(alone.into_iter().map(|(passage, at, sign)| Finding {
        check: Check::Brackets,
        severity: Severity::Error,
        passage,
        own: at..at + sign.len_utf8(),
        source: 0..0,
        about: sign.to_string(),
        fix: None,
    }));
}

/// What opens and what closes it in an edition. A mark that is an apostrophe as well proves nothing.
fn pairs(edition: &Edition) -> Vec<(char, char)> {
    let first = |text: &str| text.chars().next();
    let [outer_open, outer_close, inner_open, inner_close] = &edition.quotes;
    let quotes = [(outer_open, outer_close), (inner_open, inner_close)];
    let quotes = quotes.into_iter().filter_map(|(open, close)| Some((first(open)?, first(close)?)));
    let mut pairs = vec![('(', ')'), ('[', ']'), ('{', '}'), ('（', '）'), ('《', '》'), ('【', '】')];
    pairs.extend(quotes.filter(|(_, close)| !matches!(close, '’' | '\'')));
    if !pairs.iter().any(|(open, _)| *open == '«') {
        pairs.push(('«', '»'));
    }
    pairs
}

/// Whether a bracket closes the number of an item: `1)`, `а)`.
fn is_item_number(before: &str, sign: char) -> bool {
    let number = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    sign == ')' && (1..=3).contains(&number.chars().count()) && number.chars().all(char::is_alphanumeric)
}
