//! Texts in another script: the rules of the languages, and what a Markdown text keeps.

use std::ops::Range;

use tilshi_language::edition;
use tilshi_language::script::{Conversion, Converter, Options, kept_spans};
use tilshi_story::{EditionKey, Failure};

use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::text_convert`].
    pub fn text_convert(&self, edition: EditionKey, text: String) -> Answer<String> {
        let derived = known(&edition)?;
        let master = derived.derived_from.as_ref().ok_or_else(|| Failure::new("edition-not-derived"))?;
        let conversion = Conversion::between(&known(master)?.tag, &derived.tag, None)?;
        Ok(convert(&text, &Converter::new(conversion, Options::default()), true))
    }
}

fn known(key: &EditionKey) -> Answer<&'static tilshi_language::Edition> {
    edition(key).ok_or_else(|| Failure::new("edition-unknown").with("edition", key))
}

/// A text in the other script. With `markdown`, code and the goals of links stay as well.
pub fn convert(text: &str, converter: &Converter, markdown: bool) -> String {
    let mut kept = kept_spans(text);
    if markdown {
        kept.extend(tilshi_markup::wordless_spans(text));
        kept = joined(kept);
    }
    converter.convert(text, &kept)
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
    use tilshi_language::script::KazakhLatin;

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
        let newsroom = Newsroom::new(folder.path().to_owned(), crate::Options::default());
        let convert = |key: &str| newsroom.text_convert(key.parse().expect("a key"), "**Су** келді, тіл".into());
        assert_eq!(convert("qz").expect("converted"), "**Su** keldı, tıl");
        assert_eq!(convert("tote").expect("converted"), "**سۋ** كەلدى، ءتىل");
        assert_eq!(convert("kk").expect_err("a master").code, "edition-not-derived");
        assert_eq!(convert("xx").expect_err("unknown").code, "edition-unknown");
    }
}
