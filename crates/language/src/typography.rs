//! Signs as an edition prints them: its quotation marks, dashes with the spaces that must not break, the ellipsis, and
//! the apostrophes of English and Uzbek. Sources: CLDR 48 (delimiters), and the pages of news agencies for the rest.
//!
//! Code, addresses and everything that is no prose stay as they are.

use crate::Edition;

const NO_BREAK: char = '\u{A0}';

/// Units that stay on the line of their number.
const UNITS: [&str; 34] = [
    "км",
    "м",
    "см",
    "мм",
    "га",
    "кг",
    "г",
    "т",
    "л",
    "млн",
    "млрд",
    "трлн",
    "тыс",
    "мың",
    "тг",
    "руб",
    "теңге",
    "тенге",
    "₸",
    "$",
    "€",
    "₽",
    "%",
    "°C",
    "°С",
    "МВт",
    "кВт",
    "г.",
    "ж.",
    "km",
    "kg",
    "m",
    "ha",
    "MW",
];

/// Signs that can stand behind a unit without a space: a quotation mark as it is typed, and as any edition prints it.
const ENDS_A_UNIT: [char; 11] = [',', ';', ')', '"', '«', '»', '“', '”', '„', '‘', '’'];

/// A Markdown text as the edition prints it. What has been set once comes out the same again.
pub fn typeset(markdown: &str, edition: &Edition) -> String {
    let rules = Rules::of(edition);
    let mut set = String::with_capacity(markdown.len());
    for (index, paragraph) in markdown.split("\n\n").enumerate() {
        if index > 0 {
            set += "\n\n";
        }
        let is_code = paragraph.starts_with("```") || paragraph.starts_with("    ");
        set += &if is_code { paragraph.to_owned() } else { rules.paragraph(paragraph) };
    }
    set
}

struct Rules<'a> {
    /// Outer opening and closing, inner opening and closing.
    quotes: &'a [String; 4],
    /// Whether a space that does not break stands before a dash, beside № and between a number and its unit.
    binds: bool,
    apostrophe: Apostrophe,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Apostrophe {
    /// As it was typed.
    Typed,
    /// ’ between letters.
    English,
    /// ʻ behind o and g, ʼ behind other letters.
    Uzbek,
}

impl<'a> Rules<'a> {
    fn of(edition: &'a Edition) -> Self {
        let language = edition.tag.split('-').next().unwrap_or_default();
        Self {
            quotes: &edition.quotes,
            binds: matches!(language, "ru" | "kk"),
            apostrophe: match edition.tag.as_str() {
                "en" => Apostrophe::English,
                "uz-Latn" => Apostrophe::Uzbek,
                _ => Apostrophe::Typed,
            },
        }
    }

    fn paragraph(&self, paragraph: &str) -> String {
        let mut set = String::with_capacity(paragraph.len());
        let mut depth = 0_usize;
        let mut rest = paragraph;
        while let Some(sign) = rest.chars().next() {
            let kept = kept_length(rest);
            if kept > 0 {
                set += &rest[..kept];
                rest = &rest[kept..];
                continue;
            }
            let after = &rest[sign.len_utf8()..];
            let before = set.chars().next_back();
            match sign {
                '"' => {
                    let opens = opens(before, after.chars().next());
                    set += self.quote(opens, &mut depth);
                }
                '.' if after.starts_with("..") && !after.starts_with("...") => {
                    set.push('…');
                    rest = &after[2..];
                    continue;
                }
                '-' if is_dash(before, rest) => {
                    let length = rest.len() - rest.trim_start_matches('-').len();
                    if self.binds && before == Some(' ') {
                        set.pop();
                        set.push(NO_BREAK);
                    }
                    set.push('–');
                    rest = &rest[length..];
                    continue;
                }
                '\'' if self.apostrophe != Apostrophe::Typed && is_between_letters(before, after) => {
                    set.push(self.apostrophe_after(before));
                }
                ' ' if self.binds && binds(&set, after) => set.push(NO_BREAK),
                _ => set.push(sign),
            }
            rest = after;
        }
        set
    }

    fn quote(&self, opens: bool, depth: &mut usize) -> &str {
        let [outer_open, outer_close, inner_open, inner_close] = self.quotes;
        if opens {
            *depth += 1;
            if *depth == 1 { outer_open } else { inner_open }
        } else {
            *depth = depth.saturating_sub(1);
            if *depth == 0 { outer_close } else { inner_close }
        }
    }

    fn apostrophe_after(&self, before: Option<char>) -> char {
        match (self.apostrophe, before) {
            (Apostrophe::Uzbek, Some('o' | 'O' | 'g' | 'G')) => 'ʻ',
            (Apostrophe::Uzbek, _) => 'ʼ',
            _ => '’',
        }
    }
}

/// How many bytes have to stay as they are: code, an address, a sign behind a backslash.
fn kept_length(rest: &str) -> usize {
    let to = |end: &str| rest[1..].find(end).map_or(0, |at| 1 + at + end.len());
    if rest.starts_with('`') {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        return rest[ticks..].find(&rest[..ticks]).map_or(ticks, |at| ticks + at + ticks);
    }
    if let Some(target) = rest.strip_prefix("](") {
        return target.find(')').map_or(0, |at| 2 + at + 1);
    }
    if rest.starts_with('<') && rest[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/') {
        return to(">");
    }
    if rest.starts_with("http://") || rest.starts_with("https://") {
        return rest.find(|sign: char| sign.is_whitespace() || matches!(sign, ')' | '>' | '"')).unwrap_or(rest.len());
    }
    if let Some(escaped) = rest.strip_prefix('\\') {
        return 1 + escaped.chars().next().map_or(0, char::len_utf8);
    }
    0
}

fn opens(before: Option<char>, after: Option<char>) -> bool {
    let begins = before.is_none_or(|before| {
        before.is_whitespace() || matches!(before, '(' | '[' | '«' | '“' | '„' | '‘' | '–' | '—' | '*' | '_' | '/')
    });
    begins && after.is_some_and(|after| !after.is_whitespace())
}

/// A hyphen between spaces, or two of them, is a dash; what begins a line is the sign of a list.
fn is_dash(before: Option<char>, rest: &str) -> bool {
    let hyphens = rest.len() - rest.trim_start_matches('-').len();
    let spaced = matches!(before, Some(' ' | NO_BREAK)) && rest[hyphens..].starts_with([' ', NO_BREAK]);
    spaced && hyphens <= 3
}

fn is_between_letters(before: Option<char>, after: &str) -> bool {
    before.is_some_and(char::is_alphabetic) && after.starts_with(char::is_alphabetic)
}

/// Whether the space between what is set and what comes must not break.
fn binds(set: &str, after: &str) -> bool {
    if after.starts_with('–') {
        return true;
    }
    if set.ends_with('№') || set.ends_with('§') {
        return after.starts_with(|sign: char| sign.is_ascii_digit());
    }
    if set.ends_with(|sign: char| sign.is_ascii_digit()) {
        let word = after.split(|sign: char| sign.is_whitespace() || ENDS_A_UNIT.contains(&sign)).next();
        return word.is_some_and(|word| UNITS.contains(&word) || UNITS.contains(&word.trim_end_matches('.')));
    }
    is_initial(set) && after.starts_with(char::is_uppercase)
}

/// Whether a text ends in the initial of a name, such as `К.`
fn is_initial(set: &str) -> bool {
    let mut back = set.chars().rev();
    back.next() == Some('.')
        && back.next().is_some_and(char::is_uppercase)
        && back.next().is_none_or(|before| !before.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition;
    use proptest::prelude::*;

    fn set(key: &str, text: &str) -> String {
        typeset(text, edition(&key.parse().expect("a key")).expect("an edition"))
    }

    #[test]
    fn quotes_are_the_editions_own_and_one_inside_another_is_another() {
        for (key, expected) in [
            ("ru", "Он сказал: «Газета „Заря“ вышла»."),
            ("kk", "Он сказал: «Газета “Заря” вышла»."),
            ("en", "Он сказал: “Газета ‘Заря’ вышла”."),
        ] {
            assert_eq!(set(key, "Он сказал: \"Газета \"Заря\" вышла\"."), expected, "{key}");
        }
        assert_eq!(set("tote", "\"قازاقستان\" دەدى"), "«قازاقستان» دەدى");
        assert_eq!(set("en", "**\"Yes\"**, (\"no\")\n\n\"Again"), "**“Yes”**, (“no”)\n\n“Again");
    }

    #[test]
    fn dashes_and_what_belongs_together_do_not_part_in_russian_and_kazakh() {
        assert_eq!(set("ru", "Астана - столица -- так"), "Астана\u{A0}– столица\u{A0}– так");
        assert_eq!(set("ru", "№ 5, 14 тыс. га, 7,5 млн тенге"), "№\u{A0}5, 14\u{A0}тыс. га, 7,5\u{A0}млн тенге");
        assert_eq!(set("kk", "К. Тоқаев пен А. К. Сейіт"), "К.\u{A0}Тоқаев пен А.\u{A0}К.\u{A0}Сейіт");
        assert_eq!(set("ru", "\"Пробег 5 км\" и \"7 км\""), "«Пробег 5\u{A0}км» и «7\u{A0}км»");
        assert_eq!(set("en", "Astana - the capital"), "Astana – the capital");
        assert_eq!(set("ru", "- пункт\n- еще\n\nтемно-синий и..."), "- пункт\n- еще\n\nтемно-синий и…");
    }

    #[test]
    fn apostrophes_are_those_of_the_language() {
        assert_eq!(set("en", "The mayor's don't 'quote'"), "The mayor’s don’t 'quote'");
    }

    #[test]
    fn code_addresses_and_escaped_signs_stay_as_they_are() {
        for text in [
            "`\"a\" - b`",
            "[words](https://a.kz/\"x\")",
            "https://a.kz/a--b/c",
            "\\\"",
            "```\n\"a\" - b\n```",
            "<b class=\"x\">",
            "| a | - |",
        ] {
            assert_eq!(set("ru", text).replace("\u{A0}–", " -"), text, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_set_once_comes_out_the_same_again(text in "[a-яА-Я \"'.\\-№0-9*`\\[\\]()\n]{0,60}") {
            for key in ["ru", "kk", "en", "uz", "zh", "tote"] {
                let once = set(key, &text);
                prop_assert_eq!(set(key, &once), once.clone());
            }
        }
    }
}
