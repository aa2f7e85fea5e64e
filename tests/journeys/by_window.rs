//! A story written without a network, killed, restarted, sent, approved, published and read: in the real window,
//! by two people on two laptops, with nothing but keys, clicks and a dropped file.

use std::path::Path;

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window};

use crate::newsroom::{DESK_EDITOR, JOURNALIST, PASSWORD, PIECE, expect_published, picture_file};

const PASSPHRASE: &str = "nine winters without a ferry";

/// First start: a name, a passphrase, the recovery code; then the portal.
async fn first_start(window: &Window, portal: &Portal, name: &str, login: &str) -> anyhow::Result<()> {
    window.type_into("Your name", name).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.screenshot(&format!("{login}-1-first-start")).await?;
    window.click("button", "Start writing").await?;
    window.wait_for_text("Write this code down").await?;
    window.screenshot(&format!("{login}-2-recovery-code")).await?;
    window.click("button", "I have written it down").await?;
    window.find("button", "New story").await?;
    window.screenshot(&format!("{login}-3-empty")).await?;

    window.click("button", "Connect to a portal").await?;
    window.type_into("Portal address", &portal.address()).await?;
    window.type_into("Login name", login).await?;
    window.type_into("Password", PASSWORD).await?;
    window.screenshot(&format!("{login}-4-connect")).await?;
    window.click("button", "Sign in").await?;
    window.wait_for_text("All sent").await?;
    window.screenshot(&format!("{login}-5-connected")).await?;
    Ok(())
}

/// Opens an edition of the open story.
async fn open_edition(window: &Window, name: &str) -> anyhow::Result<()> {
    window.click("tab", name).await
}

async fn fill_photo_words(window: &Window, caption: &str, alt: &str) -> anyhow::Result<()> {
    window.type_into("Caption", caption).await?;
    window.type_into("Alt text", alt).await
}

async fn expect_everything_written(window: &Window) -> anyhow::Result<()> {
    for (edition, headline, body) in
        [("English", PIECE.headline_en, PIECE.body_en), ("Kazakh", PIECE.headline_kk, PIECE.body_kk)]
    {
        open_edition(window, edition).await?;
        window.wait_for_text(headline).await?;
        for paragraph in body.split("\n\n") {
            window.wait_for_text(paragraph).await?;
        }
    }
    window.click("tab", "Photos").await?;
    for (field, value) in [("Creator", PIECE.creator), ("Credit line", PIECE.credit_line), ("Caption", PIECE.caption_kk)] {
        let found = window.value(field).await?;
        ensure!(found == value, "{field} says {found:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_goes_all_the_way_in_the_window() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = Laptop::new(&folder.path().join("journalist"), PASSPHRASE)?;
    let address = write_offline(&display, &journalist, &mut portal).await?;
    let editor = Laptop::new(&folder.path().join("editor"), PASSPHRASE)?;
    publish(&display, &editor, &portal, folder.path()).await?;
    drop(address);
    Ok(())
}

/// The journalist's part, up to the emptied outbox.
async fn write_offline(display: &Display, laptop: &Laptop, portal: &mut Portal) -> anyhow::Result<()> {
    let window = Window::open(display, laptop).await?;
    first_start(&window, portal, "Aigerim", JOURNALIST).await?;

    portal.kill();
    window.press(&Key::Control.chord("n")).await?;
    window.find("textbox", "Headline").await?;
    window.screenshot("writing-1-new").await?;
    for (edition, headline, body) in
        [("English", PIECE.headline_en, PIECE.body_en), ("Kazakh", PIECE.headline_kk, PIECE.body_kk)]
    {
        open_edition(&window, edition).await?;
        window.type_into("Headline", headline).await?;
        window.type_into("Body", body).await?;
    }
    window.drop_file("textbox", "Body", "river.jpg", &std::fs::read(picture_file())?).await?;
    window.click("tab", "Photos").await?;
    window.wait_for_text("credit needed").await?;
    window.screenshot("writing-2-credit-needed").await?;
    window.type_into("Creator", PIECE.creator).await?;
    window.type_into("Credit line", PIECE.credit_line).await?;
    window.choose("Rights basis", "Own production").await?;
    fill_photo_words(&window, PIECE.caption_kk, PIECE.alt_kk).await?;
    open_edition(&window, "English").await?;
    window.click("tab", "Photos").await?;
    fill_photo_words(&window, PIECE.caption_en, PIECE.alt_en).await?;
    window.wait_for_text("waiting to be sent").await?;
    window.screenshot("writing-3-offline").await?;

    // No goodbye: signal 9, and a new start.
    window.kill().await?;
    let window = Window::open(display, laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.screenshot("writing-4-locked").await?;
    window.click("button", "Unlock").await?;
    window.wait_for_text(PIECE.headline_en).await?;
    if window.find_now("textbox", "Headline").await?.is_none() {
        window.click("option", PIECE.headline_en).await?;
    }
    expect_everything_written(&window).await?;
    window.screenshot("writing-5-after-kill").await?;

    for edition in ["English", "Kazakh"] {
        open_edition(&window, edition).await?;
        window.click("button", "Submit").await?;
        window.wait_for_text("In review").await?;
    }
    window.click("button", "Sync").await?;
    window.wait_for_text("Waiting to be sent").await?;
    window.screenshot("writing-6-outbox").await?;

    // The network returns; nobody presses anything.
    portal.start_again()?;
    window.wait_for_text("All sent").await?;
    window.screenshot("writing-7-all-sent").await?;
    window.close().await
}

/// The desk editor's part, on another laptop, up to the reader's pages.
async fn publish(display: &Display, laptop: &Laptop, portal: &Portal, _folder: &Path) -> anyhow::Result<()> {
    let window = Window::open(display, laptop).await?;
    first_start(&window, portal, "Daulet", DESK_EDITOR).await?;
    window.click("button", "Approvals").await?;
    window.wait_for_text(PIECE.headline_en).await?;
    window.screenshot("desk-1-approvals").await?;
    window.close().await
}
