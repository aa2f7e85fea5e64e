//! What the first directory of an EXIF chunk or a TIFF file says, and the camera's own.

use super::{Said, text_of};
use crate::exif::{CAMERA, Exif as Chunk};
use crate::field::{Field, is_date};

const IMAGE_DESCRIPTION: u16 = 270;
const ARTIST: u16 = 315;
const XMP: u16 = 700;
const COPYRIGHT: u16 = 33432;
const IPTC: u16 = 33723;
const TAKEN: u16 = 36867;
const TAKEN_ZONE: u16 = 36881;

/// What cameras write into the caption by themselves.
const CAMERA_CAPTIONS: [&str; 8] = [
    "OLYMPUS DIGITAL CAMERA",
    "DIGITAL CAMERA",
    "SONY DSC",
    "DCIM",
    "SAMSUNG",
    "KONICA MINOLTA DIGITAL CAMERA",
    "MINOLTA DIGITAL CAMERA",
    "EXIF_JPEG_PICTURE",
];

/// What the directory says, and the packets it carries in a TIFF file.
#[derive(Debug, Default)]
pub(super) struct Exif {
    pub(super) said: Said,
    pub(super) xmp: Option<Vec<u8>>,
    pub(super) iim: Option<Vec<u8>>,
}

pub(super) fn read(chunk: &[u8]) -> Exif {
    let mut exif = Exif::default();
    let mut taken = [String::new(), String::new()];
    if let Some(chunk) = Chunk::of(chunk) {
        let more = chunk.first().and_then(|first| read_directory(chunk, first, &mut exif, &mut taken));
        // The camera's own directory; it leads to no other.
        if let Some(more) = more {
            read_directory(chunk, more, &mut exif, &mut taken);
        }
    }
    exif.said.put(Field::DateCreated, date(&taken).into_iter().collect());
    exif
}

/// The moment that EXIF writes as `2026:03:14 07:52:00`, with its distance from UTC where the camera knows it.
fn date([moment, zone]: &[String; 2]) -> Option<String> {
    let (day, time) = moment.split_once(' ')?;
    let moment = format!("{}T{time}", day.replace(':', "-"));
    let exact = format!("{moment}{zone}");
    [exact, moment].into_iter().find(|moment| is_date(moment))
}

/// Reads a directory, and says where the camera's own is.
fn read_directory(chunk: Chunk, directory: usize, exif: &mut Exif, taken: &mut [String; 2]) -> Option<usize> {
    let mut more = None;
    for (tag, value) in chunk.entries(directory) {
        let text = || text_of(value.split(|byte| *byte == 0).next().unwrap_or_default());
        match tag {
            IMAGE_DESCRIPTION => {
                let caption = Some(text()).filter(|text| !CAMERA_CAPTIONS.contains(&text.to_uppercase().as_str()));
                exif.said.put(Field::Caption, caption.into_iter().collect());
            }
            ARTIST => exif.said.put(Field::Creator, vec![text()]),
            COPYRIGHT => exif.said.put(Field::CopyrightNotice, vec![text()]),
            CAMERA => more = chunk.place(value),
            TAKEN => taken[0] = text(),
            TAKEN_ZONE => taken[1] = text(),
            XMP => exif.xmp = Some(value.to_vec()),
            IPTC => exif.iim = Some(value.to_vec()),
            _ => {}
        }
    }
    more
}
