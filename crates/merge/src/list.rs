//! Merging ordered lists without repeats, such as bylines and photo uses.

use std::collections::BTreeSet;

/// The merged list, or nothing when both sides put what they share in different new orders.
pub(crate) fn merge(base: &[String], ours: &[String], theirs: &[String]) -> Option<Vec<String>> {
    let survives = |item: &&String| ours.contains(item) && theirs.contains(item) && base.contains(item);
    let shared = |side: &[String]| side.iter().filter(survives).cloned().collect::<Vec<_>>();
    let (was, our, their) = (shared(base), shared(ours), shared(theirs));
    if our != was && their != was && our != their {
        return None;
    }
    // Whoever reordered gives the frame; the other side's additions and removals are carried into it.
    let (frame, other) = if our != was { (ours, theirs) } else { (theirs, ours) };
    let was: BTreeSet<&String> = base.iter().collect();
    let removed = |item: &&String| was.contains(*item) && !other.contains(item);
    let mut merged: Vec<String> = frame.iter().filter(|item| !removed(item)).cloned().collect();
    for (index, item) in other.iter().enumerate() {
        if was.contains(item) || merged.contains(item) {
            continue;
        }
        let left = other[..index].iter().rev().find_map(|left| merged.iter().position(|kept| kept == left));
        merged.insert(left.map_or(0, |position| position + 1), item.clone());
    }
    Some(merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, ours: &str, theirs: &str, expected: Option<&str>) {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(merge(&list(base), &list(ours), &list(theirs)), expected.map(list), "{base} | {ours} | {theirs}");
    }

    #[test]
    fn additions_follow_their_nearest_surviving_left_neighbour() {
        check("a b c", "a x b c", "a c", Some("a x c"));
        check("a b", "x a b", "a b y", Some("x a b y"));
        check("", "x", "y", Some("x y"));
    }

    #[test]
    fn one_reordering_meets_an_addition() {
        check("a b c", "c b a", "a b c d", Some("c d b a"));
        check("a b c", "a b c d", "c b a", Some("c d b a"));
    }

    #[test]
    fn two_different_reorderings_ask_a_person() {
        check("a b c", "b a c", "a c b", None);
        check("a b c", "b a c", "b a c", Some("b a c"));
    }
}
