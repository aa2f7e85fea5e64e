//! From records to what a page shows: exactly the pinned revisions, with labels in the reader's edition.

use tilshi_language::{Edition, TimeZone};
use tilshi_pages::{
    Change, ChangeKind, Link, Origin, Picture, Rate, Rates, Section, Site, StoryPage, SwitcherEntry, Teaser,
    TeaserPhoto, Weather,
};
use tilshi_story::{
    Content, Crop, DigitalSourceType, EditionKey, EntryId, EntryKind, Part, PersonId, PhotoId, Publication,
    PublicationKind, Timestamp,
};

use super::picture;
use crate::Portal;
use crate::address::{section_slug, tag_slug};
use crate::database::{DatabaseError, PublishedRow, Records};
use crate::header::{CurrencyRate, CurrencyRates};
use crate::newsroom::NewsroomSettings;

/// The site as one edition's readers see it.
pub(super) struct Shown<'a> {
    records: Records<'a>,
    edition: &'static Edition,
    settings: NewsroomSettings,
    site: Site,
}

impl<'a> Shown<'a> {
    pub(super) fn new(
        portal: &Portal,
        records: Records<'a>,
        edition: &EditionKey,
        settings: NewsroomSettings,
        now: Timestamp,
    ) -> Result<Self, DatabaseError> {
        let edition = tilshi_language::edition(edition)
            .ok_or_else(|| DatabaseError::Damaged(format!("edition {edition} is published but unknown")))?;
        let time_zone = TimeZone::get(&settings.time_zone).unwrap_or_else(|error| {
            tracing::warn!(%error, "the newsroom's time zone is unknown, so pages show UTC");
            TimeZone::UTC
        });
        let site = Site {
            edition,
            name: settings.name_in(&edition.key).to_owned(),
            tagline: settings.tagline_in(&edition.key).to_owned(),
            origin: portal.origin.clone(),
            home_path: format!("/{}/", edition.key),
            now,
            time_zone,
            phone: settings.phone.clone(),
            main_site: settings.main_site.clone(),
            rates: portal.header.rates(&settings).map(rates),
            weather: None,
            sections: Vec::new(),
        };
        let mut shown = Self { records, edition, settings, site };
        for entry in records.entries_of_kind(EntryKind::Section)? {
            let content = records.content(entry.into())?;
            let path = format!("/{}/{}/", edition.key, section_slug(&content));
            shown.site.sections.push(Section { label: shown.label_in(&content), path, current: false });
        }
        if let Some((weather, known_at)) = portal.header.weather(&shown.settings)
            && let Some(city) = shown.settings.city
        {
            let origin = Origin { source: weather.source, is_sample: weather.is_sample, known_at };
            shown.site.weather = Some(Weather { city: shown.label(city)?, celsius: weather.celsius, origin });
        }
        Ok(shown)
    }

    /// The site with the section the page belongs to.
    pub(super) fn site(&self, section: Option<&str>) -> Site {
        let mut site = self.site.clone();
        let current = section.map(|section| format!("/{}/{section}/", self.edition.key));
        for section in &mut site.sections {
            section.current = Some(&section.path) == current.as_ref();
        }
        site
    }

    /// The label of an entry in this edition, in its master, in English, or in whatever it has.
    pub(super) fn label_in(&self, entry: &Content) -> String {
        let own = [Some(&self.edition.key), self.edition.derived_from.as_ref()];
        let others = tilshi_language::editions().iter().map(|edition| &edition.key);
        let english = others.clone().filter(|key| key.as_str() == "en");
        own.into_iter()
            .flatten()
            .chain(english)
            .chain(others)
            .map(|key| entry.text(&Part::Label(key.clone())))
            .find(|label| !label.trim().is_empty())
            .unwrap_or_default()
            .to_owned()
    }

    fn label(&self, entry: EntryId) -> Result<String, DatabaseError> {
        Ok(self.label_in(&self.records.content(entry.into())?))
    }

    fn author(&self, person: PersonId) -> Result<Option<String>, DatabaseError> {
        let label = self.label(person.into())?;
        if label.is_empty() { self.records.account_name(person) } else { Ok(Some(label)) }
    }

    /// The page of a public story.
    pub(super) fn story(
        &self,
        row: &PublishedRow,
        switcher: Vec<SwitcherEntry>,
        related: Vec<Teaser>,
        popular: Vec<Link>,
    ) -> Result<StoryPage, DatabaseError> {
        let publication = &row.publication;
        let key = &self.edition.key;
        let story = self.records.revision_content(publication.revision)?;
        let mut authors = Vec::new();
        for person in story.items(&Part::Bylines).iter().filter_map(|id| id.parse().ok()) {
            authors.extend(self.author(person)?);
        }
        let mut tags = Vec::new();
        for tag in story.items(&Part::Tags).iter().filter_map(|id| id.parse::<EntryId>().ok()) {
            let content = self.records.content(tag.into())?;
            let label = self.label_in(&content);
            if !label.is_empty() {
                tags.push(Link { label, path: Some(format!("/{key}/tag/{}", tag_slug(tag, &content))) });
            }
        }
        Ok(StoryPage {
            path: publication.path.clone(),
            headline: story.text(&Part::Headline(key.clone())).to_owned(),
            lead: story.text(&Part::Lead(key.clone())).to_owned(),
            dateline: self.dateline(&story)?,
            body: story.text(&Part::Body(key.clone())).to_owned(),
            published_at: row.first_at,
            change: change(publication),
            photos: self.pictures(&story, publication)?,
            authors,
            tags,
            section: self.section(&story)?,
            switcher,
            related,
            popular,
        })
    }

    fn section(&self, story: &Content) -> Result<Option<Link>, DatabaseError> {
        let Ok(section) = story.text(&Part::Section).parse::<EntryId>() else {
            return Ok(None);
        };
        let content = self.records.content(section.into())?;
        let label = self.label_in(&content);
        let path = Some(format!("/{}/{}/", self.edition.key, section_slug(&content)));
        Ok((!label.is_empty()).then_some(Link { label, path }))
    }

    fn dateline(&self, story: &Content) -> Result<String, DatabaseError> {
        let city = match story.text(&Part::DatelineCity).parse::<EntryId>() {
            Ok(city) => Some(self.label(city)?),
            Err(_) => None,
        };
        Ok(self.edition.dateline(city.as_deref(), self.settings.mark_in(&self.edition.key)))
    }

    fn pictures(&self, story: &Content, publication: &Publication) -> Result<Vec<Picture>, DatabaseError> {
        let key = &self.edition.key;
        let mut pictures = Vec::new();
        for photo in story.items(&Part::Photos).iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
            let Some(revision) = publication.photos.get(&photo) else { continue };
            let Some(held) = self.records.cut_from(photo)? else { continue };
            let said = self.records.revision_content(*revision)?;
            let is_decorative = said.text(&Part::Decorative) == "yes";
            let unseen = |part: Part| if is_decorative { String::new() } else { said.text(&part).to_owned() };
            pictures.push(Picture {
                id: photo.to_string(),
                image: picture::image((photo, key, *revision), &said, &held.row, Crop::Free),
                wide: picture::image((photo, key, *revision), &said, &held.row, Crop::Wide),
                creator: said.text(&Part::Creator).to_owned(),
                copyright_notice: said.text(&Part::CopyrightNotice).to_owned(),
                license: said.text(&Part::WebStatement).to_owned(),
                source_type: DigitalSourceType::parse(said.text(&Part::DigitalSourceType)),
                headline: said.text(&Part::PhotoHeadline(key.clone())).to_owned(),
                caption: said.text(&Part::Caption(key.clone())).to_owned(),
                credit_line: said.text(&Part::CreditLine).to_owned(),
                alt_text: unseen(Part::AltText(key.clone())),
                extended_description: unseen(Part::ExtendedDescription(key.clone())),
            });
        }
        Ok(pictures)
    }

    /// A public story as a numbered link.
    pub(super) fn link(&self, row: &PublishedRow) -> Result<Link, DatabaseError> {
        let headline = self.text(row, &Part::Headline(self.edition.key.clone()))?;
        Ok(Link { label: headline, path: Some(row.publication.path.clone()) })
    }

    /// One text of the revision that readers see.
    fn text(&self, row: &PublishedRow, part: &Part) -> Result<String, DatabaseError> {
        let value = self.records.revision_part(row.publication.revision, &part.key())?;
        Ok(value.as_ref().and_then(|value| value.as_text()).unwrap_or_default().to_owned())
    }

    /// Public stories as they stand in a list.
    pub(super) fn teasers(&self, rows: &[PublishedRow]) -> Result<Vec<Teaser>, DatabaseError> {
        rows.iter().map(|row| self.teaser(row)).collect()
    }

    fn teaser(&self, row: &PublishedRow) -> Result<Teaser, DatabaseError> {
        let publication = &row.publication;
        let key = &self.edition.key;
        let photos = self.records.revision_part(publication.revision, &Part::Photos.key())?;
        let first = match &photos {
            Some(tilshi_story::PartValue::List(photos)) => photos.first().and_then(|id| id.parse::<PhotoId>().ok()),
            Some(_) | None => None,
        };
        let first = first.and_then(|photo| Some((photo, *publication.photos.get(&photo)?)));
        let photo = match first {
            Some((photo, revision)) => match self.records.cut_from(photo)? {
                Some(held) => {
                    let said = self.records.revision_content(revision)?;
                    let image = |crop| picture::image((photo, key, revision), &said, &held.row, crop);
                    Some(TeaserPhoto { wide: image(Crop::Wide), standard: image(Crop::Standard) })
                }
                None => None,
            },
            None => None,
        };
        Ok(Teaser {
            headline: self.text(row, &Part::Headline(key.clone()))?,
            lead: self.text(row, &Part::Lead(key.clone()))?,
            path: publication.path.clone(),
            published_at: row.first_at,
            photo,
        })
    }
}

fn rates((known, known_at): (CurrencyRates, Option<Timestamp>)) -> Rates {
    let rate = |rate: CurrencyRate| Rate { currency: rate.currency, hundredths: rate.hundredths };
    Rates {
        rates: known.rates.into_iter().map(rate).collect(),
        origin: Origin { source: known.source, is_sample: known.is_sample, known_at },
    }
}

fn change(publication: &Publication) -> Option<Change> {
    let kind = match publication.kind {
        PublicationKind::Update => ChangeKind::Update,
        PublicationKind::Correction => ChangeKind::Correction,
        PublicationKind::First | PublicationKind::Withdrawn => return None,
    };
    Some(Change { kind, at: publication.from, note: publication.note.clone() })
}
