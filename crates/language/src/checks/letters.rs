//! Letters: of which script, of which alphabet, and signs that nobody sees.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::{Check, Report, Severity, Text};

/// A passage with fewer letters says nothing about its script: it may be a name.
const FEWEST_LETTERS: usize = 12;

/// One letter in so many has to be of the edition's script: a line may name brands and little else.
const ONE_IN: usize = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Han,
}

fn script_of(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Script::Latin),
        '\u{400}'..='\u{52F}' => Some(Script::Cyrillic),
        '\u{620}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => {
            Some(Script::Arabic)
        }
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => Some(Script::Han),
        _ => None,
    }
}

/// The script of an edition, by its tag.
fn expected(tag: &str) -> Script {
    match tag.split('-').nth(1) {
        Some("Latn") => Script::Latin,
        Some("Cyrl") => Script::Cyrillic,
        Some("Arab") => Script::Arabic,
        Some("Hans" | "Hant") => Script::Han,
        Some(_) | None if tag.starts_with("ru") => Script::Cyrillic,
        Some(_) | None => Script::Latin,
    }
}

/// Letters that look alike, Latin and Cyrillic.
const ALIKE: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('h', 'һ'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('ə', 'ә'),
    ('Ə', 'Ә'),
    ('ɵ', 'ө'),
    ('Ɵ', 'Ө'),
];

pub(super) fn look(text: &Text<'_>, report: &mut Report<'_>) {
    whole_script(text, report);
    for (place, word) in text.words() {
        mixed(word, &place, report);
    }
    match text.edition.tag.as_str() {
        "kk-Cyrl" => outside(text, "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", report),
        "uz-Cyrl" => outside(text, "абвгғдеёжзийкқлмнопрстуўфхҳцчшщъыьэюя", report),
        "kk-Latn" => two_alphabets(text, report),
        "kk-Arab" => look_alikes(text, report),
        _ => {}
    }
    invisible(text, report);
}

fn whole_script(text: &Text<'_>, report: &mut Report<'_>) {
    let expected = expected(&text.edition.tag);
    let letters: Vec<Script> = text.words().iter().flat_map(|(_, word)| word.chars().filter_map(script_of)).collect();
    let fitting = letters.iter().filter(|script| **script == expected).count();
    // A Han character is a word, and not a letter of one.
    let weigh = |count: usize| if expected == Script::Han { count * 4 } else { count };
    if letters.len() >= FEWEST_LETTERS && weigh(fitting) * ONE_IN < letters.len() {
        report.at_own(Check::Script, Severity::Error, 0..text.text.len(), "");
    }
}

/// Latin and Cyrillic letters in one word: nobody sees it, and no search finds it.
fn mixed(word: &str, place: &Range<usize>, report: &mut Report<'_>) {
    let count = |script| word.chars().filter(|letter| script_of(*letter) == Some(script)).count();
    let (latin, cyrillic) = (count(Script::Latin), count(Script::Cyrillic));
    if latin == 0 || cyrillic == 0 {
        return;
    }
    let to_cyrillic = cyrillic >= latin;
    let turned: Option<String> = word
        .chars()
        .map(|letter| match (script_of(letter), to_cyrillic) {
            (Some(Script::Latin), true) => ALIKE.iter().find(|(alike, _)| *alike == letter).map(|(_, other)| *other),
            (Some(Script::Cyrillic), false) => {
                ALIKE.iter().find(|(_, alike)| *alike == letter).map(|(other, _)| *other)
            }
            _ => Some(letter),
        })
        .collect();
    report.fixed(Check::MixedScripts, Severity::Error, place.clone(), word, turned);
}

/// Cyrillic letters that the language does not have.
fn outside(text: &Text<'_>, alphabet: &str, report: &mut Report<'_>) {
    for (place, word) in text.words() {
        let is_strange = |letter: char| {
            script_of(letter) == Some(Script::Cyrillic)
                && !letter.to_lowercase().all(|letter| alphabet.contains(letter))
        };
        if word.contains(is_strange) {
            report.at_own(Check::Alphabet, Severity::Error, place, word);
        }
    }
}

/// The alphabets of 2021 and 2018 are never mixed: the words of the rarer one are named.
fn two_alphabets(text: &Text<'_>, report: &mut Report<'_>) {
    let of = |letters: &str| -> Vec<(Range<usize>, &str)> {
        let is_of = |word: &str| word.chars().any(|letter| letters.contains(letter));
        text.words().into_iter().filter(|(_, word)| is_of(word)).collect()
    };
    let (new, old) = (of("äğñöüūşÄĞÑÖÜŪŞ"), of("áǵńóúýÁǴŃÓÚÝ"));
    if new.is_empty() || old.is_empty() {
        return;
    }
    for (place, word) in if old.len() <= new.len() { old } else { new } {
        report.at_own(Check::Alphabet, Severity::Error, place, word);
    }
}

/// Code points of other languages that look like those of töte jazu, and a hamza that is not before its word.
fn look_alikes(text: &Text<'_>, report: &mut Report<'_>) {
    for (at, letter) in text.text.char_indices().filter(|(at, _)| !text.is_kept(*at)) {
        let right = match letter {
            '\u{6A9}' => 'ك',
            '\u{6CC}' => 'ي',
            '\u{647}' | '\u{6C1}' => 'ە',
            '\u{674}' => 'ء',
            _ => continue,
        };
        let place = at..at + letter.len_utf8();
        report.fixed(Check::Alphabet, Severity::Error, place, &letter.to_string(), Some(right.to_string()));
    }
    for (place, word) in text.words() {
        if word.chars().skip(1).any(|letter| letter == 'ء') {
            report.at_own(Check::Alphabet, Severity::Error, place, word);
        }
    }
}

fn invisible(text: &Text<'_>, report: &mut Report<'_>) {
    let joins_pictures = |at: usize| {
        let before = text.text[..at].chars().next_back();
        before.is_some_and(|before| before > '\u{2100}' && script_of(before).is_none())
    };
    for (at, sign) in text.text.char_indices() {
        let is_unseen = match sign {
            // Of a family of people, one picture.
            '\u{200D}' => !joins_pictures(at),
            '\u{AD}'
            | '\u{200B}'
            | '\u{200C}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{640}' => true,
            _ => false,
        };
        if is_unseen {
            let about = format!("U+{:04X}", u32::from(sign));
            report.fixed(Check::Invisible, Severity::Error, at..at + sign.len_utf8(), &about, Some(String::new()));
        }
    }
    for (place, word) in text.words() {
        if !is_nfc(word) {
            report.fixed(Check::Invisible, Severity::Error, place, word, Some(word.nfc().collect()));
        }
    }
}
