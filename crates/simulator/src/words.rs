//! Words that exist once: every sentence that somebody types carries one, so that it can be looked for later.

use std::collections::BTreeSet;

use tilshi_story::{Card, Content, PartKey, PartValue};

use crate::chance::Chance;

/// What follows the word, in the scripts the newsroom writes, with what breaks careless offsets.
const REST: [&str; 6] = [
    "the canal opens on Monday at $7.2 a litre.",
    "Су дүйсенбі күні келді.",
    "سۋ دۇيسەنبى كۇنى كەلدى.",
    "运河星期一开放。",
    "the mayor said 👍🏽 to 3.5 km of it.",
    "Канал ашылды, т. б. жұмыс бітті.",
];

/// A new sentence around the word of this number.
pub(crate) fn sentence(number: u64, chance: &mut Chance) -> String {
    format!("{} {}", word(number), REST[chance.index(REST.len())])
}

/// The word of this number. None is part of another.
pub(crate) fn word(number: u64) -> String {
    format!("w{number}q")
}

/// The words in a text.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    places(text).into_iter().map(|(from, to)| text[from..to].to_owned()).collect()
}

/// Where words stand in a text.
fn places(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find('w') {
        let from = at + offset;
        let digits = text[from + 1..].bytes().take_while(u8::is_ascii_digit).count();
        let to = from + 1 + digits;
        if digits > 0 && text[to..].starts_with('q') {
            found.push((from, to + 1));
        }
        at = from + 1;
    }
    found
}

/// Where sentences stand: from a word to where the next begins or the paragraph ends.
pub(crate) fn sentences(text: &str) -> Vec<(usize, usize)> {
    let places = places(text);
    let starts = places.iter().map(|place| place.0);
    let ends = places.iter().skip(1).map(|place| place.0).chain([text.len()]);
    starts
        .zip(ends)
        .map(|(from, end)| (from, text[from..end].find("\n\n").map_or(end, |paragraph| from + paragraph)))
        .collect()
}

/// The words that stand in one of three texts where another side wrote the same sentence anew, too: between the same
/// two neighbours the base has one sentence, and both sides have one, each another. Sentences that stand twice, as when
/// somebody takes both texts of a card, are told from each other by nobody.
pub(crate) fn rewritten_by_both(base: &str, theirs: &str, ours: &str) -> Vec<String> {
    let in_order = |text: &str| -> Vec<String> {
        let words = places(text).into_iter().map(|(from, to)| text[from..to].to_owned());
        words.collect()
    };
    let (base, theirs, ours) = (in_order(base), in_order(theirs), in_order(ours));
    let between = |text: &[String], before: &str, after: &str| -> Option<String> {
        let found = text.windows(3).find(|three| three[0] == before && three[2] == after)?;
        Some(found[1].clone())
    };
    let stands_twice =
        |word: &String| [&base, &theirs, &ours].iter().any(|text| text.iter().filter(|each| *each == word).count() > 1);
    let mut found = Vec::new();
    for three in base.windows(3).filter(|three| !three.iter().any(stands_twice)) {
        let (before, word, after) = (&three[0], &three[1], &three[2]);
        let sides = (between(&theirs, before, after), between(&ours, before, after));
        if let (Some(theirs), Some(ours)) = sides
            && theirs != *word
            && ours != *word
            && theirs != ours
        {
            found.push(ours);
        }
    }
    found
}

/// The words in a value.
pub(crate) fn in_value(value: Option<&PartValue>) -> BTreeSet<String> {
    match value {
        Some(PartValue::Text(text)) => words(text),
        Some(PartValue::Set(items)) => items.iter().flat_map(|item| words(item)).collect(),
        Some(PartValue::List(items)) => items.iter().flat_map(|item| words(item)).collect(),
        Some(PartValue::Opaque { .. }) | None => BTreeSet::new(),
    }
}

/// The words on a card.
pub(crate) fn on_card(card: &Card) -> BTreeSet<String> {
    let values = [card.ours.value.as_ref(), card.theirs.value.as_ref()];
    values.into_iter().flat_map(in_value).collect()
}

/// The words in a document.
pub(crate) fn in_content(content: &Content) -> BTreeSet<String> {
    content.iter().filter(|(part, _)| !is_copy(part)).flat_map(|(_, value)| in_value(Some(value))).collect()
}

/// Whether what a part says is made of another part: what a person typed must stand elsewhere, too.
fn is_copy(part: &PartKey) -> bool {
    part.known()
        .is_some_and(|part| part.is_of_following() || part.edition().is_some_and(|edition| edition.as_str() == DERIVED))
}

/// An edition in another script than the one that it is made of.
pub(crate) const DERIVED: &str = "qz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_wrote_anew_is_found_between_its_neighbours() {
        let base = "w1q a. w2q b. w3q c.";
        assert_eq!(rewritten_by_both(base, "w1q a. w4q b. w3q c.", "w1q a. w5q x. w3q c."), ["w5q"]);
        for (theirs, ours) in [("w1q w4q w3q", "w1q w2q w3q"), ("w1q w4q w3q", "w1q w3q"), ("w1q w4q", "w1q w5q w3q")] {
            assert_eq!(rewritten_by_both(base, theirs, ours), [""; 0]);
        }
    }

    #[test]
    fn words_and_sentences_are_found_where_they_stand() {
        let text = "w1q Су w, w2 келді. w12q 运河。\n\nwww3q b";
        assert_eq!(words(text).into_iter().collect::<Vec<_>>(), ["w12q", "w1q", "w3q"]);
        let found: Vec<&str> = sentences(text).into_iter().map(|(from, to)| &text[from..to]).collect();
        assert_eq!(found, ["w1q Су w, w2 келді. ", "w12q 运河。", "w3q b"]);
    }
}
