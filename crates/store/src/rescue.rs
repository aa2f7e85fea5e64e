//! What can still be read of a damaged database.
//!
//! Every text stands in it twice: in the working tables and, as the saves that led to it, in the journal. Where
//! neither can be read whole, an earlier save of the same text is better than nothing, and said to be one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rusqlite::{Connection, OpenFlags, params};
use tilshi_story::{Content, DocumentId, DocumentKind, EditionKey, PartKey, PartValue, Patch};

use crate::document::read_id;
use crate::error::stored;
use crate::journal::read_entry;
use crate::profile::unlocked;
use crate::secret::Secret;
use crate::{JournalEntry, Reader, StoreError, columns};

/// Most failed reads of one table; what lies beyond is given up.
const MOST_FAILURES: usize = 4096;

/// Where a table is taken to end when not even that can be read.
const FAR: i64 = 1 << 20;

/// What could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rescue {
    /// The documents with their values.
    pub documents: BTreeMap<DocumentId, Content>,
    /// Values that are older than what stood there last: from an earlier save, or from a copy.
    pub older: BTreeSet<(DocumentId, PartKey)>,
    /// Values that are known to have been there and that nothing is left of.
    pub lost: BTreeSet<(DocumentId, PartKey)>,
    /// Whether every document was found. When not, there may have been others.
    pub all_found: bool,
}

impl Rescue {
    /// Takes from a sound copy what could not be read.
    pub(crate) fn fill_from(&mut self, copy: Reader<'_>, partial: &BTreeSet<DocumentId>) -> Result<(), StoreError> {
        for kind in [DocumentKind::Story, DocumentKind::Photo, DocumentKind::Entry] {
            for document in copy.documents(kind)? {
                let known = self.documents.contains_key(&document);
                if (known && !partial.contains(&document)) || (!known && self.all_found) {
                    continue;
                }
                let content = self.documents.entry(document).or_default();
                for (key, value) in copy.content(document)?.iter() {
                    let place = (document, key.clone());
                    if content.get(key).is_none() {
                        content.put(key.clone(), value.clone());
                        self.lost.remove(&place);
                        self.older.insert(place);
                    }
                }
            }
        }
        Ok(())
    }

    /// Paragraphs that are there as they stood last, those of an earlier version, and at least how many are lost.
    pub fn counts(&self) -> (usize, usize, usize) {
        let (mut saved, mut older) = (0, 0);
        for (document, content) in &self.documents {
            for (key, value) in content.iter() {
                let count = paragraphs(key, value);
                let is_older = self.older.contains(&(*document, key.clone()));
                *(if is_older { &mut older } else { &mut saved }) += count;
            }
        }
        let lost = self.lost.iter().filter(|(_, key)| is_running(key)).count();
        (saved, older, lost)
    }
}

fn is_running(key: &PartKey) -> bool {
    key.known().is_some_and(|part| part.is_text())
}

/// How many paragraphs a value has; none when it is no running text.
pub fn paragraphs(key: &PartKey, value: &PartValue) -> usize {
    let text = value.as_text().filter(|_| is_running(key)).unwrap_or_default();
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// Reads a damaged database; also says which documents could be read only in part.
pub(crate) fn read(path: PathBuf, secret: Option<&Secret>) -> (Rescue, BTreeSet<DocumentId>) {
    let mut damaged = Damaged { path, secret, connection: None };
    let mut rescue = Rescue::default();
    let mut partial = BTreeSet::new();
    let (documents, all_found) = damaged.documents();
    rescue.all_found = all_found;
    let mut journal: Option<Journal> = None;
    for (number, document) in documents {
        if let Some(content) = damaged.ask(|reader| reader.content_of(number, document.kind())) {
            rescue.documents.insert(document, content);
            continue;
        }
        let (journal, journal_whole) = journal.get_or_insert_with(|| damaged.journal());
        let saves = journal.get(&number).map(Vec::as_slice).unwrap_or_default();
        let (replayed, behind) = replay(saves);
        let mut keys: BTreeSet<PartKey> = saves.iter().map(|save| save.part.clone()).collect();
        keys.extend(damaged.keys(number, document));
        let mut content = Content::new();
        for key in keys {
            let place = (document, key.clone());
            match damaged.ask(|reader| reader.value(number, document.kind(), &key)) {
                Some(Some(value)) => content.put(key, value),
                Some(None) => {}
                None => match replayed.get(&key) {
                    Some(value) => {
                        if behind.contains(&key) {
                            rescue.older.insert(place);
                        }
                        content.put(key, value.clone());
                    }
                    // A whole journal without a value says that it is empty; one with a gap says nothing.
                    None if behind.contains(&key) || !*journal_whole => {
                        rescue.lost.insert(place);
                    }
                    None => {}
                },
            }
        }
        partial.insert(document);
        rescue.documents.insert(document, content);
    }
    (rescue, partial)
}

/// The values that a document's saves lead to, and those that miss a save. A save carries the hash of what it leads
/// to, so that one that is missing before it is noticed.
fn replay(saves: &[JournalEntry]) -> (Content, BTreeSet<PartKey>) {
    let (mut content, mut behind) = (Content::new(), BTreeSet::new());
    for save in saves {
        let step = Patch([(save.part.clone(), save.change.clone())].into());
        match step.apply(&content) {
            Ok(next) => {
                content = next;
                behind.remove(&save.part);
            }
            Err(_) => {
                behind.insert(save.part.clone());
            }
        }
    }
    (content, behind)
}

/// Saves by the number of their document; and whether all could be read.
type Journal = (BTreeMap<i64, Vec<JournalEntry>>, bool);

struct Damaged<'a> {
    path: PathBuf,
    secret: Option<&'a Secret>,
    connection: Option<Connection>,
}

impl Damaged<'_> {
    /// Reads something; nothing when it cannot be read. A connection that met damage refuses everything after it, so
    /// that the next read needs a new one.
    fn ask<T>(&mut self, body: impl FnOnce(Reader<'_>) -> Result<T, StoreError>) -> Option<T> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => unlocked(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY, self.secret).ok()?,
        };
        let answer = body(Reader::new(&connection)).ok();
        if answer.is_some() {
            self.connection = Some(connection);
        }
        answer
    }

    /// The rows of a table whose statement takes the bounds of their numbers, around whatever cannot be read; and
    /// whether all could be.
    fn rows<T>(
        &mut self,
        last: i64,
        sql: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> Result<T, StoreError>,
    ) -> (Vec<T>, bool) {
        let (mut found, mut failures) = (Vec::new(), 0);
        let mut ranges = vec![(0, last)];
        while let Some((after, upto)) = ranges.pop() {
            match self.ask(|reader| reader.rows(sql, params![after, upto], &read)) {
                Some(rows) => found.extend(rows),
                None => {
                    failures += 1;
                    if failures > MOST_FAILURES {
                        break;
                    }
                    if upto - after > 1 {
                        let middle = after + (upto - after) / 2;
                        ranges.extend([(middle, upto), (after, middle)]);
                    }
                }
            }
        }
        (found, failures == 0)
    }

    /// The number of a table's last row, by the first statement that can be run.
    fn last(&mut self, statements: [&str; 2]) -> i64 {
        let mut answers = statements.iter().filter_map(|sql| {
            self.ask(|reader| reader.row(sql, [], |row| Ok(row.get::<_, Option<i64>>(0)?.unwrap_or_default())))
        });
        answers.next().map_or(FAR, Option::unwrap_or_default)
    }

    /// All documents by their numbers, from the table and from its index; and whether one of the two is whole.
    fn documents(&mut self) -> (BTreeMap<i64, DocumentId>, bool) {
        let index = "FROM document INDEXED BY sqlite_autoindex_document_1";
        let last = self.last(["SELECT max(number) FROM document NOT INDEXED", &format!("SELECT max(number) {index}")]);
        let sql = "SELECT number, kind, id FROM document NOT INDEXED WHERE number > ?1 AND number <= ?2";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, read_id(row, 1)?));
        let (rows, whole) = self.rows(last, sql, read);
        let mut found: BTreeMap<i64, DocumentId> = rows.into_iter().collect();
        let mut index_whole = false;
        if !whole {
            // From both ends, up to the first page that cannot be read.
            for order in ["ASC", "DESC"] {
                let sql = format!("SELECT number, kind, id {index} ORDER BY kind {order}, id {order}");
                let end = self.ask(|reader| {
                    reader.rows(&sql, [], |row| {
                        let (number, document) = read(row)?;
                        found.insert(number, document);
                        Ok(())
                    })
                });
                index_whole |= end.is_some();
            }
        }
        (found, whole || index_whole)
    }

    /// The saves, oldest first.
    fn journal(&mut self) -> Journal {
        let last = self.last([
            "SELECT seq FROM sqlite_sequence WHERE name = 'journal'",
            "SELECT max(number) FROM journal NOT INDEXED",
        ]);
        // Without what a database of an older version does not have.
        let sql = "SELECT number, part, by, at, origin, change, NULL, NULL, document FROM journal NOT INDEXED
                   WHERE number > ?1 AND number <= ?2 ORDER BY number";
        let (rows, whole) = self.rows(last, sql, |row| Ok((row.get(8)?, read_entry(row)?)));
        let mut saves: BTreeMap<i64, Vec<JournalEntry>> = BTreeMap::new();
        for (document, save) in rows {
            saves.entry(document).or_default().push(save);
        }
        for saves in saves.values_mut() {
            saves.sort_by_key(|save| save.number);
        }
        (saves, whole)
    }

    /// The parts that a document may have, by its kind and by the index of its editions.
    fn keys(&mut self, number: i64, document: DocumentId) -> Vec<PartKey> {
        let kind = document.kind();
        let own = columns::own_columns(kind).into_iter().map(|(_, part)| part.key());
        let mut keys: Vec<PartKey> =
            own.chain(columns::collections(kind).into_iter().map(|(_, part)| part.key())).collect();
        let table = columns::edition_table(kind);
        let sql = format!("SELECT edition FROM {table} WHERE document = ?1");
        let editions: Vec<EditionKey> =
            self.ask(|reader| reader.rows(&sql, [number], |row| stored(&row.get::<_, String>(0)?))).unwrap_or_default();
        for edition in editions {
            keys.extend(columns::edition_columns(kind).iter().map(|(_, part)| part(edition.clone()).key()));
        }
        keys
    }
}
