//! The one list of commands: what the window, the CLI and another process of the same profile can ask for.
//!
//! The desktop host expands this list to one Tauri command each, the UI's TypeScript is generated from it, and
//! [`Call`] is its serialised form. Nothing else registers a command.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tilshi_story::Failure;

use crate::Newsroom;
use types::{
    Block, CardChoice, CardId, CommentDraft, CommentId, Crop, DocumentId, EditionKey, EntryId, EntryKind, FilledPart,
    HouseChange, OperationId, PartKey, PartValue, PassageAnswer, PhotoAids, PhotoChange, PhotoId, PhotoQuery,
    ReasonDraft, SavedQuery, StoryChange, StoryId, StoryQuery, TextChange, Timestamp,
};

/// Every type the list mentions, for whoever expands it.
pub mod types {
    pub use tilshi_story::{
        Block, CardId, CommentId, Crop, DocumentId, EditionKey, EntryId, EntryKind, OperationId, PartKey, PartValue,
        PhotoId, StoryId, Timestamp,
    };

    pub use crate::views::{
        ArchiveView, CardChoice, CardView, ChangesView, CommentDraft, ConversionView, DoctorReport, EditionView,
        EntryView, FilledPart, FoundPair, HouseChange, HouseView, MachineReport, MemoryMatch, MemoryReport, MemoryView,
        PassageAnswer, PassagesView, PhotoAdded, PhotoAids, PhotoChange, PhotoNumbers, PhotoPage, PhotoQuery, PhotoRow,
        PhotoUse, PhotoView, PhotosChanged, PresentView, ProfileCreated, ProfileHere, QueueCounts, ReasonDraft,
        RememberedView, RescueReport, RestoreReport, SafetyView, SaidView, SavedQuery, SearchView, SessionView,
        SpellingView, StoryChange, StoryLink, StoryPage, StoryQuery, StoryView, SyncView, TakenBack, TextChange,
        TextPushed, TextUpdate, TextView, UntouchedView, VersionComparison, VersionView, VocabularyReport,
    };
}

/// Hands the list of commands to the macro that is named, as `name(argument: Type, ...) -> Type;` lines.
#[macro_export]
macro_rules! for_each_command {
    ($($expand:tt)+) => {
        $($expand)+! {
            /// Who writes here, whether the profile is open, and which portal it belongs to.
            session_show() -> SessionView;
            /// First start: makes the profile of one person. Shows the recovery code, once.
            profile_create(name: String, passphrase: Option<String>) -> ProfileCreated;
            /// Opens a locked profile.
            profile_unlock(passphrase: String) -> SessionView;
            /// Opens the profile with the key in this computer's key ring, once it answers again.
            profile_unlock_by_key_ring() -> SessionView;
            /// Opens a profile whose passphrase is lost, and sets a new one.
            profile_recover(recovery_code: String, passphrase: String) -> SessionView;
            /// The profiles of this computer: one for each person who writes here.
            profile_list() -> Vec<ProfileHere>;
            /// Closes this profile and shows another person's; the window that has that open already comes to the front instead.
            profile_choose(profile: String) -> SessionView;
            /// Closes this profile and begins a new one, for another person or another portal.
            profile_begin() -> SessionView;
            /// Closes the profile until the passphrase is given again.
            profile_lock() -> SessionView;
            /// Keeps a choice: the interface language (`interface`), the theme (`theme`), the contrast (`contrast`), the size of everything in percent (`zoom`), the idle minutes after which the profile locks itself (`lock-after`).
            preference_set(name: String, value: String) -> SessionView;
            /// What the window looked like when it was last left, in its own words.
            window_left() -> Option<String>;
            /// Keeps what the window looks like: which story is open, and where in it.
            window_leave(state: String) -> ();
            /// The link to an edition of a story that other programs can hold.
            link_to(story: StoryId, edition: EditionKey) -> String;
            /// Where the link leads that another program sent last; each is taken once.
            link_take() -> Option<StoryLink>;
            /// Signs in to a portal; what was written before joins it.
            portal_connect(address: String, login: String, password: String) -> SessionView;

            /// A stretch of a list of stories: so many from a place on, counted from 0.
            story_list(query: StoryQuery, from: usize, count: usize) -> StoryPage;
            /// All stories of a list, in order.
            story_ids(query: StoryQuery) -> Vec<StoryId>;
            /// The lists that are kept under a name.
            saved_queries() -> Vec<SavedQuery>;
            /// Keeps these lists, and no others; the same name twice is the later list.
            saved_queries_set(queries: Vec<SavedQuery>) -> Vec<SavedQuery>;
            /// Changes many stories, each by itself, and says what takes it back and which ones refused.
            stories_change(changes: Vec<StoryChange>) -> ChangesView;
            /// How many stories each queue holds.
            queue_counts() -> QueueCounts;
            /// Looks for stories at the portal that this laptop may not hold: those whose slugline, headlines or leads have all
            /// these words.
            archive_search(words: String) -> ArchiveView;
            /// Finds stories on this laptop by words of any edition, authors, tags, captions and credits; a phrase stands in quotation marks.
            story_search(words: String) -> SearchView;
            /// Words as a regular expression (ECMAScript, flags `iu`) that finds them in any script. Changes nothing.
            search_pattern(words: String) -> Option<String>;
            /// Brings a story from the portal that is not held here, with its photos.
            story_fetch(story: StoryId) -> bool;
            /// Starts a story in its source edition.
            story_new(source_edition: EditionKey) -> StoryId;
            /// Fills in what a story lacks of what a template has; says what that was.
            template_apply(story: StoryId, template: EntryId) -> Vec<FilledPart>;
            /// Takes that back, but for what somebody has written in since.
            template_take_back(story: StoryId, template: EntryId, filled: Vec<FilledPart>) -> ();
            /// Keeps the details and the words of a story as a template; its name stands in the edition.
            template_keep(story: StoryId, edition: EditionKey, name: String) -> EntryView;
            /// A story with all its editions, photos and cards.
            story_show(story: StoryId) -> StoryView;
            /// Sets a part of a story or a photo to a whole value; an empty one clears it.
            part_set(document: DocumentId, part: PartKey, value: PartValue) -> Option<String>;

            /// Says something about a story, or answers what was said; with the words of a passage when it is about one.
            comment_add(story: StoryId, comment: CommentDraft) -> StoryView;
            /// Says that a comment is dealt with, or opens it again.
            comment_settle(story: StoryId, comment: CommentId, settled: bool) -> StoryView;
            /// Takes back a comment of one's own, with what was answered to it.
            comment_remove(story: StoryId, comment: CommentId) -> StoryView;

            /// Notes that a passage which a merge brought into a text was read.
            passage_read(story: StoryId, passage: i64) -> StoryView;

            /// The whole vocabulary: tags, sections, people, cities.
            vocabulary_list() -> Vec<EntryView>;
            /// Makes an entry of the vocabulary; the same word again is the same entry.
            entry_new(kind: EntryKind, edition: EditionKey, label: String) -> EntryView;
            /// Gives an entry the form that an edition prints; an empty one takes it away. Without the right to it, this
            /// is a suggestion.
            entry_label(entry: EntryId, edition: EditionKey, label: String) -> EntryView;
            /// Says which forms an edition never prints of a person, a city or a term. Without the right to it, this is a suggestion.
            entry_forbid(entry: EntryId, edition: EditionKey, forms: Vec<String>) -> EntryView;
            /// What this newsroom does its own way: alphabet, script, how much each check matters to a desk.
            house_show() -> HouseView;
            /// Sets one of those rules.
            house_set(change: HouseChange) -> HouseView;
            /// Writes the vocabulary to a new CSV file, a row an entry and a column an edition; says how many rows it has.
            vocabulary_export(file: String) -> usize;
            /// Takes in the rows of a CSV file whose columns are named by editions: new entries, and forms that are missing.
            vocabulary_import(file: String) -> VocabularyReport;
            /// Takes in the terms that come with Tilshi: bodies of the state, regions, neighbours, organisations, currencies.
            vocabulary_standard() -> VocabularyReport;
            /// Sets what a template, a snippet or the rules for a supplier fill in. Without the right to it, this is a suggestion.
            entry_fill(entry: EntryId, part: PartKey, value: PartValue) -> EntryView;
            /// Puts a section below another one, or at the top. Without the right to it, this is a suggestion.
            entry_parent(entry: EntryId, parent: Option<EntryId>) -> EntryView;

            /// Says in which text of a story the caret is, and where in it, in UTF-8 bytes; in none without a story.
            presence_set(story: Option<StoryId>, part: Option<PartKey>, at: usize) -> ();
            /// Who else is in a story now, and where.
            presence_list(story: StoryId) -> Vec<PresentView>;

            /// Opens a running text for typing.
            text_open(document: DocumentId, part: PartKey) -> TextView;
            /// Commits what was typed on top of a version of the text.
            text_push(document: DocumentId, part: PartKey, version: u64, client: String, changes: Vec<TextChange>) -> TextPushed;
            /// Keeps caret and undo of a running text as its editor leaves it, while the text is at this version.
            text_leave(document: DocumentId, part: PartKey, version: u64, state: String) -> ();
            /// A text with the quotation marks, dashes and unbreakable spaces of an edition. Changes nothing that is kept.
            text_typeset(edition: EditionKey, text: String) -> String;
            /// A text of the edition that this one is derived from, in this one's script. Changes nothing that is kept.
            text_convert(edition: EditionKey, text: String) -> String;
            /// The words of a text that look misspelt in an edition. Changes nothing.
            spelling_check(edition: EditionKey, text: String) -> SpellingView;
            /// What may have been meant by a word, the likeliest first. Takes up to some tenths of a second.
            spelling_suggest(edition: EditionKey, word: String) -> Vec<String>;
            /// The updates of a running text after a version.
            text_updates(document: DocumentId, part: PartKey, version: u64) -> Vec<TextUpdate>;

            /// An edition beside what it was made from, passage by passage.
            passages_show(story: StoryId, edition: EditionKey) -> PassagesView;
            /// Says which edition this one was made from, and that it follows every passage of it.
            edition_made_from(story: StoryId, edition: EditionKey, from: EditionKey) -> PassagesView;
            /// What an edition in another script says when its master is converted as it is now. Changes nothing.
            conversion_show(story: StoryId, edition: EditionKey) -> ConversionView;
            /// Converts an edition in another script from its master, but for the passages that a person wrote.
            edition_convert(story: StoryId, edition: EditionKey) -> PassagesView;
            /// Says that an edition follows its source in these passages: it says them too, or need not.
            passages_follow(story: StoryId, edition: EditionKey, answers: Vec<PassageAnswer>) -> PassagesView;

            /// Accepts what a check found, with the reason why it is no slip; without one, it is open again.
            finding_accept(story: StoryId, edition: EditionKey, finding: String, reason: String) -> PassagesView;

            /// How many pairs of passages the translation memory of this laptop holds, and whether a file is being taken in.
            memory_show() -> MemoryView;
            /// What was approved for a passage of the source of an edition, or for one like it: the best first, with its numbers.
            memory_matches(story: StoryId, edition: EditionKey, passage: String) -> Vec<MemoryMatch>;
            /// Pairs of the memory with these words in either half, whose one half is of this edition; the newest first.
            memory_search(edition: EditionKey, words: String) -> Vec<FoundPair>;
            /// Writes the memory to a new TMX 1.4 file; says how many pairs it has.
            memory_export(file: String) -> usize;
            /// Takes a TMX 1.4 file into the memory of this laptop.
            memory_import(file: String) -> MemoryReport;
            /// Writes stories to a new XLIFF 2.1 file for somebody who translates them into an edition; says how many passages it has.
            xliff_export(stories: Vec<StoryId>, edition: EditionKey, file: String) -> usize;
            /// Takes in an XLIFF 2 file that came back: its translations are drafts. What an edition said since the file went out is
            /// only replaced when that is asked for.
            xliff_import(file: String, replace: bool) -> Vec<TakenBack>;
            /// Ends the taking in of a file; what was taken in stays.
            memory_import_stop() -> MemoryView;

            /// Has the desk's service translate the passages of an edition that nobody has; what comes back is a draft that somebody has
            /// to read.
            machine_translate(story: StoryId, edition: EditionKey) -> MachineReport;
            /// Ends that; what was translated stays.
            machine_stop() -> ();
            /// Says that somebody has read these passages of an edition, which a machine translated.
            machine_read(story: StoryId, edition: EditionKey, passages: Vec<String>) -> PassagesView;
            /// Keeps the key of a translating service on this computer; an empty one is forgotten.
            machine_key_set(address: String, key: String) -> HouseView;

            /// Hands an edition to the desk.
            edition_submit(story: StoryId, edition: EditionKey) -> EditionView;
            /// Sends an edition back with a reason, or with reasons for some of its passages.
            edition_return(story: StoryId, edition: EditionKey, reason: String, passages: Vec<ReasonDraft>) -> EditionView;
            /// Approves exactly what the person has `seen`: the mark that the edition's view carried.
            edition_approve(story: StoryId, edition: EditionKey, seen: String) -> EditionView;
            /// What waits for its approval, can be approved, and says word for word what a conversion of its approved master says.
            conversions_untouched() -> Vec<UntouchedView>;
            /// Approves one of those, having handed it in where nobody has; as long as it is as it was `seen`.
            conversion_approve(story: StoryId, edition: EditionKey, seen: String) -> EditionView;
            /// Makes the approved edition public; readers are shown the moment `displayed`, if one is given.
            edition_publish(story: StoryId, edition: EditionKey, note: String, displayed: Option<Timestamp>) -> EditionView;
            /// Corrects the moment that readers are shown; nothing for that of the publication itself.
            edition_redate(story: StoryId, edition: EditionKey, displayed: Option<Timestamp>) -> EditionView;
            /// Takes an edition back from readers.
            edition_withdraw(story: StoryId, edition: EditionKey, note: String) -> EditionView;

            /// The versions of an edition's words, newest first.
            history_list(story: StoryId, edition: EditionKey) -> Vec<VersionView>;
            /// Two versions beside each other: `from` nothing is the empty page, `to` nothing is what stands there now.
            history_compare(story: StoryId, edition: EditionKey, from: Option<i64>, to: Option<i64>) -> VersionComparison;
            /// Brings a whole version back, as a new change.
            version_restore(story: StoryId, edition: EditionKey, version: i64) -> bool;
            /// Brings one text of a version back, as a new change, or one paragraph of it; paragraphs count from 0.
            passage_restore(story: StoryId, edition: EditionKey, version: i64, part: PartKey, paragraph: Option<usize>) -> bool;
            /// Names a version; an empty name takes its name away.
            version_name(story: StoryId, edition: EditionKey, version: i64, name: String) -> Vec<VersionView>;

            /// Adds a picture to a story, or to none yet; the file travels as Base64.
            photo_add(story: Option<StoryId>, file_name: String, data: String) -> PhotoAdded;
            /// A stretch of the photos that a query lets through, what came last first.
            photo_list(query: PhotoQuery, from: usize, count: usize) -> PhotoPage;
            /// The photos that a query lets through, in the same order.
            photo_ids(query: PhotoQuery) -> Vec<PhotoId>;
            /// How many photos there are, and how many lack what.
            photo_counts() -> PhotoNumbers;
            /// The stories that use a photo, with what they say in an edition beside it.
            photo_uses(photo: PhotoId, edition: EditionKey) -> Vec<PhotoUse>;
            /// Puts photos into a story, behind those that it has; says how many are new there.
            photos_use(story: StoryId, photos: Vec<PhotoId>) -> usize;
            /// Changes fields of photos, each by itself; says what takes it back.
            photos_change(changes: Vec<PhotoChange>) -> PhotosChanged;
            /// What brings photos into the form that the rules for their suppliers want. Changes nothing.
            supplier_changes(photos: Vec<PhotoId>) -> Vec<PhotoChange>;
            /// The templates and codes of the person.
            photo_aids() -> PhotoAids;
            /// Keeps templates and codes in the place of those before.
            photo_aids_set(aids: PhotoAids) -> PhotoAids;
            /// A photo with everything said about it.
            photo_show(photo: PhotoId) -> PhotoView;
            /// The photos that look like another, the nearest first: copies in another size or coding, no crops.
            photo_alike(photo: PhotoId) -> Vec<PhotoRow>;
            /// What the original of a photo says of itself, whatever stands in its fields.
            photo_said(photo: PhotoId) -> SaidView;
            /// Decides on this laptop that ours is to stand in a field, whatever the file says, or no longer.
            photo_keep(photo: PhotoId, part: PartKey, kept: bool) -> SaidView;
            /// The size of a photo that readers see, or what a crop shows of it, as a JPEG file in Base64 that says its
            /// credit, and caption and alt text of an edition, in XMP and IIM. Refused while it lacks what it could not be published without.
            photo_export(photo: PhotoId, edition: EditionKey, crop: Option<Crop>) -> String;
            /// Lets a photo go out although its licence forbids it, for a reason that stays with it; without one, takes
            /// back what lifts it as it stands now.
            photo_lift(photo: PhotoId, block: Block, reason: String) -> PhotoView;
            /// Takes a photo out of a story; the photo itself stays.
            photo_remove(story: StoryId, photo: PhotoId) -> StoryView;

            /// Sends what was written without the right to, in a document and a story's photos, as suggestions to whoever has it.
            suggestion_send(document: DocumentId) -> bool;
            /// Gives up what was written as a suggestion and not sent: it is again as the portal has it.
            suggestion_discard(document: DocumentId) -> bool;
            /// The open suggestions.
            suggestion_list() -> Vec<CardView>;

            /// The open conflict cards.
            conflict_list() -> Vec<CardView>;
            /// Settles a conflict card, or answers a suggestion.
            conflict_settle(card: CardId, choice: CardChoice) -> Vec<CardView>;

            /// What waits to be sent and why, and how the portal last answered.
            sync_show() -> SyncView;
            /// Sends and fetches at once.
            sync_now() -> SyncView;
            /// Pauses the sending and fetching, or goes on with it: paused, nothing moves until it is asked for.
            sync_pause(paused: bool) -> SyncView;
            /// Sends one refused or waiting entry again.
            outbox_retry(operation: OperationId) -> SyncView;
            /// Takes a refused or unsent workflow step back. Text is never taken back, but what was written in a text that has
            /// been withdrawn since, and can never go, is left to its history.
            outbox_discard(operation: OperationId) -> SyncView;

            /// Checks the database and the photos.
            doctor() -> DoctorReport;
            /// How the profile is protected, and which copies of its database there are.
            safety_show() -> SafetyView;
            /// Makes a copy of the database now.
            backup_make() -> SafetyView;
            /// Changes the passphrase; a wrong old one changes nothing.
            passphrase_change(old: String, passphrase: String) -> SafetyView;
            /// Makes a new recovery code, shown once; the one before it opens nothing any more.
            recovery_code_renew(passphrase: String) -> String;
            /// Puts the newest good copy in the place of a damaged database, with every newer text that can still be read; works on a profile that cannot be opened.
            database_restore(passphrase: Option<String>) -> RestoreReport;
            /// Writes every text that can still be read into an empty folder, as plain files.
            text_rescue(folder: String, passphrase: Option<String>) -> RescueReport;
        }
    };
}

/// Expands the list to [`Call`] and to its dispatch.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        /// One command with its arguments, as it crosses from process to process.
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(tag = "command", content = "arguments")]
        #[expect(non_camel_case_types, reason = "a command has one spelling everywhere")]
        pub enum Call {
            $($(#[$doc])* $name {
                $(#[doc = stringify!($argument)] $argument: $type,)*
            },)*
        }

        impl Newsroom {
            /// Runs a command and gives its answer as JSON.
            pub fn run(&self, call: Call) -> Result<Value, Failure> {
                match call {
                    $(Call::$name { $($argument),* } => {
                        self.noticed(stringify!($name));
                        let answer = self.$name($($argument),*)?;
                        serde_json::to_value(answer).map_err(|error| Failure::new("internal").with("detail", error))
                    })*
                }
            }
        }

        /// The names of all commands, in the order of the list.
        pub const COMMAND_NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

for_each_command!(calls);
