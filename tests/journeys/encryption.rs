//! What a thief of the laptop finds: the whole disk of a laptop is looked through after a day in the real window, the
//! profile, the folders of the WebView, what is left in temporary folders and what was printed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use tilshi_tests::{Display, Laptop, Window};

use crate::bad_input::start_writing;
use crate::by_window::PASSPHRASE;

const SENTENCE: &str = "Арнаға су түнде келді, оны ешкім көрген жоқ.";
const PICTURE: &[u8] = include_bytes!("../fixtures/river.jpg");
const DATABASE: &[u8] = b"SQLite format 3\0";

/// The files below a folder that hold these bytes.
fn holding(folder: &Path, needle: &[u8]) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            found.extend(holding(&entry.path(), needle)?);
        } else if kind.is_file() && fs::read(entry.path())?.windows(needle.len()).any(|bytes| bytes == needle) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Writes a sentence and drops a photo; the power goes while the window is open.
async fn a_day_of_work(display: &Display, laptop: &Laptop, encrypted: bool) -> anyhow::Result<()> {
    let window = Window::open(display, laptop).await?;
    match encrypted {
        true => start_writing(&window).await?,
        false => window.click("button", "New story").await?,
    }
    window.type_into("Headline", SENTENCE).await?;
    window.type_into("Body", SENTENCE).await?;
    window.drop_file("textbox", "Headline", "river.jpg", PICTURE).await?;
    window.find("textbox", "Credit line").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.kill().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_on_the_disk_can_be_read_without_the_key() -> anyhow::Result<()> {
    let display = Display::start()?;
    let utf_16: Vec<u8> = SENTENCE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let needles =
        [("sentence", SENTENCE.as_bytes()), ("sentence as the WebView has it", &utf_16), ("photo", &PICTURE[..64])];

    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    a_day_of_work(&display, &laptop, true).await?;
    ensure!(laptop.profile().join("newsroom.db-wal").exists(), "the power went with a journal open");
    for (name, needle) in needles {
        let found = holding(folder.path(), needle)?;
        ensure!(found.is_empty(), "the {name} is in {found:?}");
    }
    // A driven WebView is not private and keeps databases of its own; the words above are not in them.
    let found = holding(laptop.profile(), DATABASE)?;
    ensure!(found.is_empty(), "a database lies open: {found:?}");

    // The same search finds everything where nothing is encrypted.
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    let made = laptop.tilshi(&["init", "--name", "Aigerim", "--unencrypted"])?;
    ensure!(made.code == 0, "{made:?}");
    a_day_of_work(&display, &laptop, false).await?;
    for (name, needle) in [needles[0], needles[2], ("database", DATABASE)] {
        ensure!(!holding(laptop.profile(), needle)?.is_empty(), "the {name} is not found where it must be");
    }
    Ok(())
}
