//! A passage of a text, found again after the text went on, and settled.

use std::ops::Range;

use tilshi_story::Passage;

/// What takes the place of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled<'a> {
    /// The version on the card.
    Ours,
    /// The version in the text, and behind it the one on the card.
    Both,
    /// Something else.
    Third(&'a str),
}

/// The text with a card's passage settled; nothing when the passage is not there any more as the card knows it.
pub fn settle_passage(now: &str, ours: &str, theirs: &str, passage: &Passage, settled: Settled<'_>) -> Option<String> {
    let place = place_of(now, theirs, passage)?;
    let words = match settled {
        Settled::Ours => ours.to_owned(),
        Settled::Third(third) => third.trim().to_owned(),
        Settled::Both if theirs.is_empty() || ours.is_empty() => [theirs, ours].concat(),
        Settled::Both => [theirs, &passage.between, ours].concat(),
    };
    let (head, tail) = (&now[..place.start], &now[place.end..]);
    Some(match (words.is_empty(), place.is_empty()) {
        // Nothing takes the place of words: the space around them closes.
        (true, false) => closed(head, tail),
        // Words come back to where there are none: they need a space of their own.
        (false, true) => opened(head, &words, tail, &passage.between),
        (true, true) | (false, false) => [head, &words, tail].concat(),
    })
}

/// Where a card's passage stands in a text, in bytes; nothing when it is not there any more as the card knows it.
pub fn place_of(now: &str, theirs: &str, passage: &Passage) -> Option<Range<usize>> {
    let fits_before = |at: usize| now[..at].trim_end().ends_with(passage.before.as_str());
    let fits_after = |at: usize| now[at..].trim_start().starts_with(passage.after.as_str());
    if theirs.is_empty() {
        let behind = now.match_indices(passage.before.as_str()).map(|(at, found)| at + found.len());
        let places: Vec<usize> = behind.collect();
        let best = places.iter().copied().find(|at| fits_after(*at)).or_else(|| places.first().copied());
        return best.filter(|_| !passage.before.is_empty() || fits_after(0)).map(|at| at..at);
    }
    let found: Vec<usize> = now.match_indices(theirs).map(|(at, _)| at).collect();
    let fit = |at: &usize| usize::from(fits_before(*at)) + usize::from(fits_after(*at + theirs.len()));
    // Of equals the first: the order of the text.
    let best = found.into_iter().rev().max_by_key(fit)?;
    Some(best..best + theirs.len())
}

fn closed(head: &str, tail: &str) -> String {
    let (left, right) = (head.trim_end(), tail.trim_start());
    let gap = [&head[left.len()..], &tail[..tail.len() - right.len()]];
    if left.is_empty() {
        return right.to_owned();
    }
    if right.is_empty() {
        return [left, gap[1]].concat();
    }
    let gap = if gap[0].matches('\n').count() >= gap[1].matches('\n').count() { gap[0] } else { gap[1] };
    [left, gap, right].concat()
}

fn opened(head: &str, words: &str, tail: &str, between: &str) -> String {
    let (left, right) = (head.trim_end(), tail.trim_start());
    let gap_before = if left.is_empty() { "" } else { between };
    let space = [&head[left.len()..], &tail[..tail.len() - right.len()]].concat();
    let gap_after = match () {
        () if right.is_empty() => space.as_str(),
        () if space.is_empty() || between.len() > space.len() => between,
        () => space.as_str(),
    };
    [left, gap_before, words, gap_after, right].concat()
}
