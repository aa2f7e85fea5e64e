//! IPTC-IIM 4.2 datasets, bare or inside Photoshop image resource blocks, read within bounds.

use md5::{Digest as _, Md5};

use super::{Said, text_of};

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
    let mut said = Said::default();
    let mut creators: Vec<String> = Vec::new();
    let is_blocks = chunk.starts_with(b"8BIM");
    let datasets = if is_blocks { resource(chunk, IPTC_RESOURCE).unwrap_or_default() } else { chunk };
    let digest = resource(chunk, DIGEST_RESOURCE).filter(|digest| is_blocks && digest.len() == 16);
    let is_newer = digest.is_some_and(|digest| *digest != Md5::digest(datasets)[..]);
    for (number, value) in (Datasets { rest: datasets }).take(MAX_DATASETS) {
        let text = text_of(value);
        match number {
            80 if !text.is_empty() && !creators.contains(&text) => creators.push(text),
            40 => said.instructions = text,
            85 => said.job_title = text,
            90 => said.city = text,
            101 => said.country = text,
            110 => said.credit_line = text,
            115 => said.source = text,
            116 => said.copyright = text,
            120 => said.caption = text,
            _ => {}
        }
    }
    said.creator = creators.join(", ");
    Iim { said, is_newer }
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
