//! Entries that the portal found to be another's double: what names them here is brought to the entry that stays.

use tilshi_store::{Reader, StoreError, Writer};
use tilshi_story::{Content, DocumentId, EntryId, Part, PartKey, PartValue, PersonId, Timestamp};

/// Brings every document that names this alias to the entry that stays. Gives what changed.
pub(crate) fn rename(
    writer: &Writer<'_>,
    alias: EntryId,
    by: PersonId,
    at: Timestamp,
) -> Result<Vec<(DocumentId, PartKey, PartValue)>, StoreError> {
    let mut changed = Vec::new();
    for document in writer.naming(alias)? {
        let content = writer.content(document)?;
        for part in [Part::Section, Part::Desk, Part::DatelineCity, Part::Parent, Part::Tags] {
            let Some(value) = content.get(&part.key()) else { continue };
            let kept = without_aliases(writer, &part.key(), value.clone())?;
            if kept != *value {
                writer.put_part(document, &part.key(), &kept, by, at)?;
                changed.push((document, part.key(), kept));
            }
        }
    }
    Ok(changed)
}

/// The value with the entries that stay in the place of their aliases.
pub(crate) fn without_aliases(reader: &Reader<'_>, key: &PartKey, value: PartValue) -> Result<PartValue, StoreError> {
    Ok(match (key.known(), value) {
        (Some(Part::Section | Part::Desk | Part::DatelineCity | Part::Parent), PartValue::Text(entry)) => {
            PartValue::Text(kept(reader, entry)?)
        }
        (Some(Part::Tags), PartValue::Set(tags)) => {
            PartValue::Set(tags.into_iter().map(|tag| kept(reader, tag)).collect::<Result<_, _>>()?)
        }
        (_, value) => value,
    })
}

/// The entry that stands in an entry's place: itself, unless it is an alias.
fn kept(reader: &Reader<'_>, entry: String) -> Result<String, StoreError> {
    let Ok(id) = entry.parse::<EntryId>() else { return Ok(entry) };
    let kept = reader.content(id.into())?.text(&Part::AliasOf).to_owned();
    Ok(if kept.is_empty() { entry } else { kept })
}

/// Whether an entry stands in its own place.
pub(crate) fn stands(entry: &Content) -> bool {
    entry.text(&Part::AliasOf).is_empty()
}
