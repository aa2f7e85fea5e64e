//! Where each part lives: the one map between parts and the columns of the working tables, both ways.
//!
//! A part this version does not know, a part of another kind of document, a value of an unexpected shape, and a rule that no
//! list is made by have no column: they are kept whole in `extra_part`. Knows no SQL beyond the names.

use tilshi_story::{DocumentKind, EditionKey, Part, PartKey, PartValue};

/// The place of a part's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// A text column of the document's own row.
    Column { table: &'static str, column: &'static str },
    /// A text column, with its hash beside it, of the row of one edition.
    EditionColumn { table: &'static str, column: &'static str, edition: EditionKey },
    /// Rows of a table, one an item, in no order.
    Set { table: &'static str, column: &'static str },
    /// Rows of a table, one an item, with their position.
    List { table: &'static str, column: &'static str },
    /// The table of parts without a column.
    Extra,
}

/// The place of a value in a document of this kind.
pub(crate) fn place(document: DocumentKind, key: &PartKey, value: &PartValue) -> Place {
    let home = home(document, key);
    match (&home, value) {
        (Place::Column { .. } | Place::EditionColumn { .. }, PartValue::Text(_))
        | (Place::Set { .. }, PartValue::Set(_))
        | (Place::List { .. }, PartValue::List(_)) => home,
        _ => Place::Extra,
    }
}

/// The place of a part's values of the expected shape in a document of this kind.
pub(crate) fn home(document: DocumentKind, key: &PartKey) -> Place {
    match key.known().map(|part| place_of(&part)) {
        Some((kind, place)) if kind == document => place,
        Some(_) | None => Place::Extra,
    }
}

/// Expands the table of homes to the map in both directions, so that neither can be forgotten.
macro_rules! homes {
    (columns { $($plain:ident = $plain_kind:ident $plain_column:literal,)* }
     sets { $($set:ident = $set_kind:ident $set_table:literal $set_column:literal,)* }
     lists { $($list:ident = $list_kind:ident $list_table:literal $list_column:literal,)* }
     editions { $($edition:ident = $edition_kind:ident $edition_column:literal,)* }
     whole { $($whole:ident = $whole_kind:ident,)* }
     whole_editions { $($whole_edition:ident = $whole_edition_kind:ident,)* }) => {
        fn place_of(part: &Part) -> (DocumentKind, Place) {
            match part {
                $(Part::$plain => {
                    let kind = DocumentKind::$plain_kind;
                    (kind, Place::Column { table: own_table(kind), column: $plain_column })
                })*
                $(Part::$set => (DocumentKind::$set_kind, Place::Set { table: $set_table, column: $set_column }),)*
                $(Part::$list => (DocumentKind::$list_kind, Place::List { table: $list_table, column: $list_column }),)*
                $(Part::$edition(edition) => {
                    let kind = DocumentKind::$edition_kind;
                    let edition = edition.clone();
                    (kind, Place::EditionColumn { table: edition_table(kind), column: $edition_column, edition })
                })*
                $(Part::$whole => (DocumentKind::$whole_kind, Place::Extra),)*
                $(Part::$whole_edition(_) => (DocumentKind::$whole_edition_kind, Place::Extra),)*
            }
        }

        const PLAIN: &[Part] = &[$(Part::$plain,)* $(Part::$set,)* $(Part::$list,)*];

        const OF_EDITION: &[(DocumentKind, &str, fn(EditionKey) -> Part)] =
            &[$((DocumentKind::$edition_kind, $edition_column, Part::$edition),)*];
    };
}

homes! {
    columns {
        Slugline = Story "slugline",
        SourceEdition = Story "source_edition",
        Section = Story "section",
        Urgency = Story "urgency",
        Attribution = Story "attribution",
        DatelineCity = Story "dateline_city",
        Embargo = Story "embargo",
        Deadline = Story "deadline",
        Desk = Story "desk",
        CreatedBy = Story "created_by",
        Creator = Photo "creator",
        CreditLine = Photo "credit_line",
        RightsBasis = Photo "rights_basis",
        UsageTerms = Photo "usage_terms",
        CopyrightNotice = Photo "copyright_notice",
        LicenceUntil = Photo "licence_until",
        LicenceRestriction = Photo "licence_restriction",
        PhotoSource = Photo "source",
        JobTitle = Photo "job_title",
        Instructions = Photo "instructions",
        WebStatement = Photo "web_statement",
        Event = Photo "event",
        City = Photo "city",
        Country = Photo "country",
        CountryCode = Photo "country_code",
        Province = Photo "province",
        Sublocation = Photo "sublocation",
        DateCreated = Photo "date_created",
        Licensor = Photo "licensor",
        DigitalSourceType = Photo "digital_source_type",
        FocalPoint = Photo "focal_point",
        CropWide = Photo "crop_wide",
        CropStandard = Photo "crop_standard",
        CropSquare = Photo "crop_square",
        CropTall = Photo "crop_tall",
        CropFree = Photo "crop_free",
        Rating = Photo "rating",
        Decorative = Photo "decorative",
        FileName = Photo "file_name",
        MediaType = Photo "media_type",
        Width = Photo "width",
        Height = Photo "height",
        SizeBytes = Photo "size_bytes",
        Kind = Entry "kind",
        Parent = Entry "parent",
        AliasOf = Entry "alias_of",
    }
    sets {
        Tags = Story "story_tag" "entry",
        Assignees = Story "assignee" "person",
        Keywords = Photo "photo_keyword" "keyword",
        PersonsShown = Photo "photo_person" "person",
    }
    lists {
        Bylines = Story "byline" "person",
        Photos = Story "photo_use" "photo",
    }
    editions {
        Headline = Story "headline",
        Lead = Story "lead",
        Body = Story "body",
        Slug = Story "slug",
        MadeFrom = Story "made_from",
        SourceHeadline = Story "source_headline",
        SourceLead = Story "source_lead",
        SourceBody = Story "source_body",
        PhotoHeadline = Photo "headline",
        Caption = Photo "caption",
        AltText = Photo "alt_text",
        ExtendedDescription = Photo "extended_description",
        Label = Entry "label",
    }
    whole {
        KazakhLatin = Entry,
        ArabicScript = Entry,
        NamedAs = Entry,
        Warning = Entry,
    }
    whole_editions {
        ConvertedBy = Story,
        Machine = Story,
        Forbidden = Entry,
        CheckLevels = Entry,
        MachineService = Entry,
    }
}

/// The table of a kind's own rows.
pub(crate) fn own_table(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Story => "story",
        DocumentKind::Photo => "photo",
        DocumentKind::Entry => "entry",
    }
}

/// The table of a kind's rows per edition.
pub(crate) fn edition_table(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Story => "edition",
        DocumentKind::Photo => "photo_text",
        DocumentKind::Entry => "entry_label",
    }
}

/// A column of a table per edition, with the part that it holds.
pub(crate) type EditionColumn = (&'static str, fn(EditionKey) -> Part);

/// The columns of a kind's table per edition.
pub(crate) fn edition_columns(kind: DocumentKind) -> Vec<EditionColumn> {
    OF_EDITION.iter().filter(|(of, ..)| *of == kind).map(|(_, column, part)| (*column, *part)).collect()
}

/// The parts of a kind that live in a column of its own row, with that column.
pub(crate) fn own_columns(kind: DocumentKind) -> Vec<(&'static str, &'static Part)> {
    let own = |part: &'static Part| match place_of(part) {
        (of, Place::Column { column, .. }) if of == kind => Some((column, part)),
        _ => None,
    };
    PLAIN.iter().filter_map(own).collect()
}

/// The parts of a kind that live in a table of items, with that place.
pub(crate) fn collections(kind: DocumentKind) -> Vec<(Place, &'static Part)> {
    let collection = |part: &'static Part| match place_of(part) {
        (of, place @ (Place::Set { .. } | Place::List { .. })) if of == kind => Some((place, part)),
        _ => None,
    };
    PLAIN.iter().filter_map(collection).collect()
}

#[cfg(test)]
pub(crate) const KINDS: [DocumentKind; 3] = [DocumentKind::Story, DocumentKind::Photo, DocumentKind::Entry];

/// Every part of this version that a document of this kind can have, editions `kk` and `en`.
#[cfg(test)]
pub(crate) fn all_parts(kind: DocumentKind) -> Vec<Part> {
    let editions = ["kk", "en"].map(|key| key.parse::<EditionKey>().expect("an edition key"));
    let of_editions = edition_columns(kind).into_iter();
    let of_editions = of_editions.flat_map(|(_, part)| editions.iter().map(move |key| part(key.clone())));
    PLAIN.iter().filter(|part| place_of(part).0 == kind).cloned().chain(of_editions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_parts_share_a_place_and_every_listed_column_leads_back_to_its_part() {
        let mut seen = BTreeSet::new();
        for kind in KINDS {
            for part in all_parts(kind) {
                let place = home(kind, &part.key());
                assert_ne!(place, Place::Extra, "{part:?}");
                assert!(seen.insert(format!("{place:?}")), "{part:?} shares {place:?}");
            }
            for (column, part) in own_columns(kind) {
                assert_eq!(home(kind, &part.key()), Place::Column { table: own_table(kind), column });
            }
            for (column, part) in edition_columns(kind) {
                let edition: EditionKey = "kk".parse().expect("an edition key");
                let expected = Place::EditionColumn { table: edition_table(kind), column, edition: edition.clone() };
                assert_eq!(home(kind, &part(edition).key()), expected);
            }
        }
    }

    #[test]
    fn what_has_no_column_is_extra() {
        let unknown: PartKey = "audio-script".parse().expect("well formed");
        assert_eq!(home(DocumentKind::Story, &unknown), Place::Extra);
        assert_eq!(home(DocumentKind::Story, &Part::Creator.key()), Place::Extra, "a photo's part on a story");
        let list = PartValue::List(vec!["a".into()]);
        assert_eq!(place(DocumentKind::Story, &Part::Slugline.key(), &list), Place::Extra, "another shape");
    }
}
