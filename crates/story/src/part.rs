//! Parts: the units of permission, merge and approval.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::CommentPart;
use crate::id::string_form;

/// A part's name or an edition's key breaks the rules of its form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid part name or edition key")]
pub struct InvalidPart;

/// The key of an edition, such as `kk` or `tote`: two to eight lower-case Latin letters or digits.
///
/// Which editions exist, their BCP 47 tags, labels and directions are data of the language crate.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
#[ts(type = "string")]
pub struct EditionKey(String);

impl EditionKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EditionKey {
    type Err = InvalidPart;

    fn from_str(text: &str) -> Result<Self, InvalidPart> {
        let fits = (2..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidPart) }
    }
}

impl fmt::Display for EditionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

string_form!(EditionKey);

/// The name of a part on the wire and in the store, such as `edition/kk/headline`.
///
/// It may name a part that this version does not know: such parts are kept and hashed like any other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, ts_rs::TS)]
#[ts(type = "string")]
pub struct PartKey(String);

/// Most bytes of a body, and of a part of a later version.
const MAX_BODY_BYTES: usize = 2 << 20;
/// Most bytes of any other part.
const MAX_PART_BYTES: usize = 40_000;

impl PartKey {
    /// Most bytes that the part may have, here and at the portal: so that one document well fits one answer.
    pub fn max_bytes(&self) -> usize {
        match self.known() {
            None if CommentPart::of(self).is_some() => MAX_PART_BYTES,
            Some(Part::Body(_) | Part::SourceBody(_)) | None => MAX_BODY_BYTES,
            Some(_) => MAX_PART_BYTES,
        }
    }

    /// A name that keeps the rules of its form.
    pub(crate) fn of_sound_name(name: String) -> Self {
        debug_assert!(name.parse::<Self>().is_ok(), "{name}");
        Self(name)
    }

    /// Longest name, in bytes.
    pub const MAX_BYTES: usize = 160;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part, if this version knows it.
    pub fn known(&self) -> Option<Part> {
        Part::parse(&self.0)
    }
}

impl FromStr for PartKey {
    type Err = InvalidPart;

    fn from_str(text: &str) -> Result<Self, InvalidPart> {
        let sound = |piece: &str| {
            !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        if text.len() <= Self::MAX_BYTES && text.split('/').all(sound) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPart)
        }
    }
}

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

string_form!(PartKey);

/// Declares the parts without an edition and the parts of one edition, with their names, in one table.
macro_rules! parts {
    (plain { $($(#[$plain_doc:meta])* $plain:ident = $plain_name:literal,)* }
     edition { $($(#[$edition_doc:meta])* $edition:ident = $edition_name:literal,)* }) => {
        /// A part that this version knows.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Part {
            $($(#[$plain_doc])* $plain,)*
            $($(#[$edition_doc])* $edition(EditionKey),)*
        }

        impl Part {
            fn parse(name: &str) -> Option<Self> {
                $(if name == $plain_name { return Some(Self::$plain); })*
                let (edition, field) = name.strip_prefix("edition/")?.split_once('/')?;
                let edition = edition.parse().ok()?;
                match field {
                    $($edition_name => Some(Self::$edition(edition)),)*
                    _ => None,
                }
            }

            /// The name of the part.
            pub fn key(&self) -> PartKey {
                match self {
                    $(Self::$plain => PartKey($plain_name.to_owned()),)*
                    $(Self::$edition(edition) => PartKey(format!(concat!("edition/{}/", $edition_name), edition)),)*
                }
            }

            /// The edition the part belongs to, if it belongs to one.
            pub fn edition(&self) -> Option<&EditionKey> {
                match self {
                    $(Self::$plain => None,)*
                    $(Self::$edition(edition) => Some(edition),)*
                }
            }
        }
    };
}

parts! {
    plain {
        /// Story: the newsroom's short working name.
        Slugline = "slugline",
        /// Story: the key of the edition the others are translated from.
        SourceEdition = "source-edition",
        /// Story: the section, as the id of a vocabulary entry.
        Section = "section",
        /// Story: IPTC urgency, `1` (most urgent) to `8`; the newsroom uses 1 to 5.
        Urgency = "urgency",
        /// Story: the tags, a set of vocabulary entry ids.
        Tags = "tags",
        /// Story: the authors in printed order, a list of person ids.
        Bylines = "bylines",
        /// Story: the photos in order, a list of photo ids.
        Photos = "photos",
        /// Story: whom the news comes from.
        Attribution = "attribution",
        /// Story: the city of the dateline, as the id of a vocabulary entry.
        DatelineCity = "dateline-city",
        /// Story: not to be published before this moment, milliseconds since the Unix epoch.
        Embargo = "embargo",
        /// Story: by when its source edition has to be public, milliseconds since the Unix epoch.
        Deadline = "deadline",
        /// Story: the desk that answers for it, as the id of a vocabulary entry.
        Desk = "desk",
        /// Story: the people it is assigned to besides its creator, a set of person ids.
        Assignees = "assignees",
        /// Story: the person who made it.
        CreatedBy = "created-by",
        /// Photo: IPTC Creator.
        Creator = "creator",
        /// Photo: IPTC Credit Line.
        CreditLine = "credit-line",
        /// Photo: why the agency may print it, a [`RightsBasis`].
        RightsBasis = "rights-basis",
        /// Photo: IPTC Usage Terms (XMP `xmpRights:UsageTerms`).
        UsageTerms = "usage-terms",
        /// Photo: IPTC Copyright Notice.
        CopyrightNotice = "copyright-notice",
        /// Photo: it may not be printed from this moment on (PLUS License End Date), milliseconds since the Unix epoch.
        LicenceUntil = "licence-until",
        /// Photo: for which uses or places the licence does not hold (PLUS Other Constraints); empty when it holds for all.
        LicenceRestriction = "licence-restriction",
        /// Photo: IPTC Source, whoever it was had from.
        PhotoSource = "source",
        /// Photo: IPTC Creator's Job Title.
        JobTitle = "job-title",
        /// Photo: IPTC Instructions, what whoever uses it has to know.
        Instructions = "instructions",
        /// Photo: IPTC Web Statement of Rights, an address.
        WebStatement = "web-statement",
        /// Photo: IPTC Event.
        Event = "event",
        /// Photo: IPTC City, where it was made.
        City = "city",
        /// Photo: IPTC Country, where it was made.
        Country = "country",
        /// Photo: IPTC Country Code, of two or three letters (ISO 3166-1).
        CountryCode = "country-code",
        /// Photo: IPTC Province or State, where it was made.
        Province = "province",
        /// Photo: IPTC Sublocation, where in the city it was made.
        Sublocation = "sublocation",
        /// Photo: IPTC Date Created (ISO 8601), as exact as somebody knows it.
        DateCreated = "date-created",
        /// Photo: IPTC Keywords, a set.
        Keywords = "keywords",
        /// Photo: IPTC Person Shown in the Image, a set of names.
        PersonsShown = "persons-shown",
        /// Photo: IPTC Licensor, the address alone.
        Licensor = "licensor",
        /// Photo: IPTC Digital Source Type, a [`DigitalSourceType`].
        DigitalSourceType = "digital-source-type",
        /// Photo: the [`Point`](crate::Point) that every crop without a place of its own keeps in sight.
        FocalPoint = "focal-point",
        /// Photo: the [`Region`](crate::Region) shown where the shape is 16:9.
        CropWide = "crop-wide",
        /// Photo: the region shown where the shape is 4:3.
        CropStandard = "crop-standard",
        /// Photo: the region shown where the shape is a square.
        CropSquare = "crop-square",
        /// Photo: the region shown where the shape is 9:16.
        CropTall = "crop-tall",
        /// Photo: the region shown where any shape will do, on the page of the story.
        CropFree = "crop-free",
        /// Photo: how good people find it, `1` to `5` (XMP `xmp:Rating`); it never leaves the newsroom.
        Rating = "rating",
        /// Photo: `yes` when the picture says nothing that a reader who cannot see it would miss.
        Decorative = "decorative",
        /// Photo: the name of the file it came from.
        FileName = "file-name",
        /// Photo: the media type of the original, such as `image/jpeg`.
        MediaType = "media-type",
        /// Photo: width of the upright original, in pixels.
        Width = "width",
        /// Photo: height of the upright original, in pixels.
        Height = "height",
        /// Photo: size of the original, in bytes.
        SizeBytes = "size-bytes",
        /// Entry: an [`EntryKind`].
        Kind = "kind",
        /// Entry: the section above this one.
        Parent = "parent",
        /// Entry: the entry that stands in its place, having been made first; only the portal says so.
        AliasOf = "alias-of",
        /// Supplier: how files name it besides what it is called, a set.
        NamedAs = "named-as",
        /// Supplier: what whoever uses a photo of it has to know.
        Warning = "warning",
        /// House style: the Latin alphabet of Kazakh, by the year of its decree.
        KazakhLatin = "kazakh-latin",
        /// House style: what is done otherwise in the Arabic script, a set of names.
        ArabicScript = "arabic-script",
    }
    edition {
        /// Story: the title.
        Headline = "headline",
        /// Story: the standfirst of one or two sentences.
        Lead = "lead",
        /// Story: the text, in CommonMark.
        Body = "body",
        /// Story: the URL part of this edition; made from the headline when it is missing.
        Slug = "slug",
        /// Story: the key of the edition that this one was made from.
        MadeFrom = "made-from",
        /// Story: the title of that edition as this one follows it.
        SourceHeadline = "source-headline",
        /// Story: the standfirst of that edition as this one follows it.
        SourceLead = "source-lead",
        /// Story: the text of that edition as this one follows it.
        SourceBody = "source-body",
        /// Story: by which rules, alphabet and exceptions this edition was converted.
        ConvertedBy = "converted-by",
        /// Story: the passages of this edition that a machine translated and nobody has read, a set of their marks.
        Machine = "machine",
        /// Photo: IPTC Headline in the language of this edition.
        PhotoHeadline = "photo-headline",
        /// Photo: IPTC Caption/Description in the language of this edition.
        Caption = "caption",
        /// Photo: IPTC Alt Text (Accessibility) in the language of this edition.
        AltText = "alt-text",
        /// Photo: IPTC Extended Description (Accessibility) in the language of this edition.
        ExtendedDescription = "extended-description",
        /// Entry: the printed form in this edition (of a tag, a section, a name, a city).
        Label = "label",
        /// Entry: forms that this edition never prints, a set.
        Forbidden = "forbidden",
        /// House style: how much checks matter in this edition where that is not the usual, a set of `check:severity`.
        CheckLevels = "check-levels",
        /// House style: the service that translates into this edition, in JSON; none where no machine may.
        MachineService = "machine-service",
    }
}

impl Part {
    /// What is said of a photo in an edition, in the order in which people write it.
    pub const PHOTO_WORDS: [fn(EditionKey) -> Self; 4] =
        [Self::PhotoHeadline, Self::Caption, Self::AltText, Self::ExtendedDescription];

    /// Whether the value is running text that people edit letter by letter.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Headline(_) | Self::Lead(_) | Self::Body(_))
    }

    /// Whether the value says how far an edition follows its source. Nobody wrote it, so nobody is asked about it: of two
    /// that differ, the portal's stands, and at worst somebody is told once more that the source has moved.
    pub fn is_of_following(&self) -> bool {
        matches!(
            self,
            Self::MadeFrom(_)
                | Self::SourceHeadline(_)
                | Self::SourceLead(_)
                | Self::SourceBody(_)
                | Self::ConvertedBy(_)
                | Self::Machine(_)
        )
    }

    /// Whether the value is a rule of the whole newsroom.
    pub fn is_house_style(&self) -> bool {
        matches!(self, Self::KazakhLatin | Self::ArabicScript | Self::CheckLevels(_) | Self::MachineService(_))
    }
}

impl From<Part> for PartKey {
    fn from(part: Part) -> Self {
        part.key()
    }
}

/// A closed word list whose values are stored as text.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$word_doc])* $variant,)*
        }

        impl $name {
            /// Every word of the list, in the order people see it.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stored form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// The value of a stored form, if it is one of the list.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Why the agency may print a photo.
    RightsBasis {
        /// Taken by the agency's own staff.
        Staff = "staff",
        /// Supplied by an agency under contract.
        Agency = "agency",
        /// Given to the press by the people shown or their office.
        Handout = "handout",
        /// Under a licence that allows it, such as a Creative Commons one.
        Licence = "licence",
        /// With the written permission of the owner.
        Permission = "permission",
        /// In the public domain.
        PublicDomain = "public-domain",
    }
}

words! {
    /// How a picture came about: the IPTC NewsCodes of the scheme `digitalsourcetype` that a newsroom meets, under names
    /// that are written as all words here are (<http://cv.iptc.org/newscodes/digitalsourcetype/>).
    DigitalSourceType {
        /// Taken by a camera.
        DigitalCapture = "digital-capture",
        /// A scan of something printed.
        Print = "print",
        /// A scan of film.
        NegativeFilm = "negative-film",
        /// A photo that software has bettered.
        AlgorithmicallyEnhanced = "algorithmically-enhanced",
        /// A photo that a person has altered.
        HumanEdits = "human-edits",
        /// Put together from photos.
        CompositeCapture = "composite-capture",
        /// A picture of a screen.
        ScreenCapture = "screen-capture",
        /// Drawn by a person with a computer.
        DigitalCreation = "digital-creation",
        /// A chart or map made from data.
        DataDrivenMedia = "data-driven-media",
        /// Put together with parts that no camera took.
        CompositeSynthetic = "composite-synthetic",
        /// A photo that a trained model has altered.
        CompositeWithTrainedAlgorithmicMedia = "composite-with-trained-algorithmic-media",
        /// Made by a trained model.
        TrainedAlgorithmicMedia = "trained-algorithmic-media",
        /// Made by software that was not trained.
        AlgorithmicMedia = "algorithmic-media",
    }
}

/// What readers are told of a picture in which a trained model had a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synthetic {
    /// All of it was made by one.
    Made,
    /// Parts of it were.
    Altered,
}

impl DigitalSourceType {
    /// The last part of its address in the NewsCodes, such as `digitalCapture`.
    pub fn news_code(self) -> String {
        let mut words = self.as_str().split('-');
        let mut code = words.next().unwrap_or_default().to_owned();
        for word in words {
            let (first, rest) = word.split_at(1);
            code += &first.to_ascii_uppercase();
            code += rest;
        }
        code
    }

    /// The type of an address of the NewsCodes, if it is one of these.
    pub fn of_news_code(address: &str) -> Option<Self> {
        let code = address.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        Self::ALL.iter().copied().find(|each| each.news_code() == code)
    }

    /// What readers have to be told, if anything.
    pub fn synthetic(self) -> Option<Synthetic> {
        match self {
            Self::TrainedAlgorithmicMedia => Some(Synthetic::Made),
            Self::CompositeWithTrainedAlgorithmicMedia | Self::CompositeSynthetic => Some(Synthetic::Altered),
            Self::DigitalCapture
            | Self::Print
            | Self::NegativeFilm
            | Self::AlgorithmicallyEnhanced
            | Self::HumanEdits
            | Self::CompositeCapture
            | Self::ScreenCapture
            | Self::DigitalCreation
            | Self::DataDrivenMedia
            | Self::AlgorithmicMedia => None,
        }
    }
}

words! {
    /// What a vocabulary entry is.
    EntryKind {
        /// A keyword.
        Tag = "tag",
        /// A place in the site's tree.
        Section = "section",
        /// A person who writes or is written about.
        Person = "person",
        /// A city a dateline can name.
        City = "city",
        /// A part of the newsroom that plans stories of its own.
        Desk = "desk",
        /// A word that is spelt as it should be, whatever a dictionary says.
        Word = "word",
        /// A name or expression that has one form in each edition: an office, a title, a body.
        Term = "term",
        /// A word that a conversion into another script writes otherwise than its rules would.
        Exception = "exception",
        /// A name that stays as it is in every edition: a brand, the name of a programme.
        Kept = "kept",
        /// What a new story of its kind begins with: details, and words of its editions.
        Template = "template",
        /// Words that are put into a text again and again.
        Snippet = "snippet",
        /// Somebody from whom the newsroom has photos: how their credits and rights are brought into order.
        Supplier = "supplier",
        /// What this newsroom does its own way; there is one, [`EntryId::HOUSE_STYLE`](crate::EntryId).
        HouseStyle = "house-style",
    }
}

impl EntryKind {
    /// Whether the entry is words that texts and conversions know; a template, a snippet or a supplier only has a
    /// name.
    pub fn is_word(self) -> bool {
        !matches!(self, Self::Template | Self::Snippet | Self::Supplier | Self::HouseStyle)
    }

    /// Whether the entry fills in a part of a story or a photo.
    pub fn fills(self, part: &Part) -> bool {
        match self {
            Self::Snippet => matches!(part, Part::Body(_)),
            Self::Supplier => matches!(
                part,
                Part::NamedAs
                    | Part::Warning
                    | Part::CreditLine
                    | Part::PhotoSource
                    | Part::RightsBasis
                    | Part::UsageTerms
                    | Part::CopyrightNotice
                    | Part::Instructions
                    | Part::WebStatement
                    | Part::Licensor
                    | Part::LicenceRestriction
            ),
            Self::Template => matches!(
                part,
                Part::SourceEdition
                    | Part::Section
                    | Part::Desk
                    | Part::Urgency
                    | Part::Tags
                    | Part::DatelineCity
                    | Part::Attribution
                    | Part::Headline(_)
                    | Part::Lead(_)
                    | Part::Body(_)
            ),
            Self::Tag
            | Self::Section
            | Self::Person
            | Self::City
            | Self::Desk
            | Self::Word
            | Self::Term
            | Self::Exception
            | Self::Kept
            | Self::HouseStyle => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_told_of_trained_models_and_of_nothing_else() {
        for kind in DigitalSourceType::ALL.iter().copied() {
            let address = format!("http://cv.iptc.org/newscodes/digitalsourcetype/{}", kind.news_code());
            assert_eq!(DigitalSourceType::of_news_code(&address), Some(kind));
        }
        let told: Vec<String> = DigitalSourceType::ALL
            .iter()
            .filter(|kind| kind.synthetic().is_some())
            .map(|kind| kind.news_code())
            .collect();
        assert_eq!(
            told,
            ["compositeSynthetic", "compositeWithTrainedAlgorithmicMedia", "trainedAlgorithmicMedia"],
            "what an algorithm drew that was never trained is not made with AI"
        );
    }

    #[test]
    fn a_part_survives_its_name() {
        let kk: EditionKey = "kk".parse().expect("an edition key");
        for part in [Part::Slugline, Part::Photos, Part::Body(kk.clone()), Part::AltText(kk)] {
            assert_eq!(part.key().known(), Some(part));
        }
    }

    #[test]
    fn a_part_of_a_later_version_is_kept_by_name() {
        let key: PartKey = "edition/kk/audio-script".parse().expect("well formed");
        assert_eq!(key.known(), None);
        assert_eq!(key.to_string(), "edition/kk/audio-script");
    }

    #[test]
    fn malformed_names_are_refused() {
        for name in ["", "/", "edition//body", "Edition/kk/body", "a b", "тег", &"x".repeat(161)] {
            assert_eq!(name.parse::<PartKey>(), Err(InvalidPart), "{name}");
        }
        for key in ["", "k", "KK", "kk-Cyrl", "abcdefghi"] {
            assert_eq!(key.parse::<EditionKey>(), Err(InvalidPart), "{key}");
        }
    }
}
