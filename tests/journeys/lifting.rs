//! A photo whose licence forbids something goes out once a photo editor answers for it, and not before.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::{signed_in, string};
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST, picture_file};
use crate::roles::add_account;

#[tokio::test(flavor = "multi_thread")]
async fn a_block_is_lifted_by_whoever_answers_for_photos() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let data = folder.path().join("portal");
    let portal = Portal::start(&data)?;
    add_account(&data, "dana", "photo-editor");

    // A journalist brings a photo that is not for every use, and asks.
    let aigerim = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let made = aigerim.answer(&["story", "new", "--edition", "en"])?;
    let story = string(&made, "/story")?;
    let texts = ["--headline", "Pumps are tested", "--body", "All nine ran on Monday."];
    aigerim.answer(&[&["edition", "set", story, "en"], &texts[..]].concat())?;
    let picture = picture_file();
    let added = aigerim.answer(&["photo", "add", story, picture.to_str().context("a path")?])?;
    let photo = string(&added, "/photo")?;
    let restriction = ["--licence-restriction", "Not with advertising"];
    let credit = ["--creator", "Marat Omarov", "--credit-line", "Marat Omarov / Dala", "--rights-basis", "agency"];
    let words = ["--caption", "en=A pump", "--alt-text", "en=A pump on a canal"];
    aigerim.answer(&[&["photo", "credit", photo], &restriction[..], &credit, &words].concat())?;
    aigerim.answer(&["edition", "submit", story, "en"])?;
    aigerim.answer(&["photo", "lift", photo, "licence-restricted", "--reason", "There is no advertising there"])?;
    aigerim.answer(&["sync"])?;
    let saule = signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    saule.answer(&["sync"])?;
    saule.answer(&["edition", "approve", story, "en"])?;
    ensure!(saule.refusal(&["edition", "publish", story, "en"])? == "photo-licence-restricted");

    // A photo editor sees what keeps it back, and what was asked.
    let laptop = Laptop::new(&folder.path().join("dana"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Dana", "dana", "lifting").await?;
    window.press(&chord(Key::Alt, "2")).await?;
    window.click_with_words("option", &["Pumps are tested"]).await?;
    window.click("tab", "Details").await?;
    window.wait_for_text("The licence of photo 1 has restrictions").await?;
    window.wait_for_text("A photo editor or the chief editor can lift it.").await?;
    window.come_to_rest().await?;
    window.screenshot("lifting-1-what-stands-in-the-way").await?;
    window.click("button", "Open photos").await?;
    window.wait_for_text("licence restricted").await?;
    window.click("button", "Lift the block…").await?;
    window.type_into("Reason, kept with the photo", "Checked with the agency").await?;
    window.come_to_rest().await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.screenshot("lifting-2-reason").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Checked with the agency").await?;
    window.wait_for_gone("licence restricted").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.wait_for_text("Тыйымды алған").await?;
    window.come_to_rest().await?;
    window.screenshot("lifting-3-lifted-dark-kk").await?;
    laptop.answer(&["sync"])?;

    saule.answer(&["sync"])?;
    let shown = saule.answer(&["photo", "show", photo])?;
    ensure!(string(&shown, "/blocks/0/lifted/0/reason")? == "Checked with the agency", "{shown:#}");
    saule.answer(&["edition", "publish", story, "en"])?;
    saule.answer(&["sync"])?;
    let public = reqwest::get(format!("{}/en/", portal.address())).await?.text().await?;
    ensure!(public.contains("Pumps are tested"), "{public}");
    window.close().await
}
