//! What can be typed after `tilshi`. Every command stands for one or two use cases of the newsroom.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tilshi_newsroom::story::{CardId, CommentId, EditionKey, OperationId, Part, PartKey, StoryId, Timestamp};
use tilshi_newsroom::views;

use crate::house::House;
use crate::memory::Memory;
use crate::outside::Xliff;
use crate::passages::PassageReason;
use crate::photos::Photo;
use crate::words::Vocabulary;

/// The newsroom that works without a network, without its window.
///
/// Ends with 0 when it is done, with 1 when it was refused (and says why and what to do next), with 2 when the
/// command line is wrong.
#[derive(Debug, Parser)]
#[command(name = "tilshi", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// The folder of the profile: one person, one folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) profile: Option<PathBuf>,
    /// Print what the newsroom answers as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// A file whose first line is the passphrase; asked before the key ring of this computer
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The first words.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make the profile of one person and print its recovery code, once
    Init {
        /// The name of the person who writes here
        #[arg(long)]
        name: String,
        /// Without encryption: whoever has the disk can read every story, published or not
        #[arg(long)]
        unencrypted: bool,
    },
    /// Sign in to a portal; what was written before joins it
    Login {
        /// The address of the portal, such as https://newsroom.example
        address: String,
        /// The login name
        #[arg(long)]
        login: String,
        /// A file whose first line is the password; without it the first line of standard input
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Say who writes here, and at which portal
    Whoami,
    /// List the profiles of this computer: one for each person who writes here
    People,
    /// Write and list stories
    #[command(subcommand)]
    Story(Story),
    /// Write an edition of a story and take it through the workflow
    #[command(subcommand)]
    Edition(Edition),
    /// See what an edition said before, and bring it back
    #[command(subcommand)]
    History(History),
    /// Add pictures and say whose they are
    #[command(subcommand)]
    Photo(Photo),
    /// See and add the words that stories are filed by
    #[command(subcommand)]
    Vocabulary(Vocabulary),
    /// See and set what this newsroom does its own way: its alphabet, its script, how much each check matters
    #[command(subcommand)]
    House(House),
    /// See and settle passages that two people changed
    #[command(subcommand)]
    Conflict(Conflict),
    /// What people suggest who may not change a text themselves
    #[command(subcommand)]
    Suggestion(Suggestion),
    /// Read and write what people say to each other about a story; no reader ever sees it
    #[command(subcommand)]
    Comment(Comment),
    /// Use what was translated before: the translation memory
    #[command(subcommand)]
    Memory(Memory),
    /// Send stories to translators outside of the newsroom, as XLIFF 2.1, and take in what comes back
    #[command(subcommand)]
    Xliff(Xliff),
    /// Send what waits and fetch what is new, now
    Sync(Sync),
    /// See what waits to be sent and why, and deal with one entry of it
    #[command(subcommand)]
    Outbox(Outbox),
    /// See how this computer keeps what was written, and change it
    #[command(subcommand)]
    Safety(Safety),
    /// Check the database and the pictures
    Doctor(Doctor),
    /// Write a text in another script of its language, from standard input to standard output, line by line
    Convert(Convert),
}

/// `tilshi convert`.
#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// The script of the text: kk-Cyrl, uz-Cyrl or uz-Latn
    #[arg(long, value_name = "TAG")]
    pub(crate) from: String,
    /// The script to write it in: kk-Latn, kk-Arab, uz-Latn or uz-Cyrl
    #[arg(long, value_name = "TAG")]
    pub(crate) to: String,
    /// The Latin alphabet of Kazakh, by the year of its decree: 2021, which is the default, or 2018
    #[arg(long, value_name = "YEAR")]
    pub(crate) alphabet: Option<String>,
    /// For the Arabic script, with commas between them: spaced-acronyms, plain-suffixes, separate-patronymics, short-ts,
    /// plain-e
    #[arg(long, value_name = "NAMES", default_value = "")]
    pub(crate) options: String,
    /// The text is Markdown: code and the goals of links stay as they are
    #[arg(long)]
    pub(crate) markdown: bool,
}

/// `tilshi sync`.
#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Instead, have the window send and fetch nothing by itself until it is resumed
    #[arg(long, conflicts_with = "resume")]
    pub(crate) pause: bool,
    /// Go on after a pause, beginning now
    #[arg(long)]
    pub(crate) resume: bool,
}

/// `tilshi outbox`.
#[derive(Debug, Subcommand)]
pub(crate) enum Outbox {
    /// Show what waits, in the order it will go; asks no portal
    List,
    /// Send an entry that the portal refused, or that waits, again
    Retry {
        /// The entry, as `tilshi outbox list` names it
        operation: OperationId,
    },
    /// Take back a workflow step that was refused or never sent; words in a withdrawn text are left to its history
    Discard {
        /// The entry, as `tilshi outbox list` names it
        operation: OperationId,
    },
}

/// `tilshi safety`.
#[derive(Debug, Subcommand)]
pub(crate) enum Safety {
    /// Show how the profile is protected, and the copies of its database
    Show,
    /// Make a copy of the database now; while the app runs it makes them by itself
    Backup,
    /// Change the passphrase; the present one is asked for, or read from --passphrase-file
    Passphrase {
        /// A file whose first line is the new passphrase; without it a person is asked
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Make a new recovery code and print it, once; the one before it opens nothing any more
    RecoveryCode,
    /// Lock the profile when nobody did anything in the app for some time
    LockAfter {
        /// Minutes: 5, 15, 30 or 60; 0 for never
        minutes: u32,
    },
}

/// `tilshi doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Put the newest good copy in the place of a damaged database, with every newer text that can still be read; the
    /// damaged one is kept beside it
    #[arg(long, conflicts_with = "rescue")]
    pub(crate) restore: bool,
    /// Write every text that can still be read into this empty folder, as plain files that anybody can read
    #[arg(long, value_name = "DIR")]
    pub(crate) rescue: Option<PathBuf>,
}

/// `tilshi story`.
#[derive(Debug, Subcommand)]
pub(crate) enum Story {
    /// Start a story and print its id
    New {
        /// The edition it is written in first, such as kk or en
        #[arg(long, value_name = "EDITION")]
        edition: EditionKey,
        /// The template it begins with, by its name in any edition or its id
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
        #[command(flatten)]
        fields: StoryFields,
    },
    /// Fill in what a story lacks of what a template has
    FillIn {
        /// The story: its id, or the last eight characters of it
        story: String,
        /// The template, by its name in any edition or its id
        template: String,
    },
    /// Keep the details and the words of a story as a template for others
    Keep {
        /// The story: its id, or the last eight characters of it
        story: String,
        /// The edition in which the template has this name
        #[arg(long, value_name = "EDITION")]
        edition: EditionKey,
        /// The name
        name: String,
    },
    /// Change what a story says about itself; an empty value clears it
    Set {
        /// The story: its id, or the last eight characters of it
        story: String,
        /// The edition the others are translated from
        #[arg(long, value_name = "EDITION")]
        source_edition: Option<EditionKey>,
        #[command(flatten)]
        fields: StoryFields,
    },
    /// Show a story with its editions and photos
    Show {
        /// The story: its id, or the last eight characters of it
        story: String,
    },
    /// List stories
    List {
        /// Which
        #[arg(long, value_enum, default_value_t = Queue::Mine)]
        queue: Queue,
        /// Only those with an edition that stands so: empty, draft, in-review, returned, approved, changed, published,
        /// details-changed, draft-over-published, withdrawn; several at once by commas
        #[arg(long, value_name = "STANDING", value_delimiter = ',')]
        standing: Vec<String>,
        /// The edition that is meant by that
        #[arg(long)]
        edition: Option<EditionKey>,
        /// Only those with these words, or beginnings of words, in slugline, headline, authors or tags
        #[arg(long)]
        words: Option<String>,
        /// In which order
        #[arg(long, value_enum, default_value_t = Order::Changed)]
        order: Order,
    },
    /// Find stories on this computer by words of any edition, authors, tags, captions and credits
    Find {
        /// Words, or beginnings of words, in any script; "a phrase"; -without; by:, tag:, headline:, caption: or text: in
        /// front of one
        #[arg(required = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Look for older stories at the portal, which this computer may not hold
    Search {
        /// Pieces of words that all stand in a story's slugline, headlines or leads
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Bring a story from the portal that this computer does not hold, with its photos
    Fetch {
        /// The story's whole id, as `tilshi story search` prints it
        story: StoryId,
    },
}

/// What `story new` and `story set` can set.
#[derive(Debug, Args)]
pub(crate) struct StoryFields {
    /// The newsroom's short working name
    #[arg(long)]
    pub(crate) slugline: Option<String>,
    #[command(flatten)]
    pub(crate) filed: FiledFields,
    /// An author, by a name in any edition or by their id; a new name is added. May be repeated, in printed order
    #[arg(long, value_name = "NAME")]
    pub(crate) byline: Option<Vec<String>>,
    /// Somebody who has it to write, by a name in any edition or by their id. May be repeated: these replace all
    #[arg(long, value_name = "NAME")]
    pub(crate) assign: Option<Vec<String>>,
    /// By when its source edition has to be public, such as 2026-03-14T18:00:00+05:00; `none` lifts it
    #[arg(long, value_name = "RFC3339|none", value_parser = moment_or_none)]
    pub(crate) deadline: Option<Moment>,
    /// Not to be published before this moment, such as 2026-03-14T18:00:00+05:00; `none` lifts it
    #[arg(long, value_name = "RFC3339|none", value_parser = moment_or_none)]
    pub(crate) embargo: Option<Moment>,
}

/// What a template knows of a story, too.
#[derive(Debug, Args)]
pub(crate) struct FiledFields {
    /// 1 (most urgent) to 5
    #[arg(long)]
    pub(crate) urgency: Option<String>,
    /// Whom the news comes from
    #[arg(long)]
    pub(crate) attribution: Option<String>,
    /// A tag, by a label in any edition or by its id; a new word becomes a tag. May be repeated: these replace all
    #[arg(long, value_name = "LABEL")]
    pub(crate) tag: Option<Vec<String>>,
    /// The section, by a label in any edition or by its id
    #[arg(long, value_name = "LABEL")]
    pub(crate) section: Option<String>,
    /// The desk that answers for it, by a label in any edition or by its id
    #[arg(long, value_name = "LABEL")]
    pub(crate) desk: Option<String>,
    /// The city of the dateline, by a label in any edition or by its id; a new one is added
    #[arg(long, value_name = "LABEL")]
    pub(crate) city: Option<String>,
}

/// What `vocabulary fill` can set.
#[derive(Debug, Args)]
pub(crate) struct Filled {
    /// The edition that the words below are of, and in whose language new labels are
    #[arg(long, value_name = "EDITION", required_unless_present = "source_edition")]
    pub(crate) edition: Option<EditionKey>,
    /// The headline in that edition
    #[arg(long, requires = "edition")]
    pub(crate) headline: Option<String>,
    /// The lead in that edition
    #[arg(long, requires = "edition")]
    pub(crate) lead: Option<String>,
    /// The body in that edition, in Markdown; of a snippet all it says
    #[arg(long, requires = "edition")]
    pub(crate) body: Option<String>,
    /// The same from a file; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "body", requires = "edition")]
    pub(crate) body_file: Option<PathBuf>,
    /// The edition in which a story begins
    #[arg(long, value_name = "EDITION")]
    pub(crate) source_edition: Option<EditionKey>,
    #[command(flatten)]
    pub(crate) filed: FiledFields,
}

/// A moment, or the word that takes one away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// No moment.
    None,
    /// This moment.
    At(Timestamp),
}

impl Moment {
    /// The form in which a part holds it: milliseconds since the Unix epoch, or nothing.
    pub(crate) fn text(self) -> String {
        match self {
            Self::None => String::new(),
            Self::At(at) => at.as_millis().to_string(),
        }
    }
}

pub(crate) fn moment_or_none(argument: &str) -> Result<Moment, String> {
    match argument {
        "none" => Ok(Moment::None),
        argument => moment(argument).map(Moment::At).map_err(|reason| format!("{reason}, or none")),
    }
}

fn moment(argument: &str) -> Result<Timestamp, String> {
    let moment: jiff::Timestamp = argument.parse().map_err(|_| "write it like 2026-03-14T18:00:00+05:00")?;
    Ok(Timestamp(moment.as_millisecond()))
}

/// The queues of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Queue {
    /// Your own and what is assigned to you
    Mine,
    /// Everything this computer holds
    Desk,
    /// What waits for approval
    Approvals,
    /// Finished, with an edition that nobody has written yet
    Translation,
    /// With an edition that is behind what it was made from
    Stale,
    /// With a deadline, and a source edition that is not public yet
    Due,
    /// With a comment that mentions you and that nobody has dealt with
    Mentions,
    /// With a photo that lacks its credit
    Credits,
    /// With something that has not reached the portal
    Waiting,
    /// With an open conflict card
    Conflicts,
    /// What readers were given, the newest first
    Published,
}

impl From<Queue> for views::Queue {
    fn from(queue: Queue) -> Self {
        match queue {
            Queue::Mine => Self::Mine,
            Queue::Desk => Self::Desk,
            Queue::Approvals => Self::Approvals,
            Queue::Translation => Self::Translation,
            Queue::Stale => Self::Stale,
            Queue::Due => Self::Due,
            Queue::Mentions => Self::Mentions,
            Queue::Credits => Self::Credits,
            Queue::Waiting => Self::Waiting,
            Queue::Conflicts => Self::Conflicts,
            Queue::Published => Self::Published,
        }
    }
}

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// The newest change first
    Changed,
    /// By slugline
    Slugline,
    /// The most urgent first
    Urgency,
    /// The newest publication first
    Published,
    /// The next deadline first
    Deadline,
}

impl From<Order> for views::StoryOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Changed => Self::Changed,
            Order::Slugline => Self::Slugline,
            Order::Urgency => Self::Urgency,
            Order::Published => Self::Published,
            Order::Deadline => Self::Deadline,
        }
    }
}

/// A story and one of its editions.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The story: its id, or the last eight characters of it
    pub(crate) story: String,
    /// The edition, such as kk or en
    pub(crate) edition: EditionKey,
}

/// `tilshi edition`.
#[derive(Debug, Subcommand)]
pub(crate) enum Edition {
    /// Convert an edition in another script from the one that it is derived from, but for what a person wrote in it
    Convert {
        /// Which edition
        #[command(flatten)]
        which: Which,
        /// What a person wrote in it as well; it stays in the history
        #[arg(long)]
        anew: bool,
    },
    /// Have the desk's service translate what nobody has translated; somebody has to read what comes back
    Machine(Which),
    /// Say that you have read passages that a machine translated
    Read {
        /// Which edition
        #[command(flatten)]
        which: Which,
        /// The number of a passage, as `tilshi edition passages` counts them; as often as there are
        #[arg(long = "passage", value_name = "NUMBER", required = true)]
        passages: Vec<NonZeroUsize>,
    },
    /// List the words that look misspelt, by the dictionaries of this computer and the agency's list
    Spelling(Which),
    /// Write headline, lead and body; an empty value clears it
    Set {
        #[command(flatten)]
        which: Which,
        /// The title
        #[arg(long)]
        headline: Option<String>,
        /// The standfirst of one or two sentences
        #[arg(long)]
        lead: Option<String>,
        /// The text, in Markdown
        #[arg(long, conflicts_with = "body_file")]
        body: Option<String>,
        /// A file with the text, in Markdown; `-` for standard input
        #[arg(long, value_name = "FILE")]
        body_file: Option<PathBuf>,
    },
    /// Show the text and how it stands
    Show(Which),
    /// Show it beside what it was made from, passage by passage, and which passages have changed there since
    Passages(Which),
    /// Say that it follows its source again: it says what changed too, or need not
    Follow {
        #[command(flatten)]
        which: Which,
        /// Only in this passage, by its number in `tilshi edition passages`; may be repeated
        #[arg(long, value_name = "NUMBER")]
        passage: Vec<NonZeroUsize>,
    },
    /// Accept what a check found, with the reason why it is no slip
    Accept {
        #[command(flatten)]
        which: Which,
        /// The finding, as `tilshi edition passages` names it
        finding: String,
        /// Why it is none; an empty one takes it back
        #[arg(long)]
        reason: String,
    },
    /// Say which edition it was made from, and that it follows every passage of it
    MadeFrom {
        #[command(flatten)]
        which: Which,
        /// That edition, such as ru
        from: EditionKey,
    },
    /// Hand it to the desk
    Submit(Which),
    /// Send it back
    Return {
        #[command(flatten)]
        which: Which,
        /// What has to change
        #[arg(long, default_value = "", required_unless_present = "passage")]
        reason: String,
        /// What has to change in one passage, by its number in `tilshi edition passages`; may be repeated
        #[arg(long, value_name = "NUMBER=REASON")]
        passage: Vec<PassageReason>,
    },
    /// Approve exactly what it says now
    Approve(Which),
    /// Approve every edition in another script that says word for word what a conversion of its approved master says
    ApproveConversions,
    /// Make the approved text public
    Publish {
        #[command(flatten)]
        which: Which,
        /// Shown to readers when this is an update or a correction
        #[arg(long, default_value = "")]
        note: String,
        /// Show readers this moment instead, such as 2026-03-14T18:00:00+05:00; chief editors only
        #[arg(long, value_name = "RFC3339", value_parser = moment)]
        displayed: Option<Timestamp>,
    },
    /// Correct the moment that readers are shown; chief editors only
    Redate {
        #[command(flatten)]
        which: Which,
        /// The moment, such as 2026-03-14T18:00:00+05:00; none for that of the publication itself
        #[arg(value_name = "RFC3339|none", value_parser = moment_or_none)]
        displayed: Moment,
    },
    /// Take it back from readers
    Withdraw {
        #[command(flatten)]
        which: Which,
        /// Shown to readers in its place
        #[arg(long, default_value = "")]
        note: String,
    },
}

/// `tilshi history`.
#[derive(Debug, Subcommand)]
pub(crate) enum History {
    /// List the versions of headline, lead and body, newest first
    List(Which),
    /// Show what changed between two versions
    Compare {
        #[command(flatten)]
        which: Which,
        /// The older version; without it, the empty page
        #[arg(long, value_name = "VERSION")]
        from: Option<i64>,
        /// The newer version; without it, what stands there now
        #[arg(long, value_name = "VERSION")]
        to: Option<i64>,
    },
    /// Bring a version back, as a new change
    Restore {
        #[command(flatten)]
        which: Which,
        /// The version
        version: i64,
        /// Only this paragraph of its body, counted from 1
        #[arg(long)]
        paragraph: Option<NonZeroUsize>,
        /// Only this text of it
        #[arg(long, value_name = "TEXT", conflicts_with = "paragraph")]
        only: Option<TextOfEdition>,
    },
    /// Name a version; an empty name takes its name away
    Name {
        #[command(flatten)]
        which: Which,
        /// The version
        version: i64,
        /// What to call it
        name: String,
    },
}

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum YesOrNo {
    /// Yes
    Yes,
    /// No
    No,
}

pub(crate) fn edition_text(argument: &str) -> Result<(EditionKey, String), String> {
    let (edition, text) = argument.split_once('=').ok_or("write it as EDITION=TEXT, for example kk=Су келді")?;
    let edition = edition.parse().map_err(|_| format!("{edition:?} is not the key of an edition"))?;
    Ok((edition, text.to_owned()))
}

/// `tilshi suggestion`.
#[derive(Debug, Subcommand)]
pub(crate) enum Suggestion {
    /// List what was written by people who may not change it themselves
    List,
    /// Take one into the text
    Take {
        /// The suggestion's id
        card: CardId,
        /// Take it in these words instead
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
    },
    /// Leave the text as it is; or take back a suggestion of your own
    Decline {
        /// The suggestion's id
        card: CardId,
    },
}

/// `tilshi comment`.
#[derive(Debug, Subcommand)]
pub(crate) enum Comment {
    /// Show the discussion of a story
    List {
        /// The story's id
        story: StoryId,
    },
    /// Say something about a story, or about a passage of it
    Add {
        /// The story's id
        story: StoryId,
        /// The words
        words: String,
        /// The text of the passage, such as edition/kk/body
        #[arg(long, value_name = "PART", requires = "quote")]
        part: Option<PartKey>,
        /// The words of the passage
        #[arg(long, value_name = "TEXT", requires = "part")]
        quote: Option<String>,
    },
    /// Answer a comment
    Answer {
        /// The story's id
        story: StoryId,
        /// The comment's id
        comment: CommentId,
        /// The words
        words: String,
    },
    /// Say that a comment is dealt with
    Settle {
        /// The story's id
        story: StoryId,
        /// The comment's id
        comment: CommentId,
        /// Open it again instead
        #[arg(long)]
        open: bool,
    },
    /// Take back a comment of your own
    Remove {
        /// The story's id
        story: StoryId,
        /// The comment's id
        comment: CommentId,
    },
}

/// `tilshi conflict`.
#[derive(Debug, Subcommand)]
pub(crate) enum Conflict {
    /// List the passages that two people changed
    List,
    /// Settle one of them
    Settle {
        /// The card's id
        card: CardId,
        /// What stands from now on
        #[command(flatten)]
        choice: Choice,
    },
}

/// How a conflict is settled: exactly one of these.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Choice {
    /// The version that stands in the text stays
    #[arg(long)]
    pub(crate) theirs: bool,
    /// The version on the card takes its place
    #[arg(long)]
    pub(crate) ours: bool,
    /// Theirs, then ours
    #[arg(long)]
    pub(crate) both: bool,
    /// Something else
    #[arg(long, value_name = "TEXT")]
    pub(crate) third: Option<String>,
}

/// A text of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOfEdition {
    Headline,
    Lead,
    Body,
}

impl TextOfEdition {
    /// The part of an edition.
    pub(crate) fn part(self, edition: EditionKey) -> Part {
        match self {
            Self::Headline => Part::Headline(edition),
            Self::Lead => Part::Lead(edition),
            Self::Body => Part::Body(edition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_its_zone_or_is_none() {
        assert_eq!(moment_or_none("none"), Ok(Moment::None));
        assert_eq!(moment_or_none("2026-03-14T18:00:00+05:00"), Ok(Moment::At(Timestamp(1_773_493_200_000))));
        assert_eq!(moment_or_none("2026-03-14T13:00:00Z"), moment_or_none("2026-03-14T18:00:00+05:00"));
        for wrong in ["", "tomorrow", "2026-03-14", "2026-03-14T18:00:00", "2026-02-30T18:00:00Z"] {
            assert!(moment_or_none(wrong).is_err(), "{wrong:?} says no moment");
        }
    }
}
