//! Pulling: what changed after a laptop's cursor, in the order of the feed, in bodies of bounded size.
//!
//! Every account may read all stories, photos and vocabulary of the newsroom. What is at rest is left out of a laptop's
//! first feed and comes when it is asked for by name.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_story::{Content, DocumentId, Failure, PartChange, PartKey, PartValue, Patch, RevisionId, Timestamp};
use tilshi_sync::wire::{
    FeedDocument, MAX_BODY_BYTES, MOST_WANTED, Mark, PORTAL_RESTORED, PullRequest, PullResponse, PushRequest,
};

use crate::apply::{Stop, note_restored};
use crate::database::{Database, DatabaseError, DocumentRow, Records, Shared, StoredAccount};
use crate::scope::Scope;

/// Room for what stands around the documents in the body.
const ENVELOPE_BYTES: usize = 64 << 10;

/// How many documents are looked up at a time.
const BATCH: u32 = 200;

/// Answers a pull; all of it is of one moment.
pub(crate) fn pull(
    database: &Database,
    account: &StoredAccount,
    request: &PullRequest,
    now: Timestamp,
) -> Result<PullResponse, Stop> {
    let answer = answer(database, account, request, now)?;
    if let Some(kept) = answer.kept {
        note_restored(database, &account.account, kept, now)?;
    }
    Ok(answer)
}

fn answer(
    database: &Database,
    account: &StoredAccount,
    request: &PullRequest,
    now: Timestamp,
) -> Result<PullResponse, Stop> {
    database.read(|records| {
        let mut seen = request.earlier.clone();
        let newest_seen = request.cursor.max(request.seen);
        match &request.epoch {
            Some(epoch) => seen.push(Mark { epoch: epoch.clone(), sequence: newest_seen }),
            None if newest_seen > 0 => seen.push(Mark { epoch: String::new(), sequence: newest_seen }),
            None => {}
        }
        let lost = match records.shared_with(&seen)? {
            Shared::All => None,
            Shared::UpTo(_) if newest_seen == 0 => None,
            // A laptop that can tell more says where it stood before.
            Shared::UpTo(_) if request.seen > 0 && request.earlier.is_empty() => return Err(restored().into()),
            // Restored once more: what has not come yet since the first time is still as it was before that.
            Shared::UpTo(shared) => Some(request.kept.map_or(shared, |kept| kept.min(shared))),
        };
        let kept = lost.filter(|_| request.seen > 0);
        let nothing = BTreeMap::new();
        // A laptop that finds out what a restored portal lost compares it with everything that is here.
        let may_leave_out = request.by_scope && lost.is_none() && request.kept.is_none();
        let scope = match may_leave_out && request.from.unwrap_or(request.cursor) == 0 {
            true => Some(Scope::of(records, account.account.person, now)?),
            false => None,
        };
        let held = match lost {
            Some(_) => Held { cursor: 0, from: 0, known: &nothing, brief: false, kept, scope },
            None => Held {
                cursor: request.cursor,
                from: request.from.unwrap_or(request.cursor),
                known: &request.known,
                brief: request.brief,
                kept: request.kept,
                scope,
            },
        };
        let mut page = page(records, &held)?;
        let newest = records.newest_sequence()?;
        let more = page.ends_at.is_some();
        let wanted =
            if lost.is_none() && !more { fetch(records, &mut page, &request.wanted)? } else { Wanted::default() };
        Ok(PullResponse {
            epoch: records.epoch()?,
            reset: lost.is_some(),
            kept,
            documents: page.documents,
            cursor: page.ends_at.unwrap_or(newest),
            more,
            newest: if more { newest } else { 0 },
            account: (account.changed_sequence > held.from).then(|| account.account.clone()),
            fetched: wanted.fetched,
            unknown: wanted.unknown,
        })
    })
}

/// Refuses what comes from a laptop that has seen more of the feed than there is: the portal was restored from a
/// backup, and what the laptop builds on may be lost.
pub(crate) fn check_seen(database: &Database, request: &PushRequest) -> Result<(), Stop> {
    let Some(epoch) = request.epoch.clone().filter(|_| request.seen > 0) else { return Ok(()) };
    let mark = Mark { epoch, sequence: request.seen };
    match database.read(|records| records.shared_with(&[mark]))? {
        Shared::All => Ok(()),
        Shared::UpTo(_) => Err(restored().into()),
    }
}

fn restored() -> Failure {
    Failure::new(PORTAL_RESTORED)
}

/// What the laptop that asks holds.
struct Held<'a> {
    /// It was told of every document up to here.
    cursor: u64,
    /// Of the documents behind the cursor it has what they were here.
    from: u64,
    /// Its own changes after that.
    known: &'a BTreeMap<DocumentId, RevisionId>,
    brief: bool,
    /// Up to this place it remembers what the portal does, and behind it something else.
    kept: Option<u64>,
    /// What it need not be told of.
    scope: Option<Scope>,
}

struct Page {
    documents: Vec<FeedDocument>,
    size_bytes: usize,
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
            return Ok(Page { documents, size_bytes, ends_at: None });
        }
        for row in &rows {
            if let Some(document) = news_of(records, row, held)? {
                size_bytes += json_bytes(&document)?;
                // One document always fits: its size was checked when it was pushed.
                if size_bytes > MAX_BODY_BYTES && !documents.is_empty() {
                    return Ok(Page { documents, size_bytes, ends_at: Some(after) });
                }
                documents.push(document);
            }
            after = row.sequence;
        }
    }
}

/// What was wanted by name, as far as it is here.
#[derive(Default)]
struct Wanted {
    fetched: Vec<FeedDocument>,
    unknown: BTreeSet<DocumentId>,
}

/// Documents whole, as many as there is room for and one at least; they are no news of the page any more.
fn fetch(records: Records<'_>, page: &mut Page, wanted: &BTreeSet<DocumentId>) -> Result<Wanted, DatabaseError> {
    let mut found = Wanted::default();
    let mut size_bytes = page.size_bytes;
    for id in wanted.iter().take(MOST_WANTED) {
        let Some(row) = records.document(*id)? else {
            found.unknown.insert(*id);
            continue;
        };
        let document = feed_document(records, &row, 0)?;
        size_bytes += json_bytes(&document)?;
        if size_bytes > MAX_BODY_BYTES && !found.fetched.is_empty() {
            break;
        }
        page.documents.retain(|news| news.document != *id);
        found.fetched.push(document);
    }
    Ok(found)
}

/// What a laptop does not have of a document yet, as briefly as it takes it; nothing when it has everything.
fn news_of(records: Records<'_>, row: &DocumentRow, held: &Held<'_>) -> Result<Option<FeedDocument>, DatabaseError> {
    if held.from == 0 {
        // What an earlier page may have brought is followed to the end.
        if let Some(scope) = &held.scope
            && (held.cursor == 0 || !records.existed_at(row.id, held.cursor)?)
            && scope.leaves_out(records, row)?
        {
            return Ok(None);
        }
        let origin = held.kept.map(|kept| origin(records, row, kept)).transpose()?.flatten();
        return Ok(Some(FeedDocument { origin, ..feed_document(records, row, 0)? }));
    }
    if !held.brief {
        let goes_on = records.existed_at(row.id, held.from)?;
        return Ok(Some(FeedDocument { goes_on, ..feed_document(records, row, held.from)? }));
    }
    // A change is accepted on top of the head alone: whoever made this revision has everything before it.
    let known = match held.known.get(&row.id) {
        Some(revision) => records.place_of(row.id, *revision)?.map(|place| (*revision, place)),
        None => None,
    };
    let parts_from = known.map_or(held.from, |(_, place)| place.max(held.from));
    let parts = records.parts_after(row.id, parts_from)?;
    let parts_only = row.state_sequence <= held.from;
    if parts.is_empty() && parts_only {
        return Ok(None);
    }
    let since = match known {
        Some((revision, place)) if place >= held.from => Some(revision),
        Some(_) | None => records.revision_at(row.id, held.from)?,
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
    // A revision that is named says so already.
    document.goes_on = document.since.is_none() && records.existed_at(row.id, held.from)?;
    Ok(Some(document))
}

/// What a document was at a place on the feed, where it has changed since.
fn origin(
    records: Records<'_>,
    row: &DocumentRow,
    kept: u64,
) -> Result<Option<BTreeMap<PartKey, PartValue>>, DatabaseError> {
    if row.sequence <= kept {
        return Ok(None);
    }
    let content = match records.revision_at(row.id, kept)? {
        Some(revision) if revision == row.head => return Ok(None),
        Some(revision) => records.revision_content(revision)?,
        None => Content::new(),
    };
    Ok(Some(content.iter().map(|(key, value)| (key.clone(), value.clone())).collect()))
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
    if let DocumentId::Photo(photo) = row.id {
        document.absent = records.absent_pictures(photo)?;
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
        origin: None,
        goes_on: false,
        parts_only: false,
        editions: BTreeMap::new(),
        publications: Vec::new(),
        cards: Vec::new(),
        absent: Vec::new(),
    }
}

fn json_bytes(document: &FeedDocument) -> Result<usize, DatabaseError> {
    serde_json::to_vec(document).map(|bytes| bytes.len()).map_err(|error| DatabaseError::Damaged(error.to_string()))
}
