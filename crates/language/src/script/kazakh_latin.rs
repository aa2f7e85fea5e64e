//! Kazakh Cyrillic in Latin letters.
//!
//! i pairs with İ and ı with I, as in Turkish: small and capital forms stand in the table, and Unicode's own pairs are
//! never used. Letters without an official form (э ё ю я ц щ) follow the custom of newsrooms.

use super::{KazakhLatin, Size, is_all_capitals, lower};

pub(super) fn convert(letters: &[char], alphabet: KazakhLatin, converted: &mut String) {
    let capitals = letters.len() > 1 && is_all_capitals(letters);
    let mut at = 0;
    // и or й that is absorbed hands its size on.
    let mut handed_on = None;
    while let Some(&letter) = letters.get(at) {
        let small = lower(letter);
        let next = letters.get(at + 1).copied().map(lower);
        let size = handed_on.take().unwrap_or(Size::of(letter, capitals));
        at += 1;
        if alphabet == KazakhLatin::Of2021 && matches!(small, 'и' | 'й') && matches!(next, Some('я' | 'ю')) {
            handed_on = Some(size);
            continue;
        }
        if small == 'с' && next == Some('ц') {
            at += 1;
        }
        match forms(small, alphabet) {
            Some([as_small, first, all]) => converted.push_str(match size {
                Size::Small => as_small,
                Size::First => first,
                Size::All => all,
            }),
            None => converted.push(letter),
        }
    }
}

/// Small, with a large first letter, and all large.
fn forms(small: char, alphabet: KazakhLatin) -> Option<[&'static str; 3]> {
    let of_2018 = alphabet == KazakhLatin::Of2018;
    Some(match small {
        'а' => ["a", "A", "A"],
        'ә' if of_2018 => ["á", "Á", "Á"],
        'ә' => ["ä", "Ä", "Ä"],
        'б' => ["b", "B", "B"],
        'в' => ["v", "V", "V"],
        'г' => ["g", "G", "G"],
        'ғ' if of_2018 => ["ǵ", "Ǵ", "Ǵ"],
        'ғ' => ["ğ", "Ğ", "Ğ"],
        'д' => ["d", "D", "D"],
        'е' | 'э' => ["e", "E", "E"],
        'ё' if of_2018 => ["ıo", "Io", "IO"],
        'ё' => ["io", "İo", "İO"],
        'ж' => ["j", "J", "J"],
        'з' => ["z", "Z", "Z"],
        'и' | 'й' if of_2018 => ["ı", "I", "I"],
        'и' | 'й' => ["i", "İ", "İ"],
        'к' => ["k", "K", "K"],
        'қ' => ["q", "Q", "Q"],
        'л' => ["l", "L", "L"],
        'м' => ["m", "M", "M"],
        'н' => ["n", "N", "N"],
        'ң' if of_2018 => ["ń", "Ń", "Ń"],
        'ң' => ["ñ", "Ñ", "Ñ"],
        'о' => ["o", "O", "O"],
        'ө' if of_2018 => ["ó", "Ó", "Ó"],
        'ө' => ["ö", "Ö", "Ö"],
        'п' => ["p", "P", "P"],
        'р' => ["r", "R", "R"],
        'с' => ["s", "S", "S"],
        'т' => ["t", "T", "T"],
        'у' if of_2018 => ["ý", "Ý", "Ý"],
        'у' => ["u", "U", "U"],
        'ұ' if of_2018 => ["u", "U", "U"],
        'ұ' => ["ū", "Ū", "Ū"],
        'ү' if of_2018 => ["ú", "Ú", "Ú"],
        'ү' => ["ü", "Ü", "Ü"],
        'ф' => ["f", "F", "F"],
        'х' | 'һ' => ["h", "H", "H"],
        'ц' => ["ts", "Ts", "TS"],
        'ч' => ["ch", "Ch", "CH"],
        'ш' if of_2018 => ["sh", "Sh", "SH"],
        'ш' => ["ş", "Ş", "Ş"],
        'щ' if of_2018 => ["shch", "Shch", "SHCH"],
        'щ' => ["şch", "Şch", "ŞCH"],
        'ы' => ["y", "Y", "Y"],
        'і' if of_2018 => ["i", "İ", "İ"],
        'і' => ["ı", "I", "I"],
        'ъ' | 'ь' => ["", "", ""],
        'ю' if of_2018 => ["ıý", "Iý", "IÝ"],
        'ю' => ["iu", "İu", "İU"],
        'я' if of_2018 => ["ıa", "Ia", "IA"],
        'я' => ["ia", "İa", "İA"],
        _ => return None,
    })
}
