//! Suggestions: what somebody writes where they have no right to change. It is written into the working text like
//! everything else, goes to the portal when the writer says so (or leaves the story, or the program ends), and comes
//! back as a card for whoever has the right, while the text becomes again what the portal has.

use std::collections::BTreeSet;

use tilshi_store::{Base, Reader, StoreError, Writer};
use tilshi_story::{
    Card, CardKind, CardVersion, Content, DocumentId, Failure, Part, PartKey, PartValue, Patch, PhotoId, is_withdrawn,
    may_change,
};

use crate::conflicts;
use crate::history::keep_in_history;
use crate::profile::{Me, Open, check_right, facts};
use crate::views::{CardView, Event};
use crate::{Answer, Newsroom};

/// Running texts in which a suggestion is being written: nobody's text turns back under the hands that write it.
/// Memory only; what a crash interrupts goes as it stands.
#[derive(Debug, Default)]
pub(crate) struct Held(BTreeSet<(DocumentId, PartKey)>);

impl Held {
    /// Whether a suggestion is being written in one of these documents.
    pub(crate) fn holds_any(&self, documents: &BTreeSet<DocumentId>) -> bool {
        self.0.iter().any(|(document, _)| documents.contains(document))
    }

    /// Whether a suggestion is being written in this part.
    pub(crate) fn holds(&self, document: DocumentId, part: &PartKey) -> bool {
        self.0.contains(&(document, part.clone()))
    }

    /// The content with the held parts as they are elsewhere, so that a change leaves them out.
    pub(crate) fn left_out(&self, document: DocumentId, mut content: Content, elsewhere: &Content) -> Content {
        for (_, part) in self.0.iter().filter(|(held, _)| *held == document) {
            content.put(part.clone(), elsewhere.get(part).cloned().unwrap_or_else(nothing));
        }
        content
    }

    /// Photos that no story uses any more: nobody leaves the story in which this was written.
    fn strays(&self, reader: &Reader<'_>) -> Result<Vec<DocumentId>, StoreError> {
        let mut strays = Vec::new();
        for (document, _) in &self.0 {
            if let DocumentId::Photo(photo) = *document
                && reader.stories_using(photo)?.is_empty()
            {
                strays.push(*document);
            }
        }
        Ok(strays)
    }

    fn release(&mut self, mut which: impl FnMut(DocumentId, &PartKey) -> bool) {
        self.0.retain(|(document, part)| !which(*document, part));
    }
}

fn nothing() -> PartValue {
    PartValue::text("")
}

impl Open {
    /// Notes that this part is written in. Without the right to it, that is a suggestion in the making.
    pub(crate) fn hold_if_suggested(&mut self, document: DocumentId, part: &PartKey) {
        if check_right(&self.store.read(), &self.me, document, part).is_err() {
            self.held.0.insert((document, part.clone()));
        }
    }

    /// Lets what is suggested in these documents go to the portal.
    pub(crate) fn release_suggestions(&mut self, documents: &BTreeSet<DocumentId>) {
        self.held.release(|document, _| documents.contains(&document));
    }

    fn tell_documents(&mut self, changed: bool, documents: BTreeSet<DocumentId>) {
        if changed {
            documents.into_iter().for_each(|document| self.tell(Event::Document { document }));
            self.tell(Event::Sync);
        }
    }

    /// Lets go of what is no suggestion any more, because the person has been given the right.
    pub(crate) fn release_what_is_allowed(&mut self) {
        let (reader, me) = (self.store.read(), &self.me);
        self.held.release(|document, part| check_right(&reader, me, document, part).is_ok());
    }
}

impl Newsroom {
    /// See [`crate::Call::suggestion_send`].
    pub fn suggestion_send(&self, document: DocumentId) -> Answer<bool> {
        let sent = self.with(|open| {
            let mut documents = with_photos(&open.store.read(), document)?;
            documents.extend(open.held.strays(&open.store.read())?);
            let sent = open.held.holds_any(&documents);
            open.release_suggestions(&documents);
            open.tell_documents(sent, documents);
            Ok(sent)
        })?;
        self.0.courier.wake();
        Ok(sent)
    }

    /// See [`crate::Call::suggestion_discard`].
    pub fn suggestion_discard(&self, document: DocumentId) -> Answer<bool> {
        self.with(|open| {
            let documents = with_photos(&open.store.read(), document)?;
            let discarded = open.held.holds_any(&documents);
            for document in documents.iter().copied() {
                let base = open.store.read().base(document)?.map(|base| base.content).unwrap_or_default();
                let held: Vec<PartKey> =
                    open.held.0.iter().filter(|(held, _)| *held == document).map(|(_, part)| part.clone()).collect();
                for part in held {
                    let stands = base.get(&part).cloned().unwrap_or_else(nothing);
                    open.store.write(|writer| keep_in_history(writer, document, &part))?;
                    open.set_part(document, &part, &stands)?;
                }
                open.held.release(|held, _| held == document);
            }
            open.tell_documents(discarded, documents);
            Ok(discarded)
        })
    }

    /// See [`crate::Call::suggestion_list`].
    pub fn suggestion_list(&self) -> Answer<Vec<CardView>> {
        self.with(|open| conflicts::views(open, |card| !card.is_conflict()))
    }
}

/// The document and, of a story, the photos it uses.
fn with_photos(reader: &Reader<'_>, document: DocumentId) -> Answer<BTreeSet<DocumentId>> {
    if !reader.exists(document)? {
        return Err(Failure::new("document-not-found"));
    }
    let content = reader.content(document)?;
    let photos = content.items(&Part::Photos).into_iter().filter_map(|id| id.parse::<PhotoId>().ok());
    Ok(std::iter::once(document).chain(photos.map(DocumentId::from)).collect())
}

/// A document's content with every part that the person may only suggest as the portal is known to have it.
pub(crate) fn without_suggestions(
    reader: &Reader<'_>,
    me: &Me,
    document: DocumentId,
    content: &Content,
) -> Result<Content, StoreError> {
    let (Some(account), Some(base)) = (&me.account, reader.base(document)?) else { return Ok(content.clone()) };
    let facts = facts(reader, me, document)?;
    let changed = Patch::between(&base.content, content);
    let mut stated = content.clone();
    for part in changed.keys().filter(|part| may_change(account, facts, part).is_err()) {
        stated.put(part.clone(), base.content.get(part).cloned().unwrap_or_else(nothing));
    }
    Ok(stated)
}

/// Refuses what nobody can change any more: a text that readers were told is withdrawn.
pub(crate) fn check_open(reader: &Reader<'_>, document: DocumentId, part: &PartKey) -> Answer<()> {
    match document.story() {
        Some(story) if is_withdrawn(&reader.workflow(story)?.publications, part) => {
            Err(Failure::new("story-withdrawn"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Writes down that the portal made suggestions of these parts: a card for each, and the part is again what the
/// portal has, unless it was written in since. Gives the parts whose value changed here.
pub(crate) fn taken(
    writer: &Writer<'_>,
    me: &Me,
    document: DocumentId,
    suggested: &BTreeSet<PartKey>,
    sent: &Content,
    base: &Base,
) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
    let now = writer.content(document)?;
    let mut changed = Vec::new();
    for part in suggested {
        let stands = base.content.get(part).cloned();
        let card = Card {
            document,
            part: part.clone(),
            kind: CardKind::Suggestion,
            passage: None,
            base: stands.clone(),
            ours: CardVersion {
                value: sent.get(part).cloned(),
                by: me.person,
                at: writer.changed_at(document)?.unwrap_or(base.at),
            },
            theirs: CardVersion { value: stands.clone(), by: base.author, at: base.at },
        };
        // The same words may have been suggested before, and that card settled with this very change.
        writer.put_open_card(&card)?;
        if now.get(part) == sent.get(part) {
            let stands = stands.unwrap_or_else(nothing);
            writer.put_remote(document, part, &stands, base.author, base.at)?;
            changed.push((part.clone(), stands));
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, stepping};
    use tilshi_story::{Account, EditionKey, PersonId, RevisionId, Timestamp};

    fn without_rights(person: PersonId) -> Account {
        Account { person, name: "Aigerim".into(), roles: [].into(), editions: [].into(), approves_own: false }
    }

    #[test]
    fn a_suggestion_that_is_dropped_still_stands_in_the_history() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let story = newsroom.story_new(english.clone()).expect("a story");
        let person = newsroom.with(|open| Ok(open.me.person)).expect("open");
        stepping::sign_in(&newsroom, without_rights(person)).expect("signed in");
        let lead = Part::Lead(english.clone()).key();
        newsroom.part_set(story.into(), lead.clone(), PartValue::text("It rained.")).expect("written");
        assert!(newsroom.suggestion_discard(story.into()).expect("dropped"));
        let versions = newsroom.history_list(story, english.clone()).expect("a history");
        let kept = newsroom.history_compare(story, english, None, Some(versions[1].version)).expect("compared");
        assert_eq!((versions.len(), kept.lead.now.as_deref()), (2, Some("It rained.")));
    }

    #[test]
    fn words_that_are_suggested_again_after_their_card_was_settled_are_on_an_open_card() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let story = DocumentId::from(newsroom.story_new(english.clone()).expect("a story"));
        let part = Part::Body(english).key();
        let open = |writer: &Writer<'_>| Ok::<_, StoreError>(writer.open_cards()?.len());
        let counts = newsroom.with(|it| {
            let (me, person) = (&it.me, it.me.person);
            Ok(it.store.write(|writer| {
                let base = Base {
                    sequence: 1,
                    revision: RevisionId::of(b"a revision"),
                    author: person,
                    at: Timestamp(1),
                    content: writer.content(story)?,
                };
                writer.set_base(story, &base)?;
                let suggest = || {
                    writer.put_part(story, &part, &PartValue::text("It rained."), person, Timestamp(2))?;
                    let sent = writer.content(story)?;
                    taken(writer, me, story, &[part.clone()].into(), &sent, &base)?;
                    open(writer)
                };
                let first = suggest()?;
                let card = writer.open_cards()?.remove(0).card.id();
                writer.settle_card(card, false)?;
                let waiting = suggest()?;
                writer.settle_card(card, true)?;
                Ok::<_, StoreError>((first, waiting, suggest()?))
            })?)
        });
        assert_eq!(counts.expect("suggested"), (1, 0, 1), "a settlement that waits to be sent stays");
    }

    #[test]
    fn a_suggestion_on_a_photo_that_was_taken_out_goes_with_the_story() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let story = newsroom.story_new(english).expect("a story");
        let photo = PhotoId::of(b"a picture");
        let person = newsroom.with(|open| {
            open.set_part(photo.into(), &Part::FileName.key(), &PartValue::text("canal.jpg"))?;
            open.set_part(story.into(), &Part::Photos.key(), &PartValue::List(vec![photo.to_string()]))?;
            Ok(open.me.person)
        });
        let person = person.expect("written");
        let nobody =
            Account { person, name: "Aigerim".into(), roles: [].into(), editions: [].into(), approves_own: false };
        stepping::sign_in(&newsroom, nobody).expect("signed in");
        let credit = PartValue::text("Photo: Aigerim");
        newsroom.part_set(photo.into(), Part::CreditLine.key(), credit).expect("written");
        newsroom.photo_remove(story, photo).expect("taken out");
        newsroom.suggestion_send(story.into()).expect("sent");
        let held = newsroom.with(|open| Ok(open.held.holds(photo.into(), &Part::CreditLine.key()))).expect("open");
        assert!(!held, "nobody would ever send it");
    }
}
