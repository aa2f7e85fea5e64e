//! Pulling: what changed after a laptop's cursor, in the order of the feed, in bodies of bounded size.
//!
//! Every account reads all stories, photos and vocabulary of the newsroom; what a laptop may hold by role
//! and desk narrows this function and nothing else.

use tilshi_story::DocumentId;
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
        let start = if reset { 0 } else { request.cursor };
        let page = page(records, start)?;
        let cursor = match page.documents.last() {
            Some(last) if page.more => last.sequence,
            Some(_) | None => newest,
        };
        let account = (account.changed_sequence > start).then(|| account.account.clone());
        Ok(PullResponse { epoch, reset, documents: page.documents, cursor, more: page.more, account })
    })
}

struct Page {
    documents: Vec<FeedDocument>,
    more: bool,
}

fn page(records: Records<'_>, start: u64) -> Result<Page, DatabaseError> {
    let mut documents: Vec<FeedDocument> = Vec::new();
    let mut size_bytes = ENVELOPE_BYTES;
    loop {
        let after = documents.last().map_or(start, |document| document.sequence);
        let rows = records.documents_after(after, BATCH)?;
        if rows.is_empty() {
            return Ok(Page { documents, more: false });
        }
        for row in &rows {
            let document = feed_document(records, row, start)?;
            size_bytes += json_bytes(&document)?;
            // One document always fits: its size was checked when it was pushed.
            if size_bytes > MAX_BODY_BYTES && !documents.is_empty() {
                return Ok(Page { documents, more: true });
            }
            documents.push(document);
        }
    }
}

pub(crate) fn feed_document(
    records: Records<'_>,
    row: &DocumentRow,
    cursor: u64,
) -> Result<FeedDocument, DatabaseError> {
    let mut document = FeedDocument {
        document: row.id,
        sequence: row.sequence,
        revision: row.head,
        author: row.head_author,
        at: row.head_at,
        parts: records.parts_after(row.id, cursor)?,
        editions: Default::default(),
        publications: Vec::new(),
        cards: records.open_cards(row.id)?,
    };
    if let DocumentId::Story(story) = row.id {
        document.editions = records.editions(story)?;
        document.publications = records.publications(story)?;
    }
    Ok(document)
}

fn json_bytes(document: &FeedDocument) -> Result<usize, DatabaseError> {
    serde_json::to_vec(document).map(|bytes| bytes.len()).map_err(|error| DatabaseError::Damaged(error.to_string()))
}
