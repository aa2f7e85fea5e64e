//! The fields of the IPTC Photo Metadata Standard 2025.1 that are read and written, and where each of them stands in a file:
//! one table for XMP and IIM, both ways.

use std::collections::BTreeMap;

/// A field of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Creator.
    Creator,
    /// Creator's Job Title.
    JobTitle,
    /// Credit Line.
    CreditLine,
    /// Source.
    Source,
    /// Copyright Notice.
    CopyrightNotice,
    /// Rights Usage Terms.
    UsageTerms,
    /// Web Statement of Rights.
    WebStatement,
    /// Licensor, the address alone.
    Licensor,
    /// Other Constraints (PLUS).
    Restriction,
    /// Instructions.
    Instructions,
    /// Headline.
    Headline,
    /// Caption/Description.
    Caption,
    /// Alt Text (Accessibility).
    AltText,
    /// Extended Description (Accessibility).
    ExtendedDescription,
    /// Keywords.
    Keywords,
    /// Person Shown in the Image.
    PersonsShown,
    /// Date Created, as [`is_date`] has it.
    DateCreated,
    /// Event.
    Event,
    /// Sublocation.
    Sublocation,
    /// City.
    City,
    /// Province or State.
    Province,
    /// Country.
    Country,
    /// Country Code.
    CountryCode,
    /// Digital Source Type: an address in the IPTC NewsCodes.
    DigitalSourceType,
}

/// Texts by their fields. A field of one text has one item; none is empty.
pub(crate) type Texts = BTreeMap<Field, Vec<String>>;

/// How XMP (ISO 16684-1) writes a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A text.
    Text,
    /// A text whose language is not said.
    Default,
    /// A text in the language of an edition.
    Spoken,
    /// Items in an order.
    Sequence,
    /// Items in no order.
    Bag,
    /// A structure with an address in it.
    Licensor,
}

/// A namespace of XMP, with the prefix that it is written with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Namespace {
    pub(crate) prefix: &'static str,
    pub(crate) address: &'static str,
}

const DC: Namespace = Namespace { prefix: "dc", address: "http://purl.org/dc/elements/1.1/" };
const PHOTOSHOP: Namespace = Namespace { prefix: "photoshop", address: "http://ns.adobe.com/photoshop/1.0/" };
const RIGHTS: Namespace = Namespace { prefix: "xmpRights", address: "http://ns.adobe.com/xap/1.0/rights/" };
const CORE: Namespace = Namespace { prefix: "Iptc4xmpCore", address: "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" };
const EXTENSION: Namespace =
    Namespace { prefix: "Iptc4xmpExt", address: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/" };
/// The namespace of PLUS, which a structure's own properties have, too.
pub(crate) const PLUS: Namespace = Namespace { prefix: "plus", address: "http://ns.useplus.org/ldf/xmp/1.0/" };

/// Every namespace of [`PLACES`].
pub(crate) const NAMESPACES: [&Namespace; 6] = [&DC, &PHOTOSHOP, &RIGHTS, &CORE, &EXTENSION, &PLUS];

/// A dataset of IIM's application record, with the most bytes that it holds (IPTC-IIM 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dataset {
    pub(crate) number: u8,
    pub(crate) most_bytes: usize,
}

/// Where a field stands in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) field: Field,
    pub(crate) namespace: &'static Namespace,
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// Most bytes of all its items as they are written in XMP.
    pub(crate) most_bytes: usize,
    pub(crate) iim: Option<Dataset>,
}

// A segment of JPEG holds 65,502 bytes of XMP. These bounds keep any packet below that: a passage stands in it twice, for
// its language and for readers that ask for none.
const PASSAGE: usize = 6_000;
const LINE: usize = 2_500;
const LIST: usize = 2_000;
const NOTE: usize = 1_500;
const NAME: usize = 500;

const fn place(
    field: Field,
    (namespace, name): (&'static Namespace, &'static str),
    form: Form,
    most_bytes: usize,
    iim: Option<(u8, usize)>,
) -> Place {
    let iim = match iim {
        Some((number, most_bytes)) => Some(Dataset { number, most_bytes }),
        None => None,
    };
    Place { field, namespace, name, form, most_bytes, iim }
}

/// Every field, in the order of the enumeration. The date's datasets are two, and have a form of their own.
pub(crate) const PLACES: [Place; 24] = [
    place(Field::Creator, (&DC, "creator"), Form::Sequence, LINE, Some((80, 32))),
    place(Field::JobTitle, (&PHOTOSHOP, "AuthorsPosition"), Form::Text, NAME, Some((85, 32))),
    place(Field::CreditLine, (&PHOTOSHOP, "Credit"), Form::Text, LINE, Some((110, 32))),
    place(Field::Source, (&PHOTOSHOP, "Source"), Form::Text, LINE, Some((115, 32))),
    place(Field::CopyrightNotice, (&DC, "rights"), Form::Default, LINE, Some((116, 128))),
    place(Field::UsageTerms, (&RIGHTS, "UsageTerms"), Form::Default, LINE, None),
    place(Field::WebStatement, (&RIGHTS, "WebStatement"), Form::Text, NOTE, None),
    place(Field::Licensor, (&PLUS, "Licensor"), Form::Licensor, NAME, None),
    place(Field::Restriction, (&PLUS, "OtherConstraints"), Form::Default, NAME, None),
    place(Field::Instructions, (&PHOTOSHOP, "Instructions"), Form::Text, NOTE, Some((40, 256))),
    place(Field::Headline, (&PHOTOSHOP, "Headline"), Form::Text, NOTE, Some((105, 256))),
    place(Field::Caption, (&DC, "description"), Form::Spoken, PASSAGE, Some((120, 2000))),
    place(Field::AltText, (&CORE, "AltTextAccessibility"), Form::Spoken, PASSAGE, None),
    place(Field::ExtendedDescription, (&CORE, "ExtDescrAccessibility"), Form::Spoken, PASSAGE, None),
    place(Field::Keywords, (&DC, "subject"), Form::Bag, LIST, Some((25, 64))),
    place(Field::PersonsShown, (&EXTENSION, "PersonInImage"), Form::Bag, NOTE, None),
    place(Field::DateCreated, (&PHOTOSHOP, "DateCreated"), Form::Text, NAME, None),
    place(Field::Event, (&EXTENSION, "Event"), Form::Default, NAME, None),
    place(Field::Sublocation, (&CORE, "Location"), Form::Text, NAME, Some((92, 32))),
    place(Field::City, (&PHOTOSHOP, "City"), Form::Text, NAME, Some((90, 32))),
    place(Field::Province, (&PHOTOSHOP, "State"), Form::Text, NAME, Some((95, 32))),
    place(Field::Country, (&PHOTOSHOP, "Country"), Form::Text, NAME, Some((101, 64))),
    place(Field::CountryCode, (&CORE, "CountryCode"), Form::Text, NAME, Some((100, 3))),
    place(Field::DigitalSourceType, (&EXTENSION, "DigitalSourceType"), Form::Text, NAME, None),
];

impl Field {
    pub(crate) fn place(self) -> &'static Place {
        &PLACES[self as usize]
    }

    /// Whether it has several items.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Keywords | Self::PersonsShown)
    }

    /// Most bytes that programs see of it which read nothing newer than IIM; of each item, where there are several.
    pub fn iim_bytes(self) -> Option<usize> {
        self.place().iim.map(|dataset| dataset.most_bytes)
    }
}

/// Whether a text is a date as photos have it (ISO 8601): a year, or down to the month, day, minute or second, a time with or
/// without its distance from UTC.
pub fn is_date(text: &str) -> bool {
    let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
    let number = |text: &str, digits: usize| -> Option<u32> {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let between = |text: &str, least: u32, most: u32| number(text, 2).is_some_and(|it| (least..=most).contains(&it));
    let pieces: Vec<&str> = date.split('-').collect();
    let is_day = match pieces.as_slice() {
        [year] => number(year, 4).is_some_and(|year| year > 0),
        [year, month] => number(year, 4).is_some_and(|year| year > 0) && between(month, 1, 12),
        [year, month, day] => {
            number(year, 4).is_some_and(|year| year > 0) && between(month, 1, 12) && between(day, 1, 31)
        }
        _ => false,
    };
    let Some(time) = time else { return is_day };
    let (clock, zone) = match time.find(['+', '-', 'Z']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let is_zone = match zone.split_at_checked(1) {
        None | Some(("Z", "")) => true,
        Some((_, distance)) => {
            distance.split_once(':').is_some_and(|(hours, minutes)| between(hours, 0, 14) && between(minutes, 0, 59))
        }
    };
    let clock = clock.split_once('.').map_or(clock, |(seconds, fraction)| match number(fraction, fraction.len()) {
        Some(_) if seconds.len() == 8 => seconds,
        _ => "",
    });
    let pieces: Vec<&str> = clock.split(':').collect();
    let is_time = match pieces.as_slice() {
        [hours, minutes] => between(hours, 0, 23) && between(minutes, 0, 59),
        [hours, minutes, seconds] => between(hours, 0, 23) && between(minutes, 0, 59) && between(seconds, 0, 60),
        _ => false,
    };
    is_day && pieces.len() > 1 && date.len() == 10 && is_time && is_zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_field_in_its_place() {
        for (number, place) in PLACES.iter().enumerate() {
            assert_eq!(place.field as usize, number, "{place:?}");
            assert!(NAMESPACES.contains(&place.namespace), "{place:?}");
        }
    }

    #[test]
    fn a_date_is_as_exact_as_somebody_knows_it() {
        for date in [
            "1931",
            "2026-03",
            "2026-03-14",
            "2026-03-14T07:52",
            "2026-03-14T07:52:00+05:00",
            "2026-03-14T07:52:00Z",
            "2026-03-14T07:52:00.25-03:30",
        ] {
            assert!(is_date(date), "{date}");
        }
        for other in [
            "",
            "0000",
            "26",
            "2026-13",
            "2026-00-01",
            "2026-03-32",
            "2026-03T07:52",
            "2026-03-14T",
            "2026-03-14T7:52",
            "2026-03-14T24:00",
            "2026-03-14T07:52+5",
            "2026-03-14T07:52:00+05:99",
            "14.03.2026",
            "2026-03-14 07:52",
            "2026-03-14T07:52.5",
            "２０２６",
        ] {
            assert!(!is_date(other), "{other}");
        }
    }
}
