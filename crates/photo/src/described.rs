//! What a rendition says about itself (IPTC Photo Metadata 2025.1): its credit goes wherever the file goes.
//!
//! Written as XMP, and as IIM for the programs that read nothing newer. Whatever the file said before is dropped, a
//! camera's place and numbers with it: only what the newsroom means to say goes out.

mod iim;
mod jpeg;
mod xmp;

use tilshi_story::{Content, DigitalSourceType, EditionKey, Part};

use crate::PhotoError;

/// What is written into a rendition. An empty field is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// Creator.
    pub creator: String,
    /// Credit Line.
    pub credit_line: String,
    /// Source.
    pub source: String,
    /// Copyright Notice.
    pub copyright_notice: String,
    /// Rights Usage Terms.
    pub usage_terms: String,
    /// Creator's Job Title.
    pub job_title: String,
    /// Instructions.
    pub instructions: String,
    /// Web Statement of Rights.
    pub web_statement: String,
    /// Event.
    pub event: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Digital Source Type: the last part of its address in the IPTC NewsCodes, such as `digitalCapture`.
    pub digital_source_type: String,
    /// The language of caption and alt text, as a BCP 47 tag.
    pub language: String,
    /// Caption/Description.
    pub caption: String,
    /// Alt Text (Accessibility).
    pub alt_text: String,
}

impl Description {
    /// What is said of a photo in an edition, whose language is this BCP 47 tag.
    pub fn of(photo: &Content, edition: &EditionKey, language: &str) -> Self {
        let text = |part: Part| photo.text(&part).to_owned();
        let source_type = DigitalSourceType::parse(photo.text(&Part::DigitalSourceType));
        let is_decorative = photo.text(&Part::Decorative) == "yes";
        Self {
            creator: text(Part::Creator),
            credit_line: text(Part::CreditLine),
            source: text(Part::PhotoSource),
            copyright_notice: text(Part::CopyrightNotice),
            usage_terms: text(Part::UsageTerms),
            job_title: text(Part::JobTitle),
            instructions: text(Part::Instructions),
            web_statement: text(Part::WebStatement),
            event: text(Part::Event),
            city: text(Part::City),
            country: text(Part::Country),
            digital_source_type: source_type.map(DigitalSourceType::news_code).unwrap_or_default(),
            language: language.to_owned(),
            caption: text(Part::Caption(edition.clone())),
            alt_text: if is_decorative { String::new() } else { text(Part::AltText(edition.clone())) },
        }
    }
}

/// A JPEG file with this description in the place of all that it said. Pixels and colours stay as they are.
pub fn described(jpeg: &[u8], description: &Description) -> Result<Vec<u8>, PhotoError> {
    let packets = [iim::segment(description), xmp::segment(description)];
    jpeg::with_only(jpeg, &packets).ok_or_else(|| PhotoError::Damaged { detail: "the segments make no sense".into() })
}

/// The beginning of a text that fits into so many bytes; never a part of a character.
fn clipped(text: &str, most_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(most_bytes)]
}
