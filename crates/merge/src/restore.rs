//! Two versions of a text beside each other, and one paragraph of the older one back in the newer.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tilshi_language::passage_key;

use crate::diff::{Hunk, hunks};

/// Two paragraphs with at least this share of their words in common are versions of each other.
const KIN: f64 = 0.4;

/// Most pairs of changed paragraphs that are compared word by word; in a larger rewrite they are paired by their order.
const MOST_PAIRS: usize = 4096;

/// One paragraph in two versions, as places among the paragraphs of each, from 0; it may be missing in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aligned {
    /// Its place in the older version.
    pub then: Option<usize>,
    /// Its place in the newer version.
    pub now: Option<usize>,
}

/// The paragraphs of two versions of a text beside each other, all of both, each in its own order.
pub fn align(then: &[&str], now: &[&str]) -> Vec<Aligned> {
    let mut rows = Vec::new();
    let (mut then_at, mut now_at) = (0, 0);
    let equal = |then: Range<usize>, now: Range<usize>| {
        then.zip(now).map(|(then, now)| Aligned { then: Some(then), now: Some(now) })
    };
    for Hunk { old, new } in hunks(then, now) {
        rows.extend(equal(then_at..old.start, now_at..new.start));
        (then_at, now_at) = (old.end, new.end);
        let by_order = old.len() * new.len() > MOST_PAIRS;
        let mut next = new.start;
        for index in old {
            let rest = next..new.end;
            let successor =
                if by_order { Some(0).filter(|_| !rest.is_empty()) } else { successor(then[index], &now[rest]) };
            let found = successor.map(|offset| next + offset);
            if let Some(found) = found {
                rows.extend((next..found).map(|skipped| Aligned { then: None, now: Some(skipped) }));
                next = found + 1;
            }
            rows.push(Aligned { then: Some(index), now: found });
        }
        rows.extend((next..new.end).map(|added| Aligned { then: None, now: Some(added) }));
    }
    rows.extend(equal(then_at..then.len(), now_at..now.len()));
    rows
}

/// Where paragraphs that somebody noted stand in a text now, each by its place among those of `now`, if it is still there. In the
/// same words wherever they are; rewritten, where most of its words are.
pub fn found_again(noted: &[&str], now: &[&str]) -> Vec<Option<usize>> {
    let same = |noted: &&str| now.iter().position(|paragraph| passage_key(paragraph) == passage_key(noted));
    let mut found: Vec<Option<usize>> = noted.iter().map(same).collect();
    let taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    let rest: Vec<usize> = (0..now.len()).filter(|place| !taken.contains(place)).collect();
    let candidates: Vec<&str> = rest.iter().map(|place| now[*place]).collect();
    for (place, noted) in found.iter_mut().zip(noted).filter(|(place, _)| place.is_none()) {
        *place = successor(noted, &candidates).map(|at| rest[at]);
    }
    found
}

/// The text of `now` with one paragraph as it was `then`; `paragraph` counts those of `then`, from 0.
///
/// It takes the place of what became of it. A paragraph that is gone comes back behind the one it used to follow; one
/// that stands unchanged leaves the text as it is. Nothing when `then` has no such paragraph.
pub fn with_paragraph(now: &str, then: &str, paragraph: usize) -> Option<String> {
    let (here, there) = (paragraphs(now), paragraphs(then));
    let wanted = &then[there.get(paragraph)?.clone()];
    let current: Vec<&str> = here.iter().map(|range| &now[range.clone()]).collect();
    let former: Vec<&str> = there.iter().map(|range| &then[range.clone()]).collect();
    let rows = align(&former, &current);
    let row = rows.iter().position(|row| row.then == Some(paragraph))?;
    let before = rows[..row].iter().rev().find_map(|row| row.now);
    let (replaced, gap) = match (rows[row].now, before) {
        (Some(index), _) => (here[index].clone(), ["", ""]),
        (None, Some(index)) => (here[index].end..here[index].end, ["\n\n", ""]),
        (None, None) if here.is_empty() => (0..now.len(), ["", ""]),
        (None, None) => (here[0].start..here[0].start, ["", "\n\n"]),
    };
    let [before, after] = gap;
    Some([&now[..replaced.start], before, wanted, after, &now[replaced.end..]].concat())
}

/// Where the paragraphs of a text stand, in bytes: what empty lines part.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut position = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let end = position + line.trim_end_matches('\n').len();
        let is_empty = line.trim().is_empty();
        match found.last_mut() {
            Some(last) if goes_on && !is_empty => last.end = end,
            _ if !is_empty => found.push(position..end),
            _ => {}
        }
        goes_on = !is_empty;
        position += line.len();
    }
    found
}

/// The paragraph that has the most words in common with an older one, if it has enough of them.
fn successor(older: &str, candidates: &[&str]) -> Option<usize> {
    let kinship = candidates.iter().map(|candidate| kinship(older, candidate));
    let (index, best) = kinship.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (best >= KIN).then_some(index)
}

/// The share of common words, from 0 to 1; in texts without spaces, of common characters.
fn kinship(a: &str, b: &str) -> f64 {
    let (a, b) = (counted(a), counted(b));
    let common: usize = a.iter().map(|(token, count)| (*count).min(b.get(token).copied().unwrap_or_default())).sum();
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    2.0 * common as f64 / all.max(1) as f64
}

fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut tokens = BTreeMap::new();
    for word in text.split_whitespace() {
        let is_han = word.chars().any(|character| matches!(character, '\u{3400}'..='\u{9FFF}'));
        if is_han {
            for (at, character) in word.char_indices() {
                *tokens.entry(&word[at..at + character.len_utf8()]).or_default() += 1;
            }
        } else {
            *tokens.entry(word).or_default() += 1;
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THEN: &str = "Су келді.\n\nАрна он күн ерте ашылды.\n\nШаруалар күтіп отыр.";

    #[test]
    fn a_changed_paragraph_becomes_again_what_it_was() {
        let now = "Су келді.\n\nАрна он бес күн ерте ашылды.\n\nШаруалар күтіп отыр.";
        assert_eq!(with_paragraph(now, THEN, 1).as_deref(), Some(THEN));
        assert_eq!(with_paragraph(now, THEN, 0).as_deref(), Some(now), "this one was not touched");
        assert_eq!(with_paragraph(now, THEN, 3), None);
    }

    #[test]
    fn a_paragraph_that_is_gone_comes_back_to_its_place() {
        assert_eq!(with_paragraph("Су келді.\n\nШаруалар күтіп отыр.", THEN, 1).as_deref(), Some(THEN));
        let now = "Арна он күн ерте ашылды.\n\nШаруалар күтіп отыр.";
        assert_eq!(with_paragraph(now, THEN, 0).as_deref(), Some(THEN));
        assert_eq!(with_paragraph("Су келді.", THEN, 2).as_deref(), Some("Су келді.\n\nШаруалар күтіп отыр."));
        assert_eq!(with_paragraph("", THEN, 2).as_deref(), Some("Шаруалар күтіп отыр."));
    }

    #[test]
    fn what_was_written_since_stays() {
        let now = "Жаңа сөз.\n\nСу келді.\n\nБасқа бір хабар жазылды.";
        let restored = with_paragraph(now, THEN, 1).expect("a paragraph");
        assert_eq!(restored, "Жаңа сөз.\n\nСу келді.\n\nАрна он күн ерте ашылды.\n\nБасқа бір хабар жазылды.");
    }

    #[test]
    fn chinese_paragraphs_are_known_again_by_their_characters() {
        let then = "主干渠闸门于周一开启。\n\n水够用。";
        assert_eq!(with_paragraph("主干渠闸门于周二开启。\n\n水够用。", then, 0).as_deref(), Some(then));
    }

    #[test]
    fn a_paragraph_that_was_noted_is_found_again_until_it_is_another_one() {
        let noted = ["Арна он күн ерте ашылды.", "Су  келді."];
        assert_eq!(found_again(&noted, &["Су келді.", "Арна он күн ерте ашылды."]), [Some(1), Some(0)]);
        assert_eq!(found_again(&noted, &["Су келді.", "Арна он бес күн ерте ашылды."]), [Some(1), Some(0)]);
        assert_eq!(found_again(&noted, &["Арна он бес күн ерте ашылды."]), [Some(0), None]);
        assert_eq!(found_again(&noted[1..], &["Шаруалар күтіп отыр."]), [None]);
        assert_eq!(found_again(&noted, &[]), [None, None]);
    }

    #[test]
    fn versions_stand_beside_each_other() {
        let shown = |then: &[&str], now: &[&str]| -> Vec<_> {
            align(then, now).into_iter().map(|row| (row.then, row.now)).collect()
        };
        let rows = shown(&["a b c", "d e f", "g h i"], &["new one", "a b x", "g h i", "last"]);
        assert_eq!(rows, [(None, Some(0)), (Some(0), Some(1)), (Some(1), None), (Some(2), Some(2)), (None, Some(3))]);
        let many: Vec<String> = (0..200).map(|number| format!("paragraph {number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let rewritten: Vec<String> = (0..150).map(|number| format!("other {number}")).collect();
        let rewritten: Vec<&str> = rewritten.iter().map(String::as_str).collect();
        assert_eq!(shown(&many, &rewritten).len(), 200, "a whole rewrite is paired by order");
    }

    #[test]
    fn a_list_or_a_quote_is_one_paragraph() {
        let text = "One\ntwo\n  \n- a\n- b\n\n\n> c";
        let found: Vec<&str> = paragraphs(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["One\ntwo", "- a\n- b", "> c"]);
    }

    proptest! {
        #[test]
        fn every_paragraph_of_both_is_there_once_and_in_order(
            then in prop::collection::vec("[абв]( [абв]){0,3}", 0..8),
            now in prop::collection::vec("[абв]( [абв]){0,3}", 0..8),
        ) {
            let then: Vec<&str> = then.iter().map(String::as_str).collect();
            let now: Vec<&str> = now.iter().map(String::as_str).collect();
            let rows = align(&then, &now);
            let olds: Vec<usize> = rows.iter().filter_map(|row| row.then).collect();
            let news: Vec<usize> = rows.iter().filter_map(|row| row.now).collect();
            prop_assert_eq!(olds, (0..then.len()).collect::<Vec<_>>());
            prop_assert_eq!(news, (0..now.len()).collect::<Vec<_>>());
        }

        #[test]
        fn nothing_but_the_successor_is_lost(now in "([абв ]{1,6}\n{1,3}){0,6}", then in "([абв ]{1,6}\n{1,3}){1,6}", at in 0..6_usize) {
            let Some(restored) = with_paragraph(&now, &then, at) else { return Ok(()) };
            let wanted = &then[paragraphs(&then)[at].clone()];
            prop_assert!(restored.contains(wanted));
            let kept = paragraphs(&now).into_iter().filter(|range| restored.contains(&now[range.clone()])).count();
            prop_assert!(kept + 1 >= paragraphs(&now).len());
        }
    }
}
