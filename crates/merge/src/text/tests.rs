//! The cases of the field, each in four scripts, and the laws of the merge.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::{Settled, settle_passage};

/// Five sentences in Latin, Cyrillic and Arabic script and in Chinese.
const TEXTS: [(&str, [&str; 5]); 4] = [
    (
        "en",
        [
            "Water came.",
            "It cost $7.2 million.",
            "Farmers wait.",
            "The dam at Sauran is not ready.",
            "Mr. Lee opened it.",
        ],
    ),
    (
        "kk",
        [
            "Су келді.",
            "Оған 7,2 млн. теңге кетті.",
            "Шаруалар күтіп отыр.",
            "Сауран бөгеті дайын емес.",
            "Арнаны К.К. Серік ашты.",
        ],
    ),
    (
        "tote",
        ["سۋ كەلدى.", "وعان 7 ملن تەڭگە كەتتى.", "شارۋالار كۇتىپ وتىر.", "ساۋران بوگەتى دايىن ەمەس.", "ارنا اشىلدى."],
    ),
    ("zh", ["水来了。", "花费七百万元。", "农民在等待。", "水坝还没有完工。", "市长打开了闸门。"]),
];

/// A text of these paragraphs, `/` between them: `A B1 / C` has the second sentence in another wording.
fn text(edition: &str, sentences: &[&str; 5], letters: &str) -> String {
    let space = if edition == "zh" { "" } else { " " };
    let sentence = |name: &str| {
        let whole = sentences[usize::from(name.as_bytes()[0] - b'A')];
        let stop = whole.char_indices().next_back().map_or(0, |(at, _)| at);
        [&whole[..stop], &name[1..], &whole[stop..]].concat()
    };
    let paragraph = |letters: &str| letters.split_whitespace().map(sentence).collect::<Vec<_>>().join(space);
    letters.split('/').map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// The letters of a text that was written by [`text`].
fn letters(edition: &str, sentences: &[&str; 5], text: &str) -> String {
    let mut shown = text.replace("\n\n", " / ");
    for name in ["A", "B", "C", "D", "E"] {
        for wording in ["1", "2", ""] {
            let name = format!("{name}{wording}");
            let words = self::text(edition, sentences, &name);
            shown = shown.replace(&words, &if edition == "zh" { format!("{name} ") } else { name });
        }
    }
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Merges in every script, to one outcome.
fn check(base: &str, ours: &str, theirs: &str, expected: Expect) {
    let outcome = |(edition, sentences): (&str, [&str; 5])| {
        let [base, ours, theirs] = [base, ours, theirs].map(|letters| text(edition, &sentences, letters));
        let merged = merge_text(&base, &ours, &theirs, edition);
        let shown = |text: &str| letters(edition, &sentences, text);
        let mut lines = vec![shown(&merged.text)];
        lines.extend(merged.conflicts.iter().map(|conflict| {
            let place = match &conflict.passage {
                Some(passage) => format!("between {:?} and {:?}", shown(&passage.before), shown(&passage.after)),
                None => "of the whole".to_owned(),
            };
            let Conflict { base, ours, theirs, .. } = conflict;
            format!("card {place}: was {:?}, theirs {:?}, ours {:?}", shown(base), shown(theirs), shown(ours))
        }));
        lines.join("\n")
    };
    let outcomes = TEXTS.map(outcome);
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "every script alike: {outcomes:#?}");
    expected.assert_eq(&outcomes[0]);
}

#[test]
fn two_edits_of_one_sentence_are_a_card() {
    check(
        "A B C / D E",
        "A1 B C / D E",
        "A2 B C / D E",
        expect![[r#"
        A2 B C / D E
        card between "" and "B C": was "A", theirs "A2", ours "A1""#]],
    );
}

#[test]
fn both_mend_the_same_word() {
    check("A B C / D E", "A1 B C / D E", "A1 B C / D E", expect!["A1 B C / D E"]);
}

#[test]
fn different_sentences_go_together() {
    check("A B C / D E", "A1 B C / D E", "A B C2 / D E", expect!["A1 B C2 / D E"]);
}

#[test]
fn touching_sentences_are_a_card() {
    check(
        "A B C / D E",
        "A1 B C / D E",
        "A B2 C / D E",
        expect![[r#"
        A B2 C / D E
        card between "" and "C": was "A B", theirs "A B2", ours "A1 B""#]],
    );
}

#[test]
fn an_empty_line_keeps_sentences_apart() {
    check("A B C / D E", "A B C1 / D E", "A B C / D2 E", expect!["A B C1 / D2 E"]);
}

#[test]
fn a_paragraph_deleted_against_a_figure_changed_in_it() {
    check(
        "A B C / D E",
        "A B C",
        "A B C / D2 E",
        expect![[r#"
        A B C / D2 E
        card between "A B C" and "": was "D E", theirs "D2 E", ours """#]],
    );
}

#[test]
fn a_figure_changed_against_its_paragraph_deleted() {
    check(
        "A B C / D E",
        "A B C / D1 E",
        "A B C",
        expect![[r#"
        A B C
        card between "A B C" and "": was "D E", theirs "", ours "D1 E""#]],
    );
}

#[test]
fn a_sentence_deleted_and_another_changed() {
    check("A B C / D E", "B C / D E", "A B C2 / D E", expect!["B C2 / D E"]);
}

#[test]
fn a_paragraph_moved_against_an_edit_in_it() {
    check("A / B C / D / E", "A / D / B C / E", "A / B C2 / D / E", expect!["A / D / B C2 / E"]);
}

#[test]
fn a_paragraph_moved_far_against_an_edit_in_it() {
    check(
        "A / B C / D / E",
        "A / D / E / B C",
        "A / B C2 / D / E",
        expect![[r#"
        A / B C2 / D / E
        card between "A" and "": was "B C / D / E", theirs "B C2 / D / E", ours "D / E / B C""#]],
    );
}

#[test]
fn both_move_a_paragraph_to_one_place() {
    check("A / B C / D / E", "A / D / E / B C", "A / D / E / B C", expect!["A / D / E / B C"]);
}

#[test]
fn both_move_a_paragraph_to_different_places() {
    check(
        "A / B / C / D / E",
        "A / C / B / D / E",
        "A / C / D / E / B",
        expect![[r#"
        A / C / D / E / B
        card between "A" and "": was "B / C / D / E", theirs "C / D / E / B", ours "C / B / D / E""#]],
    );
}

#[test]
fn both_append_a_sentence() {
    check(
        "A B / C",
        "A B / C D",
        "A B / C E",
        expect![[r#"
        A B / C E
        card between "C" and "": was "", theirs "E", ours "D""#]],
    );
}

#[test]
fn both_append_a_paragraph() {
    check(
        "A B / C",
        "A B / C / D",
        "A B / C / E",
        expect![[r#"
        A B / C / E
        card between "C" and "": was "", theirs "E", ours "D""#]],
    );
}

#[test]
fn both_insert_at_one_place() {
    check(
        "A B / C",
        "A D B / C",
        "A E B / C",
        expect![[r#"
        A E B / C
        card between "A" and "B": was "", theirs "E", ours "D""#]],
    );
}

#[test]
fn both_insert_a_paragraph_at_one_place() {
    check(
        "A B / C",
        "A B / D / C",
        "A B / E / C",
        expect![[r#"
        A B / E / C
        card between "A B" and "C": was "", theirs "E", ours "D""#]],
    );
}

#[test]
fn a_new_paragraph_beside_an_edit() {
    check("A B / C", "A B / D / C", "A B2 / C2", expect!["A B2 / D / C2"]);
}

#[test]
fn a_paragraph_split_that_the_other_edits() {
    check("A B C / D E", "A / B C / D E", "A B2 C / D E", expect!["A / B2 C / D E"]);
}

#[test]
fn an_edit_against_another_text_pasted_over_it() {
    check(
        "A B",
        "A1 B",
        "C D E",
        expect![[r#"
        C D E
        card of the whole: was "A B", theirs "C D E", ours "A1 B""#]],
    );
}

#[test]
fn an_edit_against_a_text_pasted_into_most_of_it() {
    check(
        "A B C / D",
        "A B1 C / D",
        "E / D",
        expect![[r#"
        E / D
        card between "" and "D": was "A B C", theirs "E", ours "A B1 C""#]],
    );
}

#[test]
fn both_delete_the_same_and_one_adds() {
    check("A B C / D E", "A C / D E", "A C / D E B", expect!["A C / D E B"]);
}

#[test]
fn both_write_into_an_empty_text() {
    check(
        "",
        "A B",
        "A C",
        expect![[r#"
        A C
        card of the whole: was "", theirs "A C", ours "A B""#]],
    );
}

/// Settles the only card of a merge.
fn settled(edition: &str, [base, ours, theirs]: [&str; 3], settled: Settled<'_>) -> Option<String> {
    let merged = merge_text(base, ours, theirs, edition);
    let [Conflict { ours, theirs, passage: Some(passage), .. }] = merged.conflicts.as_slice() else {
        panic!("one card with a place: {merged:?}");
    };
    settle_passage(&merged.text, ours, theirs, passage, settled)
}

#[test]
fn a_person_takes_one_both_or_a_third() {
    for (edition, sentences) in TEXTS {
        let check = |versions: [&str; 3], outcomes: [&str; 3]| {
            let versions = versions.map(|letters| text(edition, &sentences, letters));
            let versions = [versions[0].as_str(), versions[1].as_str(), versions[2].as_str()];
            let third = text(edition, &sentences, "E2");
            for (choice, outcome) in [Settled::Ours, Settled::Both, Settled::Third(&third)].into_iter().zip(outcomes) {
                let outcome = text(edition, &sentences, outcome);
                assert_eq!(settled(edition, versions, choice), Some(outcome), "{edition} {versions:?} {choice:?}");
            }
        };
        check(["A B C / D", "A B1 C / D", "A B2 C / D"], ["A B1 C / D", "A B2 B1 C / D", "A E2 C / D"]);
        check(
            ["A / B / C", "A / B / E / C", "A / B / D / C"],
            ["A / B / E / C", "A / B / D / E / C", "A / B / E2 / C"],
        );
        check(["A / B / C", "A / B1 / C", "A / C"], ["A / B1 / C", "A / B1 / C", "A / E2 / C"]);
        check(["A / B / C", "A / C", "A / B2 / C"], ["A / C", "A / B2 / C", "A / E2 / C"]);
        check(["A B / C", "A1 B / C", "B / C"], ["A1 B / C", "A1 B / C", "E2 B / C"]);
        check(["A / B", "A", "A / B2"], ["A", "A / B2", "A / E2"]);
    }
}

#[test]
fn a_card_is_settled_where_it_belongs_after_the_text_went_on() {
    let base = "One. Same. Two.\n\nThree. Same. Four.";
    let (ours, theirs) = (base.replace("Three. Same.", "Three. Ours."), base.replace("Three. Same.", "Three. Theirs."));
    let merged = merge_text(base, &ours, &theirs, "en");
    let Conflict { ours, theirs, passage, .. } = &merged.conflicts[0];
    let passage = passage.as_ref().expect("a place");
    let now = merged.text.replace("One. Same.", "One. Theirs.").replace("Four.", "Four. Five.");
    let settle = |now: &str| settle_passage(now, ours, theirs, passage, Settled::Ours);
    assert_eq!(settle(&now).as_deref(), Some("One. Theirs. Two.\n\nThree. Ours. Four. Five."));
    assert_eq!(settle("One. Same. Two.\n\nThree. Edited since. Four."), None, "it is for a person to say what now");
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec(("[A-F][12]?[.]", prop_oneof![Just(" "), Just(" "), Just("\n\n")]), 0..8)
        .prop_map(|pieces| pieces.into_iter().map(|(sentence, space)| format!("{sentence}{space}")).collect())
}

proptest! {
    #[test]
    fn nobody_loses_a_sentence(base in any_text(), ours in any_text(), theirs in any_text()) {
        let merged = merge_text(&base, &ours, &theirs, "en");
        let kept: String = merged.conflicts.iter().map(|conflict| format!("{} {} ", conflict.ours, conflict.theirs)).collect();
        let was = pieces(&base, "en");
        for (side, text) in [("ours", &ours), ("theirs", &theirs)] {
            for sentence in pieces(text, "en").into_iter().filter(|piece| !is_space(piece) && !was.contains(piece)) {
                prop_assert!(merged.text.contains(sentence) || kept.contains(sentence), "{side} lost {sentence}: {merged:?}");
            }
        }
    }

    #[test]
    fn a_side_that_did_nothing_changes_nothing(base in any_text(), other in any_text()) {
        for [ours, theirs] in [[&base, &other], [&other, &base], [&other, &other]] {
            let merged = merge_text(&base, ours, theirs, "en");
            prop_assert_eq!(&merged.text, &other);
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn the_sides_are_treated_alike(base in any_text(), one in any_text(), other in any_text()) {
        let (here, there) = (merge_text(&base, &one, &other, "en"), merge_text(&base, &other, &one, "en"));
        let swapped = |conflicts: &[Conflict]| -> Vec<[String; 3]> {
            conflicts.iter().map(|conflict| [&conflict.base, &conflict.theirs, &conflict.ours].map(String::clone)).collect()
        };
        let straight = |conflicts: &[Conflict]| -> Vec<[String; 3]> {
            conflicts.iter().map(|conflict| [&conflict.base, &conflict.ours, &conflict.theirs].map(String::clone)).collect()
        };
        prop_assert_eq!(straight(&here.conflicts), swapped(&there.conflicts));
        if here.conflicts.is_empty() {
            prop_assert_eq!(here.text, there.text);
        }
    }

    #[test]
    fn what_they_brought_is_where_it_is_said_to_be(base in any_text(), ours in any_text(), theirs in any_text()) {
        let merged = merge_text(&base, &ours, &theirs, "en");
        let mut last = 0;
        for range in &merged.brought {
            prop_assert!(range.start >= last && merged.text.get(range.clone()).is_some());
            last = range.end;
        }
    }

    #[test]
    fn a_card_can_always_be_settled_in_the_text_it_came_with(base in any_text(), ours in any_text(), theirs in any_text()) {
        let merged = merge_text(&base, &ours, &theirs, "en");
        for conflict in &merged.conflicts {
            let Some(passage) = &conflict.passage else { continue };
            let Conflict { ours, theirs, .. } = conflict;
            let taken = settle_passage(&merged.text, ours, theirs, passage, Settled::Ours);
            let taken = taken.expect("the passage is there");
            for sentence in pieces(ours, "en").into_iter().filter(|piece| !is_space(piece)) {
                prop_assert!(taken.contains(sentence), "{taken}");
            }
        }
    }
}
