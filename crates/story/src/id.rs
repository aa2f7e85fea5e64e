//! Identities: UUIDv7 for what people make, BLAKE3 for what bytes are.
//!
//! An id is never used for order (a laptop's clock decides nothing) and never shown to a person.

use std::cell::Cell;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// A string that should have been an id is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind} id: {text:?}")]
pub struct IdError {
    kind: &'static str,
    text: String,
}

impl IdError {
    fn new(kind: &'static str, text: &str) -> Self {
        Self { kind, text: text.chars().take(80).collect() }
    }
}

/// Text form, parsing and serde for an id whose `Display` and `FromStr` exist; in TypeScript it is a string.
macro_rules! string_form {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

thread_local! {
    static SEED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// From now on this thread's new ids follow from a seed, so that a history of the simulator can be replayed; with
/// nothing they come from the machine's random source again.
#[doc(hidden)]
pub fn seed_ids(seed: Option<u64>) {
    SEED.set(seed);
}

fn fresh() -> Uuid {
    let Some(seed) = SEED.get() else { return Uuid::now_v7() };
    SEED.set(Some(seed.wrapping_add(1)));
    let hash = blake3::hash(&seed.to_le_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    uuid::Builder::from_bytes(bytes).with_version(uuid::Version::SortRand).into_uuid()
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
        #[ts(type = "string")]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a new id (UUIDv7, RFC 9562) from the machine's random source.
            pub fn generate() -> Self {
                Self(fresh())
            }

            /// Wraps a UUID that is already known, such as a fixed id of the starter vocabulary.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// The last eight hexadecimal digits: they are random, so they tell ids apart in an address.
            pub fn short(self) -> String {
                let text = self.0.simple().to_string();
                text[24..].to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                match Uuid::try_parse(text) {
                    Ok(uuid) if text.len() == 36 => Ok(Self(uuid)),
                    _ => Err(IdError::new($kind, text)),
                }
            }
        }

        string_form!($name);
    };
}

macro_rules! hash_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
        #[ts(type = "string")]
        pub struct $name([u8; 32]);

        impl $name {
            /// The BLAKE3 hash of these bytes.
            pub fn of(bytes: &[u8]) -> Self {
                Self(*blake3::hash(bytes).as_bytes())
            }

            /// Wraps a hash that was computed elsewhere, for instance chunk by chunk.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// The 32 bytes of the hash.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                for byte in self.0 {
                    write!(f, "{byte:02x}")?;
                }
                Ok(())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                parse_hex(text).map(Self).ok_or_else(|| IdError::new($kind, text))
            }
        }

        string_form!($name);
    };
}
pub(crate) use string_form;

fn parse_hex(text: &str) -> Option<[u8; 32]> {
    fn digit(character: u8) -> Option<u8> {
        match character {
            b'0'..=b'9' => Some(character - b'0'),
            b'a'..=b'f' => Some(character - b'a' + 10),
            _ => None,
        }
    }
    let characters = text.as_bytes();
    if characters.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(characters.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

uuid_id!(
    /// A comment on a story.
    CommentId,
    "comment"
);
uuid_id!(
    /// A story: all editions, photo uses and metadata of one piece of news.
    StoryId,
    "story"
);
uuid_id!(
    /// A vocabulary entry: a tag, a section, a person, a city.
    EntryId,
    "vocabulary entry"
);
impl EntryId {
    /// The entry with what a newsroom does its own way: the same on every laptop, whoever makes it.
    pub const HOUSE_STYLE: Self = Self::from_uuid(Uuid::from_u128(0x019b_0000_0000_7000_8000_0000_e000_ff01));
}

uuid_id!(
    /// A person: the vocabulary entry that bylines, accounts and the audit trail name.
    PersonId,
    "person"
);
uuid_id!(
    /// One delivery of one change: the portal answers the same operation with the same receipt, once.
    OperationId,
    "operation"
);
uuid_id!(
    /// One laptop's copy of one profile.
    DeviceId,
    "device"
);
hash_id!(
    /// A photo: the BLAKE3 hash of its original file.
    PhotoId,
    "photo"
);
hash_id!(
    /// A revision: the hash of everything that makes it what it is (see [`crate::Revision`]).
    RevisionId,
    "revision"
);
hash_id!(
    /// A conflict card: the hash of its three versions and the part they are about.
    CardId,
    "conflict card"
);

hash_id!(
    /// One part value: equal values have equal hashes on every machine and in every version.
    ValueHash,
    "value"
);

impl From<PersonId> for EntryId {
    fn from(person: PersonId) -> Self {
        EntryId::from_uuid(person.uuid())
    }
}

impl From<EntryId> for PersonId {
    fn from(entry: EntryId) -> Self {
        PersonId::from_uuid(entry.uuid())
    }
}

/// What kind of document an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// A story with all its editions.
    Story,
    /// A picture with its credit, rights, captions and alt texts.
    Photo,
    /// An entry of the vocabulary.
    Entry,
}

/// A document: what travels on the feed. Its text form is `story:…`, `photo:…` or `entry:…`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
#[ts(type = "string")]
pub enum DocumentId {
    /// A story.
    Story(StoryId),
    /// A photo.
    Photo(PhotoId),
    /// A vocabulary entry.
    Entry(EntryId),
}

impl DocumentId {
    /// The kind of the document.
    pub fn kind(self) -> DocumentKind {
        match self {
            Self::Story(_) => DocumentKind::Story,
            Self::Photo(_) => DocumentKind::Photo,
            Self::Entry(_) => DocumentKind::Entry,
        }
    }

    /// The story, if it is one.
    pub fn story(self) -> Option<StoryId> {
        match self {
            Self::Story(story) => Some(story),
            Self::Photo(_) | Self::Entry(_) => None,
        }
    }

    /// The photo, if it is one.
    pub fn photo(self) -> Option<PhotoId> {
        match self {
            Self::Photo(photo) => Some(photo),
            Self::Story(_) | Self::Entry(_) => None,
        }
    }
}

impl From<StoryId> for DocumentId {
    fn from(story: StoryId) -> Self {
        Self::Story(story)
    }
}

impl From<PhotoId> for DocumentId {
    fn from(photo: PhotoId) -> Self {
        Self::Photo(photo)
    }
}

impl From<EntryId> for DocumentId {
    fn from(entry: EntryId) -> Self {
        Self::Entry(entry)
    }
}

impl From<PersonId> for DocumentId {
    fn from(person: PersonId) -> Self {
        Self::Entry(person.into())
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Story(id) => write!(f, "story:{id}"),
            Self::Photo(id) => write!(f, "photo:{id}"),
            Self::Entry(id) => write!(f, "entry:{id}"),
        }
    }
}

impl FromStr for DocumentId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.split_once(':') {
            Some(("story", id)) => id.parse().map(Self::Story),
            Some(("photo", id)) => id.parse().map(Self::Photo),
            Some(("entry", id)) => id.parse().map(Self::Entry),
            _ => Err(IdError::new("document", text)),
        }
    }
}

string_form!(DocumentId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_ids_survive_their_text_form() {
        let story = DocumentId::from(StoryId::generate());
        let photo = DocumentId::from(PhotoId::of(b"pixels"));
        let entry = DocumentId::from(EntryId::generate());
        for id in [story, photo, entry] {
            assert_eq!(id.to_string().parse::<DocumentId>(), Ok(id));
        }
    }

    #[test]
    fn what_is_no_id_is_refused_and_quoted_only_in_part() {
        let long = "z".repeat(5000);
        for text in ["", "story:", "story:1", "photo:ABCDEF", "tag:01900000-0000-7000-8000-000000000000", &long] {
            let error = text.parse::<DocumentId>().expect_err("not an id");
            assert!(error.to_string().len() < 200, "{error}");
        }
        let upper = PhotoId::of(b"pixels").to_string().to_uppercase();
        assert!(upper.parse::<PhotoId>().is_err(), "one spelling per id, or two rows for one photo");
    }
}
