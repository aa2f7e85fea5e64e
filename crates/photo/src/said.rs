//! What a picture file says about itself, as far as it can be read. Decides nothing: a person, or the caller, does.

mod exif;
mod iim;
mod xmp;

use crate::field::{Field, Texts, is_date};
use crate::opened::{Opened, guarded};

/// Most items of a field.
const MAX_ITEMS: usize = 200;

/// What a picture file says about itself (IPTC Photo Metadata).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said(Texts);

impl Said {
    /// Whether the file says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What it says in a field, several items joined by a comma; empty where it says nothing.
    pub fn text(&self, field: Field) -> String {
        self.items(field).join(", ")
    }

    /// What it says in a field; nothing is empty.
    pub fn items(&self, field: Field) -> &[String] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Notes what a field says; what is empty says nothing.
    fn put(&mut self, field: Field, items: Vec<String>) {
        let items: Vec<String> = items.into_iter().filter(|text| !text.is_empty()).take(MAX_ITEMS).collect();
        if !items.is_empty() && (field != Field::DateCreated || is_date(&items[0])) {
            self.0.insert(field, items);
        }
    }

    /// Takes from another source what this one does not say.
    fn or(mut self, other: Self) -> Self {
        for (field, items) in other.0 {
            self.0.entry(field).or_insert(items);
        }
        self
    }

    /// Takes what another source says, where that is more than the beginning of what this one says.
    fn corrected_by(mut self, other: Self) -> Self {
        for (field, theirs) in other.0 {
            let ours = self.0.entry(field).or_default();
            let is_cut =
                ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| ours.starts_with(theirs));
            if !is_cut {
                *ours = theirs;
            }
        }
        self
    }
}

/// Reads what the file says in XMP, IIM and EXIF, and where they disagree follows the Metadata Working Group (Guidelines
/// for Handling Image Metadata 2.0, 3.4): XMP first, unless somebody changed IIM after they were written together; EXIF
/// last. A file that cannot be read says nothing.
pub fn said(bytes: &[u8]) -> Said {
    guarded(|| {
        let mut opened = Opened::new(bytes)?;
        let exif = opened.exif().map(|chunk| exif::read(&chunk)).unwrap_or_default();
        let xmp = opened.xmp().or(exif.xmp).map(|packet| xmp::read(&packet)).unwrap_or_default();
        let iim = opened.iptc().or(exif.iim).map(|chunk| iim::read(&chunk)).unwrap_or_default();
        let newest = if iim.is_newer { xmp.corrected_by(iim.said) } else { xmp.or(iim.said) };
        Ok(newest.or(exif.said))
    })
    .unwrap_or_default()
}

/// A value as people should see it: trimmed, without control characters, of a sane length.
fn clean(text: &str) -> String {
    const MAX_CHARACTERS: usize = 8_000;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String =
        text.chars().filter(|c| !c.is_control() || *c == '\n' || *c == '\t').take(MAX_CHARACTERS).collect();
    kept.trim().to_owned()
}

/// Text without a declared encoding: strict UTF-8, else Windows-1252, as old desks wrote it.
fn text_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => clean(text),
        Err(_) => clean(&bytes.iter().map(|byte| windows_1252(*byte)).collect::<String>()),
    }
}

fn windows_1252(byte: u8) -> char {
    const FROM_80_TO_9F: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80_TO_9F[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}
