//! A portal that was restored from an old backup has lost what came after it. The laptop finds out how far both
//! remember the same, forgets that anything behind it was ever confirmed, takes in what the portal has, and offers the
//! rest again.

use tilshi_store::{Reader, StoreError, Workflow, Writer};
use tilshi_story::{DocumentId, Part, PartValue, PhotoId, Timestamp};
use tilshi_sync::wire::{FeedDocument, Mark, PictureFile};

use crate::Answer;
use crate::aliases;
use crate::profile::{Open, check_right, number, setting};
use crate::rebase::make_anew;
use crate::suggestions::Held;

/// How many earlier epochs are remembered: a portal begins one whenever it is started anew.
const MOST_EARLIER: usize = 100;

/// Notes how far the feed is known to reach in its newest epoch.
pub(crate) fn note_place(writer: &Writer<'_>, epoch: &str, place: u64) -> Result<(), StoreError> {
    let seen = number(writer, setting::SEEN)?.unwrap_or(0);
    let known = writer.setting(setting::EPOCH)?;
    if known.as_deref() == Some(epoch) {
        return writer.set_setting(setting::SEEN, &seen.max(place).to_string());
    }
    if let Some(known) = known.filter(|_| seen > 0) {
        let mut earlier = earlier(writer)?;
        earlier.push(Mark { epoch: known, sequence: seen });
        let oldest = earlier.len().saturating_sub(MOST_EARLIER);
        keep_earlier(writer, &earlier[oldest..])?;
    }
    writer.set_setting(setting::EPOCH, epoch)?;
    writer.set_setting(setting::SEEN, &place.to_string())
}

/// Whether the feed is known to be in this epoch.
pub(crate) fn is_in(reader: &Reader<'_>, epoch: &str) -> Result<bool, StoreError> {
    Ok(reader.setting(setting::EPOCH)?.as_deref() == Some(epoch))
}

/// Where this laptop has stood, oldest first, the newest place among them: enough for the portal to say how far both
/// remember the same.
pub(crate) fn marks(reader: &Reader<'_>) -> Result<Vec<Mark>, StoreError> {
    let mut marks = earlier(reader)?;
    if let Some(epoch) = reader.setting(setting::EPOCH)? {
        marks.push(Mark { epoch, sequence: number(reader, setting::SEEN)?.unwrap_or(0) });
    }
    Ok(marks)
}

fn earlier(reader: &Reader<'_>) -> Result<Vec<Mark>, StoreError> {
    let json = reader.setting(setting::EARLIER)?.unwrap_or_default();
    // Without them everything is taken to be lost, which costs time and nothing else.
    Ok(serde_json::from_str(&json).unwrap_or_default())
}

fn keep_earlier(writer: &Writer<'_>, earlier: &[Mark]) -> Result<(), StoreError> {
    let json = serde_json::to_string(earlier).map_err(|error| StoreError::Damaged(error.to_string()))?;
    writer.set_setting(setting::EARLIER, &json)
}

/// How far the portal remembers the same, while it is being found out what it lost.
pub(crate) fn kept(reader: &Reader<'_>) -> Result<Option<u64>, StoreError> {
    number(reader, setting::KEPT)
}

/// A document of which the portal lost something, and the picture files of it that are here.
pub(crate) struct Lost {
    document: DocumentId,
    files: Vec<(PhotoId, PictureFile, u64)>,
}

/// What the portal lost: what this laptop had seen behind the place up to which both remember the same.
pub(crate) fn found_lost(open: &Open, kept: u64) -> Answer<Vec<Lost>> {
    let (reader, pictures) = (open.store.read(), open.store.pictures());
    let mut lost = Vec::new();
    for document in reader.bases_after(kept)? {
        let mut files = Vec::new();
        if let DocumentId::Photo(photo) = document {
            for file in PictureFile::ALL {
                let size_bytes = pictures.get(photo, file.as_str())?.map(|bytes| bytes.len() as u64);
                files.extend(size_bytes.map(|size_bytes| (photo, file, size_bytes)));
            }
        }
        lost.push(Lost { document, files });
    }
    Ok(lost)
}

/// Picture files that the portal does not have, are here, and do not wait to be sent yet: it has lost them.
pub(crate) fn held_here(open: &Open, news: &[FeedDocument]) -> Answer<Vec<(PhotoId, PictureFile, u64)>> {
    let mut found = Vec::new();
    let lacking: Vec<&FeedDocument> = news.iter().filter(|news| !news.absent.is_empty()).collect();
    if lacking.is_empty() {
        return Ok(found);
    }
    let (reader, pictures) = (open.store.read(), open.store.pictures());
    let waiting = reader.pictures_waiting()?;
    for news in lacking {
        let DocumentId::Photo(photo) = news.document else { continue };
        // Whoever brought a photo may bring its picture, and has the original.
        let brought = pictures.has(photo, PictureFile::Original.as_str())?;
        if !brought && check_right(&reader, &open.me, news.document, &Part::FileName.key()).is_err() {
            continue;
        }
        for file in &news.absent {
            let waits = waiting.iter().any(|waiting| waiting.photo == photo && waiting.file == file.as_str());
            if !waits && let Some(bytes) = pictures.get(photo, file.as_str())? {
                found.push((photo, *file, bytes.len() as u64));
            }
        }
    }
    Ok(found)
}

/// Begins to follow another history of the feed; `kept` when it is that of a restored portal, which `found` is lost to.
pub(crate) fn begin_again(
    writer: &Writer<'_>,
    held: &Held,
    kept: Option<u64>,
    found: &[Lost],
    at: Timestamp,
) -> Result<(), StoreError> {
    writer.remove_setting(setting::EPOCH)?;
    writer.remove_setting(setting::SEEN)?;
    let shared = |mark: &Mark| kept.is_some_and(|kept| mark.sequence <= kept);
    let earlier: Vec<Mark> = earlier(writer)?.into_iter().filter(shared).collect();
    keep_earlier(writer, &earlier)?;
    match kept {
        Some(kept) => writer.set_setting(setting::KEPT, &kept.to_string())?,
        None => writer.remove_setting(setting::KEPT)?,
    }
    for found in found {
        forget(writer, found)?;
        // What waited was made on top of what is lost.
        make_anew(writer, held, found.document, at)?;
    }
    Ok(())
}

/// Forgets that the portal ever confirmed a document.
fn forget(writer: &Writer<'_>, lost: &Lost) -> Result<(), StoreError> {
    let document = lost.document;
    writer.lose_base(document)?;
    writer.forget_sent_cards(document)?;
    if let Some(story) = document.story() {
        writer.set_workflow(story, &Workflow::default())?;
    }
    for (photo, file, size_bytes) in &lost.files {
        writer.add_picture_waiting(*photo, file.as_str(), *size_bytes)?;
    }
    Ok(())
}

/// When everything that the portal has is known: what it lost waits to be sent like anything that was just written.
pub(crate) fn end(writer: &Writer<'_>, held: &Held, at: Timestamp) -> Result<(), StoreError> {
    writer.remove_setting(setting::KEPT)?;
    for document in writer.lost_bases()? {
        let Some(lost) = writer.lost_base(document)? else { continue };
        writer.forget_lost_base(document)?;
        if !aliases::stands(&writer.content(document)?) {
            // That an entry is another's double is for the portal to find out again.
            writer.put_remote(document, &Part::AliasOf.key(), &PartValue::text(""), lost.author, lost.at)?;
            make_anew(writer, held, document, at)?;
        }
    }
    Ok(())
}
