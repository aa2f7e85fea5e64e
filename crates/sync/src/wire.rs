//! What laptops and the portal say to each other, as JSON. Do not change a name here: laptops of last year read it.
//!
//! Text offsets are UTF-8 bytes, ids are strings, moments are milliseconds since the Unix epoch.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tilshi_story::{
    Account, Card, CardId, Content, DeviceId, DocumentId, EditionKey, EditionRecord, Failure, OperationId, PartKey,
    PartValue, Patch, PersonId, PhotoId, Pins, Publication, RevisionId, StoryId, Timestamp, ValueHash, WorkflowCommand,
};

use crate::scope::KEPT_DAYS;

/// The version of everything below, the newest of [`crate::protocol::SPOKEN`].
pub const PROTOCOL: u16 = 1;

/// Most operations in one push.
pub const MAX_OPERATIONS: usize = 500;

/// Most documents that one pull asks for by name.
pub const MOST_WANTED: usize = 100;

/// Most bytes of one push or pull body, before compression.
pub const MAX_BODY_BYTES: usize = 4 << 20;

/// Most bytes of one chunk of a picture file.
pub const MAX_CHUNK_BYTES: usize = 1 << 20;

/// Most bytes of one picture file.
pub const MAX_PICTURE_BYTES: usize = 400 << 20;

/// Sign in: `POST /api/v1/sign-in`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRequest {
    /// The login name.
    pub login: String,
    /// The password.
    pub password: String,
    /// The laptop that signs in.
    pub device: DeviceId,
    /// What people call it, shown to the administrator.
    pub device_name: String,
}

/// The answer to a good sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInResponse {
    /// The opaque token for the `Authorization: Bearer` header.
    pub token: String,
    /// Who signed in.
    pub account: Account,
    /// The newsroom's name, for the status bar.
    pub newsroom: String,
    /// The agency's mark of each edition's datelines.
    #[serde(default)]
    pub marks: BTreeMap<EditionKey, String>,
    /// The IANA name of the newsroom's time zone, in which embargoes are set; empty while nobody said.
    #[serde(default)]
    pub time_zone: String,
    /// For how many days laptops hold what is at rest: see [`crate::scope`].
    #[serde(default = "kept_days")]
    pub kept_days: u32,
}

fn kept_days() -> u32 {
    KEPT_DAYS
}

/// One change on its way: the same id always brings the same receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The operation's id, chosen by the laptop and stored before it is first sent.
    pub id: OperationId,
    /// The document it is about.
    pub document: DocumentId,
    /// What it does.
    pub action: Action,
}

/// What an operation does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Changes parts of the document, and carries and settles conflict cards.
    Change {
        /// The revision the patch starts from; none for a new document.
        base: Option<RevisionId>,
        /// The changes.
        patch: Patch,
        /// New conflict cards, to be seen by everyone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        cards: Vec<Card>,
        /// Cards that this change settles.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settles: Vec<CardId>,
    },
    /// Takes a step of the workflow.
    Workflow {
        /// The edition.
        edition: EditionKey,
        /// The step.
        command: WorkflowCommand,
        /// The bytes it was taken about; if they have changed, the portal refuses.
        pins: Pins,
        /// The bytes of the source edition it was taken about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        source_pins: Pins,
    },
}

/// A place on the feed in one of its histories: a portal that was restored from a backup goes on in another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The epoch.
    pub epoch: String,
    /// The place.
    pub sequence: u64,
}

/// Push: `POST /api/v1/push`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The epoch the laptop last saw.
    pub epoch: Option<String>,
    /// The newest place on the feed that the laptop was told of in that epoch. A portal that has never been there was
    /// restored from an old backup, takes nothing and answers [`PORTAL_RESTORED`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seen: u64,
    /// The laptop.
    pub device: DeviceId,
    /// The operations, in order; each is decided on its own.
    pub operations: Vec<Operation>,
}

/// The answer to a push: one receipt an operation, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushResponse {
    /// The portal's epoch: another one after it was restored from a backup, and whenever it was started anew.
    pub epoch: String,
    /// The receipts.
    pub receipts: Vec<Receipt>,
}

/// What became of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The operation.
    pub operation: OperationId,
    /// What became of it.
    pub outcome: Outcome,
}

/// The three ways an operation can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done. Asked again, the portal says the same.
    Accepted {
        /// Its place on the feed.
        sequence: u64,
        /// The document's revision after it.
        revision: Option<RevisionId>,
        /// Parts that the sender may not change: they stay as they were, and what was sent for them is now on
        /// suggestion cards.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        suggested: BTreeSet<PartKey>,
    },
    /// The document moved on: merge with this head and send again under a new id.
    Diverged {
        /// The head.
        head: Head,
    },
    /// Not done, and why. The text stays on the laptop.
    Refused {
        /// Why.
        reason: Failure,
    },
}

/// A document as the portal has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its newest place on the feed; 0 where that was not said.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sequence: u64,
    /// The newest revision.
    pub revision: RevisionId,
    /// Who made it.
    pub author: PersonId,
    /// When the portal received it.
    pub at: Timestamp,
    /// All parts.
    pub content: Content,
}

/// Pull: `POST /api/v1/pull`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The epoch the cursor belongs to.
    pub epoch: Option<String>,
    /// Everything up to this place on the feed is known; 0 for a full sync.
    pub cursor: u64,
    /// The newest place on the feed that the laptop was told of in that epoch, by whatever answer.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seen: u64,
    /// Where it stood in the epochs before, oldest first: sent once the portal has answered [`PORTAL_RESTORED`], to
    /// find out how far both remember the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Mark>,
    /// The cursor with which this catching up began, when it takes more than one answer: of a document behind the
    /// cursor, whatever changed after this place is not held here yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// While what a restored portal lost is found out: how far both remember the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<u64>,
    /// Documents of which the laptop holds a newer revision than the cursor says: its own changes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known: BTreeMap<DocumentId, RevisionId>,
    /// Whether the laptop takes [`FeedDocument::changes`] in the place of whole values.
    #[serde(default, skip_serializing_if = "is_false")]
    pub brief: bool,
    /// Whether a full sync may leave out what is at rest: see [`crate::scope`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub by_scope: bool,
    /// Documents that the laptop does not hold and wants: at most [`MOST_WANTED`].
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub wanted: BTreeSet<DocumentId>,
}

impl PullRequest {
    /// Asks for what lies behind a place of an epoch, in whole values.
    pub fn behind(epoch: Option<String>, cursor: u64) -> Self {
        Self {
            protocol: PROTOCOL,
            epoch,
            cursor,
            seen: 0,
            earlier: Vec::new(),
            from: None,
            kept: None,
            known: BTreeMap::new(),
            brief: false,
            by_scope: false,
            wanted: BTreeSet::new(),
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u64) -> bool {
    *value == 0
}

/// The code of the refusal that tells a laptop that the portal was restored from a backup and has never been where the
/// laptop has seen it.
pub const PORTAL_RESTORED: &str = "portal-restored";

/// The answer to a pull.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullResponse {
    /// The portal's epoch.
    pub epoch: String,
    /// The cursor was of another history: this answer starts from nothing.
    pub reset: bool,
    /// With `reset`: up to this place on the feed the laptop and the portal remember the same. What the laptop knows
    /// from behind it is lost at the portal and to be offered again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<u64>,
    /// Documents that changed, in the order of the feed, each once.
    pub documents: Vec<FeedDocument>,
    /// The cursor to ask with next.
    pub cursor: u64,
    /// Whether there is more to pull at once.
    pub more: bool,
    /// With `more`: the newest place on the feed, which what is still to come was counted up to. A laptop has seen it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub newest: u64,
    /// The account, when it changed since the cursor or this is a full sync.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Documents that were wanted, whole as they are now. With the last page only, and as many as it has room for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fetched: Vec<FeedDocument>,
    /// Documents that were wanted and that the portal does not have.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unknown: BTreeSet<DocumentId>,
}

/// One document's news: the parts that changed after what the laptop is known to hold, and its whole workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedDocument {
    /// The document.
    pub document: DocumentId,
    /// Its newest place on the feed.
    pub sequence: u64,
    /// Its newest revision.
    pub revision: RevisionId,
    /// Who made that.
    pub author: PersonId,
    /// When the portal received it.
    pub at: Timestamp,
    /// Values of the parts that changed; an empty one was cleared.
    pub parts: BTreeMap<PartKey, PartValue>,
    /// Texts that changed little, as changes of the revision `since`.
    #[serde(default, skip_serializing_if = "Patch::is_empty")]
    pub changes: Patch,
    /// The revision that the laptop is taken to hold, where `changes` need one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<RevisionId>,
    /// What it was at the place that a laptop and a restored portal both remember, where it has changed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<BTreeMap<PartKey, PartValue>>,
    /// It goes on from what the laptop is taken to hold, also without `since`. A laptop that does not hold the document
    /// wants all of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub goes_on: bool,
    /// Its workflow, publications and cards are as the laptop knows them, and left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub parts_only: bool,
    /// The workflow of its editions (stories only).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub editions: BTreeMap<EditionKey, EditionRecord>,
    /// Its publications, oldest first (stories only).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publications: Vec<Publication>,
    /// Its open conflict cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// Its picture files that the portal does not have (photos only): whoever has one sends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<PictureFile>,
}

/// A picture file at the portal: `HEAD`, `PATCH` and `GET /api/v1/pictures/{photo}/{file}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureFile {
    /// The size that readers see; sent first, so that publication never waits for an original.
    Web,
    /// The file as it came, bit for bit.
    Original,
}

impl PictureFile {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Web, Self::Original];

    /// The name in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Original => "original",
        }
    }
}

/// A picture file that is to be sent, and the headers that say so. It goes in chunks, and each is kept: whoever was cut
/// off asks with `HEAD` how many bytes have arrived, and goes on from there.
///
/// The names follow the IETF's draft "Resumable Uploads for HTTP".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// The photo.
    pub photo: PhotoId,
    /// Which of its files.
    pub file: PictureFile,
    /// How long the whole file is, in bytes.
    pub size_bytes: u64,
    /// The hash of the whole file: what was begun under another one is another upload.
    pub hash: ValueHash,
}

impl Upload {
    /// The header with the place of a chunk in its file; in an answer, how many bytes have arrived.
    pub const OFFSET: &'static str = "upload-offset";
    /// The header with the whole file's length.
    pub const LENGTH: &'static str = "upload-length";
    /// The header with the whole file's hash.
    pub const HASH: &'static str = "upload-hash";
    /// In the answer to a whole file, the headers with the place on the feed where it is known to be held.
    pub const EPOCH: &'static str = "feed-epoch";
    /// See [`Upload::EPOCH`].
    pub const SEQUENCE: &'static str = "feed-sequence";
}

/// How much of a picture file the portal has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// All of it, checked. A portal that forgets this place on its feed may have lost it.
    Whole(Option<Mark>),
    /// So many bytes from its beginning.
    Bytes(u64),
}

/// How often something is said on `GET /api/v1/events`, even when there is nothing to say.
pub const EVENTS_HEARTBEAT: Duration = Duration::from_secs(15);

/// A server-sent event of `GET /api/v1/events`: how far the feed has come, and nothing of what is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedMoved {
    /// The newest place on the feed.
    pub sequence: u64,
}

impl FeedMoved {
    /// Its name in the `event` field.
    pub const EVENT: &'static str = "moved";
}

/// Where somebody is in a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The story.
    pub story: StoryId,
    /// The text.
    pub part: PartKey,
    /// The caret in it, as they have it: UTF-8 bytes from its beginning.
    pub at: u64,
}

/// Say where one is: `POST /api/v1/presence`. The answer is a [`Presence`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// The laptop.
    pub device: DeviceId,
    /// Where its person is; nothing when they are in no text.
    pub place: Option<Place>,
}

/// How long somebody counts as present without saying so again.
pub const PRESENCE_LASTS: Duration = Duration::from_secs(45);

/// A server-sent event of `GET /api/v1/events`: everybody who is in a text now. Nothing of it is kept anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// The people, each laptop of theirs for itself.
    pub people: Vec<Present>,
}

/// Somebody who is in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub person: PersonId,
    /// What the newsroom calls them.
    pub name: String,
    /// On which laptop.
    pub device: DeviceId,
    /// Where.
    pub place: Place,
}

/// Look for stories that a laptop may not hold: `POST /api/v1/archive`. The answer is an [`Archive`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveRequest {
    /// [`PROTOCOL`].
    pub protocol: u16,
    /// Words or pieces of words that all stand in a story's slugline, headlines or leads, of whatever edition.
    pub words: String,
}

/// Most stories that one answer names.
pub const MOST_FOUND: usize = 50;

/// Stories that were found, newest change first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// At most [`MOST_FOUND`] of them.
    pub stories: Vec<Found>,
    /// Whether there are more than are named.
    pub more: bool,
}

/// A story that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The story.
    pub story: StoryId,
    /// Its slugline.
    pub slugline: String,
    /// Its headlines, by edition.
    pub headlines: BTreeMap<EditionKey, String>,
    /// When it last changed at the portal.
    pub at: Timestamp,
    /// Who began it, as the newsroom calls them.
    pub created_by: String,
}

impl Presence {
    /// Its name in the `event` field.
    pub const EVENT: &'static str = "presence";
}

/// Every refusal of the API that is not part of a receipt has this body, with status 4xx or 5xx.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// Why.
    pub error: Failure,
}
