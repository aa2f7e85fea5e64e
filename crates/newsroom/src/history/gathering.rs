//! The journal, made a readable history: what a person wrote in one sitting, keystroke by keystroke, becomes one save
//! of each part, a day later. Every version that the history shows stays, with its name; what was written and taken
//! away again within one sitting goes.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_language::editions;
use tilshi_store::{Gathered, JournalEntry};
use tilshi_story::{Content, DocumentId, DocumentKind, Failure, PartKey, Patch, PatchError, Timestamp};

use super::texts;
use super::versions::{Version, versions};
use crate::{Answer, Newsroom};

/// So long every save is kept, in milliseconds.
const KEPT: i64 = 24 * 60 * 60 * 1000;

/// A sitting that is over, and what becomes of its saves.
#[derive(Debug, Clone, PartialEq)]
struct Sitting {
    version: i64,
    saves: Vec<i64>,
    gathered: Vec<Gathered>,
}

impl Newsroom {
    /// Gathers the sittings that ended more than a day ago. Nobody who types waits longer than for one of them.
    pub(crate) fn gather_history(&self, now: Timestamp) -> Answer<()> {
        let before = Timestamp(now.as_millis().saturating_sub(KEPT));
        for kind in [DocumentKind::Story, DocumentKind::Photo, DocumentKind::Entry] {
            for document in self.with(|open| Ok(open.store.read().documents(kind)?))? {
                self.gather_document(document, before)?;
            }
        }
        Ok(())
    }

    fn gather_document(&self, document: DocumentId, before: Timestamp) -> Answer<()> {
        let (loose, ends) = self.with(|open| {
            let reader = open.store.read();
            let mut ends = reader.version_ends(document)?;
            ends.extend(reader.version_names(document)?.into_keys());
            Ok((reader.loose_saves(document, before)?, ends))
        })?;
        for parts in by_history(&loose) {
            let saves = self.with(|open| Ok(open.store.read().saves_of(document, &parts)?))?;
            let sittings = sittings(&saves, &ends, before);
            for sitting in sittings.map_err(|_| Failure::new("database-damaged"))? {
                self.with(|open| {
                    open.store.write(|writer| {
                        writer.seal_version(sitting.version, &sitting.saves)?;
                        sitting.gathered.iter().try_for_each(|gathered| writer.gather_saves(gathered))
                    })?;
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}

/// The parts, and with a text of an edition the others that share its history.
fn by_history(loose: &[PartKey]) -> BTreeSet<Vec<PartKey>> {
    let mut of: BTreeMap<PartKey, Vec<PartKey>> = BTreeMap::new();
    for edition in editions() {
        let parts = texts(&edition.key).map(|part| part.key());
        parts.iter().for_each(|part| drop(of.insert(part.clone(), parts.to_vec())));
    }
    loose.iter().map(|part| of.get(part).cloned().unwrap_or_else(|| vec![part.clone()])).collect()
}

/// The sittings among these saves that ended before a moment and are not gathered yet.
fn sittings(saves: &[JournalEntry], ends: &BTreeSet<i64>, before: Timestamp) -> Result<Vec<Sitting>, PatchError> {
    let mut found = Vec::new();
    let (mut rest, mut content) = (saves, Content::new());
    for version in versions(saves, |save| ends.contains(&save))? {
        let count = rest.iter().take_while(|save| save.number <= version.save).count();
        let (own, later) = rest.split_at(count);
        if version.sealed.is_none() && version.to < before {
            found.push(sitting(&version, own, &content));
        }
        (rest, content) = (later, version.content);
    }
    Ok(found)
}

fn sitting(version: &Version, saves: &[JournalEntry], before: &Content) -> Sitting {
    let mut gathered = Vec::new();
    for part in &version.parts {
        let own: Vec<&JournalEntry> = saves.iter().filter(|save| save.part == *part).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { continue };
        let value = |content: &Content| -> Content {
            content.get(part).map(|value| (part.clone(), value.clone())).into_iter().collect()
        };
        let Patch(mut changes) = Patch::between(&value(before), &value(&version.content));
        // What is again as it was before keeps its saves: one of them may be what the version is known by.
        if let (Some(change), true) = (changes.remove(part), own.len() > 1) {
            let gone = own.iter().map(|save| save.number).filter(|number| *number != last.number).collect();
            gathered.push(Gathered { last: last.number, began: first.began, change, gone });
        }
    }
    Sitting { version: version.save, saves: saves.iter().map(|save| save.number).collect(), gathered }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::{TextChange, VersionView};
    use crate::{Options, stepping};
    use tilshi_story::{EditionKey, Part, PartValue, StoryId};

    const MINUTE: i64 = 60_000;
    const BEGIN: i64 = 1_790_000_000_000;

    struct Desk {
        newsroom: Newsroom,
        story: StoryId,
        edition: EditionKey,
        _folder: tempfile::TempDir,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
            newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
            let edition: EditionKey = "kk".parse().expect("an edition key");
            stepping::set_clock(Some(Timestamp(BEGIN)));
            let story = newsroom.story_new(edition.clone()).expect("a story");
            Self { newsroom, story, edition, _folder: folder }
        }

        /// Types a text letter by letter at the end of the body, a second each.
        fn type_at(&self, minute: i64, text: &str) {
            let part = Part::Body(self.edition.clone()).key();
            for (second, letter) in (0i64..).zip(text.chars()) {
                stepping::set_clock(Some(Timestamp(BEGIN + minute * MINUTE + second * 1000)));
                let open = self.newsroom.text_open(self.story.into(), part.clone()).expect("opened");
                let at = open.text.len();
                let changes = vec![TextChange { from: at, to: at, insert: letter.into() }];
                let pushed =
                    self.newsroom.text_push(self.story.into(), part.clone(), open.version, "test".into(), changes);
                assert!(pushed.expect("pushed").committed);
            }
        }

        fn headline_at(&self, minute: i64, text: &str) {
            stepping::set_clock(Some(Timestamp(BEGIN + minute * MINUTE)));
            let part = Part::Headline(self.edition.clone()).key();
            self.newsroom.part_set(self.story.into(), part, PartValue::text(text)).expect("set");
        }

        fn versions(&self) -> Vec<VersionView> {
            self.newsroom.history_list(self.story, self.edition.clone()).expect("a history")
        }

        /// What stood in the body and the headline at the end of each version, newest first.
        fn texts(&self) -> Vec<String> {
            let text = |version: &VersionView| {
                let compared =
                    self.newsroom.history_compare(self.story, self.edition.clone(), None, Some(version.version));
                format!("{:?}", compared.expect("compared"))
            };
            self.versions().iter().map(text).collect()
        }

        fn saves(&self) -> Vec<JournalEntry> {
            let document = self.story.into();
            self.newsroom.with(|open| Ok(open.store.read().journal(document, 10_000)?)).expect("read")
        }
    }

    #[test]
    fn a_history_looks_the_same_when_its_sittings_are_gathered_and_takes_little_room() {
        let desk = Desk::new();
        desk.type_at(0, "Су арыққа келді. ");
        desk.headline_at(3, "Су келді");
        desk.type_at(8, "Үш жылдан кейін. ");
        desk.type_at(30, "Жаңа отырыс. ");
        let named = desk.versions()[0].version;
        desk.newsroom.version_name(desk.story, desk.edition.clone(), named, "as sent".into()).expect("named");
        desk.type_at(31, "Аты бар нұсқадан кейін. ");
        let yesterday = (desk.versions(), desk.texts());
        desk.type_at(3 * 24 * 60, "Бүгін.");
        let (before, texts, saves) = (desk.versions(), desk.texts(), desk.saves().len());
        assert!(before.len() >= 4 && saves > 70, "{} versions, {saves} saves", before.len());
        assert_eq!((&before[1..], &texts[1..]), (&yesterday.0[..], &yesterday.1[..]));

        let now = Timestamp(BEGIN + (3 * 24 * 60 + 5) * MINUTE);
        desk.newsroom.gather_history(now).expect("gathered");
        assert_eq!(desk.versions(), before);
        assert_eq!(desk.texts(), texts);
        let gathered = desk.saves();
        let today = "Бүгін.".chars().count();
        let loose = gathered.iter().filter(|save| save.version.is_none()).count();
        assert_eq!(loose, today, "of today every save is there");
        assert!(gathered.len() < today + 16, "{} saves are left", gathered.len());

        desk.newsroom.gather_history(now).expect("nothing to do");
        assert_eq!(desk.saves(), gathered);
        // The saves still lead to what stands there: a damaged database is read by them.
        let mut content = Content::new();
        for save in gathered.iter().rev() {
            content = Patch([(save.part.clone(), save.change.clone())].into()).apply(&content).expect("it fits");
        }
        let stands = desk.newsroom.with(|open| Ok(open.store.read().content(desk.story.into())?)).expect("read");
        let body = Part::Body(desk.edition.clone());
        assert_eq!(content.text(&body), stands.text(&body));
        stepping::set_clock(None);
    }

    #[test]
    fn a_version_in_which_everything_was_taken_back_keeps_its_saves() {
        let desk = Desk::new();
        desk.headline_at(0, "Су келді");
        desk.headline_at(30, "Су келмеді");
        desk.headline_at(31, "Су келді");
        let before = (desk.versions(), desk.texts());
        desk.newsroom.gather_history(Timestamp(BEGIN + 3 * 24 * 60 * MINUTE)).expect("gathered");
        assert_eq!((desk.versions(), desk.texts()), before);
        stepping::set_clock(None);
    }
}
