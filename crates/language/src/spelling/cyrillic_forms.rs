//! The Cyrillic words that a Kazakh word in Latin or Arabic letters may stand for: some letters stand for two.

/// Most forms that are tried.
const MOST_FORMS: usize = 96;

/// Of a word in the Latin letters of 2021; those of 2018 are read as well, where they are not other letters.
pub(super) fn forms_of_latin(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().map(small).collect();
    grown(&letters, |rest| {
        let pair = [rest[0], rest.get(1).copied().unwrap_or_default()];
        let triple = rest.get(2).copied();
        match (pair, triple) {
            (['ş', 'c'], Some('h')) => (&["щ"], 3),
            (['c', 'h'], _) => (&["ч"], 2),
            (['s', 'h'], _) => (&["ш", "сх"], 2),
            (['t', 's'], _) => (&["ц", "тс"], 2),
            (['i', 'a'] | ['ı', 'a'], _) => (&["я", "ия", "иа"], 2),
            (['i', 'u'] | ['ı', 'ý'], _) => (&["ю", "ию", "иу"], 2),
            (['i', 'o'], _) => (&["ё", "ио", "йо"], 2),
            (['i', _], _) => (&["и", "й"], 1),
            (['ı', _], _) => (&["і"], 1),
            (['u', _], _) => (&["у"], 1),
            (['h', _], _) => (&["х", "һ"], 1),
            (['e', _], _) => (&["е", "э"], 1),
            ([letter, _], _) => (latin(letter), 1),
        }
    })
}

/// Turkish pairs: İ is i, I is ı.
fn small(letter: char) -> char {
    match letter {
        'İ' => 'i',
        'I' => 'ı',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

fn latin(letter: char) -> &'static [&'static str] {
    match letter {
        'a' => &["а"],
        'ä' | 'á' => &["ә"],
        'b' => &["б"],
        'v' => &["в"],
        'g' => &["г"],
        'ğ' | 'ǵ' => &["ғ"],
        'd' => &["д"],
        'j' => &["ж"],
        'z' => &["з"],
        'k' => &["к"],
        'q' => &["қ"],
        'l' => &["л"],
        'm' => &["м"],
        'n' => &["н"],
        'ñ' | 'ń' | 'ŋ' => &["ң"],
        'o' => &["о"],
        'ö' | 'ó' => &["ө"],
        'p' => &["п"],
        'r' => &["р"],
        's' => &["с"],
        't' => &["т"],
        'ý' => &["у"],
        'ū' => &["ұ"],
        'ü' | 'ú' => &["ү"],
        'f' => &["ф"],
        'ş' => &["ш"],
        'y' => &["ы"],
        '-' => &["-"],
        _ => &[],
    }
}

/// Of a word in Arabic letters. The hamza, and г, к and е, say that vowels are front ones; those forms come first.
pub(super) fn forms_of_arabic(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().filter(|letter| !matches!(letter, '\u{621}' | '\u{674}')).collect();
    let is_front = letters.len() < word.chars().count()
        || letters.iter().any(|letter| matches!(letter, '\u{6AF}' | '\u{643}' | '\u{6D5}'));
    grown(&letters, |rest| {
        let pair = [rest[0], rest.get(1).copied().unwrap_or_default()];
        match pair {
            ['\u{62A}', '\u{633}'] => (&["ц", "тс"], 2),
            ['\u{64A}', '\u{627}'] => (&["я", "ия", "йа"], 2),
            ['\u{64A}', '\u{6CB}'] => (&["ю", "ию", "йу"], 2),
            ['\u{64A}', '\u{6D5}'] => (&["е", "ие", "ье"], 2),
            ['\u{64A}', _] => (&["и", "й"], 1),
            ['\u{627}', _] => (if is_front { &["ә", "а"] } else { &["а", "ә"] }, 1),
            ['\u{648}', _] => (if is_front { &["ө", "о"] } else { &["о", "ө"] }, 1),
            ['\u{6C7}', _] => (if is_front { &["ү", "ұ"] } else { &["ұ", "ү"] }, 1),
            ['\u{649}', _] => (if is_front { &["і", "ы"] } else { &["ы", "і"] }, 1),
            ['\u{6D5}', _] => (&["е", "э"], 1),
            [letter, _] => (arabic(letter), 1),
        }
    })
}

fn arabic(letter: char) -> &'static [&'static str] {
    match letter {
        '\u{628}' => &["б"],
        '\u{6C6}' => &["в"],
        '\u{6AF}' => &["г"],
        '\u{639}' => &["ғ"],
        '\u{62F}' => &["д"],
        '\u{62C}' => &["ж"],
        '\u{632}' => &["з"],
        '\u{643}' => &["к"],
        '\u{642}' => &["қ"],
        '\u{644}' => &["л"],
        '\u{645}' => &["м"],
        '\u{646}' => &["н"],
        '\u{6AD}' => &["ң"],
        '\u{67E}' => &["п"],
        '\u{631}' => &["р"],
        '\u{633}' => &["с"],
        '\u{62A}' => &["т"],
        '\u{6CB}' => &["у"],
        '\u{641}' => &["ф"],
        '\u{62D}' => &["х"],
        '\u{6BE}' => &["һ"],
        '\u{686}' => &["ч"],
        '\u{634}' => &["ш"],
        '-' => &["-"],
        _ => &[],
    }
}

/// Every way to read the letters, the likeliest first; none when a letter stands for nothing.
fn grown(letters: &[char], read: impl Fn(&[char]) -> (&'static [&'static str], usize)) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut at = 0;
    while at < letters.len() {
        let (meanings, length) = read(&letters[at..]);
        at += length;
        // Of too many, those with the likelier meanings stay.
        let meanings = if forms.len() * meanings.len() > MOST_FORMS { &meanings[..1] } else { meanings };
        forms = meanings.iter().flat_map(|meaning| forms.iter().map(move |form| format!("{form}{meaning}"))).collect();
    }
    forms
}
