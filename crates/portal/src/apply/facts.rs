//! The facts that rights depend on, looked up; the rights themselves are rules of the story crate.

use tilshi_story::{Account, DocumentId, Facts, Part, PartValue};

use crate::database::{DatabaseError, DocumentRow, Records};

/// How a person stands to a document; `row` is what the portal has of it.
pub(crate) fn facts(
    records: Records<'_>,
    account: &Account,
    document: DocumentId,
    row: Option<&DocumentRow>,
) -> Result<Facts, DatabaseError> {
    let mut facts = Facts {
        kind: document.kind(),
        new: row.is_none(),
        own: row.is_none_or(|row| row.added_by == account.person),
        assigned: false,
    };
    match document {
        DocumentId::Story(_) => facts.assigned = is_assigned(records, account, document)?,
        DocumentId::Photo(photo) => {
            for story in records.stories_using(photo)? {
                facts.own |= records.document(story)?.is_some_and(|row| row.added_by == account.person);
                facts.assigned |= is_assigned(records, account, story)?;
            }
        }
        DocumentId::Entry(_) => {}
    }
    Ok(facts)
}

fn is_assigned(records: Records<'_>, account: &Account, story: DocumentId) -> Result<bool, DatabaseError> {
    let person = account.person.to_string();
    Ok(match records.part(story, &Part::Assignees)? {
        Some(PartValue::Set(people)) => people.contains(&person),
        Some(PartValue::List(people)) => people.contains(&person),
        Some(PartValue::Text(_) | PartValue::Opaque { .. }) | None => false,
    })
}
