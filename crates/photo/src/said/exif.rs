//! The first directory of an EXIF chunk or a TIFF file (TIFF 6.0) and the camera's own, read within bounds.

use super::{Said, text_of};
use crate::field::{Field, is_date};

const IMAGE_DESCRIPTION: u16 = 270;
const ARTIST: u16 = 315;
const XMP: u16 = 700;
const COPYRIGHT: u16 = 33432;
const IPTC: u16 = 33723;
/// Where the directory is that only cameras write.
const CAMERA: u16 = 34665;
const TAKEN: u16 = 36867;
const TAKEN_ZONE: u16 = 36881;

const MAX_ENTRIES: usize = 512;
const MAX_VALUE_BYTES: usize = 1024 * 1024;

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
    if let Some(order) = Order::of(chunk) {
        let first = order.u32(chunk, 4).and_then(|at| usize::try_from(at).ok());
        let more = first.and_then(|first| read_directory(chunk, order, first, &mut exif, &mut taken));
        // The camera's own directory; it leads to no other.
        if let Some(more) = more {
            read_directory(chunk, order, more, &mut exif, &mut taken);
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

/// Reads a directory, and says where the camera's own is. Stops at the first thing that makes no sense, keeping what was read.
fn read_directory(
    chunk: &[u8],
    order: Order,
    directory: usize,
    exif: &mut Exif,
    taken: &mut [String; 2],
) -> Option<usize> {
    let mut more = None;
    let entries = usize::from(order.u16(chunk, directory)?).min(MAX_ENTRIES);
    for entry in 0..entries {
        let at = directory.checked_add(2 + entry * 12)?;
        let (tag, kind) = (order.u16(chunk, at)?, order.u16(chunk, at + 2)?);
        let width = match kind {
            1 | 2 | 7 => 1,
            3 => 2,
            4 => 4,
            _ => continue,
        };
        let length = usize::try_from(order.u32(chunk, at + 4)?).ok()?.checked_mul(width)?;
        let start = if length <= 4 { at + 8 } else { usize::try_from(order.u32(chunk, at + 8)?).ok()? };
        let Some(value) = start.checked_add(length).and_then(|end| chunk.get(start..end)) else { continue };
        if length > MAX_VALUE_BYTES {
            continue;
        }
        let text = || text_of(value.split(|byte| *byte == 0).next().unwrap_or_default());
        match tag {
            IMAGE_DESCRIPTION => {
                let caption = Some(text()).filter(|text| !CAMERA_CAPTIONS.contains(&text.to_uppercase().as_str()));
                exif.said.put(Field::Caption, caption.into_iter().collect());
            }
            ARTIST => exif.said.put(Field::Creator, vec![text()]),
            COPYRIGHT => exif.said.put(Field::CopyrightNotice, vec![text()]),
            CAMERA => more = order.u32(chunk, at + 8).and_then(|at| usize::try_from(at).ok()),
            TAKEN => taken[0] = text(),
            TAKEN_ZONE => taken[1] = text(),
            XMP => exif.xmp = Some(value.to_vec()),
            IPTC => exif.iim = Some(value.to_vec()),
            _ => {}
        }
    }
    more
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn of(chunk: &[u8]) -> Option<Self> {
        match chunk.get(..4)? {
            b"II*\0" => Some(Self::Little),
            b"MM\0*" => Some(Self::Big),
            _ => None,
        }
    }

    fn u16(self, bytes: &[u8], at: usize) -> Option<u16> {
        let pair = bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        })
    }

    fn u32(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(four),
            Self::Big => u32::from_be_bytes(four),
        })
    }
}
