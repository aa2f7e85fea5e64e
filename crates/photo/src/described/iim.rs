//! IPTC-IIM 4.2 inside Photoshop's image resources. Its fields are short, in bytes; the whole is in XMP.

use md5::{Digest as _, Md5};

use super::jpeg::Segment;
use super::{Description, clipped};
use crate::field::{Dataset, Field};

const APP13: u8 = 0xED;
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// The image resource that holds the datasets.
const DATASETS: u16 = 0x0404;
/// The image resource that holds their MD5, so that readers see whether XMP and IIM were written together (MWG 2.0).
const DIGEST: u16 = 0x0425;

const ENVELOPE: u8 = 1;
const APPLICATION: u8 = 2;
/// The day and the time that a picture was made.
const DATE: u8 = 55;
const TIME: u8 = 60;
/// More than a segment would not hold: the longest are short.
const MOST_DATASETS: usize = 200;

pub(super) fn segment(description: &Description) -> Segment {
    let mut fields: Vec<(u8, String)> = Vec::new();
    for (field, items) in &description.texts {
        let Some(Dataset { number, most_bytes }) = field.place().iim else { continue };
        let items = if field.is_list() { items.clone() } else { vec![items.join(", ")] };
        fields.extend(items.into_iter().map(|text| (number, clipped(&text, most_bytes).to_owned())));
    }
    if let Some([date]) = description.texts.get(&Field::DateCreated).map(Vec::as_slice) {
        fields.extend(dates(date));
    }
    // In the order of their numbers, as programs before this one wrote them.
    fields.sort_by_key(|(number, _)| *number);
    let mut datasets = Vec::new();
    // The character set is UTF-8, and this is version 4.
    dataset(&mut datasets, ENVELOPE, 90, b"\x1B%G");
    dataset(&mut datasets, APPLICATION, 0, &[0, 4]);
    for (number, text) in fields.iter().filter(|(_, text)| !text.is_empty()).take(MOST_DATASETS) {
        dataset(&mut datasets, APPLICATION, *number, text.as_bytes());
    }
    let digest = Md5::digest(&datasets);
    (APP13, [PHOTOSHOP, &resource(DATASETS, &datasets), &resource(DIGEST, &digest)].concat())
}

/// The datasets of a day, `20260314`, and of a time, `075200+0500`: what is not known of a day is noughts, and a time without
/// seconds or without its distance from UTC is none (IPTC-IIM 4.2, 2:55 and 2:60).
fn dates(date: &str) -> Vec<(u8, String)> {
    let (day, time) = date.split_once('T').unwrap_or((date, ""));
    let digits: String = day.chars().filter(char::is_ascii_digit).collect();
    let mut fields = vec![(DATE, format!("{digits:0<8}"))];
    let zone = time.find(['+', '-', 'Z']).map(|at| time.split_at(at));
    if let Some((clock, zone)) = zone.filter(|(clock, _)| clock.len() >= "07:52:00".len()) {
        let clock: String = clock.chars().take("07:52:00".len()).filter(char::is_ascii_digit).collect();
        let zone = if zone == "Z" { "+0000".to_owned() } else { zone.replace(':', "") };
        fields.push((TIME, format!("{clock}{zone}")));
    }
    fields
}

fn dataset(into: &mut Vec<u8>, record: u8, number: u8, value: &[u8]) {
    let length = u16::try_from(value.len()).unwrap_or(0);
    into.extend([0x1C, record, number]);
    into.extend(length.to_be_bytes());
    into.extend(&value[..usize::from(length)]);
}

/// A resource without a name, of an even length.
fn resource(id: u16, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap_or(0);
    let mut made = [b"8BIM".as_slice(), &id.to_be_bytes(), &[0, 0], &length.to_be_bytes(), data].concat();
    made.resize(made.len().next_multiple_of(2), 0);
    made
}
