//! What a person waits for in the window with a library of 100,000 stories: the frames of a list that is scrolled, a long
//! edition that is opened, a key until it is painted, and the memory of it all. Measured inside the page.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tilshi_newsroom::Newsroom;
use tilshi_newsroom::Options;
use tilshi_newsroom::story::{EditionKey, Part, PartValue};
use tilshi_tests::{Display, Laptop, Window, program};

use crate::{PASSPHRASE, Row, plain};

/// Words of the edition that is written in.
const WORDS: usize = 20_000;
/// How long the list is scrolled, in milliseconds.
const SCROLL_MS: u64 = 8_000;
/// Keys that are typed.
const KEYS: usize = 120;

/// Makes a plain list and a plain field of the empty window, so that what this display takes for any page is known.
const PLAIN: &str =
    "document.body.innerHTML = '<textarea></textarea><div class=\"items\" style=\"height: 80vh; overflow: auto\">' +
    '<div role=\"option\" style=\"height: 106px\">The first water reached the fields</div>'.repeat(5000) + '</div>';";

/// Scrolls the list a screen in 20 frames and notes the time of every frame.
const SCROLL: &str =
    "const done = arguments[arguments.length - 1], list = document.querySelector('.items'), times = [];
    const begun = performance.now(); let last = begun, way = 1, blank = 0;
    const frame = (now) => {
        times.push(now - last); last = now;
        if (list.scrollTop + list.clientHeight >= list.scrollHeight - 60) way = -1;
        list.scrollTop += way * list.clientHeight / 20;
        if (!list.querySelector('[role=option]')) blank += 1;
        if (now - begun < arguments[0]) requestAnimationFrame(frame); else done({ times: times.slice(1), blank });
    };
    requestAnimationFrame(frame);";

/// Opens the story in the list whose row has the words, and says when its text stands on the screen.
const OPEN: &str = "const [words, length, done] = arguments, begun = performance.now();
    [...document.querySelectorAll('[role=option]')].find((row) => row.textContent.includes(words)).click();
    const look = () => {
        const body = document.querySelector('.field-body .cm-content');
        const ready = body && body.textContent.length > length && body.getBoundingClientRect().height > length;
        if (ready) requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun))); else requestAnimationFrame(look);
    };
    look();";

/// Notes from each key event until the frame after it has been painted.
const WATCH_KEYS: &str = "window.painted = []; document.addEventListener('keydown', (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => window.painted.push(performance.now() - at); port2.postMessage(0); });
}, true);";

/// Measures it on a profile that holds the library already.
pub(crate) async fn painting(laptop: &Laptop, passphrase_file: &Path) -> anyhow::Result<Vec<Row>> {
    std::fs::write(passphrase_file, PASSPHRASE)?;
    let profile = laptop.profile().to_owned();
    tokio::task::spawn_blocking(move || write_long_story(&profile)).await??;
    let display = Display::start()?.painting_directly();
    let mut empty = Window::open_program(&display, laptop, program("empty-window")?, &[]).await?;
    empty.wait_for("arguments[0](document.querySelector('#ready') !== null);").await?;
    let empty_bytes = empty.memory_bytes()?;
    empty.run(PLAIN, Vec::new()).await?;
    let plain_frames = milliseconds(&empty.measure(SCROLL, vec![json!(SCROLL_MS)]).await?["times"])?;
    empty.focus("textarea").await?;
    let plain_keys = typed(&empty, Duration::ZERO).await?;
    empty.close().await?;

    let arguments = [
        "--profile".to_owned(),
        laptop.profile().to_string_lossy().into_owned(),
        "--passphrase-file".to_owned(),
        passphrase_file.to_string_lossy().into_owned(),
    ];
    let mut window = Window::open_program(&display, laptop, program("tilshi-desktop")?, &arguments).await?;
    window.click("button", "Desk").await?;
    window.wait_for_text("long-report").await?;
    window.wait_for_text("story-99900").await?;
    window.come_to_rest().await?;

    let scrolled = window.measure(SCROLL, vec![json!(SCROLL_MS)]).await?;
    let frames = milliseconds(&scrolled["times"])?;
    window.run("document.querySelector('.items').scrollTop = 0;", Vec::new()).await?;
    window.wait_for_text("long-report").await?;
    let mut opened = Vec::new();
    for _ in 0..5 {
        window.measure(OPEN, vec![json!("story-99900"), json!(-1)]).await?;
        window.come_to_rest().await?;
        opened.push(window.measure(OPEN, vec![json!("long-report"), json!(500)]).await?);
        window.come_to_rest().await?;
    }
    let opened = milliseconds(&Value::Array(opened))?;
    window.focus(".field-body .cm-content").await?;
    let painted = typed(&window, Duration::ZERO).await?;
    let full_bytes = window.memory_bytes()?;
    window.close().await?;
    let above = (full_bytes as f64 - empty_bytes as f64) / f64::from(1 << 20);
    Ok(vec![
        (
            format!("a frame of the list of 100,000 stories while it is scrolled, {} of them", frames.len()),
            format!("{}, {} blank; of a plain list {}", spread(frames), scrolled["blank"], spread(plain_frames)),
        ),
        (format!("opening an edition of {WORDS} words"), spread(opened)),
        (
            format!("key to paint in an edition of {WORDS} words"),
            format!("{}; in a plain field {}", spread(painted), spread(plain_keys)),
        ),
        ("memory of our process above an empty window's".into(), format!("{above:.0} MB")),
    ])
}

/// Keys one by one into what has the focus, so long apart: from each to the picture that shows it.
pub(crate) async fn typed(window: &Window, pause: Duration) -> anyhow::Result<Vec<f64>> {
    window.run(WATCH_KEYS, Vec::new()).await?;
    for number in 0..KEYS {
        window.press(if number % 6 == 5 { " " } else { "a" }).await?;
        tokio::time::sleep(pause).await;
    }
    window.wait_for(&format!("arguments[0](window.painted.length >= {KEYS});")).await?;
    milliseconds(&window.ask("return window.painted;", Vec::new()).await?)
}

/// The newest story: one edition of very many words.
fn write_long_story(profile: &Path) -> anyhow::Result<()> {
    let newsroom = Newsroom::new(profile.to_owned(), Options::default());
    plain(newsroom.profile_unlock(PASSPHRASE.into()))?;
    let english: EditionKey = "en".parse().context("an edition")?;
    let story = plain(newsroom.story_new(english.clone()))?;
    let paragraph = "The first water reached the fields two weeks early this year. ".repeat(8);
    let words_each = paragraph.split_whitespace().count();
    let text = vec![paragraph.trim(); WORDS / words_each].join("\n\n");
    for (part, text) in [
        (Part::Slugline, "long-report".to_owned()),
        (Part::Headline(english.clone()), "A long report".to_owned()),
        (Part::Body(english), text),
    ] {
        plain(newsroom.part_set(story.into(), part.key(), PartValue::text(text)))?;
    }
    // The first copy of a profile is due soon after its start; here it must not fall into what is measured.
    plain(newsroom.backup_make())?;
    newsroom.stop();
    Ok(())
}

fn milliseconds(times: &Value) -> anyhow::Result<Vec<f64>> {
    let times: Vec<f64> = times.as_array().context("no times")?.iter().filter_map(Value::as_f64).collect();
    ensure!(!times.is_empty(), "nothing was measured");
    Ok(times)
}

pub(crate) fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    format!("p50 {:.1} ms, p99 {:.1} ms", at(50), at(99))
}
