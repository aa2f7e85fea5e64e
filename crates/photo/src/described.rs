//! What a rendition says about itself (IPTC Photo Metadata 2025.1): its credit goes wherever the file goes.
//!
//! Written as XMP, and as IIM for the programs that read nothing newer. Whatever the file said before is dropped, a
//! camera's place and numbers with it: only what the newsroom means to say goes out.

mod iim;
mod jpeg;
mod webp;
mod xmp;

use tilshi_story::{Content, DigitalSourceType, EditionKey, Part};

use crate::PhotoError;
use crate::field::{Field, Texts};

/// What is written into a rendition. What is empty is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    /// The language of what is said in an edition, as a BCP 47 tag.
    language: String,
    texts: Texts,
}

/// The parts of a photo that belong to no edition, with the field that each is.
pub const FIELDS: [(Part, Field); 20] = [
    (Part::Creator, Field::Creator),
    (Part::JobTitle, Field::JobTitle),
    (Part::CreditLine, Field::CreditLine),
    (Part::PhotoSource, Field::Source),
    (Part::CopyrightNotice, Field::CopyrightNotice),
    (Part::UsageTerms, Field::UsageTerms),
    (Part::WebStatement, Field::WebStatement),
    (Part::Licensor, Field::Licensor),
    (Part::LicenceRestriction, Field::Restriction),
    (Part::Instructions, Field::Instructions),
    (Part::Keywords, Field::Keywords),
    (Part::PersonsShown, Field::PersonsShown),
    (Part::DateCreated, Field::DateCreated),
    (Part::Event, Field::Event),
    (Part::Sublocation, Field::Sublocation),
    (Part::City, Field::City),
    (Part::Province, Field::Province),
    (Part::Country, Field::Country),
    (Part::CountryCode, Field::CountryCode),
    (Part::DigitalSourceType, Field::DigitalSourceType),
];

impl Description {
    /// One that says nothing yet; what is said in an edition will be in the language of this BCP 47 tag.
    pub fn new(language: &str) -> Self {
        Self { language: language.to_owned(), texts: Texts::new() }
    }

    /// What is said of a photo in an edition, whose language is this BCP 47 tag.
    pub fn of(photo: &Content, edition: &EditionKey, language: &str) -> Self {
        let mut description = Self::new(language);
        for (part, field) in &FIELDS {
            let items = match field {
                _ if field.is_list() => photo.items(part).into_iter().map(str::to_owned).collect(),
                Field::DigitalSourceType => {
                    DigitalSourceType::parse(photo.text(part)).map(address_of).into_iter().collect()
                }
                _ => vec![photo.text(part).to_owned()],
            };
            description.put(*field, items);
        }
        let mut say = |field, part: Part| description.put(field, vec![photo.text(&part).to_owned()]);
        say(Field::Headline, Part::PhotoHeadline(edition.clone()));
        say(Field::Caption, Part::Caption(edition.clone()));
        if photo.text(&Part::Decorative) != "yes" {
            say(Field::AltText, Part::AltText(edition.clone()));
            say(Field::ExtendedDescription, Part::ExtendedDescription(edition.clone()));
        }
        description
    }

    /// Says this in a field; what is empty says nothing.
    pub fn put(&mut self, field: Field, items: Vec<String>) {
        let items: Vec<String> = items.into_iter().filter(|text| !text.is_empty()).collect();
        if !items.is_empty() {
            self.texts.insert(field, items);
        }
    }

    /// What it says in a field, several items joined by a comma.
    pub fn text(&self, field: Field) -> String {
        self.items(field).join(", ")
    }

    fn items(&self, field: Field) -> &[String] {
        self.texts.get(&field).map_or(&[], Vec::as_slice)
    }
}

/// The address of a source type in the IPTC NewsCodes.
fn address_of(kind: DigitalSourceType) -> String {
    format!("http://cv.iptc.org/newscodes/digitalsourcetype/{}", kind.news_code())
}

/// A JPEG or WebP file with this description in the place of all that it said. Pixels and colours stay as they are.
pub fn described(picture: &[u8], description: &Description) -> Result<Vec<u8>, PhotoError> {
    let made = match picture.starts_with(b"RIFF") {
        true => webp::with_only(picture, xmp::packet(description).as_bytes()),
        false => jpeg::with_only(picture, &[iim::segment(description), xmp::segment(description)]),
    };
    made.ok_or_else(|| PhotoError::Damaged { detail: "its parts make no sense".into() })
}

/// The beginning of a text that fits into so many bytes; never a part of a character.
fn clipped(text: &str, most_bytes: usize) -> &str {
    &text[..text.floor_char_boundary(most_bytes)]
}
