//! Lists of stories: which ones are meant, and what a list shows of each.

use serde::{Deserialize, Serialize};
use tilshi_story::{EditionKey, EntryId, Failure, PersonId, Standing, StoryId, Task, Timestamp};
use ts_rs::TS;

/// The queues of the rail, and those of the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Queue {
    /// Stories the person made or is assigned to.
    Mine,
    /// All stories this laptop holds.
    #[default]
    Desk,
    /// Stories whose source is finished and of which an edition is not written.
    Translation,
    /// Stories with a photo that lacks its credit.
    Credits,
    /// Stories of which an edition is behind what it was made from, or owes its readers what became of that.
    Stale,
    /// Stories with a comment that mentions the person and that nobody has dealt with.
    Mentions,
    /// Stories with a deadline whose source edition is not public yet.
    Due,
    /// Stories with an edition in review, or changed since its approval.
    Approvals,
    /// Stories of which something waits to be sent.
    Waiting,
    /// Stories with an open conflict card.
    Conflicts,
    /// Stories with an edition that readers were given, from the filter's moment on.
    Published,
}

/// What a list leaves out: everything that is given has to be true of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StoryFilter {
    /// Beginnings of words of its slugline, a headline, an author or a tag.
    pub words: String,
    /// It stands in these queues as well.
    pub queues: Vec<Queue>,
    /// An edition stands in one of these ways.
    pub standings: Vec<Standing>,
    /// It is this edition that stands so, that is not written or that is behind.
    pub edition: Option<EditionKey>,
    /// Its section.
    pub section: Option<EntryId>,
    /// The desk that answers for it.
    pub desk: Option<EntryId>,
    /// One of its tags.
    pub tag: Option<EntryId>,
    /// Who made it, signs it or has it to write.
    pub person: Option<PersonId>,
    /// Its urgency, 1 to 5.
    pub urgency: Option<String>,
    /// It changed at that moment or later.
    pub changed_since: Option<Timestamp>,
    /// An edition was published at that moment or later.
    pub published_since: Option<Timestamp>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StoryOrder {
    /// The newest change first.
    #[default]
    Changed,
    /// By slugline.
    Slugline,
    /// The most urgent first.
    Urgency,
    /// The newest publication first.
    Published,
    /// The next deadline first.
    Deadline,
}

/// A list of stories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct StoryQuery {
    /// The queue.
    pub queue: Queue,
    /// What is left out of it.
    pub filter: StoryFilter,
    /// Its order.
    pub order: StoryOrder,
}

impl From<Queue> for StoryQuery {
    fn from(queue: Queue) -> Self {
        Self { queue, ..Self::default() }
    }
}

/// A list that somebody keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedQuery {
    /// What it is called.
    pub name: String,
    /// The list.
    pub query: StoryQuery,
}

/// A stretch of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryPage {
    /// How many stories the whole list has.
    pub total: usize,
    /// The stories of this stretch, in order.
    pub rows: Vec<StoryRow>,
    /// How many stories and photos have changed so that no list says it yet: ask again.
    pub behind: usize,
}

/// How many stories each queue holds, and what needs somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct QueueCounts {
    /// Own stories.
    pub mine: usize,
    /// All stories.
    pub desk: usize,
    /// Editions that wait for approval, and suggestions of others that this person answers for.
    pub approvals: usize,
    /// Photos that lack a credit, a rights basis or a creator.
    pub photos: usize,
    /// Outbox entries and open cards.
    pub sync: usize,
    /// What waits for this person: stories of theirs with a returned edition or a comment that mentions them, open conflict cards,
    /// and what they can approve.
    pub for_me: usize,
}

/// How one edition stands, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EditionMark {
    /// The edition.
    pub edition: EditionKey,
    /// How it stands.
    pub standing: Standing,
    /// Who brought it there; empty when nobody has decided anything yet.
    pub by: String,
    /// Since when it stands so, or is public.
    pub at: Option<Timestamp>,
    /// Why it was returned.
    pub reason: Option<String>,
    /// Whether it is its source that changed since its approval, and not its own text.
    pub source_moved: bool,
    /// Open conflict cards in its words.
    pub cards: usize,
    /// Passages of what it was made from that have changed since.
    pub behind: usize,
    /// What it owes its readers because of what became of the story's source.
    pub task: Option<Task>,
}

/// A story in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryRow {
    /// The story.
    pub story: StoryId,
    /// The newsroom's working name.
    pub slugline: String,
    /// The headline of the source edition, or of the first edition that has one.
    pub headline: String,
    /// The edition that headline is in.
    pub headline_edition: EditionKey,
    /// Its urgency, 1 to 5.
    pub urgency: String,
    /// By when its source edition has to be public, as long as it is not.
    pub deadline: Option<Timestamp>,
    /// The desk that answers for it.
    pub desk: Option<EntryId>,
    /// When it last changed here.
    pub changed_at: Timestamp,
    /// All editions, in the newsroom's order.
    pub editions: Vec<EditionMark>,
    /// Whether something of it waits to be sent.
    pub waiting: bool,
    /// Whether a photo of it lacks creator, credit line or rights basis.
    pub credit_needed: bool,
    /// Open conflict cards.
    pub cards: usize,
    /// Suggestions that nobody has answered.
    pub suggestions: usize,
    /// Whether an open comment mentions this person.
    pub mentions_me: bool,
    /// Who made it.
    pub created_by: String,
}

/// What is set in each of many stories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "set", rename_all = "kebab-case")]
pub enum StorySet {
    /// A tag is put in.
    Tag {
        /// The tag.
        entry: EntryId,
    },
    /// A tag is taken out.
    Untag {
        /// The tag.
        entry: EntryId,
    },
    /// The section; none takes it away.
    Section {
        /// The section.
        entry: Option<EntryId>,
    },
    /// The urgency, 1 to 5.
    Urgency {
        /// The urgency.
        urgency: String,
    },
    /// The desk; none takes it away.
    Desk {
        /// The desk.
        entry: Option<EntryId>,
    },
    /// The deadline; none takes it away.
    Deadline {
        /// By when its source edition has to be public.
        at: Option<Timestamp>,
    },
    /// Somebody has it to write.
    Assign {
        /// That person.
        person: PersonId,
    },
    /// Somebody has it to write no more.
    Unassign {
        /// That person.
        person: PersonId,
    },
    /// The source edition goes to the desk.
    Submit,
}

/// A change to one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryChange {
    /// The story.
    pub story: StoryId,
    /// What is set in it.
    pub set: StorySet,
}

/// A story that refused a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryLeft {
    /// The story.
    pub story: StoryId,
    /// Its working name.
    pub slugline: String,
    /// Why.
    pub failure: Failure,
}

/// What came of changing many stories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChangesView {
    /// How many stories say something else now.
    pub changed: usize,
    /// What takes it back, where a change can.
    pub undo: Vec<StoryChange>,
    /// The stories that refused.
    pub left: Vec<StoryLeft>,
}
