//! The portal of a run: the real apply and feed over a simulated disk, and whoever checks every receipt beside it.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_portal::{Database, stepping};
use tilshi_story::{
    Account, Content, DocumentId, DocumentKind, EditionKey, EditionState, Facts, Failure, OperationId, Part, PersonId,
    PhotoId, Pins, Role, StoryId, Timestamp, WorkflowCommand, edition_pins, may_change, may_take,
};
use tilshi_sync::scope::KEPT_DAYS;
use tilshi_sync::wire::{
    Action, FeedDocument, Mark, Operation, Outcome, PictureFile, PullRequest, PullResponse, PushRequest, PushResponse,
    Receipt, Upload,
};

use crate::chance::Chance;
use crate::disk::{self, entered};
use crate::planted::Planted;
use crate::report::{Counts, Law, Violation};

/// What an editor saw when they approved.
type Approval = (StoryId, EditionKey, Pins);

/// The portal and what is known about its answers.
pub(crate) struct Portal {
    folder: String,
    database: Option<Database>,
    /// Who has an account, as the administrator set it last.
    pub(crate) accounts: BTreeMap<PersonId, Account>,
    planted: Option<Planted>,
    delivered: BTreeSet<OperationId>,
    accepted: BTreeMap<OperationId, u64>,
    places: BTreeMap<u64, OperationId>,
    /// Who brought what first.
    makers: BTreeMap<DocumentId, PersonId>,
    last_id: BTreeMap<PersonId, OperationId>,
    /// What editors approved, noted on their laptops.
    pub(crate) approvals: Vec<Approval>,
    backup: Option<Backup>,
    /// For how many days laptops hold what is at rest.
    pub(crate) kept_days: u32,
}

/// A copy of the portal's disk, and what was known when it was made.
struct Backup {
    files: BTreeMap<String, Vec<u8>>,
    accounts: BTreeMap<PersonId, Account>,
    makers: BTreeMap<DocumentId, PersonId>,
    newest: u64,
}

/// An operation as it came, and what was there before.
#[derive(Clone, Copy)]
struct Came<'a> {
    person: PersonId,
    operation: &'a Operation,
    before: Option<&'a FeedDocument>,
    stories: &'a [Content],
    /// Whether it came before.
    known: bool,
}

impl Portal {
    /// Opens the portal whose database lies on the disk of this folder.
    pub(crate) fn open(folder: String, planted: Option<Planted>) -> Result<Self, String> {
        entered(&disk::disk(&folder)).lies = planted == Some(Planted::PortalCommitsLater);
        let mut portal = Self {
            folder,
            database: None,
            accounts: BTreeMap::new(),
            planted,
            delivered: BTreeSet::new(),
            accepted: BTreeMap::new(),
            places: BTreeMap::new(),
            makers: BTreeMap::new(),
            last_id: BTreeMap::new(),
            approvals: Vec::new(),
            backup: None,
            kept_days: KEPT_DAYS,
        };
        portal.start()?;
        Ok(portal)
    }

    fn start(&mut self) -> Result<(), String> {
        let path = format!("{}/portal.sqlite", self.folder);
        let opened = Database::open(path.as_ref());
        self.database = Some(opened.map_err(|error| format!("the portal does not open: {error}"))?);
        Ok(())
    }

    fn database(&self) -> Result<&Database, Failure> {
        self.database.as_ref().ok_or_else(|| Failure::new("internal"))
    }

    /// Cuts the power at a write soon to come.
    pub(crate) fn cut_power(&self, writes: u64) {
        entered(&disk::disk(&self.folder)).power = Some(writes);
    }

    /// Cuts the power between two requests.
    pub(crate) fn lose_power(&self) {
        entered(&disk::disk(&self.folder)).dead = true;
    }

    /// Starts the portal again if its power is gone, or will be.
    pub(crate) fn recover(&mut self, chance: &mut Chance) -> Result<bool, String> {
        let disk = disk::disk(&self.folder);
        entered(&disk).power = None;
        if !entered(&disk).dead {
            return Ok(false);
        }
        self.database = None;
        entered(&disk).restart(chance);
        self.start()?;
        Ok(true)
    }

    /// Makes a backup of the portal's disk.
    pub(crate) fn back_up(&mut self) -> Result<(), String> {
        let Some(person) = self.accounts.keys().next().copied() else { return Ok(()) };
        let newest = self.everything(person)?.cursor;
        let files = entered(&disk::disk(&self.folder)).copied();
        self.backup = Some(Backup { files, accounts: self.accounts.clone(), makers: self.makers.clone(), newest });
        Ok(())
    }

    /// Puts the last backup in the place of the portal's disk; whether there was one.
    pub(crate) fn restore(&mut self) -> Result<bool, String> {
        let Some(backup) = self.backup.take() else { return Ok(false) };
        self.database = None;
        entered(&disk::disk(&self.folder)).become_copy(backup.files);
        self.accounts = backup.accounts;
        self.makers = backup.makers;
        // What came after it may come again, in another place.
        self.accepted.retain(|_, place| *place <= backup.newest);
        self.places.retain(|place, _| *place <= backup.newest);
        self.delivered.retain(|operation| self.accepted.contains_key(operation));
        self.start()?;
        Ok(true)
    }

    /// Gives a person an account or other rights.
    pub(crate) fn admit(&mut self, account: &Account, now: Timestamp) -> Result<(), String> {
        let Some(database) = &self.database else { return Err("the portal is closed".into()) };
        stepping::admit(database, account, now).map_err(|error| format!("an account is refused: {error}"))?;
        self.accounts.insert(account.person, account.clone());
        Ok(())
    }

    /// Everything the portal has, as a new laptop would get it.
    pub(crate) fn everything(&self, person: PersonId) -> Result<PullResponse, String> {
        let request = PullRequest::behind(None, 0);
        let database = self.database.as_ref().ok_or("the portal is closed")?;
        stepping::pull(database, person, &request, Timestamp(0)).map_err(|error| error.to_string())
    }

    /// From now on laptops hold nothing that is at rest.
    pub(crate) fn keep_nothing_at_rest(&mut self) -> Result<(), String> {
        self.kept_days = 0;
        let database = self.database.as_ref().ok_or("the portal is closed")?;
        stepping::keep_days(database, 0).map_err(|error| error.to_string())
    }

    /// Answers a pull.
    pub(crate) fn pull(
        &mut self,
        person: PersonId,
        request: &PullRequest,
        now: Timestamp,
    ) -> Result<PullResponse, Failure> {
        let mut request = request.clone();
        if self.planted == Some(Planted::RestoreUnnoticed) {
            request.seen = 0;
        }
        let mut answer = stepping::pull(self.database()?, person, &request, now)?;
        if let Some(planted) = self.planted {
            planted.on_the_feed(&mut answer, request.cursor);
        }
        Ok(answer)
    }

    /// Notes that a picture file has arrived.
    pub(crate) fn keep_picture(&self, upload: &Upload, now: Timestamp) -> Result<Mark, Failure> {
        let kept = stepping::keep_picture(self.database()?, upload.photo, upload.file, upload.size_bytes, now);
        kept.map_err(|_| Failure::new("internal"))
    }

    /// Whether a picture file has arrived, and the newest place on the feed.
    pub(crate) fn has_picture(&self, photo: PhotoId, file: PictureFile) -> Result<Option<Mark>, Failure> {
        stepping::has_picture(self.database()?, photo, file).map_err(|_| Failure::new("internal"))
    }

    /// Answers a push, and checks what it answers.
    pub(crate) fn push(
        &mut self,
        person: PersonId,
        request: &PushRequest,
        now: Timestamp,
        counts: &mut Counts,
        violations: &mut Vec<Violation>,
    ) -> Result<PushResponse, Failure> {
        let before: Vec<Option<FeedDocument>> =
            request.operations.iter().map(|operation| self.document(operation.document)).collect::<Result<_, _>>()?;
        let stories = if request.operations.iter().any(|operation| operation.document.kind() == DocumentKind::Photo) {
            self.stories(person)?
        } else {
            Vec::new()
        };
        let mut spoiled = request.clone();
        if self.planted == Some(Planted::RestoreUnnoticed) {
            spoiled.seen = 0;
        }
        for (operation, before) in spoiled.operations.iter_mut().zip(&before) {
            self.spoil(person, operation, before.as_ref());
        }
        let unchecked = self.planted == Some(Planted::RightsUnchecked);
        if unchecked && let Some(account) = self.accounts.get(&person) {
            let chief = Account { roles: [Role::ChiefEditor].into(), ..account.clone() };
            stepping::admit(self.database()?, &chief, now).map_err(|_| Failure::new("internal"))?;
        }
        let answer = stepping::push(self.database()?, person, &spoiled, now);
        if unchecked && let Some(account) = self.accounts.get(&person) {
            stepping::admit(self.database()?, account, now).map_err(|_| Failure::new("internal"))?;
        }
        let known: Vec<bool> =
            request.operations.iter().map(|operation| !self.delivered.insert(operation.id)).collect();
        let mut answer = answer?;
        for (((operation, receipt), before), known) in
            request.operations.iter().zip(&mut answer.receipts).zip(&before).zip(known)
        {
            receipt.operation = operation.id;
            match &receipt.outcome {
                Outcome::Accepted { .. } => counts.accepted += 1,
                Outcome::Diverged { .. } => counts.diverged += 1,
                Outcome::Refused { .. } => counts.refused += 1,
            }
            let mut found = |law, detail| violations.push(Violation { law, detail });
            let came = Came { person, operation, before: before.as_ref(), stories: &stories, known };
            self.check(&came, receipt, &mut found)?;
        }
        Ok(answer)
    }

    fn spoil(&mut self, person: PersonId, operation: &mut Operation, before: Option<&FeedDocument>) {
        let Some(planted) = self.planted else { return };
        let seen = self.delivered.contains(&operation.id);
        if planted == Planted::ReusedOperationId {
            // Every other operation of a person goes out under the id of the one before.
            match self.last_id.remove(&person) {
                Some(last) if last != operation.id => operation.id = last,
                Some(_) | None => {
                    self.last_id.insert(person, operation.id);
                }
            }
        }
        planted.at_the_door(operation, before.map(|before| before.revision), seen);
        if let (Action::Workflow { edition, command, pins, source_pins }, Some(before)) =
            (&mut operation.action, before)
            && planted.approves_unseen(command)
            && let Some(story) = before.document.story()
        {
            let content: Content = before.parts.clone().into_iter().collect();
            let of = |edition: &EditionKey| edition_pins(story, &content, &BTreeMap::new(), edition);
            *pins = of(edition);
            *source_pins = match content.text(&Part::SourceEdition).parse::<EditionKey>() {
                Ok(source) if source != *edition => of(&source),
                Ok(_) | Err(_) => Pins::new(),
            };
        }
    }

    fn stories(&self, person: PersonId) -> Result<Vec<Content>, Failure> {
        let all = self.everything(person).map_err(|_| Failure::new("internal"))?;
        let stories = all.documents.into_iter().filter(|news| news.document.kind() == DocumentKind::Story);
        Ok(stories.map(|news| news.parts.into_iter().collect()).collect())
    }

    fn document(&self, document: DocumentId) -> Result<Option<FeedDocument>, Failure> {
        stepping::document(self.database()?, document).map_err(|_| Failure::new("internal"))
    }

    fn check(&mut self, came: &Came<'_>, receipt: &Receipt, found: &mut dyn FnMut(Law, String)) -> Result<(), Failure> {
        let Came { person, operation, before, stories, known } = *came;
        let Outcome::Accepted { sequence, suggested, .. } = &receipt.outcome else { return Ok(()) };
        let first = *self.accepted.entry(operation.id).or_insert(*sequence);
        if first != *sequence {
            found(Law::DuplicateEffect, format!("operation {} at {first} and at {sequence}", operation.id));
        }
        let owner = *self.places.entry(*sequence).or_insert(operation.id);
        if owner != operation.id {
            found(Law::DuplicateEffect, format!("{} and {owner} both at {sequence}", operation.id));
        }
        if before.is_none() {
            self.makers.insert(operation.document, person);
        }
        if known {
            return Ok(());
        }
        let Some(account) = self.accounts.get(&person) else { return Ok(()) };
        let content: Content = before.map(|before| before.parts.clone().into_iter().collect()).unwrap_or_default();
        let facts = self.facts(person, operation.document, before.is_some(), &content, stories)?;
        match &operation.action {
            Action::Change { patch, .. } => {
                for part in patch.keys().filter(|part| !suggested.contains(part)) {
                    if let Err(failure) = may_change(account, facts, part) {
                        found(Law::WithoutRight, format!("{} of {}: {failure}", part, operation.document));
                    }
                }
            }
            Action::Workflow { edition, command, pins, .. } => {
                if let Err(failure) = may_take(account, facts, command, edition) {
                    found(Law::WithoutRight, format!("{} of {}: {failure}", edition, operation.document));
                }
                let now = self.document(operation.document)?;
                let record = now.as_ref().and_then(|now| now.editions.get(edition));
                if *command == WorkflowCommand::Approve
                    && let Some(record) = record.filter(|record| record.by == person)
                    && record.state == EditionState::Approved
                    && record.pins != *pins
                {
                    found(Law::ApprovalChanged, format!("{edition} of {}", operation.document));
                }
            }
        }
        Ok(())
    }

    /// How a person stands to a document, found without the portal's code.
    /// `stories` as they were before the push; what earlier operations of it did to them counts too.
    fn facts(
        &self,
        person: PersonId,
        document: DocumentId,
        exists: bool,
        content: &Content,
        stories: &[Content],
    ) -> Result<Facts, Failure> {
        let named = person.to_string();
        let is_assigned = |content: &Content| content.items(&Part::Assignees).contains(&named.as_str());
        let has_made = |content: &Content| content.text(&Part::CreatedBy) == named;
        let (mut own, mut assigned) = (!exists, false);
        match document {
            DocumentId::Story(_) => (own, assigned) = (own || has_made(content), is_assigned(content)),
            DocumentId::Photo(photo) => {
                let photo = photo.to_string();
                own |= self.makers.get(&document) == Some(&person);
                let uses = |content: &&Content| content.items(&Part::Photos).contains(&photo.as_str());
                for story in self.stories(person)?.iter().chain(stories).filter(uses) {
                    (own, assigned) = (own || has_made(story), assigned || is_assigned(story));
                }
            }
            DocumentId::Entry(_) => {}
        }
        Ok(Facts { kind: document.kind(), new: !exists, own, assigned })
    }

    /// At the end: every approval that stands, and whatever was published on it, is about what an editor saw.
    pub(crate) fn check_approvals(&self, all: &PullResponse, violations: &mut Vec<Violation>) {
        for document in &all.documents {
            let Some(story) = document.document.story() else { continue };
            for (edition, record) in &document.editions {
                if record.state == EditionState::Approved && !self.has_seen(story, edition, &record.pins) {
                    let detail = format!("{edition} of {story} stands approved as nobody saw it");
                    violations.push(Violation { law: Law::ApprovalChanged, detail });
                }
            }
            for publication in &document.publications {
                if !self.has_seen(story, &publication.edition, &publication.pins) {
                    let detail = format!("{} of {story} is public as nobody approved it", publication.edition);
                    violations.push(Violation { law: Law::ApprovalChanged, detail });
                }
            }
        }
    }

    /// Whether some editor approved exactly these bytes.
    fn has_seen(&self, story: StoryId, edition: &EditionKey, pins: &Pins) -> bool {
        self.approvals.iter().any(|(of, in_edition, seen)| *of == story && in_edition == edition && seen == pins)
    }

    /// Stops the portal for good.
    pub(crate) fn close(&mut self) {
        self.database = None;
        disk::forget(&self.folder);
    }
}
