//! A story on the desk: everything that decides how it stands, read together, and what is derived from it.

use std::collections::BTreeMap;

use tilshi_merge::Texts;
use tilshi_store::{OutboxEntry, Reader, StoreError, StoredCard, Workflow};
use tilshi_story::{
    Account, Content, Deed, Details, DocumentId, EditionKey, Failure, Now, Obstacle, ObstacleKind, Part, PartKey,
    PartValue, PhotoId, Pins, Publication, PublicationKind, PublishFacts, StoryId, Timestamp, WorkflowCommand,
    check_displayed, check_finished, edition_pins, may_take, obstacles_to_publish, step,
};

use crate::conversion::master_of;
use crate::portal_clock::portal_now;
use crate::profile::{Me, facts};
use crate::standing::{Evidence, Stand, WaitingStep, WaitingSteps};
use crate::suggestions::without_suggestions;
use crate::views::{DeedView, PendingStep};

/// A story with its photos, workflow, cards and the steps that wait for the portal.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) story: StoryId,
    pub(crate) content: Content,
    pub(crate) photos: BTreeMap<PhotoId, Content>,
    /// The same without what this person may only suggest: what the portal will hold, and decide about.
    stated: Stated,
    pub(crate) workflow: Workflow,
    pub(crate) cards: Vec<StoredCard>,
    steps: WaitingSteps,
}

#[derive(Clone)]
struct Stated {
    content: Content,
    photos: BTreeMap<PhotoId, Content>,
}

impl Stated {
    fn read(
        reader: &Reader<'_>,
        me: &Me,
        document: DocumentId,
        content: &Content,
        photos: &BTreeMap<PhotoId, Content>,
    ) -> Result<Self, StoreError> {
        let stated = |document, content| without_suggestions(reader, me, document, content);
        let photos = photos.iter().map(|(photo, content)| Ok((*photo, stated((*photo).into(), content)?)));
        Ok(Self { content: stated(document, content)?, photos: photos.collect::<Result<_, StoreError>>()? })
    }
}

impl Desk {
    /// Reads a story; `outbox` is read once for many stories.
    pub(crate) fn read(
        reader: &Reader<'_>,
        me: &Me,
        outbox: &[OutboxEntry],
        story: StoryId,
    ) -> Result<Self, StoreError> {
        let document = DocumentId::from(story);
        let content = reader.content(document)?;
        let mut cards = reader.cards_of(document)?;
        let mut photos = BTreeMap::new();
        for photo in photos_in(&content) {
            photos.insert(photo, reader.content(photo.into())?);
            cards.extend(reader.cards_of(photo.into())?);
        }
        cards.retain(|card| !card.settled);
        let steps = WaitingSteps::read(outbox.iter().filter(|entry| entry.document == document));
        let stated = Stated::read(reader, me, document, &content, &photos)?;
        Ok(Self { story, content, photos, stated, workflow: reader.workflow(story)?, cards, steps })
    }

    /// The photos as the story has them.
    pub(crate) fn photos_in_order(&self) -> Vec<PhotoId> {
        photos_in(&self.content)
    }

    /// The edition the others are translated from.
    pub(crate) fn source_edition(&self) -> Option<EditionKey> {
        self.content.text(&Part::SourceEdition).parse().ok()
    }

    /// The bytes an approval of this edition would be about.
    pub(crate) fn pins(&self, edition: &EditionKey) -> Pins {
        edition_pins(self.story, &self.stated.content, &self.stated.photos, edition)
    }

    /// The bytes of the source edition that this edition translates; none for the source itself.
    pub(crate) fn source_pins(&self, edition: &EditionKey) -> Pins {
        match self.source_edition() {
            Some(source) if source != *edition => self.pins(&source),
            Some(_) | None => Pins::new(),
        }
    }

    /// A mark of what an approval of this edition would be about: the same as long as not one byte of it changes.
    pub(crate) fn says(&self, edition: &EditionKey) -> String {
        let pins = self.pins(edition).into_iter().chain(self.source_pins(edition));
        let pins = pins.map(|pin| format!("{} {} {}", pin.document, pin.part, pin.hash)).collect();
        PartValue::List(pins).hash().to_string()
    }

    /// How an edition stands.
    pub(crate) fn stand(&self, me: &Me, edition: &EditionKey) -> Stand {
        Evidence {
            me,
            story: self.story,
            edition,
            workflow: &self.workflow,
            steps: &self.steps,
            empty: self.is_empty(edition),
        }
        .stand(|| Now {
            pins: self.pins(edition),
            source_pins: self.source_pins(edition),
            details: Some(Details::of(&self.stated.content, &self.stated.photos).hash()),
        })
    }

    /// The edition that this one shows the words of, since nobody has written in it.
    pub(crate) fn shows(&self, edition: &EditionKey) -> Option<&'static EditionKey> {
        let master = master_of(edition).ok()?;
        (self.is_empty(edition) && !Texts::of(&self.stated.content, master).is_empty()).then_some(master)
    }

    /// What the master of an edition says without what may only be suggested of it.
    pub(crate) fn stated_texts(&self, edition: &EditionKey) -> Texts<'_> {
        Texts::of(&self.stated.content, edition)
    }

    /// The same as if an edition that shows the words of another one had them: whatever can be handed in of that can be of this.
    fn as_shown(&self, edition: &EditionKey, master: &EditionKey) -> Self {
        let mut shown = self.clone();
        for part in [Part::Headline, Part::Lead, Part::Body] {
            let text = PartValue::text(self.stated.content.text(&part(master.clone())));
            shown.content.put(part(edition.clone()).key(), text.clone());
            shown.stated.content.put(part(edition.clone()).key(), text);
        }
        shown
    }

    fn is_empty(&self, edition: &EditionKey) -> bool {
        [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
            .iter()
            .all(|part| self.content.text(part).trim().is_empty())
    }

    /// Steps of this edition that the portal has not taken.
    pub(crate) fn pending(&self, edition: &EditionKey) -> Vec<PendingStep> {
        self.steps.of(self.story, edition).map(WaitingStep::pending).collect()
    }

    /// What stands in the way of publishing, as far as this laptop can know.
    pub(crate) fn obstacles(&self, edition: &EditionKey, now: Timestamp) -> Vec<Obstacle> {
        obstacles_to_publish(&PublishFacts {
            edition,
            story: &self.content,
            photos: &self.photos,
            at_portal: None,
            open_cards: self.cards.iter().any(|card| card.card.is_conflict()),
            now,
        })
    }

    /// Whether this person can take this step now.
    pub(crate) fn check_step(
        &self,
        reader: &Reader<'_>,
        me: &Me,
        edition: &EditionKey,
        command: &WorkflowCommand,
    ) -> Result<(), Failure> {
        let account = me.account.as_ref().ok_or_else(|| Failure::new("connect-first"))?;
        self.check_step_as(account, reader, me, edition, command)
    }

    fn check_step_as(
        &self,
        account: &Account,
        reader: &Reader<'_>,
        me: &Me,
        edition: &EditionKey,
        command: &WorkflowCommand,
    ) -> Result<(), Failure> {
        let deed = command.deed();
        may_take(account, facts(reader, me, self.story.into())?, command, edition)?;
        if let Some(master) = self.shows(edition).filter(|_| deed == Deed::Submit) {
            return self.as_shown(edition, master).check_step_as(account, reader, me, edition, command);
        }
        if let Some(displayed) = command.displayed() {
            check_displayed(displayed, None)?;
        }
        let waits = self.steps.of(self.story, edition).any(|step| step.waits() && step.deed() == deed);
        if waits && matches!(deed, Deed::Publish | Deed::Withdraw) {
            return Err(Failure::new("already-waiting"));
        }
        let stand = self.stand(me, edition);
        step(stand.standing, public_since(stand.public.as_ref()).is_some(), command)?;
        if matches!(deed, Deed::Submit | Deed::Approve) {
            check_finished(&self.content, &self.photos, edition)?;
        }
        if deed == Deed::Approve && self.cards.iter().any(|card| self.stands_in_the_way(card, edition)) {
            return Err(Failure::new("conflict-open"));
        }
        if deed == Deed::Approve {
            let behind = tilshi_merge::behind(&self.stated.content, edition).passages;
            if behind > 0 {
                return Err(Failure::new("edition-behind").with("edition", edition).with("count", behind));
            }
            let errors = {
                let (content, photos) = (&self.stated.content, self.stated.photos.values());
                tilshi_merge::open_errors(content, photos, edition, &crate::house::read(reader)?)
            };
            if errors > 0 {
                return Err(Failure::new("checks-failed").with("edition", edition).with("count", errors));
            }
            let unread = tilshi_merge::unread_of_machine(&self.stated.content, edition);
            if unread > 0 {
                return Err(Failure::new("machine-unread").with("edition", edition).with("count", unread));
            }
        }
        if deed == Deed::Publish {
            let now = portal_now(reader)?;
            let mut obstacles = self.obstacles(edition, now.unwrap_or_else(crate::now));
            // Whether an embargo has passed only the portal's clock knows.
            obstacles.retain(|obstacle| {
                let depends_on_clock =
                    matches!(obstacle.kind, ObstacleKind::UnderEmbargo | ObstacleKind::PhotoLicenceEnded);
                now.is_some() || !depends_on_clock
            });
            if let Some(first) = obstacles.first() {
                return Err(Failure::from(first).with("count", obstacles.len()).with("edition", edition));
            }
        }
        Ok(())
    }

    /// Whether this person can hand in and approve an edition with these parts, in which nobody has written.
    pub(crate) fn check_shown(
        &self,
        reader: &Reader<'_>,
        me: &Me,
        edition: &EditionKey,
        parts: BTreeMap<PartKey, PartValue>,
    ) -> Result<(), Failure> {
        let account = me.account.as_ref().ok_or_else(|| Failure::new("connect-first"))?;
        self.check_step(reader, me, edition, &WorkflowCommand::Submit)?;
        may_take(account, facts(reader, me, self.story.into())?, &WorkflowCommand::Approve, edition)?;
        let mut content = self.stated.content.clone();
        parts.into_iter().for_each(|(part, value)| content.put(part, value));
        match tilshi_merge::open_errors(&content, [], edition, &crate::house::read(reader)?) {
            0 => Ok(()),
            errors => Err(Failure::new("checks-failed").with("edition", edition).with("count", errors)),
        }
    }

    fn stands_in_the_way(&self, card: &StoredCard, edition: &EditionKey) -> bool {
        let about = card.card.part.known().and_then(|part| part.edition().cloned());
        card.card.is_conflict() && about.as_ref() == Some(edition)
    }

    /// Every deed with the reason why it cannot be done now.
    pub(crate) fn deeds(&self, reader: &Reader<'_>, me: &Me, edition: &EditionKey) -> Vec<DeedView> {
        Deed::ALL
            .iter()
            .map(|deed| {
                // A reason that is still to be written is no obstacle to offering the deed.
                let command = command_of(*deed, "?");
                DeedView { deed: *deed, refusal: self.check_step(reader, me, edition, &command).err() }
            })
            .collect()
    }
}

fn photos_in(content: &Content) -> Vec<PhotoId> {
    content.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()).collect()
}

fn command_of(deed: Deed, words: &str) -> WorkflowCommand {
    match deed {
        Deed::Submit => WorkflowCommand::Submit,
        Deed::Return => WorkflowCommand::Return { reason: words.into(), passages: Vec::new() },
        Deed::Approve => WorkflowCommand::Approve,
        Deed::Publish => WorkflowCommand::Publish { note: words.into(), displayed: None },
        Deed::Redate => WorkflowCommand::Redate { displayed: None },
        Deed::Withdraw => WorkflowCommand::Withdraw { note: words.into() },
    }
}

/// Since when the edition is public, if it is.
pub(crate) fn public_since(public: Option<&Publication>) -> Option<&Publication> {
    public.filter(|publication| publication.kind != PublicationKind::Withdrawn)
}
