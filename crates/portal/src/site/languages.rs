//! Which edition a reader is led to who names none: the best match of Accept-Language (RFC 9110, section 12.5.4).

use std::collections::BTreeSet;

use tilshi_story::EditionKey;

use crate::database::{DatabaseError, Records};
use crate::newsroom::NewsroomSettings;

/// The edition for the value of an Accept-Language header; only editions with something to read count.
pub(super) fn edition_for(records: Records<'_>, accept_language: &str) -> Result<EditionKey, DatabaseError> {
    let readable = records.public_editions()?;
    let best = best_match(accept_language, &readable);
    let settings = NewsroomSettings::of(records)?;
    let first = || tilshi_language::editions().first().map(|edition| edition.key.clone());
    best.or(settings.default_edition)
        .or_else(|| readable.first().cloned())
        .or_else(first)
        .ok_or_else(|| DatabaseError::Damaged("there are no editions".to_owned()))
}

fn best_match(accept_language: &str, readable: &BTreeSet<EditionKey>) -> Option<EditionKey> {
    let mut wanted: Vec<(f32, &str)> = accept_language.split(',').filter_map(weighted).collect();
    // A stable sort: of equal weights the first named wins.
    wanted.sort_by(|one, other| other.0.total_cmp(&one.0));
    wanted.iter().find_map(|(_, tag)| {
        let matching = tilshi_language::editions().iter().filter(|edition| readable.contains(&edition.key));
        matching.filter(|edition| fits(tag, &edition.tag)).map(|edition| edition.key.clone()).next()
    })
}

fn weighted(item: &str) -> Option<(f32, &str)> {
    let (tag, weight) = match item.split_once(';') {
        Some((tag, weight)) => (tag, weight.trim().strip_prefix("q=")?.trim().parse().ok()?),
        None => (item, 1.0),
    };
    let weight: f32 = weight;
    (weight > 0.0).then_some((weight, tag.trim()))
}

/// Whether an edition serves somebody who asks for this tag: the language, and the script when one is named.
fn fits(wanted: &str, edition: &str) -> bool {
    let mut wanted = wanted.split('-');
    let mut offered = edition.split('-');
    let same = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
    };
    if !same(wanted.next(), offered.next()) {
        return false;
    }
    match wanted.find(|subtag| subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => same(Some(script), offered.next()),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(accept_language: &str) -> Option<String> {
        let readable = ["kk", "qz", "ru", "en"].iter().map(|key| key.parse().expect("an edition key")).collect();
        best_match(accept_language, &readable).map(|key| key.to_string())
    }

    #[test]
    fn a_reader_gets_the_edition_they_read_best() {
        for (accept_language, edition) in [
            ("kk", Some("kk")),
            ("kk-KZ,ru;q=0.9", Some("kk")),
            ("kk-Latn-KZ", Some("qz")),
            ("kk-Arab, ru;q=0.5", Some("ru")),
            ("zh-CN,en;q=0.3,ru;q=0.7", Some("ru")),
            ("EN-gb", Some("en")),
            ("ru;q=0, fr", None),
            ("*", None),
            ("", None),
            (";;q=,,=", None),
        ] {
            assert_eq!(best(accept_language).as_deref(), edition, "{accept_language}");
        }
    }
}
