//! The starter vocabulary of a new profile. Until there is a portal it is nobody's news and waits for nothing; once
//! there is one, the newsroom's own vocabulary takes its place.

use tilshi_language::{StarterEntry, starter};
use tilshi_store::{Base, StoreError, Writer};
use tilshi_story::{Content, DocumentId, PersonId, RevisionId, Timestamp};
use uuid::Uuid;

use crate::profile::setting;

/// The revision that every entry of the starter vocabulary has before a portal has spoken of it.
const REVISION: RevisionId = RevisionId::from_bytes([0; 32]);

/// The state of a profile whose starter vocabulary no portal has been compared with.
const UNSETTLED: &str = "unsettled";

/// Puts the starter vocabulary into a new profile, as something that is known and not as something that was written.
pub(crate) fn fill(writer: &Writer<'_>, at: Timestamp) -> Result<(), StoreError> {
    for entry in starter() {
        let document = DocumentId::from(entry.id);
        let content = entry.content();
        for (part, value) in content.iter() {
            writer.put_remote(document, part, value, nobody(), at)?;
        }
        writer.set_base(document, &Base { sequence: 0, revision: REVISION, author: nobody(), at, content })?;
    }
    writer.set_setting(setting::STARTER, UNSETTLED)
}

/// At a sign-in: what was changed in the starter vocabulary is news for the portal, and what the portal has is to be
/// known before a story that names the rest is sent.
pub(crate) fn meet_portal(writer: &Writer<'_>, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
    if writer.setting(setting::STARTER)?.is_some_and(|state| state == UNSETTLED) {
        writer.set_setting(setting::ASK_FIRST, "yes")?;
    }
    for document in unconfirmed(writer)? {
        if !writer.dirty_parts(document)?.is_empty() {
            make_new(writer, document, person, at)?;
        }
    }
    Ok(())
}

/// When everything the portal has is known: what it does not have is sent where something names it, and forgotten
/// where nothing does. Gives what is to be sent.
pub(crate) fn settle(writer: &Writer<'_>, person: PersonId, at: Timestamp) -> Result<Vec<DocumentId>, StoreError> {
    let mut to_send = Vec::new();
    if writer.setting(setting::STARTER)?.is_none_or(|state| state != UNSETTLED) {
        return Ok(to_send);
    }
    writer.set_setting(setting::STARTER, "")?;
    for document in unconfirmed(writer)? {
        let DocumentId::Entry(entry) = document else { continue };
        if writer.naming(entry)?.is_empty() {
            writer.remove_document(document)?;
        } else {
            make_new(writer, document, person, at)?;
            to_send.push(document);
        }
    }
    Ok(to_send)
}

/// What a document of the starter vocabulary was to begin with; nothing of any other. Two who changed it before
/// they met have that in common.
pub(crate) fn beginning(document: DocumentId) -> Content {
    let entry = starter().iter().find(|entry| document == entry.id.into());
    entry.map(StarterEntry::content).unwrap_or_default()
}

/// The entries of the starter vocabulary that no portal has spoken of.
fn unconfirmed(writer: &Writer<'_>) -> Result<Vec<DocumentId>, StoreError> {
    let mut found = Vec::new();
    for document in starter().iter().map(|entry| DocumentId::from(entry.id)) {
        if writer.base_revision(document)? == Some(REVISION) {
            found.push(document);
        }
    }
    Ok(found)
}

/// The same entry as if the person had just written it.
fn make_new(writer: &Writer<'_>, document: DocumentId, person: PersonId, at: Timestamp) -> Result<(), StoreError> {
    let content = writer.content(document)?;
    writer.remove_document(document)?;
    content.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))
}

fn nobody() -> PersonId {
    PersonId::from_uuid(Uuid::nil())
}

#[cfg(test)]
mod tests {
    use tilshi_store::{Profile, Protection};
    use tilshi_story::{Part, PartValue, StoryId};

    use super::*;

    #[test]
    fn a_portal_without_these_words_gets_the_ones_that_are_used_and_the_rest_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut store, _code) = Profile::create(&folder.path().join("p"), Protection::Unencrypted).expect("a profile");
        let (person, at) = (PersonId::generate(), Timestamp(1));
        let [used, renamed] = [&starter()[0], &starter()[1]];
        let label = Part::Label("en".parse().expect("an edition")).key();
        store.write(|writer| fill(writer, at)).expect("filled");
        assert!(store.read().dirty().expect("read").is_empty(), "nothing of it was written by anybody");
        store
            .write(|writer| {
                let story = DocumentId::from(StoryId::generate());
                let section = PartValue::text(used.id.to_string());
                writer.put_part(story, &Part::Section.key(), &section, person, at)?;
                writer.put_part(renamed.id.into(), &label, &PartValue::text("Money"), person, at)?;
                meet_portal(writer, person, at)?;
                assert_eq!(settle(writer, person, at)?, [used.id.into()]);
                assert_eq!(settle(writer, person, at)?, [], "once is enough");
                Ok(())
            })
            .expect("settled");
        let reader = store.read();
        let documents = reader.documents(tilshi_story::DocumentKind::Entry).expect("read");
        assert_eq!(documents, [renamed.id.into(), used.id.into()]);
        let dirty = reader.dirty().expect("read");
        assert!(dirty.contains(&used.id.into()) && dirty.contains(&renamed.id.into()));
        assert_eq!(reader.content(used.id.into()).expect("read"), used.content());
        assert_eq!(reader.content(renamed.id.into()).expect("read").get(&label), Some(&PartValue::text("Money")));
    }
}
