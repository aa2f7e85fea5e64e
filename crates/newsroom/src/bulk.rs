//! One change made to many stories: each by itself, so that one that refuses it keeps none of the others from it.

use std::collections::BTreeSet;

use tilshi_story::{DocumentId, EntryId, Part, PartValue, StoryId, Timestamp};

use crate::stories::first_edition;
use crate::views::{ChangesView, StoryChange, StoryLeft, StorySet};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::stories_change`].
    pub fn stories_change(&self, changes: Vec<StoryChange>) -> Answer<ChangesView> {
        let mut view = ChangesView::default();
        for StoryChange { story, set } in changes {
            match self.set_in(story, set) {
                Ok(Changed::No) => {}
                Ok(Changed::Yes) => view.changed += 1,
                Ok(Changed::YesAndBack(set)) => {
                    view.changed += 1;
                    view.undo.push(StoryChange { story, set });
                }
                // Without a profile there is no story that could be named.
                Err(failure) if failure.code == "not-open" => return Err(failure),
                Err(failure) => {
                    let slugline = self.text_of(story, &Part::Slugline)?;
                    view.left.push(StoryLeft { story, slugline, failure });
                }
            }
        }
        Ok(view)
    }

    fn set_in(&self, story: StoryId, set: StorySet) -> Answer<Changed> {
        let text = |text: Option<EntryId>| text.map(|entry| entry.to_string()).unwrap_or_default();
        match set {
            StorySet::Tag { entry } => self.put_among(story, &Part::Tags, entry, true, StorySet::Untag { entry }),
            StorySet::Untag { entry } => self.put_among(story, &Part::Tags, entry, false, StorySet::Tag { entry }),
            StorySet::Assign { person } => {
                self.put_among(story, &Part::Assignees, person.into(), true, StorySet::Unassign { person })
            }
            StorySet::Unassign { person } => {
                self.put_among(story, &Part::Assignees, person.into(), false, StorySet::Assign { person })
            }
            StorySet::Section { entry } => {
                let before = self.put(story, &Part::Section, text(entry))?;
                Ok(before.map_or(Changed::No, |before| {
                    Changed::YesAndBack(StorySet::Section { entry: before.parse().ok() })
                }))
            }
            StorySet::Urgency { urgency } => {
                let before = self.put(story, &Part::Urgency, urgency)?;
                Ok(before.map_or(Changed::No, |urgency| Changed::YesAndBack(StorySet::Urgency { urgency })))
            }
            StorySet::Desk { entry } => {
                let before = self.put(story, &Part::Desk, text(entry))?;
                Ok(before
                    .map_or(Changed::No, |before| Changed::YesAndBack(StorySet::Desk { entry: before.parse().ok() })))
            }
            StorySet::Deadline { at } => {
                let at = at.map(|at| at.as_millis().to_string()).unwrap_or_default();
                let before = self.put(story, &Part::Deadline, at)?;
                Ok(before.map_or(Changed::No, |before| {
                    Changed::YesAndBack(StorySet::Deadline { at: before.parse().ok().map(Timestamp) })
                }))
            }
            StorySet::Submit => {
                let source = self.text_of(story, &Part::SourceEdition)?.parse().unwrap_or_else(|_| first_edition());
                self.edition_submit(story, source).map(|_| Changed::Yes)
            }
        }
    }

    /// Puts an entry into a set or takes it out of it.
    fn put_among(&self, story: StoryId, part: &Part, entry: EntryId, put: bool, back: StorySet) -> Answer<Changed> {
        let document = DocumentId::from(story);
        let content = self.with(|open| Ok(open.store.read().content(document)?))?;
        let mut entries: BTreeSet<String> = content.items(part).into_iter().map(str::to_owned).collect();
        let moved = if put { entries.insert(entry.to_string()) } else { entries.remove(&entry.to_string()) };
        if !moved {
            return Ok(Changed::No);
        }
        self.part_set(document, part.key(), PartValue::Set(entries))?;
        Ok(Changed::YesAndBack(back))
    }

    /// Sets a part to a text; what it said before, if that was something else.
    fn put(&self, story: StoryId, part: &Part, text: String) -> Answer<Option<String>> {
        let before = self.text_of(story, part)?;
        if before == text {
            return Ok(None);
        }
        self.part_set(story.into(), part.key(), PartValue::text(text))?;
        Ok(Some(before))
    }

    fn text_of(&self, story: StoryId, part: &Part) -> Answer<String> {
        self.with(|open| Ok(open.store.read().content(story.into())?.text(part).to_owned()))
    }
}

/// What a change did to one story.
enum Changed {
    /// It said so already.
    No,
    /// And there is no way back by a change: a step of the workflow was taken.
    Yes,
    /// And this takes it back.
    YesAndBack(StorySet),
}
