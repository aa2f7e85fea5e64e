//! The editions as data: one row an edition, read from `data/editions.json`. Must not know what a story says.

use std::sync::LazyLock;

use serde::Deserialize;
use tilshi_story::EditionKey;

/// Which way an edition is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// How an edition writes a word in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capitals {
    /// The script has no capitals, or the edition does not use them here.
    None,
    /// As Unicode has it.
    Plain,
    /// As in Turkish and in the Kazakh Latin alphabet of 2021: i pairs with İ, ı with I.
    Turkic,
}

impl Capitals {
    /// The text in capitals.
    pub fn apply(self, text: &str) -> String {
        match self {
            Self::None => text.to_owned(),
            Self::Plain => text.to_uppercase(),
            Self::Turkic => text.replace('i', "İ").replace('ı', "I").to_uppercase(),
        }
    }
}

/// What opens the body of a story in an edition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dateline {
    /// The template of a story from a city, with `{city}` and `{agency}`.
    pub with_city: String,
    /// The template of a story without a city, with `{agency}`.
    pub without_city: String,
    /// How the city is written.
    pub capitals: Capitals,
}

/// How an edition writes dates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// Template with `{year}`, `{month}` and `{day}`.
    pub date: String,
    /// The same with `{weekday}`.
    pub with_weekday: String,
    /// Template with `{month}` and `{day}`.
    pub without_year: String,
    /// Template with `{date}` and `{time}`.
    pub with_time: String,
    /// The months as they stand in a date, from January.
    pub months: [String; 12],
    /// The days of the week, from Monday.
    pub weekdays: [String; 7],
}

/// An edition's name in the languages of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterfaceNames {
    /// In English.
    pub en: String,
    /// In Kazakh.
    pub kk: String,
    /// In Russian.
    pub ru: String,
}

/// One language or script version that a newsroom publishes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// The key, such as `tote`.
    pub key: EditionKey,
    /// The BCP 47 tag, such as `kk-Arab`.
    pub tag: String,
    /// What readers see in the switcher.
    pub label: String,
    /// Which way it is read.
    pub direction: Direction,
    /// The edition it is converted from.
    pub derived_from: Option<EditionKey>,
    /// Its name in its own language and script.
    pub name: String,
    /// Its name in the languages of the interface.
    pub names: InterfaceNames,
    /// Its quotation marks: outer opening and closing, inner opening and closing.
    pub quotes: [String; 4],
    /// What opens the body.
    pub dateline: Dateline,
    /// How dates are written.
    pub dates: Dates,
}

impl Edition {
    /// The words that open the body, such as `ASTANA. TILSHI`.
    ///
    /// The agency's mark is printed as it is given; an empty city counts as none.
    pub fn dateline(&self, city: Option<&str>, agency: &str) -> String {
        let city = city.map(str::trim).filter(|city| !city.is_empty());
        let template = if city.is_some() { &self.dateline.with_city } else { &self.dateline.without_city };
        let city = self.dateline.capitals.apply(city.unwrap_or_default());
        fill_template(template, &[("city", &city), ("agency", agency)])
    }
}

/// The editions in the order of the switcher.
pub fn editions() -> &'static [Edition] {
    static EDITIONS: LazyLock<Vec<Edition>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../data/editions.json")).expect("the built-in editions are well formed")
    });
    &EDITIONS
}

/// The edition of this key, if there is one.
pub fn edition(key: &EditionKey) -> Option<&'static Edition> {
    editions().iter().find(|edition| edition.key == *key)
}

/// The edition that a BCP 47 tag of somebody else means, such as `ru-RU`, `kk` or `zh_CN`: of its language and its script, if it
/// names one, and otherwise the one that is converted from no other.
pub fn edition_of_tag(tag: &str) -> Option<&'static Edition> {
    let tag = tag.replace('_', "-").to_ascii_lowercase();
    let mut subtags = tag.split('-');
    let language = subtags.next()?;
    let script = subtags.find(|subtag| subtag.len() == 4 && subtag.bytes().all(|sign| sign.is_ascii_alphabetic()));
    let of = |edition: &Edition| {
        let known = edition.tag.to_ascii_lowercase();
        let (known_language, known_script) =
            known.split_once('-').map_or((known.as_str(), None), |(a, b)| (a, Some(b)));
        known_language == language && (script.is_none() || known_script.is_none() || script == known_script)
    };
    let mut found: Vec<&Edition> = editions().iter().filter(|edition| of(edition)).collect();
    found.sort_by_key(|edition| edition.derived_from.is_some());
    found.first().copied()
}

/// The template with every `{name}` replaced in one pass, so that a value with braces stays as it is; a name that
/// is not given becomes nothing.
pub fn fill_template(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled += before;
        let Some((name, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        filled += values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(key: &str) -> &'static Edition {
        edition(&key.parse().expect("an edition key")).expect("a known edition")
    }

    #[test]
    fn the_editions_stand_in_the_order_of_the_switcher() {
        let rows: Vec<String> =
            editions().iter().map(|e| format!("{} {} {} {}", e.key, e.tag, e.label, e.direction.as_str())).collect();
        assert_eq!(
            rows,
            [
                "kk kk-Cyrl қз ltr",
                "qz kk-Latn qz ltr",
                "tote kk-Arab ق ز rtl",
                "ru ru ру ltr",
                "en en en ltr",
                "zh zh-Hans 中文 ltr",
                "uz uz-Cyrl Ўз ltr",
            ]
        );
    }

    #[test]
    fn what_an_edition_is_made_from_exists_and_is_no_circle() {
        for edition in editions() {
            if let Some(master) = &edition.derived_from {
                assert_eq!(super::edition(master).expect("its master").derived_from, None);
            }
        }
        assert_eq!(find("tote").derived_from, Some("kk".parse().expect("an edition key")));
        assert_eq!(super::edition(&"fr".parse().expect("an edition key")), None);
    }

    #[test]
    fn tags_of_others_mean_an_edition_of_the_same_language_and_script() {
        let meant = [
            ("ru-RU", "ru"),
            ("EN_us", "en"),
            ("kk", "kk"),
            ("kk-KZ", "kk"),
            ("kk-Latn-KZ", "qz"),
            ("kk-Arab-CN", "tote"),
            ("zh-CN", "zh"),
            ("uz", "uz"),
            ("uz-Cyrl-UZ", "uz"),
        ];
        for (tag, key) in meant {
            assert_eq!(edition_of_tag(tag).map(|edition| edition.key.as_str()), Some(key), "{tag}");
        }
        for tag in ["", "fr", "uz-Latn", "zh-Hant", "russian"] {
            assert_eq!(edition_of_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn datelines_follow_the_edition() {
        assert_eq!(find("en").dateline(Some("Astana"), "KAZINFORM"), "ASTANA. KAZINFORM");
        assert_eq!(find("ru").dateline(Some("Астана"), "КАЗИНФОРМ"), "АСТАНА. КАЗИНФОРМ –");
        assert_eq!(find("kk").dateline(Some("Астана"), "ҚазАқпарат"), "АСТАНА. ҚазАқпарат –");
        assert_eq!(find("qz").dateline(Some("Şığıs"), "QazAqparat"), "ŞIĞIS. QazAqparat –");
        assert_eq!(find("qz").dateline(Some("Semei"), "QazAqparat"), "SEMEİ. QazAqparat –");
        assert_eq!(find("tote").dateline(Some("استانا"), "قازاقپارات"), "استانا. قازاقپارات –");
        assert_eq!(find("zh").dateline(Some("阿斯塔纳"), "哈萨克国际通讯社"), "（哈萨克国际通讯社讯）");
        assert_eq!(find("en").dateline(Some("  "), "TILSHI"), "TILSHI");
        assert_eq!(find("en").dateline(None, "{city}"), "{city}");
    }
}
