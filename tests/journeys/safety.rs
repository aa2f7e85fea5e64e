//! The safety of this computer: in the real window copies, a check, a new passphrase and code, a restore; and a restore
//! that is killed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::ensure;
use fantoccini::key::Key;
use tilshi_tests::{Display, Laptop, Window, chord, program};

use crate::bad_input::start_writing;
use crate::by_window::PASSPHRASE;

const ANOTHER: &str = "арна суға толды";

async fn open(window: &Window) -> anyhow::Result<()> {
    window.click_with_words("button", &["Aigerim", "language, theme, profile"]).await?;
    window.click("menuitem", "Safety of this computer").await?;
    window.find("heading", "Encryption and lock").await.map(|_| ())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worried_person_checks_copies_and_restores_without_losing_a_word() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    start_writing(&window).await?;
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
        window.click_with_words("button", &["Aigerim", "language, theme, profile"]).await?;
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

/// Copies a folder with everything in it.
pub(crate) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let goal = to.join(entry.file_name());
        match entry.file_type()? {
            kind if kind.is_dir() => copy(&entry.path(), &goal)?,
            kind if kind.is_file() => fs::copy(entry.path(), goal).map(|_| ())?,
            // The socket of a process that has ended.
            _ => {}
        }
    }
    Ok(())
}

/// The power goes at twenty moments of a restore, from its first to its last.
#[test]
fn a_restore_that_is_killed_can_be_done_again_and_loses_nothing() -> anyhow::Result<()> {
    const MOMENTS: u32 = 20;
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let paragraphs = (0..400).map(|number| format!("Су {number}-ші арнаға келді.")).collect::<Vec<_>>().join("\n\n");
    let body = folder.path().join("body.md");
    fs::write(&body, paragraphs)?;
    let body = body.to_string_lossy().into_owned();
    let story = laptop.answer(&["story", "new", "--edition", "kk", "--slugline", "canal"])?;
    let story = story["story"].as_str().unwrap_or_default().to_owned();
    laptop.answer(&["edition", "set", &story, "kk", "--headline", "Су келді", "--body-file", &body])?;
    laptop.answer(&["safety", "backup"])?;
    laptop.answer(&["edition", "set", &story, "kk", "--headline", "Су кешке келді"])?;
    let database = laptop.profile().join("newsroom.db");
    let mut bytes = fs::read(&database)?;
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(&database, bytes)?;

    let mut ends = Vec::new();
    let mut whole = None;
    for moment in 0..=MOMENTS {
        let other = Laptop::new(&folder.path().join(format!("killed-{moment}")), PASSPHRASE)?;
        copy(laptop.profile(), other.profile())?;
        let mut command = Command::new(program("tilshi")?);
        other.settle(&mut command);
        command.arg("--profile").arg(other.profile()).arg("--passphrase-file").arg(other.passphrase_file());
        let begun = Instant::now();
        let mut restoring =
            command.args(["doctor", "--restore"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        match whole {
            // The first one is not killed: it says how long a restore takes.
            None => {
                ensure!(restoring.wait()?.success(), "a restore that nobody kills");
                whole = Some(begun.elapsed());
            }
            Some(whole) => {
                std::thread::sleep((whole * moment / MOMENTS).saturating_sub(begun.elapsed()));
                restoring.kill()?;
                ends.push(restoring.wait()?.success());
            }
        }
        let again = other.tilshi(&["doctor", "--restore"])?;
        ensure!(again.code == 0, "killed at moment {moment}: {again:?}");
        let shown = other.answer(&["edition", "show", &story, "kk"])?;
        let text = shown.to_string();
        ensure!(text.contains("Су 0-ші арнаға") && text.contains("Су 399-ші арнаға"), "killed at {moment}: {text}");
        ensure!(other.answer(&["doctor"])?["healthy"] == true, "killed at moment {moment}");
    }
    ensure!(ends.contains(&false), "none was killed in the middle");
    Ok(())
}
