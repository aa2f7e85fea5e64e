//! Two people in one story at once, online: each sees where the other is and what they write, and nobody's caret or undo
//! is touched.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{DocumentId, EditionKey, Failure, Part, StoryId};
use tilshi_newsroom::views::{Queue, TextChange};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord, wait_until};

use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::{JOURNALIST, PASSWORD};

const BODY: &str = "Rescue services held a flood drill on the Ulba.\n\nSchools in three villages move lessons.\n\nThe \
                    water peaks in April.";
/// The words of the body without what stands there of other people.
const WORDS: &str = "const body = document.querySelector('.field-body .cm-content').cloneNode(true);
    body.querySelectorAll('.other-caret').forEach((caret) => caret.remove());
    return [...body.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n');";
/// An input method begins to compose at the end of the body, in the page's text as they do, and ends.
const COMPOSE: &str = "const body = document.querySelector('.field-body .cm-content');
    body.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true, data: '' }));
    body.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data: '水' }));
    const words = document.createTreeWalker(body.lastElementChild, NodeFilter.SHOW_TEXT);
    let last = words.nextNode();
    for (let next = words.nextNode(); next; next = words.nextNode()) last = next;
    last.appendData('水');
    document.getSelection().collapse(last, last.length);";
const COMPOSED: &str = "document.querySelector('.field-body .cm-content')
    .dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '水' }));";
/// What a person waits for; the figure that counts is printed.
const PATIENCE: Duration = Duration::from_secs(20);

fn plain<T>(answer: Result<T, Failure>) -> anyhow::Result<T> {
    answer.map_err(|failure| anyhow::anyhow!("{failure}"))
}

async fn wait_for_words(window: &Window, wanted: &str) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    loop {
        let words = window.ask(WORDS, Vec::new()).await?;
        if words == wanted {
            return Ok(begun.elapsed());
        }
        ensure!(begun.elapsed() < PATIENCE, "the body never said {wanted:?} but {words}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Types in the English body of another laptop.
async fn type_at_the_beginning(newsroom: &Newsroom, story: StoryId, insert: &str) -> anyhow::Result<()> {
    let (newsroom, insert) = (newsroom.clone(), insert.to_owned());
    let pushed = tokio::task::spawn_blocking(move || -> anyhow::Result<bool> {
        let (document, part) = (DocumentId::from(story), Part::Body("en".parse()?).key());
        let text = plain(newsroom.text_open(document, part.clone()))?;
        let change = TextChange { from: 0, to: 0, insert };
        let pushed = newsroom.text_push(document, part, text.version, "saule".into(), vec![change]);
        Ok(plain(pushed)?.committed)
    });
    ensure!(pushed.await??, "nobody else types on her laptop");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_see_each_other_write_and_keep_their_carets_and_their_undo() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "present").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Flood drill on the Ulba").await?;
    window.paste("Body", BODY).await?;

    let (address, profile) = (portal.address(), folder.path().join("saule"));
    let (saule, story) = tokio::task::spawn_blocking(move || -> anyhow::Result<(Newsroom, StoryId)> {
        let saule = Newsroom::new(profile, Options::default());
        plain(saule.profile_create("Saule".into(), Some(PASSPHRASE.into())))?;
        plain(saule.portal_connect(address, "saule".into(), PASSWORD.into()))?;
        saule.start();
        let story = wait_until("the story on the other laptop", PATIENCE, || {
            let rows = saule.story_list(Queue::Desk.into(), 0, 50).ok()?.rows;
            let story = rows.iter().find(|row| row.headline == "Flood drill on the Ulba")?.story;
            let view = saule.story_show(story).ok()?;
            (view.content.text(&Part::Body("en".parse().ok()?)) == BODY).then_some(story)
        })?;
        Ok((saule, story))
    })
    .await??;
    let english: EditionKey = "en".parse().context("an edition")?;
    let body = Part::Body(english).key();
    let second = BODY.find("Schools").context("a paragraph")?;

    // Where she is.
    plain(saule.presence_set(Some(story), Some(body.clone()), second))?;
    let begun = Instant::now();
    window.wait_for_count(".field-body .other-caret", 1).await?;
    let seen = begun.elapsed();
    window.find("button", "Saule Bekova is here").await?;
    window.screenshot("present-1-caret").await?;

    // What she writes, in front of where one writes oneself.
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.press(" Today").await?;
    type_at_the_beginning(&saule, story, "OSKEMEN: ").await?;
    let both = format!("{BODY} Today");
    let arrived = wait_for_words(&window, &format!("OSKEMEN: {both}")).await?;
    println!("her caret was seen after {seen:?}, her words after {arrived:?}");
    ensure!(seen < Duration::from_secs(10) && arrived < Duration::from_secs(10), "{seen:?} {arrived:?}");
    // The caret stands where it stood, and what is undone is one's own.
    window.press(" at noon").await?;
    wait_for_words(&window, &format!("OSKEMEN: {both} at noon")).await?;
    for _ in 0..2 {
        window.press(&chord(Key::Control, "z")).await?;
    }
    wait_for_words(&window, &format!("OSKEMEN: {BODY}")).await?;
    window.screenshot("present-2-written").await?;

    // What is being composed belongs to the input method: news waits until it is done.
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.run(COMPOSE, Vec::new()).await?;
    type_at_the_beginning(&saule, story, "EAST: ").await?;
    let composed = format!("OSKEMEN: {BODY}水");
    wait_until("her words on this laptop", PATIENCE, || {
        let shown = laptop.answer(&["story", "show", &story.to_string()]).ok()?;
        shown["content"]["edition/en/body"]["text"].as_str()?.starts_with("EAST: ").then_some(())
    })?;
    let words = window.ask(WORDS, Vec::new()).await?;
    ensure!(words == composed, "the text moved under the input method: {words}");
    window.run(COMPOSED, Vec::new()).await?;
    wait_for_words(&window, &format!("EAST: {composed}")).await?;
    window.press(&chord(Key::Control, "z")).await?;
    wait_for_words(&window, &format!("EAST: OSKEMEN: {BODY}")).await?;

    // To her place, and in another theme and language.
    window.click("button", "Saule Bekova is here").await?;
    window.press("Now: ").await?;
    wait_for_words(&window, &format!("EAST: OSKEMEN: {}", BODY.replace("Schools", "Now: Schools"))).await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    let tote: EditionKey = "tote".parse().context("an edition")?;
    plain(saule.presence_set(Some(story), Some(Part::Headline(tote).key()), 0))?;
    window.wait_for_count(".field-body .other-caret", 0).await?;
    window.click("button", "Saule Bekova осында").await?;
    window.wait_for_count(".field-headline .other-caret", 1).await?;
    window.screenshot("present-3-dark-kk-tote").await?;
    plain(saule.presence_set(None, None, 0))?;
    window.wait_for_count(".other-caret", 0).await?;
    window.wait_for_count(".person", 0).await?;
    tokio::task::spawn_blocking(move || saule.stop()).await?;
    window.close().await
}
