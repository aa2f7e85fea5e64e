//! How alike two passages are for a translator, and what the translation of one has to say to be that of the other.

use std::ops::Range;

use crate::search::words_with_keys;

/// How much of a word is looked for: its endings differ from case to case.
const STEM: usize = 5;

/// How much two forms of one word differ, beside two words that have nothing in common.
const OTHER_FORM: u32 = 3;
/// How much two numbers differ: they are put right by themselves, mostly.
const OTHER_NUMBER: u32 = 2;
/// How much two words differ.
const OTHER_WORD: u32 = 10;

/// Longest passages that are compared, in words. What is longer is alike only when it is the same.
const MOST_WORDS: usize = 600;

/// The words by which passages like this one are found, each once and parted by spaces: the beginnings of its words as they
/// are compared in a search, and of Chinese every two signs that stand together.
pub fn memory_words(text: &str) -> String {
    let mut words = Vec::new();
    let mut han: Option<(usize, String)> = None;
    words_with_keys(text, |at, key| {
        let is_han = is_one_han(key);
        match &han {
            Some((end, before)) if is_han && *end == at => words.push(format!("{before}{key}")),
            Some(_) | None if !is_han => words.push(key.chars().take(STEM).collect()),
            Some(_) | None => {}
        }
        han = is_han.then(|| (at + key.len(), key.to_owned()));
    });
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// How much two passages have in common, from 0 to 100: word by word in their order. Only what is the same to the letter
/// has 100.
pub fn likeness(one: &str, other: &str) -> u8 {
    if one == other {
        return 100;
    }
    let (one, other) = (keys(one), keys(other));
    let longest = one.len().max(other.len());
    if longest == 0 || longest > MOST_WORDS {
        return 0;
    }
    let whole = u32::try_from(longest).unwrap_or(u32::MAX) * OTHER_WORD;
    let same = whole.saturating_sub(distance(&one, &other));
    u8::try_from(u64::from(same) * 100 / u64::from(whole)).unwrap_or(100).min(99)
}

/// The translation of a passage with the numbers of another one, where the two differ in numbers and each of those stands in
/// the translation just once. Nothing when no number is put right.
pub fn with_numbers(was: &str, now: &str, translation: &str) -> Option<String> {
    let (before, after) = (numbers(was), numbers(now));
    if before.len() != after.len() {
        return None;
    }
    let own = numbers(translation);
    let mut put: Vec<(Range<usize>, String)> = Vec::new();
    for (before, after) in before.into_iter().zip(after) {
        let (before, after) = (&was[before], &now[after]);
        if digits(before) == digits(after) {
            continue;
        }
        let mut same = own.iter().filter(|place| digits(&translation[(*place).clone()]) == digits(before));
        if let (Some(place), None) = (same.next(), same.next()) {
            put.push((place.clone(), written_like(&translation[place.clone()], after)?));
        }
    }
    if put.is_empty() {
        return None;
    }
    put.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut text = translation.to_owned();
    for (place, number) in put {
        text.replace_range(place, &number);
    }
    Some(text)
}

fn keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    words_with_keys(text, |_, key| keys.push(key.to_owned()));
    keys
}

fn is_one_han(key: &str) -> bool {
    let mut signs = key.chars();
    matches!(
        (signs.next(), signs.next()),
        (Some('\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'), None)
    )
}

/// The least that has to be changed in one list of words to make it the other.
fn distance(one: &[String], other: &[String]) -> u32 {
    let row = |length: usize| (0..=length).map(|at| u32::try_from(at).unwrap_or(u32::MAX) * OTHER_WORD);
    let mut above: Vec<u32> = row(other.len()).collect();
    for (at, word) in one.iter().enumerate() {
        let mut line = Vec::with_capacity(above.len());
        let mut left = u32::try_from(at + 1).unwrap_or(u32::MAX) * OTHER_WORD;
        line.push(left);
        for (place, against) in other.iter().enumerate() {
            let changed = above[place] + difference(word, against);
            left = changed.min(above[place + 1] + OTHER_WORD).min(left + OTHER_WORD);
            line.push(left);
        }
        above = line;
    }
    above.last().copied().unwrap_or_default()
}

fn difference(one: &str, other: &str) -> u32 {
    let is_number = |word: &str| word.bytes().all(|sign| sign.is_ascii_digit());
    if one == other {
        0
    } else if is_number(one) && is_number(other) {
        OTHER_NUMBER
    } else if one.chars().count() > STEM && one.chars().take(STEM).eq(other.chars().take(STEM)) {
        OTHER_FORM
    } else {
        OTHER_WORD
    }
}

/// Where the numbers stand: digits with the signs that group them and part their decimals.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let end = at + sign.len_utf8();
        let digit_follows = signs.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let goes_on = found.last().is_some_and(|last| last.end == at);
        if sign.is_ascii_digit() {
            match found.last_mut() {
                Some(last) if goes_on => last.end = end,
                _ => found.push(at..end),
            }
        } else if goes_on && digit_follows && (is_group(sign) || sign == ',' || sign == '.') {
            // A space between two numbers of a list stands before three digits as well; what it joins has to be a group.
            let group = text[end..].chars().take_while(char::is_ascii_digit).count() == 3;
            if let Some(last) = found.last_mut()
                && (group || !is_group(sign))
            {
                last.end = end;
            }
        }
    }
    found
}

fn is_group(sign: char) -> bool {
    matches!(sign, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// A number with the signs between its digits that another one has: its groups of three, or its decimals. Nothing when
/// that cannot be told.
fn written_like(form: &str, number: &str) -> Option<String> {
    let signs = |text: &str| -> Vec<(char, usize)> {
        let behind = |at: usize| text[at..].chars().filter(char::is_ascii_digit).count();
        text.char_indices().filter(|(_, sign)| !sign.is_ascii_digit()).map(|(at, sign)| (sign, behind(at))).collect()
    };
    let (own, others) = (signs(form), signs(number));
    if own.is_empty() && others.is_empty() {
        return Some(number.to_owned());
    }
    // Signs before groups of three alone are the same in every language but for what they look like.
    let grouped = |signs: &[(char, usize)]| signs.iter().all(|(sign, behind)| behind % 3 == 0 && *sign == signs[0].0);
    if !grouped(&own) || !grouped(&others) {
        // Decimals: as they are written here, with the sign of the form.
        let ([(point, _)], [(_, behind)]) = (own.as_slice(), others.as_slice()) else { return None };
        let all = digits(number);
        let whole = all.len() - behind;
        return Some(format!("{}{point}{}", &all[..whole], &all[whole..]));
    }
    let all = digits(number);
    let Some((sign, _)) = own.first() else { return Some(all) };
    let mut text = String::new();
    for (at, digit) in all.chars().enumerate() {
        if at > 0 && (all.len() - at).is_multiple_of(3) {
            text.push(*sign);
        }
        text.push(digit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_passage_is_found_by_the_beginnings_of_its_words_in_any_script() {
        assert_eq!(memory_words("The canals, the canal"), "canal the");
        assert_eq!(memory_words("Арналарға су"), memory_words("Арналарда су"));
        assert_eq!(memory_words("Түркістан"), memory_words("Türkıstan"));
        assert_eq!(memory_words("首日记录"), "日记 记录 首日");
        assert_eq!(memory_words("— …"), "");
    }

    #[test]
    fn what_differs_less_is_more_alike() {
        let of = "Two aircraft and sixty rangers take part in the count";
        let alike: Vec<u8> = [
            of,
            "two aircraft and sixty rangers take part in the count.",
            "Three aircraft and sixty rangers take part in the count",
            "Three aircraft and forty rangers take part in the count",
            "Rangers count",
            "Жауын жауды",
        ]
        .into_iter()
        .map(|other| likeness(of, other))
        .collect();
        assert_eq!(alike[..4], [100, 99, 90, 80]);
        assert!(alike[4] < 50 && alike[5] == 0, "{alike:?}");
        assert!(likeness("учтено 120 сайгаков", "учтено 130 сайгаков") >= 90);
        assert!(likeness("арналарға су жіберілді", "арналардан су жіберілді") >= 85);
    }

    #[test]
    fn numbers_are_put_into_the_translation_as_it_writes_them() {
        let put = [
            ("120 saigas of 5", "130 saigas of 5", "5-тен 120 ақбөкен", Some("5-тен 130 ақбөкен")),
            ("1,250 people", "13,400 people", "1 250 человек", Some("13 400 человек")),
            ("1250 people", "13400 people", "1250 человек", Some("13400 человек")),
            ("3.5 percent", "4.1 percent", "3,5 процента", Some("4,1 процента")),
            ("the 2nd of 3", "the 3rd of 4", "2-й из 3", Some("3-й из 4")),
            ("2 and 2", "3 and 2", "2 и 2", None),
            ("12 people", "a dozen people", "12 человек", None),
            ("12 people", "12 people!", "12 человек", None),
            ("12 people", "14 people", "двенадцать человек", None),
        ];
        for (was, now, translation, expected) in put {
            assert_eq!(with_numbers(was, now, translation).as_deref(), expected, "{was} / {now}");
        }
    }

    proptest! {
        #[test]
        fn likeness_is_the_same_from_both_sides(one in "[a-c0-9 ]{0,40}", other in "[a-c0-9 ]{0,40}") {
            prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
            prop_assert_eq!(likeness(&one, &one), 100);
        }

        #[test]
        fn numbers_are_put_anywhere_without_harm(was in "\\PC{0,30}", now in "\\PC{0,30}", translation in "\\PC{0,30}") {
            with_numbers(&was, &now, &translation);
            memory_words(&was);
        }
    }
}
