//! What this laptop holds: it asks the portal for what it lacks and is wanted, and lets go of what is at rest, by the
//! rule of [`tilshi_sync::scope`]. Whatever its person has ever written in stays.

use std::collections::BTreeSet;

use tilshi_store::{Reader, StoreError, Writer};
use tilshi_story::{DocumentId, DocumentKind, Failure, Part, PhotoId, StoryId, Timestamp};
use tilshi_sync::scope::{self, KEPT_DAYS};
use tilshi_sync::wire::{Archive, ArchiveRequest, FeedDocument, PROTOCOL, PictureFile, PullRequest};

use crate::photos::THUMBNAIL;
use crate::portal_clock::portal_now;
use crate::profile::{Me, Open, setting};
use crate::views::{ArchiveView, Event, FoundStory};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::archive_search`].
    pub fn archive_search(&self, words: String) -> Answer<ArchiveView> {
        let client = self.portal_client()?.ok_or_else(|| Failure::new("connect-first"))?;
        let Archive { stories, more } = client.archive(&ArchiveRequest { protocol: PROTOCOL, words })?;
        self.with(|open| {
            let reader = open.store.read();
            let stories = stories.into_iter().map(|found| {
                let is_here = reader.exists(found.story.into())?;
                Ok(FoundStory {
                    story: found.story,
                    slugline: found.slugline,
                    headlines: found.headlines,
                    changed_at: found.at,
                    created_by: found.created_by,
                    is_here,
                })
            });
            Ok(ArchiveView { stories: stories.collect::<Result<_, StoreError>>()?, more })
        })
    }

    /// See [`crate::Call::story_fetch`].
    pub fn story_fetch(&self, story: StoryId) -> Answer<bool> {
        let document = DocumentId::from(story);
        let is_here = |open: &mut Open| Ok(open.store.read().exists(document)?);
        if self.with(is_here)? {
            return Ok(true);
        }
        self.with(|open| Ok(open.store.write(|writer| writer.want(document))?))?;
        self.round()?;
        if self.with(is_here)? {
            return Ok(true);
        }
        self.with(|open| Ok(open.store.write(|writer| writer.want_no_more(document))?))?;
        Err(Failure::new("story-not-found"))
    }

    /// Lets go of what is at rest. Gives how many stories.
    pub(crate) fn let_go_of_what_rests(&self) -> Answer<usize> {
        let now = self.with(|open| Ok(portal_now(&open.store.read())?))?;
        // Before the portal has said what time it is, nothing is known to be old.
        now.map_or(Ok(0), |now| self.let_go(now))
    }

    /// The same, at a moment by the portal's clock.
    pub(crate) fn let_go(&self, now: Timestamp) -> Answer<usize> {
        let stories = self.with(|open| Ok(open.store.read().documents(DocumentKind::Story)?))?;
        let mut gone = 0;
        for document in stories {
            gone += usize::from(self.with(|open| let_go_of(open, document, now))?);
        }
        Ok(gone)
    }
}

/// Lets go of one story, and of the photos that only it used; whether it did.
fn let_go_of(open: &mut Open, document: DocumentId, now: Timestamp) -> Answer<bool> {
    let reader = open.store.read();
    if open.me.account.is_none() || open.texts.is_open(document) {
        return Ok(false);
    }
    let kept_days = reader.setting(setting::KEPT_DAYS)?.and_then(|days| days.parse().ok()).unwrap_or(KEPT_DAYS);
    let when = When { kept_days, now };
    if !is_story_let_go(&reader, &open.me, document, when)? {
        return Ok(false);
    }
    let photos: BTreeSet<PhotoId> =
        reader.content(document)?.items(&Part::Photos).iter().filter_map(|photo| photo.parse().ok()).collect();
    let photos = open.store.write(|writer| {
        writer.remove_document(document)?;
        let mut gone = Vec::new();
        for photo in photos {
            if is_photo_let_go(writer, &open.me, photo, when)? {
                writer.remove_document(photo.into())?;
                gone.push(photo);
            }
        }
        Ok::<_, StoreError>(gone)
    })?;
    for photo in photos {
        for file in PictureFile::ALL.iter().map(|file| file.as_str()).chain([THUMBNAIL]) {
            open.store.pictures().remove(photo, file)?;
        }
    }
    open.sent.remove(&document);
    open.tell(Event::Document { document });
    Ok(true)
}

#[derive(Clone, Copy)]
struct When {
    kept_days: u32,
    now: Timestamp,
}

/// Whether nobody here needs the document: all of it is at the portal, and neither was it written here nor asked for
/// lately.
fn is_idle(reader: &Reader<'_>, me: &Me, document: DocumentId, when: When) -> Result<bool, StoreError> {
    let fetched_lately =
        reader.fetched_at(document)?.is_some_and(|at| !scope::is_past(at, when.kept_days.max(1), when.now));
    Ok(!fetched_lately && !reader.is_unsettled(document)? && !reader.has_written(document, me.person)?)
}

fn is_story_let_go(reader: &Reader<'_>, me: &Me, document: DocumentId, when: When) -> Result<bool, StoreError> {
    let (Some(story), Some(base)) = (document.story(), reader.base(document)?) else { return Ok(false) };
    let workflow = reader.workflow(story)?;
    let facts = scope::Story {
        at: base.at,
        editions: &workflow.editions,
        publications: &workflow.publications,
        // Those are unsettled.
        has_open_cards: false,
    };
    Ok(facts.is_at_rest(when.kept_days, when.now)
        && !scope::is_of(&base.content, me.person)
        && is_idle(reader, me, document, when)?)
}

fn is_photo_let_go(writer: &Writer<'_>, me: &Me, photo: PhotoId, when: When) -> Result<bool, StoreError> {
    let Some(base) = writer.base(photo.into())? else { return Ok(false) };
    Ok(writer.stories_using(photo)?.is_empty()
        && scope::is_past(base.at, when.kept_days, when.now)
        && is_idle(writer, me, photo.into(), when)?)
}

/// Whether news is about a document that this laptop does not hold, and says only what changed in it.
pub(crate) fn is_of_unheld(reader: &Reader<'_>, news: &FeedDocument) -> Result<bool, StoreError> {
    Ok((news.goes_on || news.since.is_some()) && reader.base_revision(news.document)?.is_none())
}

/// Notes what came because it was wanted, and what never will.
pub(crate) fn note_answered(
    writer: &Writer<'_>,
    came: &[DocumentId],
    unknown: &BTreeSet<DocumentId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    came.iter().try_for_each(|document| writer.note_fetched(*document, at))?;
    unknown.iter().try_for_each(|document| writer.want_no_more(*document))
}

/// Wants the photos that a story here uses and that are not here.
pub(crate) fn want_missing_photos(writer: &Writer<'_>) -> Result<(), StoreError> {
    writer.missing_photos()?.into_iter().try_for_each(|photo| writer.want(photo.into()))
}

/// Whether the feed has to be asked again for what is wanted: not when the last answer brought nothing of it.
pub(crate) fn is_worth_asking(reader: &Reader<'_>, asked: &PullRequest, answered: bool) -> Result<bool, StoreError> {
    Ok((asked.wanted.is_empty() || answered) && !reader.wanted(1)?.is_empty())
}
