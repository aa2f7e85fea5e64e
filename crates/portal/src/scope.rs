//! What a laptop that starts from nothing is not sent: what is at rest and not its person's own.

use tilshi_story::{DocumentId, PersonId, Timestamp};
use tilshi_sync::scope::{self, Story};

use crate::database::{DatabaseError, DocumentRow, Records};
use crate::newsroom::NewsroomSettings;

/// A person's scope at one moment.
pub(crate) struct Scope {
    person: PersonId,
    kept_days: u32,
    now: Timestamp,
}

impl Scope {
    /// By the newsroom's settings.
    pub(crate) fn of(records: Records<'_>, person: PersonId, now: Timestamp) -> Result<Self, DatabaseError> {
        Ok(Self { person, kept_days: NewsroomSettings::of(records)?.kept_days, now })
    }

    /// Whether a document may be left out. Photos follow the stories that use them, and the vocabulary is always held.
    pub(crate) fn leaves_out(&self, records: Records<'_>, row: &DocumentRow) -> Result<bool, DatabaseError> {
        if !scope::is_past(row.head_at, self.kept_days, self.now) {
            return Ok(false);
        }
        match row.id {
            DocumentId::Entry(_) => Ok(false),
            DocumentId::Story(_) => self.leaves_out_story(records, row),
            DocumentId::Photo(photo) => {
                if self.has_written(records, row)? || !records.open_cards(row.id)?.is_empty() {
                    return Ok(false);
                }
                let stories = records.stories_using(photo)?;
                // What nobody has used yet may still be wanted.
                if stories.is_empty() {
                    return Ok(false);
                }
                for story in stories {
                    let Some(story) = records.document(story)? else { continue };
                    if !self.leaves_out_story(records, &story)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }

    fn leaves_out_story(&self, records: Records<'_>, row: &DocumentRow) -> Result<bool, DatabaseError> {
        let Some(story) = row.id.story() else { return Ok(false) };
        let (editions, publications) = (records.editions(story)?, records.publications(story)?);
        let has_open_cards = !records.open_cards(row.id)?.is_empty();
        let facts = Story { at: row.head_at, editions: &editions, publications: &publications, has_open_cards };
        Ok(facts.is_at_rest(self.kept_days, self.now)
            && !self.has_written(records, row)?
            && !scope::is_of(&records.content(row.id)?, self.person))
    }

    fn has_written(&self, records: Records<'_>, row: &DocumentRow) -> Result<bool, DatabaseError> {
        Ok(row.added_by == self.person || records.has_revision_by(row.id, self.person)?)
    }
}
