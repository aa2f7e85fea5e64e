//! The segments of a JPEG file (ITU-T T.81, annex B): which stay, and where new ones stand.

const START_OF_IMAGE: [u8; 2] = [0xFF, 0xD8];
const START_OF_SCAN: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const APP15: u8 = 0xEF;
const COMMENT: u8 = 0xFE;

/// A segment to be put in: its marker and its data, of at most 65,533 bytes.
pub(super) type Segment = (u8, Vec<u8>);

/// The file with these segments, and of its own only what the picture cannot be shown right without.
pub(super) fn with_only(jpeg: &[u8], segments: &[Segment]) -> Option<Vec<u8>> {
    let mut rest = jpeg.strip_prefix(&START_OF_IMAGE)?;
    let (mut first, mut kept) = (Vec::new(), Vec::new());
    loop {
        let (&[0xFF, marker], behind) = rest.split_first_chunk::<2>()? else { return None };
        match marker {
            0xFF => rest = &rest[1..],
            START_OF_SCAN => break,
            _ => {
                let length = usize::from(u16::from_be_bytes(*behind.first_chunk()?));
                let data = behind.get(2..length)?;
                if is_kept(marker, data) {
                    // The file's own first segment stays the first.
                    let into = if marker == APP0 { &mut first } else { &mut kept };
                    append(into, marker, data)?;
                }
                rest = &behind[length..];
            }
        }
    }
    let mut made = START_OF_IMAGE.to_vec();
    made.extend(first);
    for (marker, data) in segments.iter().filter(|(_, data)| !data.is_empty()) {
        append(&mut made, *marker, data)?;
    }
    made.extend(kept);
    made.extend(rest);
    Some(made)
}

/// Tables and frames stay, and of what applications wrote only the measures of JFIF, colours, and how they are coded.
fn is_kept(marker: u8, data: &[u8]) -> bool {
    match marker {
        APP0 => data.starts_with(b"JFIF\0"),
        APP2 => data.starts_with(b"ICC_PROFILE\0"),
        APP14 => data.starts_with(b"Adobe"),
        APP0..=APP15 | COMMENT => false,
        _ => true,
    }
}

fn append(into: &mut Vec<u8>, marker: u8, data: &[u8]) -> Option<()> {
    let length = u16::try_from(data.len() + 2).ok()?;
    into.extend([0xFF, marker]);
    into.extend(length.to_be_bytes());
    into.extend(data);
    Some(())
}
