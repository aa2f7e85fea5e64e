//! The first minutes without a colleague at hand: a short tour, through which keys lead, and which is never in the way.

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Window};

use crate::by_window::PASSPHRASE;
use crate::keys::{command, press};

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_is_shown_around_and_can_skip_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.click("button", "Take a short tour").await?;
    window.wait_for_text("There is nothing to save").await?;
    window.come_to_rest().await?;
    window.screenshot("tour-1-saved").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    for title in ["One story, seven editions", "No photo without its credit", "To the desk and back"] {
        press(&window, Key::Right).await?;
        window.wait_for_text(title).await?;
    }
    press(&window, Key::Escape).await?;
    window.wait_for_gone("To the desk and back").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Қысқа таныстыру").await?;
    window.wait_for_text("Сақтау батырмасы керек емес").await?;
    press(&window, Key::Right).await?;
    window.wait_for_text("Бір материал, жеті нұсқа").await?;
    window.come_to_rest().await?;
    window.screenshot("tour-2-dark-kk").await?;
    window.close().await
}
