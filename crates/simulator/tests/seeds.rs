//! A few dozen seeds, and a few of the planted bugs: `cargo xtask simulate` runs the rest.

use tilshi_simulator::{Planted, run, run_twice};

/// A history that once ended badly: a laptop that had sent a story as the portal wrote it, and then once more with a tag
/// that the portal brought to another, told the portal that it knew all of it, and was never told of the tag.
const RENAMED_AFTER_SENT: u64 = 18_498;

#[test]
fn nothing_is_lost_in_a_few_dozen_histories() {
    for seed in (0..40).chain([RENAMED_AFTER_SENT]) {
        let verdict = if seed % 10 == 0 { run_twice(seed) } else { run(seed, None, false) };
        assert!(verdict.violations.is_empty(), "seed {seed}: {:#?}", verdict.violations);
    }
}

#[test]
fn planted_bugs_are_caught() {
    for bug in [Planted::LaptopSavesLater, Planted::SkippedBase, Planted::CursorSkips] {
        let caught = (0..60).any(|seed| !run(seed, Some(bug), false).violations.is_empty());
        assert!(caught, "{bug:?} goes unnoticed");
    }
}
