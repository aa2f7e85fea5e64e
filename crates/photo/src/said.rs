//! What a picture file says about itself, as far as it can be read. Decides nothing: a person, or the caller, does.

mod exif;
mod iim;
mod xmp;

use crate::opened::{Opened, guarded};

/// What a picture file says about itself (IPTC Photo Metadata). Empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Creator; several are joined by a comma.
    pub creator: String,
    /// Credit line.
    pub credit_line: String,
    /// Caption.
    pub caption: String,
    /// Source: whoever the picture was had from.
    pub source: String,
    /// Copyright notice.
    pub copyright: String,
    /// Usage terms.
    pub usage_terms: String,
    /// Creator's job title.
    pub job_title: String,
    /// Instructions.
    pub instructions: String,
    /// Web statement of rights: an address.
    pub web_statement: String,
    /// Event.
    pub event: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Digital Source Type, as the file writes it: an address in the IPTC NewsCodes.
    pub digital_source_type: String,
}

impl Said {
    /// Whether the file says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Takes from another source what this one does not say.
    fn or(self, other: Self) -> Self {
        self.with(other, |ours, theirs| if ours.is_empty() { theirs } else { ours })
    }

    /// Takes what another source says, where that is more than the beginning of what this one says.
    fn corrected_by(self, other: Self) -> Self {
        self.with(other, |ours, theirs| if ours.starts_with(&theirs) { ours } else { theirs })
    }

    fn with(self, other: Self, chosen: impl Fn(String, String) -> String) -> Self {
        Self {
            creator: chosen(self.creator, other.creator),
            credit_line: chosen(self.credit_line, other.credit_line),
            caption: chosen(self.caption, other.caption),
            source: chosen(self.source, other.source),
            copyright: chosen(self.copyright, other.copyright),
            usage_terms: chosen(self.usage_terms, other.usage_terms),
            job_title: chosen(self.job_title, other.job_title),
            instructions: chosen(self.instructions, other.instructions),
            web_statement: chosen(self.web_statement, other.web_statement),
            event: chosen(self.event, other.event),
            city: chosen(self.city, other.city),
            country: chosen(self.country, other.country),
            digital_source_type: chosen(self.digital_source_type, other.digital_source_type),
        }
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
