//! Words as a regular expression that finds them in any script: what an editor looks for in a text that is being written.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::{is_han, sound, words_with_keys};

/// Signs that stand within a word and say nothing; see [`super::is_silent`].
const SILENT: &str = r"['’‘`\u02BB\u02BCъьЪЬ\u0621\u0674\u0640\u00AD\u0300-\u036F\u064B-\u065F]*";

/// Whatever is no word.
const APART: &str = r"[^\p{L}\p{N}]";

/// Where the letters of all scripts are found that sound like another one.
const LETTERS: [std::ops::RangeInclusive<char>; 5] =
    ['a'..='z', '\u{E0}'..='\u{17F}', '\u{1F5}'..='\u{1F5}', '\u{430}'..='\u{4FF}', '\u{621}'..='\u{6FF}'];

/// A regular expression (ECMAScript with the flags `iu`) that finds these words wherever their letters stand, in whichever
/// script they are written; nothing without a word.
pub fn search_pattern(words: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut before_is_han = false;
    words_with_keys(words, |_, key| {
        let key: Vec<char> = key.chars().collect();
        let is_han = key.iter().copied().all(is_han);
        if !pattern.is_empty() {
            pattern += APART;
            pattern.push(if is_han || before_is_han { '*' } else { '+' });
        }
        push_word(&key, &mut pattern);
        before_is_han = is_han;
    });
    (!pattern.is_empty()).then_some(pattern)
}

fn push_word(key: &[char], pattern: &mut String) {
    let mut at = 0;
    while at < key.len() {
        if at > 0 {
            *pattern += SILENT;
        }
        let before = at.checked_sub(1).map(|before| key[before]);
        // The same that a key leaves out: a glide in front of е, d in front of j, and the second of two equal letters.
        if key[at] == 'e' && before.is_none_or(|before| "aoue".contains(before)) {
            *pattern += &format!("(?:{}{SILENT})?", written(&['i']));
        }
        if key[at] == 'j' {
            *pattern += &format!("(?:{}{SILENT})?", written(&['d']));
        }
        let both = key.get(at..at + 2).filter(|both| writings().contains_key(&both.iter().collect::<String>()));
        match both {
            Some(both) => {
                // As one letter, which a letter of its first or last sound may stand beside, or as two.
                let (first, last, one) = (written(&both[..1]), written(&both[1..]), written(both));
                *pattern += &format!("(?:(?:{first}{SILENT})?{one}(?:{SILENT}{last})?|{first}{SILENT}{last})");
                at += 2;
            }
            None => {
                *pattern += &written(&key[at..=at]);
                at += 1;
            }
        }
    }
}

/// One letter of those that have this sound.
fn written(sound: &[char]) -> String {
    let sound: String = sound.iter().collect();
    match writings().get(&sound) {
        Some(letters) => format!("[{letters}]{{1,2}}"),
        None => sound,
    }
}

/// The letters that each sound is written with.
fn writings() -> &'static BTreeMap<String, String> {
    static WRITINGS: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    WRITINGS.get_or_init(|| {
        let mut writings: BTreeMap<String, String> = BTreeMap::new();
        for letter in LETTERS.into_iter().flatten().filter(|letter| letter.is_alphabetic()) {
            let sound = sound(letter).map_or_else(|| letter.to_string(), str::to_owned);
            writings.entry(sound).or_default().push(letter);
        }
        writings
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Conversion, Converter, KazakhLatin, Options};
    use regex::Regex;

    fn found<'a>(words: &str, text: &'a str) -> Vec<&'a str> {
        // The notation of a code point is the only thing in which the two dialects differ here.
        let pattern = search_pattern(words).expect("a word");
        let pattern = Regex::new(r"\\u([0-9A-F]{4})").expect("valid").replace_all(&pattern, r"\x{$1}").into_owned();
        let pattern = Regex::new(&format!("(?i){pattern}")).expect("valid");
        pattern.find_iter(text).map(|found| found.as_str()).collect()
    }

    #[test]
    fn a_word_of_one_script_is_found_in_all_of_them() {
        let text = "Түркістан облысында арналарға су ерте жіберілді; Қасым-Жомарт Тоқаев Конституция күні үкімет \
                    отырысына қатысты. Жаңа өзен әуежайы ШЫҒЫС Қазақстан мұнай джинсы ұлы той киім";
        for conversion in [
            Conversion::KazakhToLatin(KazakhLatin::Of2021),
            Conversion::KazakhToLatin(KazakhLatin::Of2018),
            Conversion::KazakhToArabic,
        ] {
            let converted = |text: &str| Converter::new(conversion, Options::default()).convert(text, &[]);
            let other = converted(text);
            for word in text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty()) {
                let there = converted(word);
                assert!(!found(word, &other).is_empty(), "{word} in {other}");
                assert!(!found(&there, text).is_empty(), "{there} in the Cyrillic text");
            }
        }
    }

    #[test]
    fn only_the_words_that_are_meant_are_found_and_exactly_those() {
        assert_eq!(found("turkistan", "Түркістан, Туркестан, TÜRKISTAN"), ["Түркістан", "TÜRKISTAN"]);
        assert_eq!(found("объект", "object об'ект объект"), ["об'ект", "объект"]);
        assert_eq!(found("су жіберді", "су, жіберді; сужіберді"), ["су, жіберді"]);
        assert_eq!(found("北京", "北京 北 京, 东京"), ["北京", "北 京"]);
        assert_eq!(found("1.5", "15 и 1,5"), ["1,5"]);
        assert_eq!(found("(a+", "b (a c"), ["a"], "signs mean nothing");
        assert_eq!(search_pattern(" ?* "), None);
    }
}
