//! Merging running text, sentence by sentence: changes to different sentences go together on their own, the same and
//! touching sentences are for a person.
//!
//! A text is taken as sentences and the spaces between them. A change to the spaces alone (a paragraph split in two)
//! gets in nobody's way; an empty line between two changes keeps them apart.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use tilshi_language::sentences;
use tilshi_story::Passage;

use crate::diff::{Hunk, hunks};

/// Most bytes of a neighbouring sentence that a card remembers its place by.
const ANCHOR_BYTES: usize = 120;

/// Two versions of a text brought together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedText {
    /// The text; at a conflict, theirs stands.
    pub text: String,
    /// The passages that a person has to decide.
    pub conflicts: Vec<Conflict>,
    /// What came from their side without a question, in bytes of the text.
    pub brought: Vec<Range<usize>>,
}

/// One passage in three versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What both started from.
    pub base: String,
    /// Ours.
    pub ours: String,
    /// Theirs.
    pub theirs: String,
    /// Where it is; nothing when it is all of the text.
    pub passage: Option<Passage>,
}

/// Merges two versions of a text in an edition, such as `kk`.
pub fn merge_text(base: &str, ours: &str, theirs: &str, edition: &str) -> MergedText {
    let base = pieces(base, edition);
    let sides = [Changed::new(&base, ours, edition), Changed::new(&base, theirs, edition)];
    let groups = groups(&base, &sides);
    Assembly { base: &base, sides: &sides, edition }.assemble(&groups)
}

/// The sentences of a text and the spaces between them; together they are the text.
fn pieces<'a>(text: &'a str, edition: &str) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut space = 0..0;
    for sentence in sentences(text, edition) {
        let whole = &text[sentence.clone()];
        let words = whole.trim();
        if words.is_empty() {
            space.end = sentence.end;
            continue;
        }
        let start = sentence.start + (whole.len() - whole.trim_start().len());
        if space.start < start {
            pieces.push(&text[space.start..start]);
        }
        pieces.push(words);
        space = start + words.len()..sentence.end;
    }
    if space.start < text.len() {
        pieces.push(&text[space.start..]);
    }
    pieces
}

fn is_space(piece: &str) -> bool {
    piece.trim().is_empty()
}

/// Whether an empty line is part of it.
fn parts_paragraphs(piece: &str) -> bool {
    is_space(piece) && piece.matches('\n').count() > 1
}

/// One side's changes to the base.
struct Changed<'a> {
    pieces: Vec<&'a str>,
    hunks: Vec<Hunk>,
}

impl<'a> Changed<'a> {
    fn new(base: &[&str], text: &'a str, edition: &str) -> Self {
        let pieces = pieces(text, edition);
        let mut hunks = hunks(base, &pieces);
        let starts: Vec<usize> = hunks.iter().skip(1).map(|hunk| hunk.old.start).chain([base.len()]).collect();
        for (hunk, limit) in hunks.iter_mut().zip(starts) {
            slide(hunk, base, &pieces, limit);
        }
        Self { pieces, hunks }
    }

    fn new_pieces(&self, hunk: usize) -> &[&'a str] {
        &self.pieces[self.hunks[hunk].new.clone()]
    }

    fn is_space_only(&self, hunk: usize, base: &[&str]) -> bool {
        let old = &base[self.hunks[hunk].old.clone()];
        old.iter().chain(self.new_pieces(hunk)).all(|piece| is_space(piece))
    }

    /// The stretch of the base as this side has it; its changes there lie within.
    fn version(&self, base: &[&str], stretch: &Range<usize>, hunks: impl Iterator<Item = usize>) -> String {
        let (mut text, mut at) = (String::new(), stretch.start);
        for hunk in hunks {
            let Hunk { old, new } = &self.hunks[hunk];
            text.extend(base[at..old.start].iter().copied());
            text.extend(self.pieces[new.clone()].iter().copied());
            at = old.end;
        }
        text.extend(base[at..stretch.end].iter().copied());
        text
    }

    /// Pairs of changes by which a sentence was moved: it is gone in the first and stands in the second.
    fn moves(&self, base: &[&str]) -> BTreeSet<(usize, usize)> {
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, hunk) in self.hunks.iter().enumerate() {
            let kept: BTreeSet<&str> = self.new_pieces(index).iter().copied().collect();
            let old = base[hunk.old.clone()].iter().filter(|piece| !is_space(piece) && !kept.contains(*piece));
            gone.extend(old.map(|piece| (*piece, index)));
        }
        let mut moves = BTreeSet::new();
        for index in 0..self.hunks.len() {
            for piece in self.new_pieces(index) {
                if let Some(from) = gone.get(piece).filter(|from| **from != index) {
                    moves.insert((*from, index));
                }
            }
        }
        moves
    }
}

/// Moves a pure addition or removal as far down as it says the same, so that both sides describe it alike.
fn slide(hunk: &mut Hunk, base: &[&str], new: &[&str], limit: usize) {
    if hunk.old.is_empty() {
        while hunk.old.end < limit && base[hunk.old.end] == new[hunk.new.start] {
            hunk.old = hunk.old.start + 1..hunk.old.end + 1;
            hunk.new = hunk.new.start + 1..hunk.new.end + 1;
        }
    } else if hunk.new.is_empty() {
        while hunk.old.end < limit && base[hunk.old.end] == base[hunk.old.start] {
            hunk.old = hunk.old.start + 1..hunk.old.end + 1;
            hunk.new = hunk.new.start + 1..hunk.new.end + 1;
        }
    }
}

const OURS: usize = 0;
const THEIRS: usize = 1;

/// Changes that are decided together: a stretch of the base, and each side's changes in it.
#[derive(Debug, Clone)]
struct Group {
    stretch: Range<usize>,
    hunks: [Vec<usize>; 2],
}

/// The changes, grouped by what has to do with what, in the order of the base.
fn groups(base: &[&str], sides: &[Changed<'_>; 2]) -> Vec<Group> {
    let offset = sides[OURS].hunks.len();
    let mut sets = Sets::new(offset + sides[THEIRS].hunks.len());
    let mut meets = vec![false; sets.len()];
    let mut twin = vec![None; sets.len()];
    let mut from = 0;
    for (ours, hunk) in sides[OURS].hunks.iter().enumerate() {
        // Everything before it by more than a space is of no concern to it, nor to any later one.
        while sides[THEIRS].hunks.get(from).is_some_and(|other| other.old.end + 1 < hunk.old.start) {
            from += 1;
        }
        let near = sides[THEIRS].hunks[from..].iter().take_while(|other| other.old.start <= hunk.old.end + 1);
        for (theirs, other) in (from..).zip(near) {
            let same = hunk.old == other.old && sides[OURS].new_pieces(ours) == sides[THEIRS].new_pieces(theirs);
            if same {
                (twin[ours], twin[offset + theirs]) = (Some(offset + theirs), Some(ours));
            } else if meet(base, sides, ours, theirs) {
                sets.join(ours, offset + theirs);
                (meets[ours], meets[offset + theirs]) = (true, true);
            }
        }
    }
    let moves = [sides[OURS].moves(base), sides[THEIRS].moves(base)];
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (gone, stands) in &moves[THEIRS] {
        places.entry(gone + offset).or_default().push(stands + offset);
        if meets[gone + offset] {
            sets.join(gone + offset, stands + offset);
        }
    }
    for (gone, stands) in &moves[OURS] {
        // What was moved here was changed there.
        if meets[*gone] {
            sets.join(*gone, *stands);
        }
        // Both moved it, and to different places.
        let there = twin[*gone].and_then(|twin| places.get(&twin));
        for also_stands in there.into_iter().flatten().filter(|there| twin[*stands] != Some(**there)) {
            sets.join(*gone, *stands);
            sets.join(*gone, *also_stands);
        }
    }
    // The same change on both sides is made once, unless it has to do with more.
    let sizes = sets.sizes();
    for (ours, theirs) in twin.iter().take(offset).enumerate().filter_map(|(ours, twin)| twin.map(|twin| (ours, twin)))
    {
        if sizes[sets.find(ours)] > 1 || sizes[sets.find(theirs)] > 1 {
            sets.join(ours, theirs);
        }
    }
    let sizes = sets.sizes();
    let repeated = |hunk: usize| hunk >= offset && twin[hunk].is_some() && sizes[sets.find(hunk)] == 1;
    let mut by_set: BTreeMap<usize, Group> = BTreeMap::new();
    for hunk in (0..sets.len()).filter(|hunk| !repeated(*hunk)) {
        let (side, index) = if hunk < offset { (OURS, hunk) } else { (THEIRS, hunk - offset) };
        let old = &sides[side].hunks[index].old;
        let group = by_set
            .entry(sets.find(hunk))
            .or_insert_with(|| Group { stretch: old.clone(), hunks: [Vec::new(), Vec::new()] });
        group.stretch = group.stretch.start.min(old.start)..group.stretch.end.max(old.end);
        group.hunks[side].push(index);
    }
    let mut found: Vec<Group> = by_set.into_values().collect();
    found.sort_by_key(|group| (group.stretch.start, group.stretch.end));
    let mut joined: Vec<Group> = Vec::new();
    for group in found {
        match joined.last_mut() {
            Some(last) if group.stretch.start < last.stretch.end => {
                last.stretch.end = last.stretch.end.max(group.stretch.end);
                for side in [OURS, THEIRS] {
                    last.hunks[side].extend(&group.hunks[side]);
                    last.hunks[side].sort_unstable();
                }
            }
            _ => joined.push(group),
        }
    }
    // A change of both that fell into a larger stretch is each side's own there.
    for group in &mut joined {
        for ours in group.hunks[OURS].clone() {
            if let Some(theirs) = twin[ours].map(|twin| twin - offset)
                && !group.hunks[THEIRS].is_empty()
                && !group.hunks[THEIRS].contains(&theirs)
            {
                group.hunks[THEIRS].push(theirs);
                group.hunks[THEIRS].sort_unstable();
            }
        }
    }
    joined
}

/// Whether two changes concern the same sentence, or sentences that touch within a paragraph.
fn meet(base: &[&str], sides: &[Changed<'_>; 2], ours: usize, theirs: usize) -> bool {
    let (our, their) = (&sides[OURS].hunks[ours], &sides[THEIRS].hunks[theirs]);
    let overlap = our.old.start < their.old.end && their.old.start < our.old.end;
    let same_place = our.old.is_empty() && our.old == their.old;
    if overlap || same_place {
        return true;
    }
    if sides[OURS].is_space_only(ours, base) || sides[THEIRS].is_space_only(theirs, base) {
        return false;
    }
    let ours_first = (our.old.start, our.old.end) <= (their.old.start, their.old.end);
    let pieces = [sides[OURS].new_pieces(ours), sides[THEIRS].new_pieces(theirs)];
    let ((first, first_new), (second, second_new)) = match ours_first {
        true => ((our, pieces[OURS]), (their, pieces[THEIRS])),
        false => ((their, pieces[THEIRS]), (our, pieces[OURS])),
    };
    match &base[first.old.end..second.old.start] {
        // A paragraph of its own, added beside the other change.
        [] => {
            let ends = first.old.is_empty() && first_new.last().is_some_and(|piece| parts_paragraphs(piece));
            let begins = second.old.is_empty() && second_new.first().is_some_and(|piece| parts_paragraphs(piece));
            !ends && !begins
        }
        [space] => is_space(space) && !parts_paragraphs(space),
        _ => false,
    }
}

/// Sets of changes that were joined.
struct Sets(Vec<usize>);

impl Sets {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn find(&self, mut one: usize) -> usize {
        while self.0[one] != one {
            one = self.0[one];
        }
        one
    }

    fn join(&mut self, one: usize, other: usize) {
        let (low, high) = (self.find(one).min(self.find(other)), self.find(one).max(self.find(other)));
        self.0[high] = low;
    }

    /// How many are in the set of each that stands for one.
    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.len()];
        for one in 0..self.len() {
            sizes[self.find(one)] += 1;
        }
        sizes
    }
}

/// Puts a text together again.
struct Assembly<'a> {
    base: &'a [&'a str],
    sides: &'a [Changed<'a>; 2],
    edition: &'a str,
}

impl Assembly<'_> {
    fn assemble(&self, groups: &[Group]) -> MergedText {
        let mut merged = MergedText { text: String::new(), conflicts: Vec::new(), brought: Vec::new() };
        // Where each conflict stands in the text, to find its neighbours once all of it is there.
        let mut places = Vec::new();
        let mut at = 0;
        for group in groups {
            merged.text.extend(self.base[at..group.stretch.start].iter().copied());
            at = group.stretch.end;
            let start = merged.text.len();
            let [ours, theirs] = [OURS, THEIRS]
                .map(|side| self.sides[side].version(self.base, &group.stretch, group.hunks[side].iter().copied()));
            let settled = group.hunks[OURS].is_empty() || group.hunks[THEIRS].is_empty() || ours == theirs;
            if !settled {
                merged.text.push_str(&theirs);
                places.push(start..merged.text.len());
                merged.conflicts.push(self.conflict(group, ours, theirs));
            } else if group.hunks[THEIRS].is_empty() {
                merged.text.push_str(&ours);
            } else {
                merged.text.push_str(&theirs);
                if ours != theirs {
                    merged.brought.push(start..merged.text.len());
                }
            }
        }
        merged.text.extend(self.base[at..].iter().copied());
        for (conflict, place) in merged.conflicts.iter_mut().zip(places) {
            if let Some(passage) = &mut conflict.passage {
                passage.before = end_of(merged.text[..place.start].trim_end()).to_owned();
                passage.after = beginning_of(merged.text[place.end..].trim_start()).to_owned();
            }
        }
        merged
    }

    fn conflict(&self, group: &Group, ours: String, theirs: String) -> Conflict {
        let base: String = self.base[group.stretch.clone()].concat();
        if group.stretch == (0..self.base.len()) {
            return Conflict { base, ours, theirs, passage: None };
        }
        let parted = |index: Option<usize>| {
            index.and_then(|index| self.base.get(index)).is_none_or(|piece| parts_paragraphs(piece))
        };
        let alone = parted(group.stretch.start.checked_sub(1)) && parted(Some(group.stretch.end));
        let parts = |text: &str| {
            parts_paragraphs(&text[text.trim_end().len()..])
                || parts_paragraphs(&text[..text.len() - text.trim_start().len()])
        };
        let between = if alone || parts(&ours) || parts(&theirs) {
            "\n\n"
        } else if self.edition == "zh" {
            ""
        } else {
            " "
        };
        let passage = Passage { before: String::new(), after: String::new(), between: between.to_owned() };
        let trimmed = |text: String| text.trim().to_owned();
        Conflict { base: trimmed(base), ours: trimmed(ours), theirs: trimmed(theirs), passage: Some(passage) }
    }
}

fn end_of(text: &str) -> &str {
    let start = text.len().saturating_sub(ANCHOR_BYTES);
    let start = (start..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let tail = &text[start..];
    tail.rsplit('\n').next().unwrap_or(tail).trim_start()
}

fn beginning_of(text: &str) -> &str {
    let end = text.len().min(ANCHOR_BYTES);
    let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text[..end].split('\n').next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests;
