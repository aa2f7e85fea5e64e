//! Steps of the workflow: recorded here at once, decided by the portal.

use tilshi_story::{
    DocumentId, EditionKey, Failure, OperationId, Part, PassageReason, PhotoId, StoryId, Timestamp, WorkflowCommand,
};
use tilshi_sync::wire::Action;

use crate::derived::{fill_photo_words, put, shown};
use crate::desk::Desk;
use crate::following::noted;
use crate::profile::{Names, setting};
use crate::rebase::freeze;
use crate::views::{EditionView, Event, ReasonDraft};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::edition_submit`].
    pub fn edition_submit(&self, story: StoryId, edition: EditionKey) -> Answer<EditionView> {
        self.take_step(story, edition, WorkflowCommand::Submit)
    }

    /// See [`crate::Call::edition_return`].
    pub fn edition_return(
        &self,
        story: StoryId,
        edition: EditionKey,
        reason: String,
        passages: Vec<ReasonDraft>,
    ) -> Answer<EditionView> {
        let passages = self.with(|open| {
            let content = open.store.read().content(story.into())?;
            let photos = content.items(&Part::Photos);
            passages.into_iter().map(|draft| passage_reason(story, &edition, &photos, draft)).collect()
        })?;
        self.take_step(story, edition, WorkflowCommand::Return { reason, passages })
    }

    /// See [`crate::Call::edition_approve`].
    pub fn edition_approve(&self, story: StoryId, edition: EditionKey, seen: String) -> Answer<EditionView> {
        self.take_step_on(story, edition, WorkflowCommand::Approve, Some(&seen))
    }

    /// See [`crate::Call::edition_publish`].
    pub fn edition_publish(
        &self,
        story: StoryId,
        edition: EditionKey,
        note: String,
        displayed: Option<Timestamp>,
    ) -> Answer<EditionView> {
        self.take_step(story, edition, WorkflowCommand::Publish { note, displayed })
    }

    /// See [`crate::Call::edition_redate`].
    pub fn edition_redate(
        &self,
        story: StoryId,
        edition: EditionKey,
        displayed: Option<Timestamp>,
    ) -> Answer<EditionView> {
        self.take_step(story, edition, WorkflowCommand::Redate { displayed })
    }

    /// See [`crate::Call::edition_withdraw`].
    pub fn edition_withdraw(&self, story: StoryId, edition: EditionKey, note: String) -> Answer<EditionView> {
        self.take_step(story, edition, WorkflowCommand::Withdraw { note })
    }

    /// Records a step together with the bytes it is about: the changes that bring those bytes go before it.
    fn take_step(&self, story: StoryId, edition: EditionKey, command: WorkflowCommand) -> Answer<EditionView> {
        self.take_step_on(story, edition, command, None)
    }

    /// The same; refused when the edition does not say any more what the person has `seen`.
    fn take_step_on(
        &self,
        story: StoryId,
        edition: EditionKey,
        command: WorkflowCommand,
        seen: Option<&str>,
    ) -> Answer<EditionView> {
        let document = DocumentId::from(story);
        let view = self.with(|open| {
            let reader = open.store.read();
            if !reader.exists(document)? {
                return Err(Failure::new("story-not-found"));
            }
            if tilshi_language::edition(&edition).is_none() {
                return Err(Failure::new("edition-unknown").with("edition", &edition));
            }
            let desk = Desk::read(&reader, &open.me, &reader.outbox_of(document)?, story)?;
            if seen.is_some_and(|seen| seen != desk.says(&edition)) {
                return Err(Failure::new("changed-meanwhile").with("edition", &edition));
            }
            desk.check_step(&reader, &open.me, &edition, &command)?;
            // What shows its master until now has words of its own from here on.
            let desk = match desk.shows(&edition) {
                Some(master) if command == WorkflowCommand::Submit => {
                    put(open, story, shown(open, &desk.stated_texts(master), master, &edition)?)?;
                    fill_photo_words(open, story, &edition)?;
                    let reader = open.store.read();
                    Desk::read(&reader, &open.me, &reader.outbox_of(document)?, story)?
                }
                Some(_) | None => desk,
            };
            let reader = open.store.read();
            let action = Action::Workflow {
                edition: edition.clone(),
                command,
                pins: desk.pins(&edition),
                source_pins: desk.source_pins(&edition),
            };
            let json =
                serde_json::to_string(&action).map_err(|error| Failure::new("internal").with("detail", error))?;
            let noted = match action {
                Action::Workflow { command: WorkflowCommand::Submit, .. } => {
                    noted(&reader, &open.me, document, &desk.content, &edition)?
                }
                Action::Workflow { .. } | Action::Change { .. } => Vec::new(),
            };
            let (person, at) = (open.me.person, crate::now());
            open.store.write(|writer| {
                noted.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))?;
                for dirty in std::iter::once(document).chain(desk.photos.keys().map(|photo| (*photo).into())) {
                    freeze(writer, &open.held, dirty, at)?;
                }
                writer.add_outgoing(OperationId::generate(), document, &json, at)
            })?;
            open.tell(Event::Document { document });
            open.tell(Event::Sync);
            let reader = open.store.read();
            let desk = Desk::read(&reader, &open.me, &reader.outbox_of(document)?, story)?;
            let portal = reader.setting(setting::PORTAL)?;
            let names = Names::read(&reader, &open.me)?;
            Ok(crate::stories::edition_view(open, &names, &desk, &edition, portal.as_deref()))
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

/// What has to change in a passage, as the portal is told of it.
fn passage_reason(story: StoryId, edition: &EditionKey, photos: &[&str], draft: ReasonDraft) -> Answer<PassageReason> {
    let wrong = || Failure::new("bad-argument").with("argument", "passages");
    let ReasonDraft { part, photo, passage, reason } = draft;
    if part.known().as_ref().and_then(Part::edition) != Some(edition) {
        return Err(wrong());
    }
    let document = match photo {
        None => story.into(),
        Some(place) => {
            let photo = place.checked_sub(1).and_then(|at| photos.get(at)).and_then(|id| id.parse::<PhotoId>().ok());
            photo.ok_or_else(wrong)?.into()
        }
    };
    Ok(PassageReason { document, part, passage, reason })
}
