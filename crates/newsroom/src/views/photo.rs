//! Photos as a window shows them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use tilshi_story::{Block, Content, EditionKey, EntryId, Failure, PartKey, PersonId, PhotoId, StoryId, Timestamp};
use ts_rs::TS;

/// A photo with everything said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoView {
    /// The photo.
    pub photo: PhotoId,
    /// Its parts: creator, credit line, rights basis, captions, alt texts, size.
    pub content: Content,
    /// Whether this laptop has the picture to show.
    pub picture: bool,
    /// Whether this person may change its credit; if not, a change becomes a suggestion.
    pub may_credit: bool,
    /// Whoever it was had from, where the newsroom has rules for them.
    pub supplier: Option<SupplierView>,
    /// What of its licence keeps it back, unless somebody lifted it.
    pub blocks: Vec<BlockView>,
    /// Whether this person may lift that; if not, it becomes a suggestion.
    pub may_lift: bool,
}

/// A photo that was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoAdded {
    /// What is said of it.
    #[serde(flatten)]
    pub view: PhotoView,
    /// Whether the very same picture was here before.
    pub is_known: bool,
    /// How many that were here before look like it.
    pub alike: usize,
}

/// The supplier of a photo, and what the newsroom's rules say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SupplierView {
    /// The entry of the vocabulary that has the rules.
    pub entry: EntryId,
    /// What the supplier is called.
    pub name: String,
    /// What whoever uses the photo has to know; may be empty.
    pub warning: String,
    /// What brings the photo into the form that the rules want.
    pub changes: Vec<PhotoChange>,
}

/// What of a licence forbids a photo to go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BlockView {
    /// What.
    pub block: Block,
    /// Whoever lifted it, the first first; nobody while it keeps the photo back.
    pub lifted: Vec<LiftView>,
}

/// That somebody lifted a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LiftView {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
    /// What that person is called.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What the original of a photo says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaidView {
    /// What it says for the fields that belong to no edition; one that it does not speak of is not among them.
    #[ts(type = "Record<string, string>")]
    pub fields: BTreeMap<PartKey, String>,
    /// Its caption, in whatever language it is; may be empty.
    pub caption: String,
    /// The fields in which ours is to stand, as somebody decided on this laptop.
    pub kept: BTreeSet<PartKey>,
}

/// What a list of photos can be narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PhotoQueue {
    /// Without creator, credit line or rights basis.
    CreditNeeded,
    /// Without an alternative text: none at all, or none in an edition in which there is a caption.
    AltTextNeeded,
    /// Nothing says why the agency may print it.
    RightsNeeded,
    /// The file says otherwise, and nobody has decided.
    Otherwise,
    /// Rated three or better.
    Rated,
    /// The licence ends within thirty days, or has ended.
    Ending,
    /// In a story.
    Used,
    /// In no story.
    Unused,
    /// In a story that the person made or is assigned to.
    Mine,
    /// With an open conflict card.
    Conflicts,
}

/// Which photos are meant. Everything that is given has to be true.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PhotoQuery {
    /// All of these.
    pub queues: Vec<PhotoQueue>,
    /// Said or changed since then.
    pub changed_since: Option<Timestamp>,
    /// Beginnings of words of its file name, creator, credit, captions and alternative texts.
    pub words: String,
}

/// A photo in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoRow {
    /// The photo.
    pub photo: PhotoId,
    /// When something said about it last changed here.
    pub changed_at: Timestamp,
    /// What its file was called.
    pub file_name: String,
    /// Its captions.
    #[ts(type = "Record<EditionKey, string>")]
    pub captions: BTreeMap<EditionKey, String>,
    /// Who made it.
    pub creator: String,
    /// Its credit line.
    pub credit_line: String,
    /// Whether creator, credit line or rights basis is missing.
    pub credit_needed: bool,
    /// Whether nothing says why the agency may print it.
    pub rights_needed: bool,
    /// Whether an alternative text is missing.
    pub alt_text_needed: bool,
    /// Whether its file says otherwise, and nobody has decided.
    pub otherwise: bool,
    /// How good people find it, 1 to 5; 0 for nothing said.
    pub rating: u8,
    /// Until when it may be used, in Unix milliseconds as text; may be empty.
    pub licence_until: String,
    /// How it came about, as the field says it; may be empty.
    pub source_type: String,
    /// Width and height in pixels, as text.
    pub size: [String; 2],
    /// How many stories use it.
    pub uses: usize,
    /// Open conflict cards.
    pub cards: usize,
    /// Whether this laptop has the picture to show.
    pub picture: bool,
}

/// One page of a list of photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoPage {
    /// How many photos the query lets through.
    pub total: usize,
    /// Those of the page.
    pub rows: Vec<PhotoRow>,
}

/// How many photos there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoNumbers {
    /// All photos.
    pub all: usize,
    /// Without creator, credit line or rights basis.
    pub credit_needed: usize,
    /// Without an alternative text.
    pub alt_text_needed: usize,
    /// Whose file says otherwise, and nobody has decided.
    pub otherwise: usize,
    /// Without a rights basis.
    pub rights_needed: usize,
    /// Whose licence ends within thirty days, or has ended.
    pub ending: usize,
    /// Rated three or better.
    pub rated: usize,
    /// In no story.
    pub unused: usize,
    /// With an open conflict card.
    pub conflicts: usize,
}

/// A story that uses a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoUse {
    /// The story.
    pub story: StoryId,
    /// What people call it.
    pub title: String,
    /// The edition that the words below are of: the one that was asked for or, where it says nothing, the source.
    pub edition: EditionKey,
    /// Its headline.
    pub headline: String,
    /// Its lead.
    pub lead: String,
    /// The paragraph that the photo stands below, or the first one.
    pub paragraph: String,
}

/// One field of one photo is to say something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoChange {
    /// The photo.
    pub photo: PhotoId,
    /// The field.
    pub part: PartKey,
    /// What it is to say.
    pub text: String,
    /// Only where the field says this now; anything, where it is not given.
    pub instead_of: Option<String>,
}

/// What became of changes to photos.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotosChanged {
    /// How many fields say something else now.
    pub changed: usize,
    /// What takes it back.
    pub undo: Vec<PhotoChange>,
    /// Where it could not be done.
    pub left: Vec<PhotoLeft>,
}

/// A photo that was not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoLeft {
    /// The photo.
    pub photo: PhotoId,
    /// What its file was called.
    pub file_name: String,
    /// Why not.
    pub failure: Failure,
}

/// What helps a person to fill in fields; it stays on this laptop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct PhotoAids {
    /// Fields that are filled in together, in the person's order.
    pub templates: Vec<PhotoTemplate>,
    /// What a code stands for: `mak` is typed as `=mak=`.
    #[ts(type = "Record<string, string>")]
    pub codes: BTreeMap<String, String>,
}

/// Fields that are filled in together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoTemplate {
    /// What the person calls it.
    pub name: String,
    /// What each field says.
    #[ts(type = "Record<string, string>")]
    pub fields: BTreeMap<PartKey, String>,
}
