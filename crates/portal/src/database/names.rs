//! What the entries of the vocabulary are called, so that one made twice is found.

use tilshi_language::folded_label;
use tilshi_story::{DocumentId, EditionKey, EntryId, EntryKind, Part, PartValue};

use super::columns::id;
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE entry_name (
        kind TEXT NOT NULL,
        edition TEXT NOT NULL,
        folded TEXT NOT NULL,
        entry TEXT NOT NULL REFERENCES document,
        PRIMARY KEY (kind, edition, folded, entry)
    ) STRICT, WITHOUT ROWID;
";

impl Records<'_> {
    /// Notes what an entry is called in an edition.
    pub(crate) fn put_name(
        &self,
        kind: EntryKind,
        edition: &EditionKey,
        folded: &str,
        entry: EntryId,
    ) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached("INSERT OR IGNORE INTO entry_name (kind, edition, folded, entry) VALUES (?1, ?2, ?3, ?4)")?
            .execute((kind.as_str(), edition.as_str(), folded, DocumentId::from(entry).to_string()))?;
        Ok(())
    }

    /// The entries of a kind that are called so in an edition, in the order they came.
    pub(crate) fn named(
        &self,
        kind: EntryKind,
        edition: &EditionKey,
        folded: &str,
    ) -> Result<Vec<EntryId>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT entry FROM entry_name JOIN document ON document.id = entry
             WHERE kind = ?1 AND edition = ?2 AND folded = ?3 ORDER BY document.rowid",
        )?;
        let rows = statement.query_map((kind.as_str(), edition.as_str(), folded), |row| id::<DocumentId>(row, 0))?;
        let mut entries = Vec::new();
        for row in rows {
            entries.extend(match row? {
                DocumentId::Entry(entry) => Some(entry),
                DocumentId::Story(_) | DocumentId::Photo(_) => None,
            });
        }
        Ok(entries)
    }

    /// The documents that name an entry as a tag, the section, the desk, the city of the dateline or the section above. Looks
    /// at all of them: it is asked once for each alias.
    pub(crate) fn documents_naming(&self, entry: EntryId) -> Result<Vec<DocumentId>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT document, part FROM document_part
             WHERE part IN ('tags', 'section', 'desk', 'dateline-city', 'parent') AND hash IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| Ok((id::<DocumentId>(row, 0)?, row.get::<_, String>(1)?)))?;
        let wanted = entry.to_string();
        let mut naming = std::collections::BTreeSet::new();
        for row in rows {
            let (document, part) = row?;
            let part: Option<Part> = part.parse().ok().and_then(|key: tilshi_story::PartKey| key.known());
            let Some(part) = part else { continue };
            let names = match self.part(document, &part)? {
                Some(PartValue::Text(text)) => text == wanted,
                Some(PartValue::Set(items)) => items.contains(&wanted),
                Some(PartValue::List(_) | PartValue::Opaque { .. }) | None => false,
            };
            if names {
                naming.insert(document);
            }
        }
        Ok(naming.into_iter().collect())
    }

    /// Notes what all entries are called, for a database from before this was noted.
    pub(super) fn put_names_of_all(&self) -> Result<(), DatabaseError> {
        for kind in EntryKind::ALL.iter().copied() {
            for entry in self.entries_of_kind(kind)? {
                for (key, value) in self.content(entry.into())?.iter() {
                    if let (Some(Part::Label(edition)), PartValue::Text(label)) = (key.known(), value) {
                        self.put_name(kind, &edition, &folded_label(label), entry)?;
                    }
                }
            }
        }
        Ok(())
    }
}
