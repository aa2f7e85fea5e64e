//! The laptop's store: one encrypted SQLite database per profile with picture files beside it, and the lock, the
//! key file and the socket that belong to them.
//!
//! It keeps what it is given and says what it holds. It knows no network, no window, no clock and no rule of the
//! newsroom; what travels to the portal is opaque to it.

mod backup;
mod base;
mod card;
mod columns;
mod content;
mod document;
mod entry;
mod envelope;
mod error;
mod extra_part;
mod graft;
mod handle;
pub mod instance;
mod journal;
mod key_ring;
mod left_text;
mod memory;
mod migrations;
mod nameplate;
mod outbox;
mod packed;
mod photo;
mod photo_likeness;
mod photo_list;
mod photo_said;
mod picture_waiting;
mod pictures;
mod platform;
mod profile;
mod recovery;
mod repair;
mod rescue;
mod searched;
mod secret;
mod setting;
mod shelf;
mod story;
mod unread_passage;
mod version_end;
mod version_name;
mod wanted;
mod workflow;

pub use backup::{BackupFile, Backups, backup_files};
pub use base::Base;
pub use card::StoredCard;
pub use error::StoreError;
pub use handle::{Reader, Writer};
pub use instance::{Listener, Serving, ask};
pub use journal::{Gathered, JournalEntry, Origin};
pub use key_ring::keyring_works;
pub use memory::{MemoryContext, MemoryPair, MemoryRow, MemoryText, Remembered};
pub use nameplate::{Closed, Nameplate, profiles_beside};
pub use outbox::OutboxEntry;
pub use photo_list::{GOOD_RATING, ListedPhoto, PhotoCounts, PhotoFilter};
pub use picture_waiting::PictureWaiting;
pub use pictures::Pictures;
pub use profile::{Key, Profile, ProfileState, Protection, profile_state};
pub use recovery::RecoveryCode;
pub use repair::{Repair, Restored};
pub use rescue::{Rescue, paragraphs};
pub use searched::SearchKeys;
pub use shelf::{ShelfCounts, ShelfFilter, ShelfOrder, Shelved};
pub use story::{EditionSummary, PhotoSummary, StoryRow};
pub use workflow::Workflow;
