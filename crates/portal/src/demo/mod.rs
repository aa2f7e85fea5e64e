//! The demonstration newsroom: three people and a few invented stories, brought in by the same operations that
//! laptops push. Knows only what its data files say.

mod data;

use std::collections::BTreeMap;

use tilshi_photo::PhotoError;
use tilshi_story::{
    Account, Content, DocumentId, EditionKey, EntryId, Failure, OperationId, Part, PartValue, Patch, PersonId, PhotoId,
    StoryId, Timestamp, WorkflowCommand, edition_pins,
};
use tilshi_sync::wire::{Action, Operation, PictureFile};

use crate::accounts::{self, AddAccountError, NewAccount};
use crate::apply::{Stop, apply};
use crate::database::{DatabaseError, PictureRow, Records};
use crate::newsroom::SETTING;
use crate::pictures::PictureError;
use crate::{Portal, newsroom};
use data::{DemoNewsroom, DemoPhoto, DemoState, DemoStory};

/// Under which setting a demonstration newsroom keeps its login hints.
const LOGINS: &str = "demo-logins";

/// The demonstration newsroom cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Its data files are wrong.
    #[error("the demonstration newsroom's data is wrong: {0}")]
    Data(String),
    /// One of its operations was refused.
    #[error("the demonstration newsroom was refused: {0}")]
    Refused(Failure),
    /// A picture could not be kept.
    #[error("a demonstration picture could not be kept: {0}")]
    Picture(String),
    /// An account could not be added.
    #[error(transparent)]
    Account(#[from] AddAccountError),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<Stop> for DemoError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(reason) => Self::Refused(reason),
            Stop::Diverged(head) => Self::Data(format!("something stands at {} already", head.revision)),
            Stop::Broken(error) => Self::Database(error),
        }
    }
}

impl From<PhotoError> for DemoError {
    fn from(error: PhotoError) -> Self {
        Self::Picture(error.to_string())
    }
}

impl From<PictureError> for DemoError {
    fn from(error: PictureError) -> Self {
        Self::Picture(error.to_string())
    }
}

/// Fills an empty portal, all or nothing; says `false` and changes nothing when it is not empty.
pub async fn fill(portal: &Portal, now: Timestamp) -> Result<bool, DemoError> {
    let is_empty = |records: Records<'_>| -> Result<bool, DatabaseError> {
        Ok(!records.has_documents()? && !records.has_accounts()?)
    };
    if !portal.database.read(is_empty)? {
        return Ok(false);
    }
    let newsroom = data::read()?;
    let mut pictures = BTreeMap::new();
    for story in &newsroom.stories {
        if let Some(photo) = &story.photo {
            pictures.insert(story.id, keep_picture(portal, photo).await?);
        }
    }
    portal.database.write(|records| {
        // Another process may have been first.
        if !is_empty(records)? {
            return Ok(false);
        }
        Filling { records, newsroom: &newsroom, pictures: &pictures, now }.fill()?;
        Ok(true)
    })
}

/// How to sign in to a demonstration newsroom; nothing for any other.
pub fn logins(portal: &Portal) -> Result<Vec<String>, DatabaseError> {
    portal.database.read(|records| Ok(records.setting(LOGINS)?.unwrap_or_default()))
}

/// A picture that lies in the folder already.
struct Kept {
    photo: PhotoId,
    original: PictureRow,
    web: PictureRow,
}

async fn keep_picture(portal: &Portal, photo: &DemoPhoto) -> Result<Kept, DemoError> {
    let original = tilshi_photo::sketch::demo_landscape(photo.seed, 960, 600)?;
    let id = PhotoId::of(&original);
    Ok(Kept {
        photo: id,
        original: portal.pictures.keep(id, PictureFile::Original, &original).await?,
        // A drawing carries nothing that has to be taken out, and has the size of a page already.
        web: portal.pictures.keep(id, PictureFile::Web, &original).await?,
    })
}

struct Filling<'a> {
    records: Records<'a>,
    newsroom: &'a DemoNewsroom,
    pictures: &'a BTreeMap<StoryId, Kept>,
    now: Timestamp,
}

impl Filling<'_> {
    fn fill(&self) -> Result<(), DemoError> {
        let begin = self.before(24 * 60);
        let settings: newsroom::NewsroomSettings = serde_json::from_value(self.newsroom.settings.clone())
            .map_err(|error| DemoError::Data(error.to_string()))?;
        self.records.put_setting(SETTING, &settings)?;
        let people = self.people(begin)?;
        let chief = self.person(&people, "saule")?;
        for entry in tilshi_language::starter() {
            self.put(chief, entry.id.into(), &entry.content(), begin)?;
        }
        for entry in &self.newsroom.vocabulary {
            let mut content = labels(&entry.labels);
            content.put(Part::Kind.key(), PartValue::text(entry.kind.clone()));
            self.put(chief, entry.id.into(), &content, begin)?;
        }
        for story in &self.newsroom.stories {
            self.story(&people, story)?;
        }
        let logins: Vec<String> = self
            .newsroom
            .accounts
            .iter()
            .map(|account| {
                format!(
                    "{} / {} ({}, {})",
                    account.login,
                    self.newsroom.password,
                    account.name,
                    account.roles.join(", ")
                )
            })
            .collect();
        self.records.put_setting(LOGINS, &logins)?;
        Ok(())
    }

    fn before(&self, minutes: i64) -> Timestamp {
        Timestamp(self.now.as_millis() - minutes * 60_000)
    }

    fn people(&self, at: Timestamp) -> Result<BTreeMap<String, Account>, DemoError> {
        let mut people = BTreeMap::new();
        for person in &self.newsroom.accounts {
            let account = accounts::add(
                self.records,
                &NewAccount {
                    person: person.person,
                    login: person.login.clone(),
                    name: person.name.clone(),
                    password: self.newsroom.password.clone(),
                    roles: person.roles()?,
                    editions: person.editions.clone(),
                },
                at,
            )?;
            people.insert(person.login.clone(), account);
        }
        // Their names in every edition, by somebody who may.
        let chief = self.person(&people, "saule")?;
        for person in &self.newsroom.accounts {
            let mut content = self.records.content(person.person.into())?;
            for (key, value) in labels(&person.labels).iter() {
                content.put(key.clone(), value.clone());
            }
            self.put(chief, person.person.into(), &content, at)?;
        }
        Ok(people)
    }

    fn person<'p>(&self, people: &'p BTreeMap<String, Account>, login: &str) -> Result<&'p Account, DemoError> {
        people.get(login).ok_or_else(|| DemoError::Data(format!("nobody is called {login}")))
    }

    fn entry(&self, name: &str) -> Result<EntryId, DemoError> {
        let starter = tilshi_language::starter().iter().map(|entry| (&entry.name, entry.id));
        let own = self.newsroom.vocabulary.iter().map(|entry| (&entry.name, entry.id));
        let found = starter.chain(own).find(|(known, _)| *known == name);
        found.map(|(_, id)| id).ok_or_else(|| DemoError::Data(format!("no entry is called {name}")))
    }

    /// Brings a document to this content, as a push would.
    fn put(&self, by: &Account, document: DocumentId, content: &Content, at: Timestamp) -> Result<(), DemoError> {
        let base = self.records.document(document)?.map(|row| row.head);
        let patch = Patch::between(&self.records.content(document)?, content);
        if patch.is_empty() {
            return Ok(());
        }
        let action = Action::Change { base, patch, cards: Vec::new(), settles: Vec::new() };
        apply(self.records, by, &Operation { id: OperationId::generate(), document, action }, at)?;
        Ok(())
    }

    fn story(&self, people: &BTreeMap<String, Account>, story: &DemoStory) -> Result<(), DemoError> {
        let author = self.person(people, &story.by)?;
        let written_at = self.before(story.written_minutes_ago);
        let mut content = story_content(story, author.person)?;
        content.put(Part::Section.key(), PartValue::text(self.entry(&story.section)?.to_string()));
        content.put(Part::DatelineCity.key(), PartValue::text(self.entry(&story.city)?.to_string()));
        let tags: Result<_, _> =
            story.tags.iter().map(|tag| Ok::<_, DemoError>(self.entry(tag)?.to_string())).collect();
        content.put(Part::Tags.key(), PartValue::Set(tags?));
        if let (Some(photo), Some(kept)) = (&story.photo, self.pictures.get(&story.id)) {
            self.records.put_picture(kept.photo, PictureFile::Original, &kept.original, written_at)?;
            self.records.put_picture(kept.photo, PictureFile::Web, &kept.web, written_at)?;
            self.put(author, kept.photo.into(), &photo_content(photo, kept), written_at)?;
            content.put(Part::Photos.key(), PartValue::List(vec![kept.photo.to_string()]));
        }
        self.put(author, story.id.into(), &content, written_at)?;
        let desk_editor = self.person(people, "daulet")?;
        let chief = self.person(people, "saule")?;
        for (edition, text) in story.editions_in_order() {
            // What is no desk editor's edition is the chief editor's.
            let editor = if desk_editor.editions.contains(edition) { desk_editor } else { chief };
            let at = self.before(text.minutes_ago);
            let steps: &[(&Account, WorkflowCommand)] = match text.state {
                DemoState::Draft => &[],
                DemoState::InReview => &[(author, WorkflowCommand::Submit)],
                DemoState::Published => &[
                    (author, WorkflowCommand::Submit),
                    (editor, WorkflowCommand::Approve),
                    (editor, WorkflowCommand::Publish { note: String::new(), displayed: None }),
                ],
            };
            for (by, command) in steps {
                self.take(by, story, edition, command, at)?;
            }
        }
        Ok(())
    }

    fn take(
        &self,
        by: &Account,
        story: &DemoStory,
        edition: &EditionKey,
        command: &WorkflowCommand,
        at: Timestamp,
    ) -> Result<(), DemoError> {
        let content = self.records.content(story.id.into())?;
        let mut photos = BTreeMap::new();
        if let Some(kept) = self.pictures.get(&story.id) {
            photos.insert(kept.photo, self.records.content(kept.photo.into())?);
        }
        let pins = |edition: &EditionKey| edition_pins(story.id, &content, &photos, edition);
        let action = Action::Workflow {
            edition: edition.clone(),
            command: command.clone(),
            pins: pins(edition),
            source_pins: if *edition == story.source { Vec::new() } else { pins(&story.source) },
        };
        let operation = Operation { id: OperationId::generate(), document: story.id.into(), action };
        apply(self.records, by, &operation, at)?;
        Ok(())
    }
}

fn labels(labels: &BTreeMap<EditionKey, String>) -> Content {
    labels.iter().map(|(edition, label)| (Part::Label(edition.clone()).key(), PartValue::text(label.clone()))).collect()
}

fn story_content(story: &DemoStory, author: PersonId) -> Result<Content, DemoError> {
    let mut content = Content::new();
    let mut text = |part: Part, words: &str| content.put(part.key(), PartValue::text(words));
    text(Part::Slugline, &story.slugline);
    text(Part::SourceEdition, story.source.as_str());
    text(Part::Urgency, "4");
    text(Part::Attribution, &story.attribution);
    text(Part::CreatedBy, &author.to_string());
    for (edition, written) in &story.editions {
        let words = data::words(&written.text)?;
        text(Part::Headline(edition.clone()), words.headline);
        text(Part::Lead(edition.clone()), words.lead);
        text(Part::Body(edition.clone()), words.body);
    }
    content.put(Part::Bylines.key(), PartValue::List(vec![author.to_string()]));
    Ok(content)
}

fn photo_content(photo: &DemoPhoto, kept: &Kept) -> Content {
    let mut content = Content::new();
    let mut text = |part: Part, words: String| content.put(part.key(), PartValue::text(words));
    text(Part::FileName, photo.file_name.clone());
    text(Part::MediaType, kept.web.media_type.clone());
    text(Part::Width, kept.web.width.to_string());
    text(Part::Height, kept.web.height.to_string());
    text(Part::SizeBytes, kept.original.size_bytes.to_string());
    text(Part::Creator, photo.creator.clone());
    text(Part::CreditLine, photo.credit_line.clone());
    text(Part::RightsBasis, "staff".to_owned());
    for (edition, caption) in &photo.captions {
        text(Part::Caption(edition.clone()), caption.clone());
    }
    for (edition, alt_text) in &photo.alt_texts {
        text(Part::AltText(edition.clone()), alt_text.clone());
    }
    content
}
