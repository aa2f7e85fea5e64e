//! An edition passage by passage, from the command line.

use std::num::NonZeroUsize;
use std::str::FromStr;

use tilshi_newsroom::Call;
use tilshi_newsroom::story::Failure;
use tilshi_newsroom::views::{PassageAnswer, PassagesView, ReasonDraft};

use crate::arguments::Which;
use crate::desk::Desk;
use crate::print;
use crate::work::Answer;

/// What has to change in the passage of this number.
#[derive(Debug, Clone)]
pub(crate) struct PassageReason {
    number: NonZeroUsize,
    reason: String,
}

impl FromStr for PassageReason {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, reason) = text.split_once('=').ok_or("write it as NUMBER=REASON")?;
        let number = number.trim().parse().map_err(|_| format!("{number} is no number of a passage"))?;
        Ok(Self { number, reason: reason.trim().to_owned() })
    }
}

pub(crate) fn show(desk: &mut Desk, which: Which) -> Result<Answer, Failure> {
    let story = desk.story(&which.story)?;
    let view: PassagesView = desk.ask(Call::passages_show { story, edition: which.edition })?;
    Answer::of(&view, print::passages(&view))
}

/// Answers for the passages that have moved, all of them or those of these numbers.
pub(crate) fn follow(desk: &mut Desk, which: Which, passages: &[NonZeroUsize]) -> Result<Answer, Failure> {
    let (story, edition) = (desk.story(&which.story)?, which.edition);
    let view: PassagesView = desk.ask(Call::passages_show { story, edition: edition.clone() })?;
    if let Some(unknown) = passages.iter().find(|number| number.get() > view.rows.len()) {
        return Err(Failure::new("no-such-passage").with("passage", unknown));
    }
    let is_meant = |index: usize| passages.is_empty() || passages.iter().any(|number| number.get() == index + 1);
    let rows = view.rows.into_iter().enumerate().filter(|(index, row)| row.moved && is_meant(*index));
    let answers = rows.map(|(_, row)| PassageAnswer { then: row.then, now: row.now }).collect();
    let view: PassagesView = desk.ask(Call::passages_follow { story, edition, answers })?;
    Answer::of(&view, print::passages(&view))
}

/// Says that passages of these numbers were read.
pub(crate) fn read(desk: &mut Desk, which: Which, passages: &[NonZeroUsize]) -> Result<Answer, Failure> {
    let (story, edition) = (desk.story(&which.story)?, which.edition);
    let view: PassagesView = desk.ask(Call::passages_show { story, edition: edition.clone() })?;
    let said = |number: &NonZeroUsize| {
        let own = view.rows.get(number.get() - 1).and_then(|row| row.own.as_ref());
        own.map(|own| own.text.clone()).ok_or_else(|| Failure::new("no-such-passage").with("passage", number))
    };
    let passages = passages.iter().map(said).collect::<Result<_, _>>()?;
    let view: PassagesView = desk.ask(Call::machine_read { story, edition, passages })?;
    Answer::of(&view, print::passages(&view))
}

/// The reasons for passages of these numbers, with what they say now.
pub(crate) fn reasons(
    desk: &mut Desk,
    which: &Which,
    passages: Vec<PassageReason>,
) -> Result<Vec<ReasonDraft>, Failure> {
    if passages.is_empty() {
        return Ok(Vec::new());
    }
    let story = desk.story(&which.story)?;
    let view: PassagesView = desk.ask(Call::passages_show { story, edition: which.edition.clone() })?;
    let drafts = passages.into_iter().map(|PassageReason { number, reason }| {
        let row = view.rows.get(number.get() - 1).filter(|row| row.own.is_some() || row.now.is_some());
        let row = row.ok_or_else(|| Failure::new("no-such-passage").with("passage", number))?;
        let passage = row.own.as_ref().map(|own| own.text.clone()).unwrap_or_default();
        Ok(ReasonDraft { part: row.part.clone(), photo: row.photo, passage, reason })
    });
    drafts.collect()
}
