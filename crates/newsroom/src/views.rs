//! What commands answer: the shapes that the window and the CLI show. Ids instead of sentences; the sentences are
//! written by whoever shows them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilshi_story::{
    Account, CardId, CardKind, CardVersion, Content, Deed, DocumentId, EditionKey, Failure, Obstacle, OperationId,
    PartKey, PartValue, PersonId, Standing, StoryId, Task, Timestamp,
};
use ts_rs::TS;

pub use discussion::{CommentDraft, CommentView, SettledView};
pub use library::{
    ChangesView, EditionMark, Queue, QueueCounts, SavedQuery, StoryChange, StoryFilter, StoryLeft, StoryOrder,
    StoryPage, StoryQuery, StoryRow, StorySet,
};
pub use memory::{FoundPair, MemoryMatch, MemoryReport, MemoryView, RememberedView};
pub use outside::TakenBack;
pub use passages::{
    AcceptedView, ConversionView, FindingView, MachineReport, MovedView, OwnPassage, PassageAnswer, PassageRow,
    PassagesView, ReasonDraft, ReturnedView, SentenceView, UntouchedView,
};
pub use photo::{
    BlockView, LiftView, PhotoAdded, PhotoAids, PhotoChange, PhotoLeft, PhotoNumbers, PhotoPage, PhotoQuery,
    PhotoQueue, PhotoRow, PhotoTemplate, PhotoUse, PhotoView, PhotosChanged, SaidView, SupplierView,
};
pub use vocabulary::{
    EntryView, FilledPart, HouseChange, HouseView, LevelView, MachineService, MachineShape, MachineView,
    VocabularyReport,
};

mod discussion;
mod library;
mod memory;
mod outside;
mod passages;
mod photo;
mod vocabulary;

/// Whether a person can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// No profile yet: ask for a name.
    FirstStart,
    /// The profile needs its passphrase.
    Locked,
    /// Ready to write.
    Open,
}

/// The portal a profile belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PortalView {
    /// Its address, such as `https://newsroom.example`.
    pub address: String,
    /// The newsroom's name.
    pub newsroom: String,
    /// The login name.
    pub login: String,
}

/// An edition of the newsroom, in the order of the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EditionInfo {
    /// The key, such as `tote`.
    pub key: EditionKey,
    /// The BCP 47 tag, such as `kk-Arab`.
    pub tag: String,
    /// The switcher label.
    pub label: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// The edition it is converted from.
    pub derived_from: Option<EditionKey>,
    /// The agency's mark in its datelines; empty while no portal said.
    pub mark: String,
    /// Its quotation marks: outer opening and closing, inner opening and closing.
    pub quotes: [String; 4],
}

/// Who writes here and how things stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionView {
    /// Whether a person can work.
    pub phase: Phase,
    /// The person's id, once the profile is open.
    pub person: Option<PersonId>,
    /// The person's name; empty before there is a profile.
    pub name: String,
    /// When the profile was locked or closed, while it is, if it was in order.
    pub closed_at: Option<Timestamp>,
    /// How many changes waited to be sent then.
    pub closed_waiting: usize,
    /// The account at the portal, with its roles.
    pub account: Option<Account>,
    /// The portal.
    pub portal: Option<PortalView>,
    /// Whether there is a passphrase that opens the profile; without one, its key is in the key ring alone.
    pub passphrase: bool,
    /// Whether this computer has a working key ring, so that no passphrase is needed.
    pub keyring: bool,
    /// The interface language: `en`, `kk` or `ru`; empty while nobody chose.
    pub interface: String,
    /// `light`, `dark` or empty for the system's.
    pub theme: String,
    /// `more`, `normal` or empty for the system's.
    pub contrast: String,
    /// How large everything in the window is, in percent.
    pub zoom: u16,
    /// The IANA name of the newsroom's time zone; empty while no portal said.
    pub time_zone: String,
    /// The folder of the profile.
    pub folder: String,
    /// How many other profiles this computer holds.
    pub others: usize,
    /// The editions of the newsroom.
    pub editions: Vec<EditionInfo>,
}

/// A profile of this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileHere {
    /// What it is called among the profiles here.
    pub profile: String,
    /// Its folder.
    pub folder: String,
    /// Whose it is; empty when it does not say.
    pub name: String,
    /// When it was last opened.
    pub opened_at: Option<Timestamp>,
    /// Whether it is the one that this window shows.
    pub current: bool,
}

/// A new profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProfileCreated {
    /// To be written down: it opens the profile when passphrase and key ring are lost. Never shown again.
    pub recovery_code: String,
    /// The open session.
    pub session: SessionView,
}

/// Stories that the portal found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ArchiveView {
    /// The newest change first.
    pub stories: Vec<FoundStory>,
    /// Whether there are more than are named.
    pub more: bool,
}

/// A story that the portal found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundStory {
    /// The story.
    pub story: StoryId,
    /// Its slugline.
    pub slugline: String,
    /// Its headlines, by edition.
    pub headlines: BTreeMap<EditionKey, String>,
    /// When it last changed at the portal.
    pub changed_at: Timestamp,
    /// Who began it.
    pub created_by: String,
    /// Whether this laptop holds it.
    pub is_here: bool,
}

/// What was found on this laptop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchView {
    /// The best first.
    pub hits: Vec<SearchHit>,
    /// Whether there are more than are named.
    pub more: bool,
}

/// A story that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// The story.
    pub story: StoryId,
    /// Its slugline.
    pub slugline: String,
    /// A headline, in pieces of which every second was found.
    pub headline: Vec<String>,
    /// The edition of that headline.
    pub headline_edition: Option<EditionKey>,
    /// Where else a word was found.
    pub passage: Option<FoundPassage>,
    /// When it last changed here.
    pub changed_at: Timestamp,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundPassage {
    /// The edition.
    pub edition: EditionKey,
    /// The text in pieces, of which every second was found.
    pub pieces: Vec<String>,
}

/// Whether a deed can be done now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeedView {
    /// The deed.
    pub deed: Deed,
    /// Why not; nothing when it can.
    pub refusal: Option<Failure>,
}

/// A step that was taken here and that the portal has not answered yet, or has refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PendingStep {
    /// The outbox entry.
    pub operation: OperationId,
    /// The deed.
    pub deed: Deed,
    /// The portal's refusal; nothing while it has not answered.
    pub refusal: Option<Failure>,
}

/// One edition of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EditionView {
    /// The edition.
    pub edition: EditionKey,
    /// How it stands, with pending steps already counted.
    pub standing: Standing,
    /// Steps that are on their way or were refused.
    pub pending: Vec<PendingStep>,
    /// Who took the last step.
    pub by: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
    /// Why it was returned, or why it was before it was handed in again.
    pub reason: Option<String>,
    /// In how many passages something of their own was asked for then.
    pub reasons: usize,
    /// Words in headline, lead and body.
    pub words: usize,
    /// Whether this person may change its text; if not, what they write becomes a suggestion.
    pub may_write: bool,
    /// Whether it is closed to everybody, because readers were told that it is withdrawn.
    pub closed: bool,
    /// What can be done with it now.
    pub deeds: Vec<DeedView>,
    /// What stands in the way of publishing.
    pub obstacles: Vec<Obstacle>,
    /// The dateline that opens the body, from the story's city and the edition's template; empty without either.
    pub dateline: String,
    /// The address of the public page.
    pub public_url: Option<String>,
    /// Since when it is public.
    pub published_at: Option<Timestamp>,
    /// The moment that readers are shown instead, where the chief editor corrected it.
    pub displayed: Option<Timestamp>,
    /// A mark of what an approval would be about: the same as long as not one byte of it changes.
    pub says: String,
    /// Passages of what it was made from that have changed since.
    pub behind: usize,
    /// An edition on the way back to the source that is itself behind.
    pub behind_through: Option<EditionKey>,
    /// What it owes its readers because of what became of the story's source.
    pub task: Option<TaskView>,
}

/// What an edition owes its readers because of what became of the story's source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TaskView {
    /// What has to be done.
    pub task: Task,
    /// The source.
    pub source: EditionKey,
    /// When that was published anew or withdrawn.
    pub at: Timestamp,
    /// What its readers were told.
    pub note: String,
}

/// A story with all its editions, photos and cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryView {
    /// The story.
    pub story: StoryId,
    /// Its parts.
    pub content: Content,
    /// The edition the others are translated from.
    pub source_edition: EditionKey,
    /// All editions, in the newsroom's order.
    pub editions: Vec<EditionView>,
    /// Its photos, in order.
    pub photos: Vec<PhotoView>,
    /// Its open conflict cards, and those of its photos.
    pub cards: Vec<CardView>,
    /// Its open suggestions, and those of its photos.
    pub suggestions: Vec<CardView>,
    /// What people say to each other about it, the first first.
    pub comments: Vec<CommentView>,
    /// Passages that a merge brought into its texts and that nobody has read here.
    pub unread: Vec<UnreadView>,
    /// Who made it.
    pub created_by: String,
    /// When it last changed here.
    pub changed_at: Timestamp,
    /// Whether something of it waits to be sent.
    pub waiting: bool,
    /// Whether a suggestion is being written in it or its photos: it goes when its writer says so.
    pub suggesting: bool,
    /// Whether it is closed to everybody: readers see no edition of it any more.
    pub closed: bool,
}

/// A passage that somebody else's changes brought into a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnreadView {
    /// Its number.
    #[ts(type = "number")]
    pub number: i64,
    /// The part whose text it stands in.
    pub part: PartKey,
    /// Its words.
    pub words: String,
    /// Who wrote them.
    pub by: String,
}

/// One replaced stretch of a text. Offsets are UTF-8 bytes of the text before the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextChange {
    /// Where the stretch begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What stands there now.
    pub insert: String,
}

/// One step from a version of a text to the next; its stretches are in order and do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextUpdate {
    /// The view that typed it; empty for what came from elsewhere.
    pub client: String,
    /// The stretches.
    pub changes: Vec<TextChange>,
}

/// A running text opened for typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextView {
    /// The version; it counts updates since the profile was opened.
    pub version: u64,
    /// The text at that version.
    pub text: String,
    /// What the editor remembered when it last left exactly this text: caret and undo, in its own words.
    pub left: Option<String>,
}

/// The answer to typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextPushed {
    /// Whether it was committed; if not, another view was first: apply `missed` and push again.
    pub committed: bool,
    /// The newest version.
    pub version: u64,
    /// The updates after the version that was pushed onto.
    pub missed: Vec<TextUpdate>,
}

/// A conflict card or a suggestion, with names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardView {
    /// The card.
    pub card: CardId,
    /// The document.
    pub document: DocumentId,
    /// The story to open, if one is known.
    pub story: Option<StoryId>,
    /// That story's working name.
    pub slugline: String,
    /// The part.
    pub part: PartKey,
    /// Which of the two.
    pub kind: CardKind,
    /// What stands around the passage it is about; nothing when it is about the whole part.
    pub around: Option<Around>,
    /// What both started from.
    pub base: Option<PartValue>,
    /// The version on the card.
    pub ours: CardVersion,
    /// Who wrote it.
    pub ours_by: String,
    /// The version that stands in the text.
    pub theirs: CardVersion,
    /// Who wrote it.
    pub theirs_by: String,
    /// What people call the tags, people, places and photos that the versions refer to by id.
    #[ts(type = "Record<string, string>")]
    pub names: BTreeMap<String, String>,
    /// Whether this person may settle it.
    pub may_settle: bool,
    /// Whether it is this person's own suggestion, which can be taken back.
    pub may_take_back: bool,
}

/// How a card is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CardChoice {
    /// The version that stands in the text stays.
    Theirs,
    /// The version on the card takes its place.
    Ours,
    /// Theirs, then ours (texts: as the next paragraph; sets and lists: together).
    Both,
    /// Something else.
    Third(PartValue),
}

/// How the laptop and the portal stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Connection {
    /// No portal was ever named.
    None,
    /// The portal answered last time.
    Online {
        /// When.
        since: Timestamp,
    },
    /// The portal could not be reached.
    Offline {
        /// Since when.
        since: Timestamp,
        /// Why, as a code.
        reason: Failure,
    },
    /// The portal wants a new sign-in.
    SignedOut,
}

/// What an outbox entry is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum OutboxItem {
    /// Changed parts.
    Change {
        /// Which.
        parts: Vec<PartKey>,
    },
    /// A workflow step.
    Step {
        /// The edition.
        edition: EditionKey,
        /// The deed.
        deed: Deed,
    },
    /// A picture file: `web` or `original`.
    Picture {
        /// Which file.
        file: String,
    },
}

/// One thing that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutboxRow {
    /// The operation, once it has been made; edits gather until the next contact.
    pub operation: Option<OperationId>,
    /// The document.
    pub document: DocumentId,
    /// The working name of the story, or the file name of the photo.
    pub title: String,
    /// What it is.
    pub item: OutboxItem,
    /// Size, in bytes.
    #[ts(type = "number")]
    pub size_bytes: u64,
    /// How much of it the portal has, in bytes: pictures go in chunks.
    #[ts(type = "number")]
    pub sent_bytes: u64,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it has not gone yet; nothing before the first try.
    pub reason: Option<Failure>,
    /// Whether the portal refused it, so that it waits for a person.
    pub refused: bool,
    /// Whether it can never go, because its text was withdrawn: a person may leave it to the history of the text.
    pub may_lay_aside: bool,
}

/// What waits and how the portal last answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncView {
    /// How the laptop and the portal stand.
    pub connection: Connection,
    /// Whether a sync is running now.
    pub running: bool,
    /// Whether a person has paused it: nothing goes or comes until they ask.
    pub paused: bool,
    /// The first of what waits: what was refused, then in the order it will go.
    pub waiting: Vec<OutboxRow>,
    /// How much waits besides.
    pub more_waiting: usize,
    /// When everything was last sent.
    pub sent_at: Option<Timestamp>,
    /// When the last word was committed on this computer.
    pub saved_at: Option<Timestamp>,
    /// Open conflict cards.
    pub cards: usize,
    /// How far this computer's clock is behind the portal's, in milliseconds, negative when it is ahead; nothing while
    /// they agree within five minutes. Times that were written here are off by as much.
    pub clock_behind: Option<i64>,
}

/// Somebody else who is in a story now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresentView {
    /// Who.
    pub person: PersonId,
    /// What the newsroom calls them.
    pub name: String,
    /// The story.
    pub story: StoryId,
    /// The text.
    pub part: PartKey,
    /// Their caret in it, in UTF-8 bytes. Their text may be a moment ahead of this one.
    #[ts(type = "number")]
    pub at: usize,
}

/// The text around a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Around {
    /// The paragraphs before it, a few of them, up to the passage.
    pub before: String,
    /// The paragraphs behind it, a few of them, from the passage on.
    pub after: String,
    /// What stands between the two versions where both are kept.
    pub between: String,
}

/// A version of an edition's words: what stood there when somebody paused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VersionView {
    /// Its number on this laptop.
    pub version: i64,
    /// Who wrote it.
    pub by: String,
    /// When its writing began, by the clock of whoever wrote it.
    pub from: Timestamp,
    /// When it ended.
    pub to: Timestamp,
    /// Whether it was written elsewhere and came from the portal.
    pub arrived: bool,
    /// The texts that it changed.
    pub parts: Vec<PartKey>,
    /// The words of headline, lead and body together.
    pub words: usize,
    /// What people call it; empty when it has no name.
    pub name: String,
}

/// A passage in two versions; it may be missing in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Passage {
    /// As it stood in the older version.
    pub then: Option<String>,
    /// As it stands in the newer version.
    pub now: Option<String>,
    /// Which paragraph of the older version it is, from 0; nothing for a headline, a lead or a new paragraph.
    pub paragraph: Option<usize>,
}

/// Two versions of an edition beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VersionComparison {
    /// The headline.
    pub headline: Passage,
    /// The lead.
    pub lead: Passage,
    /// The body, paragraph by paragraph.
    pub body: Vec<Passage>,
}

/// What `doctor` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DoctorReport {
    /// Whether everything is as it should be.
    pub healthy: bool,
    /// Whether the profile is encrypted.
    pub encrypted: bool,
    /// Stories held.
    pub stories: usize,
    /// Photos held.
    pub photos: usize,
    /// What is wrong.
    pub problems: Vec<Failure>,
}

/// A copy of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// When it was made.
    pub at: Timestamp,
    /// How large it is.
    pub size_bytes: u64,
}

/// How the profile is protected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SafetyView {
    /// Whether the profile is encrypted.
    pub encrypted: bool,
    /// Whether a passphrase opens it.
    pub passphrase: bool,
    /// After how many idle minutes it locks itself; 0 for never.
    pub lock_after_minutes: u32,
    /// The copies of its database, newest first.
    pub backups: Vec<BackupView>,
    /// Why the last copy could not be made.
    pub backup_trouble: Option<Failure>,
}

/// What restoring did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RestoreReport {
    /// When the copy was made that it was restored from.
    pub copy_at: Timestamp,
    /// The name in the profile's folder that the damaged database is kept under.
    pub kept: String,
    /// How many newer values were read out of the damaged database.
    pub newer: usize,
    /// Texts that are known to have been there and of which nothing is left: at least as many paragraphs.
    pub lost: usize,
    /// Whether every document of the damaged database was found. When not, newer ones may be missing.
    pub all_found: bool,
    /// The open session.
    pub session: SessionView,
}

/// What a dictionary says about a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpellingView {
    /// Whether there is a dictionary for the edition; without one nothing is marked.
    pub checked: bool,
    /// Why there is none, where one would help.
    pub trouble: Option<Failure>,
    /// The words that look misspelt, in the order of the text.
    pub marks: Vec<SpellingMark>,
}

/// One word, in UTF-16 code units from the start of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SpellingMark {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// What could still be read, in paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RescueReport {
    /// Where the texts were written.
    pub folder: String,
    /// How many files were written.
    pub files: usize,
    /// Paragraphs as they stood last.
    pub saved: usize,
    /// Paragraphs of an earlier version, because the last could not be read.
    pub older: usize,
    /// Texts that are known to have been there and of which nothing is left: at least as many paragraphs.
    pub lost: usize,
    /// Whether every document was found. When not, there may have been others.
    pub all_found: bool,
}

/// What somebody else did that concerns this person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Tiding {
    /// What it is about.
    pub kind: TidingKind,
    /// The story.
    pub story: StoryId,
    /// The edition, where it is about one.
    pub edition: Option<EditionKey>,
    /// What people call the story.
    pub title: String,
    /// Who did it; empty where it is nobody's deed.
    pub by: String,
}

/// What a tiding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TidingKind {
    /// An edition of a story of theirs came back.
    Returned,
    /// An edition of a story of theirs was approved.
    Approved,
    /// Two versions of a passage of a story of theirs wait for somebody to choose.
    Conflict,
    /// A comment mentions them.
    Mentioned,
}

/// Where a link from another program leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StoryLink {
    /// The story.
    pub story: StoryId,
    /// The edition, where one is meant.
    pub edition: Option<EditionKey>,
}

/// Something happened that a window should show. Sent after the commit, never before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub enum Event {
    /// The profile was opened, locked or connected, or a preference changed.
    Session,
    /// A document changed, by this window or from elsewhere.
    Document {
        /// Which.
        document: DocumentId,
    },
    /// A running text has a new version: ask for the updates.
    Text {
        /// The document.
        document: DocumentId,
        /// The part.
        part: PartKey,
        /// The newest version.
        #[ts(type = "number")]
        version: u64,
    },
    /// Something waits, went, failed or arrived.
    Sync,
    /// Another program sent a link: take it.
    Link,
    /// Somebody else did something that concerns this person.
    Tiding {
        /// What.
        tiding: Tiding,
    },
    /// More of a file was taken into the translation memory, or it has ended.
    Memory,
    /// Somebody else came into a story, moved in it or left it.
    Presence {
        /// Which.
        document: DocumentId,
    },
}
