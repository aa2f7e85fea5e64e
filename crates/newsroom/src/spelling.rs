//! Spelling of running texts: dictionaries from the agency's folder and the system, the agency's own words first.
//!
//! Nothing here holds the open profile while a dictionary is read or asked: typing does not wait for it.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex};

use tilshi_language::spelling::{Speller, Spelling, WordList, dictionary_language};
use tilshi_language::{Edition, edition};
use tilshi_story::{Content, EditionKey, EntryKind, Failure, Part, PhotoId, StoryId};

use crate::folder::dictionary_folders;
use crate::views::{EntryView, SpellingMark, SpellingView};
use crate::vocabulary::entries;
use crate::{Answer, Newsroom, lock};

/// Largest file of a dictionary, in bytes.
const MOST_DICTIONARY_BYTES: u64 = 64 << 20;

/// How many words are remembered; of more, all are looked up anew.
const MOST_REMEMBERED: usize = 100_000;

/// The dictionaries that were read.
#[derive(Default, Clone)]
pub(crate) struct Dictionaries(Arc<Mutex<HashMap<&'static str, Arc<Read>>>>);

impl Dictionaries {
    /// The words of each text that look wrong, as spans of bytes, as far as they were looked up: nothing is read or looked up here,
    /// and nothing waited for.
    pub(crate) fn known_wrong(
        &self,
        edition: &Edition,
        texts: &[&str],
        vocabulary: &[EntryView],
    ) -> Vec<Vec<Range<usize>>> {
        let language = dictionary_language(edition);
        let read = language.and_then(|language| self.0.try_lock().ok()?.get(language).cloned());
        let Some((read, speller)) = read.as_ref().and_then(|read| Some((read, read.speller.as_ref().ok()?))) else {
            return Vec::new();
        };
        let wrong = |text: &&str| -> Vec<Range<usize>> {
            let words = Spelling::words(text).into_iter();
            words.filter(|word| read.was_wrong(edition, &text[word.clone()])).collect()
        };
        let mut wrong: Vec<Vec<Range<usize>>> = texts.iter().map(wrong).collect();
        if wrong.iter().any(|words| !words.is_empty()) {
            let own = own_words(edition, vocabulary);
            let spelling = Spelling::new(edition, speller, &own);
            for (words, text) in wrong.iter_mut().zip(texts) {
                words.retain(|word| !spelling.is_excused(&text[word.clone()]));
            }
        }
        wrong
    }
}

/// What came of reading one.
struct Read {
    speller: Result<Speller, Failure>,
    /// Whether a word of an edition looked wrong.
    seen: Mutex<HashMap<(EditionKey, String), bool>>,
}

impl Newsroom {
    /// See [`crate::Call::spelling_check`].
    pub fn spelling_check(&self, edition: EditionKey, text: String) -> Answer<SpellingView> {
        let edition = known(&edition)?;
        let Some(dictionary) = self.dictionary(edition) else { return Ok(SpellingView::default()) };
        let speller = match &dictionary.speller {
            Ok(speller) => speller,
            Err(failure) => return Ok(SpellingView { trouble: Some(failure.clone()), ..SpellingView::default() }),
        };
        let own = self.own_words(edition)?;
        let spelling = Spelling::new(edition, speller, &own);
        let mut marks = Vec::new();
        let (mut at, mut at_utf16) = (0, 0);
        for word in Spelling::words(&text) {
            at_utf16 += utf16(&text[at..word.start]);
            at = word.start;
            let spelt = &text[word];
            // What looks right needs no excuse, and most words do.
            if dictionary.looks_wrong(&spelling, edition, spelt) && !spelling.is_excused(spelt) {
                marks.push(SpellingMark { from: at_utf16, to: at_utf16 + utf16(spelt) });
            }
        }
        Ok(SpellingView { checked: true, trouble: None, marks })
    }

    /// See [`crate::Call::spelling_suggest`].
    pub fn spelling_suggest(&self, edition: EditionKey, word: String) -> Answer<Vec<String>> {
        let edition = known(&edition)?;
        let Some(dictionary) = self.dictionary(edition) else { return Ok(Vec::new()) };
        let Ok(speller) = &dictionary.speller else { return Ok(Vec::new()) };
        Ok(Spelling::new(edition, speller, &self.own_words(edition)?).suggestions(&word))
    }

    /// The dictionary of an edition's language, read when it is first asked for. Nothing where none would help.
    fn dictionary(&self, edition: &Edition) -> Option<Arc<Read>> {
        let language = dictionary_language(edition)?;
        let mut all = lock(&self.0.dictionaries.0);
        if let Some(read) = all.get(language) {
            return Some(Arc::clone(read));
        }
        let speller = find(self.folder(), language);
        // One that is put there later is found without a restart.
        let is_missing = speller.as_ref().is_err_and(|failure| failure.code == "dictionary-missing");
        let read = Arc::new(Read { speller, seen: Mutex::default() });
        if !is_missing {
            all.insert(language, Arc::clone(&read));
        }
        Some(read)
    }

    /// Looks up the words of an edition that nobody has looked up, so that [`Dictionaries::known_wrong`] knows them.
    pub(crate) fn look_up_words(&self, story: StoryId, edition: &EditionKey) -> Answer<()> {
        let edition = known(edition)?;
        let Some(dictionary) = self.dictionary(edition) else { return Ok(()) };
        let Ok(speller) = &dictionary.speller else { return Ok(()) };
        let texts = self.with(|open| {
            let reader = open.store.read();
            let content = reader.content(story.into())?;
            let said =
                |content: &Content, make: fn(EditionKey) -> Part| content.text(&make(edition.key.clone())).to_owned();
            let mut texts = [Part::Headline, Part::Lead, Part::Body].map(|make| said(&content, make)).to_vec();
            for photo in content.items(&Part::Photos).into_iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
                let photo = reader.content(photo.into())?;
                texts.extend(Part::PHOTO_WORDS.map(|make| said(&photo, make)));
            }
            Ok(texts)
        })?;
        let nothing = WordList::default();
        let spelling = Spelling::new(edition, speller, &nothing);
        for text in &texts {
            for word in Spelling::words(text) {
                dictionary.looks_wrong(&spelling, edition, &text[word]);
            }
        }
        Ok(())
    }

    fn own_words(&self, edition: &Edition) -> Answer<WordList> {
        Ok(own_words(edition, &self.with(|open| entries(open))?))
    }
}

/// The agency's words, and the names of the vocabulary, as an edition and those of its language write them.
fn own_words(edition: &Edition, vocabulary: &[EntryView]) -> WordList {
    let mut own = WordList::default();
    for entry in vocabulary.iter().filter(|entry| entry.kind.is_word() && entry.kind != EntryKind::Section) {
        for (key, label) in &entry.labels {
            if *key == edition.key || edition.derived_from.as_ref() == Some(key) {
                // An exception of a conversion may be a stem.
                own.add(label.trim_end_matches('-'));
            }
        }
    }
    own
}

impl Read {
    fn was_wrong(&self, edition: &Edition, word: &str) -> bool {
        lock(&self.seen).get(&(edition.key.clone(), word.to_owned())).copied().unwrap_or_default()
    }

    fn looks_wrong(&self, spelling: &Spelling<'_>, edition: &Edition, word: &str) -> bool {
        let key = (edition.key.clone(), word.to_owned());
        if let Some(known) = lock(&self.seen).get(&key) {
            return *known;
        }
        let wrong = spelling.looks_wrong(word);
        let mut seen = lock(&self.seen);
        if seen.len() >= MOST_REMEMBERED {
            seen.clear();
        }
        seen.insert(key, wrong);
        wrong
    }
}

fn known(key: &EditionKey) -> Answer<&'static Edition> {
    edition(key).ok_or_else(|| Failure::new("edition-unknown").with("edition", key))
}

fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The first dictionary of a language in the folders: `kk.aff` or `kk_KZ.aff`, with the words beside it.
fn find(profile: &Path, language: &str) -> Result<Speller, Failure> {
    for folder in dictionary_folders(profile) {
        let Ok(files) = fs::read_dir(folder) else { continue };
        let mut names: Vec<_> = files.flatten().map(|file| file.path()).filter(|path| is_of(path, language)).collect();
        names.sort();
        for affixes in names {
            let words = affixes.with_extension("dic");
            if words.is_file() {
                return Speller::read(&text_of(&affixes)?, &text_of(&words)?)
                    .map_err(|failure| failure.with("file", words.display()));
            }
        }
    }
    Err(Failure::new("dictionary-missing").with("language", language))
}

fn is_of(path: &Path, language: &str) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.extension().is_some_and(|extension| extension == "aff")
        && stem.strip_prefix(language).is_some_and(|rest| rest.is_empty() || rest.starts_with(['_', '-']))
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let unreadable =
        |detail: String| Failure::new("dictionary-unreadable").with("file", path.display()).with("detail", detail);
    let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
    if size > MOST_DICTIONARY_BYTES {
        return Err(unreadable(format!("{size} bytes")));
    }
    fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use tilshi_language::checks::Check;
    use tilshi_story::PartValue;

    const AFFIXES: &str = "SET UTF-8\n";

    fn newsroom(folder: &Path) -> Newsroom {
        let newsroom = Newsroom::new(folder.join("profile"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        fs::create_dir(folder.join("profile/dictionaries")).expect("a folder");
        newsroom
    }

    /// A dictionary in the agency's folder comes before one of the system.
    fn put(folder: &Path, name: &str, affixes: &str, words: &str) {
        let place = folder.join("profile/dictionaries").join(name);
        fs::write(place.with_extension("aff"), affixes).expect("written");
        fs::write(place.with_extension("dic"), words).expect("written");
    }

    fn marked(newsroom: &Newsroom, key: &str, text: &str) -> Vec<String> {
        let view = newsroom.spelling_check(key.parse().expect("a key"), text.into()).expect("checked");
        assert!(view.checked, "{view:?}");
        let units: Vec<u16> = text.encode_utf16().collect();
        view.marks.iter().map(|mark| String::from_utf16(&units[mark.from..mark.to]).expect("whole letters")).collect()
    }

    #[test]
    fn the_agencys_dictionary_and_its_own_words_say_what_is_right() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        put(folder.path(), "ru_RU", AFFIXES, "2\nпаром\nидёт\n");
        assert_eq!(marked(&newsroom, "ru", "🙂 Паром идет в Ертис."), ["идет", "Ертис"]);
        assert_eq!(newsroom.spelling_suggest("ru".parse().expect("a key"), "пором".into()).expect("asked"), ["паром"]);
        newsroom.entry_new(EntryKind::Word, "ru".parse().expect("a key"), "Ертис".into()).expect("added");
        assert_eq!(marked(&newsroom, "ru", "Паром идет к Ертису."), ["идет"], "with its endings");
        newsroom.entry_new(EntryKind::City, "ru".parse().expect("a key"), "Идет".into()).expect("added");
        assert_eq!(marked(&newsroom, "ru", "Паром идет."), Vec::<String>::new());
        assert_eq!(marked(&newsroom, "ru", ""), Vec::<String>::new());
    }

    #[test]
    fn a_word_that_was_marked_is_not_any_more_once_the_list_has_it_in_the_master_or_as_a_part() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        put(folder.path(), "kk", AFFIXES, "2\nсу\nкітап\n");
        put(folder.path(), "ru", AFFIXES, "1\nпаром\n");
        assert_eq!(marked(&newsroom, "qz", "su kıtäp"), ["kıtäp"]);
        assert_eq!(marked(&newsroom, "ru", "паром-Ертис"), ["паром-Ертис"]);
        newsroom.entry_new(EntryKind::Word, "kk".parse().expect("a key"), "кітәп".into()).expect("added");
        newsroom.entry_new(EntryKind::Word, "ru".parse().expect("a key"), "Ертис".into()).expect("added");
        assert_eq!(marked(&newsroom, "qz", "su kıtäp"), Vec::<String>::new());
        assert_eq!(marked(&newsroom, "ru", "паром-Ертис"), Vec::<String>::new());
    }

    #[test]
    fn words_that_the_dictionary_does_not_know_are_a_warning_of_their_passage_until_somebody_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        put(folder.path(), "ru_RU", AFFIXES, "3\nпаром\nидёт\nчерез\n");
        let ru: EditionKey = "ru".parse().expect("a key");
        let story = newsroom.story_new(ru.clone()).expect("a story");
        let body = Part::Body(ru.clone()).key();
        newsroom
            .part_set(story.into(), body, PartValue::text("Паром идёт.\n\nПаром идет через Ертис."))
            .expect("written");
        let found = |newsroom: &Newsroom| {
            let view = newsroom.passages_show(story, ru.clone()).expect("shown");
            let found = view.findings.into_iter().filter(|finding| finding.check == Check::Spelling);
            found.map(|found| (found.row, found.about, found.accepted.len(), found.name)).collect::<Vec<_>>()
        };
        let said = found(&newsroom);
        assert_eq!((said.len(), said[0].0, said[0].1.as_str(), said[0].2), (1, 1, "идет, Ертис", 0));
        // Somebody who starts the program and accepts it has not looked at it before.
        newsroom.stop();
        let newsroom = Newsroom::new(folder.path().join("profile"), Options::default());
        newsroom.profile_unlock("a passphrase of the test".into()).expect("unlocked");
        newsroom.finding_accept(story, ru.clone(), said[0].3.clone(), "It is a river".into()).expect("accepted");
        let found = || found(&newsroom);
        assert_eq!(found()[0].2, 1);
        let picture = tilshi_photo::sketch::demo_landscape(1, 32, 32).expect("a picture");
        let photo = newsroom.photo_import(story, "ferry.jpg", &picture).expect("added").view.photo;
        let caption = Part::Caption(ru.clone()).key();
        newsroom.part_set(photo.into(), caption, PartValue::text("Пором идёт")).expect("written");
        assert_eq!(found()[1].1, "Пором", "captions, too");
        newsroom.entry_new(EntryKind::Word, ru.clone(), "Ертис".into()).expect("added");
        assert_eq!((found()[0].1.as_str(), found()[0].2), ("идет", 0), "it is about something else now");
    }

    #[test]
    fn a_missing_or_broken_dictionary_is_said_and_nothing_is_marked() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        put(folder.path(), "kk", "SFX A Y one\n", "1\nсу\n");
        fs::write(folder.path().join("profile/dictionaries/uz_UZ.aff"), [0xFF, 0xFE, 0x00]).expect("written");
        fs::write(folder.path().join("profile/dictionaries/uz_UZ.dic"), "1\nсув\n").expect("written");
        for key in ["kk", "qz", "tote", "uz"] {
            let view = newsroom.spelling_check(key.parse().expect("a key"), "су".into()).expect("answered");
            assert_eq!(view.trouble.expect("a reason").code, "dictionary-unreadable", "{key}");
            assert!(!view.checked && view.marks.is_empty());
        }
        let chinese = newsroom.spelling_check("zh".parse().expect("a key"), "水".into()).expect("answered");
        assert_eq!(chinese, SpellingView::default(), "no dictionary would help");
        let code = newsroom.spelling_check("xx".parse().expect("a key"), "x".into()).expect_err("unknown").code;
        assert_eq!(code, "edition-unknown");
        assert_eq!(find(Path::new("/nowhere"), "xx").err().expect("none").code, "dictionary-missing");
    }
}
