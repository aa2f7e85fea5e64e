//! Revisions: immutable versions of a document's content, named by their hash.

use std::collections::BTreeMap;

use crate::{DocumentId, OperationId, PartKey, PersonId, RevisionId, ValueHash};

/// The version of the hashed form below.
const FORMAT: u8 = 1;

/// One immutable version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The document it is a version of.
    pub document: DocumentId,
    /// The revisions it was made from, in order; none for the first.
    pub parents: Vec<RevisionId>,
    /// Who made it.
    pub author: PersonId,
    /// The operation that brought it.
    pub operation: OperationId,
    /// The hash of every part's value.
    pub parts: BTreeMap<PartKey, ValueHash>,
}

impl Revision {
    /// The revision's name: BLAKE3 over everything above, every length in front of what it measures.
    ///
    /// Do not change: approvals and publications name their bytes by it.
    pub fn id(&self) -> RevisionId {
        let mut hasher = blake3::Hasher::new_derive_key("tilshi 2026 revision id");
        hasher.update(&[FORMAT]);
        let mut field = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        field(self.document.to_string().as_bytes());
        field(&(self.parents.len() as u64).to_le_bytes());
        for parent in &self.parents {
            field(parent.as_bytes());
        }
        field(self.author.uuid().as_bytes());
        field(self.operation.uuid().as_bytes());
        field(&(self.parts.len() as u64).to_le_bytes());
        for (key, hash) in &self.parts {
            field(key.as_str().as_bytes());
            field(hash.as_bytes());
        }
        RevisionId::from_bytes(*hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Content, Part, PartValue, StoryId};
    use uuid::Uuid;

    fn example() -> Revision {
        let kk = "kk".parse().expect("an edition key");
        let content: Content = [
            (Part::Slugline.key(), PartValue::text("canal-opening")),
            (Part::Headline(kk).key(), PartValue::text("Су келді")),
            ("a-part-of-2031".parse().expect("well formed"), PartValue::Opaque { kind: 9, bytes: vec![1, 2, 3] }),
        ]
        .into_iter()
        .collect();
        Revision {
            document: StoryId::from_uuid(Uuid::from_u128(1)).into(),
            parents: vec![RevisionId::of(b"parent")],
            author: PersonId::from_uuid(Uuid::from_u128(2)),
            operation: OperationId::from_uuid(Uuid::from_u128(3)),
            parts: content.hashes(),
        }
    }

    #[test]
    fn revision_ids_are_the_same_for_ever() {
        expect_test::expect!["d7db900e21e2b61a54216f0dd66a1c4f1cd7c9b804f95d57941ff3c705c4e928"]
            .assert_eq(&example().id().to_string());
    }

    #[test]
    fn everything_in_a_revision_is_in_its_name() {
        let original = example();
        let id = original.id();
        let changed = [
            Revision { document: StoryId::from_uuid(Uuid::from_u128(9)).into(), ..original.clone() },
            Revision { parents: vec![], ..original.clone() },
            Revision { author: PersonId::from_uuid(Uuid::from_u128(9)), ..original.clone() },
            Revision { operation: OperationId::from_uuid(Uuid::from_u128(9)), ..original.clone() },
            Revision { parts: BTreeMap::new(), ..original },
        ];
        for revision in changed {
            assert_ne!(revision.id(), id);
        }
    }
}
