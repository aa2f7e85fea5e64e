//! The page's own words in each edition, read from `data/words.json`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tilshi_language::Edition;
use tilshi_story::EditionKey;

/// The page's own words in one edition. `{time}`, `{note}`, `{number}`, `{what}` and `{source}` are
/// places for values.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) skip: String,
    pub(crate) editions: String,
    pub(crate) sections: String,
    pub(crate) breadcrumb: String,
    pub(crate) main_page: String,
    pub(crate) news: String,
    pub(crate) main_site: String,
    pub(crate) rates: String,
    pub(crate) weather: String,
    pub(crate) photo: String,
    pub(crate) made_with_ai: String,
    pub(crate) picture_described: String,
    pub(crate) altered_with_ai: String,
    pub(crate) full_stop: String,
    pub(crate) author: String,
    pub(crate) tags: String,
    pub(crate) related: String,
    pub(crate) popular: String,
    pub(crate) between_authors: String,
    pub(crate) updated_today: String,
    pub(crate) updated_later: String,
    pub(crate) corrected_today: String,
    pub(crate) corrected_later: String,
    pub(crate) update_note: String,
    pub(crate) correction_note: String,
    pub(crate) no_edition: String,
    pub(crate) no_stories: String,
    pub(crate) not_found: String,
    pub(crate) not_found_why: String,
    pub(crate) withdrawn: String,
    pub(crate) withdrawn_when: String,
    pub(crate) reuse: String,
    pub(crate) source_line: String,
    pub(crate) sample: String,
    pub(crate) as_of: String,
    pub(crate) decimal_separator: String,
    pub(crate) pages: String,
    pub(crate) previous_page: String,
    pub(crate) next_page: String,
    pub(crate) page_number: String,
}

/// The words of an edition; one that brings none of its own gets its master's, else English ones.
pub(crate) fn words(edition: &Edition) -> &'static Words {
    static WORDS: LazyLock<BTreeMap<EditionKey, Words>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../data/words.json")).expect("the built-in words are well formed")
    });
    let english = || WORDS.iter().find(|(key, _)| key.as_str() == "en").map(|(_, words)| words);
    let masters = || WORDS.get(edition.derived_from.as_ref()?);
    WORDS.get(&edition.key).or_else(masters).or_else(english).expect("the built-in words have English ones")
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn every_edition_has_words_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for edition in tilshi_language::editions() {
            let words = words(edition);
            assert!(seen.insert(&words.main_page), "{}", edition.key);
            assert!(words.page_number.contains("{number}"), "{}", words.page_number);
            assert!(words.source_line.contains("{what}") && words.source_line.contains("{source}"));
            for template in
                [&words.updated_today, &words.corrected_later, &words.update_note, &words.withdrawn_when, &words.as_of]
            {
                assert!(template.contains("{time}"), "{template}");
            }
            for template in [&words.update_note, &words.correction_note] {
                assert!(template.contains("{note}"), "{template}");
            }
        }
    }

    #[test]
    fn arabic_script_keeps_to_its_code_points() {
        let file = include_str!("../data/words.json");
        assert!(!file.contains(['\u{6A9}', '\u{6CC}', '\u{647}', '\u{674}']), "look-alike letters");
        assert!(!file.chars().any(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')), "bidi controls");
    }
}
