//! How an edition stands for this person: the portal's records, and the steps that still wait to be told to it.

use tilshi_store::{OutboxEntry, Workflow};
use tilshi_story::{
    Deed, EditionKey, EditionRecord, EditionState, Now, Pins, Publication, Standing, StoryId, WorkflowCommand,
};
use tilshi_sync::wire::Action;

use crate::profile::Me;
use crate::views::PendingStep;

/// A workflow step of the outbox.
#[derive(Clone)]
pub(crate) struct WaitingStep {
    entry: OutboxEntry,
    edition: EditionKey,
    command: WorkflowCommand,
    pins: Pins,
    source_pins: Pins,
}

impl WaitingStep {
    fn read(entry: &OutboxEntry) -> Option<Self> {
        let action: Action = serde_json::from_str(&entry.action_json).ok()?;
        match action {
            Action::Change { .. } => None,
            Action::Workflow { edition, command, pins, source_pins } => {
                Some(Self { entry: entry.clone(), edition, command, pins, source_pins })
            }
        }
    }

    /// The deed it is.
    pub(crate) fn deed(&self) -> Deed {
        self.command.deed()
    }

    /// Whether the portal may still take it.
    pub(crate) fn waits(&self) -> bool {
        !self.entry.refused
    }

    /// The step as a person sees it.
    pub(crate) fn pending(&self) -> PendingStep {
        PendingStep {
            operation: self.entry.operation,
            deed: self.deed(),
            refusal: self.entry.reason.clone().filter(|_| self.entry.refused),
        }
    }

    /// The record that the portal will make of the one `before`, if it takes the step.
    fn record(&self, me: &Me, before: Option<&EditionRecord>) -> Option<EditionRecord> {
        let state = match &self.command {
            WorkflowCommand::Submit => EditionState::InReview,
            WorkflowCommand::Return { .. } => EditionState::Returned,
            WorkflowCommand::Approve => EditionState::Approved,
            WorkflowCommand::Publish { .. } | WorkflowCommand::Redate { .. } | WorkflowCommand::Withdraw { .. } => {
                return None;
            }
        };
        let (reason, passages) = self.command.asked(before);
        Some(EditionRecord {
            state,
            by: me.person,
            at: self.entry.created_at,
            reason,
            passages,
            pins: self.pins.clone(),
            source_pins: self.source_pins.clone(),
        })
    }
}

/// The workflow steps among the outbox.
#[derive(Clone)]
pub(crate) struct WaitingSteps(Vec<WaitingStep>);

impl WaitingSteps {
    /// Reads the steps among these entries.
    pub(crate) fn read<'a>(outbox: impl IntoIterator<Item = &'a OutboxEntry>) -> Self {
        Self(outbox.into_iter().filter_map(WaitingStep::read).collect())
    }

    /// The steps of one edition of a story, in order.
    pub(crate) fn of(&self, story: StoryId, edition: &EditionKey) -> impl Iterator<Item = &WaitingStep> {
        self.0.iter().filter(move |step| step.entry.document == story.into() && step.edition == *edition)
    }
}

/// What the standing of an edition follows from.
pub(crate) struct Evidence<'a> {
    pub(crate) me: &'a Me,
    pub(crate) story: StoryId,
    pub(crate) edition: &'a EditionKey,
    pub(crate) workflow: &'a Workflow,
    pub(crate) steps: &'a WaitingSteps,
    pub(crate) empty: bool,
}

/// How an edition stands, with the steps that wait for the portal already taken.
pub(crate) struct Stand {
    pub(crate) standing: Standing,
    pub(crate) record: Option<EditionRecord>,
    pub(crate) public: Option<Publication>,
}

impl Evidence<'_> {
    /// The standing. What the edition says now is asked only when something was ever decided
    /// about the edition, since most rows of a long list are plain drafts.
    pub(crate) fn stand(&self, says_now: impl FnOnce() -> Now) -> Stand {
        let taken = self.steps.of(self.story, self.edition).filter(|step| step.waits());
        let known = self.workflow.editions.get(self.edition).cloned();
        let record = taken.fold(known, |before, step| step.record(self.me, before.as_ref()).or(before));
        let public = self.workflow.current(self.edition).cloned();
        let now = match (&record, &public) {
            (None, None) => Now::default(),
            _ => says_now(),
        };
        let standing = Standing::of(self.empty, record.as_ref(), public.as_ref(), &now);
        Stand { standing, record, public }
    }
}
