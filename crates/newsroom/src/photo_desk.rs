//! The photo desk: every photo of this laptop in lists that are narrowed and read a page at a time, and one change made to
//! many of them, with the way back.

use tilshi_language::search::search_key;
use tilshi_merge::Texts;
use tilshi_photo::MOST_DIFFERENT;
use tilshi_store::{GOOD_RATING, ListedPhoto, PhotoFilter, Pictures, Reader, SearchKeys, StoreError, Writer};
use tilshi_story::{DocumentId, EditionKey, Failure, Part, PhotoId, StoryId, Timestamp};

use crate::photos::{THUMBNAIL, text_of, value_of};
use crate::portal_clock::portal_now;
use crate::profile::{Me, Open, setting};
use crate::search;
use crate::stories::first_edition;
use crate::views::{
    PhotoAids, PhotoChange, PhotoLeft, PhotoNumbers, PhotoPage, PhotoQuery, PhotoQueue, PhotoRow, PhotoUse,
    PhotosChanged,
};
use crate::{Answer, Newsroom, suppliers};

/// A licence that ends within this time ends soon.
const SOON_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Most photos that are shown as looking alike.
const MOST_ALIKE: usize = 20;

/// Most templates, and most codes.
const MOST_AIDS: usize = 500;

/// Longest code, in characters.
const MAX_CODE: usize = 24;

impl Newsroom {
    /// See [`crate::Call::photo_list`].
    pub fn photo_list(&self, query: PhotoQuery, from: usize, count: usize) -> Answer<PhotoPage> {
        if !query.words.trim().is_empty() {
            self.follow_search(Some(search::PATIENCE))?;
        }
        self.with(|open| {
            follow(open)?;
            let (reader, pictures) = (open.store.read(), open.store.pictures());
            let filter = filter(&reader, &open.me, &query)?;
            let rows = reader.photo_list(&filter, from, count)?.into_iter().map(|listed| row(&pictures, listed));
            Ok(PhotoPage { total: reader.photo_count(&filter)?, rows: rows.collect::<Answer<_>>()? })
        })
    }

    /// See [`crate::Call::photo_alike`].
    pub fn photo_alike(&self, photo: PhotoId) -> Answer<Vec<PhotoRow>> {
        let known = self.with(|open| Ok(open.store.read().likeness(photo)?))?;
        let hash = match known {
            Some(hash) => hash,
            None => match self.picture(photo, THUMBNAIL)? {
                Some(small) => self.note_likeness(photo, &small)?,
                None => None,
            },
        };
        let Some(hash) = hash else { return Ok(Vec::new()) };
        self.with(|open| {
            follow(open)?;
            let (reader, pictures) = (open.store.read(), open.store.pictures());
            let mut alike = reader.photos_alike(hash, MOST_DIFFERENT)?;
            alike.retain(|other| *other != photo);
            let among = PhotoFilter { among: Some(alike.clone()), ..PhotoFilter::default() };
            let rows = reader.photo_list(&among, 0, MOST_ALIKE)?.into_iter().map(|listed| row(&pictures, listed));
            let mut rows: Vec<PhotoRow> = rows.collect::<Answer<_>>()?;
            rows.sort_by_key(|row| alike.iter().position(|photo| *photo == row.photo));
            Ok(rows)
        })
    }

    /// Notes by what a photo is found that looks alike, given any size of it.
    pub(crate) fn note_likeness(&self, photo: PhotoId, picture: &[u8]) -> Answer<Option<[u64; 2]>> {
        let hash = tilshi_photo::likeness(picture).map_err(|error| error.failure())?;
        // On a full disk it is reckoned again the next time.
        if let Err(error) = self.with(|open| Ok(open.store.write_derived(|writer| writer.set_likeness(photo, hash))?)) {
            tracing::warn!(code = error.code, "the likeness of a photo was not kept");
        }
        Ok(hash)
    }

    /// See [`crate::Call::photo_ids`].
    pub fn photo_ids(&self, query: PhotoQuery) -> Answer<Vec<PhotoId>> {
        if !query.words.trim().is_empty() {
            self.follow_search(None)?;
        }
        self.with(|open| {
            follow(open)?;
            let reader = open.store.read();
            Ok(reader.photo_ids(&filter(&reader, &open.me, &query)?)?)
        })
    }

    /// See [`crate::Call::photo_counts`].
    pub fn photo_counts(&self) -> Answer<PhotoNumbers> {
        self.with(|open| {
            follow(open)?;
            let reader = open.store.read();
            let counts = reader.photo_counts(soon(&reader)?)?;
            Ok(PhotoNumbers {
                all: counts.all,
                credit_needed: counts.credit_needed,
                alt_text_needed: counts.alt_text_needed,
                otherwise: counts.otherwise,
                rights_needed: counts.rights_needed,
                ending: counts.ending,
                rated: counts.rated,
                unused: counts.unused,
                conflicts: counts.cards,
            })
        })
    }

    /// See [`crate::Call::photo_uses`].
    pub fn photo_uses(&self, photo: PhotoId, edition: EditionKey) -> Answer<Vec<PhotoUse>> {
        self.with(|open| {
            let reader = open.store.read();
            let stories = reader.stories_using(photo)?.into_iter();
            stories.map(|story| used_in(&reader, photo, story, &edition)).collect()
        })
    }

    /// See [`crate::Call::photos_change`].
    pub fn photos_change(&self, changes: Vec<PhotoChange>) -> Answer<PhotosChanged> {
        let mut view = PhotosChanged::default();
        for change in changes {
            let (photo, part) = (change.photo, change.part.clone());
            match self.changed_field(change) {
                Ok(None) => {}
                Ok(Some(undo)) => {
                    view.changed += 1;
                    view.undo.push(undo);
                }
                Err(failure) => {
                    let file_name = self
                        .with(|open| Ok(open.store.read().content(photo.into())?.text(&Part::FileName).to_owned()))?;
                    view.left.push(PhotoLeft { photo, file_name, failure: failure.with("part", part) });
                }
            }
        }
        Ok(view)
    }

    /// Changes one field; what takes it back, if it says something else now.
    fn changed_field(&self, change: PhotoChange) -> Answer<Option<PhotoChange>> {
        let PhotoChange { photo, part, text, instead_of } = change;
        let document = DocumentId::from(photo);
        let known = part.known().filter(is_field);
        let known = known.ok_or_else(|| Failure::new("bad-argument").with("argument", "part"))?;
        let content = self.with(|open| Ok(open.store.read().content(document)?))?;
        let before = text_of(&content, &known);
        let value = value_of(&known, &text);
        // What a list says does not depend on how somebody parts its items.
        let text = text_of(&[(part.clone(), value.clone())].into_iter().collect(), &known);
        if before == text || instead_of.is_some_and(|expected| expected != before) {
            return Ok(None);
        }
        let is_ruled = self.with(|open| suppliers::want(open, &content, &known, &text))?;
        self.part_set(document, part.clone(), value)?;
        if is_ruled {
            // The rules have decided, whatever the file says.
            self.with(|open| Ok(open.store.write(|writer| writer.keep_said(photo, &part, true))?))?;
        }
        // Nobody goes on writing in it: without the right to it, it is a suggestion at once.
        self.with(|open| {
            open.release_suggestions(&[document].into());
            Ok(())
        })?;
        Ok(Some(PhotoChange { photo, part, text: before, instead_of: Some(text) }))
    }

    /// See [`crate::Call::photo_aids`].
    pub fn photo_aids(&self) -> Answer<PhotoAids> {
        self.with(|open| {
            let kept = open.store.read().setting(setting::PHOTO_AIDS)?;
            // What a newer version kept in another form helps nobody, and stands in nobody's way.
            Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
        })
    }

    /// See [`crate::Call::photo_aids_set`].
    pub fn photo_aids_set(&self, aids: PhotoAids) -> Answer<PhotoAids> {
        let mut kept = PhotoAids::default();
        for mut template in aids.templates {
            template.name = template.name.trim().to_owned();
            template.fields.retain(|_, text| !text.is_empty());
            let is_sound = template.fields.keys().all(|part| part.known().is_some_and(|part| is_field(&part)));
            if template.name.is_empty() || !is_sound {
                return Err(Failure::new("bad-argument").with("argument", "templates"));
            }
            // The same name again is the same template, as it is now.
            kept.templates.retain(|before| before.name != template.name);
            kept.templates.push(template);
        }
        for (code, text) in aids.codes {
            let code = code.trim().trim_matches('=').to_lowercase();
            let is_sound = code.chars().all(|sign| sign.is_alphanumeric() || sign == '-');
            if code.is_empty() || !is_sound || code.chars().count() > MAX_CODE {
                return Err(Failure::new("code-unfit").with("code", code).with("max_characters", MAX_CODE));
            }
            kept.codes.insert(code, text.trim().to_owned());
        }
        if kept.templates.len() > MOST_AIDS || kept.codes.len() > MOST_AIDS {
            return Err(Failure::new("too-many-saved").with("most", MOST_AIDS));
        }
        let json = serde_json::to_string(&kept).map_err(|error| Failure::new("internal").with("detail", error))?;
        self.with(|open| Ok(open.store.write(|writer| writer.set_setting(setting::PHOTO_AIDS, &json))?))?;
        Ok(kept)
    }
}

/// A story that uses a photo, with the words that whoever writes a caption wants to see.
fn used_in(reader: &Reader<'_>, photo: PhotoId, story: StoryId, edition: &EditionKey) -> Answer<PhotoUse> {
    let content = reader.content(story.into())?;
    let source = content.text(&Part::SourceEdition).parse().unwrap_or_else(|_| first_edition());
    let edition = if Texts::of(&content, edition).is_empty() { &source } else { edition };
    let Texts { headline, lead, body } = Texts::of(&content, edition);
    let above = body.split_once(&format!("![](photo:{photo})")).map(|(above, _)| tilshi_markup::paragraphs(above));
    let above = above.and_then(|mut paragraphs| paragraphs.pop());
    let paragraph = above.or_else(|| tilshi_markup::paragraphs(body).into_iter().next()).unwrap_or_default();
    let title = crate::outbox::title(reader, story.into())?;
    let [headline, lead] = [headline, lead].map(str::to_owned);
    Ok(PhotoUse { story, title, edition: edition.clone(), headline, lead, paragraph })
}

fn row(pictures: &Pictures, listed: ListedPhoto) -> Answer<PhotoRow> {
    Ok(PhotoRow {
        photo: listed.photo,
        changed_at: listed.changed_at,
        file_name: listed.file_name,
        captions: listed.captions.into_iter().collect(),
        creator: listed.creator,
        credit_line: listed.credit_line,
        credit_needed: listed.credit_needed,
        rights_needed: listed.rights_needed,
        alt_text_needed: listed.alt_text_needed,
        otherwise: listed.otherwise,
        rating: listed.rating,
        licence_until: listed.licence_until,
        source_type: listed.source_type,
        size: listed.size,
        uses: listed.uses,
        cards: listed.cards,
        picture: pictures.has(listed.photo, "web")?,
    })
}

/// Brings what lists are narrowed by up to what is written.
pub(crate) fn follow(open: &mut Open) -> Answer<()> {
    if open.store.read().photos_due()?
        && let Err(error) = open.store.write_derived(|writer| writer.follow_photos())
    {
        // A disk that is full keeps nobody from reading what is on it.
        tracing::warn!(%error, "the lists of photos could not follow what was written");
    }
    Ok(())
}

/// Before when a licence ends that ends soon.
fn soon(reader: &Reader<'_>) -> Result<Timestamp, StoreError> {
    Ok(Timestamp(portal_now(reader)?.unwrap_or_else(crate::now).0 + SOON_MS))
}

fn filter(reader: &Reader<'_>, me: &Me, query: &PhotoQuery) -> Answer<PhotoFilter> {
    let mut filter = PhotoFilter {
        changed_since: query.changed_since,
        words: search::expression(&query.words),
        ..PhotoFilter::default()
    };
    for queue in &query.queues {
        match queue {
            PhotoQueue::CreditNeeded => filter.credit_needed = true,
            PhotoQueue::AltTextNeeded => filter.alt_text_needed = true,
            PhotoQueue::Otherwise => filter.otherwise = true,
            PhotoQueue::RightsNeeded => filter.rights_needed = true,
            PhotoQueue::Ending => filter.ends_before = Some(soon(reader)?),
            PhotoQueue::Rated => filter.rated = Some(GOOD_RATING),
            PhotoQueue::Used => filter.used = Some(true),
            PhotoQueue::Unused => filter.used = Some(false),
            PhotoQueue::Mine => filter.of = Some(me.person),
            PhotoQueue::Conflicts => filter.cards = true,
        }
    }
    Ok(filter)
}

/// Whether a part of a photo is a field that people fill in.
fn is_field(part: &Part) -> bool {
    matches!(
        part,
        Part::Creator
            | Part::CreditLine
            | Part::RightsBasis
            | Part::LicenceUntil
            | Part::LicenceRestriction
            | Part::PhotoSource
            | Part::CopyrightNotice
            | Part::UsageTerms
            | Part::JobTitle
            | Part::Instructions
            | Part::WebStatement
            | Part::Event
            | Part::City
            | Part::Country
            | Part::CountryCode
            | Part::Province
            | Part::Sublocation
            | Part::DateCreated
            | Part::Keywords
            | Part::PersonsShown
            | Part::Licensor
            | Part::DigitalSourceType
            | Part::Rating
            | Part::Decorative
            | Part::PhotoHeadline(_)
            | Part::Caption(_)
            | Part::AltText(_)
            | Part::ExtendedDescription(_)
    )
}

/// Puts a photo into the index of photos; the stories that use it are due.
pub(crate) fn index(writer: &Writer<'_>, photo: PhotoId) -> Result<(), StoreError> {
    let mut keys = SearchKeys::default();
    let content = writer.content(photo.into())?;
    for (key, _) in content.iter() {
        let Some(part) = key.known() else { continue };
        let column = match part {
            Part::FileName => &mut keys.title,
            Part::Creator | Part::CreditLine | Part::PhotoSource | Part::PersonsShown => &mut keys.people,
            Part::PhotoHeadline(_) | Part::Caption(_) | Part::AltText(_) | Part::ExtendedDescription(_) => {
                &mut keys.captions
            }
            Part::Event
            | Part::Sublocation
            | Part::City
            | Part::Province
            | Part::Country
            | Part::Keywords
            | Part::DateCreated => &mut keys.tags,
            Part::CopyrightNotice | Part::UsageTerms | Part::Instructions | Part::LicenceRestriction => &mut keys.words,
            _ => continue,
        };
        let text = text_of(&content, &part);
        column.push_str(&search_key(&text));
        column.push('\n');
    }
    writer.index_photo(photo, &keys, &writer.stories_using(photo)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use tempfile::TempDir;
    use tilshi_story::{Block, EditionKey, PartValue, StoryId};

    use crate::Options;
    use crate::views::{PhotoTemplate, PhotoView};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    #[test]
    fn an_import_that_was_cut_off_is_done_whole_when_tried_again() {
        let (_folder, newsroom, _) = begun();
        let bytes = tilshi_photo::sketch::demo_landscape(77, 64, 48).expect("a scene");
        let photo = PhotoId::of(&bytes);
        let waiting = || newsroom.with(|open| Ok(open.store.read().pictures_waiting()?.len())).expect("read");
        let before = waiting();
        // The files are on the disk, and the power goes.
        for file in ["original", "web", "thumb"] {
            newsroom.with(|open| Ok(open.store.pictures().put(photo, file, &bytes)?)).expect("put");
        }
        assert!(!newsroom.photo_import(None, "canal.jpg", &bytes).expect("added").is_known);
        assert_eq!(waiting(), before + 2, "the web size and the original wait to be sent");
    }

    fn begun() -> (TempDir, Newsroom, [PhotoId; 3]) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Dana".into(), Some("a passphrase of the test".into())).expect("a profile");
        let photos = ["canal.jpg", "boat.jpg", "train.jpg"].map(|name| {
            let photo = PhotoId::of(name.as_bytes());
            newsroom
                .with(|open| open.set_part(photo.into(), &Part::FileName.key(), &PartValue::text(name)))
                .expect("written");
            photo
        });
        (folder, newsroom, photos)
    }

    fn change(photo: PhotoId, part: &Part, text: &str, instead_of: Option<&str>) -> PhotoChange {
        PhotoChange { photo, part: part.key(), text: text.into(), instead_of: instead_of.map(str::to_owned) }
    }

    fn says(newsroom: &Newsroom, photo: PhotoId, part: &Part) -> String {
        newsroom.with(|open| Ok(open.store.read().content(photo.into())?.text(part).to_owned())).expect("read")
    }

    fn listed(newsroom: &Newsroom, query: PhotoQuery) -> Vec<String> {
        let page = newsroom.photo_list(query.clone(), 0, 99).expect("a list");
        let ids = newsroom.photo_ids(query).expect("a list");
        assert_eq!(page.rows.iter().map(|row| row.photo).collect::<Vec<_>>(), ids);
        assert_eq!(page.total, ids.len());
        page.rows.into_iter().map(|row| row.file_name).collect()
    }

    #[test]
    fn one_change_goes_to_many_photos_and_back_and_touches_nothing_else() {
        let (_folder, newsroom, [canal, boat, train]) = begun();
        let part = Part::CreditLine;
        newsroom.photos_change(vec![change(boat, &part, "D. Ospanov", None)]).expect("changed");
        let everywhere = [canal, boat, train].map(|photo| change(photo, &part, "Timur Iskakov", Some("")));
        let view = newsroom.photos_change(everywhere.to_vec()).expect("changed");
        assert_eq!((view.changed, view.left.len()), (2, 0), "only where it was empty");
        assert_eq!(says(&newsroom, boat, &part), "D. Ospanov");
        assert_eq!(says(&newsroom, train, &part), "Timur Iskakov");
        newsroom.photos_change(vec![change(canal, &part, "Somebody else", None)]).expect("changed");
        let back = newsroom.photos_change(view.undo).expect("taken back");
        assert_eq!(back.changed, 1, "what somebody wrote since stays");
        let all = [canal, boat, train].map(|photo| says(&newsroom, photo, &part));
        assert_eq!(all, ["Somebody else", "D. Ospanov", ""]);
        let again = newsroom.photos_change(back.undo).expect("and forth again");
        assert_eq!((again.changed, says(&newsroom, train, &part).as_str()), (1, "Timur Iskakov"));
    }

    #[test]
    fn what_cannot_be_changed_says_why_and_keeps_no_other_from_it() {
        let (_folder, newsroom, [canal, boat, _]) = begun();
        let gone = PhotoId::of(b"gone");
        let view = newsroom.photos_change(vec![
            change(canal, &Part::RightsBasis, "no such basis", None),
            change(gone, &Part::Creator, "Timur", None),
            change(canal, &Part::FileName, "other.jpg", None),
            change(boat, &Part::RightsBasis, "staff", None),
        ]);
        let view = view.expect("tried");
        let left: Vec<_> = view.left.iter().map(|left| (left.file_name.as_str(), left.failure.code.as_str())).collect();
        let expected = [("canal.jpg", "bad-argument"), ("", "document-not-found"), ("canal.jpg", "bad-argument")];
        assert_eq!((view.changed, left.as_slice()), (1, expected.as_slice()));
        assert_eq!(says(&newsroom, canal, &Part::FileName), "canal.jpg");
    }

    #[test]
    fn what_a_licence_forbids_is_lifted_for_a_reason_and_holds_again_once_it_says_something_else() {
        let (_folder, newsroom, [canal, ..]) = begun();
        let say = |part: Part, text: &str| {
            newsroom.photos_change(vec![change(canal, &part, text, None)]).expect("changed");
        };
        let lift = |block, reason: &str| newsroom.photo_lift(canal, block, reason.into());
        assert_eq!(lift(Block::LicenceRestricted, "why not").expect_err("refused").code, "nothing-to-lift");
        say(Part::LicenceRestriction, "Not with advertising");
        say(Part::LicenceUntil, "1000");
        let blocks = |view: &PhotoView| -> Vec<(Block, usize)> {
            view.blocks.iter().map(|block| (block.block, block.lifted.len())).collect()
        };
        let before = newsroom.photo_show(canal).expect("shown");
        assert_eq!(blocks(&before), [(Block::LicenceEnded, 0), (Block::LicenceRestricted, 0)]);
        let lifted = lift(Block::LicenceRestricted, "  No advertising\n there ").expect("lifted");
        assert_eq!(blocks(&lifted), [(Block::LicenceEnded, 0), (Block::LicenceRestricted, 1)]);
        let said = &lifted.blocks[1].lifted[0];
        assert_eq!((said.name.as_str(), said.reason.as_str()), ("Dana", "No advertising there"));
        let long = "x".repeat(2_000);
        assert_eq!(lift(Block::LicenceEnded, &long).expect_err("refused").code, "text-too-long");
        lift(Block::LicenceRestricted, "").expect("taken back");
        assert_eq!(blocks(&newsroom.photo_show(canal).expect("shown"))[1].1, 0);
        lift(Block::LicenceRestricted, "Asked again").expect("lifted");
        say(Part::LicenceRestriction, "Not in print");
        assert_eq!(blocks(&newsroom.photo_show(canal).expect("shown"))[1].1, 0, "another restriction");
    }

    #[test]
    fn a_list_is_one_however_its_items_are_parted_and_found_by_each() {
        let (_folder, newsroom, [canal, boat, _]) = begun();
        let set = |photo, text: &str| {
            newsroom.photos_change(vec![change(photo, &Part::Keywords, text, None)]).expect("changed")
        };
        let undo = set(canal, "су, канал; ауыл،\n").undo;
        let says = |photo| -> Vec<String> {
            let content = newsroom.photo_show(photo).expect("shown").content;
            content.items(&Part::Keywords).into_iter().map(str::to_owned).collect()
        };
        assert_eq!(says(canal), ["ауыл", "канал", "су"]);
        assert_eq!(set(canal, "канал,су,ауыл").changed, 0, "the same in another order");
        set(boat, "қайық");
        let found = listed(&newsroom, PhotoQuery { words: "kanal".into(), ..PhotoQuery::default() });
        assert_eq!(found.len(), 1, "in any of its scripts: {found:?}");
        newsroom.photos_change(undo).expect("undone");
        assert_eq!(says(canal), [""; 0]);
        let bad = newsroom.part_set(canal.into(), Part::DateCreated.key(), PartValue::text("14.03.2026"));
        assert_eq!(bad.expect_err("refused").code, "date-unfit");
        newsroom.part_set(canal.into(), Part::DateCreated.key(), PartValue::text("2026-03")).expect("set");
    }

    #[test]
    fn templates_and_codes_are_kept_in_their_form() {
        let (_folder, newsroom, [canal, ..]) = begun();
        let codes: BTreeMap<_, _> =
            [("=MAK=".into(), " Maktaaral district ".into()), ("ти".into(), "Тимур".into())].into();
        let template = PhotoTemplate {
            name: " Staff ".into(),
            fields: [(Part::RightsBasis.key(), "staff".into()), (Part::Creator.key(), String::new())].into(),
        };
        let aids = newsroom.photo_aids_set(PhotoAids { templates: vec![template], codes }).expect("kept");
        assert_eq!(aids.codes.keys().collect::<Vec<_>>(), ["mak", "ти"]);
        assert_eq!((aids.templates[0].name.as_str(), aids.templates[0].fields.len()), ("Staff", 1));
        assert_eq!(newsroom.photo_aids().expect("read"), aids);
        // They are replaced as they are typed: what somebody wrote with them before comes back by an undo as it was.
        let caption = Part::Caption(key("en"));
        newsroom.photos_change(vec![change(canal, &caption, "in =mak=", None)]).expect("changed");
        let undo = newsroom.photos_change(vec![change(canal, &caption, "", None)]).expect("changed").undo;
        newsroom.photos_change(undo).expect("undone");
        assert_eq!(says(&newsroom, canal, &caption), "in =mak=");
        let set = |code: &str| {
            let codes = [(code.to_owned(), "x".to_owned())].into();
            newsroom.photo_aids_set(PhotoAids { codes, ..PhotoAids::default() })
        };
        assert_eq!(set("two words").expect_err("refused").code, "code-unfit");
        assert_eq!(set("==").expect_err("refused").code, "code-unfit");
        let template = PhotoTemplate { name: "x".into(), fields: [(Part::FileName.key(), "a".into())].into() };
        let refused = newsroom.photo_aids_set(PhotoAids { templates: vec![template], ..PhotoAids::default() });
        assert_eq!(refused.expect_err("no field").code, "bad-argument");
        assert_eq!(newsroom.photo_aids().expect("read"), aids, "what was kept stays");
    }

    #[test]
    fn photos_are_found_by_what_is_said_of_them_in_any_script() {
        let (_folder, newsroom, [canal, boat, _]) = begun();
        let say = |photo, part: Part, text: &str| {
            newsroom.photos_change(vec![change(photo, &part, text, None)]).expect("changed");
        };
        say(canal, Part::Caption(key("kk")), "Мақтаарал каналы");
        say(canal, Part::Creator, "Aigerim Sadyqova");
        say(boat, Part::AltText(key("en")), "A boat on the canal");
        let words = |words: &str| listed(&newsroom, PhotoQuery { words: words.into(), ..PhotoQuery::default() });
        assert_eq!(words("maqtaaral"), ["canal.jpg"], "typed in Latin");
        assert_eq!(words("caption:canal"), ["boat.jpg"], "a file's name is no caption");
        assert_eq!(words("by:sady"), ["canal.jpg"]);
        assert_eq!(words("canal"), ["boat.jpg", "canal.jpg"]);
        say(boat, Part::AltText(key("en")), "");
        assert_eq!(words("canal"), ["canal.jpg"]);
    }

    #[test]
    fn the_desk_counts_what_lacks_and_says_where_a_photo_is_used() {
        let (_folder, newsroom, [canal, boat, _]) = begun();
        let story = newsroom.story_new(key("en")).expect("a story");
        newsroom.part_set(story.into(), Part::Slugline.key(), PartValue::text("canals")).expect("written");
        assert_eq!(newsroom.photos_use(story, vec![canal]), Ok(1));
        assert_eq!(newsroom.photos_use(story, vec![canal, canal]), Ok(0), "it is there already");
        let gone = newsroom.photos_use(story, vec![PhotoId::of(b"gone")]);
        assert_eq!(gone.expect_err("not here").code, "photo-not-found");
        assert_eq!(newsroom.photos_use(StoryId::generate(), vec![canal]).expect_err("none").code, "story-not-found");
        for (part, text) in [(Part::Creator, "T"), (Part::CreditLine, "T / K"), (Part::RightsBasis, "staff")] {
            newsroom.photos_change(vec![change(boat, &part, text, None)]).expect("changed");
        }
        let soon = (crate::now().0 + SOON_MS / 2).to_string();
        newsroom.photos_change(vec![change(boat, &Part::LicenceUntil, &soon, None)]).expect("changed");
        let counts = newsroom.photo_counts().expect("counted");
        assert_eq!((counts.all, counts.credit_needed, counts.rights_needed, counts.unused), (3, 2, 2, 2));
        assert_eq!((counts.alt_text_needed, counts.ending, counts.conflicts), (3, 1, 0));
        let queue = |queue: PhotoQueue| listed(&newsroom, PhotoQuery { queues: vec![queue], ..PhotoQuery::default() });
        assert_eq!(queue(PhotoQueue::Mine), ["canal.jpg"]);
        assert_eq!(queue(PhotoQueue::Ending), ["boat.jpg"]);
        assert_eq!(queue(PhotoQueue::Unused), ["train.jpg", "boat.jpg"]);
        let said = |edition: &str| {
            let mut uses = newsroom.photo_uses(canal, key(edition)).expect("read");
            let used = uses.pop().expect("one story");
            (used.title, used.edition, used.headline, used.paragraph)
        };
        let (source, nothing) = (key("en"), String::new());
        assert_eq!(said("kk"), ("canals".into(), source.clone(), nothing.clone(), nothing.clone()));
        let body = format!("Water came.\n\nIt was *early*.\n\n![](photo:{canal})\n\nLater.");
        newsroom.part_set(story.into(), Part::Body(source.clone()).key(), PartValue::text(body)).expect("set");
        assert_eq!(said("kk").3, "It was early.", "the source, while the edition says nothing");
        newsroom.part_set(story.into(), Part::Headline(key("kk")).key(), PartValue::text("Су келді")).expect("set");
        assert_eq!(said("kk"), ("canals".into(), key("kk"), "Су келді".into(), nothing));
        assert_eq!(newsroom.photo_uses(boat, source).expect("read"), []);
    }
}
