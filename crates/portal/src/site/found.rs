//! What stands at an address: the look-ups behind a page.

use tilshi_pages::{HomePage, Place, SwitcherEntry, WithdrawnPage, home_page, not_found_page, story_page, withdrawn_page};
use tilshi_story::{EditionKey, EntryKind, PublicationKind, StoryId, Timestamp};

use super::shown::Shown;
use crate::address::{section_slug, short_id};
use crate::database::{DatabaseError, PublishedRow, Records};
use crate::newsroom::NewsroomSettings;

/// Most stories of a list.
const LIST: u32 = 40;
/// How many stories are looked through for related ones.
const RELATED_AMONG: u32 = 60;
/// Most related stories beside a story.
const RELATED: usize = 4;

/// What an address led to.
pub(super) enum Found {
    /// A page.
    Page(String),
    /// The right address of it.
    Moved(String),
    /// The page in place of a story that was taken back.
    Withdrawn(String),
    /// No page.
    Nothing,
}

/// A reader of one edition at one moment.
pub(super) struct Reader<'a> {
    records: Records<'a>,
    edition: EditionKey,
    shown: Shown<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        records: Records<'a>,
        edition: EditionKey,
        origin: Option<&str>,
        now: Timestamp,
    ) -> Result<Self, DatabaseError> {
        let settings = NewsroomSettings::of(records)?;
        let shown = Shown::new(records, &edition, settings, origin, now)?;
        Ok(Self { records, edition, shown })
    }

    /// The main page.
    pub(super) fn home(&self) -> Result<Found, DatabaseError> {
        let stories = self.records.newest_published(&self.edition, LIST)?;
        let page = HomePage {
            path: format!("/{}/", self.edition),
            heading: None,
            stories: self.shown.teasers(&stories)?,
            place: Place::default(),
            switcher: self.editions_of_the_site()?,
            popular: Vec::new(),
        };
        Ok(Found::Page(home_page(&self.shown.site(None), &page)))
    }

    /// The newest stories of a section.
    pub(super) fn section(&self, slug: &str) -> Result<Found, DatabaseError> {
        let mut label = None;
        for entry in self.records.entries_of_kind(EntryKind::Section)? {
            let content = self.records.content(entry.into())?;
            if section_slug(&content) == slug {
                label = Some(self.shown.label_in(&content));
                break;
            }
        }
        let Some(label) = label else {
            return Ok(Found::Nothing);
        };
        let path = format!("/{}/{slug}/", self.edition);
        let mut stories = self.records.newest_published(&self.edition, u32::MAX)?;
        stories.retain(|story| story.publication.path.starts_with(&path));
        stories.truncate(LIST as usize);
        let mut switcher = self.editions_of_the_site()?;
        for entry in &mut switcher {
            entry.path = entry.path.take().map(|home| format!("{home}{slug}/"));
        }
        let page = HomePage {
            path,
            heading: Some(label),
            stories: self.shown.teasers(&stories)?,
            place: Place::default(),
            switcher,
            popular: Vec::new(),
        };
        Ok(Found::Page(home_page(&self.shown.site(Some(slug)), &page)))
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
        let related = self.related(row)?;
        let page = self.shown.story(row, switcher, self.shown.teasers(&related)?)?;
        Ok(Found::Page(story_page(&self.shown.site(section), &page)))
    }

    /// The page that says there is none.
    pub(super) fn nothing(&self) -> Result<String, DatabaseError> {
        Ok(not_found_page(&self.shown.site(None), &self.editions_of_the_site()?))
    }

    /// The newest other stories, those of the same section first.
    fn related(&self, row: &PublishedRow) -> Result<Vec<PublishedRow>, DatabaseError> {
        let section = |path: &str| path.split('/').nth(2).map(str::to_owned);
        let own = section(&row.publication.path);
        let mut others = self.records.newest_published(&self.edition, RELATED_AMONG)?;
        others.retain(|other| other.story != row.story);
        others.sort_by_key(|other| section(&other.publication.path) != own);
        others.truncate(RELATED);
        Ok(others)
    }

    fn editions_of(&self, story: StoryId) -> Result<Vec<SwitcherEntry>, DatabaseError> {
        let publications = self.records.publications(story)?;
        let path = |edition: &EditionKey| {
            let mut current = publications.iter().filter(|publication| publication.until.is_none());
            current
                .find(|publication| publication.edition == *edition && publication.kind != PublicationKind::Withdrawn)
                .map(|publication| publication.path.clone())
        };
        let entry = |edition: &tilshi_language::Edition| SwitcherEntry {
            path: path(&edition.key),
            edition: edition.key.clone(),
        };
        Ok(tilshi_language::editions().iter().map(entry).collect())
    }

    fn editions_of_the_site(&self) -> Result<Vec<SwitcherEntry>, DatabaseError> {
        let readable = self.records.public_editions()?;
        let entry = |edition: &tilshi_language::Edition| SwitcherEntry {
            path: readable.contains(&edition.key).then(|| format!("/{}/", edition.key)),
            edition: edition.key.clone(),
        };
        Ok(tilshi_language::editions().iter().map(entry).collect())
    }
}
