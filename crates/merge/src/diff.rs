//! What changed between two sequences, within bounds: a text of a million equal lines must not stop the laptop.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Most comparisons that a difference is worth; what differs more is taken for one whole rewrite.
const MOST_COMPARISONS: usize = 4_000_000;

/// A stretch that was replaced, in both sequences; empty in the old one for what was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) old: Range<usize>,
    pub(crate) new: Range<usize>,
}

/// The stretches that differ, in order; between two of them something is equal.
pub(crate) fn hunks(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (head..old.len() - tail, head..new.len() - tail);
    if old_rest.is_empty() && new_rest.is_empty() {
        return Vec::new();
    }
    if old_rest.is_empty() || new_rest.is_empty() || old_rest.len().saturating_mul(new_rest.len()) > MOST_COMPARISONS {
        return vec![Hunk { old: old_rest, new: new_rest }];
    }
    let mut found: Vec<Hunk> = Vec::new();
    for step in capture_diff_slices(Algorithm::Patience, &old[old_rest], &new[new_rest]) {
        if matches!(step, DiffOp::Equal { .. }) {
            continue;
        }
        let moved = |range: Range<usize>| range.start + head..range.end + head;
        let hunk = Hunk { old: moved(step.old_range()), new: moved(step.new_range()) };
        match found.last_mut() {
            // A removal and an addition at one place are one replacement.
            Some(last) if last.old.end == hunk.old.start && last.new.end == hunk.new.start => {
                last.old.end = hunk.old.end;
                last.new.end = hunk.new.end;
            }
            _ => found.push(hunk),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn applied<'a>(old: &[&'a str], new: &[&'a str], hunks: &[Hunk]) -> Vec<&'a str> {
        let (mut result, mut at) = (Vec::new(), 0);
        for hunk in hunks {
            result.extend(&old[at..hunk.old.start]);
            result.extend(&new[hunk.new.clone()]);
            at = hunk.old.end;
        }
        result.extend(&old[at..]);
        result
    }

    #[test]
    fn a_whole_rewrite_of_a_huge_text_is_one_stretch_and_takes_no_time() {
        let (old, new) = (vec!["a"; 30_000], ["b", "c"].repeat(15_000));
        assert_eq!(hunks(&old, &new), [Hunk { old: 0..30_000, new: 0..30_000 }]);
        let longer = [&["x"][..], &old].concat();
        assert_eq!(hunks(&old, &longer), [Hunk { old: 0..0, new: 0..1 }], "what is common is seen all the same");
    }

    proptest! {
        #[test]
        fn the_stretches_lead_from_one_to_the_other(
            old in prop::collection::vec("[ab]", 0..8), new in prop::collection::vec("[ab]", 0..8),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let hunks = hunks(&old, &new);
            prop_assert_eq!(applied(&old, &new, &hunks), new);
            prop_assert!(hunks.windows(2).all(|pair| pair[0].old.end < pair[1].old.start));
        }
    }
}
