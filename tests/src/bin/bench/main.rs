//! What people wait for, measured and printed as a table. `cargo xtask bench` builds everything and runs this; with the
//! names of parts (`keys`, `starts`, `merge`, `translating`, `memory`, `scripts`, `spelling`, `search`, `library`, `window`, `photos`,
//! `importing`, `dropping`, `exchange`) only those.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::json;
use tilshi_newsroom::language::script::{Conversion, Converter};
use tilshi_newsroom::story::{
    Content, DocumentId, EditionKey, Failure, Part, PartValue, PersonId, RevisionId, Standing, StoryId, Timestamp,
};
use tilshi_newsroom::views::{Queue, StoryFilter, StoryOrder, StoryQuery, TextChange};
use tilshi_newsroom::{Newsroom, Options, convert};
use tilshi_store::{Base, Key, Profile};
use tilshi_tests::{Display, Laptop, Meter, Portal, Window, program};

mod dropping;
mod importing;
mod memory;
mod painting;
mod photos;
mod translating;

use painting::painting;

const PASSPHRASE: &str = "a passphrase for the bench";
const KEYSTROKES: usize = 500;
const STARTS: usize = 5;
const MERGES: usize = 50;
const CONVERTED_BYTES: usize = 20_000_000;
const STORIES: usize = 10_000;
/// What the laptop of a desk may gather in years.
const LIBRARY: usize = 100_000;
const STORY_BYTES: usize = 5 << 10;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut rows = Vec::new();
    let named: Vec<String> = std::env::args().skip(1).collect();
    let is_asked = |part: &str| named.is_empty() || named.iter().any(|name| name == part);
    let laptop = Laptop::new(&folder.path().join("writer"), PASSPHRASE)?;
    if is_asked("keys") || is_asked("starts") {
        let typing_profile = laptop.profile().to_owned();
        rows.extend(tokio::task::spawn_blocking(move || keystrokes(&typing_profile)).await??);
    }
    if is_asked("starts") {
        rows.extend(starts(&laptop, &folder.path().join("passphrase")).await?);
    }
    if is_asked("merge") {
        rows.push(merge());
    }
    if is_asked("translating") {
        rows.extend(translating::translating()?);
    }
    if is_asked("memory") {
        let remembering = folder.path().join("remembering");
        rows.extend(tokio::task::spawn_blocking(move || memory::memory(&remembering)).await??);
    }
    if is_asked("scripts") {
        rows.extend(scripts()?);
    }
    if is_asked("spelling") {
        let profile = folder.path().join("speller");
        rows.extend(tokio::task::spawn_blocking(move || spelling(&profile)).await??);
    }
    if is_asked("search") {
        let profile = folder.path().join("searcher");
        rows.extend(tokio::task::spawn_blocking(move || search(&profile)).await??);
    }
    if is_asked("library") || is_asked("window") {
        let librarian = Laptop::new(&folder.path().join("librarian"), PASSPHRASE)?;
        let profile = librarian.profile().to_owned();
        rows.extend(tokio::task::spawn_blocking(move || library(&profile)).await??);
        if is_asked("window") {
            rows.extend(painting(&librarian, &folder.path().join("passphrase")).await?);
        }
    }
    if is_asked("photos") {
        let profile = folder.path().join("photos");
        rows.extend(tokio::task::spawn_blocking(move || photos::photos(&profile)).await??);
    }
    if is_asked("importing") {
        let importing = folder.path().join("importing");
        std::fs::create_dir_all(&importing)?;
        rows.extend(tokio::task::spawn_blocking(move || importing::importing(&importing)).await??);
    }
    if is_asked("dropping") {
        let photographer = Arc::new(Laptop::new(&folder.path().join("photographer"), PASSPHRASE)?);
        rows.extend(dropping::dropping(&photographer, &folder.path().join("passphrase"), folder.path()).await?);
    }
    if is_asked("exchange") {
        let sync_folder = folder.path().join("sync");
        rows.extend(tokio::task::spawn_blocking(move || exchange(&sync_folder)).await??);
    }

    println!("\n| what | measured |\n| --- | --- |");
    for (what, measured) in rows {
        println!("| {what} | {measured} |");
    }
    if cfg!(debug_assertions) {
        println!("\nDebug build of our own crates; ciphers, hashes, pictures, the merge and SQLite optimised.");
    }
    Ok(())
}

type Row = (String, String);

/// Words typed into the search of a laptop with many stories, letter by letter.
fn search(profile: &Path) -> anyhow::Result<Vec<Row>> {
    let newsroom = new_profile(profile)?;
    let kazakh: EditionKey = "kk".parse().context("an edition")?;
    for number in 0..STORIES {
        let story = plain(newsroom.story_new(kazakh.clone()))?;
        let document = DocumentId::from(story);
        for (part, text) in [
            (Part::Headline(kazakh.clone()), format!("Мақтаарал {number} арналарға су жіберді")),
            (Part::Body(kazakh.clone()), body(number)),
        ] {
            plain(newsroom.part_set(document, part.key(), PartValue::text(text)))?;
        }
    }
    let begun = Instant::now();
    // Each search waits a moment for the index to follow: until it has the story that was written last.
    let newest = format!("\"{} арналарға\"", STORIES - 1);
    while plain(newsroom.story_search(newest.clone()))?.hits.is_empty() {}
    let following = begun.elapsed();
    let mut times = Vec::new();
    for words in ["maqtaaral", "арналарға", "\"су жіберді\"", "7777", "جىبەر", "headline:мақта 12"]
    {
        for end in words.char_indices().map(|(at, sign)| at + sign.len_utf8()).skip(1) {
            let begun = Instant::now();
            plain(newsroom.story_search(words[..end].into()))?;
            times.push(begun.elapsed());
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    Ok(vec![
        (format!("index of {STORIES} stories of 5 KB"), format!("{:.1} s", following.as_secs_f64())),
        (
            format!("search as one types in {STORIES} stories"),
            format!("p50 {:.1} ms, p99 {:.1} ms of {} keys", at(50), at(99), times.len()),
        ),
    ])
}

/// Lists of very many stories: the first one after they came, and then all that somebody does with a list.
fn library(profile: &Path) -> anyhow::Result<Vec<Row>> {
    new_profile(profile)?.stop();
    let kazakh: EditionKey = "kk".parse().context("an edition")?;
    let english: EditionKey = "en".parse().context("an edition")?;
    let mut store = Profile::open(profile, Key::Passphrase(PASSPHRASE))?;
    let by = PersonId::generate();
    let stories: Vec<StoryId> = (0..LIBRARY).map(|_| StoryId::generate()).collect();
    for (batch, some) in stories.chunks(2_000).enumerate() {
        store.write(|writer| {
            for (place, story) in some.iter().enumerate() {
                let number = batch * 2_000 + place;
                let at = Timestamp(i64::try_from(number).unwrap_or_default());
                let mut content = Content::default();
                for (part, value) in [
                    (Part::Slugline, format!("story-{number}")),
                    (Part::SourceEdition, "kk".to_owned()),
                    (Part::Urgency, (number % 5 + 1).to_string()),
                    (Part::Headline(kazakh.clone()), format!("Мақтаарал {number} арналарға су жіберді")),
                    (Part::Headline(english.clone()), format!("Canal {number} is open")),
                ] {
                    let value = PartValue::text(value);
                    writer.put_part((*story).into(), &part.key(), &value, by, at)?;
                    content.put(part.key(), value);
                }
                // As the portal has it: nothing of it waits.
                let revision = RevisionId::of(story.to_string().as_bytes());
                writer.set_base((*story).into(), &Base { sequence: 0, revision, author: by, at, content })?;
            }
            Ok(())
        })?;
    }
    drop(store);
    let newsroom = Newsroom::new(profile.to_owned(), Options::default());
    plain(newsroom.profile_unlock(PASSPHRASE.into()))?;
    let list = |query: StoryQuery, from: usize| plain(newsroom.story_list(query, from, 130));
    let begun = Instant::now();
    let mut first = list(Queue::Desk.into(), 0)?;
    while first.behind > 0 {
        first = list(Queue::Desk.into(), 0)?;
    }
    let shelving = begun.elapsed();
    ensure!(first.total == LIBRARY, "only {} stories are listed", first.total);

    let filtered = |filter: StoryFilter| StoryQuery { filter, ..Queue::Desk.into() };
    let urgent = filtered(StoryFilter { urgency: Some("1".into()), ..StoryFilter::default() });
    let drafts =
        StoryFilter { standings: vec![Standing::Draft], edition: Some(english.clone()), ..StoryFilter::default() };
    let mut rows =
        vec![(format!("shelf of {LIBRARY} stories made anew"), format!("{:.1} s, once", shelving.as_secs_f64()))];
    for (what, query, step) in [
        ("the first stretch", StoryQuery::from(Queue::Desk), 0),
        ("a stretch anywhere", StoryQuery::from(Queue::Desk), 997),
        ("narrowed by urgency", urgent, 13),
        ("narrowed by standing and edition", filtered(drafts), 499),
        ("by slugline", StoryQuery { order: StoryOrder::Slugline, ..Queue::Desk.into() }, 499),
    ] {
        let mut times = Vec::new();
        for turn in 0..100 {
            let begun = Instant::now();
            ensure!(!list(query.clone(), turn * step % LIBRARY)?.rows.is_empty(), "{what} is empty");
            times.push(begun.elapsed());
        }
        rows.push((format!("list of {LIBRARY} stories, {what}"), percentiles(times)));
    }
    let mut times = Vec::new();
    for (number, story) in stories.iter().rev().take(100).enumerate() {
        let value = PartValue::text(format!("Canal {number} is closed"));
        plain(newsroom.part_set((*story).into(), Part::Headline(english.clone()).key(), value))?;
        let begun = Instant::now();
        list(Queue::Desk.into(), 0)?;
        plain(newsroom.queue_counts())?;
        times.push(begun.elapsed());
    }
    rows.push((format!("list and counts of {LIBRARY} stories after a change"), percentiles(times)));
    newsroom.stop();
    Ok(rows)
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!("p50 {:.1} ms, p99 {:.1} ms", at(50), at(99))
}

/// Clean text of different words by the dictionaries of this machine: as it is opened, and once more.
fn spelling(profile: &Path) -> anyhow::Result<Vec<Row>> {
    let newsroom = new_profile(profile)?;
    let texts = [
        (
            "kk",
            "Түркістан облысында арналарға су ерте жіберілді деп хабарлайды баспасөз қызметі. Диқандар биыл қырық мың \
                гектар алқапқа мақта еккен болатын. Министрлік өкілдері суармалы жерлердің көлемін ұлғайту жоспарланып \
                отырғанын айтты. Жиналыста халықтың әлеуметтік жағдайы да талқыланды.",
        ),
        (
            "ru",
            "В Туркестанской области раньше обычного открыли каналы, сообщает пресс-служба. Крестьяне посеяли хлопок на \
                сорока тысячах гектаров. Представители министерства рассказали, что площадь орошаемых земель увеличат.",
        ),
        (
            "en",
            "Canals were opened earlier than usual in the region, the press service reported. Farmers have sown cotton \
                on forty thousand hectares. Officials said that the area of irrigated land would be increased.",
        ),
        (
            "uz",
            "Вилоятда каналлар одатдагидан эрта очилди, деб хабар берди матбуот хизмати. Деҳқонлар қирқ минг гектарга \
                пахта экди.",
        ),
    ];
    let mut rows = Vec::new();
    for (key, text) in texts {
        let check = |text: String| plain(newsroom.spelling_check(key.parse().context("a key")?, text));
        // Reads the dictionary.
        let begun = Instant::now();
        let read = check("а".into())?;
        let reading = begun.elapsed();
        if let Some(trouble) = read.trouble {
            rows.push((format!("spelling, {key}"), trouble.code));
            continue;
        }
        let words = text.split_whitespace().count();
        let begun = Instant::now();
        let marks = check(text.into())?.marks.len();
        let first = begun.elapsed();
        let again = text.repeat(200);
        let begun = Instant::now();
        check(again)?;
        let rate = (words * 200) as f64 / begun.elapsed().as_secs_f64();
        let measured = format!(
            "read in {:.0} ms; {words} words in {:.1} ms, {marks} marked; known ones {:.0} words a second",
            reading.as_secs_f64() * 1e3,
            first.as_secs_f64() * 1e3,
            rate
        );
        rows.push((format!("spelling, {key}"), measured));
    }
    Ok(rows)
}

/// Text in other scripts, on one core.
fn scripts() -> anyhow::Result<Vec<Row>> {
    let kazakh = "Түркістан облысында арналарға су ерте жіберілді, деп хабарлайды «Қазақпарат» 2026 жылғы 15 наурызда. \
                  Ведомство мәліметінше, Мақтаарал ауданында 14,5 мың гектар жерге су жетті.\n";
    let uzbek = "Oʻzbekistonda gʻalla yigʻimi boshlandi, deb xabar berdi matbuot xizmati 2026-yil 15-martda.\n";
    let ways = [
        ("kk-Cyrl", "kk-Latn", None, kazakh),
        ("kk-Cyrl", "kk-Latn", Some("2018"), kazakh),
        ("kk-Cyrl", "kk-Arab", None, kazakh),
        ("uz-Cyrl", "uz-Latn", None, kazakh),
        ("uz-Latn", "uz-Cyrl", None, uzbek),
    ];
    let mut rows = Vec::new();
    for (from, to, alphabet, line) in ways {
        let converter = Converter::new(plain(Conversion::between(from, to, alphabet))?, Default::default());
        let text = line.repeat(CONVERTED_BYTES / line.len());
        let mut rates: Vec<f64> = (0..5)
            .map(|_| {
                let begun = Instant::now();
                let converted = convert(&text, &converter, false);
                let seconds = begun.elapsed().as_secs_f64();
                assert!(converted.len() > text.len() / 2, "nothing was converted");
                text.len() as f64 / seconds / 1e6
            })
            .collect();
        rates.sort_by(f64::total_cmp);
        let what = format!("{from} to {to} {}", alphabet.unwrap_or_default());
        rows.push((what.trim_end().to_owned(), format!("{:.0} MB/s (median of 5)", rates[2])));
    }
    Ok(rows)
}

/// A keystroke through the newsroom into the encrypted database.
fn keystrokes(profile: &Path) -> anyhow::Result<Vec<Row>> {
    let newsroom = new_profile(profile)?;
    let english: EditionKey = "en".parse().context("an edition")?;
    let story = plain(newsroom.story_new(english.clone()))?;
    let (document, part) = (DocumentId::from(story), Part::Body(english).key());
    // A story of 5 KB is open; the keys are typed at its end.
    plain(newsroom.part_set(document, part.clone(), PartValue::text(body(0))))?;
    let mut text = plain(newsroom.text_open(document, part.clone()))?;
    let mut length = text.text.len();
    let mut times = Vec::new();
    for number in 0..KEYSTROKES {
        let insert = if number % 6 == 5 { " " } else { "с" }.to_owned();
        let added = insert.len();
        let change = TextChange { from: length, to: length, insert };
        let begun = Instant::now();
        let pushed = plain(newsroom.text_push(document, part.clone(), text.version, "bench".into(), vec![change]))?;
        times.push(begun.elapsed());
        ensure!(pushed.committed, "keystroke {number} was not committed");
        (text.version, length) = (pushed.version, length + added);
    }
    newsroom.stop();
    times.sort_unstable();
    let at = |percent: usize| milliseconds(times[(times.len() * percent / 100).min(times.len() - 1)]);
    Ok(vec![("keystroke to committed, p50".into(), at(50)), ("keystroke to committed, p99".into(), at(99))])
}

/// An edition of 5,000 words in which two people changed 100 sentences each, no two the same.
fn merge() -> Row {
    let sentence = |number: usize, words: &str| format!("Sentence {number} of this long report has {words} words.");
    let text = |changed: fn(usize) -> bool, words: &str| {
        let sentences: Vec<String> =
            (0..625).map(|number| sentence(number, if changed(number) { words } else { "only eight" })).collect();
        sentences.chunks(5).map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")
    };
    let base = text(|_| false, "");
    let ours = text(|number| number % 6 == 0 && number < 600, "some other");
    let theirs = text(|number| number % 6 == 3 && number < 600, "quite different");
    let mut times = Vec::new();
    for _ in 0..MERGES {
        let begun = Instant::now();
        let merged = tilshi_merge::merge_text(&base, &ours, &theirs, "en");
        times.push(begun.elapsed());
        assert!(merged.conflicts.is_empty() && merged.brought.len() == 100, "every change goes together");
    }
    (
        format!("merge of {} words with 100 changes on each side", base.split_whitespace().count()),
        milliseconds(median(&mut times)),
    )
}

/// From starting the process to an editor with a story in it, beside a window with nothing in it.
async fn starts(laptop: &Laptop, passphrase_file: &Path) -> anyhow::Result<Vec<Row>> {
    std::fs::write(passphrase_file, PASSPHRASE)?;
    let display = Display::start()?;
    let arguments = [
        "--profile".to_owned(),
        laptop.profile().to_string_lossy().into_owned(),
        "--passphrase-file".to_owned(),
        passphrase_file.to_string_lossy().into_owned(),
    ];
    let mut empty = Vec::new();
    let mut editor = Vec::new();
    for _ in 0..STARTS {
        empty.push(start(&display, laptop, "empty-window", &[], "#ready", 1).await?);
        editor.push(start(&display, laptop, "tilshi-desktop", &arguments, ".cm-content", 1000).await?);
    }
    Ok(vec![
        (format!("process start to an empty window, median of {STARTS}"), milliseconds(median(&mut empty))),
        (format!("process start to editor ready, median of {STARTS}"), milliseconds(median(&mut editor))),
    ])
}

async fn start(
    display: &Display,
    laptop: &Laptop,
    name: &str,
    arguments: &[String],
    selector: &str,
    min_length: usize,
) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let window = Window::open_program(display, laptop, program(name)?, arguments).await?;
    while !shows(&window, selector, min_length).await? {
        ensure!(begun.elapsed() < Duration::from_secs(60), "{name} never showed {selector}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let time = begun.elapsed();
    window.close().await?;
    Ok(time)
}

/// Whether an element is on the screen with its text in it.
async fn shows(window: &Window, selector: &str, min_length: usize) -> anyhow::Result<bool> {
    let script = "const [selector, length] = arguments; return [...document.querySelectorAll(selector)].some((e) => \
                  e.getBoundingClientRect().height > 0 && e.textContent.length >= length);";
    Ok(window.run(script, vec![json!(selector), json!(min_length)]).await? == json!(true))
}

/// A thousand stories to a real portal, and from it to another laptop.
fn exchange(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let portal = Portal::start(&folder.join("portal"))?;
    let meter = Meter::before(portal.address().trim_start_matches("http://"))?;
    let english: EditionKey = "en".parse().context("an edition")?;

    let writer = new_profile(&folder.join("writer"))?;
    for number in 0..STORIES {
        let story: StoryId = plain(writer.story_new(english.clone()))?;
        let headline = PartValue::text(format!("Story {number} of the bench"));
        plain(writer.part_set(story.into(), Part::Headline(english.clone()).key(), headline))?;
        plain(writer.part_set(story.into(), Part::Body(english.clone()).key(), PartValue::text(body(number))))?;
    }
    sign_in(&writer, &meter, "aigerim")?;
    meter.take();
    let begun = Instant::now();
    let sent = plain(writer.sync_now())?;
    let push = row("push", begun.elapsed(), &meter);
    ensure!(sent.waiting.is_empty(), "{} still wait", sent.waiting.len());
    writer.stop();

    let reader = new_profile(&folder.join("reader"))?;
    sign_in(&reader, &meter, "daulet")?;
    meter.take();
    let begun = Instant::now();
    plain(reader.sync_now())?;
    let pull = row("pull", begun.elapsed(), &meter);
    let held = plain(reader.story_list(Queue::Desk.into(), 0, 50))?;
    ensure!(held.total + held.behind >= STORIES, "only {} stories arrived", held.total + held.behind);
    reader.stop();
    Ok(vec![push, pull])
}

fn row(direction: &str, time: Duration, meter: &Meter) -> Row {
    let (up, down, requests) = meter.take();
    (
        format!("{direction} of {STORIES} stories of {} KB", STORY_BYTES >> 10),
        format!("{:.1} s, {} KB up, {} KB down, {requests} requests", time.as_secs_f64(), up >> 10, down >> 10),
    )
}

fn new_profile(folder: &Path) -> anyhow::Result<Newsroom> {
    let newsroom = Newsroom::new(folder.to_owned(), Options::default());
    plain(newsroom.profile_create("Bench".into(), Some(PASSPHRASE.into())))?;
    Ok(newsroom)
}

fn sign_in(newsroom: &Newsroom, meter: &Meter, login: &str) -> anyhow::Result<()> {
    plain(newsroom.portal_connect(meter.address().into(), login.into(), "dala-2026".into())).map(|_| ())
}

/// Prose of the right length that does not repeat itself, or compression would flatter.
fn body(seed: usize) -> String {
    let words =
        ["river", "өзен", "ferry", "winter", "council", "жұма", "market", "harvest", "road", "bridge", "school"];
    let mut state = seed as u64 + 1;
    let mut text = String::new();
    while text.len() < STORY_BYTES {
        // The generator of Knuth's MMIX: any sequence without a pattern will do.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = (state >> 33) as usize;
        text += words[number % words.len()];
        text += &format!("{}{}", number % 977, if number.is_multiple_of(11) { ".\n\n" } else { " " });
    }
    text
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn plain<T>(answer: Result<T, Failure>) -> anyhow::Result<T> {
    answer.map_err(|failure| anyhow::anyhow!("{failure}"))
}
