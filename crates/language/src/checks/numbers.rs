//! Numbers, dates and currencies: the same on both sides, however each language writes them.

use std::ops::Range;

use super::words::{CURRENCIES, MAGNITUDES, MONTHS, NUMBER_WORDS};
use super::{Check, Report, Severity, Text};

/// Numbers are compared in millionths.
const WHOLE: i128 = 1_000_000;

/// Whole numbers up to this are often written as words.
const SMALL: i128 = 10 * WHOLE;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    value: i128,
    place: Range<usize>,
}

/// A day of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Date {
    day: i128,
    month: usize,
    place: Range<usize>,
}

pub(super) fn look(source: &Text<'_>, own: &Text<'_>, report: &mut Report<'_>) {
    let (before, now) = (Read::of(source), Read::of(own));
    dates(source, own, &before, &now, report);
    let has_words = [source, own].iter().any(|text| has_number_words(text));
    let severity = if has_words { Severity::Warning } else { Severity::Error };
    let large =
        |numbers: &[Number]| -> Vec<Number> { numbers.iter().filter(|number| !is_small(number)).cloned().collect() };
    differ(source, own, &large(&before.numbers), &large(&now.numbers), severity, report);
    let small =
        |numbers: &[Number]| -> Vec<Number> { numbers.iter().filter(|number| is_small(number)).cloned().collect() };
    let (few, others) = (small(&before.numbers), small(&now.numbers));
    // Where one side has fewer of them, it has the rest as words.
    if few.len() == others.len() {
        differ(source, own, &few, &others, severity, report);
    }
    let (had, has) = (currencies(source), currencies(own));
    if !had.is_empty() && !has.is_empty() && had != has {
        report.at_own(Check::Currencies, Severity::Warning, 0..own.text.len(), &has.join(", "));
    }
}

fn is_small(number: &Number) -> bool {
    number.value <= SMALL && number.value % WHOLE == 0
}

/// What one side says and the other does not.
fn differ(
    source: &Text<'_>,
    own: &Text<'_>,
    before: &[Number],
    now: &[Number],
    severity: Severity,
    report: &mut Report<'_>,
) {
    let mut rest: Vec<&Number> = now.iter().collect();
    for number in before {
        match rest.iter().position(|other| other.value == number.value) {
            Some(at) => drop(rest.remove(at)),
            None => {
                report.at_source(Check::Numbers, severity, number.place.clone(), &source.text[number.place.clone()])
            }
        }
    }
    for number in rest {
        report.at_own(Check::Numbers, severity, number.place.clone(), &own.text[number.place.clone()]);
    }
}

fn dates(source: &Text<'_>, own: &Text<'_>, before: &Read, now: &Read, report: &mut Report<'_>) {
    let mut rest: Vec<&Date> = now.dates.iter().collect();
    // A day that is only named on one side may be a "yesterday" on the other.
    let severity = if before.dates.is_empty() || now.dates.is_empty() { Severity::Warning } else { Severity::Error };
    for date in &before.dates {
        match rest.iter().position(|other| (other.day, other.month) == (date.day, date.month)) {
            Some(at) => drop(rest.remove(at)),
            None => report.at_source(Check::Dates, severity, date.place.clone(), &source.text[date.place.clone()]),
        }
    }
    for date in rest {
        report.at_own(Check::Dates, severity, date.place.clone(), &own.text[date.place.clone()]);
    }
}

fn has_number_words(text: &Text<'_>) -> bool {
    let is_han = text.edition.tag.starts_with("zh");
    if is_han && text.text.contains(['十', '百', '千', '两', '半']) {
        return true;
    }
    let words = text.words();
    words.iter().enumerate().any(|(place, (_, word))| {
        let multiplies = place > 0 && words[place - 1].1.ends_with(|sign: char| sign.is_ascii_digit());
        let word = word.trim_start_matches('ء').to_lowercase();
        !multiplies && NUMBER_WORDS.iter().any(|number| word.starts_with(number))
    })
}

fn currencies(text: &Text<'_>) -> Vec<&'static str> {
    let lower = text.text.to_lowercase();
    let words: Vec<String> = text.words().iter().map(|(_, word)| word.to_lowercase()).collect();
    let has = |sign: &str| match sign.chars().next() {
        Some(first) if first.is_alphabetic() && !matches!(first, '\u{3400}'..='\u{9FFF}') => {
            words.iter().any(|word| word.starts_with(sign))
        }
        Some(_) | None => lower.contains(sign),
    };
    CURRENCIES.iter().filter(|(_, signs)| signs.iter().any(|sign| has(sign))).map(|(code, _)| *code).collect()
}

/// The numbers and dates of a text. A day of a date is none of its numbers.
struct Read {
    numbers: Vec<Number>,
    dates: Vec<Date>,
}

impl Read {
    fn of(text: &Text<'_>) -> Self {
        let mut read = Self { numbers: Vec::new(), dates: Vec::new() };
        let mut passed = 0;
        for token in tokens(text) {
            if token.start < passed {
                continue;
            }
            if let Some(date) = date_at(text, &token) {
                passed = date.place.end;
                // The year of 15.03.2026 is a number, as it is behind the name of a month.
                let year = text.text[date.place.clone()]
                    .rsplit('.')
                    .next()
                    .and_then(number_of)
                    .filter(|year| *year > 31 * WHOLE);
                read.numbers.extend(year.map(|value| Number { value, place: date.place.clone() }));
                read.dates.push(date);
                continue;
            }
            let values = values(&text.text[token.clone()], groups_by_comma(text));
            let (power, end) = if values.len() == 1 { magnitude(&text.text[token.end..]) } else { (0, 0) };
            let place = token.start..token.end + end;
            read.numbers.extend(
                values
                    .into_iter()
                    .map(|value| Number { value: value.saturating_mul(10_i128.pow(power)), place: place.clone() }),
            );
        }
        read
    }
}

fn groups_by_comma(text: &Text<'_>) -> bool {
    text.edition.tag.starts_with("en") || text.edition.tag.starts_with("zh")
}

/// Digits with the signs between them that may belong to a number. Digits in a word are letters of it.
fn tokens(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let words = text.text;
    let mut at = 0;
    while let Some(offset) = words[at..].find(|sign: char| sign.is_ascii_digit()) {
        let start = at + offset;
        let mut end = start + digits(&words[start..]);
        let mut first = end - start;
        while let Some(sign) = words[end..].chars().next() {
            let behind = end + sign.len_utf8();
            let group = digits(&words[behind..]);
            let goes_on = match sign {
                ',' | '.' => group > 0,
                ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => group == 3 && first <= 3,
                _ => false,
            };
            if !goes_on {
                break;
            }
            if !sign.is_whitespace() {
                // Behind a comma or stop no group of thousands follows.
                first = usize::MAX;
            }
            end = behind + group;
        }
        let is_of_word = words[..start].ends_with(|sign: char| sign.is_ascii_alphabetic() || sign == '_');
        if !is_of_word && !text.is_kept(start) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The values of a token: one number, or the pieces of a date or a version.
fn values(token: &str, groups_by_comma: bool) -> Vec<i128> {
    let token: String = token.chars().filter(|sign| !sign.is_whitespace()).collect();
    let (commas, stops) = (token.matches(',').count(), token.matches('.').count());
    let thousands = |sign: char| {
        let mut groups = token.split(sign);
        groups.next().is_some_and(|first| first.len() <= 3) && groups.all(|group| group.len() == 3)
    };
    let number = match (commas, stops) {
        (0, 0) => number(&token),
        (0, 1) => number(&token),
        (_, 0) if groups_by_comma && thousands(',') => number(&token.replace(',', "")),
        (1, 0) => number(&token.replace(',', ".")),
        (_, 1) if groups_by_comma => number(&token.replace(',', "")),
        (1, _) if !groups_by_comma => number(&token.replace('.', "").replace(',', ".")),
        _ => None,
    };
    match number {
        Some(number) => vec![number],
        None => token.split([',', '.']).filter_map(number_of).collect(),
    }
}

fn number(text: &str) -> Option<i128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    number_of(whole)?.checked_add(part.parse::<i128>().ok()?)
}

fn number_of(digits: &str) -> Option<i128> {
    digits.parse::<i128>().ok()?.checked_mul(WHOLE)
}

/// The power of ten that the word behind a number says, and how far that word reaches.
fn magnitude(behind: &str) -> (u32, usize) {
    let gap = behind.len() - behind.trim_start_matches([' ', '\u{A0}', '\u{202F}', '-']).len();
    if gap > 3 {
        return (0, 0);
    }
    let lower: String = behind[gap..].chars().take(12).collect::<String>().to_lowercase();
    let found = MAGNITUDES.iter().find(|(word, _)| lower.starts_with(word));
    found.map_or((0, 0), |(word, power)| (*power, gap + word.len().min(behind.len() - gap)))
}

/// The date that a number is the day of, or the month in Chinese.
fn date_at(text: &Text<'_>, token: &Range<usize>) -> Option<Date> {
    let words = text.text;
    let pieces: Vec<i128> = words[token.clone()].split('.').map(|piece| piece.parse().ok()).collect::<Option<_>>()?;
    match pieces.as_slice() {
        // 15.03.2026
        [day, month, year] if (1..=31).contains(day) && (1..=12).contains(month) && *year > 31 => {
            let month = usize::try_from(*month).ok()?;
            Some(Date { day: *day, month, place: token.clone() })
        }
        // 3月15日
        [month] if (1..=12).contains(month) && words[token.end..].starts_with('月') => {
            let from = token.end + '月'.len_utf8();
            let length = digits(&words[from..]);
            let day: i128 = words[from..from + length].parse().ok()?;
            let is_day = words[from + length..].starts_with(['日', '号']) && (1..=31).contains(&day);
            is_day.then(|| Date {
                day,
                month: usize::try_from(*month).unwrap_or_default(),
                place: token.start..from + length,
            })
        }
        [day] if (1..=31).contains(day) => {
            let (before, after) = (&words[..token.start], &words[token.end..]);
            // 15 March, 15th March, 15 марта, 15 наурыз
            let ordinal =
                ["st", "nd", "rd", "th"].iter().find(|ending| after.starts_with(**ending)).map_or(0, |it| it.len());
            let next = after[ordinal..].trim_start_matches([' ', '\u{A0}']);
            let gap = after.len() - next.len();
            if gap > ordinal
                && let Some((month, length)) = month_at(next)
            {
                return Some(Date { day: *day, month, place: token.start..token.end + gap + length });
            }
            // March 15, наурыздың 15-і
            let trimmed = before.trim_end_matches([' ', '\u{A0}']);
            let word = trimmed
                .rfind(|sign: char| !sign.is_alphabetic())
                .map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
            if trimmed.len() == before.len() {
                return None;
            }
            let (month, _) = month_at(&trimmed[word..])?;
            Some(Date { day: *day, month, place: word..token.end })
        }
        _ => None,
    }
}

/// The month that a text begins with, from 1, and how long its word is.
fn month_at(text: &str) -> Option<(usize, usize)> {
    let word: &str = &text[..text.find(|sign: char| !sign.is_alphabetic()).unwrap_or(text.len())];
    // A hamza says how a whole word is read: with an ending it may be gone.
    let lower = word.trim_start_matches('ء').to_lowercase();
    // May, and months that are no longer than their stem.
    let is_short = |name: &str| matches!(name, "май" | "июн" | "июл");
    let is_it = |name: &str| lower == name || ((name.chars().count() > 3 || is_short(name)) && lower.starts_with(name));
    let month = MONTHS.iter().position(|names| names.iter().any(|name| is_it(name)))?;
    Some((month + 1, word.len()))
}
