//! The vocabulary on the command line: list it, add to it, take it out as a table and in again.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use tilshi_newsroom::Call;
use tilshi_newsroom::story::{EditionKey, EntryKind, Failure};
use tilshi_newsroom::views::{EntryView, VocabularyReport};

use crate::arguments::Filled;
use crate::boilerplate;
use crate::desk::Desk;
use crate::outside::absolute;
use crate::photos::{SupplierFields, supplier};
use crate::print;
use crate::vocabulary::Vocabulary as Words;
use crate::work::Answer;

/// `tilshi vocabulary`.
#[derive(Debug, Subcommand)]
pub(crate) enum Vocabulary {
    /// List the tags, sections, people and cities that this computer knows
    List,
    /// Add one; the same word again is the same entry
    Add {
        /// What it is
        #[arg(long, value_enum)]
        kind: Kind,
        /// The edition that prints it like this, such as kk or en
        #[arg(long, value_name = "EDITION")]
        edition: EditionKey,
        /// The word as printed
        label: String,
    },
    /// Say what one is called in an edition, or which section stands above it
    Set {
        /// What it is
        #[arg(long, value_enum)]
        kind: Kind,
        /// The word in any edition, or the id
        word: String,
        /// The edition that prints it as `--label` says
        #[arg(long, value_name = "EDITION", requires = "label")]
        edition: Option<EditionKey>,
        /// The word as that edition prints it; an empty one takes it away
        #[arg(long, requires = "edition", required_unless_present = "parent")]
        label: Option<String>,
        /// The section above it: a word in any edition, or an id; an empty one puts it at the top
        #[arg(long, value_name = "SECTION")]
        parent: Option<String>,
    },
    /// Say which forms an edition never prints of a person, a city or a term
    Forbid {
        /// What it is
        #[arg(long, value_enum)]
        kind: Kind,
        /// The word in any edition, or the id
        word: String,
        /// The edition
        #[arg(long, value_name = "EDITION")]
        edition: EditionKey,
        /// A form; as often as there are, and none to forbid nothing
        #[arg(long = "form", value_name = "FORM")]
        forms: Vec<String>,
    },
    /// Say what a template or a snippet fills in; an empty value fills in nothing
    Fill {
        /// What it is
        #[arg(long, value_enum, default_value_t = Kind::Template)]
        kind: Kind,
        /// Its name in any edition, or the id
        name: String,
        #[command(flatten)]
        filled: Box<Filled>,
    },
    /// Say how the credits and rights of a supplier's photos are brought into order; an empty value takes a rule away
    Supplier {
        /// Its name in any edition, or the id
        name: String,
        #[command(flatten)]
        rules: Box<SupplierFields>,
    },
    /// Write all of it to a new CSV file, a row an entry and a column an edition
    Export {
        /// The file; it must not be there yet
        file: PathBuf,
    },
    /// Take in a CSV file whose columns are named by editions: new entries, and forms that known ones lack
    Import {
        /// The file
        file: PathBuf,
    },
    /// Add the terms that come with Tilshi: bodies of the state, regions, neighbours, organisations, currencies
    Standard,
}

/// The kinds of vocabulary entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A keyword
    Tag,
    /// A place in the site's tree
    Section,
    /// A person who writes or is written about
    Person,
    /// A city that a dateline can name
    City,
    /// A part of the newsroom that plans stories of its own
    Desk,
    /// A word that is spelt as it should be, whatever a dictionary says
    Word,
    /// A name or expression that has one form in each edition: an office, a title, a body
    Term,
    /// A word that is written otherwise in another script than its rules say; with a hyphen at the end any ending may follow
    Exception,
    /// A name that stays as it is in every edition
    Kept,
    /// What a new story of its kind begins with: details, and words of its editions
    Template,
    /// Words that are put into a text again and again
    Snippet,
    /// Somebody from whom the newsroom has photos
    Supplier,
}

impl From<Kind> for EntryKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Tag => Self::Tag,
            Kind::Section => Self::Section,
            Kind::Person => Self::Person,
            Kind::City => Self::City,
            Kind::Desk => Self::Desk,
            Kind::Word => Self::Word,
            Kind::Term => Self::Term,
            Kind::Exception => Self::Exception,
            Kind::Kept => Self::Kept,
            Kind::Template => Self::Template,
            Kind::Snippet => Self::Snippet,
            Kind::Supplier => Self::Supplier,
        }
    }
}

/// Carries out a command about the vocabulary.
pub(crate) fn vocabulary(desk: &mut Desk, command: Vocabulary) -> Result<Answer, Failure> {
    let entries: Vec<EntryView> = match command {
        Vocabulary::List => desk.ask(Call::vocabulary_list {})?,
        Vocabulary::Add { kind, edition, label } => {
            let entry: EntryView = desk.ask(Call::entry_new { kind: kind.into(), edition, label })?;
            return Answer::of(&entry, print::entry(&entry));
        }
        Vocabulary::Export { file } => {
            let file = absolute(&file);
            let written: usize = desk.ask(Call::vocabulary_export { file: file.clone() })?;
            return Answer::of(&written, format!("{} written to {file}", print::count(written, "entry", "entries")));
        }
        Vocabulary::Import { file } => {
            return taken_in(&desk.ask(Call::vocabulary_import { file: absolute(&file) })?);
        }
        Vocabulary::Standard => return taken_in(&desk.ask(Call::vocabulary_standard {})?),
        Vocabulary::Supplier { name, rules } => return supplier(desk, &name, *rules),
        Vocabulary::Fill { kind, name, filled } => return boilerplate::fill(desk, kind.into(), &name, *filled),
        Vocabulary::Forbid { kind, word, edition, forms } => {
            let entry = Words::read(desk)?.known(kind.into(), &word)?;
            let entry: EntryView = desk.ask(Call::entry_forbid { entry, edition, forms })?;
            return Answer::of(&entry, print::entry(&entry));
        }
        Vocabulary::Set { kind, word, edition, label, parent } => {
            let words = Words::read(desk)?;
            let entry = words.known(kind.into(), &word)?;
            let label = edition.zip(label).map(|(edition, label)| Call::entry_label { entry, edition, label });
            let parent = match parent.as_deref().map(str::trim) {
                None => None,
                Some("") => Some(None),
                Some(section) => Some(Some(words.known(EntryKind::Section, section)?)),
            };
            let parent = parent.map(|parent| Call::entry_parent { entry, parent });
            let mut changed: Option<EntryView> = None;
            for call in label.into_iter().chain(parent) {
                changed = Some(desk.ask(call)?);
            }
            let entry = changed.ok_or_else(|| Failure::new("bad-argument").with("argument", "label"))?;
            return Answer::of(&entry, print::entry(&entry));
        }
    };
    Answer::of(&entries, print::entries(&entries))
}

fn taken_in(report: &VocabularyReport) -> Result<Answer, Failure> {
    let VocabularyReport { added, filled, suggested, differing, known, unfit } = report;
    let lines: String = unfit.iter().map(|line| format!("\nline {line}: of no kind, or too long")).collect();
    let said = format!(
        "{} new, {filled} completed, {suggested} suggested, {differing} with other forms than here, {known} known already{lines}",
        print::count(*added, "entry", "entries")
    );
    Answer::of(report, said)
}
