//! The portal's disk dies and an old backup takes its place: the laptops bring back what it lost.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tilshi_tests::{Laptop, Portal};

use crate::by_command_line::{signed_in, string};
use crate::newsroom::{CHIEF_EDITOR, DESK_EDITOR, JOURNALIST, picture_file};
use crate::safety::copy;

fn part(laptop: &Laptop, story: &str, part: &str) -> anyhow::Result<String> {
    let shown = laptop.answer(&["story", "show", story])?;
    Ok(shown["content"][part]["text"].as_str().unwrap_or_default().to_owned())
}

fn nothing_waits(laptop: &Laptop) -> anyhow::Result<()> {
    let waiting = laptop.answer(&["outbox", "list"])?;
    ensure!(waiting["waiting"].as_array().is_some_and(Vec::is_empty), "{waiting:#}");
    let cards = laptop.answer(&["conflict", "list"])?;
    ensure!(cards.as_array().is_some_and(Vec::is_empty), "{cards:#}");
    Ok(())
}

#[test]
fn what_a_restored_portal_lost_comes_back_from_the_laptops() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("portal");
    let mut portal = Portal::start(&data)?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;
    let new = |slugline: &str| -> anyhow::Result<String> {
        let story = journalist.answer(&["story", "new", "--edition", "kk", "--slugline", slugline])?;
        Ok(string(&story, "/story")?.to_owned())
    };
    let canal = new("canal")?;
    let body = |text: &str| journalist.answer(&["edition", "set", &canal, "kk", "--body", text]);
    body("Су келді.\n\nАрна толды.")?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    portal.kill();
    let backup = folder.path().join("backup");
    copy(&data, &backup)?;
    portal.start_again()?;

    // What comes now will be lost: a sentence, an editor's lead on top of it, and a story with a photo.
    body("Су кешке келді.\n\nАрна толды.")?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    editor.answer(&["edition", "set", &canal, "kk", "--lead", "Үш жылдан кейін."])?;
    editor.answer(&["story", "set", &canal, "--slugline", "canal-two"])?;
    editor.answer(&["sync"])?;
    let bridge = new("bridge")?;
    let photo = journalist.answer(&["photo", "add", &bridge, &picture_file().to_string_lossy()])?;
    let photo = string(&photo, "/photo")?.to_owned();
    journalist.answer(&["photo", "credit", &photo, "--creator", "Aigerim Sadyqova"])?;
    journalist.answer(&["sync"])?;
    nothing_waits(&journalist)?;
    editor.answer(&["sync"])?;

    portal.kill();
    fs::remove_dir_all(&data)?;
    copy(&backup, &data)?;
    portal.start_again()?;
    // Written before the laptop knows: it is merged with what comes back.
    body("Су кешке келді.\n\nАрна шетіне дейін толды.")?;
    // To go back to what stood in the backup is a change as well.
    journalist.answer(&["story", "set", &canal, "--slugline", "canal"])?;
    for laptop in [&editor, &journalist, &editor, &journalist] {
        laptop.answer(&["sync"])?;
    }
    nothing_waits(&journalist)?;
    nothing_waits(&editor)?;

    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    chief.answer(&["sync"])?;
    for laptop in [&journalist, &editor, &chief] {
        ensure!(part(laptop, &canal, "edition/kk/body")? == "Су кешке келді.\n\nАрна шетіне дейін толды.");
        ensure!(part(laptop, &canal, "edition/kk/lead")? == "Үш жылдан кейін.");
        ensure!(part(laptop, &canal, "slugline")? == "canal");
        ensure!(part(laptop, &bridge, "slugline")? == "bridge");
    }
    let author = |story: &str| -> anyhow::Result<Value> {
        Ok(chief.answer(&["story", "show", story])?["content"]["created-by"].clone())
    };
    ensure!(author(&bridge)? == author(&canal)?, "both are the journalist's");
    let shown = chief.answer(&["story", "show", &bridge])?;
    let shown = shown["photos"].as_array().and_then(|photos| photos.first()).context("no photo")?;
    ensure!(shown["content"]["creator"]["text"] == "Aigerim Sadyqova", "{shown:#}");
    ensure!(shown["picture"] == true, "its picture came back too: {shown:#}");
    ensure!(pictures(&data)? >= 2, "the web size and the original");
    Ok(())
}

/// How many files of pictures the portal has that it was given.
fn pictures(data: &Path) -> anyhow::Result<usize> {
    let mut count = 0;
    let mut folders = vec![data.join("pictures")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                count += 1;
            }
        }
    }
    Ok(count)
}
