//! The first directory of an EXIF chunk or a TIFF file (TIFF 6.0), read within bounds.

use super::{Said, text_of};

const IMAGE_DESCRIPTION: u16 = 270;
const ARTIST: u16 = 315;
const XMP: u16 = 700;
const COPYRIGHT: u16 = 33432;
const IPTC: u16 = 33723;

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
    read_directory(chunk, &mut exif);
    exif
}

/// Stops at the first thing that makes no sense, keeping what was read.
fn read_directory(chunk: &[u8], exif: &mut Exif) -> Option<()> {
    let order = match chunk.get(..4)? {
        b"II*\0" => Order::Little,
        b"MM\0*" => Order::Big,
        _ => return None,
    };
    let directory = usize::try_from(order.u32(chunk, 4)?).ok()?;
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
                exif.said.caption = Some(text())
                    .filter(|caption| !CAMERA_CAPTIONS.contains(&caption.to_uppercase().as_str()))
                    .unwrap_or_default();
            }
            ARTIST => exif.said.creator = text(),
            COPYRIGHT => exif.said.copyright = text(),
            XMP => exif.xmp = Some(value.to_vec()),
            IPTC => exif.iim = Some(value.to_vec()),
            _ => {}
        }
    }
    Some(())
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
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
