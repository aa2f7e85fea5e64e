//! The real window, as a person types into it.

use std::path::Path;
use std::time::Duration;

use tokio::task::block_in_place;
use tokio::time::timeout;

use super::{PASSPHRASE, PORTAL_DIES_ONE_IN, Survived, Typed, begin, chance, look, plain};
use crate::display::Display;
use crate::laptop::Laptop;
use crate::portal::Portal;
use crate::window::{Key, Window, chord};

/// The kill comes within so long after the story stands there.
const LONGEST_LIFE_MS: u64 = 2_000;

/// Kills the app so many times while its window is typed into, and looks afterwards.
pub async fn kill_window(folder: &Path, kills: usize) -> anyhow::Result<Survived> {
    let display = Display::start()?;
    let mut portal = Portal::start(&folder.join("portal"))?;
    let laptop = Laptop::new(&folder.join("typist"), PASSPHRASE)?;
    let profile = laptop.profile().to_owned();
    // The newsroom itself waits for the disk and the network.
    let story = block_in_place(|| {
        let (newsroom, story) = begin(profile.clone(), &portal)?;
        let place = serde_json::json!({ "queue": "mine", "story": story, "edition": "en", "field": "body" });
        plain(newsroom.window_leave(place.to_string()))?;
        anyhow::Ok(story)
    })?;

    let mut typed = Typed::default();
    for _ in 0..kills {
        let window = Window::open(&display, &laptop).await?;
        window.type_into("Passphrase", PASSPHRASE).await?;
        window.click("button", "Unlock").await?;
        window.wait_for_count(".body .cm-focused", 1).await?;
        window.press(&chord(Key::Control, &Key::End.to_string())).await?;
        window.press(" ").await?;
        if typed.saved.is_empty() {
            // However slow the computer is: without a word that was said to be saved there would be nothing to look for.
            type_word(&window, &mut typed).await?;
        }
        let portal_dies = chance(PORTAL_DIES_ONE_IN) == 0;
        let life = Duration::from_millis(chance(LONGEST_LIFE_MS));
        // In the middle of whatever it is at.
        if let Ok(failed) = timeout(life / 2, type_words(&window, &mut typed)).await {
            failed?;
        }
        if portal_dies {
            portal.kill();
            typed.portal_kills += 1;
        }
        if let Ok(failed) = timeout(life / 2, type_words(&window, &mut typed)).await {
            failed?;
        }
        window.kill().await?;
        if portal_dies {
            portal.start_again()?;
        }
    }
    block_in_place(|| look(folder, profile, &portal, story, kills, &typed))
}

/// Types one word after another; ends only with an error.
async fn type_words(window: &Window, typed: &mut Typed) -> anyhow::Result<()> {
    loop {
        type_word(window, typed).await?;
    }
}

/// Types a numbered word and notes it once the window says that it is saved.
async fn type_word(window: &Window, typed: &mut Typed) -> anyhow::Result<()> {
    typed.last += 1;
    window.press(&format!("w{}. ", typed.last)).await?;
    window.wait_for_text("Saved on this computer").await?;
    typed.saved.push(typed.last);
    Ok(())
}
