//! Two people in one story at once: what each wrote in sentences of their own goes together, tinted until it is read;
//! the sentence that both changed is a card, settled from the keyboard.

use std::time::Duration;

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord, wait_until};

use crate::by_command_line;
use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

const BODY: &str = "Rescue services held a two-day flood drill on the Ulba.\n\nMore than 300 people took part. The water \
                    is expected to peak in early April.\n\nSchools in three villages will move lessons.";

#[tokio::test(flavor = "multi_thread")]
async fn sentences_of_two_people_go_together_and_the_one_both_changed_is_a_card() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let saule = by_command_line::signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "merging").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Flood drill on the Ulba").await?;
    window.paste("Body", BODY).await?;
    window.click("tab", "Details").await?;
    window.type_into("Slugline", "flood-drill").await?;
    // The window may still say "All sent" of what was sent before the last word was typed.
    let story = wait_until("the story at the portal", Duration::from_secs(40), || {
        let stories = saule.answer(&["sync"]).and_then(|_| saule.answer(&["story", "list", "--queue", "desk"])).ok()?;
        let story = stories.as_array()?.iter().find(|story| story["slugline"] == "flood-drill")?;
        story["story"].as_str().map(str::to_owned)
    })?;

    // Aigerim pauses and goes on writing; Saule is faster to the portal.
    window.click("button", "Sync").await?;
    window.click("button", "Pause").await?;
    window.wait_for_text("Sync is paused").await?;
    window.screenshot("merging-1-paused").await?;
    window.click("button", "My stories").await?;
    let mine = BODY.replace("in early April", "in early April, and 1,200 homes are in the lower zone");
    let mine = mine.replace("two-day", "three-day");
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.paste("Body", &mine).await?;
    window.wait_for_text("Sending is paused").await?;

    let theirs = BODY.replace("in early April", "in the first week of April, three days later than last year");
    let theirs = theirs.replace("will move lessons", "have moved lessons to upper floors");
    saule.answer(&["edition", "set", &story, "en", "--body", &theirs])?;
    saule.answer(&["sync"])?;

    window.click("button", "Sync").await?;
    window.click("button", "Resume").await?;
    window.wait_for_text("You and Saule Bekova changed the same passage").await?;
    window.wait_for_text("More than 300 people took part.").await?;
    window.screenshot("merging-2-card").await?;
    // Keys alone: the second version, and settled.
    window.focus("section[aria-label='Conflict card']").await?;
    window.press("2").await?;
    window.wait_for_text("Settle with ours").await?;
    window.screenshot("merging-3-chosen").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Everything is sent").await?;

    window.click("button", "My stories").await?;
    window.wait_for_text("1 merged passage, unread").await?;
    window.wait_for_count(".merged", 1).await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.screenshot("merging-4-unread-dark-kk").await?;
    window.click_with_words("button", &["Aigerim Sadyqova", "тіл, көрініс, профиль"]).await?;
    window.click("menuitem", "Ашық").await?;
    window.click_with_words("button", &["Aigerim Sadyqova", "тіл, көрініс, профиль"]).await?;
    window.click("menuitem", "English").await?;
    window.screenshot("merging-5-unread").await?;
    let text = window.value("Body").await?;
    for words in ["three-day flood drill", "1,200 homes are in the lower zone", "have moved lessons to upper floors"] {
        ensure!(text.contains(words), "{words:?} is not in {text}");
    }
    ensure!(!text.contains("three days later than last year"), "theirs gave way: {text}");

    window.click("textbox", "Headline").await?;
    window.press(&char::from(Key::F9).to_string()).await?;
    window.wait_for_gone("1 merged passage, unread").await?;
    window.click("textbox", "Headline").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &char::from(Key::Home).to_string())).await?;
    window.wait_for_count(".merged", 0).await?;
    window.close().await
}
