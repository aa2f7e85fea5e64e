//! What somebody waits for to whom the memory offers what was translated before, once it holds what a desk translates in years.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::ensure;
use tilshi_newsroom::story::{DocumentId, EditionKey, Part, PartValue};

use crate::{Row, new_profile, percentiles, plain};

const PAIRS: usize = 500_000;

/// Words of a small language: five syllables of consonant and vowel out of a number.
fn word(number: usize) -> String {
    let mut word = String::new();
    let mut rest = number * 7919 + 13;
    for _ in 0..3 {
        word.push(char::from(b"bdfgklmnprstvz"[rest % 14]));
        rest /= 14;
        word.push(char::from(b"aeiou"[rest % 5]));
        rest /= 5;
    }
    word
}

/// A sentence of words as frequent as those of a language: the rank of each is what is left of a number.
fn sentence(number: usize) -> String {
    let mut state = (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut text = String::new();
    for _ in 0..12 + number % 9 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Zipf: rank r comes about 1/r times as often as the first.
        let rank = (20_000_f64.powf((state % 1_000_000) as f64 / 1_000_000.0)) as usize;
        let _ = write!(text, "{} ", word(rank));
    }
    text + &number.to_string()
}

/// The rows of the table.
pub(crate) fn memory(profile: &Path) -> anyhow::Result<Vec<Row>> {
    let newsroom = new_profile(profile)?;
    let file = profile.with_extension("tmx");
    let mut tmx = String::from("<tmx version=\"1.4\"><header srclang=\"en\"/><body>");
    for number in 0..PAIRS {
        let text = sentence(number);
        let _ = write!(
            tmx,
            "<tu><tuv xml:lang=\"en\"><seg>{text}</seg></tuv><tuv xml:lang=\"ru\"><seg>перевод {number}</seg></tuv></tu>"
        );
    }
    tmx.push_str("</body></tmx>");
    fs::write(&file, &tmx)?;
    let begun = Instant::now();
    let report = plain(newsroom.memory_import(file.display().to_string()))?;
    let taken = begun.elapsed();
    ensure!(report.added == PAIRS, "{report:?}");
    let english: EditionKey = "en".parse()?;
    let russian: EditionKey = "ru".parse()?;
    let story = plain(newsroom.story_new(english.clone()))?;
    let document = DocumentId::from(story);
    plain(newsroom.part_set(document, Part::Body(english).key(), PartValue::text("A story.")))?;
    plain(newsroom.memory_matches(story, russian.clone(), "A story.".into()))?;
    let (mut exact, mut fuzzy, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..200 {
        let text = sentence(round * 2_411 % PAIRS);
        let begun = Instant::now();
        let matches = plain(newsroom.memory_matches(story, russian.clone(), text.clone()))?;
        exact.push(begun.elapsed());
        ensure!(matches.first().is_some_and(|best| best.score == 100), "{text}");
        // One word more and one word less.
        let mut words: Vec<&str> = text.split(' ').collect();
        words.remove(3);
        words.insert(6, "nothing");
        let begun = Instant::now();
        let matches = plain(newsroom.memory_matches(story, russian.clone(), words.join(" ")))?;
        fuzzy.push(begun.elapsed());
        ensure!(matches.first().is_some_and(|best| best.score >= 80), "{words:?}: {matches:?}");
        let begun = Instant::now();
        let pairs = plain(newsroom.memory_search(russian.clone(), format!("{} {}", words[1], words[2])))?;
        found.push(begun.elapsed());
        ensure!(!pairs.is_empty(), "{words:?}");
    }
    let row = |what: &str, times| (what.to_owned(), percentiles(times));
    Ok(vec![
        (
            format!("{PAIRS} pairs of a TMX file of {} MB taken into the memory", tmx.len() >> 20),
            format!("{:.1} s", taken.as_secs_f64()),
        ),
        row("a passage that the memory has", exact),
        row("a passage that differs from one in it by two words", fuzzy),
        row("two words looked for in it", found),
    ])
}
