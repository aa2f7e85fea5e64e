//! The nouns of the newsroom: documents, their parts and revisions, roles, edition states and publication records.
//!
//! Everything here is a value or a rule about values. This crate reads no clock, opens no file and knows neither
//! SQL, HTTP nor a window, so the laptop and the portal decide by the very same code.

mod accepted;
mod card;
mod comment;
mod content;
mod crop;
mod details;
mod failure;
mod id;
mod lift;
mod part;
mod patch;
mod placeholder;
mod publication;
mod revision;
mod rights;
mod supplier;
mod timestamp;
mod workflow;

pub use accepted::{Accepted, AcceptedPart, MAX_REASON_BYTES, check_accepted};
pub use card::{Card, CardKind, CardVersion, Passage};
pub use comment::{Comment, CommentPart, MAX_COMMENT_BYTES, Quote, Settled, check_comment};
pub use content::{Content, PartValue};
pub use crop::{Crop, InvalidPlace, PixelRegion, Point, Region, shown};
pub use details::{Details, PhotoDetails};
pub use failure::Failure;
#[doc(hidden)]
pub use id::seed_ids;
pub use id::{
    CardId, CommentId, DeviceId, DocumentId, DocumentKind, EntryId, IdError, OperationId, PersonId, PhotoId,
    RevisionId, StoryId, ValueHash,
};
pub use lift::{Block, as_own_lift, check_lift, lifted_by, may_lift};
pub use part::{DigitalSourceType, EditionKey, EntryKind, InvalidPart, Part, PartKey, RightsBasis, Synthetic};
pub use patch::{PartChange, Patch, PatchError};
pub use placeholder::{check_finished, placeholders};
pub use publication::{
    Obstacle, ObstacleKind, Publication, PublicationKind, PublishFacts, Task, is_withdrawn, obstacles_to_publish,
    photo_obstacles,
};
pub use revision::Revision;
pub use rights::{Account, Deed, Facts, Role, may_change, may_do, may_take};
pub use supplier::{Supplier, supplied, supplier_of};
pub use timestamp::Timestamp;
pub use workflow::{
    EditionRecord, EditionState, Now, PassageReason, Pin, Pins, Standing, WorkflowCommand, check_displayed,
    edition_pins, photo_pins, step,
};
