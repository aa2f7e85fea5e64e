//! Words as they are compared in a search: without case, and alike in the three scripts of Kazakh, in both of Uzbek, with
//! ё as е, without apostrophes, soft and hard signs and hamza. Keys are never shown.

mod pattern;

pub use pattern::search_pattern;

/// The keys of a text's words with one space between them; each Han character is a word.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    words_with_keys(text, |_, word| {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    });
    key
}

/// Every word of a text: the byte that it begins at, and its key.
pub fn words_with_keys(text: &str, mut each: impl FnMut(usize, &str)) {
    let mut word = String::new();
    let mut begins = 0;
    for (at, sign) in text.char_indices() {
        if is_silent(sign) {
            continue;
        }
        let is_han = is_han(sign);
        if (is_han || !sign.is_alphanumeric()) && !word.is_empty() {
            finish(&mut word, begins, &mut each);
        }
        if is_han {
            each(at, sign.encode_utf8(&mut [0; 4]));
        } else if sign.is_alphanumeric() {
            if word.is_empty() {
                begins = at;
            }
            push(sign, &mut word);
        }
    }
    finish(&mut word, begins, &mut each);
}

fn finish(word: &mut String, begins: usize, each: &mut impl FnMut(usize, &str)) {
    // What the scripts write differently: ие behind a vowel and е, Uzbek ye at the start, dj, and doubled letters.
    let mut key = String::with_capacity(word.len());
    let mut signs = word.chars().peekable();
    while let Some(sign) = signs.next() {
        let before = key.chars().next_back();
        let glides = sign == 'i' && signs.peek() == Some(&'e') && before.is_none_or(|before| "aoue".contains(before));
        let doubled = before == Some(sign) && sign.is_alphabetic();
        let affricate = sign == 'd' && signs.peek() == Some(&'j');
        if !glides && !doubled && !affricate {
            key.push(sign);
        }
    }
    if !key.is_empty() {
        each(begins, &key);
    }
    word.clear();
}

/// Signs that belong to the word around them and say nothing: apostrophes, hamza, tatweel, accents, soft hyphens.
fn is_silent(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '’' | '‘' | '`' | '\u{2BB}' | '\u{2BC}' | 'ъ' | 'ь' | 'Ъ' | 'Ь' | '\u{621}' | '\u{674}' | '\u{640}' | '\u{AD}'
            | '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}'
    )
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn push(sign: char, word: &mut String) {
    for small in sign.to_lowercase() {
        match sound(small) {
            Some(sound) => word.push_str(sound),
            None if matches!(small, '\u{300}'..='\u{36F}') => {}
            None => word.push(small),
        }
    }
}

/// What a letter of any of the scripts is compared as.
fn sound(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'ә' | 'ä' | 'á' | 'à' | 'â' | '\u{627}' | '\u{623}' | '\u{622}' => "a",
        'б' | '\u{628}' => "b",
        'в' | 'w' | '\u{6C6}' => "v",
        'г' | 'ғ' | 'ğ' | 'ǵ' | '\u{6AF}' | '\u{639}' => "g",
        'д' | '\u{62F}' => "d",
        'е' | 'ё' | 'э' | 'é' | 'è' | 'ë' | 'ê' | '\u{6D5}' => "e",
        'ж' | '\u{62C}' => "j",
        'з' | '\u{632}' => "z",
        'и' | 'й' | 'і' | 'ы' | 'ı' | 'y' | 'í' | 'î' | 'ï' | '\u{64A}' | '\u{649}' | '\u{6CC}' => "i",
        'к' | '\u{643}' | '\u{6A9}' => "k",
        'қ' | '\u{642}' => "q",
        'л' | '\u{644}' => "l",
        'м' | '\u{645}' => "m",
        'н' | 'ң' | 'ñ' | 'ń' | 'ŋ' | '\u{646}' | '\u{6AD}' => "n",
        'о' | 'ө' | 'ў' | 'ö' | 'ó' | 'ô' | '\u{648}' => "o",
        'п' | '\u{67E}' => "p",
        'р' | '\u{631}' => "r",
        'с' | '\u{633}' => "s",
        'т' | '\u{62A}' => "t",
        'у' | 'ұ' | 'ү' | 'ū' | 'ü' | 'ú' | 'ý' | 'û' | '\u{6CB}' | '\u{6C7}' => "u",
        'ф' | '\u{641}' => "f",
        'х' | 'һ' | 'ҳ' | 'x' | '\u{62D}' | '\u{6BE}' => "h",
        'ц' => "ts",
        'ч' | 'ç' | '\u{686}' => "ch",
        'ш' | 'щ' | 'ş' | '\u{634}' => "sh",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Conversion, Converter, KazakhLatin, Options};

    #[test]
    fn a_kazakh_word_is_the_same_in_all_its_scripts() {
        let text = "Түркістан облысында арналарға су ерте жіберілді; Қасым-Жомарт Тоқаев Конституция күні үкімет \
                    отырысына қатысты. Жаңа өзен әуежайы ШЫҒЫС Қазақстан мұнай джинсы ұлы той киім";
        let key = search_key(text);
        for conversion in [
            Conversion::KazakhToLatin(KazakhLatin::Of2021),
            Conversion::KazakhToLatin(KazakhLatin::Of2018),
            Conversion::KazakhToArabic,
        ] {
            let other = Converter::new(conversion, Options::default()).convert(text, &[]);
            assert_eq!(search_key(&other), key, "{other}");
        }
        let uzbek = "Ўзбекистон Европа ғалла маъно яхши чой";
        let latin = Converter::new(Conversion::UzbekToLatin, Options::default()).convert(uzbek, &[]);
        assert_eq!(search_key(&latin), search_key(uzbek), "{latin}");
    }

    #[test]
    fn forms_of_a_letter_fold_and_words_stay_apart() {
        assert_eq!(search_key("Ёлка ёлка ЕЛКА"), "elka elka elka");
        assert_eq!(search_key("ءتىل تىل тіл"), "til til til");
        assert_eq!(search_key("San'at sanʼat санъат"), "sanat sanat sanat");
        assert_eq!(search_key("央行2026年 – the ferry’s"), "央 行 2026 年 the feris");
        assert_eq!(search_key(" \n— "), "");
        let mut places = Vec::new();
        words_with_keys("Су «ъ арна»", |at, key| places.push((at, key.to_owned())));
        assert_eq!(places, [(0, "su".to_owned()), (10, "arna".to_owned())]);
    }
}
