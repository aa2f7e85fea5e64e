//! Uzbek in its Latin alphabet of 1995 and in Cyrillic, both ways.

use super::{Size, is_all_capitals, is_large, is_letter, lower};

/// In oʻ and gʻ.
const TURNED_COMMA: char = '\u{2BB}';
/// The sign of separation, ъ.
const APOSTROPHE: char = '\u{2BC}';

/// Everything that is typed for the two.
fn is_apostrophe(sign: char) -> bool {
    matches!(sign, TURNED_COMMA | APOSTROPHE | '\'' | '’' | '‘' | '`' | '\u{2B9}')
}

pub(super) fn to_latin(letters: &[char], converted: &mut String) {
    let capitals = letters.len() > 1 && is_all_capitals(letters);
    let mut before = None;
    for (at, letter) in letters.iter().enumerate() {
        let small = lower(*letter);
        let next = letters.get(at + 1).copied().map(lower);
        let size = Size::of(*letter, capitals);
        let forms = match small {
            'е' if before.is_none_or(|before| is_cyrillic_vowel(before) || matches!(before, 'ъ' | 'ь')) => {
                ["ye", "Ye", "YE"]
            }
            'ц' if before.is_some_and(is_cyrillic_vowel) => ["ts", "Ts", "TS"],
            'с' if next == Some('ҳ') => ["sʼ", "Sʼ", "Sʼ"],
            'ъ' if matches!(next, Some('е' | 'ё' | 'ю' | 'я')) => ["", "", ""],
            _ => match latin(small) {
                Some(forms) => forms,
                None => {
                    converted.push(*letter);
                    before = Some(small);
                    continue;
                }
            },
        };
        converted.push_str(match size {
            Size::Small => forms[0],
            Size::First => forms[1],
            Size::All => forms[2],
        });
        before = Some(small);
    }
}

fn is_cyrillic_vowel(small: char) -> bool {
    matches!(small, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ў' | 'ы' | 'э' | 'ю' | 'я')
}

/// Small, with a large first letter, and all large.
fn latin(small: char) -> Option<[&'static str; 3]> {
    Some(match small {
        'а' => ["a", "A", "A"],
        'б' => ["b", "B", "B"],
        'в' => ["v", "V", "V"],
        'г' => ["g", "G", "G"],
        'ғ' => ["gʻ", "Gʻ", "Gʻ"],
        'д' => ["d", "D", "D"],
        'е' | 'э' => ["e", "E", "E"],
        'ё' => ["yo", "Yo", "YO"],
        'ж' => ["j", "J", "J"],
        'з' => ["z", "Z", "Z"],
        'и' | 'ы' => ["i", "I", "I"],
        'й' => ["y", "Y", "Y"],
        'к' => ["k", "K", "K"],
        'қ' => ["q", "Q", "Q"],
        'л' => ["l", "L", "L"],
        'м' => ["m", "M", "M"],
        'н' => ["n", "N", "N"],
        'о' => ["o", "O", "O"],
        'п' => ["p", "P", "P"],
        'р' => ["r", "R", "R"],
        'с' | 'ц' => ["s", "S", "S"],
        'т' => ["t", "T", "T"],
        'у' => ["u", "U", "U"],
        'ў' => ["oʻ", "Oʻ", "Oʻ"],
        'ф' => ["f", "F", "F"],
        'х' => ["x", "X", "X"],
        'ҳ' => ["h", "H", "H"],
        'ч' => ["ch", "Ch", "CH"],
        'ш' | 'щ' => ["sh", "Sh", "SH"],
        'ъ' => ["ʼ", "ʼ", "ʼ"],
        'ь' => ["", "", ""],
        'ю' => ["yu", "Yu", "YU"],
        'я' => ["ya", "Ya", "YA"],
        _ => return None,
    })
}

/// Where a Latin word ends that the text begins with: an apostrophe belongs to it between letters, and behind o and g.
pub(super) fn latin_word_end(text: &str) -> usize {
    let mut before = '\0';
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        let belongs = is_letter(sign)
            || (is_apostrophe(sign)
                && before != '\0'
                && (matches!(before, 'o' | 'O' | 'g' | 'G') || signs.peek().is_some_and(|(_, next)| is_letter(*next))));
        if !belongs {
            return at;
        }
        before = sign;
    }
    text.len()
}

/// XXI, as in all alphabets. One letter alone is an initial.
pub(super) fn is_roman_numeral(letters: &[char]) -> bool {
    letters.len() > 1 && letters.iter().all(|letter| matches!(letter, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
}

pub(super) fn to_cyrillic(letters: &[char], converted: &mut String) {
    let mut at = 0;
    // Whether е would be read ye here.
    let mut opens = true;
    while let Some(&letter) = letters.get(at) {
        let small = |ahead: usize| letters.get(at + ahead).copied().map(lower);
        let apostrophe = |ahead: usize| letters.get(at + ahead).copied().is_some_and(is_apostrophe);
        let (form, length) = match (lower(letter), small(1)) {
            ('y', Some('o')) if apostrophe(2) => ("йў", 3),
            ('o', _) if apostrophe(1) => ("ў", 2),
            ('g', _) if apostrophe(1) => ("ғ", 2),
            ('s', _) if apostrophe(1) && small(2) == Some('h') => ("сҳ", 3),
            ('s', Some('h')) => ("ш", 2),
            ('c', Some('h')) => ("ч", 2),
            ('y', Some('o')) => ("ё", 2),
            ('y', Some('u')) => ("ю", 2),
            ('y', Some('a')) => ("я", 2),
            ('y', Some('e')) => ("е", 2),
            // -tsiya and its like; et-sin has no vowel behind its i.
            ('t', Some('s')) if small(2) == Some('i') && matches!(small(3), Some('y' | 'o' | 'a')) => ("ц", 2),
            ('e', _) if opens => ("э", 1),
            (sign, _) if is_apostrophe(sign) => ("ъ", 1),
            (small, _) => match cyrillic(small) {
                Some(form) => (form, 1),
                None => {
                    converted.push(letter);
                    at += 1;
                    opens = false;
                    continue;
                }
            },
        };
        let first_is_large = is_large(letter);
        // йў, сҳ: the second letter is as large as the second of the Latin word.
        for (place, sign) in form.chars().enumerate() {
            let large = if place == 0 {
                first_is_large
            } else {
                letters.get(at + length.min(2) - 1).is_some_and(|second| is_large(*second))
            };
            if large { converted.extend(sign.to_uppercase()) } else { converted.push(sign) }
        }
        opens = form.ends_with(is_cyrillic_vowel);
        at += length;
    }
}

fn cyrillic(small: char) -> Option<&'static str> {
    Some(match small {
        'a' => "а",
        'b' => "б",
        'c' => "ц",
        'd' => "д",
        'e' => "е",
        'f' => "ф",
        'g' => "г",
        'h' => "ҳ",
        'i' => "и",
        'j' => "ж",
        'k' => "к",
        'l' => "л",
        'm' => "м",
        'n' => "н",
        'o' => "о",
        'p' => "п",
        'q' => "қ",
        'r' => "р",
        's' => "с",
        't' => "т",
        'u' => "у",
        'v' | 'w' => "в",
        'x' => "х",
        'y' => "й",
        'z' => "з",
        _ => return None,
    })
}
