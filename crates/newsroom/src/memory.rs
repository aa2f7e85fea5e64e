//! The translation memory: what was approved is remembered passage by passage, and offered where it is translated again.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tilshi_interchange::tmx::{self, Unit, Variant};
use tilshi_language::search::search_key;
use tilshi_language::{edition, edition_of_tag, likeness, memory_words, passage_key, with_numbers};
use tilshi_merge::{Followed, Texts, sentences_beside, side_by_side};
use tilshi_store::{MemoryContext, MemoryPair, MemoryText, Reader, Remembered, StoreError, Writer};
use tilshi_story::{
    Content, DocumentId, EditionKey, EditionRecord, EditionState, Failure, Part, PersonId, StoryId, Timestamp,
};

use crate::files::{self, tag_of, unfit, unreadable};
use crate::following::translated_from;
use crate::profile::{Names, Open};
use crate::search::{PATIENCE, Query, pieces};
use crate::views::{Event, FoundPair, MemoryMatch, MemoryReport, MemoryView, RememberedView};
use crate::{Answer, Newsroom, lock};

/// How many passages are offered.
const MOST_MATCHES: usize = 5;

/// How many passages that share rare words with one are compared with it.
const MOST_CANDIDATES: usize = 60;

/// How alike passages have to be to be offered, in percent.
const ALIKE: u8 = 55;

/// What a match has that stands between the same passages as when it was translated.
const IN_CONTEXT: u8 = 101;

/// How many pairs a search of the memory shows.
const MOST_FOUND: usize = 50;

/// How many units of a file go into one transaction.
const BATCH: usize = 500;

/// How many pairs are read at once while they are written to a file.
const PAGE: usize = 1_000;

/// A file that is being taken in.
#[derive(Default)]
pub(crate) struct Reading {
    /// How much of it has been read, in percent.
    percent: Mutex<Option<u8>>,
    stop: AtomicBool,
}

impl Newsroom {
    /// See [`crate::Call::memory_show`].
    pub fn memory_show(&self) -> Answer<MemoryView> {
        let pairs = self.with(|open| Ok(open.store.read().memory_size()?))?;
        Ok(MemoryView { pairs, reading: *lock(&self.0.reading.percent) })
    }

    /// See [`crate::Call::memory_matches`].
    pub fn memory_matches(&self, story: StoryId, edition: EditionKey, passage: String) -> Answer<Vec<MemoryMatch>> {
        self.follow_search(Some(PATIENCE))?;
        self.with(|open| {
            let reader = open.store.read();
            let content = reader.content(story.into())?;
            let Some(from) = translated_from(&content, &edition) else { return Ok(Vec::new()) };
            let (source, context) = found_in(&content, &from, &passage);
            let mut found: Vec<(u8, Remembered)> = Vec::new();
            if let Some(number) = reader.memory_number(source.hash)? {
                found.extend(reader.memory_of(number, &edition)?.into_iter().map(|pair| {
                    let is_there = context != MemoryContext::default() && pair.context == context;
                    (if is_there { IN_CONTEXT } else { 100 }, pair)
                }));
            }
            let mut alike: Vec<(u8, i64)> = reader
                .memory_like(&source.words, &from, MOST_CANDIDATES)?
                .into_iter()
                .map(|(number, text)| (likeness(&passage_key(&text), &passage_key(&passage)), number))
                .filter(|(alike, _)| (ALIKE..100).contains(alike))
                .collect();
            alike.sort_unstable_by(|one, other| other.cmp(one));
            for (score, number) in alike.into_iter().take(MOST_MATCHES) {
                found.extend(reader.memory_of(number, &edition)?.into_iter().map(|pair| (score, pair)));
            }
            found.sort_by_key(|(score, pair)| (std::cmp::Reverse(*score), std::cmp::Reverse(pair.at)));
            let mut matches: Vec<MemoryMatch> = Vec::new();
            for (score, pair) in found {
                let adapted = if score < 100 { with_numbers(&pair.source, &passage, &pair.target) } else { None };
                let (text, numbers) = (adapted.clone().unwrap_or_else(|| pair.target.clone()), adapted.is_some());
                if matches.len() < MOST_MATCHES && !matches.iter().any(|known| known.text == text) {
                    matches.push(MemoryMatch { score, text, numbers, pair: shown(&reader, open, &pair)? });
                }
            }
            Ok(matches)
        })
    }

    /// See [`crate::Call::memory_search`].
    pub fn memory_search(&self, edition: EditionKey, words: String) -> Answer<Vec<FoundPair>> {
        self.follow_search(Some(PATIENCE))?;
        let (key, query) = (search_key(&words), Query::of_phrase(&words));
        self.with(|open| {
            let reader = open.store.read();
            let found = reader.memory_search(&memory_words(&words), &edition, MOST_FOUND * 4)?;
            // The index knows the beginnings of words: what was looked for has to be there as it was typed.
            let has = |text: &str| format!(" {}", search_key(text)).contains(&format!(" {key}"));
            let found: Vec<_> = found.iter().filter(|pair| has(&pair.source) || has(&pair.target)).collect();
            // A sentence is shown with the passage that it stands in.
            let is_part = |pair: &&&Remembered| {
                let holds = |other: &&&Remembered| {
                    other.story == pair.story
                        && other.source.len() > pair.source.len()
                        && other.source.contains(&pair.source)
                        && other.target.contains(&pair.target)
                };
                pair.story.is_some() && found.iter().any(|other| holds(&other))
            };
            found
                .iter()
                .filter(|pair| !is_part(pair))
                .take(MOST_FOUND)
                .map(|pair| {
                    let [source, target] = [&pair.source, &pair.target].map(|text| pieces(text, &query, false));
                    Ok(FoundPair { pair: shown(&reader, open, pair)?, source, target })
                })
                .collect()
        })
    }

    /// See [`crate::Call::memory_export`].
    pub fn memory_export(&self, file: String) -> Answer<usize> {
        self.follow_search(None)?;
        files::write_new(&file, |output| {
            let mut writer = tmx::Writer::new(output, env!("CARGO_PKG_VERSION"))?;
            let (mut behind, mut written) = ((0, 0), 0);
            loop {
                let page = self.with(|open| {
                    let reader = open.store.read();
                    let names = Names::read(&reader, &open.me)?;
                    let rows = reader.memory_page(behind, PAGE)?;
                    Ok(rows.into_iter().map(|row| (name_of(&names, &row.pair), row)).collect::<Vec<_>>())
                })?;
                for (by, row) in &page {
                    let (from, to) = (tag_of(&row.editions.0)?, tag_of(&row.editions.1)?);
                    let variant = |tag: &str, text: &str| Variant { tag: tag.to_owned(), text: text.to_owned() };
                    writer.write(&Unit {
                        variants: vec![variant(&from, &row.pair.source), variant(&to, &row.pair.target)],
                        source: Some(from),
                        by: by.clone(),
                        at_ms: Some(row.pair.at.0),
                    })?;
                    behind = row.place;
                    written += 1;
                }
                if page.is_empty() {
                    writer.finish()?;
                    return Ok(written);
                }
            }
        })
    }

    /// See [`crate::Call::memory_import`].
    pub fn memory_import(&self, file: String) -> Answer<MemoryReport> {
        self.follow_search(None)?;
        let input = files::open(&file)?;
        let size = input.metadata().map_err(|error| unreadable(&file, &error))?.len();
        let reading = &self.0.reading;
        if lock(&reading.percent).replace(0).is_some() {
            return Err(Failure::new("memory-being-read"));
        }
        reading.stop.store(false, Ordering::Relaxed);
        let outcome = self.take_in(&file, input, size);
        *lock(&reading.percent) = None;
        self.emit(Event::Memory);
        outcome
    }

    /// See [`crate::Call::memory_import_stop`].
    pub fn memory_import_stop(&self) -> Answer<MemoryView> {
        self.0.reading.stop.store(true, Ordering::Relaxed);
        self.memory_show()
    }

    fn take_in(&self, file: &str, input: File, size: u64) -> Answer<MemoryReport> {
        let read = Arc::new(Mutex::new(0_u64));
        let counted = Counted { inner: input, read: Arc::clone(&read) };
        let now = crate::now();
        let (mut report, mut pairs, mut trouble) = (MemoryReport::default(), Vec::new(), None);
        let keep = |pairs: &mut Vec<MemoryPair>, report: &mut MemoryReport| -> Answer<()> {
            let batch = std::mem::take(pairs);
            let added = self.with(|open| {
                let added = open.store.write(|writer| {
                    batch.iter().map(|pair| writer.remember(pair)).collect::<Result<Vec<_>, StoreError>>()
                })?;
                Ok(added.into_iter().filter(|added| *added).count())
            })?;
            report.added += added;
            report.known += batch.len() - added;
            let done = (*lock(&read)).saturating_mul(100) / size.max(1);
            *lock(&self.0.reading.percent) = Some(u8::try_from(done).unwrap_or(100).min(100));
            self.emit(Event::Memory);
            Ok(())
        };
        let outcome = tmx::read(counted, |unit| {
            match pairs_of(&unit, now) {
                Some(of_unit) => pairs.extend(of_unit),
                None => report.skipped += 1,
            }
            if pairs.len() >= BATCH {
                trouble = keep(&mut pairs, &mut report).err();
            }
            report.stopped = self.0.reading.stop.load(Ordering::Relaxed);
            trouble.is_none() && !report.stopped
        });
        // What was read before it broke is kept: the same file again adds the rest.
        match trouble {
            Some(failure) => return Err(failure),
            None => keep(&mut pairs, &mut report)?,
        }
        outcome.map(|()| report).map_err(|error| unfit(file, "file-malformed", error))
    }
}

/// Remembers what the approved editions of a story say, as far as their texts here are those that were approved.
pub(crate) fn remember_story(writer: &Writer<'_>, story: StoryId) -> Result<(), StoreError> {
    let workflow = writer.workflow(story)?;
    let approved = workflow.editions.iter().filter(|(_, record)| record.state == EditionState::Approved);
    let mut content = None;
    for (key, record) in approved {
        let content = match &mut content {
            Some(content) => content,
            None => content.insert(writer.content(story.into())?),
        };
        let pairs = pairs_approved(content, story, key, record);
        writer.remember_approved(story, key, &pairs)?;
    }
    Ok(())
}

fn pairs_approved(content: &Content, story: StoryId, to: &EditionKey, record: &EditionRecord) -> Vec<MemoryPair> {
    let document = DocumentId::from(story);
    let is_pinned = |part: Part| {
        let key = part.key();
        let pin = record.pins.iter().find(|pin| pin.document == document && pin.part == key);
        pin.is_some_and(|pin| pin.hash == content.hash_of(&key))
    };
    let texts = [Part::Headline(to.clone()), Part::Lead(to.clone()), Part::Body(to.clone())];
    let Some(followed) = Followed::of(content, to).filter(|_| texts.into_iter().all(is_pinned)) else {
        return Vec::new();
    };
    // A script is converted anew, not remembered.
    if edition(to).is_some_and(|to| to.derived_from.as_ref() == Some(&followed.edition)) {
        return Vec::new();
    }
    let own = Texts::of(content, to);
    let rows = side_by_side(Some(&followed), &followed.texts, &own);
    let sources: Vec<Option<MemoryText>> =
        rows.iter().map(|row| row.then.map(|text| memory_text(&followed.edition, text))).collect();
    let hash = |at: Option<usize>| at.and_then(|at| sources.get(at)?.as_ref()).map_or(0, |text| text.hash);
    let approved = |source, target, context| MemoryPair {
        source,
        target,
        context,
        story: Some(story),
        by: record.by.to_string(),
        at: record.at,
    };
    let mut pairs = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(source), Some(place)) = (&sources[at], row.own.clone()) else { continue };
        let text = &row.field.text(&own)[place];
        for (sentence, translated) in sentences_of((&source.text, &followed.edition), (text, to)) {
            let (source, target) = (memory_text(&followed.edition, sentence), memory_text(to, translated));
            pairs.push(approved(source, target, MemoryContext::default()));
        }
        let context = MemoryContext { before: hash(at.checked_sub(1)), after: hash(Some(at + 1)) };
        pairs.push(approved(source.clone(), memory_text(to, text), context));
    }
    pairs
}

/// The sentences of a passage and of its translation, where each has its own: one that was split or left out tells nothing of the
/// others.
fn sentences_of<'a>(
    (source, from): (&'a str, &EditionKey),
    (own, to): (&'a str, &EditionKey),
) -> Vec<(&'a str, &'a str)> {
    let pairs = sentences_beside((source, from), (own, to)).into_iter();
    let pairs: Option<Vec<_>> = pairs.map(|pair| Some((&source[pair.source?], &own[pair.own?]))).collect();
    pairs.unwrap_or_default()
}

/// How a passage was approved last in other stories, when none of them has it as it is said here.
pub(crate) fn approved_otherwise(
    reader: &Reader<'_>,
    story: StoryId,
    (from, source): (&EditionKey, &str),
    (to, own): (&EditionKey, &str),
) -> Result<Option<String>, StoreError> {
    let Some(number) = reader.memory_number(memory_text(from, source).hash)? else { return Ok(None) };
    let approved = reader.memory_of(number, to)?.into_iter().filter(|pair| pair.story.is_some_and(|of| of != story));
    let mut approved = approved.map(|pair| pair.target).peekable();
    let last = approved.peek().cloned();
    let is_known = approved.any(|target| passage_key(&target) == passage_key(own));
    Ok(last.filter(|_| !is_known))
}

/// A passage of a source, and what stands around it there.
fn found_in(content: &Content, from: &EditionKey, passage: &str) -> (MemoryText, MemoryContext) {
    let source = Texts::of(content, from);
    let texts: Vec<MemoryText> = side_by_side(None, &source, &Texts::default())
        .iter()
        .filter_map(|row| row.now)
        .map(|text| memory_text(from, text))
        .collect();
    let text = memory_text(from, passage);
    let Some(at) = texts.iter().position(|other| other.hash == text.hash) else {
        return (text, MemoryContext::default());
    };
    let hash = |at: Option<usize>| at.and_then(|at| texts.get(at)).map_or(0, |text| text.hash);
    let context = MemoryContext { before: hash(at.checked_sub(1)), after: hash(Some(at + 1)) };
    (text, context)
}

fn memory_text(edition: &EditionKey, text: &str) -> MemoryText {
    MemoryText::new(edition.clone(), text.to_owned(), &passage_key(text), memory_words(text))
}

/// The pairs of a unit: its source beside each other language. Nothing when fewer than two of its languages are published here.
fn pairs_of(unit: &Unit, now: Timestamp) -> Option<Vec<MemoryPair>> {
    let texts: Vec<MemoryText> = unit
        .variants
        .iter()
        .filter_map(|variant| Some(memory_text(&edition_of_tag(&variant.tag)?.key, variant.text.trim())))
        .collect();
    let source = unit.source.as_deref().and_then(edition_of_tag);
    let source = texts.iter().find(|text| source.is_some_and(|source| source.key == text.edition)).or(texts.first())?;
    let pairs: Vec<MemoryPair> = texts
        .iter()
        .filter(|text| text.edition != source.edition)
        .map(|target| MemoryPair {
            source: source.clone(),
            target: target.clone(),
            context: MemoryContext::default(),
            story: None,
            by: unit.by.clone(),
            at: unit.at_ms.map_or(now, Timestamp),
        })
        .collect();
    (!pairs.is_empty()).then_some(pairs)
}

fn shown(reader: &Reader<'_>, open: &Open, pair: &Remembered) -> Answer<RememberedView> {
    let people = pair.by.parse().into_iter().collect();
    let names = Names::of_people(reader, &open.me, &people)?;
    let title = match pair.story {
        Some(story) => crate::outbox::title(reader, story.into())?,
        None => String::new(),
    };
    Ok(RememberedView {
        source: pair.source.clone(),
        target: pair.target.clone(),
        by: name_of(&names, pair),
        at: pair.at,
        story: pair.story,
        title,
    })
}

/// Whom a pair is by: somebody of the newsroom, or whoever a file names.
fn name_of(names: &Names<'_>, pair: &Remembered) -> String {
    match pair.by.parse::<PersonId>() {
        Ok(person) if pair.story.is_some() => names.of(person),
        Ok(_) | Err(_) => pair.by.clone(),
    }
}

/// A file that says how much of it was read.
struct Counted {
    inner: File,
    read: Arc<Mutex<u64>>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        *lock(&self.read) += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use std::fs;
    use tempfile::TempDir;
    use tilshi_language::checks::Check;
    use tilshi_store::Workflow;
    use tilshi_story::PartValue;

    const EN: &str = "Rescuers counted 120 saigas.\n\nThe count goes on.\n\nFigures follow in May.";
    const RU: &str = "Спасатели насчитали 120 сайгаков.\n\nПодсчёт продолжается.\n\nДанные будут в мае.";

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition")
    }

    fn begun() -> (TempDir, Newsroom) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Saule".into(), Some("a passphrase of the test".into())).expect("a profile");
        (folder, newsroom)
    }

    fn write(newsroom: &Newsroom, story: StoryId, part: Part, text: &str) {
        newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("written");
    }

    fn written(newsroom: &Newsroom, headline: &str, en: &str, ru: &str) -> StoryId {
        let story = newsroom.story_new(key("en")).expect("a story");
        write(newsroom, story, Part::Headline(key("en")), headline);
        write(newsroom, story, Part::Body(key("en")), en);
        if !ru.is_empty() {
            write(newsroom, story, Part::Body(key("ru")), ru);
        }
        story
    }

    /// As the portal would record it.
    fn approve(newsroom: &Newsroom, story: StoryId, edition: &str) {
        let approved = newsroom.with(|open| {
            let row = open.store.read().story_rows(&[story])?.remove(0);
            let pins = row.pins(&key(edition));
            let (by, state) = (open.me.person, EditionState::Approved);
            let (reason, passages, source_pins) = (None, Vec::new(), Vec::new());
            let record = EditionRecord { state, by, at: crate::now(), reason, passages, pins, source_pins };
            let workflow = Workflow { editions: [(key(edition), record)].into(), ..Workflow::default() };
            Ok(open.store.write(|writer| writer.set_workflow(story, &workflow))?)
        });
        approved.expect("recorded");
    }

    fn offered(newsroom: &Newsroom, story: StoryId, edition: &str, passage: &str) -> Vec<(u8, String)> {
        let matches = newsroom.memory_matches(story, key(edition), passage.into()).expect("looked");
        matches.into_iter().map(|found| (found.score, found.text)).collect()
    }

    #[test]
    fn what_was_approved_is_offered_where_it_comes_again_and_nothing_before() {
        let (_folder, newsroom) = begun();
        let first = written(&newsroom, "Saigas", EN, RU);
        let second = written(&newsroom, "Again", &EN.replace("120", "4500").replace("May", "May, they say"), "");
        assert_eq!(offered(&newsroom, second, "ru", "The count goes on."), [], "it is a draft");
        approve(&newsroom, first, "ru");
        assert_eq!(offered(&newsroom, second, "ru", "The count goes on."), [(100, "Подсчёт продолжается.".into())]);
        assert_eq!(offered(&newsroom, first, "ru", "The count  goes on."), [(101, "Подсчёт продолжается.".into())]);
        let found = newsroom.memory_matches(second, key("ru"), "Rescuers counted 4500 saigas.".into()).expect("looked");
        assert_eq!(
            (found[0].score, found[0].text.as_str(), found[0].numbers),
            (95, "Спасатели насчитали 4500 сайгаков.", true)
        );
        assert_eq!((found[0].pair.title.as_str(), found[0].pair.by.as_str()), ("Saigas", "Saule"));
        assert_eq!(offered(&newsroom, second, "ru", "Figures follow in May, they say.").len(), 1);
        assert_eq!(offered(&newsroom, second, "ru", "It rained in Almaty."), []);
        assert_eq!(offered(&newsroom, second, "kk", "The count goes on."), []);
        // Whoever says it otherwise is told so.
        let otherwise = |ru: &str| {
            write(&newsroom, second, Part::Body(key("ru")), ru);
            let view = newsroom.passages_show(second, key("ru")).expect("shown");
            let found = view.findings.into_iter().filter(|found| found.check == Check::Otherwise);
            found.map(|found| (found.row, found.about, found.fixed)).collect::<Vec<_>>()
        };
        let approved = "Подсчёт продолжается.";
        let said = otherwise("Насчитали 4500.\n\nСчитают дальше.\n\nВ мае, говорят.");
        assert_eq!(said, [(2, approved.into(), Some(approved.into()))]);
        assert_eq!(otherwise("Насчитали 4500.\n\nПодсчёт продолжается.\n\nВ мае, говорят."), []);
        // The same pair serves the other direction.
        let russian = newsroom.story_new(key("ru")).expect("a story");
        write(&newsroom, russian, Part::Body(key("ru")), "Подсчёт продолжается.");
        assert_eq!(offered(&newsroom, russian, "en", "Подсчёт продолжается."), [(100, "The count goes on.".into())]);
    }

    #[test]
    fn a_sentence_of_an_approved_passage_is_offered_on_its_own() {
        let (_folder, newsroom) = begun();
        let en = "Rescuers counted 120 saigas. The count goes on. Figures follow in May.\n\nIt rained. The roads are closed.";
        let ru = "Спасатели насчитали 120 сайгаков. Подсчёт продолжается. Данные будут в мае.\n\nПрошёл дождь, и дороги закрыты.";
        let story = written(&newsroom, "Saigas", en, ru);
        approve(&newsroom, story, "ru");
        let other = written(&newsroom, "Again", "The count goes on. Nobody waits.", "");
        assert_eq!(offered(&newsroom, other, "ru", "The count goes on."), [(100, "Подсчёт продолжается.".into())]);
        let whole = "Прошёл дождь, и дороги закрыты.";
        assert_eq!(offered(&newsroom, other, "ru", "The roads are closed."), [(66, whole.into())], "two became one");
        let found = newsroom.memory_search(key("ru"), "count goes".into()).expect("looked");
        assert_eq!(found.len(), 1, "within its passage");
        assert!(found[0].pair.source.starts_with("Rescuers"));
        // Said otherwise and approved again, the sentence is what it says now.
        write(&newsroom, story, Part::Body(key("ru")), &ru.replace("продолжается", "идёт"));
        approve(&newsroom, story, "ru");
        assert_eq!(offered(&newsroom, other, "ru", "The count goes on."), [(100, "Подсчёт идёт.".into())]);
    }

    #[test]
    fn a_text_that_went_on_after_its_approval_teaches_nothing_until_it_is_approved_again() {
        let (_folder, newsroom) = begun();
        let story = written(&newsroom, "Saigas", EN, RU);
        approve(&newsroom, story, "ru");
        write(&newsroom, story, Part::Body(key("ru")), &RU.replace("продолжается", "идёт"));
        let go_on = "The count goes on.";
        // Whoever looked in between would have found the first; nobody did, and the second is not approved.
        assert_eq!(offered(&newsroom, story, "ru", go_on), []);
        approve(&newsroom, story, "ru");
        assert_eq!(offered(&newsroom, story, "ru", go_on), [(101, "Подсчёт идёт.".into())]);
        write(&newsroom, story, Part::Body(key("ru")), RU);
        approve(&newsroom, story, "ru");
        assert_eq!(offered(&newsroom, story, "ru", go_on), [(101, "Подсчёт продолжается.".into())], "and not both");
    }

    #[test]
    fn the_memory_goes_out_and_comes_in_as_tmx() {
        let (folder, newsroom) = begun();
        let story = written(&newsroom, "Saigas", EN, RU);
        approve(&newsroom, story, "ru");
        let file = folder.path().join("memory.tmx").display().to_string();
        assert_eq!(newsroom.memory_export(file.clone()).expect("written"), 3);
        let taken = newsroom.memory_export(file.clone()).expect_err("it is there");
        assert_eq!(taken.code, "file-unwritable");
        let (_other_folder, other) = begun();
        let report = other.memory_import(file.clone()).expect("read");
        assert_eq!(report, MemoryReport { added: 3, ..MemoryReport::default() });
        assert_eq!(other.memory_import(file).expect("read").known, 3);
        assert_eq!(other.memory_show().expect("shown"), MemoryView { pairs: 3, reading: None });
        let found = other.memory_search(key("ru"), "count".into()).expect("looked");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].pair.by.as_str(), found[0].pair.story), ("Saule", None));
        assert_eq!(
            other.memory_search(key("ru"), "120 сайгак".into()).expect("looked")[0].target,
            ["Спасатели насчитали ", "120 сайгаков", "."]
        );
        assert_eq!(other.memory_search(key("ru"), "сайгаками".into()).expect("looked"), [], "not as it is typed");
        assert_eq!(other.memory_search(key("ru"), " ".into()).expect("looked"), []);
    }

    #[test]
    fn a_file_that_cannot_be_read_says_why_and_keeps_what_was_read_of_it() {
        let (folder, newsroom) = begun();
        let code = |name: &str, text: &str| {
            let file = folder.path().join(name);
            fs::write(&file, text).expect("written");
            newsroom.memory_import(file.display().to_string()).expect_err("refused").code
        };
        let unit = |number: usize| {
            format!(
                "<tu><tuv xml:lang=\"en\"><seg>Word {number}</seg></tuv><tuv xml:lang=\"ru\"><seg>Слово {number}</seg></tuv></tu>"
            )
        };
        assert_eq!(code("a.tmx", "Dear all"), "not-such-a-file");
        let broken = format!("<tmx version=\"1.4\"><body>{}{}<tu></body>", unit(1), unit(2));
        assert_eq!(code("b.tmx", &broken), "file-malformed");
        assert_eq!(newsroom.memory_show().expect("shown"), MemoryView { pairs: 2, reading: None });
        assert_eq!(newsroom.memory_import("/no/such/file.tmx".into()).expect_err("refused").code, "file-unreadable");
        let foreign = "<tmx version=\"1.4\"><tu><tuv xml:lang=\"fr\"><seg>a</seg></tuv><tuv xml:lang=\"ru\"><seg>б</seg></tuv></tu></tmx>";
        let file = folder.path().join("c.tmx");
        fs::write(&file, foreign).expect("written");
        assert_eq!(newsroom.memory_import(file.display().to_string()).expect("read").skipped, 1);
    }

    #[test]
    fn whoever_stops_a_file_keeps_what_is_in() {
        let (folder, newsroom) = begun();
        let unit = |number: usize| {
            format!(
                "<tu><tuv xml:lang=\"en\"><seg>Word {number}</seg></tuv><tuv xml:lang=\"ru\"><seg>Слово {number}</seg></tuv></tu>"
            )
        };
        let file = folder.path().join("a.tmx");
        let units: String = (0..3 * BATCH).map(unit).collect();
        fs::write(&file, format!("<tmx version=\"1.4\"><body>{units}</body></tmx>")).expect("written");
        let stopping = newsroom.clone();
        newsroom.subscribe(move |event| {
            if event == Event::Memory && stopping.memory_show().is_ok_and(|shown| shown.reading.is_some()) {
                stopping.memory_import_stop().expect("stopped");
            }
        });
        let report = newsroom.memory_import(file.display().to_string()).expect("read");
        assert!(report.stopped && report.added >= BATCH && report.added < 3 * BATCH, "{report:?}");
        assert_eq!(newsroom.memory_show().expect("shown").pairs, report.added);
    }
}
