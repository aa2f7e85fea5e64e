//! The three-way merge: what the portal has, what this laptop has, and what both started from.
//!
//! Pure: it knows neither where the versions come from nor where the outcome goes. Its law: every value that
//! somebody made is in the merged content, on a card, or was what the other side deliberately replaced with the
//! very same value.

mod diff;
mod following;
mod list;
mod passage;
mod restore;
mod text;

use std::collections::BTreeSet;
use std::ops::Range;

pub use following::{
    Answer, Behind, Converted, Field, Followed, Row, SentencePair, Texts, accepted, behind, converted_after,
    finding_name, followed_after, machine_mark, machine_marks, open_errors, sentences_beside, side_by_side,
    unread_of_machine,
};
pub use passage::{Settled, place_of, settle_passage};
pub use restore::{Aligned, align, found_again, paragraphs, with_paragraph};
pub use text::{Conflict, MergedText, merge_text};
use tilshi_story::{
    Card, CardKind, CardVersion, Content, DocumentId, PartKey, PartValue, Passage, PersonId, Timestamp,
};

/// One side of a merge.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// What it holds.
    pub content: &'a Content,
    /// Who made it.
    pub by: PersonId,
    /// When, for display.
    pub at: Timestamp,
}

/// The outcome: the content to go on with, and a card for everything that a person has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The merged content; where a card was made, theirs stands.
    pub content: Content,
    /// The cards.
    pub cards: Vec<Card>,
    /// What came from their side into a text that we had changed too: the part, and where in it, in bytes.
    pub brought: Vec<(PartKey, Range<usize>)>,
}

/// Merges two versions of a document part by part.
pub fn merge(document: DocumentId, base: &Content, ours: &Side<'_>, theirs: &Side<'_>) -> Merged {
    let keys: BTreeSet<&PartKey> =
        [base, ours.content, theirs.content].into_iter().flat_map(Content::iter).map(|(key, _)| key).collect();
    let mut merged = Merged::default();
    for key in keys {
        let (was, our, their) = (base.get(key), ours.content.get(key), theirs.content.get(key));
        let card = |passage: Option<Passage>, values: [Option<PartValue>; 3]| {
            let [base, our, their] = values;
            Card {
                document,
                part: key.clone(),
                kind: CardKind::Conflict,
                passage,
                base,
                ours: CardVersion { value: our, by: ours.by, at: ours.at },
                theirs: CardVersion { value: their, by: theirs.by, at: theirs.at },
            }
        };
        let text = || text_merge(key, was, our, their);
        let value = match merge_values(was, our, their).ok_or_else(text) {
            Ok(value) => value,
            Err(text) if key.known().is_some_and(|part| part.is_of_following()) => {
                text.map_or_else(|| their.cloned(), |text| words(text.text))
            }
            Err(Some(text)) => {
                merged.brought.extend(text.brought.into_iter().map(|range| (key.clone(), range)));
                for Conflict { base, ours, theirs, passage } in text.conflicts {
                    merged.cards.push(match passage {
                        Some(passage) => card(Some(passage), [base, ours, theirs].map(words)),
                        None => card(None, [was.cloned(), our.cloned(), their.cloned()]),
                    });
                }
                words(text.text)
            }
            Err(None) => {
                merged.cards.push(card(None, [was.cloned(), our.cloned(), their.cloned()]));
                their.cloned()
            }
        };
        if let Some(value) = value {
            merged.content.put(key.clone(), value);
        }
    }
    merged
}

fn words(text: String) -> Option<PartValue> {
    (!text.is_empty()).then_some(PartValue::Text(text))
}

/// The merge of a running text by its sentences; nothing for parts that are none.
fn text_merge(
    key: &PartKey,
    base: Option<&PartValue>,
    ours: Option<&PartValue>,
    theirs: Option<&PartValue>,
) -> Option<MergedText> {
    let part = key.known().filter(|part| part.is_text() || part.is_of_following())?;
    let edition = part.edition()?;
    let text = |value: Option<&PartValue>| match value {
        Some(PartValue::Text(text)) => Some(text.clone()),
        Some(_) => None,
        None => Some(String::new()),
    };
    Some(merge_text(&text(base)?, &text(ours)?, &text(theirs)?, edition.as_str()))
}

/// The merged value of one part; the outer `None` asks a person.
pub fn merge_part(
    key: &PartKey,
    base: Option<&PartValue>,
    ours: Option<&PartValue>,
    theirs: Option<&PartValue>,
) -> Option<Option<PartValue>> {
    merge_values(base, ours, theirs).or_else(|| {
        let text = text_merge(key, base, ours, theirs)?;
        text.conflicts.is_empty().then(|| words(text.text))
    })
}

/// The merged value of one part without looking into its text.
fn merge_values(
    base: Option<&PartValue>,
    ours: Option<&PartValue>,
    theirs: Option<&PartValue>,
) -> Option<Option<PartValue>> {
    if ours == theirs || ours == base {
        return Some(theirs.cloned());
    }
    if theirs == base {
        return Some(ours.cloned());
    }
    let nothing_set = BTreeSet::new();
    match (ours, theirs) {
        (Some(PartValue::Set(our)), Some(PartValue::Set(their))) => {
            let was = match base {
                Some(PartValue::Set(was)) => was,
                Some(_) | None => &nothing_set,
            };
            let merged = their
                .iter()
                .filter(|item| our.contains(*item) || !was.contains(*item))
                .chain(our.iter().filter(|item| !was.contains(*item)));
            Some(Some(PartValue::Set(merged.cloned().collect())))
        }
        (Some(PartValue::List(our)), Some(PartValue::List(their))) => {
            let was = match base {
                Some(PartValue::List(was)) => was.as_slice(),
                Some(_) | None => &[],
            };
            list::merge(was, our, their).map(|merged| Some(PartValue::List(merged)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use tilshi_story::{Part, StoryId};

    /// Parts as lines: `slugline canal`, `tags {a b}`, `photos [a b]`.
    fn content(text: &str) -> Content {
        text.lines()
            .filter_map(|line| line.trim().split_once(' '))
            .map(|(key, value)| {
                let items = |open, close| {
                    let inner = value.strip_prefix(open)?.strip_suffix(close)?;
                    Some(inner.split_whitespace().map(str::to_owned))
                };
                let value = match (items('{', '}'), items('[', ']')) {
                    (Some(set), _) => PartValue::Set(set.collect()),
                    (None, Some(list)) => PartValue::List(list.collect()),
                    (None, None) => PartValue::text(value),
                };
                (key.parse().expect("a part name"), value)
            })
            .collect()
    }

    fn show(value: Option<&PartValue>) -> String {
        match value {
            None => "nothing".into(),
            Some(PartValue::Text(text)) => text.clone(),
            Some(PartValue::Set(set)) => format!("{{{}}}", set.iter().cloned().collect::<Vec<_>>().join(" ")),
            Some(PartValue::List(list)) => format!("[{}]", list.join(" ")),
            Some(PartValue::Opaque { kind, bytes }) => format!("kind {kind}, {} bytes", bytes.len()),
        }
    }

    fn side(content: &Content) -> Side<'_> {
        Side { content, by: PersonId::generate(), at: Timestamp(0) }
    }

    fn check(base: &str, ours: &str, theirs: &str, expected: Expect) {
        let (base, ours, theirs) = (content(base), content(ours), content(theirs));
        let merged = merge(StoryId::generate().into(), &base, &side(&ours), &side(&theirs));
        let mut lines: Vec<String> =
            merged.content.iter().map(|(key, value)| format!("{key} {}", show(Some(value)))).collect();
        lines.extend(merged.cards.iter().map(|card| {
            let (base, ours) = (show(card.base.as_ref()), show(card.ours.value.as_ref()));
            format!("CARD {}: was {base}, theirs {}, ours {ours}", card.part, show(card.theirs.value.as_ref()))
        }));
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn different_parts_merge_on_their_own() {
        check(
            "slugline canal\nedition/en/body Water.",
            "slugline canal-opening\nedition/en/body Water.",
            "slugline canal\nedition/en/body Water came.",
            expect![[r#"
                edition/en/body Water came.
                slugline canal-opening"#]],
        );
    }

    #[test]
    fn two_different_credits_are_a_card_and_theirs_stands() {
        check(
            "",
            "credit-line A. Sadyqova / Dala",
            "credit-line D. Ospanov / Dala",
            expect![[r#"
                credit-line D. Ospanov / Dala
                CARD credit-line: was nothing, theirs D. Ospanov / Dala, ours A. Sadyqova / Dala"#]],
        );
    }

    #[test]
    fn nobody_is_asked_how_far_an_edition_follows_its_source() {
        check(
            "edition/ru/made-from en\nedition/ru/source-body One. Two.",
            "edition/ru/made-from kk\nedition/ru/source-body First. Two.",
            "edition/ru/made-from uz\nedition/ru/source-body 1st. 2nd.",
            expect![[r#"
                edition/ru/made-from uz
                edition/ru/source-body 1st. 2nd."#]],
        );
        check(
            "edition/ru/source-body One. Two. Three.",
            "edition/ru/source-body First. Two. Three.",
            "edition/ru/source-body One. Two. Third.",
            expect!["edition/ru/source-body First. Two. Third."],
        );
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict() {
        check("slugline a", "slugline b", "slugline b", expect!["slugline b"]);
    }

    #[test]
    fn a_text_emptied_here_and_changed_there_is_a_card() {
        check(
            "edition/kk/body Су келді.",
            "slugline canal",
            "edition/kk/body Су ерте келді.",
            expect![[r#"
                edition/kk/body Су ерте келді.
                slugline canal
                CARD edition/kk/body: was Су келді., theirs Су ерте келді., ours nothing"#]],
        );
    }

    #[test]
    fn tags_merge_by_what_was_added_and_removed() {
        check("tags {water dam}", "tags {water canal}", "tags {water dam farm}", expect!["tags {canal farm water}"]);
    }

    #[test]
    fn photos_added_on_both_sides_are_both_there() {
        check("photos [a b]", "photos [a x b]", "photos [a b y]", expect!["photos [a x b y]"]);
    }

    #[test]
    fn two_different_orders_of_bylines_are_a_card() {
        check(
            "bylines [a b c]",
            "bylines [b a c]",
            "bylines [a c b]",
            expect![[r#"
                bylines [a c b]
                CARD bylines: was [a b c], theirs [a c b], ours [b a c]"#]],
        );
    }

    fn any_content() -> impl Strategy<Value = Content> {
        let value = prop_oneof![
            "[ab]{0,2}".prop_map(PartValue::text),
            prop::collection::btree_set("[a-d]", 0..4).prop_map(PartValue::Set),
            Just(vec!["a", "b", "c", "d"])
                .prop_shuffle()
                .prop_flat_map(|all| (Just(all), 0..5usize))
                .prop_map(|(all, n)| PartValue::List(all.into_iter().take(n).map(str::to_owned).collect())),
        ];
        prop::collection::vec(("[a-c]", value), 0..4).prop_map(|parts| {
            parts.into_iter().map(|(key, value)| (key.parse().expect("a part name"), value)).collect()
        })
    }

    proptest! {
        #[test]
        fn merging_again_changes_nothing(base in any_content(), ours in any_content(), theirs in any_content()) {
            let document = StoryId::generate().into();
            let first = merge(document, &base, &side(&ours), &side(&theirs));
            let again = merge(document, &theirs, &side(&first.content), &side(&theirs));
            prop_assert_eq!(&again.content, &first.content);
            prop_assert!(again.cards.is_empty());
        }

        #[test]
        fn nothing_that_somebody_made_is_gone(base in any_content(), ours in any_content(), theirs in any_content()) {
            let merged = merge(StoryId::generate().into(), &base, &side(&ours), &side(&theirs));
            for (key, value) in ours.iter().filter(|(key, value)| base.get(key) != Some(value)) {
                let kept = merged.content.get(key) == Some(value)
                    || merged.cards.iter().any(|card| card.part == *key && card.ours.value.as_ref() == Some(value))
                    || contains_additions(base.get(key), value, merged.content.get(key));
                prop_assert!(kept, "{key} lost {value:?}: {merged:?}");
            }
        }
    }

    /// Whether every item that `value` added to `base` is in `merged`.
    fn contains_additions(base: Option<&PartValue>, value: &PartValue, merged: Option<&PartValue>) -> bool {
        fn items(value: Option<&PartValue>) -> Vec<&String> {
            match value {
                Some(PartValue::Set(set)) => set.iter().collect(),
                Some(PartValue::List(list)) => list.iter().collect(),
                Some(PartValue::Text(_) | PartValue::Opaque { .. }) | None => Vec::new(),
            }
        }
        let (was, now) = (items(base), items(merged));
        value.as_text().is_none() && items(Some(value)).iter().all(|item| was.contains(item) || now.contains(item))
    }

    #[test]
    fn a_part_of_a_later_version_is_merged_like_any_scalar() {
        let key: PartKey = "a-part-of-2031".parse().expect("well formed");
        let base: Content = [(Part::Slugline.key(), PartValue::text("a"))].into_iter().collect();
        let mut ours = base.clone();
        ours.put(key.clone(), PartValue::Opaque { kind: 9, bytes: vec![1] });
        let merged = merge(StoryId::generate().into(), &base, &side(&ours), &side(&base));
        assert_eq!(merged.content.get(&key), ours.get(&key));
    }
}
