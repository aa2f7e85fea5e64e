//! The photo desk: what a photographer's card brings is credited at once by keys, and taken back when it was wrong.

use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::picture_file;
use crate::roles::add_account;

/// The words of what the keys are at.
const AT: &str = "return document.getElementById(document.querySelector('[role=grid]').getAttribute('aria-activedescendant')).innerText";

async fn at(window: &Window) -> anyhow::Result<String> {
    Ok(window.ask(AT, Vec::new()).await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_of_photos_is_credited_at_once_and_by_keys() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let data = folder.path().join("portal");
    let portal = Portal::start(&data)?;
    add_account(&data, "dana", "photo-editor");
    let laptop = Laptop::new(&folder.path().join("dana"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Dana", "dana", "photo-desk").await?;

    window.press(&chord(Key::Alt, "4")).await?;
    // Those of the stories that the portal has.
    window.wait_for_count("[role=gridcell]", 5).await?;
    let names: Vec<String> = (1..=14).map(|number| format!("DSC_{number:04}.jpg")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    window.drop_scenes("button", "Add photos", &names).await?;
    window.wait_for_text("14 photos added.").await?;
    window.wait_for_count("[role=gridcell]", 19).await?;
    let bad = window.drop_file("button", "Add photos", "notes.jpg", b"no picture").await;
    bad?;
    window.wait_for_text("1 file was not added").await?;
    window.click("button", "Close this notice").await?;

    // By keys: a range, and one that does not belong to it.
    window.click("grid", "Photos").await?;
    window.press(&char::from(Key::Home).to_string()).await?;
    let range = [Key::Shift, Key::Right, Key::Right, Key::Right, Key::Right, Key::Null].map(char::from);
    window.press(&range.iter().collect::<String>()).await?;
    window.wait_for_text("5 of 19 chosen").await?;
    window.press("x").await?;
    window.wait_for_text("4 of 19 chosen").await?;
    window.type_into("Creator", "Timur Iskakov").await?;
    window.click("button", "Copy the creator").await?;
    window.choose("Rights basis", "Own production").await?;
    window.type_into("Caption", "The lower canal after the snow").await?;
    window.wait_for_text("4 empty").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.screenshot("photo-desk-1-one-change").await?;
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("16 fields changed.").await?;
    window.wait_for_count(".photo .danger", 10).await?;

    window
        .wait_for("arguments[0]([...document.querySelectorAll('form select')].every((field) => field.value === ''))")
        .await?;

    // What was wrong is taken back, and made again.
    window.click("button", "Undo").await?;
    window.wait_for_text("16 fields are as they were.").await?;
    window.wait_for_count(".photo .danger", 14).await?;
    window.type_into("Creator", "Marat Omarov").await?;
    window.type_into("Credit line", "Marat Omarov / Dala").await?;
    window.choose("Rights basis", "Agency under contract").await?;
    window.click("button", "Save as a template").await?;
    window.type_into("Name of the template", "Marat").await?;
    window.click("button", "Keep").await?;
    window.wait_for_gone("Name of the template").await?;
    window.click("button", "Codes").await?;
    window.replace("Codes", "mak = Maktaaral district").await?;
    window.click("button", "Keep the codes").await?;
    window.wait_for_gone("One a line").await?;
    window.type_into("Caption", "Water in =mak=").await?;
    window.screenshot("photo-desk-2-template").await?;
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("16 fields changed.").await?;
    window.wait_for_text("Water in Maktaaral district").await?;

    // The next one that lacks its credit, and a close look at it.
    window.click("grid", "Photos").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.press(&char::from(Key::Home).to_string()).await?;
    window.press("n").await?;
    window
        .wait_for(
            "arguments[0](document.querySelector('[role=grid]').getAttribute('aria-activedescendant').endsWith('-4'))",
        )
        .await?;
    ensure!(at(&window).await?.contains("credit needed"), "{}", at(&window).await?);
    window.press(" ").await?;
    window.wait_for_text("5 of 19").await?;
    window.come_to_rest().await?;
    window.screenshot("photo-desk-3-loupe").await?;
    window.press(&char::from(Key::Right).to_string()).await?;
    window.wait_for_text("6 of 19").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.wait_for_count("[role=dialog]", 0).await?;

    // Narrowed by a button, and by words.
    window.click("button", "Credit needed 10").await?;
    window.wait_for_count("[role=gridcell]", 10).await?;
    window.click("button", "All 19").await?;
    window.wait_for_count("[role=gridcell]", 19).await?;
    window.press("/").await?;
    window.press("maktaar").await?;
    window.wait_for_count("[role=gridcell]", 4).await?;
    window.screenshot("photo-desk-4-found").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.wait_for_count("[role=gridcell]", 19).await?;
    // The first of them goes into a story that the newsroom has, and a code is replaced as it is typed.
    window.click("grid", "Photos").await?;
    window.press(&char::from(Key::Home).to_string()).await?;
    window.type_into("Alt text", "Fields in =mak=").await?;
    ensure!(window.value("Alt text").await? == "Fields in Maktaaral district");
    window.click("button", "Put into a story").await?;
    window.wait_for_count(".into li", 7).await?;
    window.type_into("Slugline, headline, author", "bus").await?;
    window.wait_for_count(".into li", 1).await?;
    window.screenshot("photo-desk-6-into-a-story").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("1 photo put into").await?;
    window.wait_for_text("All sent").await?;

    command(&window, "Theme: Dark").await?;
    command(&window, "Interface language: Қазақша").await?;
    window.choose("Мәтін нұсқасы", "Қазақша, төте жазу").await?;
    window.click("grid", "Фото").await?;
    window.press(&char::from(Key::Home).to_string()).await?;
    window.press("4").await?;
    window.wait_for_count(".rating", 1).await?;
    window.come_to_rest().await?;
    window.screenshot("photo-desk-5-dark-kazakh").await?;
    // What the story says where the photo stands is beside its caption.
    window.wait_for_count("blockquote[dir=rtl] .headline", 1).await?;
    window.run("document.querySelector('blockquote').scrollIntoView()", Vec::new()).await?;
    window.come_to_rest().await?;
    window.screenshot("photo-desk-7-story-beside").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.close().await
}

#[test]
fn a_folder_of_photos_comes_in_and_is_narrowed_from_the_command_line() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(&folder.path().join("dana"), PASSPHRASE)?;
    laptop.tilshi(&["init", "--name", "Dana"])?;
    let card = folder.path().join("card");
    std::fs::create_dir_all(card.join("day-2"))?;
    let picture = std::fs::read(picture_file())?;
    for (number, name) in ["b.jpg", "a.jpg", "day-2/c.jpg"].iter().enumerate() {
        // A file of its own each: what stands behind the end of a picture is no part of it.
        std::fs::write(card.join(name), [&picture[..], &number.to_be_bytes()].concat())?;
    }
    let card = card.display().to_string();
    let added = laptop.answer(&["photo", "import", &card])?;
    let files = |of: &Value, what: &str| -> Vec<String> {
        let all = of[what].as_array().into_iter().flatten();
        all.map(|file| file["file"].as_str().unwrap_or_default().replace(&card, "")).collect()
    };
    ensure!(files(&added, "added") == ["/a.jpg", "/b.jpg", "/day-2/c.jpg"], "{added:#}");
    let first = added["added"][0]["photo"].as_str().context("no photo")?.to_owned();
    laptop.tilshi(&["photo", "credit", &first, "--creator", "Timur", "--credit-line", "Timur / Dala"])?;
    laptop.tilshi(&["photo", "credit", &first, "--rights-basis", "staff", "--caption", "kk=Мақтаарал каналы"])?;
    let listed = |arguments: &[&str]| -> anyhow::Result<Vec<String>> {
        let page = laptop.answer(&[&["photo", "list"], arguments].concat())?;
        let rows = page["rows"].as_array().context("no rows")?;
        Ok(rows.iter().map(|row| row["file_name"].as_str().unwrap_or_default().to_owned()).collect())
    };
    ensure!(listed(&[])? == ["c.jpg", "b.jpg", "a.jpg"]);
    ensure!(listed(&["--only", "credit-needed", "--only", "unused"])? == ["c.jpg", "b.jpg"]);
    ensure!(listed(&["--words", "maqtaaral"])? == ["a.jpg"], "typed in Latin");
    ensure!(laptop.answer(&["photo", "uses", &first])? == json!([]));
    let story = laptop.answer(&["story", "new", "--edition", "kk", "--slugline", "canals"])?;
    let story = story["story"].as_str().context("no story")?;
    ensure!(laptop.answer(&["photo", "use", story, &first])? == 1);
    ensure!(laptop.answer(&["photo", "uses", &first])?[0]["title"] == "canals");
    ensure!(listed(&["--only", "mine"])? == ["a.jpg"]);

    std::fs::write(Path::new(&card).join("notes.jpg"), "no picture")?;
    let said = laptop.tilshi(&["--json", "photo", "import", &card])?;
    let again: Value = serde_json::from_str(&said.out)?;
    ensure!(said.code == 1 && again["refused"][0]["code"] == "not-a-picture", "{said:?}");
    ensure!(files(&again, "refused") == ["/notes.jpg"] && files(&again, "added").len() == 3);
    ensure!(listed(&[])?.len() == 3, "what was there already is not there twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_photo_is_seen_beside_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let data = folder.path().join("portal");
    let portal = Portal::start(&data)?;
    add_account(&data, "dana", "photo-editor");
    let laptop = Laptop::new(&folder.path().join("dana"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Dana", "dana", "photo-desk-copy").await?;
    window.press(&chord(Key::Alt, "4")).await?;
    window.wait_for_count("[role=gridcell]", 5).await?;

    let copy = folder.path().join("copy.jpg");
    std::fs::copy(picture_file(), &copy)?;
    let mut exiftool = std::process::Command::new("exiftool");
    exiftool.args(["-q", "-overwrite_original", "-Comment=sent again"]).arg(&copy);
    ensure!(exiftool.status().context("is the package libimage-exiftool-perl installed?")?.success());
    let picture = std::fs::read(picture_file())?;
    window.drop_file("button", "Add photos", "first.jpg", &picture).await?;
    window.wait_for_text("1 photo added.").await?;
    window.drop_file("button", "Add photos", "again.jpg", &picture).await?;
    window.wait_for_text("1 was here already.").await?;
    window.drop_file("button", "Add photos", "copy.jpg", &std::fs::read(&copy)?).await?;
    window.wait_for_text("1 looks like another photo").await?;
    window.click("grid", "Photos").await?;
    window.press(&char::from(Key::Home).to_string()).await?;
    window.wait_for_text("Looks like 1 other photo").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.come_to_rest().await?;
    window.screenshot("photo-desk-copy-1-looks-like").await?;
    window.click_with_words("button", &["first.jpg", "Look at both"]).await?;
    window.wait_for_count("[role=dialog] figure", 2).await?;
    window.come_to_rest().await?;
    window.screenshot("photo-desk-copy-2-both").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.wait_for_count("[role=dialog]", 0).await?;
    window.close().await
}
