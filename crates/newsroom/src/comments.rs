//! Comments on a story: said, answered, dealt with, taken back.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_story::{
    Comment, CommentId, CommentPart, Content, DocumentId, Failure, MAX_COMMENT_BYTES, PartKey, PartValue, PersonId,
    Quote, Settled, StoryId,
};

use crate::profile::{Me, Names, Open, check_right};
use crate::stories::view;
use crate::suggestions::check_open;
use crate::views::{CommentDraft, CommentView, SettledView, StoryView};
use crate::{Answer, Newsroom};

/// Most characters of a passage, and of the words around it, that a comment keeps.
const MAX_QUOTE_CHARACTERS: usize = 2_000;

/// How many characters before and after a passage tell it from others that read the same.
const CONTEXT_CHARACTERS: usize = 32;

impl Newsroom {
    /// See [`crate::Call::comment_add`].
    pub fn comment_add(&self, story: StoryId, comment: CommentDraft) -> Answer<StoryView> {
        if comment.words.trim().is_empty() {
            return Err(Failure::new("comment-empty"));
        }
        if comment.words.len() > MAX_COMMENT_BYTES {
            return Err(Failure::new("text-too-long").with("max_bytes", MAX_COMMENT_BYTES));
        }
        if let Some(about) = &comment.about {
            let characters = [&about.exact, &about.before, &about.after].map(|text| text.chars().count());
            let is_text = about.part.known().is_some_and(|part| part.edition().is_some());
            if !is_text || characters.iter().any(|count| *count > MAX_QUOTE_CHARACTERS) {
                return Err(Failure::new("bad-argument").with("argument", "about"));
            }
        }
        self.of_comments(story, |open, content| {
            if let Some(answered) = comment.answers {
                let first = said(content, answered)?;
                if first.answers.is_some() {
                    return Err(Failure::new("bad-argument").with("argument", "answers"));
                }
            }
            let about = comment.about.map(|about| found(content, about)).transpose()?;
            let said = Comment {
                by: open.me.person,
                at: crate::now(),
                words: comment.words.trim().to_owned(),
                about,
                answers: comment.answers,
                mentions: comment.mentions,
            };
            Ok(vec![(CommentPart::Said(CommentId::generate()), said.value())])
        })
    }

    /// See [`crate::Call::comment_settle`].
    pub fn comment_settle(&self, story: StoryId, comment: CommentId, settled: bool) -> Answer<StoryView> {
        self.of_comments(story, |open, content| {
            said(content, comment)?;
            let by = if settled {
                BTreeSet::from([Settled { by: open.me.person, at: crate::now() }.item()])
            } else {
                BTreeSet::new()
            };
            Ok(vec![(CommentPart::Settled(comment), PartValue::Set(by))])
        })
    }

    /// See [`crate::Call::comment_remove`].
    pub fn comment_remove(&self, story: StoryId, comment: CommentId) -> Answer<StoryView> {
        self.of_comments(story, |open, content| {
            if said(content, comment)?.by != open.me.person {
                return Err(Failure::new("not-yourself").with("part", CommentPart::Said(comment).key()));
            }
            Ok(vec![(CommentPart::Said(comment), PartValue::text(""))])
        })
    }

    /// Changes parts of comments of a story that is open to this person.
    fn of_comments(
        &self,
        story: StoryId,
        change: impl FnOnce(&Open, &Content) -> Answer<Vec<(CommentPart, PartValue)>>,
    ) -> Answer<StoryView> {
        let shown = self.with(|open| {
            let document = DocumentId::from(story);
            let reader = open.store.read();
            if !reader.exists(document)? {
                return Err(Failure::new("story-not-found"));
            }
            for (part, value) in change(open, &reader.content(document)?)? {
                let key = part.key();
                check_open(&open.store.read(), document, &key)?;
                check_right(&open.store.read(), &open.me, document, &key)?;
                open.set_part(document, &key, &value)?;
            }
            view(open, story)
        })?;
        self.0.courier.wake();
        Ok(shown)
    }
}

/// The passage with the words around it, where whoever asks did not give them.
fn found(content: &Content, about: Quote) -> Answer<Quote> {
    if !about.before.is_empty() || !about.after.is_empty() {
        return Ok(about);
    }
    let text = content.get(&about.part).and_then(PartValue::as_text).unwrap_or_default();
    let at = text.find(&about.exact).filter(|_| !about.exact.is_empty());
    let at = at.ok_or_else(|| Failure::new("passage-not-found"))?;
    let (before, after) = (&text[..at], &text[at + about.exact.len()..]);
    let start = before.char_indices().rev().nth(CONTEXT_CHARACTERS - 1).map_or(0, |(start, _)| start);
    let after = after.chars().take(CONTEXT_CHARACTERS).collect();
    Ok(Quote { before: before[start..].to_owned(), after, ..about })
}

fn said(content: &Content, comment: CommentId) -> Answer<Comment> {
    let value = content.get(&CommentPart::Said(comment).key());
    value.and_then(Comment::read).ok_or_else(|| Failure::new("comment-not-found"))
}

/// The discussion of a story: what was said, the first first, each with its answers. What answers something that was
/// taken back goes with it.
pub(crate) fn discussion(me: &Me, names: &Names<'_>, content: &Content) -> Vec<CommentView> {
    let mut all = Vec::new();
    let mut settled: BTreeMap<CommentId, Settled> = BTreeMap::new();
    for (key, value) in content.iter() {
        match CommentPart::of(key) {
            Some(CommentPart::Said(id)) => all.extend(Comment::read(value).map(|comment| (id, comment))),
            Some(CommentPart::Settled(id)) => {
                settled.extend(Settled::read(value).first().map(|first| (id, *first)));
            }
            None => {}
        }
    }
    // Clocks of laptops differ, and two comments of one moment always stand the same way.
    all.sort_by_key(|(id, comment)| (comment.at, *id));
    let shown = |id: CommentId, comment: &Comment| CommentView {
        comment: id,
        by: names.of(comment.by),
        is_mine: comment.by == me.person,
        at: comment.at,
        words: comment.words.clone(),
        about: comment.about.clone(),
        mentions: comment.mentions.iter().map(|person| names.of(*person)).collect(),
        mentions_me: comment.mentions.contains(&me.person),
        settled: settled.get(&id).map(|settled| SettledView { by: names.of(settled.by), at: settled.at }),
        answers: Vec::new(),
    };
    let mut threads: Vec<CommentView> =
        all.iter().filter(|(_, comment)| comment.answers.is_none()).map(|(id, comment)| shown(*id, comment)).collect();
    for (id, comment) in &all {
        let Some(answered) = comment.answers else { continue };
        if let Some(thread) = threads.iter_mut().find(|thread| thread.comment == answered) {
            thread.answers.push(shown(*id, comment));
        }
    }
    threads
}

/// Whom comments mention that nobody has dealt with, among these parts of a story; nobody mentions themselves.
pub(crate) fn mentioned(parts: &[(PartKey, PartValue)]) -> BTreeSet<PersonId> {
    let settled: BTreeSet<CommentId> = parts
        .iter()
        .filter_map(|(key, value)| match CommentPart::of(key)? {
            CommentPart::Settled(id) => (!value.is_empty()).then_some(id),
            CommentPart::Said(_) => None,
        })
        .collect();
    let said: BTreeMap<CommentId, Comment> = parts
        .iter()
        .filter_map(|(key, value)| match CommentPart::of(key)? {
            CommentPart::Said(id) => Some((id, Comment::read(value)?)),
            CommentPart::Settled(_) => None,
        })
        .collect();
    let is_open = |id: &CommentId| said.contains_key(id) && !settled.contains(id);
    let open = said.iter().filter(|(id, comment)| is_open(&comment.answers.unwrap_or(**id)));
    open.flat_map(|(_, comment)| comment.mentions.iter().copied().filter(|person| *person != comment.by)).collect()
}

/// Whether a part is of a comment: those are shown as a discussion and not among the parts of a story.
pub(crate) fn is_of_comment(key: &PartKey) -> bool {
    CommentPart::of(key).is_some()
}
