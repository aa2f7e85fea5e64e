//! IPTC-IIM 4.2 inside Photoshop's image resources. Its fields are short, in bytes; the whole is in XMP.

use md5::{Digest as _, Md5};

use super::jpeg::Segment;
use super::{Description, clipped};

const APP13: u8 = 0xED;
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
/// The image resource that holds the datasets.
const DATASETS: u16 = 0x0404;
/// The image resource that holds their MD5, so that readers see whether XMP and IIM were written together (MWG 2.0).
const DIGEST: u16 = 0x0425;

const ENVELOPE: u8 = 1;
const APPLICATION: u8 = 2;

pub(super) fn segment(description: &Description) -> Segment {
    // Instructions, creator, job title, city, country, credit, source, copyright notice and caption, each with the most bytes that IIM allows it.
    let fields = [
        (40, &description.instructions, 256),
        (80, &description.creator, 32),
        (85, &description.job_title, 32),
        (90, &description.city, 32),
        (101, &description.country, 64),
        (110, &description.credit_line, 32),
        (115, &description.source, 32),
        (116, &description.copyright_notice, 128),
        (120, &description.caption, 2000),
    ];
    let mut datasets = Vec::new();
    // The character set is UTF-8, and this is version 4.
    dataset(&mut datasets, ENVELOPE, 90, b"\x1B%G");
    dataset(&mut datasets, APPLICATION, 0, &[0, 4]);
    for (number, text, most_bytes) in fields {
        let text = clipped(text, most_bytes);
        if !text.is_empty() {
            dataset(&mut datasets, APPLICATION, number, text.as_bytes());
        }
    }
    let digest = Md5::digest(&datasets);
    (APP13, [PHOTOSHOP, &resource(DATASETS, &datasets), &resource(DIGEST, &digest)].concat())
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
