//! What a photo editor waits for on a laptop with the photos of years.

use std::path::Path;
use std::time::Instant;

use anyhow::ensure;
use tilshi_newsroom::story::{
    Content, DocumentId, EditionKey, Part, PartValue, PersonId, PhotoId, RevisionId, StoryId, Timestamp,
};
use tilshi_newsroom::views::{PhotoChange, PhotoQuery, PhotoQueue};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_store::{Base, Key, Profile};

use crate::{PASSPHRASE, Row, new_profile, percentiles, plain};

const PHOTOS: usize = 50_000;

/// The rows of the table.
pub(crate) fn photos(profile: &Path) -> anyhow::Result<Vec<Row>> {
    new_profile(profile)?.stop();
    let english: EditionKey = "en".parse()?;
    let mut store = Profile::open(profile, Key::Passphrase(PASSPHRASE))?;
    let by = PersonId::generate();
    let numbers: Vec<usize> = (0..PHOTOS).collect();
    let photo = |number: usize| PhotoId::of(&number.to_le_bytes());
    for some in numbers.chunks(2_000) {
        store.write(|writer| {
            for number in some {
                let at = Timestamp(i64::try_from(*number).unwrap_or_default());
                let document = DocumentId::from(photo(*number));
                let mut content = Content::default();
                let is_credited = number % 10 != 0;
                let fields = [
                    (Part::FileName, format!("DSC_{number}.jpg")),
                    (Part::Creator, if is_credited { "Timur Iskakov".to_owned() } else { String::new() }),
                    (Part::CreditLine, "Timur Iskakov / Dala".to_owned()),
                    (Part::RightsBasis, "staff".to_owned()),
                    (Part::Caption(english.clone()), format!("Canal {number} is open to the farmers of the district")),
                    (Part::AltText(english.clone()), if number % 7 == 0 { String::new() } else { "Water".to_owned() }),
                ];
                for (part, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
                    let value = PartValue::text(text);
                    writer.put_part(document, &part.key(), &value, by, at)?;
                    content.put(part.key(), value);
                }
                // As the portal has it: nothing of it waits.
                let revision = RevisionId::of(&number.to_be_bytes());
                writer.set_base(document, &Base { sequence: 0, revision, author: by, at, content })?;
                if number % 5 == 0 {
                    let used = PartValue::List(vec![photo(*number).to_string()]);
                    writer.put_part(StoryId::generate().into(), &Part::Photos.key(), &used, by, at)?;
                }
            }
            Ok(())
        })?;
    }
    drop(store);
    let newsroom = Newsroom::new(profile.to_owned(), Options::default());
    plain(newsroom.profile_unlock(PASSPHRASE.into()))?;

    let only = |queues: Vec<PhotoQueue>| PhotoQuery { queues, ..PhotoQuery::default() };
    let words = |words: &str| PhotoQuery { words: words.into(), ..PhotoQuery::default() };
    let begun = Instant::now();
    let found = plain(newsroom.photo_ids(words("canal 4")))?;
    ensure!(!found.is_empty());
    let mut rows =
        vec![(format!("index of {PHOTOS} photos made anew"), format!("{:.1} s, once", begun.elapsed().as_secs_f64()))];
    for (what, query, step) in [
        ("the first stretch", PhotoQuery::default(), 0),
        ("a stretch anywhere", PhotoQuery::default(), 499),
        ("without credit", only(vec![PhotoQueue::CreditNeeded]), 47),
        ("without alt text", only(vec![PhotoQueue::AltTextNeeded]), 67),
        ("in no story", only(vec![PhotoQueue::Unused]), 397),
        ("found by words", words("farm canal"), 499),
    ] {
        let total = plain(newsroom.photo_list(query.clone(), 0, 1))?.total;
        ensure!(total > 0, "{what} is empty");
        let mut times = Vec::new();
        for turn in 0..100 {
            let begun = Instant::now();
            let page = plain(newsroom.photo_list(query.clone(), turn * step % total, 130))?;
            times.push(begun.elapsed());
            ensure!(!page.rows.is_empty(), "{what} is empty");
        }
        rows.push((format!("{what} of {PHOTOS} photos"), percentiles(times)));
    }
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        ensure!(plain(newsroom.photo_counts())?.all == PHOTOS);
        times.push(begun.elapsed());
    }
    rows.push((format!("how many of {PHOTOS} photos lack what"), percentiles(times)));
    let mut times = Vec::new();
    for turn in 0..20 {
        let changes = (0..25).map(|place| PhotoChange {
            photo: photo(turn * 25 + place),
            part: Part::UsageTerms.key(),
            text: format!("Editorial use {turn}"),
            instead_of: None,
        });
        let begun = Instant::now();
        ensure!(plain(newsroom.photos_change(changes.collect()))?.changed == 25);
        times.push(begun.elapsed());
    }
    rows.push(("one field of 25 photos changed".to_owned(), percentiles(times)));
    Ok(rows)
}
