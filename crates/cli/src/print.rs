//! Views as plain English lines. Story text is printed as it is written, in its own language.

use tilshi_newsroom::language;
use tilshi_newsroom::language::checks::Severity;
use tilshi_newsroom::story::{EditionKey, Failure, Part, PartValue, Standing, Task, Timestamp, lifted_by};
use tilshi_newsroom::views::{
    ArchiveView, BlockView, CardView, CommentView, Connection, DoctorReport, EditionView, EntryView, FindingView,
    OutboxItem, Passage, PassageRow, PassagesView, Phase, PhotoView, ProfileHere, ReturnedView, SaidView, SearchView,
    SessionView, StoryRow, StoryView, SupplierView, SyncView, VersionComparison, VersionView,
};

use crate::failures::sentence;
use crate::vocabulary::Vocabulary;

/// Who writes here.
pub(crate) fn session(session: &SessionView) -> String {
    match session.phase {
        Phase::FirstStart => return format!("No profile in {} yet.", session.folder),
        Phase::Locked => return format!("The profile in {} is locked.", session.folder),
        Phase::Open => {}
    }
    let portal = match &session.portal {
        Some(portal) => format!("signed in to {} ({}) as {}", portal.newsroom, portal.address, portal.login),
        None => "not signed in to a portal".to_owned(),
    };
    let roles = session.account.iter().flat_map(|account| &account.roles).map(|role| role.as_str());
    let roles: Vec<&str> = roles.collect();
    let roles = if roles.is_empty() { String::new() } else { format!("\nRoles: {}.", roles.join(", ")) };
    format!("{}, {portal}.{roles}\nProfile: {}", session.name, session.folder)
}

/// One line a profile.
pub(crate) fn people(people: &[ProfileHere]) -> String {
    if people.is_empty() {
        return "Nobody has a profile on this computer yet. Make one with `tilshi init --name NAME`.".to_owned();
    }
    let line = |person: &ProfileHere| {
        let mark = if person.current { '*' } else { ' ' };
        let name = if person.name.is_empty() { "(no name)" } else { &person.name };
        format!("{mark} {name}  --profile {}", person.folder)
    };
    people.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// One line a version.
pub(crate) fn versions(versions: &[VersionView]) -> String {
    if versions.is_empty() {
        return "Nothing was written here yet.".to_owned();
    }
    let line = |version: &VersionView| {
        let name = if version.name.is_empty() { String::new() } else { format!("  “{}”", version.name) };
        let origin = if version.arrived { ", by way of the portal" } else { "" };
        format!(
            "{:>6}  {}  {:>5} words  {}{origin}{name}\n",
            version.version,
            moment(version.to),
            version.words,
            version.by
        )
    };
    versions.iter().map(line).collect()
}

/// What changed between two versions, a paragraph a block.
pub(crate) fn comparison(compared: &VersionComparison) -> String {
    let passages = [&compared.headline, &compared.lead].into_iter().chain(&compared.body);
    let changed: String = passages.filter(|passage| passage.then != passage.now).map(passage).collect();
    if changed.is_empty() { "The two versions are the same.".to_owned() } else { changed }
}

fn passage(passage: &Passage) -> String {
    let signed = |sign: &str, text: &Option<String>| -> String {
        text.iter().flat_map(|text| text.lines()).map(|line| format!("{sign} {line}\n")).collect()
    };
    let number = passage.paragraph.map(|index| format!("Paragraph {}:\n", index + 1)).unwrap_or_default();
    format!("{number}{}{}\n", signed("-", &passage.then), signed("+", &passage.now))
}

/// An edition beside its source: `=` and `+` are the source's words, `>` the edition's.
pub(crate) fn passages(view: &PassagesView) -> String {
    let lines = |sign: &str, text: &Option<String>| -> String {
        text.iter().flat_map(|text| text.lines()).map(|line| format!("  {sign} {line}\n")).collect()
    };
    let row = |(index, row): (usize, &PassageRow)| {
        let source = if row.moved { lines("-", &row.then) + &lines("+", &row.now) } else { lines("=", &row.now) };
        let own = lines(">", &row.own.as_ref().map(|own| own.text.clone()));
        let moved = match &row.moved_by {
            Some(moved) => format!("  changed in the source by {}, {}", moved.by, moment(moved.at)),
            None if row.moved => "  changed in the source".to_owned(),
            None => String::new(),
        };
        let found: String = view.findings.iter().filter(|finding| finding.row == index).map(finding).collect();
        let machine = if row.machine { "  a machine's, unread" } else { "" };
        let returned: String = row.returned.iter().map(returned).collect();
        format!("{}{moved}{machine}\n{source}{own}{returned}{found}", index + 1)
    };
    let moved = view.rows.iter().filter(|row| row.moved).count();
    let made_from = match &view.made_from {
        Some(edition) => format!("Made from {edition}"),
        None => "Made from no edition that is known".to_owned(),
    };
    let rows: String = view.rows.iter().enumerate().map(row).collect();
    let gone: String = view.returned.iter().map(returned).collect();
    format!("{made_from}, {} behind.\n{rows}{gone}", count(moved, "passage", "passages"))
}

/// What was asked for in a passage when its edition was returned.
fn returned(asked: &ReturnedView) -> String {
    match &asked.then {
        Some(then) => format!("  < {}; it said: {then}\n", asked.reason),
        None => format!("  < {}\n", asked.reason),
    }
}

/// What a check found, by its name, such as `  ! numbers: 120 (only in the source)`.
fn finding(found: &FindingView) -> String {
    let sign = if found.severity == Severity::Error { "!" } else { "?" };
    let name = serde_json::to_value(found.check).ok();
    let name = name.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let missing = if found.missing { " (only in the source)" } else { "" };
    let accepted = found.accepted.first().map(|accepted| format!("; accepted by {}: {}", accepted.by, accepted.reason));
    format!("  {sign} {name}: {}{missing} [{}]{}\n", found.about, found.name, accepted.unwrap_or_default())
}

/// One line a story.
pub(crate) fn rows(rows: &[StoryRow]) -> String {
    if rows.is_empty() {
        return "No stories.".to_owned();
    }
    rows.iter().map(row).collect()
}

fn row(row: &StoryRow) -> String {
    let id = row.story.short();
    let slugline = if row.slugline.is_empty() { "(no slugline)" } else { &row.slugline };
    let editions = row.editions.iter().filter(|mark| mark.standing != Standing::Empty);
    let editions: Vec<String> = editions.map(|mark| format!("{} {}", mark.edition, standing(mark.standing))).collect();
    let mut line = format!("{id}  {slugline}  {}\n          {}", row.headline, editions.join(", "));
    if row.credit_needed {
        line += "; credit needed";
    }
    let behind = row.editions.iter().map(|mark| mark.behind).sum();
    if behind > 0 {
        line += &format!("; {} behind the source", count(behind, "passage", "passages"));
    }
    if let Some(deadline) = row.deadline {
        line += &format!("; due {}", moment(deadline));
    }
    if row.mentions_me {
        line += "; mentions you";
    }
    if row.cards > 0 {
        line += &format!("; {}", count(row.cards, "conflict", "conflicts"));
    }
    if row.waiting {
        line += "; waiting to be sent";
    }
    line + "\n"
}

/// What the portal found.
pub(crate) fn archive(archive: &ArchiveView) -> String {
    if archive.stories.is_empty() {
        return "The portal has no story with these words.".to_owned();
    }
    let mut text = String::new();
    for found in &archive.stories {
        let here = if found.is_here { "  (on this computer)" } else { "" };
        text += &format!("{}  {}  {}{here}\n", found.story, moment(found.changed_at), found.slugline);
        for (edition, headline) in &found.headlines {
            text += &format!("          {edition} {headline}\n");
        }
    }
    if archive.more {
        text += "There are more: add a word to find fewer.\n";
    }
    text
}

/// What was found on this computer, with what was found between brackets.
pub(crate) fn found(search: &SearchView) -> String {
    if search.hits.is_empty() {
        return "No story on this computer has these words. `tilshi story search` looks at the portal.".to_owned();
    }
    let marked = |pieces: &[String]| -> String {
        let mark = |(at, piece): (usize, &String)| if at % 2 == 1 { format!("[{piece}]") } else { piece.clone() };
        pieces.iter().enumerate().map(mark).collect()
    };
    let mut text = String::new();
    for hit in &search.hits {
        text += &format!("{}  {}  {}\n", hit.story, moment(hit.changed_at), hit.slugline);
        if let Some(edition) = &hit.headline_edition {
            text += &format!("          {edition} {}\n", marked(&hit.headline));
        }
        if let Some(passage) = &hit.passage {
            text += &format!("          {} {}\n", passage.edition, marked(&passage.pieces));
        }
    }
    if search.more {
        text += "There are more: add a word to find fewer.\n";
    }
    text
}

/// A story, its editions and its photos.
pub(crate) fn story(view: &StoryView, words: &Vocabulary) -> String {
    let mut text = format!("Story {}\n", view.story);
    for (name, part) in [("Slugline", Part::Slugline), ("Urgency", Part::Urgency), ("Source", Part::Attribution)] {
        let value = view.content.text(&part);
        if !value.is_empty() {
            text += &format!("{name}: {value}\n");
        }
    }
    let labels = |part: Part| {
        let labels: Vec<String> = view.content.items(&part).into_iter().map(|id| words.label(id)).collect();
        labels.join(", ")
    };
    let at = |part: Part| view.content.text(&part).parse().ok().map(|at| moment(Timestamp(at)));
    let one = |part: Part| Some(view.content.text(&part)).filter(|id| !id.is_empty());
    let filed = [
        ("Byline", labels(Part::Bylines)),
        ("City", one(Part::DatelineCity).map(|id| words.label(id)).unwrap_or_default()),
        ("Section", one(Part::Section).map(|id| words.path(id)).unwrap_or_default()),
        ("Tags", labels(Part::Tags)),
        ("Desk", one(Part::Desk).map(|id| words.label(id)).unwrap_or_default()),
        ("Assigned to", labels(Part::Assignees)),
        ("Deadline", at(Part::Deadline).unwrap_or_default()),
        ("Embargo", at(Part::Embargo).map(|at| format!("until {at}")).unwrap_or_default()),
    ];
    for (name, value) in filed.iter().filter(|(_, value)| !value.is_empty()) {
        text += &format!("{name}: {value}\n");
    }
    text += &format!("Source edition: {}\nBy: {}\n", view.source_edition, view.created_by);
    for state in view.editions.iter().filter(|state| state.standing != Standing::Empty) {
        let headline = view.content.text(&Part::Headline(state.edition.clone()));
        text += &format!("\n{}  {headline}\n{}", state.edition, indent(&edition(state)));
    }
    for state in &view.photos {
        text += &format!("\n{}", photo(state));
    }
    if !view.cards.is_empty() {
        text += &format!("\n{}", cards(&view.cards));
    }
    text
}

/// How an edition stands and what stands in its way.
pub(crate) fn edition(view: &EditionView) -> String {
    let mut text = format!("{}: {}", view.edition, standing(view.standing));
    if let (Some(by), Some(at)) = (&view.by, view.at) {
        text += &format!(", {by}, {}", moment(at));
    }
    text += &format!(". {}.\n", count(view.words, "word", "words"));
    if let Some(reason) = &view.reason {
        text += &format!("Returned because: {reason}\n");
    }
    if view.reasons > 0 {
        let passages = count(view.reasons, "passage", "passages");
        text += &format!("Something is asked for in {passages}: see `tilshi edition passages`.\n");
    }
    for step in &view.pending {
        text += &match &step.refusal {
            Some(refusal) => format!("{} was refused: {}\n", step.deed.as_str(), sentence(refusal)),
            None => format!("{} waits for the portal: run `tilshi sync`.\n", step.deed.as_str()),
        };
    }
    if view.standing != Standing::Published {
        for obstacle in &view.obstacles {
            text += &format!("Before it can be published: {}\n", sentence(&Failure::from(obstacle)));
        }
    }
    if let Some(task) = &view.task {
        text += &match task.task {
            Task::Correct => format!(
                "{} was published anew {}, and readers of this edition see what stood there before.\n",
                task.source,
                moment(task.at)
            ),
            Task::Withdraw => {
                format!("{} was withdrawn {}, and readers still see this edition.\n", task.source, moment(task.at))
            }
        };
    }
    if let (Some(address), Some(at)) = (&view.public_url, view.published_at) {
        text += &format!("Public since {}: {address}\n", moment(at));
        if let Some(displayed) = view.displayed {
            text += &format!("Readers are shown {}.\n", moment(displayed));
        }
    }
    text
}

/// An edition with its text.
pub(crate) fn edition_text(view: &StoryView, state: &EditionView) -> String {
    let key = &state.edition;
    let parts = [Part::Headline(key.clone()), Part::Lead(key.clone()), Part::Body(key.clone())];
    let texts = parts.iter().map(|part| view.content.text(part)).filter(|text| !text.is_empty());
    let texts: Vec<&str> = texts.collect();
    format!("{}\n\n{}", texts.join("\n\n"), edition(state))
}

/// A photo and what is said about it.
pub(crate) fn photo(view: &PhotoView) -> String {
    let mut text = format!("Photo {}\n", view.photo);
    for (key, value) in view.content.iter() {
        if lifted_by(key).is_none() {
            text += &format!("{key}: {}\n", shown(value));
        }
    }
    if let Some(SupplierView { name, warning, changes, .. }) = &view.supplier {
        text += format!("From {name}. {warning}").trim_end();
        text += "\n";
        if !changes.is_empty() {
            text +=
                &format!("Its rules would change {}: `tilshi photo rules`.\n", count(changes.len(), "field", "fields"));
        }
    }
    for BlockView { block, lifted } in &view.blocks {
        text += &match lifted.as_slice() {
            [] => format!("Kept back: {}. A photo editor or the chief editor can lift it.\n", block.as_str()),
            lifted => lifted
                .iter()
                .map(|lift| format!("Lifted, {}: {} ({})\n", block.as_str(), lift.reason, lift.name))
                .collect(),
        };
    }
    text
}

/// What a picture file says of itself.
pub(crate) fn said(view: &SaidView) -> String {
    if view.fields.is_empty() && view.caption.is_empty() {
        return "The file says nothing of itself.".to_owned();
    }
    let caption = (!view.caption.is_empty()).then(|| format!("caption: {}\n", view.caption));
    view.fields.iter().map(|(part, text)| format!("{part}: {text}\n")).chain(caption).collect()
}

/// One line an entry of the vocabulary.
pub(crate) fn entries(entries: &[EntryView]) -> String {
    if entries.is_empty() {
        return "No tags, sections, people or cities yet.".to_owned();
    }
    let lines: Vec<String> = entries.iter().map(entry).collect();
    lines.join("\n")
}

/// An entry with its form in each edition.
pub(crate) fn entry(entry: &EntryView) -> String {
    let labels: Vec<String> = entry.labels.iter().map(|(edition, label)| format!("{edition} {label}")).collect();
    format!("{}  {:<7}  {}", entry.entry, entry.kind.as_str(), labels.join(", "))
}

/// A template or a snippet with what it fills in.
pub(crate) fn filled(this: &EntryView) -> String {
    let mut text = entry(this);
    for (part, value) in this.fills.iter() {
        let said = value.as_text().map_or_else(|| value.items().join(" "), str::to_owned);
        text += &format!("\n{part}: {}", said.replace('\n', "\n    "));
    }
    text
}

/// The open conflict cards.
pub(crate) fn cards(cards: &[CardView]) -> String {
    if cards.is_empty() {
        return "No conflicts.".to_owned();
    }
    cards.iter().map(card).collect()
}

/// The discussion of a story.
pub(crate) fn discussion(comments: &[CommentView]) -> String {
    if comments.is_empty() {
        return "Nothing was said.".to_owned();
    }
    comments.iter().map(thread).collect()
}

fn thread(comment: &CommentView) -> String {
    let mut text = format!("Comment {}\n", comment.comment);
    if let Some(about) = &comment.about {
        text += &format!("{}: “{}”\n", about.part, about.exact);
    }
    for said in std::iter::once(comment).chain(&comment.answers) {
        text += &format!("{}, {}: {}\n", said.by, moment(said.at), said.words);
    }
    if let Some(settled) = &comment.settled {
        text += &format!("Dealt with by {}, {}\n", settled.by, moment(settled.at));
    }
    text + "\n"
}

/// The open suggestions.
pub(crate) fn suggestions(cards: &[CardView]) -> String {
    if cards.is_empty() {
        return "No suggestions.".to_owned();
    }
    cards.iter().map(suggestion).collect()
}

fn suggestion(card: &CardView) -> String {
    format!(
        "Suggestion {}\n{} of {}\nIn the text: {}\nSuggested by {}: {}\n\n",
        card.card,
        card.part,
        name(card),
        version(&card.theirs.value),
        card.ours_by,
        version(&card.ours.value),
    )
}

fn version(value: &Option<PartValue>) -> String {
    value.as_ref().map_or_else(|| "(nothing)".to_owned(), shown)
}

/// What people call the document a card is about.
fn name(card: &CardView) -> String {
    if card.slugline.is_empty() { card.document.to_string() } else { card.slugline.clone() }
}

fn card(card: &CardView) -> String {
    format!(
        "Card {}\n{} of {}\nBefore: {}\nTheirs, in the text, by {}: {}\nOurs, on the card, by {}: {}\n\n",
        card.card,
        card.part,
        name(card),
        version(&card.base),
        card.theirs_by,
        version(&card.theirs.value),
        card.ours_by,
        version(&card.ours.value),
    )
}

/// What waits and why.
pub(crate) fn sync(view: &SyncView) -> String {
    let all = view.waiting.len() + view.more_waiting;
    let mut text = match &view.connection {
        Connection::None => "No portal.".to_owned(),
        Connection::Online { .. } if view.waiting.is_empty() => {
            "Everything is sent, and everything new is here.".to_owned()
        }
        Connection::Online { .. } => format!("{all} still to be sent."),
        Connection::Offline { .. } | Connection::SignedOut => format!("{all} waiting to be sent."),
    };
    for row in &view.waiting {
        let what = match &row.item {
            OutboxItem::Change { parts } => format!("changes to {}", count(parts.len(), "part", "parts")),
            OutboxItem::Step { edition, deed } => format!("{} {edition}", deed.as_str()),
            OutboxItem::Picture { file } => format!("the {file} picture"),
        };
        let title = if row.title.is_empty() { row.document.to_string() } else { row.title.clone() };
        text += &format!("\n{title}: {what}, {} bytes", row.size_bytes);
        if row.sent_bytes > 0 {
            text += &format!(", {} of them sent", row.sent_bytes);
        }
        if let Some(reason) = &row.reason {
            text += &format!(". {}", sentence(reason));
        }
        if let Some(operation) = row.operation {
            text += &format!(" ({operation})");
        }
    }
    if view.more_waiting > 0 {
        text += &format!("\n{} more after these.", view.more_waiting);
    }
    if view.paused {
        text += "\nPaused: the window sends and fetches nothing by itself. Go on with `tilshi sync --resume`.";
    }
    if let Some(gap) = view.clock_behind {
        let (minutes, way) = (gap.unsigned_abs() / 60_000, if gap > 0 { "behind" } else { "ahead of" });
        text += &format!("\nThe clock of this computer is {minutes} minutes {way} the portal's. Set it.");
    }
    if view.cards > 0 {
        text += &format!("\n{} to settle: see `tilshi conflict list`.", count(view.cards, "conflict", "conflicts"));
    }
    text
}

/// The health of the profile.
pub(crate) fn report(report: &DoctorReport) -> String {
    let encrypted = if report.encrypted { "encrypted" } else { "NOT encrypted" };
    let health = if report.healthy { "Everything is as it should be." } else { "Something is wrong." };
    let stories = count(report.stories, "story", "stories");
    format!("{health} {stories} and {}, {encrypted}.", count(report.photos, "photo", "photos"))
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Empty => "empty",
        Standing::Draft => "draft",
        Standing::InReview => "in review",
        Standing::Returned => "returned",
        Standing::Approved => "approved",
        Standing::Changed => "changed since approval",
        Standing::Published => "published",
        Standing::DetailsChanged => "published, details changed",
        Standing::DraftOverPublished => "draft over published",
        Standing::Withdrawn => "withdrawn",
    }
}

fn shown(value: &PartValue) -> String {
    match value {
        PartValue::Text(text) => text.clone(),
        PartValue::Set(items) => items.iter().cloned().collect::<Vec<_>>().join(", "),
        PartValue::List(items) => items.join(", "),
        PartValue::Opaque { bytes, .. } => format!("{} bytes of a later version", bytes.len()),
    }
}

/// A moment as the English edition prints it, in this computer's time zone.
pub(crate) fn moment(at: Timestamp) -> String {
    let english: Option<&language::Edition> = "en".parse::<EditionKey>().ok().as_ref().and_then(language::edition);
    match english {
        Some(edition) => language::date_time(edition, at, &language::TimeZone::system()),
        None => at.as_millis().to_string(),
    }
}

pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
