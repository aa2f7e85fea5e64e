//! Words of the command line as entries of the vocabulary: a label in any edition, or an id. Knows nothing of how a
//! command line is written.

use tilshi_newsroom::Call;
use tilshi_newsroom::story::{EditionKey, EntryId, EntryKind, Failure};
use tilshi_newsroom::views::{EntryView, SessionView};

use crate::desk::Desk;

/// The vocabulary of this computer, and the person who writes here.
pub(crate) struct Vocabulary {
    entries: Vec<EntryView>,
    /// Before a portal is connected, this person has a name and no entry.
    me: Option<(String, String)>,
}

impl Vocabulary {
    /// Asks the newsroom.
    pub(crate) fn read(desk: &mut Desk) -> Result<Self, Failure> {
        let entries = desk.ask(Call::vocabulary_list {})?;
        let session: SessionView = desk.ask(Call::session_show {})?;
        let me = session.person.map(|person| (person.to_string(), session.name));
        Ok(Self { entries, me })
    }

    /// The word for an id: in English, else in whatever language there is one, else the id.
    pub(crate) fn label(&self, id: &str) -> String {
        let entry = self.entry(id);
        let english = entry.and_then(|entry| entry.labels.iter().find(|(edition, _)| edition.as_str() == "en"));
        let label = english.or_else(|| entry.and_then(|entry| entry.labels.iter().next())).map(|(_, label)| label);
        let own = self.me.as_ref().filter(|(person, _)| person == id).map(|(_, name)| name);
        label.or(own).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// A section with those above it.
    pub(crate) fn path(&self, id: &str) -> String {
        let mut steps: Vec<String> = Vec::new();
        let mut next = Some(id.to_owned());
        // A section that stands above itself ends the way as well.
        while let Some(id) = next.take_if(|id| !steps.contains(id)) {
            next = self.entry(&id).and_then(|entry| entry.parent).map(|parent| parent.to_string());
            steps.push(id);
        }
        let labels: Vec<String> = steps.iter().rev().map(|id| self.label(id)).collect();
        labels.join(" › ")
    }

    /// The id that a word stands for.
    pub(crate) fn find(&self, kind: EntryKind, word: &str) -> Option<String> {
        if let Ok(id) = word.parse::<EntryId>() {
            return Some(id.to_string());
        }
        let alike = |label: &str| label.to_lowercase() == word.to_lowercase();
        if let Some((person, _)) = self.me.as_ref().filter(|(_, name)| kind == EntryKind::Person && alike(name)) {
            return Some(person.clone());
        }
        let named = |entry: &&EntryView| entry.kind == kind && entry.labels.values().any(|label| alike(label));
        self.entries.iter().find(named).map(|entry| entry.entry.to_string())
    }

    /// The entry that a word stands for.
    pub(crate) fn known(&self, kind: EntryKind, word: &str) -> Result<EntryId, Failure> {
        let id = self.find(kind, word.trim()).and_then(|id| id.parse().ok());
        id.ok_or_else(|| Failure::new("entry-unknown").with("kind", kind.as_str()).with("label", word))
    }

    /// The id that a word stands for; a word that nobody used yet becomes an entry of the edition.
    pub(crate) fn find_or_make(
        &self,
        desk: &mut Desk,
        kind: EntryKind,
        edition: &EditionKey,
        word: &str,
    ) -> Result<String, Failure> {
        let word = word.trim();
        if let Some(id) = self.find(kind, word) {
            return Ok(id);
        }
        if matches!(kind, EntryKind::Section | EntryKind::Desk) {
            // A new section changes the site for all readers, and a desk is a part of the newsroom: neither is made in passing.
            return Err(Failure::new("entry-unknown").with("kind", kind.as_str()).with("label", word));
        }
        let call = Call::entry_new { kind, edition: edition.clone(), label: word.to_owned() };
        let made: EntryView = desk.ask(call)?;
        Ok(made.entry.to_string())
    }

    fn entry(&self, id: &str) -> Option<&EntryView> {
        self.entries.iter().find(|entry| entry.entry.to_string() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_newsroom::story::Content;

    const PERSON: &str = "019b0000-0000-7000-8000-0000d0000001";

    fn id(number: u8) -> String {
        format!("019b0000-0000-7000-8000-0000e00000{number:02}")
    }

    fn entry(number: u8, kind: EntryKind, labels: &[(&str, &str)], parent: Option<u8>) -> EntryView {
        let labels = labels.iter().map(|(edition, label)| (edition.parse().expect("a key"), (*label).to_owned()));
        EntryView {
            entry: id(number).parse().expect("an id"),
            kind,
            labels: labels.collect(),
            forbidden: [].into(),
            parent: parent.map(|parent| id(parent).parse().expect("an id")),
            fills: Content::new(),
            may_change: true,
        }
    }

    fn vocabulary() -> Vocabulary {
        let entries = vec![
            entry(1, EntryKind::Tag, &[("en", "Water"), ("kk", "Су")], None),
            entry(2, EntryKind::Section, &[("en", "Regions"), ("kk", "Өңірлер")], Some(3)),
            entry(3, EntryKind::Section, &[("ru", "Юг")], Some(2)),
            entry(4, EntryKind::City, &[("kk", "Су")], None),
        ];
        Vocabulary { entries, me: Some((PERSON.to_owned(), "Aigerim Sadyqova".to_owned())) }
    }

    #[test]
    fn a_word_is_found_in_any_edition_but_only_among_its_kind() {
        let words = vocabulary();
        assert_eq!(words.find(EntryKind::Tag, "су"), Some(id(1)));
        assert_eq!(words.find(EntryKind::City, "СУ"), Some(id(4)));
        assert_eq!(words.find(EntryKind::Section, "Water"), None);
        assert_eq!(words.find(EntryKind::Tag, &id(9)), Some(id(9)), "an id stands for itself");
        assert_eq!(words.find(EntryKind::Person, "aigerim sadyqova").as_deref(), Some(PERSON));
    }

    #[test]
    fn labels_are_english_if_they_can_and_a_circle_of_sections_ends() {
        let words = vocabulary();
        assert_eq!(words.label(&id(1)), "Water");
        assert_eq!(words.label(&id(4)), "Су");
        assert_eq!(words.label(PERSON), "Aigerim Sadyqova");
        assert_eq!(words.label("elsewhere"), "elsewhere");
        assert_eq!(words.path(&id(3)), "Regions › Юг");
    }
}
