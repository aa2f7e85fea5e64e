//! Photos: adding a picture to a story, and everything said about it.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tilshi_photo::{Coding, Description, Field, MOST_DIFFERENT, PhotoError, Said, WEB_SIDE};
use tilshi_store::Reader;
use tilshi_story::{
    Accepted, Block, Content, Crop, DigitalSourceType, DocumentId, EditionKey, Failure, MAX_REASON_BYTES, Obstacle,
    Part, PartKey, PartValue, PhotoId, StoryId, may_lift, photo_obstacles,
};

use crate::background::in_background;
use crate::portal_clock::portal_now;
use crate::profile::{Names, Open, check_right};
use crate::suggestions::check_open;
use crate::views::{BlockView, Event, LiftView, PhotoAdded, PhotoView, SaidView, StoryView};
use crate::{Answer, Newsroom, suppliers};

/// What is made of a picture that was not here before.
struct Made {
    web: Vec<u8>,
    small: Vec<u8>,
    likeness: Option<[u64; 2]>,
}

impl Made {
    fn of(original: &[u8]) -> Result<Self, PhotoError> {
        let web = tilshi_photo::web_rendition(original)?.bytes;
        let small = tilshi_photo::thumbnail(&web)?.bytes;
        let likeness = tilshi_photo::likeness(&small)?;
        Ok(Self { web, small, likeness })
    }
}

/// Makes a part of an edition.
type PartOf = fn(EditionKey) -> Part;

/// The words of a photo that its file may say, in whichever language: they are taken for those of the story's source.
const SAID_WORDS: [(PartOf, Field); 4] = [
    (Part::PhotoHeadline, Field::Headline),
    (Part::Caption, Field::Caption),
    (Part::AltText, Field::AltText),
    (Part::ExtendedDescription, Field::ExtendedDescription),
];

impl Newsroom {
    /// See [`crate::Call::photo_add`].
    pub fn photo_add(&self, story: Option<StoryId>, file_name: String, data: String) -> Answer<PhotoAdded> {
        let bytes = STANDARD.decode(data).map_err(|_| Failure::new("bad-argument").with("argument", "data"))?;
        self.photo_import(story, &file_name, &bytes)
    }

    /// Adds a picture, to a story or to none yet. The original is kept bit for bit, readers get a size of their own; what
    /// the file says about its creator is taken where nobody has said anything yet.
    pub fn photo_import(&self, story: impl Into<Option<StoryId>>, file_name: &str, bytes: &[u8]) -> Answer<PhotoAdded> {
        let story: Option<StoryId> = story.into();
        // Everything slow happens before the profile is held.
        let (probe, said, photo) =
            in_background(|| (tilshi_photo::probe(bytes), tilshi_photo::said(bytes), PhotoId::of(bytes)));
        let probe = probe.map_err(|error| error.failure())?;
        let is_held = self.with(|open| {
            // Files of an import that was cut off are here before anything is written of them, or waits to be sent.
            let is_known = open.store.read().exists(photo.into())?;
            let pictures = open.store.pictures();
            Ok(is_known
                && pictures.has(photo, "original")?
                && pictures.has(photo, "web")?
                && pictures.has(photo, THUMBNAIL)?)
        })?;
        let made = match is_held {
            true => None,
            false => Some(in_background(|| Made::of(bytes)).map_err(|error| error.failure())?),
        };
        let added = self.with(|open| {
            let (person, at) = (open.me.person, crate::now());
            let reader = open.store.read();
            let is_known = reader.exists(photo.into())?;
            let alike = match made.as_ref().and_then(|made| made.likeness) {
                Some(hash) if !is_known => reader.photos_alike(hash, MOST_DIFFERENT)?.len(),
                Some(_) | None => 0,
            };
            let using = story.map(|story| used_in(&reader, story, &[photo])).transpose()?;
            if !is_known {
                check_right(&reader, &open.me, photo.into(), &Part::FileName.key())?;
            }
            let known = reader.content(photo.into())?;
            let source = using.as_ref().and_then(|using| using.source.clone());
            let mut parts = vec![
                (Part::FileName, PartValue::text(file_name)),
                (Part::MediaType, PartValue::text(probe.media_type)),
                (Part::Width, PartValue::text(probe.width.to_string())),
                (Part::Height, PartValue::text(probe.height.to_string())),
                (Part::SizeBytes, PartValue::text(bytes.len().to_string())),
            ];
            if let Some(source) = source {
                let words = SAID_WORDS.map(|(make, field)| (make(source.clone()), PartValue::text(said.text(field))));
                parts.extend(words);
            }
            parts.extend(parts_of(&said));
            parts.retain(|(part, value)| !value.is_empty() && known.get(&part.key()).is_none());
            let decided = suppliers::apply(open, &known, &mut parts)?;

            if let Some(made) = &made {
                let pictures = open.store.pictures();
                pictures.put(photo, "original", bytes)?;
                pictures.put(photo, "web", &made.web)?;
                pictures.put(photo, THUMBNAIL, &made.small)?;
            }
            open.store.write(|writer| {
                for (part, value) in &parts {
                    writer.put_part(photo.into(), &part.key(), value, person, at)?;
                }
                if let Some(Using { document, photos, .. }) = &using {
                    writer.put_part(*document, &Part::Photos.key(), photos, person, at)?;
                }
                writer.set_said(photo, &texts_of(&said))?;
                decided.iter().try_for_each(|part| writer.keep_said(photo, part, true))?;
                if let Some(made) = &made {
                    writer.set_likeness(photo, made.likeness)?;
                    writer.add_picture_waiting(photo, "web", made.web.len() as u64)?;
                    writer.add_picture_waiting(photo, "original", bytes.len() as u64)?;
                }
                Ok(())
            })?;
            open.changed(photo.into(), at);
            if let Some(Using { document, .. }) = using {
                open.hold_if_suggested(document, &Part::Photos.key());
                open.changed(document, at);
            }
            Ok(PhotoAdded { view: view(open, photo)?, is_known, alike })
        })?;
        self.0.courier.wake();
        Ok(added)
    }

    /// See [`crate::Call::photo_show`].
    pub fn photo_show(&self, photo: PhotoId) -> Answer<PhotoView> {
        self.with(|open| {
            if !open.store.read().exists(photo.into())? {
                return Err(Failure::new("photo-not-found"));
            }
            view(open, photo)
        })
    }

    /// See [`crate::Call::photo_said`].
    pub fn photo_said(&self, photo: PhotoId) -> Answer<SaidView> {
        let original = self.with(|open| {
            if !open.store.read().exists(photo.into())? {
                return Err(Failure::new("photo-not-found"));
            }
            Ok(open.store.pictures().get(photo, "original")?)
        })?;
        let said = tilshi_photo::said(&original.ok_or_else(|| Failure::new("original-not-here"))?);
        let fields = texts_of(&said);
        let kept = self.with(|open| {
            // A photo that came from another laptop was not read here yet.
            if let Err(error) = open.store.write_derived(|writer| writer.set_said(photo, &fields)) {
                tracing::warn!(%error, "what a file says was not noted");
            }
            Ok(open.store.read().said_kept(photo)?)
        })?;
        let (fields, kept) = (fields.into_iter().collect(), kept.into_iter().collect());
        Ok(SaidView { caption: said.text(Field::Caption), fields, kept })
    }

    /// See [`crate::Call::photo_keep`].
    pub fn photo_keep(&self, photo: PhotoId, part: PartKey, kept: bool) -> Answer<SaidView> {
        self.photo_said(photo)?;
        self.with(|open| {
            open.store.write(|writer| writer.keep_said(photo, &part, kept))?;
            open.tell(Event::Sync);
            Ok(())
        })?;
        self.photo_said(photo)
    }

    /// See [`crate::Call::photo_export`].
    pub fn photo_export(&self, photo: PhotoId, edition: EditionKey, crop: Option<Crop>) -> Answer<String> {
        let language = tilshi_language::edition(&edition).map(|edition| &edition.tag);
        let language = language.ok_or_else(|| Failure::new("edition-unknown").with("edition", &edition))?;
        let (content, picture) = self.with(|open| {
            let reader = open.store.read();
            if !reader.exists(photo.into())? {
                return Err(Failure::new("photo-not-found"));
            }
            let content = reader.content(photo.into())?;
            let now = portal_now(&reader)?.unwrap_or_else(crate::now);
            if let Some(kind) = photo_obstacles(&content, &edition, now).into_iter().next() {
                return Err(Failure::from(&Obstacle { kind, photo: Some(photo) }));
            }
            let pictures = open.store.pictures();
            // A part is cut from the original where it is here: it has the most to show.
            let original = crop.map(|_| pictures.get(photo, "original")).transpose()?.flatten();
            let picture = original.map_or_else(|| pictures.get(photo, "web"), |original| Ok(Some(original)))?;
            Ok((content, picture.ok_or_else(|| Failure::new("picture-not-here"))?))
        })?;
        let picture = match crop {
            Some(crop) => {
                let region = |width, height| tilshi_story::shown(&content, crop, width, height);
                tilshi_photo::cropped(&picture, region, WEB_SIDE, Coding::Jpeg).map_err(|error| error.failure())?.bytes
            }
            None => picture,
        };
        let description = Description::of(&content, &edition, language);
        Ok(STANDARD.encode(tilshi_photo::described(&picture, &description).map_err(|error| error.failure())?))
    }

    /// See [`crate::Call::photos_use`].
    pub fn photos_use(&self, story: StoryId, photos: Vec<PhotoId>) -> Answer<usize> {
        let added = self.with(|open| {
            let reader = open.store.read();
            for photo in &photos {
                if !reader.exists((*photo).into())? {
                    return Err(Failure::new("photo-not-found"));
                }
            }
            let using = used_in(&reader, story, &photos)?;
            if using.added > 0 {
                open.set_part(using.document, &Part::Photos.key(), &using.photos)?;
                // Nobody is in the story who goes on writing: without the right to it, it is a suggestion at once.
                open.release_suggestions(&[using.document].into());
            }
            Ok(using.added)
        })?;
        self.0.courier.wake();
        Ok(added)
    }

    /// See [`crate::Call::photo_lift`].
    pub fn photo_lift(&self, photo: PhotoId, block: Block, reason: String) -> Answer<PhotoView> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.len() > MAX_REASON_BYTES {
            return Err(Failure::new("text-too-long").with("max_bytes", MAX_REASON_BYTES));
        }
        let view = self.with(|open| {
            let document = DocumentId::from(photo);
            let reader = open.store.read();
            if !reader.exists(document)? {
                return Err(Failure::new("photo-not-found"));
            }
            let content = reader.content(document)?;
            let part = block.lift_key(&content);
            let mut said: BTreeSet<String> = match content.get(&part) {
                Some(PartValue::Set(said)) if !reason.is_empty() => said.clone(),
                Some(_) | None => BTreeSet::new(),
            };
            if !reason.is_empty() {
                let now = portal_now(&reader)?.unwrap_or_else(crate::now);
                if !block.stands(&content, now) {
                    return Err(Failure::new("nothing-to-lift"));
                }
                said.insert(Accepted { at: crate::now(), by: open.me.person, reason }.item());
            }
            open.set_part(document, &part, &PartValue::Set(said))?;
            // Nobody goes on writing in it: without the right to it, it is a suggestion at once.
            open.release_suggestions(&[document].into());
            view(open, photo)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// See [`crate::Call::photo_remove`].
    pub fn photo_remove(&self, story: StoryId, photo: PhotoId) -> Answer<StoryView> {
        let view = self.with(|open| {
            let document = DocumentId::from(story);
            let reader = open.store.read();
            check_open(&reader, document, &Part::Photos.key())?;
            let content = reader.content(document)?;
            let id = photo.to_string();
            let photos: Vec<String> =
                content.items(&Part::Photos).into_iter().filter(|other| **other != id).map(str::to_owned).collect();
            open.set_part(document, &Part::Photos.key(), &PartValue::List(photos))?;
            crate::stories::view(open, story)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// A picture file, decrypted: `web`, `original`, or `thumb`, which is made where it is not here yet.
    pub fn picture(&self, photo: PhotoId, file: &str) -> Answer<Option<Vec<u8>>> {
        let held = self.with(|open| Ok(open.store.pictures().get(photo, file)?));
        match held {
            Ok(None) if file == THUMBNAIL => self.thumbnail(photo),
            // It is made of another: a new one takes the place of one that is damaged.
            Err(failure) if file == THUMBNAIL && failure.code == "picture-damaged" => self.thumbnail(photo),
            held => held,
        }
    }

    fn thumbnail(&self, photo: PhotoId) -> Answer<Option<Vec<u8>>> {
        let Some(web) = self.with(|open| Ok(open.store.pictures().get(photo, "web")?))? else { return Ok(None) };
        let small = tilshi_photo::thumbnail(&web).map_err(|error| error.failure())?.bytes;
        if let Err(error) = self.with(|open| Ok(open.store.pictures().put(photo, THUMBNAIL, &small)?)) {
            // On a full disk it is made again the next time.
            tracing::warn!(code = error.code, "a small picture was not kept");
        }
        self.note_likeness(photo, &small)?;
        Ok(Some(small))
    }
}

/// The size for lists. It never leaves the laptop.
pub(crate) const THUMBNAIL: &str = "thumb";

/// A story that photos are added to.
struct Using {
    document: DocumentId,
    /// Its photos, with the new ones behind those that were there.
    photos: PartValue,
    /// How many are new.
    added: usize,
    source: Option<EditionKey>,
}

fn used_in(reader: &Reader<'_>, story: StoryId, added: &[PhotoId]) -> Answer<Using> {
    let document = DocumentId::from(story);
    if !reader.exists(document)? {
        return Err(Failure::new("story-not-found"));
    }
    check_open(reader, document, &Part::Photos.key())?;
    let content = reader.content(document)?;
    let mut photos: Vec<String> = content.items(&Part::Photos).into_iter().map(str::to_owned).collect();
    let before = photos.len();
    for photo in added.iter().map(ToString::to_string) {
        if !photos.contains(&photo) {
            photos.push(photo);
        }
    }
    let (added, source) = (photos.len() - before, content.text(&Part::SourceEdition).parse().ok());
    Ok(Using { document, photos: PartValue::List(photos), added, source })
}

/// What a file says, as the parts of a photo that belong to no edition, as far as it says anything.
fn parts_of(said: &Said) -> Vec<(Part, PartValue)> {
    let parts = tilshi_photo::FIELDS.into_iter().map(|(part, field)| {
        let value = match field {
            Field::DigitalSourceType => {
                let kind = DigitalSourceType::of_news_code(&said.text(field));
                PartValue::text(kind.map(DigitalSourceType::as_str).unwrap_or_default())
            }
            _ if field.is_list() => PartValue::Set(said.items(field).iter().cloned().collect()),
            _ => PartValue::text(said.text(field)),
        };
        (part, value)
    });
    parts.filter(|(_, value)| !value.is_empty()).collect()
}

/// What a file says, as texts of fields, as far as it says anything.
fn texts_of(said: &Said) -> Vec<(PartKey, String)> {
    let parts: Content = parts_of(said).into_iter().map(|(part, value)| (part.key(), value)).collect();
    let texts = tilshi_photo::FIELDS.iter().map(|(part, _)| (part.key(), text_of(&parts, part)));
    texts.filter(|(_, text)| !text.is_empty()).collect()
}

/// Items in a text, as people write them one after another, in any script.
pub(crate) fn items(text: &str) -> BTreeSet<String> {
    let items = text.split([',', ';', '\n', '،', '؛', '，', '、', '；']).map(str::trim);
    items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// A text as the value of a field: several items, where it has several.
pub(crate) fn value_of(part: &Part, text: &str) -> PartValue {
    match part {
        Part::Keywords | Part::PersonsShown => PartValue::Set(items(text)),
        _ => PartValue::text(text),
    }
}

/// A value as a text, the other way around.
pub(crate) fn text_of(photo: &Content, part: &Part) -> String {
    match part {
        Part::Keywords | Part::PersonsShown => photo.items(part).join(", "),
        _ => photo.text(part).to_owned(),
    }
}

fn block_view(reader: &Reader<'_>, open: &Open, photo: &Content, block: Block) -> Answer<BlockView> {
    let lifts = block.lifted(photo);
    let names = Names::of_people(reader, &open.me, &lifts.iter().map(|lift| lift.by).collect())?;
    let lifted = lifts.into_iter().map(|Accepted { at, by, reason }| LiftView { at, by, name: names.of(by), reason });
    Ok(BlockView { block, lifted: lifted.collect() })
}

/// A photo with everything said about it.
pub(crate) fn view(open: &Open, photo: PhotoId) -> Answer<PhotoView> {
    let reader = open.store.read();
    let content = reader.content(photo.into())?;
    let now = portal_now(&reader)?.unwrap_or_else(crate::now);
    let standing = Block::ALL.iter().filter(|block| block.stands(&content, now));
    Ok(PhotoView {
        photo,
        blocks: standing.map(|block| block_view(&reader, open, &content, *block)).collect::<Answer<_>>()?,
        may_lift: open.me.account.as_ref().is_none_or(|account| may_lift(account).is_ok()),
        supplier: suppliers::view(open, photo, &content)?,
        content,
        picture: open.store.pictures().has(photo, "web")?,
        may_credit: check_right(&reader, &open.me, photo.into(), &Part::CreditLine.key()).is_ok(),
    })
}
