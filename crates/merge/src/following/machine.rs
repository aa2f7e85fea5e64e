//! Passages that a machine translated and that nobody has read. A mark is made of what the passage says: once a person writes in it,
//! it is theirs.

use std::collections::BTreeSet;

use tilshi_language::passage_key;
use tilshi_story::{Content, EditionKey, Part, PartValue, ValueHash};

use super::Texts;

/// How many hexadecimal digits mark a passage.
const MARK_DIGITS: usize = 16;

/// The mark of a passage: the same as long as it says the same, whatever its spacing.
pub fn machine_mark(passage: &str) -> String {
    let hash = ValueHash::of(&PartValue::text(passage_key(passage)).canonical_bytes()).to_string();
    hash[..MARK_DIGITS].to_owned()
}

/// The marks of the passages of an edition that a machine translated and nobody has read.
pub fn machine_marks(content: &Content, edition: &EditionKey) -> BTreeSet<String> {
    content.items(&Part::Machine(edition.clone())).into_iter().map(str::to_owned).collect()
}

/// How many passages of an edition say what a machine said, unread.
pub fn unread_of_machine(content: &Content, edition: &EditionKey) -> usize {
    let marks = machine_marks(content, edition);
    if marks.is_empty() {
        return 0;
    }
    let texts = Texts::of(content, edition);
    texts.passages().iter().filter(|passage| marks.contains(&machine_mark(passage.text))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_a_machines_until_somebody_reads_it_or_writes_in_it() {
        let key: EditionKey = "ru".parse().expect("an edition key");
        let mut content = Content::new();
        content.put(Part::Body(key.clone()).key(), PartValue::text("Вода пришла.\n\nАрык открыт."));
        assert_eq!(unread_of_machine(&content, &key), 0);
        let marks = ["Вода  пришла.", "Арык открыт."].map(machine_mark);
        content.put(Part::Machine(key.clone()).key(), PartValue::Set(marks.clone().into()));
        assert_eq!(unread_of_machine(&content, &key), 2);
        content.put(Part::Body(key.clone()).key(), PartValue::text("Вода пришла рано.\n\nАрык открыт."));
        assert_eq!(unread_of_machine(&content, &key), 1);
        content.put(Part::Machine(key.clone()).key(), PartValue::Set([marks[0].clone()].into()));
        assert_eq!(unread_of_machine(&content, &key), 0);
    }
}
