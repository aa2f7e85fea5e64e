//! Comments: what people of the newsroom say to each other about a story. No reader ever sees one.
//!
//! Each is a part of its story, so that it is merged, sent and kept like every other; it is said once and not rewritten,
//! and may be taken back by whoever said it. That a comment is dealt with is a part beside it, a set, so that two people
//! who do it in the same moment do not differ.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{CommentId, Failure, PartKey, PartValue, PersonId, Timestamp};

/// In front of the id of a comment in the name of its part.
const COMMENT: &str = "comment/";
/// Behind it in the name of the part that says that it is dealt with.
const SETTLED: &str = "/settled";

/// Most bytes of the words of a comment.
pub const MAX_COMMENT_BYTES: usize = 8_000;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Who said it.
    pub by: PersonId,
    /// When, by the clock of the laptop.
    pub at: Timestamp,
    /// The words, in plain text.
    pub words: String,
    /// The passage it is about; nothing when it is about the story.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Quote>,
    /// The comment that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<CommentId>,
    /// Who is meant to see it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mentions: BTreeSet<PersonId>,
}

/// A passage by its words and those around it: it is found again while the text around it goes on changing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Quote {
    /// The part whose text it stands in.
    pub part: PartKey,
    /// The words of the passage.
    pub exact: String,
    /// The words before it.
    pub before: String,
    /// The words after it.
    pub after: String,
}

/// What a part has to do with comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentPart {
    /// It is this comment.
    Said(CommentId),
    /// It says that this comment is dealt with.
    Settled(CommentId),
}

impl CommentPart {
    /// How the names of all of them begin.
    pub const BEGINNING: &str = COMMENT;

    /// What the part is, if it is of a comment.
    pub fn of(key: &PartKey) -> Option<Self> {
        let rest = key.as_str().strip_prefix(COMMENT)?;
        match rest.strip_suffix(SETTLED) {
            Some(id) => id.parse().ok().map(Self::Settled),
            None => rest.parse().ok().map(Self::Said),
        }
    }

    /// The name of the part.
    pub fn key(self) -> PartKey {
        let name = match self {
            Self::Said(id) => format!("{COMMENT}{id}"),
            Self::Settled(id) => format!("{COMMENT}{id}{SETTLED}"),
        };
        PartKey::of_sound_name(name)
    }
}

impl Comment {
    /// The comment as the value of its part.
    pub fn value(&self) -> PartValue {
        PartValue::text(serde_json::to_string(self).unwrap_or_default())
    }

    /// The comment in a value; nothing when it was taken back, or when a later version wrote what this one cannot read.
    pub fn read(value: &PartValue) -> Option<Self> {
        serde_json::from_str(value.as_text()?).ok()
    }
}

/// Who dealt with a comment, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Settled {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
}

impl Settled {
    /// The item that says so.
    pub fn item(&self) -> String {
        format!("{} {}", self.by, self.at.0)
    }

    /// Everybody who dealt with a comment, the first first.
    pub fn read(value: &PartValue) -> Vec<Self> {
        let mut all: Vec<Self> = value.items().iter().filter_map(|item| Self::of_item(item)).collect();
        all.sort();
        all
    }

    fn of_item(item: &str) -> Option<Self> {
        let (by, at) = item.split_once(' ')?;
        Some(Self { by: by.parse().ok()?, at: Timestamp(at.parse().ok()?) })
    }
}

/// Whether this person may make such a change of a part of a comment: nobody speaks for somebody else, and what was said
/// is not rewritten.
pub fn check_comment(
    person: PersonId,
    part: CommentPart,
    before: Option<&PartValue>,
    after: Option<&PartValue>,
) -> Result<(), Failure> {
    let before = before.filter(|value| !value.is_empty());
    let after = after.filter(|value| !value.is_empty());
    if before == after {
        return Ok(());
    }
    let bad = || Failure::new("bad-argument").with("argument", part.key());
    let stranger = || Failure::new("not-yourself").with("part", part.key());
    match part {
        CommentPart::Said(_) => {
            let said_by = match (before, after) {
                (None, Some(value)) => {
                    let comment = Comment::read(value).ok_or_else(bad)?;
                    let fits = !comment.words.trim().is_empty() && comment.words.len() <= MAX_COMMENT_BYTES;
                    fits.then_some(comment.by).ok_or_else(bad)?
                }
                (Some(value), None) => Comment::read(value).ok_or_else(bad)?.by,
                (Some(_), Some(_)) | (None, None) => return Err(bad()),
            };
            if said_by == person { Ok(()) } else { Err(stranger()) }
        }
        CommentPart::Settled(_) => {
            let earlier: BTreeSet<&str> = before.map(PartValue::items).unwrap_or_default().into_iter().collect();
            let now = after.map(PartValue::items).unwrap_or_default();
            if after.is_some_and(|value| !matches!(value, PartValue::Set(_))) {
                return Err(bad());
            }
            for item in now.iter().filter(|item| !earlier.contains(**item)) {
                let settled = Settled::of_item(item).ok_or_else(bad)?;
                if settled.by != person {
                    return Err(stranger());
                }
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(by: PersonId, words: &str) -> PartValue {
        Comment { by, at: Timestamp(1), words: words.into(), about: None, answers: None, mentions: BTreeSet::new() }
            .value()
    }

    #[test]
    fn a_part_of_a_comment_is_known_by_its_name() {
        let id = CommentId::generate();
        for part in [CommentPart::Said(id), CommentPart::Settled(id)] {
            assert_eq!(CommentPart::of(&part.key()), Some(part));
            assert_eq!(part.key().as_str().parse::<PartKey>().as_ref(), Ok(&part.key()));
        }
        for other in ["comment/1", "slugline", "comments/a", "edition/kk/body"] {
            assert_eq!(CommentPart::of(&other.parse().expect("a part")), None, "{other}");
        }
    }

    #[test]
    fn nobody_speaks_for_somebody_else_and_nothing_that_was_said_is_rewritten() {
        let (me, other) = (PersonId::generate(), PersonId::generate());
        let part = CommentPart::Said(CommentId::generate());
        let code = |before: Option<&PartValue>, after: Option<&PartValue>| {
            check_comment(me, part, before, after).map_err(|failure| failure.code)
        };
        let (mine, theirs) = (said(me, "Why?"), said(other, "Why?"));
        assert_eq!(code(None, Some(&mine)), Ok(()));
        assert_eq!(code(Some(&mine), Some(&PartValue::text(""))), Ok(()), "taken back");
        assert_eq!(code(Some(&mine), None), Ok(()));
        assert_eq!(code(Some(&theirs), Some(&theirs)), Ok(()));
        assert_eq!(code(None, Some(&theirs)), Err("not-yourself".into()));
        assert_eq!(code(Some(&theirs), None), Err("not-yourself".into()));
        assert_eq!(code(Some(&mine), Some(&said(me, "Because."))), Err("bad-argument".into()));
        for senseless in [said(me, " \n"), said(me, &"a".repeat(MAX_COMMENT_BYTES + 1)), PartValue::text("{")] {
            assert_eq!(code(None, Some(&senseless)), Err("bad-argument".into()));
        }
    }

    #[test]
    fn everybody_may_deal_with_a_comment_in_their_own_name_and_open_it_again() {
        let (me, other) = (PersonId::generate(), PersonId::generate());
        let part = CommentPart::Settled(CommentId::generate());
        let item = |by, at| Settled { by, at: Timestamp(at) }.item();
        let set = |items: &[String]| PartValue::Set(items.iter().cloned().collect());
        let (first, mine) = (item(other, 1), item(me, 2));
        let check = |before: Option<&PartValue>, after: Option<&PartValue>| check_comment(me, part, before, after);
        check(None, Some(&set(std::slice::from_ref(&mine)))).expect("in my name");
        check(Some(&set(std::slice::from_ref(&first))), Some(&set(&[first.clone(), mine.clone()]))).expect("both");
        check(Some(&set(std::slice::from_ref(&first))), None).expect("open again");
        let refused = check(None, Some(&set(std::slice::from_ref(&first)))).expect_err("not my name");
        assert_eq!(refused.code, "not-yourself");
        assert_eq!(check(None, Some(&PartValue::text("x"))).expect_err("no set").code, "bad-argument");
        assert_eq!(check(None, Some(&set(&["x".into()]))).expect_err("no item").code, "bad-argument");
        let read = Settled::read(&set(&[mine, first, "later version".into()]));
        assert_eq!(read.iter().map(|settled| settled.by).collect::<Vec<_>>(), [other, me]);
    }
}
