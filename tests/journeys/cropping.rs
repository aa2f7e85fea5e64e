//! A photo is cropped once for all editions, and readers see it in each place as it was set.

use std::path::Path;

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::crediting::exiftool;
use crate::keys::command;
use crate::newsroom::{JOURNALIST, address_on_front_page, ferry, page, picture_file};
use crate::placed::publish;

const HEADLINE: &str = "The lower canal has water again";

/// Width and height of a picture file, as ExifTool reads them.
fn size(path: &Path) -> anyhow::Result<[u64; 2]> {
    let read = exiftool(path)?;
    let side = |name: &str| read[name].as_u64().with_context(|| format!("no {name} in {read:#}"));
    Ok([side("File:ImageWidth")?, side("File:ImageHeight")?])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_cropped_once_and_shown_so_in_every_place() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "cropping").await?;

    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", HEADLINE).await?;
    window.type_into("Body", "The gates were opened on Monday.").await?;
    let original = std::fs::read(picture_file())?;
    window.drop_file("textbox", "Body", "canal.jpg", &original).await?;
    window.wait_for_text("Take out of the text").await?;
    window.click("tab", "Photos").await?;
    window.type_into("Creator", "Daulet Ospanov").await?;
    window.type_into("Credit line", "Daulet Ospanov / Dala").await?;
    window.choose("Rights basis", "Own production").await?;
    window.type_into("Caption", "The lower canal near Maktaaral").await?;
    window.type_into("Alt text", "A canal between fields").await?;
    let photo = stored_photo(&laptop)?;
    let said = |part: &str| -> anyhow::Result<String> {
        let view = laptop.answer(&["photo", "show", &photo])?;
        Ok(view["content"][part]["text"].as_str().unwrap_or_default().to_owned())
    };

    // The focal point by keys, a square by the pointer, the page of the story by a slider.
    window.click("button", "Crop…").await?;
    window.wait_for_text("Set once for all editions.").await?;
    window.press("0").await?;
    let step = [Key::Shift, Key::Right, Key::Down, Key::Null].map(char::from);
    window.press(&step.iter().collect::<String>()).await?;
    window.wait_for_text("set by hand").await?;
    window.press("3").await?;
    window.wait_for_count(".stage .frame", 1).await?;
    window.drag(".stage .corner.right.bottom", (-60, -60)).await?;
    window.drag(".stage .frame", (40, 20)).await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.come_to_rest().await?;
    window.screenshot("cropping-1-square").await?;
    window.press("5").await?;
    window.press("+").await?;
    window.press(&chord(Key::Control, "z")).await?;
    window.press("-").await?;
    window.screenshot("cropping-2-page-of-the-story").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.wait_for_gone("Set once for all editions.").await?;
    ensure!(said("focal-point")? == "55,55", "{}", said("focal-point")?);
    let square = said("crop-square")?;
    ensure!(!square.is_empty() && said("crop-free")?.ends_with(",99,100"), "{square}, {}", said("crop-free")?);

    // What was set outlives the window, and is shown in the colours and words that somebody likes.
    window.kill().await?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text(HEADLINE).await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.click("tab", "Фото").await?;
    window.click("button", "Кадрлау…").await?;
    window.wait_for_text("қолмен қойылған").await?;
    window.press("3").await?;
    window.come_to_rest().await?;
    window.screenshot("cropping-3-dark-kk").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }

    // The command line sets the same, and writes any of them to a file that carries its credit.
    ensure!(laptop.refusal(&["photo", "crop", &photo, "--wide", "50,50,60,60"])? == "bad-argument");
    laptop.answer(&["photo", "crop", &photo, "--wide", "0,25,75,75"])?;
    let exported = folder.path().join("square.jpg");
    let file = exported.to_str().context("a path")?;
    let export = laptop.tilshi(&["photo", "export", &photo, "--edition", "en", "--rendition", "square", file])?;
    ensure!(export.code == 0, "{}", export.err);
    let [width, height] = size(&exported)?;
    ensure!(width == height && width < 900, "{width} x {height}");
    ensure!(exiftool(&exported)?["IPTC:Credit"] == "Daulet Ospanov / Dala");

    window.click("button", "Submit").await?;
    window.wait_for_text("In review").await?;
    laptop.answer(&["sync"])?;
    tokio::task::block_in_place(|| publish(folder.path(), &portal))?;
    let mut text = ferry().texts.remove(0);
    (text.edition, text.headline) = ("en".into(), HEADLINE.into());
    let address = address_on_front_page(&portal.address(), &text).await?;
    let front = page(&format!("{}/en/", portal.address())).await?;
    let story = page(&address).await?;
    for (html, end) in [(&front, "-wide-640.jpg"), (&front, "-standard-320.jpg"), (&story, "-free-640.jpg")] {
        let to = html.find(end).with_context(|| format!("no {end} in {html}"))? + end.len();
        let from = html[..to].rfind("/media/").context("an address")?;
        let answer = reqwest::get(format!("{}{}", portal.address(), &html[from..to])).await?.error_for_status()?;
        let public = folder.path().join(end);
        std::fs::write(&public, answer.bytes().await?)?;
        let [width, height] = size(&public)?;
        let expected = if end.starts_with("-wide") { (16, 9) } else { (4, 3) };
        let is_shape = (width * expected.1).abs_diff(height * expected.0) <= 16;
        ensure!(is_shape || end.starts_with("-free"), "{end}: {width} x {height}");
        ensure!(exiftool(&public)?["XMP:Credit"] == "Daulet Ospanov / Dala");
    }

    let reader = Window::open_browser(&display, &laptop).await?;
    reader.go_to(&format!("{}/en/", portal.address())).await?;
    reader.wait_for_text(HEADLINE).await?;
    reader.come_to_rest().await?;
    reader.screenshot("cropping-4-front-page").await?;
    reader.close().await?;
    window.close().await
}

/// The one photo that this laptop brought in.
fn stored_photo(laptop: &Laptop) -> anyhow::Result<String> {
    let page = laptop.answer(&["photo", "list", "--words", "canal.jpg"])?;
    Ok(page["rows"][0]["photo"].as_str().context("no photo")?.to_owned())
}
