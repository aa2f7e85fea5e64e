//! The chief editor at work without a pointer: words get their forms, a suggestion is taken, a story is approved and
//! published.

use std::time::{Duration, Instant};

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::signed_in;
use crate::by_window::PASSPHRASE;

use crate::keys::{command, press, tab_to};
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST, page};

const VOCABULARY: &[&str] = &["vocabulary", "list"];

/// What an edition calls the entry that English calls `word`.
fn form(laptop: &Laptop, word: &str, edition: &str) -> anyhow::Result<String> {
    let all = laptop.answer(VOCABULARY)?;
    let entry = all.as_array().into_iter().flatten().find(|entry| entry["labels"]["en"] == word);
    Ok(entry.and_then(|entry| entry["labels"][edition].as_str()).unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn words_get_their_forms_and_a_story_is_published_by_keys_alone() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let new = ["story", "new", "--edition", "en", "--slugline", "ferry", "--section", "Society"];
    journalist.answer(&["vocabulary", "add", "--kind", "tag", "--edition", "en", "Aksai ferry"])?;
    let story = journalist.answer(&[&new[..], &["--tag", "aksai ferry"]].concat())?;
    let story = story["story"].as_str().unwrap_or_default().to_owned();
    journalist.answer(&[
        "edition",
        "set",
        &story,
        "en",
        "--headline",
        "The ferry sails again",
        "--body",
        "It took nine days.",
    ])?;
    journalist.answer(&["edition", "submit", &story, "en"])?;
    // Whoever may not change the words of the newsroom suggests.
    let english = ["vocabulary", "set", "--kind", "section", "Society", "--edition", "en", "--label", "People"];
    journalist.answer(&english)?;
    journalist.answer(&["sync"])?;
    journalist.answer(&["sync"])?;
    ensure!(form(&journalist, "Society", "kk")? == "Қоғам", "until it is taken, the word stands as it was");
    chief.answer(&["sync"])?;

    let window = Window::open(&display, &chief).await?;
    window.find("textbox", "Passphrase").await?;
    window.press(PASSPHRASE).await?;
    press(&window, Key::Enter).await?;
    window.find("button", "New story").await?;
    command(&window, "Vocabulary").await?;
    window.wait_for_count("input[type=search]:focus", 1).await?;
    window.press("ferry").await?;
    window.wait_for_text("Aksai ferry").await?;
    press(&window, Key::Down).await?;
    press(&window, Key::Enter).await?;
    window.wait_for_count(".forms input:focus", 1).await?;
    window.press("Ақсай паромы").await?;
    press(&window, Key::Enter).await?;
    window.wait_for_text("Saved on this computer").await?;
    // Past the Latin script to the Arabic one.
    press(&window, Key::Tab).await?;
    press(&window, Key::Tab).await?;
    window.press("اقساي پارومى").await?;
    window.screenshot("vocabulary-1-forms").await?;
    press(&window, Key::Tab).await?;
    press(&window, Key::Escape).await?;
    press(&window, Key::Escape).await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Сөздік").await?;
    window.wait_for_count("input[type=search]:focus", 1).await?;
    press(&window, Key::Down).await?;
    press(&window, Key::Enter).await?;
    window.screenshot("vocabulary-2-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }

    // The suggestion waits beside the section.
    command(&window, "Vocabulary").await?;
    window.wait_for_count("input[type=search]:focus", 1).await?;
    let back = chord(Key::Shift, &char::from(Key::Tab).to_string());
    // Past the button of the header to the kinds of words, and back.
    for _ in 0..2 {
        window.press(&back).await?;
    }
    press(&window, Key::Right).await?;
    window.wait_for_text("Society").await?;
    for _ in 0..2 {
        press(&window, Key::Tab).await?;
    }
    window.press("Society").await?;
    press(&window, Key::Down).await?;
    tab_to(&window, "Read").await?;
    window.screenshot("vocabulary-3-suggested").await?;
    tab_to(&window, "Take it").await?;
    window.wait_for_gone("1 suggestion").await?;

    // Approved and published.
    window.press(&chord(Key::Alt, "5")).await?;
    window.wait_for_text("The ferry sails again").await?;
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("ferry, English is approved").await?;
    window.screenshot("vocabulary-4-approved").await?;
    // The next one opens by itself; when nothing is left to approve, what can be published does.
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("lake-ice, English is approved").await?;
    window.wait_for_text("The ferry sails again").await?;
    window.find("button", "Publish").await?;
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("ferry, English is on its way to readers").await?;
    let begun = Instant::now();
    while !page(&format!("{}/en/", portal.address())).await?.contains("The ferry sails again") {
        ensure!(begun.elapsed() < Duration::from_secs(20), "the story never came to its readers");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    journalist.answer(&["sync"])?;
    ensure!(form(&journalist, "Aksai ferry", "kk")? == "Ақсай паромы");
    ensure!(form(&journalist, "Aksai ferry", "tote")? == "اقساي پارومى");
    ensure!(form(&journalist, "People", "kk")? == "Қоғам", "the suggestion was taken");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_terms_are_added_at_once_and_a_table_goes_out() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let window = Window::open(&display, &chief).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Commands").await?;
    command(&window, "Vocabulary").await?;
    window.click("tab", "Terms").await?;
    window.click("button", "Add the standard terms").await?;
    window.wait_for_text("100 new entries").await?;
    let file = folder.path().join("words.csv").display().to_string();
    window.focus("input[type=search]").await?;
    window.press(&format!("transport{}{}", char::from(Key::Down), char::from(Key::Enter))).await?;
    window.wait_for_count(".forms input:focus", 1).await?;
    window.come_to_rest().await?;
    window.screenshot("vocabulary-terms").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Write to a table").await?;
    window.type_into("New CSV file", &file).await?;
    window.click("button", "Write").await?;
    window.wait_for_text("written to").await?;

    // They are the newsroom's: a colleague has them, and a table says nothing new to her.
    chief.answer(&["sync"])?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    journalist.answer(&["sync"])?;
    ensure!(form(&journalist, "Ministry of Transport", "tote")? == "كولىك مينيسترلىگى");
    let report = chief.answer(&["vocabulary", "import", &file])?;
    ensure!(report["added"] == 0 && report["filled"] == 0 && report["differing"] == 0, "{report:#}");
    window.close().await
}
