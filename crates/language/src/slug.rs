//! The readable piece of a page's address, made from a headline. Must not know whether it is taken: a short id
//! behind it makes an address unique.

/// Longest slug, in bytes.
const MAX_BYTES: usize = 80;

/// A headline in plain lower-case Latin letters, digits and hyphens; nothing when no letter or digit is left.
///
/// Cyrillic is romanised letter by letter; Han characters and the Arabic script give nothing.
pub fn slug(headline: &str) -> Option<String> {
    let mut slug = String::new();
    for word in romanised(headline).split(' ').filter(|word| !word.is_empty()) {
        let hyphen = usize::from(!slug.is_empty());
        if slug.len() + hyphen + word.len() > MAX_BYTES {
            if slug.is_empty() {
                // All ASCII, so any byte is a character border.
                slug.push_str(&word[..MAX_BYTES]);
            }
            break;
        }
        if hyphen == 1 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    (!slug.is_empty()).then_some(slug)
}

/// The text as ASCII letters and digits, with a space wherever something else stood.
pub(crate) fn romanised(text: &str) -> String {
    let mut latin = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'a'..='z' | '0'..='9' => latin.push(character),
            // Apostrophes and combining marks belong to the letter before them.
            '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '\u{300}'..='\u{36F}' => {}
            other => latin.push_str(letters(other).unwrap_or(" ")),
        }
    }
    latin
}

fn letters(character: char) -> Option<&'static str> {
    Some(match character {
        'а' | 'ә' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'å' | 'ā' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' | 'ğ' | 'ǵ' => "g",
        'д' => "d",
        'е' | 'э' | 'é' | 'è' | 'ê' | 'ë' | 'ē' => "e",
        'ё' => "yo",
        'ж' | 'ž' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' | 'ı' | 'í' | 'ì' | 'î' | 'ï' | 'ī' => "i",
        'к' => "k",
        'қ' => "q",
        'л' | 'ł' => "l",
        'м' => "m",
        'н' | 'ң' | 'ñ' | 'ń' | 'ŋ' => "n",
        'о' | 'ө' | 'ў' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ō' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' | 'ü' | 'ú' | 'ù' | 'û' | 'ū' => "u",
        'ф' => "f",
        'х' | 'һ' | 'ҳ' => "h",
        'ц' => "ts",
        'ч' | 'ç' | 'č' => "ch",
        'ш' | 'ş' | 'š' => "sh",
        'щ' => "shch",
        'ы' | 'ý' | 'ÿ' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ß' => "ss",
        'ъ' | 'ь' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_BYTES, slug};

    #[test]
    fn headlines_become_addresses() {
        let made = [
            ("Canals open two weeks early", "canals-open-two-weeks-early"),
            ("“We’re ready,” says Kazakhstan’s – minister", "were-ready-says-kazakhstans-minister"),
            ("Түркістан облысында арналарға су ерте жіберілді", "turkistan-oblysynda-arnalarga-su-erte-zhiberildi"),
            ("Объём зернá вырос на 5,5%", "obyom-zerna-vyros-na-5-5"),
            ("Ўзбекистонда ғалла йиғими", "ozbekistonda-galla-iigimi"),
            ("İnstitut QAÑTARDA aşyldy", "institut-qantarda-ashyldy"),
            ("哈萨克斯坦GDP增长5%", "gdp-5"),
            ("../../etc/passwd?x=<script>&", "etc-passwd-x-script"),
        ];
        for (headline, expected) in made {
            assert_eq!(slug(headline).as_deref(), Some(expected), "{headline}");
        }
    }

    #[test]
    fn nothing_left_is_no_slug() {
        for headline in ["", "  – ! ", "今年春天水早到了", "ارنالارعا سۋ", "ъь", "🙂"] {
            assert_eq!(slug(headline), None, "{headline}");
        }
    }

    #[test]
    fn long_headlines_are_cut_on_a_word() {
        let cut = slug(&"водохранилище ".repeat(20)).expect("a slug");
        assert_eq!(cut, ["vodohranilishche"; 4].join("-"));
        assert_eq!(slug(&"щ".repeat(100)).expect("a slug").len(), MAX_BYTES);
    }
}
