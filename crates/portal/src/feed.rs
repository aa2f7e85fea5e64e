//! Pulling: what changed after a laptop's cursor, in the order of the feed, in bodies of bounded size.
//!
//! Every account reads all stories, photos and vocabulary of the newsroom; what a laptop may hold by role
//! and desk narrows this function and nothing else.

use std::collections::BTreeMap;

use tilshi_story::{Content, DocumentId, PartChange, PartKey, PartValue, Patch, RevisionId};
use tilshi_sync::wire::{FeedDocument, MAX_BODY_BYTES, PullRequest, PullResponse};

use crate::database::{Database, DatabaseError, DocumentRow, Records, StoredAccount};

/// Room for what stands around the documents in the body.
const ENVELOPE_BYTES: usize = 64 << 10;

/// How many documents are looked up at a time.
const BATCH: u32 = 200;

/// Answers a pull; all of it is of one moment.
pub(crate) fn pull(
    database: &Database,
    account: &StoredAccount,
    request: &PullRequest,
) -> Result<PullResponse, DatabaseError> {
    database.read(|records| {
        let epoch = records.epoch()?;
        let newest = records.newest_sequence()?;
        let reset = request.cursor > 0 && (request.epoch.as_ref() != Some(&epoch) || request.cursor > newest);
        let held = match reset {
            true => Held { cursor: 0, known: &BTreeMap::new(), brief: false },
            false => Held { cursor: request.cursor, known: &request.known, brief: request.brief },
        };
        let page = page(records, &held)?;
        let cursor = page.ends_at.unwrap_or(newest);
        let more = page.ends_at.is_some();
        let account = (account.changed_sequence > held.cursor).then(|| account.account.clone());
        Ok(PullResponse { epoch, reset, documents: page.documents, cursor, more, account })
    })
}

/// What the laptop that asks holds.
struct Held<'a> {
    cursor: u64,
    /// Its own changes after the cursor.
    known: &'a BTreeMap<DocumentId, RevisionId>,
    brief: bool,
}

struct Page {
    documents: Vec<FeedDocument>,
    /// The place of the last document that was looked at, when there are more.
    ends_at: Option<u64>,
}

fn page(records: Records<'_>, held: &Held<'_>) -> Result<Page, DatabaseError> {
    let mut documents: Vec<FeedDocument> = Vec::new();
    let mut size_bytes = ENVELOPE_BYTES;
    let mut after = held.cursor;
    loop {
        let rows = records.documents_after(after, BATCH)?;
        if rows.is_empty() {
            return Ok(Page { documents, ends_at: None });
        }
        for row in &rows {
            if let Some(document) = news_of(records, row, held)? {
                size_bytes += json_bytes(&document)?;
                // One document always fits: its size was checked when it was pushed.
                if size_bytes > MAX_BODY_BYTES && !documents.is_empty() {
                    return Ok(Page { documents, ends_at: Some(after) });
                }
                documents.push(document);
            }
            after = row.sequence;
        }
    }
}

/// What a laptop does not have of a document yet, as briefly as it takes it; nothing when it has everything.
fn news_of(records: Records<'_>, row: &DocumentRow, held: &Held<'_>) -> Result<Option<FeedDocument>, DatabaseError> {
    if !held.brief || held.cursor == 0 {
        return feed_document(records, row, held.cursor).map(Some);
    }
    // A change is accepted on top of the head alone: whoever made this revision has everything before it.
    let known = match held.known.get(&row.id) {
        Some(revision) => records.place_of(row.id, *revision)?.map(|place| (*revision, place)),
        None => None,
    };
    let parts_from = known.map_or(held.cursor, |(_, place)| place.max(held.cursor));
    let parts = records.parts_after(row.id, parts_from)?;
    let parts_only = row.state_sequence <= held.cursor;
    if parts.is_empty() && parts_only {
        return Ok(None);
    }
    let since = match known {
        Some((revision, place)) if place >= held.cursor => Some(revision),
        Some(_) | None => records.revision_at(row.id, held.cursor)?,
    };
    let mut document = if parts_only { bare(row) } else { with_state(records, row)? };
    document.parts_only = parts_only;
    for (key, value) in parts {
        match since.map(|since| change_of(records, since, &key, &value)).transpose()?.flatten() {
            Some(change) => {
                document.changes.0.insert(key, change);
            }
            None => {
                document.parts.insert(key, value);
            }
        }
    }
    document.since = since.filter(|_| !document.changes.is_empty());
    Ok(Some(document))
}

/// A text as a change of what a revision says, where that is shorter.
fn change_of(
    records: Records<'_>,
    since: RevisionId,
    key: &PartKey,
    value: &PartValue,
) -> Result<Option<PartChange>, DatabaseError> {
    let Some(old) = records.revision_part(since, key)? else { return Ok(None) };
    let content = |value: &PartValue| [(key.clone(), value.clone())].into_iter().collect::<Content>();
    let mut patch = Patch::between(&content(&old), &content(value));
    Ok(patch.0.remove(key).filter(|change| matches!(change, PartChange::Splice { .. })))
}

/// A document with the parts that changed after a place, and all of its workflow and cards.
pub(crate) fn feed_document(
    records: Records<'_>,
    row: &DocumentRow,
    cursor: u64,
) -> Result<FeedDocument, DatabaseError> {
    Ok(FeedDocument { parts: records.parts_after(row.id, cursor)?, ..with_state(records, row)? })
}

fn with_state(records: Records<'_>, row: &DocumentRow) -> Result<FeedDocument, DatabaseError> {
    let mut document = FeedDocument { cards: records.open_cards(row.id)?, ..bare(row) };
    if let DocumentId::Story(story) = row.id {
        document.editions = records.editions(story)?;
        document.publications = records.publications(story)?;
    }
    Ok(document)
}

fn bare(row: &DocumentRow) -> FeedDocument {
    FeedDocument {
        document: row.id,
        sequence: row.sequence,
        revision: row.head,
        author: row.head_author,
        at: row.head_at,
        parts: BTreeMap::new(),
        changes: Patch::default(),
        since: None,
        parts_only: false,
        editions: BTreeMap::new(),
        publications: Vec::new(),
        cards: Vec::new(),
    }
}

fn json_bytes(document: &FeedDocument) -> Result<usize, DatabaseError> {
    serde_json::to_vec(document).map(|bytes| bytes.len()).map_err(|error| DatabaseError::Damaged(error.to_string()))
}
