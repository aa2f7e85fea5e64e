//! Finding stories that a laptop does not hold. What is found is at most a few seconds behind: an index follows the
//! feed, and could be made anew from it at any time.

use std::collections::BTreeMap;

use tilshi_story::{Content, DocumentId, EditionKey, Part, PartValue, PersonId, StoryId};
use tilshi_sync::wire::{Archive, Found, MOST_FOUND};

use crate::database::{Database, DatabaseError, Records};

/// How many documents are put into the index in one transaction: laptops do not wait for it.
const BATCH: u32 = 200;

/// Longest search, in characters, and most words of it that count.
const MOST_CHARACTERS: usize = 400;
const MOST_WORDS: usize = 12;

/// Puts what is new on the feed into the index; whether there was anything.
pub(crate) fn catch_up(database: &Database) -> Result<bool, DatabaseError> {
    let is_behind =
        database.read(|records| Ok::<_, DatabaseError>(records.archived_up_to()? < records.newest_sequence()?))?;
    if !is_behind {
        return Ok(false);
    }
    loop {
        let more = database.write(|records| {
            let rows = records.documents_after(records.archived_up_to()?, BATCH)?;
            for row in &rows {
                if let DocumentId::Story(story) = row.id {
                    records.archive(story, &searched(&records.content(row.id)?))?;
                }
            }
            let reached = match rows.last() {
                Some(last) if rows.len() == BATCH as usize => last.sequence,
                _ => records.newest_sequence()?,
            };
            records.set_archived_up_to(reached)?;
            Ok::<_, DatabaseError>(rows.len() == BATCH as usize)
        })?;
        if !more {
            return Ok(true);
        }
    }
}

/// The lines of a story that are looked through.
fn searched(content: &Content) -> String {
    let mut lines = Vec::new();
    for (key, value) in content.iter() {
        if let (Some(Part::Slugline | Part::Headline(_) | Part::Lead(_)), PartValue::Text(text)) = (key.known(), value)
        {
            lines.push(text.as_str());
        }
    }
    lines.join("\n")
}

/// The stories in which all of these words, or pieces of words, stand; the newest change first.
pub(crate) fn search(database: &Database, words: &str) -> Result<Archive, DatabaseError> {
    catch_up(database)?;
    let words: String = words.chars().take(MOST_CHARACTERS).collect();
    let words: Vec<&str> = words.split_whitespace().take(MOST_WORDS).collect();
    database.read(|records| {
        let mut found = records.archived_with(&words, MOST_FOUND + 1)?;
        let more = found.len() > MOST_FOUND;
        found.truncate(MOST_FOUND);
        let stories = found.into_iter().map(|story| described(records, story)).collect::<Result<Vec<_>, _>>()?;
        Ok(Archive { stories: stories.into_iter().flatten().collect(), more })
    })
}

fn described(records: Records<'_>, story: StoryId) -> Result<Option<Found>, DatabaseError> {
    let Some(row) = records.document(story.into())? else { return Ok(None) };
    let content = records.content(row.id)?;
    let headlines: BTreeMap<EditionKey, String> = content
        .iter()
        .filter_map(|(key, value)| match (key.known(), value) {
            (Some(Part::Headline(edition)), PartValue::Text(text)) if !text.is_empty() => Some((edition, text.clone())),
            _ => None,
        })
        .collect();
    let created_by = match content.text(&Part::CreatedBy).parse::<PersonId>() {
        Ok(person) => records.account_of(person)?.map(|stored| stored.account.name).unwrap_or_default(),
        Err(_) => String::new(),
    };
    let slugline = content.text(&Part::Slugline).to_owned();
    Ok(Some(Found { story, slugline, headlines, at: row.head_at, created_by }))
}
