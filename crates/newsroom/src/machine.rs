//! Machine translation: what nobody has translated yet goes to the desk's service, passage by passage, and comes back as a draft that
//! somebody has to read. Off until the chief editor names a service for an edition.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Url;
use reqwest::blocking::Client;
use tilshi_interchange::machine::{
    Asked, MAX_ANSWER_BYTES, MachineError, MachineService, MachineShape, answer, path, question,
};
use tilshi_language::edition;
use tilshi_language::script::kept_spans;
use tilshi_merge::{Field, Followed, Row, Texts, machine_mark, machine_marks, side_by_side};
use tilshi_story::{Content, DocumentId, EditionKey, EntryKind, Failure, Part, PartKey, PartValue, StoryId};
use zeroize::Zeroizing;

use crate::derived::put;
use crate::following::{noted_with_first_words, translated_from};
use crate::portal_clock::portal_now;
use crate::profile::{Open, check_right, keep};
use crate::suggestions::check_open;
use crate::views::{HouseView, MachineReport, PassagesView};
use crate::{Answer, Newsroom, house, passages};

/// How long a service may think about one passage.
const PATIENCE: Duration = Duration::from_secs(60);

/// Before the address of a service, the name of the setting that keeps its key on this laptop.
const KEY: &str = "machine-key:";

/// Longest address, model and key, in bytes.
const MAX_BYTES: usize = 500;

/// What is being translated.
#[derive(Default)]
pub(crate) struct Machine {
    busy: Mutex<()>,
    stop: AtomicBool,
}

/// A passage that nobody has translated.
struct Missing {
    field: Field,
    source: String,
    /// Where in its field it belongs, in bytes: behind the passage before it.
    place: usize,
}

impl Newsroom {
    /// See [`crate::Call::machine_translate`].
    pub fn machine_translate(&self, story: StoryId, edition: EditionKey) -> Answer<MachineReport> {
        let Ok(_busy) = self.0.machine.busy.try_lock() else { return Err(Failure::new("machine-busy")) };
        self.0.machine.stop.store(false, Ordering::Relaxed);
        let (service, key, from) = self.with(|open| {
            let content = allowed(open, story, &edition)?;
            let service = service_of(open, &edition)?.ok_or_else(|| off(&edition))?;
            check_embargo(open, &content, &service)?;
            let from = translated_from(&content, &edition).ok_or_else(|| Failure::new("made-from-unknown"))?;
            Ok((service.clone(), key_of(open, &service.address)?, from))
        })?;
        let address = checked_address(&service.address)?;
        let http = client()?;
        let mut report = MachineReport::default();
        let mut tried = BTreeSet::new();
        while !self.0.machine.stop.load(Ordering::Relaxed) {
            let next = self.with(|open| {
                let content = allowed(open, story, &edition)?;
                let next = missing(&content, &from, &edition, &tried);
                let terms = next.as_ref().map(|next| terms(open, &next.source, &from, &edition)).transpose()?;
                Ok(next.zip(terms))
            })?;
            let Some((Missing { source, .. }, terms)) = next else { break };
            let ask = |text: &str| ask(&http, &address, &service, &key, (&from, &edition), text, &terms);
            let text = by_lines(&source, ask)?;
            tried.insert(source.clone());
            report.translated += usize::from(self.with(|open| take(open, story, (&from, &edition), &source, &text))?);
        }
        report.left = self.with(|open| {
            let content = open.store.read().content(story.into())?;
            Ok(all_missing(&content, &from, &edition).len())
        })?;
        self.0.courier.wake();
        Ok(report)
    }

    /// See [`crate::Call::machine_stop`].
    pub fn machine_stop(&self) -> Answer<()> {
        self.0.machine.stop();
        Ok(())
    }

    /// See [`crate::Call::machine_read`].
    pub fn machine_read(&self, story: StoryId, edition: EditionKey, passages: Vec<String>) -> Answer<PassagesView> {
        let view = self.with(|open| {
            let content = allowed(open, story, &edition)?;
            let mut marks = machine_marks(&content, &edition);
            let read: BTreeSet<String> = passages.iter().map(|passage| machine_mark(passage)).collect();
            marks.retain(|mark| !read.contains(mark));
            open.set_part(story.into(), &Part::Machine(edition.clone()).key(), &PartValue::Set(marks))?;
            passages::view(open, story, &edition)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// See [`crate::Call::machine_key_set`].
    pub fn machine_key_set(&self, address: String, key: String) -> Answer<HouseView> {
        let key = Zeroizing::new(key.trim().to_owned());
        if key.len() > MAX_BYTES || address.len() > MAX_BYTES || key.chars().any(char::is_control) {
            return Err(Failure::new("bad-argument").with("argument", "key"));
        }
        self.with(|open| {
            keep(&mut open.store, &setting_of(&address), &key)?;
            house::view(open)
        })
    }
}

/// The service of an edition, if a machine may translate into it.
pub(crate) fn service_of(open: &Open, edition: &EditionKey) -> Answer<Option<MachineService>> {
    // What only a later version can speak to is none for this one.
    Ok(house::style(open)?.machine(edition).and_then(|json| serde_json::from_str(json).ok()))
}

/// Refuses a service that cannot be spoken to safely.
pub(crate) fn check_service(service: &MachineService) -> Answer<()> {
    if service.address.len() > MAX_BYTES || service.model.len() > MAX_BYTES {
        return Err(Failure::new("bad-argument").with("argument", "address"));
    }
    if service.shape == MachineShape::OpenAi && service.model.trim().is_empty() {
        return Err(Failure::new("machine-model-missing"));
    }
    checked_address(&service.address).map(drop)
}

/// Whether this laptop has a key for the service.
pub(crate) fn has_key(open: &Open, address: &str) -> Answer<bool> {
    Ok(!key_of(open, address)?.is_empty())
}

fn key_of(open: &Open, address: &str) -> Answer<Zeroizing<String>> {
    Ok(Zeroizing::new(open.store.read().setting(&setting_of(address))?.unwrap_or_default()))
}

fn setting_of(address: &str) -> String {
    format!("{KEY}{}", address.trim().trim_end_matches('/'))
}

fn off(edition: &EditionKey) -> Failure {
    Failure::new("machine-off").with("edition", edition)
}

/// What is not published yet leaves this computer over a line that nobody can read, or to a service on it.
fn checked_address(address: &str) -> Answer<Url> {
    let wrong = || Failure::new("machine-address-wrong").with("address", address);
    let url = Url::parse(address.trim().trim_end_matches('/')).map_err(|_| wrong())?;
    let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    if is_safe && is_plain && url.has_host() { Ok(url) } else { Err(wrong()) }
}

fn client() -> Answer<Client> {
    Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("tilshi/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Failure::new("internal").with("detail", error))
}

/// The story, if this person may write the edition now.
fn allowed(open: &Open, story: StoryId, of: &EditionKey) -> Answer<Content> {
    let (reader, document) = (open.store.read(), DocumentId::from(story));
    if !reader.exists(document)? {
        return Err(Failure::new("story-not-found"));
    }
    edition(of).ok_or_else(|| Failure::new("edition-unknown").with("edition", of))?;
    let body = Part::Body(of.clone()).key();
    check_open(&reader, document, &body)?;
    // A suggestion that nobody has read is no help.
    check_right(&reader, &open.me, document, &body)?;
    Ok(reader.content(document)?)
}

fn check_embargo(open: &Open, content: &Content, service: &MachineService) -> Answer<()> {
    let until: Option<i64> = content.text(&Part::Embargo).parse().ok();
    let now = portal_now(&open.store.read())?.unwrap_or_else(crate::now);
    match until {
        Some(until) if until > now.as_millis() && !service.embargoed => Err(Failure::new("machine-embargoed")),
        Some(_) | None => Ok(()),
    }
}

fn all_missing(content: &Content, from: &EditionKey, to: &EditionKey) -> Vec<Missing> {
    let followed = Followed::of(content, to);
    let rows = side_by_side(followed.as_ref(), &Texts::of(content, from), &Texts::of(content, to));
    let (mut found, mut end, mut before) = (Vec::new(), 0, None);
    for Row { field, now, own, .. } in rows {
        if before.replace(field) != Some(field) {
            end = 0;
        }
        match (own, now) {
            (Some(own), _) => end = own.end,
            (None, Some(source)) => found.push(Missing { field, source: source.to_owned(), place: end }),
            (None, None) => {}
        }
    }
    found
}

fn missing(content: &Content, from: &EditionKey, to: &EditionKey, tried: &BTreeSet<String>) -> Option<Missing> {
    all_missing(content, from, to).into_iter().find(|missing| !tried.contains(&missing.source))
}

/// Puts a translation where it belongs, and marks it; says whether its place was still free.
fn take(
    open: &mut Open,
    story: StoryId,
    (from, to): (&EditionKey, &EditionKey),
    source: &str,
    text: &str,
) -> Answer<bool> {
    let content = allowed(open, story, to)?;
    let free = all_missing(&content, from, to).into_iter().find(|missing| missing.source == source);
    let Some(Missing { field, place, .. }) = free else { return Ok(false) };
    let part = match field {
        Field::Headline => Part::Headline(to.clone()),
        Field::Lead => Part::Lead(to.clone()),
        Field::Body => Part::Body(to.clone()),
    };
    let own = content.text(&part);
    let (before, after) = own.split_at_checked(place).ok_or_else(|| Failure::new("changed-meanwhile"))?;
    let pieces = [before.trim_end_matches('\n'), text, after.trim_start_matches('\n')];
    let whole = pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("\n\n");
    if whole.len() > part.key().max_bytes() {
        return Err(Failure::new("text-too-long").with("max_bytes", part.key().max_bytes()));
    }
    let mut parts: std::collections::BTreeMap<PartKey, PartValue> =
        noted_with_first_words(&open.store.read(), &open.me, story.into(), &part.key())?.into_iter().collect();
    let mut marks = machine_marks(&content, to);
    marks.insert(machine_mark(text));
    parts.insert(part.key(), PartValue::text(whole));
    parts.insert(Part::Machine(to.clone()).key(), PartValue::Set(marks));
    put(open, story, parts)?;
    Ok(true)
}

/// How the newsroom says what of its vocabulary stands in a passage.
fn terms(open: &Open, source: &str, from: &EditionKey, to: &EditionKey) -> Answer<Vec<(String, String)>> {
    /// Most of them that are named.
    const MOST: usize = 40;
    let is_name = |kind| matches!(kind, EntryKind::Person | EntryKind::City | EntryKind::Term);
    let all = crate::vocabulary::entries(open)?;
    let said = all.into_iter().filter(|entry| is_name(entry.kind)).filter_map(|entry| {
        let (theirs, ours) = (entry.labels.get(from)?, entry.labels.get(to)?);
        source.contains(theirs.as_str()).then(|| (theirs.clone(), ours.clone()))
    });
    Ok(said.take(MOST).collect())
}

/// Translates a passage by its lines, without the signs of Markdown that they begin with. A line without words stays.
fn by_lines(passage: &str, ask: impl Fn(&str) -> Answer<String>) -> Answer<String> {
    let line = |line: &str| {
        let (sign, words) = line.split_at(sign_of(line));
        Ok(if has_words(words) { [sign, &ask(words)?].concat() } else { line.to_owned() })
    };
    let lines: Answer<Vec<String>> = passage.split('\n').map(line).collect();
    Ok(lines?.join("\n"))
}

/// How many bytes of a line say what it is: a heading, a quotation, an item of a list.
fn sign_of(line: &str) -> usize {
    let rest = line.trim_start_matches([' ', '#', '>', '-', '*', '+']);
    let sign = line.len() - rest.len();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = match rest.as_bytes().get(digits..digits + 2) {
        Some([b'.' | b')', b' ']) if digits > 0 => digits + 2,
        _ => 0,
    };
    match sign + number {
        // Bold words at the beginning are words.
        0 => 0,
        _ if number == 0 && !line[..sign].ends_with(' ') => 0,
        whole => whole,
    }
}

fn has_words(text: &str) -> bool {
    let mut kept = kept_spans(text);
    kept.extend(tilshi_markup::wordless_spans(text));
    let is_kept = |at: usize| kept.iter().any(|span| span.contains(&at));
    text.char_indices().any(|(at, letter)| letter.is_alphabetic() && !is_kept(at))
}

fn ask(
    http: &Client,
    address: &Url,
    service: &MachineService,
    key: &str,
    (from, to): (&EditionKey, &EditionKey),
    text: &str,
    terms: &[(String, String)],
) -> Answer<String> {
    let tag = |key: &EditionKey| edition(key).map(|edition| edition.tag.as_str()).unwrap_or_default();
    let asked = Asked { from: tag(from), to: tag(to), text, terms, model: &service.model };
    let url = format!("{}{}", address.as_str().trim_end_matches('/'), path(service.shape));
    let mut request = http.post(url).json(&question(service.shape, &asked, key));
    if service.shape == MachineShape::OpenAi && !key.is_empty() {
        request = request.bearer_auth(key);
    }
    let silent = || Failure::new("machine-silent").with("address", &service.address);
    let response = request.send().map_err(|_| silent())?;
    let (status, mut body) = (response.status(), Vec::new());
    response.take(MAX_ANSWER_BYTES as u64 + 1).read_to_end(&mut body).map_err(|_| silent())?;
    let translated =
        if body.len() > MAX_ANSWER_BYTES { Err(MachineError::Malformed) } else { answer(service.shape, text, &body) };
    match translated {
        Ok(text) if status.is_success() => Ok(text),
        Ok(_) => Err(Failure::new("machine-refused").with("detail", status.as_u16())),
        Err(error) => Err(Failure::new("machine-refused").with("detail", error).with("status", status.as_u16())),
    }
}

impl Machine {
    /// Nothing more is asked. What is on its way is not waited for: nobody is there to take it.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_spoken_to_where_nobody_listens() {
        for fits in
            ["https://translate.example", "https://models.example/v1/", "http://localhost:5000", "http://127.0.0.1:1"]
        {
            assert!(checked_address(fits).is_ok(), "{fits}");
        }
        for wrong in [
            "",
            "translate.example",
            "http://translate.example",
            "ftp://localhost",
            "https://a:b@c.example",
            "file:///etc",
        ] {
            assert_eq!(checked_address(wrong).expect_err(wrong).code, "machine-address-wrong");
        }
    }

    #[test]
    fn only_words_are_asked_about_and_the_signs_of_a_passage_stay() {
        let shout = |passage: &str| by_lines(passage, |text| Ok(text.to_uppercase())).expect("translated");
        assert_eq!(shout("## early spring"), "## EARLY SPRING");
        assert_eq!(shout("> a\n> b"), "> A\n> B");
        assert_eq!(shout("- cotton\n- lucerne\n\n1. one\n12) two"), "- COTTON\n- LUCERNE\n\n1. ONE\n12) TWO");
        assert_eq!(shout("**bold** first"), "**BOLD** FIRST");
        assert_eq!(shout("https://video.example/watch?v=1"), "https://video.example/watch?v=1");
        assert_eq!(shout("14 000"), "14 000");
        assert_eq!(shout("-5 degrees"), "-5 DEGREES");
    }
}
