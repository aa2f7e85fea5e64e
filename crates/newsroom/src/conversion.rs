//! Texts in another script: the rules of the languages, and what a Markdown text keeps.

use std::ops::Range;

use tilshi_language::edition;
use tilshi_language::script::{Converter, kept_spans};
use tilshi_story::{EditionKey, Failure};

use crate::{Answer, Newsroom, house};

impl Newsroom {
    /// See [`crate::Call::text_convert`].
    pub fn text_convert(&self, to: EditionKey, text: String) -> Answer<String> {
        let master = master_of(&to)?;
        let style = self.with(|open| house::style(open))?;
        let unknown = || Failure::new("conversion-unknown").with("from", master).with("to", &to);
        let converter = style.converter(master, &to).ok_or_else(unknown)?;
        Ok(convert(&text, &converter, true))
    }
}

/// The edition that another one is the conversion of.
pub(crate) fn master_of(derived: &EditionKey) -> Answer<&'static EditionKey> {
    let known = edition(derived).ok_or_else(|| Failure::new("edition-unknown").with("edition", derived))?;
    known.derived_from.as_ref().ok_or_else(|| Failure::new("edition-not-derived"))
}

/// A text in the other script. With `markdown`, code and the goals of links stay as well.
pub fn convert(text: &str, converter: &Converter, markdown: bool) -> String {
    let mut kept = kept_spans(text);
    kept.extend(converter.named_spans(text));
    if markdown {
        kept.extend(tilshi_markup::wordless_spans(text));
    }
    converter.convert(text, &joined(kept))
}

/// Spans in order, those that meet as one.
fn joined(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_language::script::{Conversion, KazakhLatin, Options};
    use tilshi_story::EntryKind;

    #[test]
    fn markdown_keeps_its_code_and_its_links() {
        let converter = Converter::new(Conversion::KazakhToLatin(KazakhLatin::Of2021), Options::default());
        let text = "**Су** [мақала](мақала.html) `код https://a.kz`\n\n    шегініс\n";
        assert_eq!(convert(text, &converter, true), "**Su** [maqala](мақала.html) `код https://a.kz`\n\n    шегініс\n");
        assert_eq!(convert("    шегініс", &converter, false), "    şegınıs");
    }

    #[test]
    fn a_derived_edition_is_converted_from_its_master_and_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), crate::Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let convert = |key: &str| newsroom.text_convert(key.parse().expect("a key"), "**Су** келді, тіл".into());
        assert_eq!(convert("qz").expect("converted"), "**Su** keldı, tıl");
        assert_eq!(convert("tote").expect("converted"), "**سۋ** كەلدى، ءتىل");
        assert_eq!(convert("kk").expect_err("a master").code, "edition-not-derived");
        assert_eq!(convert("xx").expect_err("unknown").code, "edition-unknown");
    }

    #[test]
    fn a_newsroom_converts_by_its_own_words_and_its_own_alphabet() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), crate::Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let key = |key: &str| key.parse::<EditionKey>().expect("a key");
        let word = newsroom.entry_new(EntryKind::Exception, key("kk"), "компьютер-".into()).expect("made").entry;
        newsroom.entry_label(word, key("qz"), "kompüter-".into()).expect("named");
        newsroom.entry_new(EntryKind::Kept, key("kk"), "Қазпошта".into()).expect("made");
        let convert = |text: &str| newsroom.text_convert(key("qz"), text.into()).expect("converted");
        assert_eq!(convert("Қазпошта: **Компьютерлер** шілдеде"), "Қазпошта: **Kompüterler** şıldede");
        let year = |year: &str| crate::views::HouseChange::KazakhLatin { year: year.into() };
        let set = newsroom.house_set(year("2018")).expect("set");
        assert_eq!((set.kazakh_latin.as_str(), set.may_change), ("2018", true));
        assert_eq!(convert("шілдеде"), "shildede");
        assert_eq!(newsroom.house_set(year("1929")).expect_err("refused").code, "alphabet-unknown");
        assert!(newsroom.vocabulary_list().expect("listed").iter().all(|entry| entry.kind != EntryKind::HouseStyle));
    }
}
