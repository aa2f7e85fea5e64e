//! What was approved is offered where it comes again: taken by key, with its numbers, searched, written to a file and read by
//! another laptop.

use anyhow::ensure;
use serde_json::json;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

const SOURCE: [&str; 3] = [
    "Rescuers counted 120 saigas near the lake on Monday.",
    "The count goes on until the end of the week.",
    "Final figures will be published in May.",
];
const RUSSIAN: [&str; 3] = [
    "В понедельник спасатели насчитали у озера 120 сайгаков.",
    "Подсчёт продлится до конца недели.",
    "Окончательные данные опубликуют в мае.",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_approved_is_offered_where_it_comes_again() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "remembering").await?;

    // A translation is approved by the desk and comes back approved.
    let story = laptop.answer(&["story", "new", "--edition", "en"])?;
    let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
    for (edition, headline, body) in [("en", "Saiga numbers grow", SOURCE), ("ru", "Сайгаков стало больше", RUSSIAN)]
    {
        laptop.answer(&["edition", "set", &story, edition, "--headline", headline, "--body", &body.join("\n\n")])?;
    }
    laptop.answer(&["edition", "submit", &story, "ru"])?;
    laptop.answer(&["sync"])?;
    ensure!(laptop.answer(&["memory", "show"])?["pairs"] == 0, "nothing is approved");
    let desk = signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    desk.answer(&["sync"])?;
    desk.answer(&["edition", "approve", &story, "ru"])?;
    desk.answer(&["sync"])?;
    laptop.answer(&["sync"])?;
    let found = laptop.answer(&["memory", "search", "ru", "count"])?;
    ensure!(found[0]["pair"]["by"] == "Saule Bekova" && found[0]["pair"]["title"] == "Saiga numbers grow", "{found:#}");

    // The next day's story has one passage that is the same and one with another number.
    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "More saigas").await?;
    window.type_into("Body", &format!("{}\n\n{}", SOURCE[0].replace("120", "4500"), SOURCE[1])).await?;
    window.wait_for_text("Saved on this computer").await?;
    window.click("tab", "Russian").await?;
    window.press(&chord(Key::Control, &format!("{}d", char::from(Key::Shift)))).await?;
    window.wait_for_text("Rescuers counted 4500").await?;
    window.focus("[data-place='1']").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("textbox", "Passage 2, Russian").await?;
    window.wait_for_text("numbers put in").await?;
    window.come_to_rest().await?;
    window.screenshot("remembering-1-match").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.press(&chord(Key::Control, "r")).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("textbox", "Passage 3, Russian").await?;
    window.wait_for_text("100 %").await?;
    // Taken, taken back by one undo, and taken again.
    window.press(&chord(Key::Control, "r")).await?;
    window.wait_for("arguments[0](document.activeElement?.value?.includes('Подсчёт'));").await?;
    window.press(&chord(Key::Control, "z")).await?;
    window.wait_for("arguments[0](document.activeElement?.value === '');").await?;
    window.press(&chord(Key::Control, "r")).await?;
    window.wait_for("arguments[0](document.activeElement?.value?.includes('Подсчёт'));").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("remembering-2-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }
    let rows = laptop.answer(&["story", "list"])?;
    let second = rows.as_array().into_iter().flatten().find(|row| row["headline"] == "More saigas");
    let second = second.and_then(|row| row["story"].as_str()).unwrap_or_default().to_owned();
    let shown = laptop.answer(&["story", "show", &second])?;
    let expected = format!("{}\n\n{}", RUSSIAN[0].replace("120", "4500"), RUSSIAN[1]);
    ensure!(shown["content"]["edition/ru/body"]["text"] == expected, "{shown:#}");

    // The memory by its words, and out to a file.
    command(&window, "Translation memory").await?;
    window.wait_for_text("4 pairs").await?;
    window.press("сайгаков").await?;
    window.choose("The edition of one half", "Pairs with: Russian").await?;
    window.wait_for_text("Rescuers counted 120").await?;
    window.come_to_rest().await?;
    window.screenshot("remembering-3-memory").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    let file = folder.path().join("memory.tmx").display().to_string();
    window.click("button", "Write to a file").await?;
    window.type_into("New TMX file", &file).await?;
    window.click("button", "Write").await?;
    window.wait_for_text("4 pairs written to").await?;
    window.close().await?;

    // What the desk knows itself is not doubled; a laptop that knew nothing knows it all.
    let report = desk.answer(&["memory", "import", &file])?;
    ensure!(report == json!({"added": 0, "known": 4, "skipped": 0, "stopped": false}), "{report:#}");
    let fresh = Laptop::new(&folder.path().join("fresh"), PASSPHRASE)?;
    fresh.answer(&["init", "--name", "Dana"])?;
    ensure!(fresh.answer(&["memory", "import", &file])?["added"] == 4);
    ensure!(fresh.answer(&["memory", "search", "en", "продлится"])?[0]["pair"]["target"] == SOURCE[1]);
    // Another program reads the file, too, and finds the same pairs in it.
    let read = "import sys\nfrom translate.storage import tmx\nunits = tmx.tmxfile.parsefile(sys.argv[1]).units\n\
                print(len(units), all(unit.source and unit.target for unit in units))";
    let read = std::process::Command::new("/usr/bin/python3").args(["-c", read, &file]).output()?;
    let said = String::from_utf8_lossy(&read.stdout);
    let pairs = fresh.answer(&["memory", "show"])?["pairs"].to_string();
    ensure!(said.trim() == format!("{pairs} True"), "{read:?} of {pairs}");
    ensure!(fresh.refusal(&["memory", "import", "/no/such/file.tmx"])? == "file-unreadable");
    ensure!(fresh.refusal(&["memory", "export", &file])? == "file-unwritable", "nothing is written over");
    Ok(())
}
