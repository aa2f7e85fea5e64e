//! Kazakh Cyrillic in Arabic letters, töte jazu. Case is lost.
//!
//! The code points matter: kaf is U+0643, ye U+064A, alef maksura U+0649, ae U+06D5, heh U+06BE and hamza U+0621.
//! Letters that look like them (U+06A9, U+06CC, U+0647) are other letters.

use super::{Behind, Options, Word, is_all_capitals, lower};

const HAMZA: char = '\u{621}';

pub(super) fn convert(word: &Word<'_>, options: &Options, converted: &mut String) {
    if options.spaced_acronyms && word.letters.len() > 1 && is_all_capitals(word.letters) {
        for (place, letter) in word.letters.iter().enumerate() {
            if place > 0 {
                converted.push(' ');
            }
            letters(&[lower(*letter)], options, converted);
        }
        return;
    }
    let small: Vec<char> = word.letters.iter().copied().map(lower).collect();
    let has_hamza = match word.behind {
        Behind::Nothing => true,
        Behind::Hyphen => !options.plain_suffixes,
        // The stem has said how the word is read.
        Behind::Stem => false,
    };
    if options.separate_patronymics
        && let Some(stem) = patronymic(&small)
    {
        token(&small[..stem], has_hamza, options, converted);
        converted.push(' ');
        token(&small[stem..], true, options, converted);
        return;
    }
    token(&small, has_hamza, options, converted);
}

/// Where -ұлы or -қызы begins in a name.
fn patronymic(small: &[char]) -> Option<usize> {
    ["ұлы", "қызы"].into_iter().find_map(|ending| {
        let ending: Vec<char> = ending.chars().collect();
        // Both are words themselves, and so are some that end alike.
        (small.len() >= ending.len() + 3 && small.ends_with(&ending)).then(|| small.len() - ending.len())
    })
}

fn token(small: &[char], has_hamza: bool, options: &Options, converted: &mut String) {
    let spelled = respelled(small);
    if has_hamza && is_soft(&spelled) {
        converted.push(HAMZA);
    }
    letters(&spelled, options, converted);
}

/// The word without what is not written in this script.
fn respelled(small: &[char]) -> Vec<char> {
    let mut spelled = Vec::with_capacity(small.len() + 2);
    for (place, letter) in small.iter().enumerate() {
        let next = small.get(place + 1);
        match (letter, next) {
            ('и' | 'й', Some('я' | 'ю')) => {}
            ('й', None) if place > 0 && small[place - 1] == 'и' => {}
            ('д', Some('ж')) => {}
            ('ь' | 'ъ', Some('е' | 'ё' | 'о')) => spelled.push('й'),
            ('ь' | 'ъ', _) => {}
            _ => spelled.push(*letter),
        }
    }
    spelled
}

/// Whether the word is read with front vowels and nothing else in it says so: г, к, е and э do.
fn is_soft(spelled: &[char]) -> bool {
    if spelled.iter().any(|letter| matches!(letter, 'г' | 'к' | 'е' | 'э')) {
        return false;
    }
    let decides = |letter: &&char| matches!(letter, 'а' | 'о' | 'ұ' | 'ы' | 'ә' | 'ө' | 'ү' | 'і');
    spelled.iter().find(decides).is_some_and(|letter| matches!(letter, 'ә' | 'ө' | 'ү' | 'і'))
}

fn letters(spelled: &[char], options: &Options, converted: &mut String) {
    let mut before = None;
    for letter in spelled {
        let after_vowel = matches!(before, Some('а' | 'ә' | 'е' | 'ё' | 'о' | 'ө' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'я'));
        match letter {
            'е' if after_vowel && !options.plain_e => converted.push_str("\u{64A}\u{6D5}"),
            'ц' if options.short_ts => converted.push('\u{633}'),
            _ => match form(*letter) {
                Some(form) => converted.push_str(form),
                None => converted.push(*letter),
            },
        }
        before = Some(*letter);
    }
}

fn form(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'ә' => "\u{627}",
        'б' => "\u{628}",
        'в' => "\u{6C6}",
        'г' => "\u{6AF}",
        'ғ' => "\u{639}",
        'д' => "\u{62F}",
        'е' | 'э' => "\u{6D5}",
        'ё' => "\u{64A}\u{648}",
        'ж' => "\u{62C}",
        'з' => "\u{632}",
        'и' | 'й' => "\u{64A}",
        'к' => "\u{643}",
        'қ' => "\u{642}",
        'л' => "\u{644}",
        'м' => "\u{645}",
        'н' => "\u{646}",
        'ң' => "\u{6AD}",
        'о' | 'ө' => "\u{648}",
        'п' => "\u{67E}",
        'р' => "\u{631}",
        'с' => "\u{633}",
        'т' => "\u{62A}",
        'у' => "\u{6CB}",
        'ұ' | 'ү' => "\u{6C7}",
        'ф' => "\u{641}",
        'х' => "\u{62D}",
        'һ' => "\u{6BE}",
        'ц' => "\u{62A}\u{633}",
        'ч' => "\u{686}",
        'ш' => "\u{634}",
        'щ' => "\u{634}\u{634}",
        'ы' | 'і' => "\u{649}",
        'ю' => "\u{64A}\u{6CB}",
        'я' => "\u{64A}\u{627}",
        _ => return None,
    })
}

/// A sign between words, with what was written before it and what is still to come. Only where Kazakh stands before
/// it: a comma in a row of Latin words is one of theirs.
pub(super) fn sign(sign: char, before: &str, after: &str) -> char {
    let arabic = match sign {
        ',' => '،',
        ';' => '؛',
        '?' => '؟',
        _ => return sign,
    };
    let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
    if digit(before.chars().next_back()) && digit(after.chars().next()) {
        return sign;
    }
    let line_before = before.rsplit('\n').next().unwrap_or_default();
    let line_after = after.split('\n').next().unwrap_or_default();
    let is_kazakh = line_before.chars().rev().take(200).any(|sign| matches!(sign, '\u{620}'..='\u{6FF}'))
        || line_after.chars().take(200).any(super::is_cyrillic);
    if is_kazakh { arabic } else { sign }
}
