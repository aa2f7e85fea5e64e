//! The safety of this computer, in the real window: copies, a check, a new passphrase and code, a restore.

use anyhow::ensure;
use fantoccini::key::Key;
use tilshi_tests::{Display, Laptop, Window, chord};

use crate::by_window::PASSPHRASE;

const ANOTHER: &str = "арна суға толды";

async fn open(window: &Window) -> anyhow::Result<()> {
    window.click("button", "Aigerim: language, theme, profile").await?;
    window.click("menuitem", "Safety of this computer").await?;
    window.find("heading", "Encryption and lock").await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worried_person_checks_copies_and_restores_without_losing_a_word() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Your name", "Aigerim").await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Start writing").await?;
    window.click("button", "I have written it down").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Before the copy").await?;
    window.wait_for_text("Saved on this computer").await?;

    open(&window).await?;
    window.choose("Lock when nobody has typed for", "15 minutes").await?;
    window.click("button", "Make a copy now").await?;
    window.wait_for_text("Newest copy:").await?;
    window.click("button", "Check everything").await?;
    window.wait_for_text("Everything is as it should be. Stories: 1. Photos: 0.").await?;
    window.screenshot("safety-1-checked").await?;

    window.click("button", "Change the passphrase").await?;
    window.type_into("Your passphrase now", "not this one").await?;
    window.type_into("New passphrase", ANOTHER).await?;
    window.click("button", "Set the new passphrase").await?;
    window.wait_for_text("This is not the passphrase").await?;
    window.replace("Your passphrase now", PASSPHRASE).await?;
    window.screenshot("safety-2-passphrase").await?;
    window.click("button", "Set the new passphrase").await?;
    window.wait_for_text("The new passphrase holds from now on").await?;
    window.click("button", "Make a new recovery code").await?;
    window.type_into("Your passphrase now", ANOTHER).await?;
    window.click("button", "Make the code").await?;
    window.wait_for_text("the one before opens nothing any more").await?;
    window.screenshot("safety-3-code").await?;
    window.click("button", "I have written it down").await?;
    window.click("button", "Close").await?;

    // What was written after the copy is there after the restore.
    window.type_into("Body", "Written after the copy.").await?;
    window.wait_for_text("Saved on this computer").await?;
    open(&window).await?;
    window.click("button", "Restore from the newest copy").await?;
    window.wait_for_text("takes the database’s place").await?;
    window.click("button", "Restore from the newest copy").await?;
    window.wait_for_text("Restored from the copy of").await?;
    window.screenshot("safety-4-restored").await?;
    let rescued = folder.path().join("rescued");
    window.click("button", "Save the texts into a folder").await?;
    window.type_into("An empty or a new folder", &rescued.to_string_lossy()).await?;
    window.click("button", "Save the texts into a folder").await?;
    window.wait_for_text("Files: 1.").await?;
    ensure!(rescued.read_dir()?.count() == 1, "one story is one file");
    for choice in ["Dark", "Қазақша"] {
        window.click("button", "Aigerim: language, theme, profile").await?;
        window.click("menuitem", choice).await?;
    }
    window.wait_for_text("Осы компьютердің қауіпсіздігі").await?;
    window.screenshot("safety-5-dark-kk").await?;

    window.press(&format!("{}{}", char::from(Key::Control), chord(Key::Shift, "l"))).await?;
    window.type_into("Құпия сөз тіркесі", ANOTHER).await?;
    window.click("button", "Құлпын ашу").await?;
    window.wait_for_text("Before the copy").await?;
    window.wait_for_text("Written after the copy.").await?;
    window.close().await
}
