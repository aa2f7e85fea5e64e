// The commands of the core and the shapes they answer with. Generated from crates/newsroom: do not edit.

import { call } from "./call";

export type AcceptedView = { 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Why.
 */
reason: string, };
export type Account = { 
/**
 * The person.
 */
person: PersonId, 
/**
 * The name as the newsroom knows it.
 */
name: string, 
/**
 * The roles.
 */
roles: Array<Role>, 
/**
 * The editions a desk editor answers for.
 */
editions: Array<EditionKey>, 
/**
 * Whether the desk lets this editor approve stories of their own.
 */
approves_own: boolean, };
export type ArchiveView = { 
/**
 * The newest change first.
 */
stories: Array<FoundStory>, 
/**
 * Whether there are more than are named.
 */
more: boolean, };
export type Around = { 
/**
 * The paragraphs before it, a few of them, up to the passage.
 */
before: string, 
/**
 * The paragraphs behind it, a few of them, from the passage on.
 */
after: string, 
/**
 * What stands between the two versions where both are kept.
 */
between: string, };
export type BackupView = { 
/**
 * When it was made.
 */
at: Timestamp, 
/**
 * How large it is.
 */
size_bytes: number, };
export type Block = "licence-ended" | "licence-restricted";
export type BlockView = { 
/**
 * What.
 */
block: Block, 
/**
 * Whoever lifted it, the first first; nobody while it keeps the photo back.
 */
lifted: Array<LiftView>, };
export type CardChoice = "theirs" | "ours" | "both" | { "third": PartValue };
export type CardId = string;
export type CardKind = "conflict" | "suggestion";
export type CardVersion = { 
/**
 * The value; nothing when that side cleared the part.
 */
value: PartValue | null, 
/**
 * Who wrote it.
 */
by: PersonId, 
/**
 * When, by the clock of whoever wrote it: for display.
 */
at: Timestamp, };
export type CardView = { 
/**
 * The card.
 */
card: CardId, 
/**
 * The document.
 */
document: DocumentId, 
/**
 * The story to open, if one is known.
 */
story: StoryId | null, 
/**
 * That story's working name.
 */
slugline: string, 
/**
 * The part.
 */
part: PartKey, 
/**
 * Which of the two.
 */
kind: CardKind, 
/**
 * What stands around the passage it is about; nothing when it is about the whole part.
 */
around: Around | null, 
/**
 * What both started from.
 */
base: PartValue | null, 
/**
 * The version on the card.
 */
ours: CardVersion, 
/**
 * Who wrote it.
 */
ours_by: string, 
/**
 * The version that stands in the text.
 */
theirs: CardVersion, 
/**
 * Who wrote it.
 */
theirs_by: string, 
/**
 * What people call the tags, people, places and photos that the versions refer to by id.
 */
names: Record<string, string>, 
/**
 * Whether this person may settle it.
 */
may_settle: boolean, 
/**
 * Whether it is this person's own suggestion, which can be taken back.
 */
may_take_back: boolean, };
export type ChangesView = { 
/**
 * How many stories say something else now.
 */
changed: number, 
/**
 * What takes it back, where a change can.
 */
undo: Array<StoryChange>, 
/**
 * The stories that refused.
 */
left: Array<StoryLeft>, };
export type Check = "empty" | "unchanged" | "numbers" | "dates" | "currencies" | "marks" | "placeholders" | "addresses" | "term" | "handles" | "ending" | "brackets" | "spaces" | "repeated" | "script" | "mixed-scripts" | "alphabet" | "conversion" | "length" | "invisible" | "otherwise" | "forbidden" | "kept" | "names" | "spelling";
export type CommentDraft = { 
/**
 * The words, in plain text.
 */
words: string, 
/**
 * The passage it is about; nothing when it is about the story.
 */
about: Quote | null, 
/**
 * The comment that it answers.
 */
answers: CommentId | null, 
/**
 * Who is meant to see it.
 */
mentions: Array<PersonId>, };
export type CommentId = string;
export type CommentView = { 
/**
 * The comment.
 */
comment: CommentId, 
/**
 * Who said it.
 */
by: string, 
/**
 * Whether that is the person who writes here.
 */
is_mine: boolean, 
/**
 * When, by the clock of the laptop it was said on.
 */
at: Timestamp, 
/**
 * The words.
 */
words: string, 
/**
 * The passage it is about, as its text was then.
 */
about: Quote | null, 
/**
 * Who is meant to see it.
 */
mentions: Array<string>, 
/**
 * Whether the person who writes here is.
 */
mentions_me: boolean, 
/**
 * Who dealt with it.
 */
settled: SettledView | null, 
/**
 * What was answered, the first first; an answer has none.
 */
answers: Array<CommentView>, };
export type Connection = { "state": "none" } | { "state": "online", 
/**
 * When.
 */
since: Timestamp, } | { "state": "offline", 
/**
 * Since when.
 */
since: Timestamp, 
/**
 * Why, as a code.
 */
reason: Failure, } | { "state": "signed-out" };
export type Content = Record<string, PartValue>;
export type ConversionView = { 
/**
 * The title.
 */
headline: string, 
/**
 * The standfirst.
 */
lead: string, 
/**
 * The text, in CommonMark.
 */
body: string, };
export type Crop = "wide" | "standard" | "square" | "tall" | "free";
export type Deed = "submit" | "return" | "approve" | "publish" | "redate" | "withdraw";
export type DeedView = { 
/**
 * The deed.
 */
deed: Deed, 
/**
 * Why not; nothing when it can.
 */
refusal: Failure | null, };
export type DigitalSourceType = "digital-capture" | "print" | "negative-film" | "algorithmically-enhanced" | "human-edits" | "composite-capture" | "screen-capture" | "digital-creation" | "data-driven-media" | "composite-synthetic" | "composite-with-trained-algorithmic-media" | "trained-algorithmic-media" | "algorithmic-media";
export type DoctorReport = { 
/**
 * Whether everything is as it should be.
 */
healthy: boolean, 
/**
 * Whether the profile is encrypted.
 */
encrypted: boolean, 
/**
 * Stories held.
 */
stories: number, 
/**
 * Photos held.
 */
photos: number, 
/**
 * What is wrong.
 */
problems: Array<Failure>, };
export type DocumentId = string;
export type EditionInfo = { 
/**
 * The key, such as `tote`.
 */
key: EditionKey, 
/**
 * The BCP 47 tag, such as `kk-Arab`.
 */
tag: string, 
/**
 * The switcher label.
 */
label: string, 
/**
 * `ltr` or `rtl`.
 */
direction: string, 
/**
 * The edition it is converted from.
 */
derived_from: EditionKey | null, 
/**
 * The agency's mark in its datelines; empty while no portal said.
 */
mark: string, 
/**
 * Its quotation marks: outer opening and closing, inner opening and closing.
 */
quotes: [string, string, string, string], };
export type EditionKey = string;
export type EditionMark = { 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * How it stands.
 */
standing: Standing, 
/**
 * Who brought it there; empty when nobody has decided anything yet.
 */
by: string, 
/**
 * Since when it stands so, or is public.
 */
at: Timestamp | null, 
/**
 * Why it was returned.
 */
reason: string | null, 
/**
 * Whether it is its source that changed since its approval, and not its own text.
 */
source_moved: boolean, 
/**
 * Open conflict cards in its words.
 */
cards: number, 
/**
 * Passages of what it was made from that have changed since.
 */
behind: number, 
/**
 * What it owes its readers because of what became of the story's source.
 */
task: Task | null, };
export type EditionView = { 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * How it stands, with pending steps already counted.
 */
standing: Standing, 
/**
 * Steps that are on their way or were refused.
 */
pending: Array<PendingStep>, 
/**
 * Who took the last step.
 */
by: string | null, 
/**
 * When.
 */
at: Timestamp | null, 
/**
 * Why it was returned, or why it was before it was handed in again.
 */
reason: string | null, 
/**
 * In how many passages something of their own was asked for then.
 */
reasons: number, 
/**
 * Words in headline, lead and body.
 */
words: number, 
/**
 * Whether this person may change its text; if not, what they write becomes a suggestion.
 */
may_write: boolean, 
/**
 * Whether it is closed to everybody, because readers were told that it is withdrawn.
 */
closed: boolean, 
/**
 * What can be done with it now.
 */
deeds: Array<DeedView>, 
/**
 * What stands in the way of publishing.
 */
obstacles: Array<Obstacle>, 
/**
 * The dateline that opens the body, from the story's city and the edition's template; empty without either.
 */
dateline: string, 
/**
 * The address of the public page.
 */
public_url: string | null, 
/**
 * Since when it is public.
 */
published_at: Timestamp | null, 
/**
 * The moment that readers are shown instead, where the chief editor corrected it.
 */
displayed: Timestamp | null, 
/**
 * A mark of what an approval would be about: the same as long as not one byte of it changes.
 */
says: string, 
/**
 * Passages of what it was made from that have changed since.
 */
behind: number, 
/**
 * An edition on the way back to the source that is itself behind.
 */
behind_through: EditionKey | null, 
/**
 * What it owes its readers because of what became of the story's source.
 */
task: TaskView | null, };
export type EntryId = string;
export type EntryKind = "tag" | "section" | "person" | "city" | "desk" | "word" | "term" | "exception" | "kept" | "template" | "snippet" | "supplier" | "house-style";
export type EntryView = { 
/**
 * The entry.
 */
entry: EntryId, 
/**
 * What it is; house style is no entry that anybody sees.
 */
kind: Exclude<EntryKind, "house-style">, 
/**
 * Its printed form, by edition.
 */
labels: Record<string, string>, 
/**
 * Forms that an edition never prints.
 */
forbidden: Record<string, string[]>, 
/**
 * The section above it.
 */
parent: EntryId | null, 
/**
 * What a template or a snippet fills in: parts of a story.
 */
fills: Content, 
/**
 * Whether this person may change it; otherwise what they change is a suggestion.
 */
may_change: boolean, };
export type Event = { "event": "session" } | { "event": "document", 
/**
 * Which.
 */
document: DocumentId, } | { "event": "text", 
/**
 * The document.
 */
document: DocumentId, 
/**
 * The part.
 */
part: PartKey, 
/**
 * The newest version.
 */
version: number, } | { "event": "sync" } | { "event": "link" } | { "event": "tiding", 
/**
 * What.
 */
tiding: Tiding, } | { "event": "memory" } | { "event": "presence", 
/**
 * Which.
 */
document: DocumentId, };
export type Failure = { 
/**
 * A stable name such as `photo-without-credit-line`.
 */
code: string, 
/**
 * What the sentence needs to name: a photo, an edition, a limit.
 */
params?: { [key in string]: string }, };
export type FilledPart = { 
/**
 * The part.
 */
part: PartKey, 
/**
 * What it said before; mostly nothing.
 */
before: PartValue | null, };
export type FindingView = { 
/**
 * Its name: the same as long as what it is about is the same.
 */
name: string, 
/**
 * The check that found it.
 */
check: Check, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * The row, counted from 0.
 */
row: number, 
/**
 * Whether it stands in the source and is missing here.
 */
missing: boolean, 
/**
 * Where in the passage it is, from and to, in UTF-8 bytes; from 0 to 0 when it is missing there.
 */
own: [number, number], 
/**
 * Where in the passage of the source, in the same way.
 */
source: [number, number], 
/**
 * The words it is about.
 */
about: string, 
/**
 * The whole passage with it put right, where that is known.
 */
fixed: string | null, 
/**
 * Whoever said that it is none, the first first.
 */
accepted: Array<AcceptedView>, };
export type FoundPair = { 
/**
 * The pair.
 */
pair: RememberedView, 
/**
 * Its source in pieces, of which every second was found.
 */
source: Array<string>, 
/**
 * Its target, in the same way.
 */
target: Array<string>, };
export type FoundPassage = { 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The text in pieces, of which every second was found.
 */
pieces: Array<string>, };
export type FoundStory = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * Its slugline.
 */
slugline: string, 
/**
 * Its headlines, by edition.
 */
headlines: { [key in EditionKey]: string }, 
/**
 * When it last changed at the portal.
 */
changed_at: Timestamp, 
/**
 * Who began it.
 */
created_by: string, 
/**
 * Whether this laptop holds it.
 */
is_here: boolean, };
export type HouseChange = { "rule": "kazakh-latin", 
/**
 * The year of its decree.
 */
year: string, } | { "rule": "arabic-script", 
/**
 * Its name.
 */
option: string, 
/**
 * Whether it is.
 */
on: boolean, } | { "rule": "level", 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The check.
 */
check: Check, 
/**
 * Its level; none for the usual one.
 */
severity: Severity | null, } | { "rule": "machine", 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The service; none where no machine may.
 */
service: MachineService | null, };
export type HouseView = { 
/**
 * The Latin alphabet of Kazakh, by the year of its decree.
 */
kazakh_latin: string, 
/**
 * What is done otherwise in the Arabic script.
 */
arabic_script: Array<string>, 
/**
 * Everything that could be.
 */
options: Array<string>, 
/**
 * The checks whose level a desk can choose.
 */
checks: Array<Check>, 
/**
 * Those whose level is not the usual one.
 */
levels: Array<LevelView>, 
/**
 * The services that translate; none for an edition into which no machine may.
 */
machines: Array<MachineView>, 
/**
 * Whether this person may change it.
 */
may_change: boolean, };
export type LevelView = { 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The check.
 */
check: Check, 
/**
 * Its level.
 */
severity: Severity, };
export type LiftView = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * Who.
 */
by: PersonId, 
/**
 * What that person is called.
 */
name: string, 
/**
 * Why.
 */
reason: string, };
export type MachineReport = { 
/**
 * Passages that it has.
 */
translated: number, 
/**
 * Passages that nobody has translated yet.
 */
left: number, };
export type MachineService = { 
/**
 * How it is spoken to.
 */
shape: MachineShape, 
/**
 * Its address, such as `https://translate.example` or `https://models.example/v1`.
 */
address: string, 
/**
 * The model, where there are several.
 */
model: string, 
/**
 * Whether it may see a story that is under embargo.
 */
embargoed: boolean, };
export type MachineShape = "libre-translate" | "open-ai";
export type MachineView = { 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The service.
 */
service: MachineService, 
/**
 * Whether this computer has a key for it.
 */
has_key: boolean, };
export type MemoryMatch = { 
/**
 * How alike their sources are, in percent; 101 when the passages around them are the same, too.
 */
score: number, 
/**
 * What to write: the translation, with the numbers of the passage that is translated now.
 */
text: string, 
/**
 * Whether numbers were put into it.
 */
numbers: boolean, 
/**
 * The pair itself.
 */
pair: RememberedView, };
export type MemoryReport = { 
/**
 * How many pairs are new.
 */
added: number, 
/**
 * How many were known already.
 */
known: number, 
/**
 * How many units say nothing in two languages that are published here.
 */
skipped: number, 
/**
 * Whether it was stopped before its end.
 */
stopped: boolean, };
export type MemoryView = { 
/**
 * How many pairs of passages.
 */
pairs: number, 
/**
 * How much of a file that is being taken in has been read, in percent.
 */
reading: number | null, };
export type MovedView = { 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: Timestamp, };
export type Obstacle = { 
/**
 * What.
 */
kind: ObstacleKind, 
/**
 * The photo it is about.
 */
photo?: PhotoId | null, };
export type ObstacleKind = "headline-missing" | "body-missing" | "photo-without-creator" | "photo-without-credit-line" | "photo-without-rights-basis" | "photo-without-alt-text" | "photo-licence-ended" | "photo-licence-restricted" | "photo-not-at-portal" | "conflict-open" | "under-embargo";
export type OperationId = string;
export type OutboxItem = { "kind": "change", 
/**
 * Which.
 */
parts: Array<PartKey>, } | { "kind": "step", 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * The deed.
 */
deed: Deed, } | { "kind": "picture", 
/**
 * Which file.
 */
file: string, };
export type OutboxRow = { 
/**
 * The operation, once it has been made; edits gather until the next contact.
 */
operation: OperationId | null, 
/**
 * The document.
 */
document: DocumentId, 
/**
 * The working name of the story, or the file name of the photo.
 */
title: string, 
/**
 * What it is.
 */
item: OutboxItem, 
/**
 * Size, in bytes.
 */
size_bytes: number, 
/**
 * How much of it the portal has, in bytes: pictures go in chunks.
 */
sent_bytes: number, 
/**
 * How often it was tried.
 */
attempts: number, 
/**
 * Why it has not gone yet; nothing before the first try.
 */
reason: Failure | null, 
/**
 * Whether the portal refused it, so that it waits for a person.
 */
refused: boolean, 
/**
 * Whether it can never go, because its text was withdrawn: a person may leave it to the history of the text.
 */
may_lay_aside: boolean, };
export type OwnPassage = { 
/**
 * Its words.
 */
text: string, 
/**
 * Where it begins in its text, in UTF-8 bytes.
 */
from: number, };
export type PartKey = string;
export type PartValue = { "text": string } | { "set": Array<string> } | { "list": Array<string> } | { "opaque": { 
/**
 * The number of the kind in that version.
 */
kind: number, 
/**
 * The value's bytes.
 */
bytes: Array<number>, } };
export type Passage = { 
/**
 * As it stood in the older version.
 */
then: string | null, 
/**
 * As it stands in the newer version.
 */
now: string | null, 
/**
 * Which paragraph of the older version it is, from 0; nothing for a headline, a lead or a new paragraph.
 */
paragraph: number | null, };
export type PassageAnswer = { 
/**
 * What the source said; nothing when the passage is new.
 */
then: string | null, 
/**
 * What it says; nothing when the passage is gone.
 */
now: string | null, };
export type PassageRow = { 
/**
 * The text of the edition that it belongs to, or of a photo in that edition.
 */
part: PartKey, 
/**
 * For the words of a photo: its place in the story, from 1.
 */
photo: number | null, 
/**
 * What the source said when the edition was made from it.
 */
then: string | null, 
/**
 * What the source says.
 */
now: string | null, 
/**
 * Whether that is something else, and nobody has answered it yet.
 */
moved: boolean, 
/**
 * Who changed it there, where this laptop's history tells.
 */
moved_by: MovedView | null, 
/**
 * The passage of the edition.
 */
own: OwnPassage | null, 
/**
 * The sentences of what the source says and of the passage, side by side; none where there are not two on either side.
 */
sentences: Array<SentenceView>, 
/**
 * Whether a machine translated it and nobody has read it.
 */
machine: boolean, 
/**
 * What it said when it was approved, where it has changed since; empty when it is new.
 */
approved: string | null, 
/**
 * What was asked for when the edition was returned.
 */
returned: Array<ReturnedView>, };
export type PassagesView = { 
/**
 * The edition it was made from; nothing while that is not known, and for the source itself.
 */
made_from: EditionKey | null, 
/**
 * The edition that it stands beside here; nothing when there is none to stand beside.
 */
beside: EditionKey | null, 
/**
 * An edition on the way back to the source that is itself behind.
 */
through: EditionKey | null, 
/**
 * The passages in reading order, then the words of the photos.
 */
rows: Array<PassageRow>, 
/**
 * What was asked for in passages that are gone, when the edition was returned: they say what they said.
 */
returned: Array<ReturnedView>, 
/**
 * What the quality checks found, in the order of the rows.
 */
findings: Array<FindingView>, 
/**
 * Whether a machine may translate what is missing.
 */
machine: boolean, 
/**
 * Whether it was converted by other rules, another alphabet or other words than a conversion would be now.
 */
converted_otherwise: boolean, 
/**
 * A mark of what an approval of the edition would be about, as it stands here.
 */
says: string, };
export type PendingStep = { 
/**
 * The outbox entry.
 */
operation: OperationId, 
/**
 * The deed.
 */
deed: Deed, 
/**
 * The portal's refusal; nothing while it has not answered.
 */
refusal: Failure | null, };
export type PersonId = string;
export type Phase = "first-start" | "locked" | "open";
export type PhotoAdded = { 
/**
 * Whether the very same picture was here before.
 */
is_known: boolean, 
/**
 * How many that were here before look like it.
 */
alike: number, 
/**
 * The photo.
 */
photo: PhotoId, 
/**
 * Its parts: creator, credit line, rights basis, captions, alt texts, size.
 */
content: Content, 
/**
 * Whether this laptop has the picture to show.
 */
picture: boolean, 
/**
 * Whether this person may change its credit; if not, a change becomes a suggestion.
 */
may_credit: boolean, 
/**
 * Whoever it was had from, where the newsroom has rules for them.
 */
supplier: SupplierView | null, 
/**
 * What of its licence keeps it back, unless somebody lifted it.
 */
blocks: Array<BlockView>, 
/**
 * Whether this person may lift that; if not, it becomes a suggestion.
 */
may_lift: boolean, };
export type PhotoAids = { 
/**
 * Fields that are filled in together, in the person's order.
 */
templates: Array<PhotoTemplate>, 
/**
 * What a code stands for: `mak` is typed as `=mak=`.
 */
codes: Record<string, string>, };
export type PhotoChange = { 
/**
 * The photo.
 */
photo: PhotoId, 
/**
 * The field.
 */
part: PartKey, 
/**
 * What it is to say.
 */
text: string, 
/**
 * Only where the field says this now; anything, where it is not given.
 */
instead_of: string | null, };
export type PhotoId = string;
export type PhotoLeft = { 
/**
 * The photo.
 */
photo: PhotoId, 
/**
 * What its file was called.
 */
file_name: string, 
/**
 * Why not.
 */
failure: Failure, };
export type PhotoNumbers = { 
/**
 * All photos.
 */
all: number, 
/**
 * Without creator, credit line or rights basis.
 */
credit_needed: number, 
/**
 * Without an alternative text.
 */
alt_text_needed: number, 
/**
 * Whose file says otherwise, and nobody has decided.
 */
otherwise: number, 
/**
 * Without a rights basis.
 */
rights_needed: number, 
/**
 * Whose licence ends within thirty days, or has ended.
 */
ending: number, 
/**
 * Rated three or better.
 */
rated: number, 
/**
 * In no story.
 */
unused: number, 
/**
 * With an open conflict card.
 */
conflicts: number, };
export type PhotoPage = { 
/**
 * How many photos the query lets through.
 */
total: number, 
/**
 * Those of the page.
 */
rows: Array<PhotoRow>, };
export type PhotoQuery = { 
/**
 * All of these.
 */
queues: Array<PhotoQueue>, 
/**
 * Said or changed since then.
 */
changed_since: Timestamp | null, 
/**
 * Beginnings of words of its file name, creator, credit, captions and alternative texts.
 */
words: string, };
export type PhotoQueue = "credit-needed" | "alt-text-needed" | "rights-needed" | "otherwise" | "rated" | "ending" | "used" | "unused" | "mine" | "conflicts";
export type PhotoRow = { 
/**
 * The photo.
 */
photo: PhotoId, 
/**
 * When something said about it last changed here.
 */
changed_at: Timestamp, 
/**
 * What its file was called.
 */
file_name: string, 
/**
 * Its captions.
 */
captions: Record<EditionKey, string>, 
/**
 * Who made it.
 */
creator: string, 
/**
 * Its credit line.
 */
credit_line: string, 
/**
 * Whether creator, credit line or rights basis is missing.
 */
credit_needed: boolean, 
/**
 * Whether nothing says why the agency may print it.
 */
rights_needed: boolean, 
/**
 * Whether an alternative text is missing.
 */
alt_text_needed: boolean, 
/**
 * Whether its file says otherwise, and nobody has decided.
 */
otherwise: boolean, 
/**
 * How good people find it, 1 to 5; 0 for nothing said.
 */
rating: number, 
/**
 * Until when it may be used, in Unix milliseconds as text; may be empty.
 */
licence_until: string, 
/**
 * How it came about, as the field says it; may be empty.
 */
source_type: string, 
/**
 * Width and height in pixels, as text.
 */
size: [string, string], 
/**
 * How many stories use it.
 */
uses: number, 
/**
 * Open conflict cards.
 */
cards: number, 
/**
 * Whether this laptop has the picture to show.
 */
picture: boolean, };
export type PhotoTemplate = { 
/**
 * What the person calls it.
 */
name: string, 
/**
 * What each field says.
 */
fields: Record<string, string>, };
export type PhotoUse = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * What people call it.
 */
title: string, 
/**
 * The edition that the words below are of: the one that was asked for or, where it says nothing, the source.
 */
edition: EditionKey, 
/**
 * Its headline.
 */
headline: string, 
/**
 * Its lead.
 */
lead: string, 
/**
 * The paragraph that the photo stands below, or the first one.
 */
paragraph: string, };
export type PhotoView = { 
/**
 * The photo.
 */
photo: PhotoId, 
/**
 * Its parts: creator, credit line, rights basis, captions, alt texts, size.
 */
content: Content, 
/**
 * Whether this laptop has the picture to show.
 */
picture: boolean, 
/**
 * Whether this person may change its credit; if not, a change becomes a suggestion.
 */
may_credit: boolean, 
/**
 * Whoever it was had from, where the newsroom has rules for them.
 */
supplier: SupplierView | null, 
/**
 * What of its licence keeps it back, unless somebody lifted it.
 */
blocks: Array<BlockView>, 
/**
 * Whether this person may lift that; if not, it becomes a suggestion.
 */
may_lift: boolean, };
export type PhotosChanged = { 
/**
 * How many fields say something else now.
 */
changed: number, 
/**
 * What takes it back.
 */
undo: Array<PhotoChange>, 
/**
 * Where it could not be done.
 */
left: Array<PhotoLeft>, };
export type PortalView = { 
/**
 * Its address, such as `https://newsroom.example`.
 */
address: string, 
/**
 * The newsroom's name.
 */
newsroom: string, 
/**
 * The login name.
 */
login: string, };
export type PresentView = { 
/**
 * Who.
 */
person: PersonId, 
/**
 * What the newsroom calls them.
 */
name: string, 
/**
 * The story.
 */
story: StoryId, 
/**
 * The text.
 */
part: PartKey, 
/**
 * Their caret in it, in UTF-8 bytes. Their text may be a moment ahead of this one.
 */
at: number, };
export type ProfileCreated = { 
/**
 * To be written down: it opens the profile when passphrase and key ring are lost. Never shown again.
 */
recovery_code: string, 
/**
 * The open session.
 */
session: SessionView, };
export type ProfileHere = { 
/**
 * What it is called among the profiles here.
 */
profile: string, 
/**
 * Its folder.
 */
folder: string, 
/**
 * Whose it is; empty when it does not say.
 */
name: string, 
/**
 * When it was last opened.
 */
opened_at: Timestamp | null, 
/**
 * Whether it is the one that this window shows.
 */
current: boolean, };
export type Queue = "mine" | "desk" | "translation" | "credits" | "stale" | "mentions" | "due" | "approvals" | "waiting" | "conflicts" | "published";
export type QueueCounts = { 
/**
 * Own stories.
 */
mine: number, 
/**
 * All stories.
 */
desk: number, 
/**
 * Editions that wait for approval, and suggestions of others that this person answers for.
 */
approvals: number, 
/**
 * Photos that lack a credit, a rights basis or a creator.
 */
photos: number, 
/**
 * Outbox entries and open cards.
 */
sync: number, 
/**
 * What waits for this person: stories of theirs with a returned edition or a comment that mentions them, open conflict cards,
 * and what they can approve.
 */
for_me: number, };
export type Quote = { 
/**
 * The part whose text it stands in.
 */
part: PartKey, 
/**
 * The words of the passage.
 */
exact: string, 
/**
 * The words before it.
 */
before: string, 
/**
 * The words after it.
 */
after: string, };
export type ReasonDraft = { 
/**
 * The text that the passage stands in.
 */
part: PartKey, 
/**
 * For the words of a photo: its place in the story, from 1.
 */
photo: number | null, 
/**
 * What the passage says.
 */
passage: string, 
/**
 * What has to change in it.
 */
reason: string, };
export type RememberedView = { 
/**
 * The passage that is looked for or translated.
 */
source: string, 
/**
 * The passage that stands for it in the edition that was asked for.
 */
target: string, 
/**
 * Who approved it, or whom the file it came from names.
 */
by: string, 
/**
 * When.
 */
at: Timestamp, 
/**
 * The story it was approved in; nothing for what came from a file.
 */
story: StoryId | null, 
/**
 * What people call that story.
 */
title: string, };
export type RescueReport = { 
/**
 * Where the texts were written.
 */
folder: string, 
/**
 * How many files were written.
 */
files: number, 
/**
 * Paragraphs as they stood last.
 */
saved: number, 
/**
 * Paragraphs of an earlier version, because the last could not be read.
 */
older: number, 
/**
 * Texts that are known to have been there and of which nothing is left: at least as many paragraphs.
 */
lost: number, 
/**
 * Whether every document was found. When not, there may have been others.
 */
all_found: boolean, };
export type RestoreReport = { 
/**
 * When the copy was made that it was restored from.
 */
copy_at: Timestamp, 
/**
 * The name in the profile's folder that the damaged database is kept under.
 */
kept: string, 
/**
 * How many newer values were read out of the damaged database.
 */
newer: number, 
/**
 * Texts that are known to have been there and of which nothing is left: at least as many paragraphs.
 */
lost: number, 
/**
 * Whether every document of the damaged database was found. When not, newer ones may be missing.
 */
all_found: boolean, 
/**
 * The open session.
 */
session: SessionView, };
export type ReturnedView = { 
/**
 * What has to change.
 */
reason: string, 
/**
 * What the passage said, where it says something else by now.
 */
then: string | null, };
export type RightsBasis = "staff" | "agency" | "handout" | "licence" | "permission" | "public-domain";
export type Role = "journalist" | "photo-editor" | "desk-editor" | "chief-editor" | "administrator";
export type SafetyView = { 
/**
 * Whether the profile is encrypted.
 */
encrypted: boolean, 
/**
 * Whether a passphrase opens it.
 */
passphrase: boolean, 
/**
 * After how many idle minutes it locks itself; 0 for never.
 */
lock_after_minutes: number, 
/**
 * The copies of its database, newest first.
 */
backups: Array<BackupView>, 
/**
 * Why the last copy could not be made.
 */
backup_trouble: Failure | null, };
export type SaidView = { 
/**
 * What it says for the fields that belong to no edition; one that it does not speak of is not among them.
 */
fields: Record<string, string>, 
/**
 * Its caption, in whatever language it is; may be empty.
 */
caption: string, 
/**
 * The fields in which ours is to stand, as somebody decided on this laptop.
 */
kept: Array<PartKey>, };
export type SavedQuery = { 
/**
 * What it is called.
 */
name: string, 
/**
 * The list.
 */
query: StoryQuery, };
export type SearchHit = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * Its slugline.
 */
slugline: string, 
/**
 * A headline, in pieces of which every second was found.
 */
headline: Array<string>, 
/**
 * The edition of that headline.
 */
headline_edition: EditionKey | null, 
/**
 * Where else a word was found.
 */
passage: FoundPassage | null, 
/**
 * When it last changed here.
 */
changed_at: Timestamp, };
export type SearchView = { 
/**
 * The best first.
 */
hits: Array<SearchHit>, 
/**
 * Whether there are more than are named.
 */
more: boolean, };
export type SentenceView = { 
/**
 * Where in what the source says, from and to, in UTF-8 bytes.
 */
now: [number, number] | null, 
/**
 * Where in the passage of the edition.
 */
own: [number, number] | null, };
export type SessionView = { 
/**
 * Whether a person can work.
 */
phase: Phase, 
/**
 * The person's id, once the profile is open.
 */
person: PersonId | null, 
/**
 * The person's name; empty before there is a profile.
 */
name: string, 
/**
 * When the profile was locked or closed, while it is, if it was in order.
 */
closed_at: Timestamp | null, 
/**
 * How many changes waited to be sent then.
 */
closed_waiting: number, 
/**
 * The account at the portal, with its roles.
 */
account: Account | null, 
/**
 * The portal.
 */
portal: PortalView | null, 
/**
 * Whether there is a passphrase that opens the profile; without one, its key is in the key ring alone.
 */
passphrase: boolean, 
/**
 * Whether this computer has a working key ring, so that no passphrase is needed.
 */
keyring: boolean, 
/**
 * The interface language: `en`, `kk` or `ru`; empty while nobody chose.
 */
interface: string, 
/**
 * `light`, `dark` or empty for the system's.
 */
theme: string, 
/**
 * `more`, `normal` or empty for the system's.
 */
contrast: string, 
/**
 * How large everything in the window is, in percent.
 */
zoom: number, 
/**
 * The IANA name of the newsroom's time zone; empty while no portal said.
 */
time_zone: string, 
/**
 * The folder of the profile.
 */
folder: string, 
/**
 * How many other profiles this computer holds.
 */
others: number, 
/**
 * The editions of the newsroom.
 */
editions: Array<EditionInfo>, };
export type SettledView = { 
/**
 * Who dealt with it.
 */
by: string, 
/**
 * When.
 */
at: Timestamp, };
export type Severity = "error" | "warning";
export type SpellingMark = { 
/**
 * Where it begins.
 */
from: number, 
/**
 * Where it ends.
 */
to: number, };
export type SpellingView = { 
/**
 * Whether there is a dictionary for the edition; without one nothing is marked.
 */
checked: boolean, 
/**
 * Why there is none, where one would help.
 */
trouble: Failure | null, 
/**
 * The words that look misspelt, in the order of the text.
 */
marks: Array<SpellingMark>, };
export type Standing = "empty" | "draft" | "in-review" | "returned" | "approved" | "changed" | "published" | "details-changed" | "draft-over-published" | "withdrawn";
export type StoryChange = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * What is set in it.
 */
set: StorySet, };
export type StoryFilter = { 
/**
 * Beginnings of words of its slugline, a headline, an author or a tag.
 */
words: string, 
/**
 * It stands in these queues as well.
 */
queues: Array<Queue>, 
/**
 * An edition stands in one of these ways.
 */
standings: Array<Standing>, 
/**
 * It is this edition that stands so, that is not written or that is behind.
 */
edition: EditionKey | null, 
/**
 * Its section.
 */
section: EntryId | null, 
/**
 * The desk that answers for it.
 */
desk: EntryId | null, 
/**
 * One of its tags.
 */
tag: EntryId | null, 
/**
 * Who made it, signs it or has it to write.
 */
person: PersonId | null, 
/**
 * Its urgency, 1 to 5.
 */
urgency: string | null, 
/**
 * It changed at that moment or later.
 */
changed_since: Timestamp | null, 
/**
 * An edition was published at that moment or later.
 */
published_since: Timestamp | null, };
export type StoryId = string;
export type StoryLeft = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * Its working name.
 */
slugline: string, 
/**
 * Why.
 */
failure: Failure, };
export type StoryLink = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * The edition, where one is meant.
 */
edition: EditionKey | null, };
export type StoryOrder = "changed" | "slugline" | "urgency" | "published" | "deadline";
export type StoryPage = { 
/**
 * How many stories the whole list has.
 */
total: number, 
/**
 * The stories of this stretch, in order.
 */
rows: Array<StoryRow>, 
/**
 * How many stories and photos have changed so that no list says it yet: ask again.
 */
behind: number, };
export type StoryQuery = { 
/**
 * The queue.
 */
queue: Queue, 
/**
 * What is left out of it.
 */
filter: StoryFilter, 
/**
 * Its order.
 */
order: StoryOrder, };
export type StoryRow = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * The newsroom's working name.
 */
slugline: string, 
/**
 * The headline of the source edition, or of the first edition that has one.
 */
headline: string, 
/**
 * The edition that headline is in.
 */
headline_edition: EditionKey, 
/**
 * Its urgency, 1 to 5.
 */
urgency: string, 
/**
 * By when its source edition has to be public, as long as it is not.
 */
deadline: Timestamp | null, 
/**
 * The desk that answers for it.
 */
desk: EntryId | null, 
/**
 * When it last changed here.
 */
changed_at: Timestamp, 
/**
 * All editions, in the newsroom's order.
 */
editions: Array<EditionMark>, 
/**
 * Whether something of it waits to be sent.
 */
waiting: boolean, 
/**
 * Whether a photo of it lacks creator, credit line or rights basis.
 */
credit_needed: boolean, 
/**
 * Open conflict cards.
 */
cards: number, 
/**
 * Suggestions that nobody has answered.
 */
suggestions: number, 
/**
 * Whether an open comment mentions this person.
 */
mentions_me: boolean, 
/**
 * Who made it.
 */
created_by: string, };
export type StorySet = { "set": "tag", 
/**
 * The tag.
 */
entry: EntryId, } | { "set": "untag", 
/**
 * The tag.
 */
entry: EntryId, } | { "set": "section", 
/**
 * The section.
 */
entry: EntryId | null, } | { "set": "urgency", 
/**
 * The urgency.
 */
urgency: string, } | { "set": "desk", 
/**
 * The desk.
 */
entry: EntryId | null, } | { "set": "deadline", 
/**
 * By when its source edition has to be public.
 */
at: Timestamp | null, } | { "set": "assign", 
/**
 * That person.
 */
person: PersonId, } | { "set": "unassign", 
/**
 * That person.
 */
person: PersonId, } | { "set": "submit" };
export type StoryView = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * Its parts.
 */
content: Content, 
/**
 * The edition the others are translated from.
 */
source_edition: EditionKey, 
/**
 * All editions, in the newsroom's order.
 */
editions: Array<EditionView>, 
/**
 * Its photos, in order.
 */
photos: Array<PhotoView>, 
/**
 * Its open conflict cards, and those of its photos.
 */
cards: Array<CardView>, 
/**
 * Its open suggestions, and those of its photos.
 */
suggestions: Array<CardView>, 
/**
 * What people say to each other about it, the first first.
 */
comments: Array<CommentView>, 
/**
 * Passages that a merge brought into its texts and that nobody has read here.
 */
unread: Array<UnreadView>, 
/**
 * Who made it.
 */
created_by: string, 
/**
 * When it last changed here.
 */
changed_at: Timestamp, 
/**
 * Whether something of it waits to be sent.
 */
waiting: boolean, 
/**
 * Whether a suggestion is being written in it or its photos: it goes when its writer says so.
 */
suggesting: boolean, 
/**
 * Whether it is closed to everybody: readers see no edition of it any more.
 */
closed: boolean, };
export type SupplierView = { 
/**
 * The entry of the vocabulary that has the rules.
 */
entry: EntryId, 
/**
 * What the supplier is called.
 */
name: string, 
/**
 * What whoever uses the photo has to know; may be empty.
 */
warning: string, 
/**
 * What brings the photo into the form that the rules want.
 */
changes: Array<PhotoChange>, };
export type SyncView = { 
/**
 * How the laptop and the portal stand.
 */
connection: Connection, 
/**
 * Whether a sync is running now.
 */
running: boolean, 
/**
 * Whether a person has paused it: nothing goes or comes until they ask.
 */
paused: boolean, 
/**
 * The first of what waits: what was refused, then in the order it will go.
 */
waiting: Array<OutboxRow>, 
/**
 * How much waits besides.
 */
more_waiting: number, 
/**
 * When everything was last sent.
 */
sent_at: Timestamp | null, 
/**
 * When the last word was committed on this computer.
 */
saved_at: Timestamp | null, 
/**
 * Open conflict cards.
 */
cards: number, 
/**
 * How far this computer's clock is behind the portal's, in milliseconds, negative when it is ahead; nothing while
 * they agree within five minutes. Times that were written here are off by as much.
 */
clock_behind: number | null, };
export type TakenBack = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * What people call it.
 */
title: string, 
/**
 * The edition that was translated.
 */
edition: EditionKey, 
/**
 * How many passages are translated.
 */
passages: number, 
/**
 * How many are not; what the edition said of them stays.
 */
missing: number, 
/**
 * How many of the translated ones lack a sentence.
 */
parts: number, 
/**
 * How many passages of the source have changed since the file went out.
 */
moved: number, };
export type Task = "correct" | "withdraw";
export type TaskView = { 
/**
 * What has to be done.
 */
task: Task, 
/**
 * The source.
 */
source: EditionKey, 
/**
 * When that was published anew or withdrawn.
 */
at: Timestamp, 
/**
 * What its readers were told.
 */
note: string, };
export type TextChange = { 
/**
 * Where the stretch begins.
 */
from: number, 
/**
 * Where it ends.
 */
to: number, 
/**
 * What stands there now.
 */
insert: string, };
export type TextPushed = { 
/**
 * Whether it was committed; if not, another view was first: apply `missed` and push again.
 */
committed: boolean, 
/**
 * The newest version.
 */
version: number, 
/**
 * The updates after the version that was pushed onto.
 */
missed: Array<TextUpdate>, };
export type TextUpdate = { 
/**
 * The view that typed it; empty for what came from elsewhere.
 */
client: string, 
/**
 * The stretches.
 */
changes: Array<TextChange>, };
export type TextView = { 
/**
 * The version; it counts updates since the profile was opened.
 */
version: number, 
/**
 * The text at that version.
 */
text: string, 
/**
 * What the editor remembered when it last left exactly this text: caret and undo, in its own words.
 */
left: string | null, };
export type Tiding = { 
/**
 * What it is about.
 */
kind: TidingKind, 
/**
 * The story.
 */
story: StoryId, 
/**
 * The edition, where it is about one.
 */
edition: EditionKey | null, 
/**
 * What people call the story.
 */
title: string, 
/**
 * Who did it; empty where it is nobody's deed.
 */
by: string, };
export type TidingKind = "returned" | "approved" | "conflict" | "mentioned";
export type Timestamp = number;
export type UnreadView = { 
/**
 * Its number.
 */
number: number, 
/**
 * The part whose text it stands in.
 */
part: PartKey, 
/**
 * Its words.
 */
words: string, 
/**
 * Who wrote them.
 */
by: string, };
export type UntouchedView = { 
/**
 * The story.
 */
story: StoryId, 
/**
 * What people call it.
 */
title: string, 
/**
 * The edition.
 */
edition: EditionKey, 
/**
 * A mark of what its approval would be about.
 */
says: string, };
export type VersionComparison = { 
/**
 * The headline.
 */
headline: Passage, 
/**
 * The lead.
 */
lead: Passage, 
/**
 * The body, paragraph by paragraph.
 */
body: Array<Passage>, };
export type VersionView = { 
/**
 * Its number on this laptop.
 */
version: number, 
/**
 * Who wrote it.
 */
by: string, 
/**
 * When its writing began, by the clock of whoever wrote it.
 */
from: Timestamp, 
/**
 * When it ended.
 */
to: Timestamp, 
/**
 * Whether it was written elsewhere and came from the portal.
 */
arrived: boolean, 
/**
 * The texts that it changed.
 */
parts: Array<PartKey>, 
/**
 * The words of headline, lead and body together.
 */
words: number, 
/**
 * What people call it; empty when it has no name.
 */
name: string, };
export type VocabularyReport = { 
/**
 * How many are new entries.
 */
added: number, 
/**
 * How many gave a known entry forms that it lacked.
 */
filled: number, 
/**
 * How many would complete an entry of somebody else: whoever may decides.
 */
suggested: number, 
/**
 * How many say something else of a known entry; what it has stays.
 */
differing: number, 
/**
 * How many say nothing new.
 */
known: number, 
/**
 * The lines of those that are of no kind or too long.
 */
unfit: number[], };

export const commands = {
  /** Who writes here, whether the profile is open, and which portal it belongs to. */
  session_show: (): Promise<SessionView> => call("session_show", {}),
  /** First start: makes the profile of one person. Shows the recovery code, once. */
  profile_create: (name: string, passphrase: string | null): Promise<ProfileCreated> => call("profile_create", { name, passphrase }),
  /** Opens a locked profile. */
  profile_unlock: (passphrase: string): Promise<SessionView> => call("profile_unlock", { passphrase }),
  /** Opens the profile with the key in this computer's key ring, once it answers again. */
  profile_unlock_by_key_ring: (): Promise<SessionView> => call("profile_unlock_by_key_ring", {}),
  /** Opens a profile whose passphrase is lost, and sets a new one. */
  profile_recover: (recovery_code: string, passphrase: string): Promise<SessionView> => call("profile_recover", { recovery_code, passphrase }),
  /** The profiles of this computer: one for each person who writes here. */
  profile_list: (): Promise<Array<ProfileHere>> => call("profile_list", {}),
  /** Closes this profile and shows another person's; the window that has that open already comes to the front instead. */
  profile_choose: (profile: string): Promise<SessionView> => call("profile_choose", { profile }),
  /** Closes this profile and begins a new one, for another person or another portal. */
  profile_begin: (): Promise<SessionView> => call("profile_begin", {}),
  /** Closes the profile until the passphrase is given again. */
  profile_lock: (): Promise<SessionView> => call("profile_lock", {}),
  /** Keeps a choice: the interface language (`interface`), the theme (`theme`), the contrast (`contrast`), the size of everything in percent (`zoom`), the idle minutes after which the profile locks itself (`lock-after`). */
  preference_set: (name: string, value: string): Promise<SessionView> => call("preference_set", { name, value }),
  /** What the window looked like when it was last left, in its own words. */
  window_left: (): Promise<string | null> => call("window_left", {}),
  /** Keeps what the window looks like: which story is open, and where in it. */
  window_leave: (state: string): Promise<null> => call("window_leave", { state }),
  /** The link to an edition of a story that other programs can hold. */
  link_to: (story: StoryId, edition: EditionKey): Promise<string> => call("link_to", { story, edition }),
  /** Where the link leads that another program sent last; each is taken once. */
  link_take: (): Promise<StoryLink | null> => call("link_take", {}),
  /** Signs in to a portal; what was written before joins it. */
  portal_connect: (address: string, login: string, password: string): Promise<SessionView> => call("portal_connect", { address, login, password }),
  /** A stretch of a list of stories: so many from a place on, counted from 0. */
  story_list: (query: StoryQuery, from: number, count: number): Promise<StoryPage> => call("story_list", { query, from, count }),
  /** All stories of a list, in order. */
  story_ids: (query: StoryQuery): Promise<Array<StoryId>> => call("story_ids", { query }),
  /** The lists that are kept under a name. */
  saved_queries: (): Promise<Array<SavedQuery>> => call("saved_queries", {}),
  /** Keeps these lists, and no others; the same name twice is the later list. */
  saved_queries_set: (queries: Array<SavedQuery>): Promise<Array<SavedQuery>> => call("saved_queries_set", { queries }),
  /** Changes many stories, each by itself, and says what takes it back and which ones refused. */
  stories_change: (changes: Array<StoryChange>): Promise<ChangesView> => call("stories_change", { changes }),
  /** How many stories each queue holds. */
  queue_counts: (): Promise<QueueCounts> => call("queue_counts", {}),
  /** Looks for stories at the portal that this laptop may not hold: those whose slugline, headlines or leads have all these words. */
  archive_search: (words: string): Promise<ArchiveView> => call("archive_search", { words }),
  /** Finds stories on this laptop by words of any edition, authors, tags, captions and credits; a phrase stands in quotation marks. */
  story_search: (words: string): Promise<SearchView> => call("story_search", { words }),
  /** Words as a regular expression (ECMAScript, flags `iu`) that finds them in any script. Changes nothing. */
  search_pattern: (words: string): Promise<string | null> => call("search_pattern", { words }),
  /** Brings a story from the portal that is not held here, with its photos. */
  story_fetch: (story: StoryId): Promise<boolean> => call("story_fetch", { story }),
  /** Starts a story in its source edition. */
  story_new: (source_edition: EditionKey): Promise<StoryId> => call("story_new", { source_edition }),
  /** Fills in what a story lacks of what a template has; says what that was. */
  template_apply: (story: StoryId, template: EntryId): Promise<Array<FilledPart>> => call("template_apply", { story, template }),
  /** Takes that back, but for what somebody has written in since. */
  template_take_back: (story: StoryId, template: EntryId, filled: Array<FilledPart>): Promise<null> => call("template_take_back", { story, template, filled }),
  /** Keeps the details and the words of a story as a template; its name stands in the edition. */
  template_keep: (story: StoryId, edition: EditionKey, name: string): Promise<EntryView> => call("template_keep", { story, edition, name }),
  /** A story with all its editions, photos and cards. */
  story_show: (story: StoryId): Promise<StoryView> => call("story_show", { story }),
  /** Sets a part of a story or a photo to a whole value; an empty one clears it. */
  part_set: (document: DocumentId, part: PartKey, value: PartValue): Promise<string | null> => call("part_set", { document, part, value }),
  /** Says something about a story, or answers what was said; with the words of a passage when it is about one. */
  comment_add: (story: StoryId, comment: CommentDraft): Promise<StoryView> => call("comment_add", { story, comment }),
  /** Says that a comment is dealt with, or opens it again. */
  comment_settle: (story: StoryId, comment: CommentId, settled: boolean): Promise<StoryView> => call("comment_settle", { story, comment, settled }),
  /** Takes back a comment of one's own, with what was answered to it. */
  comment_remove: (story: StoryId, comment: CommentId): Promise<StoryView> => call("comment_remove", { story, comment }),
  /** Notes that a passage which a merge brought into a text was read. */
  passage_read: (story: StoryId, passage: number): Promise<StoryView> => call("passage_read", { story, passage }),
  /** The whole vocabulary: tags, sections, people, cities. */
  vocabulary_list: (): Promise<Array<EntryView>> => call("vocabulary_list", {}),
  /** Makes an entry of the vocabulary; the same word again is the same entry. */
  entry_new: (kind: EntryKind, edition: EditionKey, label: string): Promise<EntryView> => call("entry_new", { kind, edition, label }),
  /** Gives an entry the form that an edition prints; an empty one takes it away. Without the right to it, this is a suggestion. */
  entry_label: (entry: EntryId, edition: EditionKey, label: string): Promise<EntryView> => call("entry_label", { entry, edition, label }),
  /** Says which forms an edition never prints of a person, a city or a term. Without the right to it, this is a suggestion. */
  entry_forbid: (entry: EntryId, edition: EditionKey, forms: Array<string>): Promise<EntryView> => call("entry_forbid", { entry, edition, forms }),
  /** What this newsroom does its own way: alphabet, script, how much each check matters to a desk. */
  house_show: (): Promise<HouseView> => call("house_show", {}),
  /** Sets one of those rules. */
  house_set: (change: HouseChange): Promise<HouseView> => call("house_set", { change }),
  /** Writes the vocabulary to a new CSV file, a row an entry and a column an edition; says how many rows it has. */
  vocabulary_export: (file: string): Promise<number> => call("vocabulary_export", { file }),
  /** Takes in the rows of a CSV file whose columns are named by editions: new entries, and forms that are missing. */
  vocabulary_import: (file: string): Promise<VocabularyReport> => call("vocabulary_import", { file }),
  /** Takes in the terms that come with Tilshi: bodies of the state, regions, neighbours, organisations, currencies. */
  vocabulary_standard: (): Promise<VocabularyReport> => call("vocabulary_standard", {}),
  /** Sets what a template, a snippet or the rules for a supplier fill in. Without the right to it, this is a suggestion. */
  entry_fill: (entry: EntryId, part: PartKey, value: PartValue): Promise<EntryView> => call("entry_fill", { entry, part, value }),
  /** Puts a section below another one, or at the top. Without the right to it, this is a suggestion. */
  entry_parent: (entry: EntryId, parent: EntryId | null): Promise<EntryView> => call("entry_parent", { entry, parent }),
  /** Says in which text of a story the caret is, and where in it, in UTF-8 bytes; in none without a story. */
  presence_set: (story: StoryId | null, part: PartKey | null, at: number): Promise<null> => call("presence_set", { story, part, at }),
  /** Who else is in a story now, and where. */
  presence_list: (story: StoryId): Promise<Array<PresentView>> => call("presence_list", { story }),
  /** Opens a running text for typing. */
  text_open: (document: DocumentId, part: PartKey): Promise<TextView> => call("text_open", { document, part }),
  /** Commits what was typed on top of a version of the text. */
  text_push: (document: DocumentId, part: PartKey, version: number, client: string, changes: Array<TextChange>): Promise<TextPushed> => call("text_push", { document, part, version, client, changes }),
  /** Keeps caret and undo of a running text as its editor leaves it, while the text is at this version. */
  text_leave: (document: DocumentId, part: PartKey, version: number, state: string): Promise<null> => call("text_leave", { document, part, version, state }),
  /** A text with the quotation marks, dashes and unbreakable spaces of an edition. Changes nothing that is kept. */
  text_typeset: (edition: EditionKey, text: string): Promise<string> => call("text_typeset", { edition, text }),
  /** A text of the edition that this one is derived from, in this one's script. Changes nothing that is kept. */
  text_convert: (edition: EditionKey, text: string): Promise<string> => call("text_convert", { edition, text }),
  /** The words of a text that look misspelt in an edition. Changes nothing. */
  spelling_check: (edition: EditionKey, text: string): Promise<SpellingView> => call("spelling_check", { edition, text }),
  /** What may have been meant by a word, the likeliest first. Takes up to some tenths of a second. */
  spelling_suggest: (edition: EditionKey, word: string): Promise<Array<string>> => call("spelling_suggest", { edition, word }),
  /** The updates of a running text after a version. */
  text_updates: (document: DocumentId, part: PartKey, version: number): Promise<Array<TextUpdate>> => call("text_updates", { document, part, version }),
  /** An edition beside what it was made from, passage by passage. */
  passages_show: (story: StoryId, edition: EditionKey): Promise<PassagesView> => call("passages_show", { story, edition }),
  /** Says which edition this one was made from, and that it follows every passage of it. */
  edition_made_from: (story: StoryId, edition: EditionKey, from: EditionKey): Promise<PassagesView> => call("edition_made_from", { story, edition, from }),
  /** What an edition in another script says when its master is converted as it is now. Changes nothing. */
  conversion_show: (story: StoryId, edition: EditionKey): Promise<ConversionView> => call("conversion_show", { story, edition }),
  /** Converts an edition in another script from its master, but for the passages that a person wrote. */
  edition_convert: (story: StoryId, edition: EditionKey): Promise<PassagesView> => call("edition_convert", { story, edition }),
  /** Says that an edition follows its source in these passages: it says them too, or need not. */
  passages_follow: (story: StoryId, edition: EditionKey, answers: Array<PassageAnswer>): Promise<PassagesView> => call("passages_follow", { story, edition, answers }),
  /** Accepts what a check found, with the reason why it is no slip; without one, it is open again. */
  finding_accept: (story: StoryId, edition: EditionKey, finding: string, reason: string): Promise<PassagesView> => call("finding_accept", { story, edition, finding, reason }),
  /** How many pairs of passages the translation memory of this laptop holds, and whether a file is being taken in. */
  memory_show: (): Promise<MemoryView> => call("memory_show", {}),
  /** What was approved for a passage of the source of an edition, or for one like it: the best first, with its numbers. */
  memory_matches: (story: StoryId, edition: EditionKey, passage: string): Promise<Array<MemoryMatch>> => call("memory_matches", { story, edition, passage }),
  /** Pairs of the memory with these words in either half, whose one half is of this edition; the newest first. */
  memory_search: (edition: EditionKey, words: string): Promise<Array<FoundPair>> => call("memory_search", { edition, words }),
  /** Writes the memory to a new TMX 1.4 file; says how many pairs it has. */
  memory_export: (file: string): Promise<number> => call("memory_export", { file }),
  /** Takes a TMX 1.4 file into the memory of this laptop. */
  memory_import: (file: string): Promise<MemoryReport> => call("memory_import", { file }),
  /** Writes stories to a new XLIFF 2.1 file for somebody who translates them into an edition; says how many passages it has. */
  xliff_export: (stories: Array<StoryId>, edition: EditionKey, file: string): Promise<number> => call("xliff_export", { stories, edition, file }),
  /** Takes in an XLIFF 2 file that came back: its translations are drafts. What an edition said since the file went out is only replaced when that is asked for. */
  xliff_import: (file: string, replace: boolean): Promise<Array<TakenBack>> => call("xliff_import", { file, replace }),
  /** Ends the taking in of a file; what was taken in stays. */
  memory_import_stop: (): Promise<MemoryView> => call("memory_import_stop", {}),
  /** Has the desk's service translate the passages of an edition that nobody has; what comes back is a draft that somebody has to read. */
  machine_translate: (story: StoryId, edition: EditionKey): Promise<MachineReport> => call("machine_translate", { story, edition }),
  /** Ends that; what was translated stays. */
  machine_stop: (): Promise<null> => call("machine_stop", {}),
  /** Says that somebody has read these passages of an edition, which a machine translated. */
  machine_read: (story: StoryId, edition: EditionKey, passages: Array<string>): Promise<PassagesView> => call("machine_read", { story, edition, passages }),
  /** Keeps the key of a translating service on this computer; an empty one is forgotten. */
  machine_key_set: (address: string, key: string): Promise<HouseView> => call("machine_key_set", { address, key }),
  /** Hands an edition to the desk. */
  edition_submit: (story: StoryId, edition: EditionKey): Promise<EditionView> => call("edition_submit", { story, edition }),
  /** Sends an edition back with a reason, or with reasons for some of its passages. */
  edition_return: (story: StoryId, edition: EditionKey, reason: string, passages: Array<ReasonDraft>): Promise<EditionView> => call("edition_return", { story, edition, reason, passages }),
  /** Approves exactly what the person has `seen`: the mark that the edition's view carried. */
  edition_approve: (story: StoryId, edition: EditionKey, seen: string): Promise<EditionView> => call("edition_approve", { story, edition, seen }),
  /** What waits for its approval, can be approved, and says word for word what a conversion of its approved master says. */
  conversions_untouched: (): Promise<Array<UntouchedView>> => call("conversions_untouched", {}),
  /** Approves one of those, having handed it in where nobody has; as long as it is as it was `seen`. */
  conversion_approve: (story: StoryId, edition: EditionKey, seen: string): Promise<EditionView> => call("conversion_approve", { story, edition, seen }),
  /** Makes the approved edition public; readers are shown the moment `displayed`, if one is given. */
  edition_publish: (story: StoryId, edition: EditionKey, note: string, displayed: Timestamp | null): Promise<EditionView> => call("edition_publish", { story, edition, note, displayed }),
  /** Corrects the moment that readers are shown; nothing for that of the publication itself. */
  edition_redate: (story: StoryId, edition: EditionKey, displayed: Timestamp | null): Promise<EditionView> => call("edition_redate", { story, edition, displayed }),
  /** Takes an edition back from readers. */
  edition_withdraw: (story: StoryId, edition: EditionKey, note: string): Promise<EditionView> => call("edition_withdraw", { story, edition, note }),
  /** The versions of an edition's words, newest first. */
  history_list: (story: StoryId, edition: EditionKey): Promise<Array<VersionView>> => call("history_list", { story, edition }),
  /** Two versions beside each other: `from` nothing is the empty page, `to` nothing is what stands there now. */
  history_compare: (story: StoryId, edition: EditionKey, from: number | null, to: number | null): Promise<VersionComparison> => call("history_compare", { story, edition, from, to }),
  /** Brings a whole version back, as a new change. */
  version_restore: (story: StoryId, edition: EditionKey, version: number): Promise<boolean> => call("version_restore", { story, edition, version }),
  /** Brings one text of a version back, as a new change, or one paragraph of it; paragraphs count from 0. */
  passage_restore: (story: StoryId, edition: EditionKey, version: number, part: PartKey, paragraph: number | null): Promise<boolean> => call("passage_restore", { story, edition, version, part, paragraph }),
  /** Names a version; an empty name takes its name away. */
  version_name: (story: StoryId, edition: EditionKey, version: number, name: string): Promise<Array<VersionView>> => call("version_name", { story, edition, version, name }),
  /** Adds a picture to a story, or to none yet; the file travels as Base64. */
  photo_add: (story: StoryId | null, file_name: string, data: string): Promise<PhotoAdded> => call("photo_add", { story, file_name, data }),
  /** A stretch of the photos that a query lets through, what came last first. */
  photo_list: (query: PhotoQuery, from: number, count: number): Promise<PhotoPage> => call("photo_list", { query, from, count }),
  /** The photos that a query lets through, in the same order. */
  photo_ids: (query: PhotoQuery): Promise<Array<PhotoId>> => call("photo_ids", { query }),
  /** How many photos there are, and how many lack what. */
  photo_counts: (): Promise<PhotoNumbers> => call("photo_counts", {}),
  /** The stories that use a photo, with what they say in an edition beside it. */
  photo_uses: (photo: PhotoId, edition: EditionKey): Promise<Array<PhotoUse>> => call("photo_uses", { photo, edition }),
  /** Puts photos into a story, behind those that it has; says how many are new there. */
  photos_use: (story: StoryId, photos: Array<PhotoId>): Promise<number> => call("photos_use", { story, photos }),
  /** Changes fields of photos, each by itself; says what takes it back. */
  photos_change: (changes: Array<PhotoChange>): Promise<PhotosChanged> => call("photos_change", { changes }),
  /** What brings photos into the form that the rules for their suppliers want. Changes nothing. */
  supplier_changes: (photos: Array<PhotoId>): Promise<Array<PhotoChange>> => call("supplier_changes", { photos }),
  /** The templates and codes of the person. */
  photo_aids: (): Promise<PhotoAids> => call("photo_aids", {}),
  /** Keeps templates and codes in the place of those before. */
  photo_aids_set: (aids: PhotoAids): Promise<PhotoAids> => call("photo_aids_set", { aids }),
  /** A photo with everything said about it. */
  photo_show: (photo: PhotoId): Promise<PhotoView> => call("photo_show", { photo }),
  /** The photos that look like another, the nearest first: copies in another size or coding, no crops. */
  photo_alike: (photo: PhotoId): Promise<Array<PhotoRow>> => call("photo_alike", { photo }),
  /** What the original of a photo says of itself, whatever stands in its fields. */
  photo_said: (photo: PhotoId): Promise<SaidView> => call("photo_said", { photo }),
  /** Decides on this laptop that ours is to stand in a field, whatever the file says, or no longer. */
  photo_keep: (photo: PhotoId, part: PartKey, kept: boolean): Promise<SaidView> => call("photo_keep", { photo, part, kept }),
  /** The size of a photo that readers see, or what a crop shows of it, as a JPEG file in Base64 that says its credit, and caption and alt text of an edition, in XMP and IIM. Refused while it lacks what it could not be published without. */
  photo_export: (photo: PhotoId, edition: EditionKey, crop: Crop | null): Promise<string> => call("photo_export", { photo, edition, crop }),
  /** Lets a photo go out although its licence forbids it, for a reason that stays with it; without one, takes back what lifts it as it stands now. */
  photo_lift: (photo: PhotoId, block: Block, reason: string): Promise<PhotoView> => call("photo_lift", { photo, block, reason }),
  /** Takes a photo out of a story; the photo itself stays. */
  photo_remove: (story: StoryId, photo: PhotoId): Promise<StoryView> => call("photo_remove", { story, photo }),
  /** Sends what was written without the right to, in a document and a story's photos, as suggestions to whoever has it. */
  suggestion_send: (document: DocumentId): Promise<boolean> => call("suggestion_send", { document }),
  /** Gives up what was written as a suggestion and not sent: it is again as the portal has it. */
  suggestion_discard: (document: DocumentId): Promise<boolean> => call("suggestion_discard", { document }),
  /** The open suggestions. */
  suggestion_list: (): Promise<Array<CardView>> => call("suggestion_list", {}),
  /** The open conflict cards. */
  conflict_list: (): Promise<Array<CardView>> => call("conflict_list", {}),
  /** Settles a conflict card, or answers a suggestion. */
  conflict_settle: (card: CardId, choice: CardChoice): Promise<Array<CardView>> => call("conflict_settle", { card, choice }),
  /** What waits to be sent and why, and how the portal last answered. */
  sync_show: (): Promise<SyncView> => call("sync_show", {}),
  /** Sends and fetches at once. */
  sync_now: (): Promise<SyncView> => call("sync_now", {}),
  /** Pauses the sending and fetching, or goes on with it: paused, nothing moves until it is asked for. */
  sync_pause: (paused: boolean): Promise<SyncView> => call("sync_pause", { paused }),
  /** Sends one refused or waiting entry again. */
  outbox_retry: (operation: OperationId): Promise<SyncView> => call("outbox_retry", { operation }),
  /** Takes a refused or unsent workflow step back. Text is never taken back, but what was written in a text that has been withdrawn since, and can never go, is left to its history. */
  outbox_discard: (operation: OperationId): Promise<SyncView> => call("outbox_discard", { operation }),
  /** Checks the database and the photos. */
  doctor: (): Promise<DoctorReport> => call("doctor", {}),
  /** How the profile is protected, and which copies of its database there are. */
  safety_show: (): Promise<SafetyView> => call("safety_show", {}),
  /** Makes a copy of the database now. */
  backup_make: (): Promise<SafetyView> => call("backup_make", {}),
  /** Changes the passphrase; a wrong old one changes nothing. */
  passphrase_change: (old: string, passphrase: string): Promise<SafetyView> => call("passphrase_change", { old, passphrase }),
  /** Makes a new recovery code, shown once; the one before it opens nothing any more. */
  recovery_code_renew: (passphrase: string): Promise<string> => call("recovery_code_renew", { passphrase }),
  /** Puts the newest good copy in the place of a damaged database, with every newer text that can still be read; works on a profile that cannot be opened. */
  database_restore: (passphrase: string | null): Promise<RestoreReport> => call("database_restore", { passphrase }),
  /** Writes every text that can still be read into an empty folder, as plain files. */
  text_rescue: (folder: string, passphrase: string | null): Promise<RescueReport> => call("text_rescue", { folder, passphrase }),
};
