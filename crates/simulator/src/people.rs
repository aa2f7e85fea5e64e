//! What people do on their laptops, through the same commands as the window and the CLI.

use std::collections::BTreeSet;

use tilshi_newsroom::views::{CardChoice, TextChange};
use tilshi_newsroom::{Answer, Newsroom, stepping};
use tilshi_story::{
    Content, DocumentId, DocumentKind, EditionKey, EntryKind, Failure, Part, PartKey, PartValue, PersonId,
};

use crate::planted::Planted;
use crate::words::{DERIVED, in_value, on_card, sentence, sentences, word, words};
use crate::world::{Version, World};

/// Most stories that people begin; they are to meet in the same ones.
const STORIES: usize = 3;

impl World {
    /// A person does something.
    pub(crate) fn act(&self, laptop: usize) {
        let Some(newsroom) = self.laptops[laptop].newsroom.borrow().clone() else { return };
        self.clock_of(laptop);
        if let Err(failure) = self.deed(laptop, &newsroom) {
            self.explained(laptop, &failure);
        }
    }

    pub(crate) fn chance(&self, end: usize) -> usize {
        self.shared.borrow_mut().chance.index(end)
    }

    pub(crate) fn note_deed(&self, laptop: usize, name: &'static str) {
        let mut shared = self.shared.borrow_mut();
        shared.counts.deed(name);
        shared.trace.note(&format!("{laptop} {name}"));
    }

    fn deed(&self, laptop: usize, newsroom: &Newsroom) -> Answer<()> {
        let stories = stepping::read(newsroom, |reader| reader.documents(DocumentKind::Story))?;
        let begun = self.shared.borrow().stories;
        if stories.is_empty() && begun > 0 && self.chance(8) != 0 {
            // They wait for the first round.
            return Ok(());
        }
        if stories.is_empty() || (begun < STORIES && self.chance(20) == 0) {
            self.note_deed(laptop, "stories begun");
            self.shared.borrow_mut().stories += 1;
            let edition = ["en", "kk"][self.chance(2)];
            newsroom.story_new(edition_key(edition)?)?;
            return Ok(());
        }
        let document = stories[self.chance(stories.len())];
        let content = stepping::read(newsroom, |reader| reader.content(document))?;
        let source: EditionKey = content.text(&Part::SourceEdition).parse().or_else(|_| edition_key("en"))?;
        let edition = if self.chance(5) == 0 { edition_key("ru")? } else { source };
        match self.chance(100) {
            0..45 => {
                let part = match self.chance(10) {
                    0 => Part::Headline(edition),
                    1 => Part::Lead(edition),
                    _ => Part::Body(edition),
                };
                self.type_in(laptop, newsroom, document, &part.key())?;
                match document.story() {
                    // Sooner or later: whoever types on is not waited for.
                    Some(story) if self.chance(2) == 0 => stepping::follow_masters(newsroom, story),
                    Some(_) | None => Ok(()),
                }
            }
            45..57 => self.handle_photos(laptop, newsroom, document, &content),
            57..63 => {
                let part = if self.chance(2) == 0 { Part::Slugline } else { Part::Attribution };
                self.set_line(laptop, newsroom, document, &part.key(), &content)
            }
            63..67 => self.set_tags(laptop, newsroom, document, &content),
            67..71 => self.name_entries(laptop, newsroom, document, &content),
            71..76 => self.set_bylines(laptop, newsroom, document, &content),
            76 if self.laptops[laptop].version.get() == Version::Newer => self.say_more(laptop, newsroom, document),
            76..79 => self.assign(laptop, newsroom, document, &content),
            79..82 => {
                self.note_deed(laptop, "suggestions sent");
                newsroom.suggestion_send(document).map(|_| ())
            }
            82..85 => self.convert(laptop, newsroom, document, &content),
            85..91 => self.work_at_the_desk(laptop, newsroom, document),
            _ => self.settle_card(laptop, newsroom),
        }
    }

    /// Writes down what a committed change of a value added and took away.
    fn committed(&self, laptop: usize, before: &BTreeSet<String>, after: &BTreeSet<String>) {
        let mut shared = self.shared.borrow_mut();
        let step = shared.step;
        for gone in before.difference(after) {
            shared.trace.note(&format!("  {gone} deleted"));
            shared.alive.remove(gone);
        }
        for new in after.difference(before) {
            shared.trace.note(&format!("  {new} typed"));
            shared.counts.words += 1;
            shared.alive.insert(new.clone(), format!("typed on {laptop} in step {step}"));
        }
    }

    /// What was to be deleted when a command failed may be deleted.
    fn uncertain(&self, before: &BTreeSet<String>, after: &BTreeSet<String>) {
        let mut shared = self.shared.borrow_mut();
        for gone in before.difference(after) {
            shared.alive.remove(gone);
        }
    }

    /// A sentence that stands twice in a text, as after a profile was copied, is deleted once. When two people do that,
    /// each may have deleted the one that the other left.
    fn thinned<'a>(&self, laptop: usize, words: impl Iterator<Item = &'a String>) {
        let mut shared = self.shared.borrow_mut();
        for word in words {
            let by = shared.thinned.entry(word.clone()).or_default();
            by.insert(laptop);
            if by.len() > 1 {
                shared.alive.remove(word);
            }
        }
    }

    pub(crate) fn new_word(&self) -> u64 {
        let mut shared = self.shared.borrow_mut();
        shared.next_word += 1;
        shared.next_word - 1
    }

    fn new_sentence(&self) -> String {
        let number = self.new_word();
        sentence(number, &mut self.shared.borrow_mut().chance)
    }

    pub(crate) fn type_in(
        &self,
        laptop: usize,
        newsroom: &Newsroom,
        document: DocumentId,
        part: &PartKey,
    ) -> Answer<()> {
        let open = newsroom.text_open(document, part.clone())?;
        let text = open.text;
        let sentences = sentences(&text);
        let one = (!sentences.is_empty()).then(|| sentences[self.chance(sentences.len())]);
        let (name, from, to, insert) = match (self.chance(10), one) {
            (0, Some((from, to))) => ("sentences deleted", from, to, String::new()),
            (1..=3, Some((from, to))) => ("sentences rewritten", from, to, format!("{} ", self.new_sentence())),
            (4 | 5, Some((from, _))) => ("sentences inserted", from, from, format!("{} ", self.new_sentence())),
            (6, Some((_, to))) => ("paragraphs begun", to, to, format!("\n\n{} ", self.new_sentence())),
            _ => ("sentences added", text.len(), text.len(), format!("{} ", self.new_sentence())),
        };
        self.note_deed(laptop, name);
        let (from, to) = if self.planted == Some(Planted::Utf16OffByOne) {
            (by_utf16(&text, from), by_utf16(&text, to))
        } else {
            (from, to)
        };
        let meant = [&text[..from], &insert, &text[to..]].concat();
        let (before, after) = (words(&text), words(&meant));
        // The planted bug garbles what the person meant to keep.
        let kept: BTreeSet<String> = match self.planted {
            Some(Planted::Utf16OffByOne) => before.union(&words(&insert)).cloned().collect(),
            _ => after,
        };
        self.thinned(laptop, words(&text[from..to]).intersection(&words(&meant)));
        let changes = vec![TextChange { from, to, insert }];
        match newsroom.text_push(document, part.clone(), open.version, "keyboard".into(), changes) {
            Ok(pushed) if pushed.committed => {
                self.committed(laptop, &before, &kept);
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(failure) => {
                self.uncertain(&before, &kept);
                Err(failure)
            }
        }
    }

    pub(crate) fn set(
        &self,
        laptop: usize,
        newsroom: &Newsroom,
        document: DocumentId,
        part: &PartKey,
        before: Option<&PartValue>,
        value: PartValue,
    ) -> Answer<()> {
        let (before, after) = (in_value(before), in_value(Some(&value)));
        match newsroom.part_set(document, part.clone(), value) {
            Ok(_) => {
                self.committed(laptop, &before, &after);
                Ok(())
            }
            Err(failure) => {
                self.uncertain(&before, &after);
                Err(failure)
            }
        }
    }

    fn set_line(
        &self,
        laptop: usize,
        newsroom: &Newsroom,
        document: DocumentId,
        part: &PartKey,
        content: &Content,
    ) -> Answer<()> {
        self.note_deed(laptop, "lines set");
        let value = if self.chance(4) == 0 { String::new() } else { word(self.new_word()) };
        self.set(laptop, newsroom, document, part, content.get(part), PartValue::text(value))
    }

    fn set_tags(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId, content: &Content) -> Answer<()> {
        self.note_deed(laptop, "tags changed");
        let part = Part::Tags;
        let mut tags: BTreeSet<String> = content.items(&part).into_iter().map(str::to_owned).collect();
        if !tags.is_empty() && self.chance(3) == 0 {
            let gone = tags.iter().nth(self.chance(tags.len())).cloned().unwrap_or_default();
            tags.remove(&gone);
        } else {
            tags.insert(word(self.new_word()));
        }
        self.set(laptop, newsroom, document, &part.key(), content.get(&part.key()), PartValue::Set(tags))
    }

    /// A tag and a section that others may be making just now, too.
    fn name_entries(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId, content: &Content) -> Answer<()> {
        self.note_deed(laptop, "entries named");
        let label = ["Rivers", "rivers ", "Roads"][self.chance(3)];
        let kind = [EntryKind::Tag, EntryKind::Section][self.chance(2)];
        let entry = newsroom.entry_new(kind, edition_key("en")?, label.into())?.entry.to_string();
        let (part, value) = match kind {
            EntryKind::Section => (Part::Section, PartValue::text(entry)),
            EntryKind::Tag
            | EntryKind::Person
            | EntryKind::City
            | EntryKind::Desk
            | EntryKind::Word
            | EntryKind::Term
            | EntryKind::Exception
            | EntryKind::Kept
            | EntryKind::Template
            | EntryKind::Snippet
            | EntryKind::Supplier
            | EntryKind::HouseStyle => {
                let mut tags: BTreeSet<String> = content.items(&Part::Tags).into_iter().map(str::to_owned).collect();
                tags.insert(entry);
                (Part::Tags, PartValue::Set(tags))
            }
        };
        self.set(laptop, newsroom, document, &part.key(), content.get(&part.key()), value)
    }

    fn set_bylines(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId, content: &Content) -> Answer<()> {
        self.note_deed(laptop, "bylines changed");
        let part = Part::Bylines;
        let mut names: Vec<String> = content.items(&part).into_iter().map(str::to_owned).collect();
        match self.chance(4) {
            0 if names.len() > 1 => names.reverse(),
            1 if names.len() > 1 => {
                let gone = self.chance(names.len());
                names.remove(gone);
            }
            _ => {
                let at = self.chance(names.len() + 1);
                names.insert(at, word(self.new_word()));
            }
        }
        self.set(laptop, newsroom, document, &part.key(), content.get(&part.key()), PartValue::List(names))
    }

    /// Something that only this version knows how to say.
    fn say_more(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId) -> Answer<()> {
        self.note_deed(laptop, "parts of a later version set");
        let part: PartKey = "edition/en/audio-script".parse().map_err(|_| Failure::new("internal"))?;
        let value = PartValue::Opaque { kind: 7, bytes: self.new_word().to_be_bytes().to_vec() };
        stepping::write_part(newsroom, document, &part, &value)
    }

    fn assign(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId, content: &Content) -> Answer<()> {
        self.note_deed(laptop, "stories assigned");
        let part = Part::Assignees;
        let mut people: BTreeSet<String> = content.items(&part).into_iter().map(str::to_owned).collect();
        let person: PersonId = self.laptops[self.chance(self.laptops.len())].person.get();
        if !people.remove(&person.to_string()) {
            people.insert(person.to_string());
        }
        self.set(laptop, newsroom, document, &part.key(), content.get(&part.key()), PartValue::Set(people))
    }

    /// Kazakh in Latin letters, from what there is of it in Cyrillic ones.
    fn convert(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId, content: &Content) -> Answer<()> {
        let (Some(story), kk) = (document.story(), edition_key("kk")?) else { return Ok(()) };
        let is_written = [Part::Headline(kk.clone()), Part::Lead(kk.clone()), Part::Body(kk)]
            .iter()
            .any(|part| !content.text(part).trim().is_empty());
        if !is_written {
            return Ok(());
        }
        self.note_deed(laptop, "conversions");
        match newsroom.edition_convert(story, edition_key(DERIVED)?) {
            // Not everybody may; and what may only be suggested of the master is not there for others.
            Err(failure) if ["part-not-yours", "edition-empty", "story-withdrawn"].contains(&failure.code.as_str()) => {
                Ok(())
            }
            converted => converted.map(|_| ()),
        }
    }

    pub(crate) fn settle_card(&self, laptop: usize, newsroom: &Newsroom) -> Answer<()> {
        let mut cards = newsroom.conflict_list()?;
        cards.extend(newsroom.suggestion_list()?);
        cards.retain(|card| card.may_settle);
        if cards.is_empty() {
            return Ok(());
        }
        let card = cards.swap_remove(self.chance(cards.len()));
        self.note_deed(laptop, "cards settled");
        let part = |newsroom: &Newsroom| stepping::read(newsroom, |reader| reader.part(card.document, &card.part));
        let stands = part(newsroom)?;
        let stored = stepping::read(newsroom, |reader| reader.card(card.card))?;
        let mut before = in_value(stands.as_ref());
        before.extend(stored.iter().flat_map(|stored| on_card(&stored.card)));
        let choice = match (self.chance(4), &stands) {
            (0, _) => CardChoice::Theirs,
            (1, _) => CardChoice::Ours,
            (2, Some(PartValue::Text(text))) => CardChoice::Third(PartValue::text(text.clone())),
            _ => CardChoice::Both,
        };
        self.shared.borrow_mut().trace.note(&format!(
            "  {} of {}: {choice:?} for ours {:?}, theirs {:?}, now {stands:?}",
            card.card, card.part, card.ours.value, card.theirs.value
        ));
        let settled = newsroom.conflict_settle(card.card, choice);
        // A choice is a deliberate delete of whatever it does not keep.
        match part(newsroom) {
            Ok(now) => {
                let after = in_value(now.as_ref());
                let gone: BTreeSet<String> = before.difference(&after).cloned().collect();
                if settled.is_ok() {
                    self.uncertain(&gone, &BTreeSet::new());
                }
            }
            Err(_) => self.uncertain(&before, &BTreeSet::new()),
        }
        if settled.is_err() {
            self.uncertain(&before, &in_value(stands.as_ref()));
        }
        settled.map(|_| ())
    }
}

pub(crate) fn edition_key(key: &str) -> Answer<EditionKey> {
    key.parse().map_err(|_| Failure::new("edition-unknown"))
}

/// A place in a text as an editor that counts an emoji as one letter would give it.
fn by_utf16(text: &str, at: usize) -> usize {
    let letters = text[..at].chars().filter(|letter| *letter as u32 > 0xffff).count();
    let moved = text[..at].chars().rev().take(letters).map(char::len_utf8).sum::<usize>();
    at - moved
}
