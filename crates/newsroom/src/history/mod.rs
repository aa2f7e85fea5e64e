//! The history of an edition's words: what stood there, who wrote it, and how it comes back.
//!
//! Nothing is taken out of a history. What is brought back is a new change, and is undone like one.

mod gathering;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use tilshi_language::passage_key;
use tilshi_merge::{align, paragraphs, with_paragraph};
use tilshi_store::{Origin, Reader, StoreError, Writer};
use tilshi_story::{
    Content, DocumentId, EditionKey, Failure, Part, PartKey, PartValue, Patch, PersonId, Pin, StoryId, Timestamp,
};

use crate::profile::{Names, Open};
use crate::suggestions::check_open;
use crate::views::{Passage, VersionComparison, VersionView};
use crate::{Answer, Newsroom};
use versions::{Version, versions};

/// Longest name of a version, in bytes.
const MAX_NAME_BYTES: usize = 200;

impl Newsroom {
    /// See [`crate::Call::history_list`].
    pub fn history_list(&self, story: StoryId, edition: EditionKey) -> Answer<Vec<VersionView>> {
        self.with(|open| views(open, story, &edition))
    }

    /// See [`crate::Call::history_compare`].
    pub fn history_compare(
        &self,
        story: StoryId,
        edition: EditionKey,
        from: Option<i64>,
        to: Option<i64>,
    ) -> Answer<VersionComparison> {
        self.with(|open| {
            let reader = open.store.read();
            let (history, _) = read(&reader, story, &edition)?;
            let from = from.map(|save| at(&history, save)).transpose()?.unwrap_or_default();
            let to = match to {
                Some(save) => at(&history, save)?,
                None => reader.content(story.into())?,
            };
            let [headline, lead, body] = texts(&edition);
            Ok(VersionComparison {
                headline: whole(from.text(&headline), to.text(&headline)),
                lead: whole(from.text(&lead), to.text(&lead)),
                body: passages(from.text(&body), to.text(&body)),
            })
        })
    }

    /// See [`crate::Call::version_restore`].
    pub fn version_restore(&self, story: StoryId, edition: EditionKey, version: i64) -> Answer<bool> {
        self.bring_back(story, &edition, |history, now| {
            let then = at(history, version)?;
            let text = |part: &Part| (part.key(), then.text(part).to_owned());
            Ok(texts(&edition).iter().map(text).filter(|(key, text)| text_of(now, key) != text).collect())
        })
    }

    /// See [`crate::Call::passage_restore`].
    pub fn passage_restore(
        &self,
        story: StoryId,
        edition: EditionKey,
        version: i64,
        part: PartKey,
        paragraph: Option<usize>,
    ) -> Answer<bool> {
        let bad = |argument| Failure::new("bad-argument").with("argument", argument);
        if !texts(&edition).iter().any(|text| text.key() == part) {
            return Err(bad("part"));
        }
        self.bring_back(story, &edition, |history, now| {
            let then = at(history, version)?;
            let (then, now) = (text_of(&then, &part), text_of(now, &part));
            let text = match paragraph {
                Some(paragraph) => with_paragraph(now, then, paragraph).ok_or_else(|| bad("paragraph"))?,
                None => then.to_owned(),
            };
            Ok(if text == now { BTreeMap::new() } else { [(part, text)].into() })
        })
    }

    /// See [`crate::Call::version_name`].
    pub fn version_name(
        &self,
        story: StoryId,
        edition: EditionKey,
        version: i64,
        name: String,
    ) -> Answer<Vec<VersionView>> {
        let name = name.trim();
        if name.len() > MAX_NAME_BYTES {
            return Err(Failure::new("version-name-too-long").with("max_bytes", MAX_NAME_BYTES));
        }
        self.with(|open| {
            let (history, _) = read(&open.store.read(), story, &edition)?;
            at(&history, version)?;
            open.store.write(|writer| writer.name_version(version, name))?;
            open.tell(crate::views::Event::Document { document: story.into() });
            views(open, story, &edition)
        })
    }

    /// Makes texts of a history those of today, as one more change; says whether anything
    /// changed.
    fn bring_back(
        &self,
        story: StoryId,
        edition: &EditionKey,
        texts: impl FnOnce(&[Version], &Content) -> Answer<BTreeMap<PartKey, String>>,
    ) -> Answer<bool> {
        let document: DocumentId = story.into();
        let changed = self.with(|open| {
            let reader = open.store.read();
            let (history, _) = read(&reader, story, edition)?;
            let texts = texts(&history, &reader.content(document)?)?;
            for key in texts.keys() {
                check_open(&reader, document, key)?;
            }
            let changed = !texts.is_empty();
            if changed {
                // What stands there now can be brought back in its turn.
                let parts = self::texts(edition).map(|part| part.key());
                open.store.write(|writer| writer.end_version(document, &parts))?;
            }
            for (key, text) in texts {
                open.set_part(document, &key, &PartValue::text(text))?;
            }
            Ok(changed)
        })?;
        if changed {
            self.follow_masters(story)?;
        }
        self.0.courier.wake();
        Ok(changed)
    }
}

/// Makes what stands in a part now a version of its own, before it goes at a person's word: nothing that somebody wrote
/// leaves the text without standing in its history.
pub(crate) fn keep_in_history(writer: &Writer<'_>, document: DocumentId, part: &PartKey) -> Result<(), StoreError> {
    let edition = part.known().filter(Part::is_text).as_ref().and_then(Part::edition).cloned();
    let parts = edition.map_or_else(|| vec![part.clone()], |edition| texts(&edition).map(|part| part.key()).to_vec());
    writer.end_version(document, &parts)
}

/// The parts of an edition that have a history.
fn texts(edition: &EditionKey) -> [Part; 3] {
    [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
}

fn text_of<'c>(content: &'c Content, key: &PartKey) -> &'c str {
    content.get(key).and_then(PartValue::as_text).unwrap_or_default()
}

/// The versions, oldest first, and their names.
fn read(reader: &Reader<'_>, story: StoryId, edition: &EditionKey) -> Answer<(Vec<Version>, BTreeMap<i64, String>)> {
    let document = story.into();
    if !reader.exists(document)? {
        return Err(Failure::new("document-not-found"));
    }
    let names = reader.version_names(document)?;
    let ends = reader.version_ends(document)?;
    let saves = reader.saves_of(document, &texts(edition).map(|part| part.key()))?;
    let versions = versions(&saves, |save| names.contains_key(&save) || ends.contains(&save));
    Ok((versions.map_err(|_| Failure::new("database-damaged"))?, names))
}

/// A passage of an edition that has moved: in its words now, or as it was before it went.
#[derive(Debug, Clone, Copy)]
pub(crate) enum MovedPassage<'a> {
    /// It stands there.
    Now(&'a str),
    /// It stood there.
    Gone(&'a str),
}

/// Who brought each of these passages into an edition in these words, or took it out, and when; nothing where the history that
/// stands here does not tell.
pub(crate) fn moved_by(
    reader: &Reader<'_>,
    story: StoryId,
    edition: &EditionKey,
    passages: &[MovedPassage<'_>],
) -> Answer<Vec<Option<(PersonId, Timestamp)>>> {
    let (history, _) = read(reader, story, edition)?;
    let mut found = vec![None; passages.len()];
    let mut open: Vec<(usize, String, bool)> = passages
        .iter()
        .enumerate()
        .map(|(place, passage)| match passage {
            MovedPassage::Now(text) => (place, passage_key(text), true),
            MovedPassage::Gone(text) => (place, passage_key(text), false),
        })
        .collect();
    for version in history.iter().rev() {
        let says = said(&version.content, edition);
        open.retain(|(place, key, stands)| {
            let is_so = says.contains(key) == *stands;
            if is_so {
                found[*place] = Some((version.by, version.to));
            }
            is_so
        });
    }
    // What stood there at the end of no sitting was taken out in the first; of a text that came from elsewhere that is not known.
    let is_whole = history.first().is_some_and(|first| first.origin == Origin::Local);
    for (place, _, _) in open.into_iter().filter(|(_, _, stands)| !stands && !is_whole) {
        found[place] = None;
    }
    Ok(found)
}

/// The passages of an edition, as they are compared.
fn said(content: &Content, edition: &EditionKey) -> BTreeSet<String> {
    let all = texts(edition);
    let passages = all.iter().flat_map(|part| {
        let text = content.text(part);
        paragraphs(text).into_iter().map(|place| passage_key(&text[place])).collect::<Vec<_>>()
    });
    passages.collect()
}

/// The texts of an edition as these pins have them, where they still stand in its history: the newest that fit.
pub(crate) fn texts_pinned(
    reader: &Reader<'_>,
    story: StoryId,
    edition: &EditionKey,
    pins: &[Pin],
) -> Answer<Option<Content>> {
    let texts = texts(edition).map(|part| part.key());
    let document = DocumentId::from(story);
    let fits = |content: &Content| {
        let of_text = |key: &PartKey| pins.iter().find(|pin| pin.document == document && pin.part == *key);
        texts.iter().all(|key| of_text(key).is_some_and(|pin| pin.hash == content.hash_of(key)))
    };
    let (mut content, mut found) = (Content::new(), None);
    for save in reader.saves_of(document, &texts)? {
        let patch = Patch([(save.part, save.change)].into());
        content = patch.apply(&content).map_err(|_| Failure::new("database-damaged"))?;
        if fits(&content) {
            found = Some(content.clone());
        }
    }
    Ok(found)
}

fn at(history: &[Version], save: i64) -> Answer<Content> {
    let version = history.iter().find(|version| version.save == save);
    Ok(version.ok_or_else(|| Failure::new("version-not-found"))?.content.clone())
}

fn views(open: &Open, story: StoryId, edition: &EditionKey) -> Answer<Vec<VersionView>> {
    let reader = open.store.read();
    let people = Names::read(&reader, &open.me)?;
    let (history, names) = read(&reader, story, edition)?;
    let words = |version: &Version| {
        texts(edition).iter().map(|part| tilshi_language::word_count(version.content.text(part))).sum()
    };
    let view = |version: &Version| VersionView {
        version: version.save,
        by: people.of(version.by),
        from: version.from,
        to: version.to,
        arrived: version.origin == Origin::Remote,
        parts: texts(edition).iter().map(Part::key).filter(|part| version.parts.contains(part)).collect(),
        words: words(version),
        name: names.get(&version.save).cloned().unwrap_or_default(),
    };
    Ok(history.iter().rev().map(view).collect())
}

fn whole(then: &str, now: &str) -> Passage {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Passage { then: text(then), now: text(now), paragraph: None }
}

fn passages(then: &str, now: &str) -> Vec<Passage> {
    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|range| &text[range]).collect()
    }
    let (then, now) = (cut(then), cut(now));
    let rows = align(&then, &now).into_iter();
    rows.map(|row| Passage {
        then: row.then.map(|index| then[index].to_owned()),
        now: row.now.map(|index| now[index].to_owned()),
        paragraph: row.then,
    })
    .collect()
}
