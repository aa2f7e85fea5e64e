//! A photo that a trained model altered: what is said of it once goes with it wherever it goes, and readers are told.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{JOURNALIST, address_on_front_page, ferry, page, picture_file};
use crate::placed::publish;

const HEADLINE: &str = "A bridge that nobody built";

/// What ExifTool reads in a file.
pub(crate) fn exiftool(path: &Path) -> anyhow::Result<Value> {
    let mut exiftool = Command::new("exiftool");
    exiftool.args(["-json", "-G0", "-charset", "utf8", "-charset", "iptc=utf8"]).arg(path);
    let output = exiftool.output().context("is the package libimage-exiftool-perl installed?")?;
    let read: Value = serde_json::from_slice(&output.stdout)?;
    Ok(read[0].clone())
}

/// A picture whose file says whose it is, as a photographer hands it in.
fn write_into(path: &Path) -> anyhow::Result<()> {
    std::fs::copy(picture_file(), path)?;
    let kind = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
    let mut exiftool = Command::new("exiftool");
    exiftool
        .args(["-q", "-overwrite_original", "-charset", "utf8"])
        .arg(format!("-XMP-iptcExt:DigitalSourceType={kind}"));
    exiftool.args(["-XMP-dc:Creator=Marat Omarov", "-XMP-photoshop:Credit=Marat Omarov / Dala"]);
    exiftool.args(["-XMP-photoshop:Source=Dala archive", "-XMP-dc:Description=A bridge drawn into a photo"]).arg(path);
    ensure!(exiftool.status().context("is the package libimage-exiftool-perl installed?")?.success());
    Ok(())
}

/// That the file says whose it is, and how it came about.
fn expect_credit(path: &Path) -> anyhow::Result<()> {
    let read = exiftool(path)?;
    for (field, expected) in [
        ("XMP:Creator", "Marat Omarov"),
        ("XMP:Credit", "Marat Omarov / Dala"),
        ("IPTC:Credit", "Marat Omarov / Dala"),
        ("XMP:Rights", "© 2026 Dala"),
        ("XMP:Source", "Dala archive"),
        ("XMP:Description", "A bridge drawn into a photo"),
        ("XMP:City", "Шымкент"),
        ("IPTC:City", "Шымкент"),
        ("XMP:Instructions", "Mono & colour"),
        ("XMP:DateCreated", "2026:03:14"),
        ("IPTC:DateCreated", "2026:03:14"),
        ("XMP:AltTextAccessibility", "A bridge"),
        ("XMP:Headline", "A bridge that is not there"),
        ("IPTC:Headline", "A bridge that is not there"),
        ("XMP:ExtDescrAccessibility", "A river with a house on its left bank. Somebody has drawn a bridge over it."),
    ] {
        ensure!(read[field] == expected, "{field} is not {expected} in {read:#}");
    }
    for list in ["XMP:Subject", "IPTC:Keywords"] {
        ensure!(read[list] == serde_json::json!(["көпір", "өзен"]), "{list} in {read:#}");
    }
    let kind = read["XMP:DigitalSourceType"].as_str().unwrap_or_default();
    ensure!(kind.contains("compositeWithTrainedAlgorithmicMedia"), "{kind}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_takes_its_credit_along_and_readers_learn_what_software_did() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "crediting").await?;

    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", HEADLINE).await?;
    window.type_into("Body", "The picture went around on Monday.\n\nThe river has no bridge there.").await?;
    let picture = folder.path().join("river.jpg");
    write_into(&picture)?;
    window.drop_file("textbox", "Body", "river.jpg", &std::fs::read(&picture)?).await?;
    window.wait_for_text("Take out of the text").await?;
    window.click("tab", "Photos").await?;
    window.wait_for_text("Readers see below the photo").await?;
    window.wait_for_text("Altered with AI").await?;
    window.choose("Rights basis", "Own production").await?;
    window.type_into("Copyright notice", "© 2026 Dala").await?;
    window.click("button", "Where it comes from").await?;
    window.type_into("City", "Шымкент").await?;
    window.type_into("Instructions", "Mono & colour").await?;
    window.type_into("Keywords", "өзен, көпір").await?;
    window.replace("Taken", "2026-03-14").await?;
    window.screenshot("crediting-2-where-it-comes-from").await?;
    window.click("button", "Where it comes from").await?;
    window.click("textbox", "Credit line").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.press("M. Omarov").await?;
    window.wait_for_text("Photo: M. Omarov").await?;
    // The file knows better.
    let otherwise = || -> anyhow::Result<Option<u64>> {
        Ok(laptop.answer(&["photo", "list", "--only", "otherwise"])?["total"].as_u64())
    };
    ensure!(otherwise()? == Some(1));
    window.click("button", "What the file says").await?;
    window.click("button", "Take it: Credit line").await?;
    window.wait_for_text("Put back “M. Omarov”").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.screenshot("crediting-0-what-the-file-says").await?;
    ensure!(otherwise()? == Some(0), "the same again");

    let file = folder.path().join("bridge.jpg");
    let rows = laptop.answer(&["story", "list"])?;
    let story = rows[0]["story"].as_str().context("no story")?;
    let shown = laptop.answer(&["story", "show", story])?;
    let photo = shown["photos"][0]["photo"].as_str().context("no photo")?.to_owned();
    let export = ["photo", "export", &photo, "--edition", "en", &file.to_string_lossy()].map(str::to_owned);
    let export = export.each_ref().map(String::as_str);
    ensure!(laptop.refusal(&export)? == "photo-without-alt-text");
    ensure!(!file.exists(), "nothing leaves before everything is there");
    window.type_into("Alt text", "A bridge").await?;
    window.click("button", "Headline, extended description").await?;
    window.type_into("Headline of the photo", "A bridge that is not there").await?;
    window
        .type_into(
            "Extended description",
            "A river with a house on its left bank. Somebody has drawn a bridge over it.",
        )
        .await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("crediting-1-altered").await?;
    laptop.tilshi(&export)?;
    expect_credit(&file)?;
    ensure!(laptop.refusal(&export)? == "file-unwritable", "a file that is there is not written over");

    // A licence that has ended holds the photo back, until it is prolonged.
    let ends = |moment: &str| laptop.answer(&["photo", "credit", &photo, "--licence-until", moment]);
    ends("2020-01-01T00:00:00+05:00")?;
    window.wait_for_text("licence ended").await?;
    ensure!(laptop.refusal(&export)? == "photo-licence-ended");
    window.click("tab", "Details").await?;
    window.wait_for_text("The licence of photo 1 has ended").await?;
    window.click("tab", "Photos").await?;
    window.wait_for_text("licence ended").await?;
    window.screenshot("crediting-3-licence-ended").await?;
    ends("none")?;
    window.wait_for_gone("licence ended").await?;

    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.wait_for_text("Жасанды интеллектпен өзгертілген").await?;
    window.come_to_rest().await?;
    window.screenshot("crediting-2-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }

    window.click("button", "Submit").await?;
    window.wait_for_text("In review").await?;
    laptop.answer(&["sync"])?;
    tokio::task::block_in_place(|| publish(folder.path(), &portal))?;
    let mut text = ferry().texts.remove(0);
    (text.edition, text.headline) = ("en".into(), HEADLINE.into());
    let address = address_on_front_page(&portal.address(), &text).await?;
    let html = page(&address).await?;
    ensure!(html.contains("Altered with AI") && html.contains("© 2026 Dala"), "{html}");
    let from = html.find(" src=\"/media/").context("the page has no picture")? + " src=\"".len();
    let picture = html[from..].split('"').next().unwrap_or_default();
    let bytes = reqwest::get(format!("{}{picture}", portal.address())).await?.error_for_status()?.bytes().await?;
    let public = folder.path().join("public.jpg");
    std::fs::write(&public, bytes)?;
    expect_credit(&public)?;

    let reader = Window::open_browser(&display, &laptop).await?;
    reader.go_to(&address).await?;
    reader.wait_for_text("Altered with AI").await?;
    reader.run("document.querySelector('figcaption').scrollIntoView({ block: 'center' });", Vec::new()).await?;
    reader.run("document.querySelector('figure summary').click();", Vec::new()).await?;
    reader.wait_for_text("Somebody has drawn a bridge over it.").await?;
    reader.screenshot("crediting-4-as-readers-see-it").await?;
    reader.close().await?;
    window.close().await
}
