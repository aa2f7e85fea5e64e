//! House style: what a newsroom does its own way, read from its vocabulary. The laptop and the portal read the same entries and so
//! judge alike.

use std::collections::BTreeMap;

use tilshi_story::{Content, EditionKey, EntryKind, Part, PartValue};

use crate::checks::{Forbidden, Levels};
use crate::script::{Conversion, Converter, KazakhLatin, Lexicon, Options, RULES};
use crate::{edition, editions};

/// How many hexadecimal digits name a set of exceptions.
const VERSION_DIGITS: usize = 8;

/// What a newsroom does its own way.
#[derive(Debug, Clone, Default)]
pub struct HouseStyle {
    alphabet: KazakhLatin,
    options: Options,
    /// Words that are not converted by the rules, by the edition that writes each so.
    exceptions: Vec<BTreeMap<EditionKey, String>>,
    kept: Vec<String>,
    forbidden: BTreeMap<EditionKey, Vec<Forbidden>>,
    levels: BTreeMap<EditionKey, Levels>,
    /// The services that translate into an edition, as they are kept.
    machines: BTreeMap<EditionKey, String>,
}

impl HouseStyle {
    /// Reads the entries of a vocabulary, in any order.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Content>) -> Self {
        let mut style = Self::default();
        for entry in entries {
            match EntryKind::parse(entry.text(&Part::Kind)) {
                Some(EntryKind::HouseStyle) => style.take_rules(entry),
                Some(EntryKind::Exception) => style.exceptions.push(labels(entry).collect()),
                Some(EntryKind::Kept) => style.kept.extend(labels(entry).map(|(_, name)| name)),
                Some(EntryKind::Person | EntryKind::City | EntryKind::Term) => style.take_forbidden(entry),
                Some(
                    EntryKind::Tag
                    | EntryKind::Section
                    | EntryKind::Desk
                    | EntryKind::Word
                    | EntryKind::Template
                    | EntryKind::Snippet
                    | EntryKind::Supplier,
                )
                | None => {}
            }
        }
        style.exceptions.sort();
        style.kept.sort();
        style.kept.dedup();
        style
    }

    fn take_rules(&mut self, entry: &Content) {
        self.alphabet = KazakhLatin::of_year(entry.text(&Part::KazakhLatin)).unwrap_or_default();
        for name in entry.items(&Part::ArabicScript) {
            // What a later version does otherwise, this one does not know.
            let _ = self.options.set(name);
        }
        for edition in editions() {
            let levels = Levels::read(entry.items(&Part::CheckLevels(edition.key.clone())));
            self.levels.insert(edition.key.clone(), levels);
            let machine = entry.text(&Part::MachineService(edition.key.clone()));
            if !machine.is_empty() {
                self.machines.insert(edition.key.clone(), machine.to_owned());
            }
        }
    }

    fn take_forbidden(&mut self, entry: &Content) {
        for edition in editions() {
            let label = entry.text(&Part::Label(edition.key.clone()));
            let forms = entry.items(&Part::Forbidden(edition.key.clone()));
            let forbidden = forms.into_iter().map(|form| Forbidden {
                form: form.to_owned(),
                instead: (!label.is_empty()).then(|| label.to_owned()),
            });
            self.forbidden.entry(edition.key.clone()).or_default().extend(forbidden);
        }
    }

    /// The Latin alphabet of Kazakh.
    pub fn alphabet(&self) -> KazakhLatin {
        self.alphabet
    }

    /// What is done otherwise in the Arabic script.
    pub fn options(&self) -> Options {
        self.options
    }

    /// Names that stay as they are in every edition.
    pub fn kept(&self) -> &[String] {
        &self.kept
    }

    /// Forms that an edition never prints.
    pub fn forbidden(&self, of: &EditionKey) -> &[Forbidden] {
        self.forbidden.get(of).map(Vec::as_slice).unwrap_or_default()
    }

    /// How much the checks matter in an edition.
    pub fn levels(&self, of: &EditionKey) -> &Levels {
        static USUAL: Levels = Levels::usual();
        self.levels.get(of).unwrap_or(&USUAL)
    }

    /// The service that translates into an edition, in JSON, if a machine may.
    pub fn machine(&self, of: &EditionKey) -> Option<&str> {
        self.machines.get(of).map(String::as_str)
    }

    /// From the script of one edition into that of another, with this newsroom's alphabet and exceptions.
    pub fn converter(&self, from: &EditionKey, to: &EditionKey) -> Option<Converter> {
        let mut conversion = Conversion::between(&edition(from)?.tag, &edition(to)?.tag, None).ok()?;
        if let Conversion::KazakhToLatin(alphabet) = &mut conversion {
            *alphabet = self.alphabet;
        }
        let mut lexicon = Lexicon::built_in(conversion);
        for forms in &self.exceptions {
            if let (Some(word), Some(form)) = (forms.get(from), forms.get(to)) {
                lexicon.add(word, form);
            }
        }
        Some(Converter::with_lexicon(conversion, self.options, lexicon).keeping(self.kept.clone()))
    }

    /// What an edition is converted by, in one word: the rules of this version, the alphabet or the options, and a mark of the
    /// exceptions and names. As long as it is the same, the same text becomes the same.
    pub fn version(&self, from: &EditionKey, to: &EditionKey) -> String {
        let own: Vec<String> = self
            .exceptions
            .iter()
            .filter_map(|forms| Some(format!("{}\t{}", forms.get(from)?, forms.get(to)?)))
            .chain(self.kept.iter().cloned())
            .collect();
        let conversion = edition(to).map(|to| to.tag.as_str());
        let way = match conversion {
            Some("kk-Latn") => self.alphabet.year().to_owned(),
            Some("kk-Arab") => self.options.names().join(","),
            Some(_) | None => String::new(),
        };
        let mark = if own.is_empty() {
            "0".to_owned()
        } else {
            PartValue::List(own).hash().to_string()[..VERSION_DIGITS].to_owned()
        };
        format!("{RULES}/{}/{mark}", if way.is_empty() { "-" } else { &way })
    }
}

fn labels(entry: &Content) -> impl Iterator<Item = (EditionKey, String)> {
    editions()
        .iter()
        .map(|edition| (edition.key.clone(), entry.text(&Part::Label(edition.key.clone())).to_owned()))
        .filter(|(_, label)| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{Check, Severity};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    fn entry(kind: EntryKind, labels: &[(&str, &str)]) -> Content {
        let labels = labels.iter().map(|(edition, label)| (Part::Label(key(edition)).key(), PartValue::text(*label)));
        std::iter::once((Part::Kind.key(), PartValue::text(kind.as_str()))).chain(labels).collect()
    }

    fn converted(style: &HouseStyle, to: &str, text: &str) -> String {
        style.converter(&key("kk"), &key(to)).expect("a conversion").convert(text, &[])
    }

    #[test]
    fn a_newsroom_has_its_own_words_alphabet_and_options() {
        let mut house = entry(EntryKind::HouseStyle, &[]);
        house.put(Part::KazakhLatin.key(), PartValue::text("2018"));
        house.put(Part::ArabicScript.key(), PartValue::Set(["short-ts".into(), "of-a-later-version".into()].into()));
        let levels = Part::CheckLevels(key("ru"));
        house.put(levels.key(), PartValue::Set(["numbers:warning".into(), "ending:error".into()].into()));
        let exception =
            entry(EntryKind::Exception, &[("kk", "Компьютер-"), ("qz", "kompúter-"), ("tote", "كومپيۋتەر-")]);
        let style = HouseStyle::of([&house, &exception]);
        assert_eq!(converted(&style, "qz", "Компьютерлер, КОМПЬЮТЕР"), "Kompúterler, KOMPÚTER");
        assert_eq!(converted(&style, "tote", "компьютерінің цирк"), "كومپيۋتەرىنىڭ سيرك");
        assert_eq!(style.levels(&key("ru")).of(Check::Numbers), Some(Severity::Warning));
        assert_eq!(style.levels(&key("ru")).of(Check::Ending), Some(Severity::Error));
        assert_eq!(style.levels(&key("en")).of(Check::Numbers), None);
        assert_eq!(converted(&HouseStyle::default(), "qz", "шілде"), "şılde");
        assert_eq!(converted(&style, "qz", "шілде"), "shilde");
    }

    #[test]
    fn a_stem_that_begins_with_i_has_the_capital_of_kazakh() {
        let exception = entry(EntryKind::Exception, &[("kk", "интернет-"), ("qz", "internet-")]);
        assert_eq!(converted(&HouseStyle::of([&exception]), "qz", "Интернеттің ИНТЕРНЕТ"), "İnternettıñ İNTERNET");
    }

    #[test]
    fn a_name_that_is_kept_stands_as_it_is() {
        let style = HouseStyle::of([&entry(EntryKind::Kept, &[("kk", "Қазпошта")])]);
        let converter = style.converter(&key("kk"), &key("qz")).expect("a conversion");
        let text = "Қазпошта мен Қазпошталық, «Қазпошта»";
        assert_eq!(converter.convert(text, &converter.named_spans(text)), "Қазпошта men Qazpoştalyq, «Қазпошта»");
    }

    #[test]
    fn a_version_is_another_one_when_a_word_is_written_otherwise() {
        let version = |entries: &[Content], to: &str| HouseStyle::of(entries).version(&key("kk"), &key(to));
        let exception = entry(EntryKind::Exception, &[("kk", "компьютер-"), ("qz", "kompüter-")]);
        assert_eq!(version(&[], "qz"), "1/2021/0");
        assert_eq!(version(&[], "tote"), "1/-/0");
        assert_ne!(version(std::slice::from_ref(&exception), "qz"), "1/2021/0");
        assert_eq!(version(&[exception], "tote"), "1/-/0", "it has no word of this edition");
    }
}
