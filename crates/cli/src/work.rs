//! Each command line as calls of the newsroom.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tilshi_newsroom::Call;
use tilshi_newsroom::story::{DocumentId, EditionKey, EntryKind, Failure, Part, PartValue, Quote, StoryId};
use tilshi_newsroom::views::{
    ArchiveView, CardChoice, CardView, CommentDraft, Connection, EditionView, FilledPart, MachineReport, PassagesView,
    ProfileCreated, ProfileHere, SearchView, SessionView, SpellingView, StoryFilter, StoryPage, StoryQuery, StoryView,
    SyncView, UntouchedView, VersionComparison, VersionView,
};

use crate::arguments::{
    self, Arguments, Choice, Command, Comment, Conflict, Edition, FiledFields, History, Moment, Outbox, Story,
    StoryFields, Suggestion, TextOfEdition, Which,
};
use crate::boilerplate;
use crate::convert::convert;
use crate::desk::{Desk, password, read_text};
use crate::folder;
use crate::house;
use crate::memory::memory;
use crate::outside::xliff;
use crate::passages;
use crate::photos::photo;
use crate::print;
use crate::safety;
use crate::vocabulary::Vocabulary;
use crate::words;

/// What a command answered, for both kinds of reader.
pub(crate) struct Answer {
    /// The view, for programs.
    pub(crate) json: Value,
    /// Plain sentences, for people.
    pub(crate) text: String,
    /// What could not be done although the command itself was.
    pub(crate) refusals: Vec<Failure>,
}

impl Answer {
    /// Everything was written on the way.
    pub(crate) fn said() -> Self {
        Self { json: Value::Null, text: String::new(), refusals: Vec::new() }
    }

    /// Whether there is nothing left to print.
    pub(crate) fn is_said(&self) -> bool {
        self.json.is_null() && self.text.is_empty()
    }

    pub(crate) fn of<T: Serialize>(view: &T, text: String) -> Result<Self, Failure> {
        let json = serde_json::to_value(view).map_err(|error| Failure::new("internal").with("detail", error))?;
        Ok(Self { json, text, refusals: Vec::new() })
    }
}

/// Carries out a command line.
pub(crate) fn carry_out(arguments: Arguments) -> Result<Answer, Failure> {
    let folder = folder::of_profile(arguments.profile)?;
    let mut desk = Desk::new(folder, arguments.passphrase_file);
    match arguments.command {
        Command::Init { name, unencrypted } => init(&mut desk, name, unencrypted),
        Command::Login { address, login, password_file } => {
            let password = password(password_file.as_deref())?;
            let session: SessionView = desk.ask(Call::portal_connect { address, login, password })?;
            Answer::of(&session, print::session(&session))
        }
        Command::Whoami => {
            let session: SessionView = desk.ask(Call::session_show {})?;
            Answer::of(&session, print::session(&session))
        }
        Command::People => {
            let people: Vec<ProfileHere> = desk.ask_unopened(Call::profile_list {})?;
            Answer::of(&people, print::people(&people))
        }
        Command::Story(command) => story(&mut desk, command),
        Command::Edition(command) => edition(&mut desk, command),
        Command::History(command) => history(&mut desk, command),
        Command::Photo(command) => photo(&mut desk, command),
        Command::Vocabulary(command) => words::vocabulary(&mut desk, command),
        Command::House(command) => house::house(&mut desk, command),
        Command::Conflict(command) => conflict(&mut desk, command),
        Command::Suggestion(command) => suggestion(&mut desk, command),
        Command::Comment(command) => comment(&mut desk, command),
        Command::Xliff(command) => xliff(&mut desk, command),
        Command::Memory(command) => memory(&mut desk, command),
        Command::Sync(options) => sync(&mut desk, &options),
        Command::Outbox(command) => outbox(&mut desk, &command),
        Command::Safety(command) => safety::safety(&mut desk, command),
        Command::Doctor(command) => safety::doctor(&mut desk, command),
        Command::Convert(command) => convert(&command).map(|()| Answer::said()),
    }
}

fn convert_edition(desk: &mut Desk, which: Which, anew: bool) -> Result<Answer, Failure> {
    let (story, edition) = (desk.story(&which.story)?, which.edition);
    if !anew {
        let _: PassagesView = desk.ask(Call::edition_convert { story, edition: edition.clone() })?;
        return show_edition(desk, story, &edition);
    }
    let view: StoryView = desk.ask(Call::story_show { story })?;
    let known = tilshi_newsroom::language::edition(&edition);
    let master = known.and_then(|edition| edition.derived_from.clone()).unwrap_or_else(|| edition.clone());
    let mut parts = Vec::new();
    for part in [Part::Headline, Part::Lead, Part::Body] {
        let text = view.content.text(&part(master.clone())).to_owned();
        let text: String = desk.ask(Call::text_convert { edition: edition.clone(), text })?;
        parts.push((part(edition.clone()), Some(text)));
    }
    set_all(desk, story, parts)?;
    let _: PassagesView = desk.ask(Call::edition_made_from { story, edition: edition.clone(), from: master })?;
    show_edition(desk, story, &edition)
}

fn spelling(desk: &mut Desk, which: &Which) -> Result<Answer, Failure> {
    let story = desk.story(&which.story)?;
    let view: StoryView = desk.ask(Call::story_show { story })?;
    let mut words: Vec<String> = Vec::new();
    for part in [Part::Headline, Part::Lead, Part::Body] {
        let text = view.content.text(&part(which.edition.clone())).to_owned();
        let found: SpellingView =
            desk.ask(Call::spelling_check { edition: which.edition.clone(), text: text.clone() })?;
        if let Some(trouble) = found.trouble {
            return Err(trouble);
        }
        let letters: Vec<u16> = text.encode_utf16().collect();
        for mark in found.marks {
            let word = String::from_utf16_lossy(letters.get(mark.from..mark.to).unwrap_or_default());
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    let text = if words.is_empty() { "Nothing looks misspelt.".to_owned() } else { words.join("\n") };
    Answer::of(&words, text)
}

fn init(desk: &mut Desk, name: String, unencrypted: bool) -> Result<Answer, Failure> {
    let json = desk.create(name, unencrypted)?;
    let text = if unencrypted {
        "The profile is ready. It is NOT encrypted: whoever has this disk can read every story in it, published or not."
            .to_owned()
    } else {
        let created: ProfileCreated = typed(json.clone())?;
        format!(
            "The profile is ready and encrypted.\n\nRecovery code: {}\n\nWrite it down and keep it away from this \
             computer: it opens the profile when the passphrase is lost. It is never shown again.",
            created.recovery_code
        )
    };
    Ok(Answer { json, text, refusals: Vec::new() })
}

fn story(desk: &mut Desk, command: Story) -> Result<Answer, Failure> {
    let story = match command {
        Story::List { queue, standing, edition, words, order } => {
            let standings = standing.iter().map(|name| {
                serde_json::from_value(name.as_str().into())
                    .map_err(|_| Failure::new("bad-argument").with("argument", format!("--standing {name}")))
            });
            let filter = StoryFilter {
                words: words.unwrap_or_default(),
                standings: standings.collect::<Result<_, _>>()?,
                edition,
                ..StoryFilter::default()
            };
            let query = StoryQuery { queue: queue.into(), filter, order: order.into() };
            let list = Call::story_list { query, from: 0, count: usize::MAX };
            let mut page: StoryPage = desk.ask(list.clone())?;
            while page.behind > 0 {
                page = desk.ask(list.clone())?;
            }
            return Answer::of(&page.rows, print::rows(&page.rows));
        }
        Story::New { edition, template, fields } => {
            let template = template.map(|name| boilerplate::template(desk, &name)).transpose()?;
            let parts = story_parts(desk, &edition, fields)?;
            let story: StoryId = desk.ask(Call::story_new { source_edition: edition })?;
            if let Some(template) = template {
                let _filled: Vec<FilledPart> = desk.ask(Call::template_apply { story, template })?;
            }
            put_all(desk, story, parts)?;
            story
        }
        Story::Set { story, source_edition, fields } => {
            let story = desk.story(&story)?;
            let view: StoryView = desk.ask(Call::story_show { story })?;
            let mut parts = story_parts(desk, source_edition.as_ref().unwrap_or(&view.source_edition), fields)?;
            parts.extend(source_edition.map(|edition| (Part::SourceEdition, PartValue::text(edition.as_str()))));
            put_all(desk, story, parts)?;
            story
        }
        Story::FillIn { story, template } => {
            let (story, template) = (desk.story(&story)?, boilerplate::template(desk, &template)?);
            let _filled: Vec<FilledPart> = desk.ask(Call::template_apply { story, template })?;
            story
        }
        Story::Keep { story, edition, name } => {
            let story = desk.story(&story)?;
            return boilerplate::keep(desk, story, edition, name);
        }
        Story::Show { story } => desk.story(&story)?,
        Story::Find { words } => {
            let found: SearchView = desk.ask(Call::story_search { words: words.join(" ") })?;
            return Answer::of(&found, print::found(&found));
        }
        Story::Search { words } => {
            let found: ArchiveView = desk.ask(Call::archive_search { words: words.join(" ") })?;
            return Answer::of(&found, print::archive(&found));
        }
        Story::Fetch { story } => {
            let _is_here: bool = desk.ask(Call::story_fetch { story })?;
            story
        }
    };
    let view: StoryView = desk.ask(Call::story_show { story })?;
    let words = Vocabulary::read(desk)?;
    Answer::of(&view, print::story(&view, &words))
}

/// The parts that the fields set, with every word found in the vocabulary or added to it in the edition.
fn story_parts(desk: &mut Desk, edition: &EditionKey, fields: StoryFields) -> Result<Vec<(Part, PartValue)>, Failure> {
    // First what can be refused, so that nothing is set by half.
    let mut parts = filed_parts(desk, edition, fields.filed)?;
    if let Some(names) = fields.byline {
        parts.push((Part::Bylines, PartValue::List(ids(desk, edition, EntryKind::Person, names)?)));
    }
    if let Some(names) = fields.assign {
        let people = ids(desk, edition, EntryKind::Person, names)?;
        parts.push((Part::Assignees, PartValue::Set(people.into_iter().collect())));
    }
    for (part, moment) in [(Part::Deadline, fields.deadline), (Part::Embargo, fields.embargo)] {
        parts.extend(moment.map(|moment| (part, PartValue::text(moment.text()))));
    }
    parts.extend(fields.slugline.map(|slugline| (Part::Slugline, PartValue::text(slugline))));
    Ok(parts)
}

/// The same of what a template knows of a story, too.
pub(crate) fn filed_parts(
    desk: &mut Desk,
    edition: &EditionKey,
    fields: FiledFields,
) -> Result<Vec<(Part, PartValue)>, Failure> {
    let mut parts = Vec::new();
    for (part, kind, label) in [
        (Part::Section, EntryKind::Section, fields.section),
        (Part::Desk, EntryKind::Desk, fields.desk),
        (Part::DatelineCity, EntryKind::City, fields.city),
    ] {
        if let Some(label) = label {
            parts.push((part, PartValue::text(ids(desk, edition, kind, vec![label])?.concat())));
        }
    }
    if let Some(labels) = fields.tag {
        parts.push((Part::Tags, PartValue::Set(ids(desk, edition, EntryKind::Tag, labels)?.into_iter().collect())));
    }
    let texts = [(Part::Urgency, fields.urgency), (Part::Attribution, fields.attribution)];
    parts.extend(texts.into_iter().filter_map(|(part, text)| Some((part, PartValue::text(text?)))));
    Ok(parts)
}

/// The entries that these words stand for; a new word becomes one of the edition.
fn ids(desk: &mut Desk, edition: &EditionKey, kind: EntryKind, labels: Vec<String>) -> Result<Vec<String>, Failure> {
    let words = Vocabulary::read(desk)?;
    let given = labels.iter().filter(|label| !label.trim().is_empty());
    given.map(|label| words.find_or_make(desk, kind, edition, label)).collect()
}

fn edition(desk: &mut Desk, command: Edition) -> Result<Answer, Failure> {
    match command {
        Edition::Set { which, headline, lead, body, body_file } => {
            let body = match body_file {
                Some(file) => Some(text_of(&file)?),
                None => body,
            };
            let (story, key) = (desk.story(&which.story)?, which.edition);
            let parts = [
                (Part::Headline(key.clone()), headline),
                (Part::Lead(key.clone()), lead),
                (Part::Body(key.clone()), body),
            ];
            set_all(desk, story, parts)?;
            show_edition(desk, story, &key)
        }
        Edition::Spelling(which) => spelling(desk, &which),
        Edition::Convert { which, anew } => convert_edition(desk, which, anew),
        Edition::Show(which) => {
            let story = desk.story(&which.story)?;
            show_edition(desk, story, &which.edition)
        }
        Edition::Passages(which) => passages::show(desk, which),
        Edition::Machine(which) => {
            let story = desk.story(&which.story)?;
            let report: MachineReport = desk.ask(Call::machine_translate { story, edition: which.edition })?;
            let translated = print::count(report.translated, "passage", "passages");
            Answer::of(
                &report,
                format!("{translated} translated, {} left. Read them: a machine wrote them.", report.left),
            )
        }
        Edition::Read { which, passages } => passages::read(desk, which, &passages),
        Edition::Follow { which, passage } => passages::follow(desk, which, &passage),
        Edition::Accept { which, finding, reason } => {
            let story = desk.story(&which.story)?;
            let call = Call::finding_accept { story, edition: which.edition, finding, reason };
            let view: PassagesView = desk.ask(call)?;
            Answer::of(&view, print::passages(&view))
        }
        Edition::MadeFrom { which, from } => {
            let story = desk.story(&which.story)?;
            let view: PassagesView = desk.ask(Call::edition_made_from { story, edition: which.edition, from })?;
            Answer::of(&view, print::passages(&view))
        }
        Edition::Submit(which) => step(desk, which, |story, edition| Call::edition_submit { story, edition }),
        Edition::Return { which, reason, passage } => {
            let passages = passages::reasons(desk, &which, passage)?;
            step(desk, which, |story, edition| Call::edition_return { story, edition, reason, passages })
        }
        Edition::Approve(which) => {
            let story = desk.story(&which.story)?;
            let view: StoryView = desk.ask(Call::story_show { story })?;
            let seen = view.editions.into_iter().find(|view| view.edition == which.edition).map(|view| view.says);
            let seen = seen.ok_or_else(|| Failure::new("edition-unknown").with("edition", &which.edition))?;
            step(desk, which, |story, edition| Call::edition_approve { story, edition, seen })
        }
        Edition::ApproveConversions => {
            let untouched: Vec<UntouchedView> = desk.ask(Call::conversions_untouched {})?;
            let (mut said, mut refusals) = (String::new(), Vec::new());
            for UntouchedView { story, title, edition, says } in &untouched {
                let call = Call::conversion_approve { story: *story, edition: edition.clone(), seen: says.clone() };
                match desk.ask::<EditionView>(call) {
                    Ok(_) => said += &format!("{title} {edition}: approved\n"),
                    Err(refusal) => refusals.push(refusal),
                }
            }
            Ok(Answer { refusals, ..Answer::of(&untouched, said)? })
        }
        Edition::Publish { which, note, displayed } => {
            step(desk, which, |story, edition| Call::edition_publish { story, edition, note, displayed })
        }
        Edition::Redate { which, displayed } => {
            let displayed = match displayed {
                Moment::None => None,
                Moment::At(moment) => Some(moment),
            };
            step(desk, which, |story, edition| Call::edition_redate { story, edition, displayed })
        }
        Edition::Withdraw { which, note } => {
            step(desk, which, |story, edition| Call::edition_withdraw { story, edition, note })
        }
    }
}

fn history(desk: &mut Desk, command: History) -> Result<Answer, Failure> {
    match command {
        History::List(which) => {
            let story = desk.story(&which.story)?;
            let versions: Vec<VersionView> = desk.ask(Call::history_list { story, edition: which.edition })?;
            Answer::of(&versions, print::versions(&versions))
        }
        History::Compare { which, from, to } => {
            let story = desk.story(&which.story)?;
            let compared: VersionComparison =
                desk.ask(Call::history_compare { story, edition: which.edition, from, to })?;
            Answer::of(&compared, print::comparison(&compared))
        }
        History::Restore { which, version, paragraph, only } => {
            let (story, edition) = (desk.story(&which.story)?, which.edition);
            let passage = |text: TextOfEdition, paragraph| Call::passage_restore {
                story,
                edition: edition.clone(),
                version,
                part: text.part(edition.clone()).key(),
                paragraph,
            };
            desk.ask_json(match (paragraph, only) {
                (Some(number), _) => passage(TextOfEdition::Body, Some(number.get() - 1)),
                (None, Some(text)) => passage(text, None),
                (None, None) => Call::version_restore { story, edition: edition.clone(), version },
            })?;
            desk.ask_json(Call::suggestion_send { document: story.into() })?;
            show_edition(desk, story, &edition)
        }
        History::Name { which, version, name } => {
            let story = desk.story(&which.story)?;
            let edition = which.edition;
            let versions: Vec<VersionView> = desk.ask(Call::version_name { story, edition, version, name })?;
            Answer::of(&versions, print::versions(&versions))
        }
    }
}

/// A body file without the line end that editors put after the last line.
pub(crate) fn text_of(file: &Path) -> Result<String, Failure> {
    let mut text = read_text(file)?;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

fn step(desk: &mut Desk, which: Which, call: impl FnOnce(StoryId, EditionKey) -> Call) -> Result<Answer, Failure> {
    let story = desk.story(&which.story)?;
    let view: EditionView = desk.ask(call(story, which.edition))?;
    Answer::of(&view, print::edition(&view))
}

fn show_edition(desk: &mut Desk, story: StoryId, key: &EditionKey) -> Result<Answer, Failure> {
    let view: StoryView = desk.ask(Call::story_show { story })?;
    let edition = view.editions.iter().find(|edition| edition.edition == *key);
    let edition = edition.ok_or_else(|| Failure::new("edition-unknown").with("edition", key))?;
    let text = print::edition_text(&view, edition);
    let json = serde_json::json!({
        "story": view.story,
        "headline": view.content.text(&Part::Headline(key.clone())),
        "lead": view.content.text(&Part::Lead(key.clone())),
        "body": view.content.text(&Part::Body(key.clone())),
        "state": edition,
    });
    Ok(Answer { json, text, refusals: Vec::new() })
}

fn conflict(desk: &mut Desk, command: Conflict) -> Result<Answer, Failure> {
    let cards: Vec<CardView> = match command {
        Conflict::List => desk.ask(Call::conflict_list {})?,
        Conflict::Settle { card, choice } => desk.ask(Call::conflict_settle { card, choice: chosen(choice) })?,
    };
    Answer::of(&cards, print::cards(&cards))
}

fn comment(desk: &mut Desk, command: Comment) -> Result<Answer, Failure> {
    let add = |story, words, about, answers| {
        let comment = CommentDraft { words, about, answers, mentions: BTreeSet::new() };
        Call::comment_add { story, comment }
    };
    let call = match command {
        Comment::List { story } => Call::story_show { story },
        Comment::Add { story, words, part, quote } => {
            let about =
                part.zip(quote).map(|(part, exact)| Quote { part, exact, before: String::new(), after: String::new() });
            add(story, words, about, None)
        }
        Comment::Answer { story, comment, words } => add(story, words, None, Some(comment)),
        Comment::Settle { story, comment, open } => Call::comment_settle { story, comment, settled: !open },
        Comment::Remove { story, comment } => Call::comment_remove { story, comment },
    };
    let shown: StoryView = desk.ask(call)?;
    Answer::of(&shown.comments, print::discussion(&shown.comments))
}

fn suggestion(desk: &mut Desk, command: Suggestion) -> Result<Answer, Failure> {
    let settled = match command {
        Suggestion::List => None,
        Suggestion::Take { card, text } => {
            Some((card, text.map_or(CardChoice::Ours, |text| CardChoice::Third(PartValue::text(text)))))
        }
        Suggestion::Decline { card } => Some((card, CardChoice::Theirs)),
    };
    if let Some((card, choice)) = settled {
        desk.ask_json(Call::conflict_settle { card, choice })?;
    }
    let cards: Vec<CardView> = desk.ask(Call::suggestion_list {})?;
    Answer::of(&cards, print::suggestions(&cards))
}

fn chosen(choice: Choice) -> CardChoice {
    match choice {
        Choice { third: Some(text), .. } => CardChoice::Third(PartValue::text(text)),
        Choice { ours: true, .. } => CardChoice::Ours,
        Choice { both: true, .. } => CardChoice::Both,
        Choice { .. } => CardChoice::Theirs,
    }
}

fn sync(desk: &mut Desk, options: &arguments::Sync) -> Result<Answer, Failure> {
    if options.pause {
        let view: SyncView = desk.ask(Call::sync_pause { paused: true })?;
        return Answer::of(&view, print::sync(&view));
    }
    if options.resume {
        desk.ask::<SyncView>(Call::sync_pause { paused: false })?;
    }
    let view = desk.ask(Call::sync_now {})?;
    sent(view)
}

/// What a sync left behind; what did not go makes the command fail.
fn sent(view: SyncView) -> Result<Answer, Failure> {
    let answer = Answer::of(&view, print::sync(&view))?;
    let mut refusals = match &view.connection {
        Connection::None => vec![Failure::new("connect-first")],
        Connection::SignedOut => vec![Failure::new("signed-out")],
        Connection::Offline { reason, .. } => vec![reason.clone()],
        Connection::Online { .. } => Vec::new(),
    };
    refusals.extend(view.waiting.into_iter().filter(|row| row.refused).filter_map(|row| row.reason));
    Ok(Answer { refusals, ..answer })
}

fn outbox(desk: &mut Desk, command: &Outbox) -> Result<Answer, Failure> {
    let call = match *command {
        Outbox::List => Call::sync_show {},
        Outbox::Retry { operation } => return sent(desk.ask(Call::outbox_retry { operation })?),
        Outbox::Discard { operation } => Call::outbox_discard { operation },
    };
    let view: SyncView = desk.ask(call)?;
    Answer::of(&view, print::sync(&view))
}

/// Sets the parts that were given.
pub(crate) fn set_all<D: Into<DocumentId> + Copy>(
    desk: &mut Desk,
    document: D,
    parts: impl IntoIterator<Item = (Part, Option<String>)>,
) -> Result<(), Failure> {
    let given = parts.into_iter().filter_map(|(part, text)| Some((part, PartValue::text(text?))));
    put_all(desk, document, given)
}

pub(crate) fn put_all<D: Into<DocumentId> + Copy>(
    desk: &mut Desk,
    document: D,
    parts: impl IntoIterator<Item = (Part, PartValue)>,
) -> Result<(), Failure> {
    for (part, value) in parts {
        desk.ask_json(Call::part_set { document: document.into(), part: part.key(), value })?;
    }
    // What was given is whole: it waits for nothing more, should it be a suggestion.
    desk.ask_json(Call::suggestion_send { document: document.into() })?;
    Ok(())
}

fn typed<T: DeserializeOwned>(json: Value) -> Result<T, Failure> {
    serde_json::from_value(json).map_err(|error| Failure::new("internal").with("detail", error))
}
