//! Two entries made apart that are one thing: the later one becomes an alias of the earlier, and whatever names it
//! is brought to the one that stays.

use std::collections::BTreeSet;

use tilshi_language::folded_label;
use tilshi_story::{
    Content, DocumentId, DocumentKind, EditionKey, EntryId, EntryKind, Failure, Part, PartKey, PartValue, Revision,
};

use super::{Stop, Task};
use crate::database::{DatabaseError, DocumentRow, Records};

/// Finds out whether a new entry is one that the portal has, and puts the entries that stay in the place of their
/// aliases. Gives the parts that say something else now than the sender wrote.
pub(super) fn settle(
    task: &Task<'_>,
    is_new: bool,
    old: &Content,
    wanted: &mut Content,
) -> Result<BTreeSet<PartKey>, Stop> {
    // That an entry is an alias is the portal's own word.
    if wanted.text(&Part::AliasOf) != old.text(&Part::AliasOf) {
        return Err(Failure::new("bad-patch").with("part", Part::AliasOf.key()).into());
    }
    let renamed = rename(task.records, wanted)?;
    if is_new
        && task.document.kind() == DocumentKind::Entry
        && let Some(same) = same_entry(task.records, wanted)?
    {
        wanted.put(Part::AliasOf.key(), PartValue::text(same.to_string()));
    }
    Ok(renamed)
}

/// After an entry was stored: notes what it is called and, when it is a new alias, gives the entry that stays the
/// labels that only the alias had and brings to it whatever arrived before.
pub(super) fn follow_up(task: &Task<'_>, is_new: bool, entry: &Content) -> Result<(), DatabaseError> {
    let DocumentId::Entry(id) = task.document else { return Ok(()) };
    note_names(task.records, id, entry)?;
    let Ok(kept) = entry.text(&Part::AliasOf).parse::<EntryId>() else { return Ok(()) };
    if !is_new {
        return Ok(());
    }
    let known = task.records.content(kept.into())?;
    let missing =
        entry.iter().filter(|(key, _)| matches!(key.known(), Some(Part::Label(_))) && known.get(key).is_none());
    let missing: Vec<(PartKey, PartValue)> = missing.map(|(key, value)| (key.clone(), value.clone())).collect();
    write(task, kept.into(), missing)?;
    note_names(task.records, kept, &task.records.content(kept.into())?)?;
    for document in task.records.documents_naming(id)? {
        let mut content = task.records.content(document)?;
        let renamed = rename(task.records, &mut content)?;
        let values = renamed.into_iter().filter_map(|key| content.get(&key).cloned().map(|value| (key, value)));
        write(task, document, values.collect())?;
    }
    Ok(())
}

fn note_names(records: Records<'_>, id: EntryId, entry: &Content) -> Result<(), DatabaseError> {
    let Some(kind) = EntryKind::parse(entry.text(&Part::Kind)) else { return Ok(()) };
    labels(entry)
        .into_iter()
        .try_for_each(|(edition, label)| records.put_name(kind, &edition, &folded_label(label), id))
}

/// The portal's own change of another document, in the name of whoever sent the entry.
fn write(task: &Task<'_>, document: DocumentId, values: Vec<(PartKey, PartValue)>) -> Result<(), DatabaseError> {
    let records = task.records;
    let Some(row) = records.document(document)?.filter(|_| !values.is_empty()) else { return Ok(()) };
    let sequence = records.next_sequence()?;
    let mut content = records.content(document)?;
    for (key, value) in values {
        let hash = records.put_value(&value)?;
        records.put_part(document, &key, Some(&hash), sequence)?;
        content.put(key, value);
    }
    let revision = Revision {
        document,
        parents: vec![row.head],
        author: task.account.person,
        operation: task.operation,
        parts: content.hashes(),
    };
    let head = revision.id();
    records.put_head(&DocumentRow { head, head_author: task.account.person, head_at: task.now, sequence, ..row })?;
    records.put_revision(head, &revision, task.now, sequence)
}

/// Puts the entries that stay in the place of their aliases.
fn rename(records: Records<'_>, content: &mut Content) -> Result<BTreeSet<PartKey>, DatabaseError> {
    let mut renamed = BTreeSet::new();
    for part in [Part::Section, Part::Desk, Part::DatelineCity, Part::Parent] {
        if let Some(kept) = kept_entry(records, content.text(&part))? {
            content.put(part.key(), PartValue::text(kept));
            renamed.insert(part.key());
        }
    }
    let mut tags = BTreeSet::new();
    for tag in content.items(&Part::Tags) {
        let kept = kept_entry(records, tag)?;
        if kept.is_some() {
            renamed.insert(Part::Tags.key());
        }
        tags.insert(kept.unwrap_or_else(|| tag.to_owned()));
    }
    if renamed.contains(&Part::Tags.key()) {
        content.put(Part::Tags.key(), PartValue::Set(tags));
    }
    Ok(renamed)
}

/// The entry that stays, when the text names an alias. It is no alias itself: those are never found to be the same.
fn kept_entry(records: Records<'_>, entry: &str) -> Result<Option<String>, DatabaseError> {
    let Ok(entry) = entry.parse::<EntryId>() else { return Ok(None) };
    let kept = records.part(entry.into(), &Part::AliasOf)?;
    Ok(kept.as_ref().and_then(PartValue::as_text).filter(|kept| !kept.is_empty()).map(str::to_owned))
}

/// The entry that the portal has for the same thing: of one kind, under one section, with a label that reads alike in
/// one edition. Two people may have one name, and so may two templates that say different things: they never are.
fn same_entry(records: Records<'_>, new: &Content) -> Result<Option<EntryId>, DatabaseError> {
    let can_be_alike = |kind: &EntryKind| kind.is_word() && *kind != EntryKind::Person;
    let Some(kind) = EntryKind::parse(new.text(&Part::Kind)).filter(can_be_alike) else { return Ok(None) };
    for (edition, label) in labels(new) {
        for entry in records.named(kind, &edition, &folded_label(label))? {
            let known = records.content(entry.into())?;
            let is_alias = !known.text(&Part::AliasOf).is_empty();
            if !is_alias && known.text(&Part::Parent) == new.text(&Part::Parent) {
                return Ok(Some(entry));
            }
        }
    }
    Ok(None)
}

fn labels(entry: &Content) -> Vec<(EditionKey, &str)> {
    let found = entry.iter().filter_map(|(key, value)| match (key.known(), value) {
        (Some(Part::Label(edition)), PartValue::Text(text)) => Some((edition, text.as_str())),
        (Some(_) | None, _) => None,
    });
    found.collect()
}
