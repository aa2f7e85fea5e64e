//! Typing while five hundred photos of a camera come in: does a writer feel that the photo editor's card is being read?

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tilshi_photo::sketch::demo_landscape;
use tilshi_tests::{Display, Laptop, Window, program};

use crate::Row;
use crate::painting::{spread, typed};

const PHOTOS: usize = 500;
/// Who types fast strikes sixteen keys a second.
const APART: Duration = Duration::from_millis(60);
/// As many different scenes as take a reasonable time to draw; what is behind the end of a JPEG makes each file another one.
const SCENES: usize = 10;
/// Twenty-four million pixels, as cameras take them.
const SIZE: (u32, u32) = (6000, 4000);

/// The rows of the table.
pub(crate) async fn dropping(laptop: &Arc<Laptop>, passphrase_file: &Path, folder: &Path) -> anyhow::Result<Vec<Row>> {
    std::fs::write(passphrase_file, crate::PASSPHRASE)?;
    let card = folder.join("card");
    write_card(&card)?;
    let display = Display::start()?.painting_directly();
    let arguments = [
        "--profile".to_owned(),
        laptop.profile().to_string_lossy().into_owned(),
        "--passphrase-file".to_owned(),
        passphrase_file.to_string_lossy().into_owned(),
    ];
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let window = Window::open_program(&display, laptop, program("tilshi-desktop")?, &arguments).await?;
    window.click("button", "New story").await?;
    window.find("textbox", "Body").await?;
    window.focus(".field-body .cm-content").await?;
    let alone = typed(&window, APART).await?;

    // The program that runs does the work; the other one only asks it to.
    let begun = std::time::Instant::now();
    let importing = {
        let (laptop, card) = (Arc::clone(laptop), card.clone());
        tokio::task::spawn_blocking(move || laptop.answer(&["photo", "import", &card.to_string_lossy()]))
    };
    let mut meanwhile = Vec::new();
    while !importing.is_finished() {
        meanwhile.extend(typed(&window, APART).await?);
    }
    let took = begun.elapsed();
    let imported = importing.await??;
    ensure!(imported["added"].as_array().is_some_and(|added| added.len() == PHOTOS), "{imported:#}");
    window.close().await?;
    Ok(vec![(
        format!("key to paint while {PHOTOS} photos of 24 million pixels come in, {} keys", meanwhile.len()),
        format!("{}; alone {}; all in after {:.0} s", spread(meanwhile), spread(alone), took.as_secs_f64()),
    )])
}

/// A folder as a camera leaves it.
fn write_card(card: &PathBuf) -> anyhow::Result<()> {
    std::fs::create_dir(card).context("no folder")?;
    for scene in 0..SCENES {
        let bytes = demo_landscape(scene as u64, SIZE.0, SIZE.1)?;
        for copy in 0..PHOTOS / SCENES {
            let mut file = bytes.clone();
            file.extend_from_slice(format!("copy {copy}").as_bytes());
            std::fs::write(card.join(format!("IMG_{scene:02}{copy:02}.JPG")), file)?;
        }
    }
    Ok(())
}
