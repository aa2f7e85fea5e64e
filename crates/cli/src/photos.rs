//! `tilshi photo`: photos of this computer, in a story or in none.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, Subcommand};
use serde::de::IntoDeserializer as _;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize as _, Serialize};
use tilshi_newsroom::Call;
use tilshi_newsroom::story::{Block, Crop, EditionKey, EntryKind, Failure, Part, PartValue, PhotoId};
use tilshi_newsroom::views::{
    EntryView, PhotoAdded, PhotoChange, PhotoPage, PhotoQuery, PhotoQueue, PhotoRow, PhotoUse, PhotoView,
    PhotosChanged, SaidView,
};

use crate::arguments::{Moment, YesOrNo, edition_text, moment_or_none};
use crate::desk::{Desk, read_bytes, write_bytes};
use crate::failures;
use crate::print;
use crate::vocabulary::Vocabulary;
use crate::work::{Answer, put_all, set_all};

/// `tilshi photo`.
#[derive(Debug, Subcommand)]
pub(crate) enum Photo {
    /// Add a picture to a story and print its id
    Add {
        /// The story: its id, or the last eight characters of it
        story: String,
        /// The picture file: JPEG, PNG, WebP, TIFF or GIF
        file: PathBuf,
    },
    /// Add picture files, and those in folders, to no story yet; a file that cannot be added keeps no other from it
    Import {
        /// Files and folders; of a folder, every file in it and below it
        #[arg(required = true, value_name = "FILE_OR_FOLDER")]
        paths: Vec<PathBuf>,
    },
    /// List the photos of this computer, the newest first
    List {
        /// Only those that are all of this: credit-needed, alt-text-needed, rights-needed, otherwise, rated, ending, used, unused, mine
        /// or conflicts; may be repeated
        #[arg(long = "only", value_name = "WHICH", value_parser = queue)]
        queues: Vec<PhotoQueue>,
        /// Beginnings of words of file name, creator, credit, captions and alternative texts
        #[arg(long, default_value = "")]
        words: String,
        /// How many at most
        #[arg(long, default_value_t = 100)]
        count: usize,
    },
    /// Put photos into a story, behind those that it has
    Use {
        /// The story: its id, or the last eight characters of it
        story: String,
        /// The photos' ids
        #[arg(required = true)]
        photos: Vec<PhotoId>,
    },
    /// List the stories that use a photo, with what they say beside it
    Uses {
        /// The photo's id
        photo: PhotoId,
        /// The edition whose words are shown, where it has any
        #[arg(long, default_value = "en")]
        edition: EditionKey,
    },
    /// Show a photo with everything that is said of it
    Show {
        /// The photo's id
        photo: PhotoId,
    },
    /// List the photos that look like another: copies in another size or coding
    Alike {
        /// The photo's id
        photo: PhotoId,
    },
    /// Show what the original says of itself, whatever stands in the fields
    Said {
        /// The photo's id
        photo: PhotoId,
    },
    /// Write the size that readers see to a file, with its credit in it as XMP and IIM
    Export {
        /// The photo's id
        photo: PhotoId,
        /// The edition whose caption and alt text it says
        #[arg(long)]
        edition: EditionKey,
        /// Only what this crop shows: wide (16:9), standard (4:3), square, tall (9:16) or free
        #[arg(long, value_name = "CROP", value_parser = crop)]
        rendition: Option<Crop>,
        /// The JPEG file to write
        file: PathBuf,
    },
    /// Say which part of the picture each shape shows, and what every other keeps in sight; an empty value clears it
    Crop {
        /// The photo's id
        photo: PhotoId,
        /// What is kept in sight: across and down, in percent of the upright picture
        #[arg(long, value_name = "ACROSS,DOWN")]
        focal_point: Option<String>,
        /// What is shown at 16:9: left, top, width and height, in percent of the upright picture
        #[arg(long, value_name = "REGION")]
        wide: Option<String>,
        /// What is shown at 4:3
        #[arg(long, value_name = "REGION")]
        standard: Option<String>,
        /// What is shown in a square
        #[arg(long, value_name = "REGION")]
        square: Option<String>,
        /// What is shown at 9:16
        #[arg(long, value_name = "REGION")]
        tall: Option<String>,
        /// What is shown where any shape will do, on the page of the story
        #[arg(long, value_name = "REGION")]
        free: Option<String>,
    },
    /// Let a photo go out although its licence forbids it, for a reason that stays with it
    Lift {
        /// The photo's id
        photo: PhotoId,
        /// What to lift: licence-ended or licence-restricted
        #[arg(value_parser = block)]
        block: Block,
        /// Why; an empty one takes back what lifts it now
        #[arg(long)]
        reason: String,
    },
    /// Bring photos into the form that the rules for their suppliers want
    Rules {
        /// The photos' ids
        #[arg(required = true)]
        photos: Vec<PhotoId>,
    },
    /// Say whose picture it is and what it shows; an empty value clears it
    Credit {
        /// The photo's id
        photo: PhotoId,
        #[command(flatten)]
        fields: Box<PhotoFields>,
    },
}

/// What `photo credit` can set.
#[derive(Debug, Args)]
pub(crate) struct PhotoFields {
    /// Who made it (IPTC Creator)
    #[arg(long)]
    pub(crate) creator: Option<String>,
    /// The credit as printed (IPTC Credit Line)
    #[arg(long)]
    pub(crate) credit_line: Option<String>,
    /// Why it may be printed: staff, agency, handout, licence, permission or public-domain
    #[arg(long)]
    pub(crate) rights_basis: Option<String>,
    /// What the owner asks for (IPTC Usage Terms)
    #[arg(long)]
    pub(crate) usage_terms: Option<String>,
    /// May not be printed from this moment on, such as 2026-12-31T23:59:00+05:00; `none` says that there is no end
    #[arg(long, value_name = "RFC3339|none", value_parser = moment_or_none)]
    pub(crate) licence_until: Option<Moment>,
    /// For which uses or places the licence does not hold (PLUS Other Constraints)
    #[arg(long, value_name = "TEXT")]
    pub(crate) licence_restriction: Option<String>,
    /// Whoever it was had from (IPTC Source)
    #[arg(long)]
    pub(crate) source: Option<String>,
    /// Whose it is (IPTC Copyright Notice)
    #[arg(long)]
    pub(crate) copyright_notice: Option<String>,
    /// What the creator's profession is (IPTC Creator's Job Title)
    #[arg(long)]
    pub(crate) job_title: Option<String>,
    /// What whoever uses it has to know (IPTC Instructions)
    #[arg(long)]
    pub(crate) instructions: Option<String>,
    /// Where the rights are explained (IPTC Web Statement of Rights)
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) web_statement: Option<String>,
    /// What happened when it was made (IPTC Event)
    #[arg(long)]
    pub(crate) event: Option<String>,
    /// In which city it was made (IPTC City)
    #[arg(long)]
    pub(crate) city: Option<String>,
    /// In which country it was made (IPTC Country)
    #[arg(long)]
    pub(crate) country: Option<String>,
    /// Its letters (IPTC Country Code), such as KAZ
    #[arg(long)]
    pub(crate) country_code: Option<String>,
    /// In which region it was made (IPTC Province or State)
    #[arg(long)]
    pub(crate) province: Option<String>,
    /// Where in the city it was made (IPTC Sublocation)
    #[arg(long)]
    pub(crate) sublocation: Option<String>,
    /// When it was made (IPTC Date Created), as exact as it is known: 2026, 2026-03-14 or 2026-03-14T07:52+05:00
    #[arg(long, value_name = "DATE")]
    pub(crate) date_created: Option<String>,
    /// What it is about (IPTC Keywords), parted by commas
    #[arg(long, value_delimiter = ',')]
    pub(crate) keywords: Option<Vec<String>>,
    /// Who is in it (IPTC Person Shown in the Image), parted by commas
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub(crate) persons_shown: Option<Vec<String>>,
    /// Where it can be had from (IPTC Licensor)
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) licensor: Option<String>,
    /// How it came about (IPTC Digital Source Type): digital-capture, print, negative-film, algorithmically-enhanced,
    /// human-edits, composite-capture, screen-capture, digital-creation, data-driven-media, composite-synthetic,
    /// composite-with-trained-algorithmic-media, trained-algorithmic-media or algorithmic-media
    #[arg(long)]
    pub(crate) digital_source_type: Option<String>,
    /// How good people find it: 1 to 5
    #[arg(long)]
    pub(crate) rating: Option<String>,
    /// Whether it says nothing that a reader who cannot see it would miss
    #[arg(long, value_name = "YES_OR_NO")]
    pub(crate) decorative: Option<YesOrNo>,
    /// The headline in one edition; may be repeated
    #[arg(long, value_name = "EDITION=TEXT", value_parser = edition_text)]
    pub(crate) headline: Vec<(EditionKey, String)>,
    /// The caption in one edition; may be repeated
    #[arg(long, value_name = "EDITION=TEXT", value_parser = edition_text)]
    pub(crate) caption: Vec<(EditionKey, String)>,
    /// The alt text in one edition; may be repeated
    #[arg(long, value_name = "EDITION=TEXT", value_parser = edition_text)]
    pub(crate) alt_text: Vec<(EditionKey, String)>,
    /// What whoever cannot see it is told at length, in one edition; may be repeated
    #[arg(long, value_name = "EDITION=TEXT", value_parser = edition_text)]
    pub(crate) extended_description: Vec<(EditionKey, String)>,
}

pub(crate) fn photo(desk: &mut Desk, command: Photo) -> Result<Answer, Failure> {
    let view: PhotoView = match command {
        Photo::Add { story, file } => {
            let story = desk.story(&story)?;
            let file_name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let data = STANDARD.encode(read_bytes(&file)?);
            let added: PhotoAdded = desk.ask(Call::photo_add { story: Some(story), file_name, data })?;
            desk.ask_json(Call::suggestion_send { document: story.into() })?;
            added.view
        }
        Photo::Import { paths } => return import(desk, &paths),
        Photo::List { queues, words, count } => {
            let query = PhotoQuery { queues, changed_since: None, words };
            let page: PhotoPage = desk.ask(Call::photo_list { query, from: 0, count })?;
            let lines: Vec<String> = page.rows.iter().map(line).collect();
            let total = print::count(page.total, "photo", "photos");
            return Answer::of(&page, format!("{}{total}", lines.concat()));
        }
        Photo::Use { story, photos } => {
            let story = desk.story(&story)?;
            let added: usize = desk.ask(Call::photos_use { story, photos })?;
            return Answer::of(&added, format!("{} put into the story", print::count(added, "photo", "photos")));
        }
        Photo::Uses { photo, edition } => {
            let uses: Vec<PhotoUse> = desk.ask(Call::photo_uses { photo, edition })?;
            let said = |used: &PhotoUse| {
                let words = [&used.headline, &used.lead, &used.paragraph].into_iter().filter(|words| !words.is_empty());
                words.map(|words| format!("\n    {words}")).collect::<String>()
            };
            let lines: Vec<String> =
                uses.iter().map(|used| format!("{}  {}{}", used.story, used.title, said(used))).collect();
            let text = if lines.is_empty() { "In no story.".to_owned() } else { lines.join("\n") };
            return Answer::of(&uses, text);
        }
        Photo::Show { photo } => desk.ask(Call::photo_show { photo })?,
        Photo::Alike { photo } => {
            let rows: Vec<PhotoRow> = desk.ask(Call::photo_alike { photo })?;
            let text = if rows.is_empty() { "None.".to_owned() } else { rows.iter().map(line).collect() };
            return Answer::of(&rows, text);
        }
        Photo::Said { photo } => {
            let said: SaidView = desk.ask(Call::photo_said { photo })?;
            return Answer::of(&said, print::said(&said));
        }
        Photo::Export { photo, edition, rendition, file } => {
            let data: String = desk.ask(Call::photo_export { photo, edition, crop: rendition })?;
            let bytes = STANDARD.decode(data).map_err(|error| Failure::new("internal").with("detail", error))?;
            write_bytes(&file, &bytes)?;
            return Ok(Answer::said());
        }
        Photo::Crop { photo, focal_point, wide, standard, square, tall, free } => {
            let parts = [
                (Part::FocalPoint, focal_point),
                (Part::CropWide, wide),
                (Part::CropStandard, standard),
                (Part::CropSquare, square),
                (Part::CropTall, tall),
                (Part::CropFree, free),
            ];
            set_all(desk, photo, parts)?;
            desk.ask(Call::photo_show { photo })?
        }
        Photo::Lift { photo, block, reason } => desk.ask(Call::photo_lift { photo, block, reason })?,
        Photo::Rules { photos } => {
            let changes: Vec<PhotoChange> = desk.ask(Call::supplier_changes { photos })?;
            let changed: PhotosChanged = desk.ask(Call::photos_change { changes })?;
            let left =
                changed.left.iter().map(|left| format!("\n{}: {}", left.file_name, failures::sentence(&left.failure)));
            let said =
                format!("{} changed{}", print::count(changed.changed, "field", "fields"), left.collect::<String>());
            return Answer::of(&changed, said);
        }
        Photo::Credit { photo, fields } => {
            put_all(desk, photo, photo_parts(*fields))?;
            desk.ask(Call::photo_show { photo })?
        }
    };
    Answer::of(&view, print::photo(&view))
}

fn photo_parts(fields: PhotoFields) -> Vec<(Part, PartValue)> {
    let decorative = fields.decorative.map(|answer| match answer {
        YesOrNo::Yes => "yes".to_owned(),
        YesOrNo::No => String::new(),
    });
    let mut parts = vec![
        (Part::LicenceUntil, fields.licence_until.map(Moment::text)),
        (Part::LicenceRestriction, fields.licence_restriction),
        (Part::Creator, fields.creator),
        (Part::CreditLine, fields.credit_line),
        (Part::RightsBasis, fields.rights_basis),
        (Part::UsageTerms, fields.usage_terms),
        (Part::PhotoSource, fields.source),
        (Part::CopyrightNotice, fields.copyright_notice),
        (Part::JobTitle, fields.job_title),
        (Part::Instructions, fields.instructions),
        (Part::WebStatement, fields.web_statement),
        (Part::Event, fields.event),
        (Part::City, fields.city),
        (Part::Country, fields.country),
        (Part::CountryCode, fields.country_code),
        (Part::Province, fields.province),
        (Part::Sublocation, fields.sublocation),
        (Part::DateCreated, fields.date_created),
        (Part::Licensor, fields.licensor),
        (Part::DigitalSourceType, fields.digital_source_type),
        (Part::Rating, fields.rating),
        (Part::Decorative, decorative),
    ];
    let words = [fields.headline, fields.caption, fields.alt_text, fields.extended_description];
    for (make, texts) in Part::PHOTO_WORDS.into_iter().zip(words) {
        parts.extend(texts.into_iter().map(|(edition, text)| (make(edition), Some(text))));
    }
    let texts = parts.into_iter().filter_map(|(part, text)| Some((part, PartValue::text(text?))));
    let lists = [(Part::Keywords, fields.keywords), (Part::PersonsShown, fields.persons_shown)];
    let lists = lists.into_iter().filter_map(|(part, given)| Some((part, items(&given?))));
    texts.chain(lists).collect()
}

fn items(given: &[String]) -> PartValue {
    let items = given.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
    PartValue::Set(items.map(str::to_owned).collect())
}

/// The rules for the photos of a supplier.
#[derive(Debug, Args)]
pub(crate) struct SupplierFields {
    /// How files name it besides its own name; as often as there are
    #[arg(long, value_name = "NAME")]
    named_as: Option<Vec<String>>,
    /// What whoever uses a photo of it has to know
    #[arg(long)]
    warning: Option<String>,
    /// The credit as printed, with {creator} for whoever made the photo
    #[arg(long)]
    credit_line: Option<String>,
    /// What the source is called
    #[arg(long)]
    source: Option<String>,
    /// Why its photos may be printed: staff, agency, handout, licence, permission or public-domain
    #[arg(long)]
    rights_basis: Option<String>,
    /// What it asks for
    #[arg(long)]
    usage_terms: Option<String>,
    /// Whose its photos are
    #[arg(long)]
    copyright_notice: Option<String>,
    /// What whoever uses them has to do
    #[arg(long)]
    instructions: Option<String>,
    /// Where the rights are explained
    #[arg(long, value_name = "ADDRESS")]
    web_statement: Option<String>,
    /// Where its photos can be had from
    #[arg(long, value_name = "ADDRESS")]
    licensor: Option<String>,
    /// For which uses or places its licence does not hold
    #[arg(long, value_name = "TEXT")]
    licence_restriction: Option<String>,
}

/// Sets the rules for the photos of a supplier.
pub(crate) fn supplier(desk: &mut Desk, name: &str, fields: SupplierFields) -> Result<Answer, Failure> {
    let entry = Vocabulary::read(desk)?.known(EntryKind::Supplier, name)?;
    let named = fields.named_as.map(|names| (Part::NamedAs, items(&names)));
    let texts = [
        (Part::Warning, fields.warning),
        (Part::CreditLine, fields.credit_line),
        (Part::PhotoSource, fields.source),
        (Part::RightsBasis, fields.rights_basis),
        (Part::UsageTerms, fields.usage_terms),
        (Part::CopyrightNotice, fields.copyright_notice),
        (Part::Instructions, fields.instructions),
        (Part::WebStatement, fields.web_statement),
        (Part::Licensor, fields.licensor),
        (Part::LicenceRestriction, fields.licence_restriction),
    ];
    let texts = texts.into_iter().filter_map(|(part, text)| Some((part, PartValue::text(text?))));
    let mut changed: Option<EntryView> = None;
    for (part, value) in named.into_iter().chain(texts) {
        changed = Some(desk.ask(Call::entry_fill { entry, part: part.key(), value })?);
    }
    let entry = changed.ok_or_else(|| Failure::new("bad-argument").with("argument", "warning"))?;
    Answer::of(&entry, print::filled(&entry))
}

/// What became of files that were to be added.
#[derive(Debug, Default, Serialize)]
struct Imported {
    added: Vec<AddedFile>,
    refused: Vec<RefusedFile>,
}

#[derive(Debug, Serialize)]
struct AddedFile {
    file: String,
    photo: PhotoId,
    is_known: bool,
    alike: usize,
}

#[derive(Debug, Serialize)]
struct RefusedFile {
    file: String,
    #[serde(flatten)]
    failure: Failure,
}

fn import(desk: &mut Desk, paths: &[PathBuf]) -> Result<Answer, Failure> {
    let mut files = Vec::new();
    paths.iter().try_for_each(|path| add_files(path, &mut files))?;
    let mut imported = Imported::default();
    for path in files {
        let file = path.display().to_string();
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let added = read_bytes(&path).and_then(|bytes| {
            desk.ask::<PhotoAdded>(Call::photo_add { story: None, file_name, data: STANDARD.encode(bytes) })
        });
        match added {
            Ok(PhotoAdded { view, is_known, alike }) => {
                imported.added.push(AddedFile { file, photo: view.photo, is_known, alike });
            }
            Err(failure) => imported.refused.push(RefusedFile { file, failure }),
        }
    }
    let added = imported.added.iter().map(|added| {
        let note = match added {
            AddedFile { is_known: true, .. } => "  (was here already)".to_owned(),
            AddedFile { alike: 0, .. } => String::new(),
            AddedFile { alike, .. } => {
                format!("  (looks like {} here: tilshi photo alike)", print::count(*alike, "other", "others"))
            }
        };
        format!("{}  {}{note}", added.photo, added.file)
    });
    let refused = imported.refused.iter().map(|refused| format!("Not added: {}", refused.file));
    let lines: Vec<String> = added.chain(refused).collect();
    let refusals = imported.refused.iter().map(|refused| refused.failure.clone().with("file", &refused.file)).collect();
    Ok(Answer { refusals, ..Answer::of(&imported, lines.join("\n"))? })
}

/// Every file of a path, in the order of their names.
fn add_files(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let unreadable =
        |error: std::io::Error| Failure::new("file-unreadable").with("file", path.display()).with("detail", error);
    let mut inside = Vec::new();
    for entry in fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        // A link may lead anywhere, and back.
        if !entry.file_type().map_err(unreadable)?.is_symlink() {
            inside.push(entry.path());
        }
    }
    inside.sort();
    inside.iter().try_for_each(|path| add_files(path, files))
}

/// One line a photo: what it lacks, whose it is, what it is called.
fn line(row: &PhotoRow) -> String {
    let lacks = [
        (row.credit_needed, "credit needed"),
        (row.rights_needed, "rights basis needed"),
        (row.alt_text_needed, "alt text needed"),
        (row.otherwise, "file says otherwise"),
    ];
    let lacks: Vec<&str> = lacks.into_iter().filter_map(|(lacks, word)| lacks.then_some(word)).collect();
    let caption = row.captions.values().next().map_or(row.file_name.as_str(), String::as_str);
    let credit = if row.credit_line.is_empty() { "-" } else { &row.credit_line };
    let state = if lacks.is_empty() { "complete".to_owned() } else { lacks.join(", ") };
    let stars = "*".repeat(row.rating.into());
    format!("{}  {credit}  {caption}  ({state}; used in {}) {stars}", row.photo, row.uses).trim_end().to_owned() + "\n"
}

fn block(word: &str) -> Result<Block, String> {
    let words: Vec<&str> = Block::ALL.iter().map(|block| block.as_str()).collect();
    Block::parse(word).ok_or_else(|| format!("one of {}", words.join(", ")))
}

fn crop(word: &str) -> Result<Crop, String> {
    let words: Vec<&str> = Crop::ALL.iter().map(|crop| crop.as_str()).collect();
    Crop::parse(word).ok_or_else(|| format!("one of {}", words.join(", ")))
}

fn queue(word: &str) -> Result<PhotoQueue, String> {
    let deserializer: StrDeserializer<'_, ValueError> = word.into_deserializer();
    PhotoQueue::deserialize(deserializer).map_err(|error| error.to_string())
}
