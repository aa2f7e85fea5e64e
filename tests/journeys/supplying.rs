//! Photos of an agency: its rules bring credit and rights into order as they come in, later ones on request, and everybody who uses
//! one is warned.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Laptop, Portal, Window};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, picture_file};

/// Has a picture file credit somebody of the agency.
fn credited(path: &Path, seed: u8) -> anyhow::Result<()> {
    std::fs::copy(picture_file(), path)?;
    let mut exiftool = Command::new("exiftool");
    exiftool.args(["-q", "-overwrite_original", "-IPTC:Credit=Aibek Nurlan/REUTERS", "-IPTC:Source=REUTERS"]);
    exiftool.arg(format!("-XMP-dc:Title=Port {seed}")).arg(path);
    ensure!(exiftool.status().context("is the package libimage-exiftool-perl installed?")?.success());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agencys_photos_are_brought_into_order_by_its_rules() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let files = ["port.jpg", "pier.jpg"].map(|name| folder.path().join(name));
    for (seed, file) in (1..).zip(&files) {
        credited(file, seed)?;
    }
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Saule", CHIEF_EDITOR, "supplying").await?;
    let path = |file: &Path| file.display().to_string();
    // The first one came before there were rules.
    let before = laptop.answer(&["photo", "import", &path(&files[0])])?;
    ensure!(before.to_string().contains("port.jpg"), "{before:#}");

    chief.answer(&["vocabulary", "add", "--kind", "supplier", "--edition", "en", "Reuters"])?;
    let rules = ["vocabulary", "supplier", "Reuters", "--named-as", "REUTERS", "--credit-line", "{creator} / Reuters"];
    let more =
        ["--rights-basis", "agency", "--usage-terms", "Editorial use only", "--warning", "Do not crop out the logo."];
    chief.answer(&[&rules[..], &more[..]].concat())?;
    chief.answer(&["sync"])?;
    laptop.answer(&["sync"])?;
    let after = laptop.answer(&["photo", "import", &path(&files[1])])?;
    ensure!(after.to_string().contains("pier.jpg"), "{after:#}");

    window.click("button", "Photos").await?;
    window.click_with_words("gridcell", &["pier.jpg"]).await?;
    window.wait_for_text("Do not crop out the logo.").await?;
    ensure!(window.value("Credit line").await?.trim() == "Aibek Nurlan / Reuters");
    ensure!(window.value("Creator").await?.trim() == "Aibek Nurlan");
    ensure!(!window.text().await?.contains("Apply the rules"), "nothing is left to do");
    window.come_to_rest().await?;
    window.screenshot("supplying-1-came-in").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click_with_words("gridcell", &["port.jpg"]).await?;
    window.wait_for_text("Apply the rules").await?;
    window.come_to_rest().await?;
    window.screenshot("supplying-2-came-before").await?;
    window.click_with_words("button", &["Apply the rules"]).await?;
    window.wait_for_gone("Apply the rules").await?;
    ensure!(window.value("Credit line").await?.trim() == "Aibek Nurlan / Reuters");

    command(&window, "Vocabulary").await?;
    window.click_with_words("tab", &["Photo suppliers"]).await?;
    window.click_with_words("option", &["Reuters"]).await?;
    window.wait_for_text("What is done with its photos").await?;
    window.come_to_rest().await?;
    window.screenshot("supplying-3-rules").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Close").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.click("button", "Фото").await?;
    window.click_with_words("gridcell", &["port.jpg"]).await?;
    window.wait_for_text("Reuters фотосы").await?;
    window.come_to_rest().await?;
    window.screenshot("supplying-4-dark-kk").await?;
    window.close().await
}
