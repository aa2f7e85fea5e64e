//! IPTC-IIM 4.2 datasets, bare or inside Photoshop image resource blocks, read within bounds.

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};

use super::{Said, text_of};
use crate::field::{Field, Form, PLACES, is_date};

/// The datasets of the day and the time that a picture was made.
const DATE: u8 = 55;
const TIME: u8 = 60;

/// The image resource that holds IIM datasets.
const IPTC_RESOURCE: [u8; 2] = [0x04, 0x04];
/// The image resource that holds the MD5 of the datasets as they were when XMP was written.
const DIGEST_RESOURCE: [u8; 2] = [0x04, 0x25];
const MAX_DATASETS: usize = 4096;
const MAX_BLOCKS: usize = 1024;

/// What the datasets say.
#[derive(Debug, Default)]
pub(super) struct Iim {
    pub(super) said: Said,
    /// Whether they were changed after XMP was written.
    pub(super) is_newer: bool,
}

pub(super) fn read(chunk: &[u8]) -> Iim {
    let mut found: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    let is_blocks = chunk.starts_with(b"8BIM");
    let datasets = if is_blocks { resource(chunk, IPTC_RESOURCE).unwrap_or_default() } else { chunk };
    let digest = resource(chunk, DIGEST_RESOURCE).filter(|digest| is_blocks && digest.len() == 16);
    let is_newer = digest.is_some_and(|digest| *digest != Md5::digest(datasets)[..]);
    for (number, value) in (Datasets { rest: datasets }).take(MAX_DATASETS) {
        let (items, text) = (found.entry(number).or_default(), text_of(value));
        if !items.contains(&text) {
            items.push(text);
        }
    }
    let mut said = Said::default();
    for place in &PLACES {
        let Some(mut items) = place.iim.and_then(|dataset| found.remove(&dataset.number)) else { continue };
        items.retain(|text| !text.is_empty());
        said.put(
            place.field,
            match place.form {
                Form::Sequence => vec![items.join(", ")],
                Form::Bag => items,
                // Of a field that stands once, the last one counts.
                Form::Text | Form::Default | Form::Spoken | Form::Licensor => items.pop().into_iter().collect(),
            },
        );
    }
    let first = |number: u8| found.get(&number).and_then(|items| items.first()).map(String::as_str).unwrap_or_default();
    said.put(Field::DateCreated, date(first(DATE), first(TIME)).into_iter().collect());
    Iim { said, is_newer }
}

/// Date and time as IIM writes them, `20260314` and `075200+0500`.
fn date(date: &str, time: &str) -> Option<String> {
    let piece = |text: &str, from: usize, to: usize| text.get(from..to).map(str::to_owned);
    let (year, month, day) = (piece(date, 0, 4)?, piece(date, 4, 6)?, piece(date, 6, 8)?);
    // What is not known is written with noughts.
    let day = match (month.as_str(), day.as_str()) {
        ("00", _) => return Some(year),
        (_, "00") => return Some(format!("{year}-{month}")),
        _ => format!("{year}-{month}-{day}"),
    };
    let clock = (|| Some(format!("{}:{}:{}", piece(time, 0, 2)?, piece(time, 2, 4)?, piece(time, 4, 6)?)))();
    let zone = (|| Some(format!("{}:{}", piece(time, 6, 9)?, piece(time, 9, 11)?)))().unwrap_or_default();
    let moment = clock.map(|clock| format!("{day}T{clock}{zone}")).filter(|moment| is_date(moment));
    Some(moment.unwrap_or(day))
}

/// The data of a resource among Photoshop's blocks.
fn resource(mut blocks: &[u8], wanted: [u8; 2]) -> Option<&[u8]> {
    for _ in 0..MAX_BLOCKS {
        let rest = blocks.strip_prefix(b"8BIM")?;
        let (id, rest) = rest.split_at_checked(2)?;
        // A Pascal string, padded to an even length with its length byte.
        let name_length = usize::from(*rest.first()?) + 1;
        let rest = rest.get(name_length + name_length % 2..)?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let data = rest.get(..length)?;
        if id == wanted {
            return Some(data);
        }
        blocks = rest.get(length + length % 2..)?;
    }
    None
}

/// The datasets of the application record, in order.
struct Datasets<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Datasets<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (&[0x1C, record, number, high, low], rest) = self.rest.split_first_chunk::<5>()? else { return None };
            // The high bit announces an extended dataset, of a length no caption has.
            if high & 0x80 != 0 {
                return None;
            }
            let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes([high, low])))?;
            self.rest = rest;
            if record == 2 {
                return Some((number, value));
            }
        }
    }
}
