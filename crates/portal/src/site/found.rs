//! What stands at an address: the look-ups behind a page.

use std::collections::BTreeSet;

use tilshi_pages::{
    HomePage, Link, Place, SwitcherEntry, WithdrawnPage, home_page, not_found_page, story_page, withdrawn_page,
};
use tilshi_story::{EditionKey, EntryId, EntryKind, PublicationKind, StoryId, Timestamp};

use super::shown::Shown;
use crate::Portal;
use crate::address::{section_slug, short_id, tag_slug};
use crate::database::{DatabaseError, PublishedRow, Records, Shelf};
use crate::newsroom::NewsroomSettings;

/// Stories on a page of a list.
const A_PAGE: u32 = 20;
/// Most related stories beside a story.
const RELATED: u32 = 4;
/// How many popular stories stand beside a page.
const POPULAR: u32 = 5;

/// What an address led to.
pub(super) enum Found {
    /// A list, or a page without a story.
    Page(String),
    /// The page of a story.
    Story(StoryId, String),
    /// The right address of it.
    Moved(String),
    /// The page in place of a story that was taken back.
    Withdrawn(String),
    /// No page.
    Nothing,
}

/// A list of stories and how its page is called.
struct List<'a> {
    path: String,
    heading: Option<String>,
    shelf: Shelf<'a>,
    /// The piece of the address that its section gives.
    section: Option<&'a str>,
    switcher: Vec<SwitcherEntry>,
}

/// A reader of one edition at one moment.
pub(super) struct Reader<'a> {
    portal: &'a Portal,
    records: Records<'a>,
    edition: EditionKey,
    shown: Shown<'a>,
    now: Timestamp,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        portal: &'a Portal,
        records: Records<'a>,
        edition: EditionKey,
        now: Timestamp,
    ) -> Result<Self, DatabaseError> {
        let settings = NewsroomSettings::of(records)?;
        let shown = Shown::new(portal, records, &edition, settings, now)?;
        Ok(Self { portal, records, edition, shown, now })
    }

    /// The main page.
    pub(super) fn home(&self, page: u32) -> Result<Found, DatabaseError> {
        let list = List {
            path: format!("/{}/", self.edition),
            heading: None,
            shelf: Shelf::Front,
            section: None,
            switcher: self.editions_of_the_site(|home| home)?,
        };
        self.list(list, page)
    }

    /// The stories of a section.
    pub(super) fn section(&self, slug: &str, page: u32) -> Result<Found, DatabaseError> {
        for entry in self.records.entries_of_kind(EntryKind::Section)? {
            let content = self.records.content(entry.into())?;
            if section_slug(&content) == slug {
                let list = List {
                    path: format!("/{}/{slug}/", self.edition),
                    heading: Some(self.shown.label_in(&content)),
                    shelf: Shelf::Section(slug),
                    section: Some(slug),
                    switcher: self.editions_of_the_site(|home| format!("{home}{slug}/"))?,
                };
                return self.list(list, page);
            }
        }
        Ok(Found::Nothing)
    }

    /// The stories under a tag. Tags with the same label share a page.
    pub(super) fn tag(&self, slug: &str, page: u32) -> Result<Found, DatabaseError> {
        let mut tags: Vec<EntryId> = Vec::new();
        let mut heading = String::new();
        for tag in self.records.public_tags()? {
            let content = self.records.content(tag.into())?;
            if tag_slug(tag, &content) == slug {
                heading = self.shown.label_in(&content);
                tags.push(tag);
            }
        }
        if tags.is_empty() {
            return Ok(Found::Nothing);
        }
        let tagged = self.records.editions_with_tags(&tags)?;
        let list = List {
            path: format!("/{}/tag/{slug}", self.edition),
            heading: Some(heading),
            shelf: Shelf::Tags(&tags),
            section: None,
            switcher: editions(|edition| tagged.contains(edition).then(|| format!("/{edition}/tag/{slug}"))),
        };
        self.list(list, page)
    }

    /// A page of a list, counted from 1; the first one is there even when it is empty.
    fn list(&self, list: List<'_>, page: u32) -> Result<Found, DatabaseError> {
        let Some(pages_before) = page.checked_sub(1) else {
            return Ok(Found::Nothing);
        };
        // One more than is shown tells whether there is another page.
        let offset = pages_before.saturating_mul(A_PAGE);
        let mut stories = self.records.shelf(&self.edition, list.shelf, A_PAGE + 1, offset)?;
        if stories.is_empty() && pages_before > 0 {
            return Ok(Found::Nothing);
        }
        let is_more = stories.len() > A_PAGE as usize;
        stories.truncate(A_PAGE as usize);
        let path = |page: u32| if page > 1 { format!("{}?page={page}", list.path) } else { list.path.clone() };
        let home = HomePage {
            path: path(page),
            heading: list.heading,
            stories: self.shown.teasers(&stories)?,
            place: Place {
                pages_before,
                previous: (pages_before > 0).then(|| path(pages_before)),
                next: is_more.then(|| path(page.saturating_add(1))),
            },
            switcher: list.switcher,
            popular: self.popular()?,
        };
        Ok(Found::Page(home_page(&self.shown.site(list.section), &home)))
    }

    /// The story whose short id ends the address; another spelling of its address leads to the right one.
    pub(super) fn story(&self, path: &str, name: &str) -> Result<Found, DatabaseError> {
        let Some(short) = short_id(name) else {
            return Ok(Found::Nothing);
        };
        let rows = self.records.published_as(short, &self.edition)?;
        // Two stories may share a short id: then only the exact address tells them apart.
        let exact = rows.iter().find(|row| row.publication.path == path);
        let Some(row) = exact.or(rows.first()) else {
            return Ok(Found::Nothing);
        };
        let switcher = self.editions_of(row.story)?;
        if row.publication.kind == PublicationKind::Withdrawn {
            let page = WithdrawnPage { at: row.publication.from, note: row.publication.note.clone(), switcher };
            return Ok(Found::Withdrawn(withdrawn_page(&self.shown.site(None), &page)));
        }
        if row.publication.path != path {
            return Ok(Found::Moved(row.publication.path.clone()));
        }
        let section = path.split('/').nth(2);
        let related = self.shown.teasers(&self.related(row)?)?;
        let page = self.shown.story(row, switcher, related, self.popular()?)?;
        Ok(Found::Story(row.story, story_page(&self.shown.site(section), &page)))
    }

    /// The page that says there is none.
    pub(super) fn nothing(&self) -> Result<String, DatabaseError> {
        Ok(not_found_page(&self.shown.site(None), &self.editions_of_the_site(|home| home)?))
    }

    /// The stories that share most tags; then the newest of the same section; then the newest of all.
    fn related(&self, row: &PublishedRow) -> Result<Vec<PublishedRow>, DatabaseError> {
        let mut related = self.records.related(row, RELATED)?;
        let section = row.publication.path.split('/').nth(2).unwrap_or_default();
        for shelf in [Shelf::Section(section), Shelf::Front] {
            let missing = RELATED.saturating_sub(related.len() as u32);
            if missing > 0 {
                // Enough of them, whichever are the story itself or there already.
                let seen: BTreeSet<StoryId> = related.iter().map(|one| one.story).chain([row.story]).collect();
                let more = self.records.shelf(&self.edition, shelf, missing + seen.len() as u32, 0)?;
                let more = more.into_iter().filter(|one| !seen.contains(&one.story));
                related.extend(more.take(missing as usize));
            }
        }
        Ok(related)
    }

    /// The stories most read in the last 24 hours; the newest where too few were read.
    fn popular(&self) -> Result<Vec<Link>, DatabaseError> {
        let mut popular = Vec::new();
        for story in self.portal.reads.most_read(self.records, &self.edition, self.now)? {
            // It may have been withdrawn since it was ranked.
            popular.extend(self.records.published(story, &self.edition)?);
        }
        popular.truncate(POPULAR as usize);
        if popular.len() < POPULAR as usize {
            let seen: BTreeSet<StoryId> = popular.iter().map(|one| one.story).collect();
            let newest = self.records.shelf(&self.edition, Shelf::Front, POPULAR + seen.len() as u32, 0)?;
            popular.extend(newest.into_iter().filter(|one| !seen.contains(&one.story)));
            popular.truncate(POPULAR as usize);
        }
        popular.iter().map(|row| self.shown.link(row)).collect()
    }

    fn editions_of(&self, story: StoryId) -> Result<Vec<SwitcherEntry>, DatabaseError> {
        let publications = self.records.publications(story)?;
        Ok(editions(|edition| {
            let mut current = publications.iter().filter(|publication| publication.until.is_none());
            current
                .find(|publication| publication.edition == *edition && publication.kind != PublicationKind::Withdrawn)
                .map(|publication| publication.path.clone())
        }))
    }

    /// The editions with something to read; `page` makes the address from that of the main page.
    fn editions_of_the_site(&self, page: impl Fn(String) -> String) -> Result<Vec<SwitcherEntry>, DatabaseError> {
        let readable = self.records.public_editions()?;
        Ok(editions(|edition| readable.contains(edition).then(|| page(format!("/{edition}/")))))
    }
}

/// All editions in the switcher's order, each with its address if it has one.
fn editions(path: impl Fn(&EditionKey) -> Option<String>) -> Vec<SwitcherEntry> {
    let entry =
        |edition: &tilshi_language::Edition| SwitcherEntry { path: path(&edition.key), edition: edition.key.clone() };
    tilshi_language::editions().iter().map(entry).collect()
}
