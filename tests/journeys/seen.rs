//! Every screen as somebody sees it who sees badly: without barriers in light, in dark and in high contrast, and larger.

use anyhow::ensure;
use serde_json::json;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::CHIEF_EDITOR;

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_has_a_barrier_in_any_theme_or_contrast() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("saule"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    let mut found = Vec::new();
    window.find("textbox", "Your name").await?;
    note(&window, "first start", &mut found).await?;
    first_start(&window, &portal, "Saule", CHIEF_EDITOR, "seen").await?;
    for look in ["Theme: Light", "Theme: Dark", "Contrast: High contrast", "Theme: Light"] {
        command(&window, look).await?;
        window.wait_for_count("[role=dialog]", 0).await?;
        for (key, words) in [("1", "My stories"), ("2", "Desk"), ("3", "Board"), ("5", "Approvals"), ("6", "Sync")] {
            window.press(&chord(Key::Alt, key)).await?;
            window.wait_for_text(words).await?;
            if key == "2" {
                window.wait_for_text("canal-opening").await?;
                window.click_with_words("option", &["canal-opening"]).await?;
                window.find("textbox", "Body").await?;
                for tab in ["Photos", "History", "Details"] {
                    window.click("tab", tab).await?;
                    window.come_to_rest().await?;
                    note(&window, &format!("{look}, {words}, {tab}"), &mut found).await?;
                }
            }
            window.come_to_rest().await?;
            note(&window, &format!("{look}, {words}"), &mut found).await?;
        }
        window.press(&char::from(Key::F1).to_string()).await?;
        window.wait_for_count("[role=dialog]", 1).await?;
        note(&window, &format!("{look}, keys"), &mut found).await?;
        window.press(&char::from(Key::Escape).to_string()).await?;
        window.press(&chord(Key::Control, "k")).await?;
        window.wait_for_count("[role=dialog] input:focus", 1).await?;
        note(&window, &format!("{look}, palette"), &mut found).await?;
        window.press(&char::from(Key::Escape).to_string()).await?;
        window.wait_for_count("[role=dialog]", 0).await?;
        for screen in ["Vocabulary", "Safety"] {
            command(&window, screen).await?;
            window.come_to_rest().await?;
            note(&window, &format!("{look}, {screen}"), &mut found).await?;
        }
    }
    ensure!(found.is_empty(), "{}", found.join("\n"));
    window.press(&chord(Key::Alt, "2")).await?;
    window.come_to_rest().await?;
    window.screenshot("seen-1-high-contrast").await?;

    // Larger by a key, and as large after the next start.
    let width = window.ask("return innerWidth;", Vec::new()).await?;
    window.press(&chord(Key::Control, "+")).await?;
    window.press(&chord(Key::Control, "+")).await?;
    let narrower = format!("arguments[0](Math.abs(innerWidth * 1.25 - {width}) < 4);");
    window.wait_for(&narrower).await?;
    window.screenshot("seen-2-larger").await?;
    window.close().await?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.wait_for(&narrower).await?;
    ensure!(window.ask("return document.documentElement.dataset.contrast;", Vec::new()).await? == json!("more"));
    window.screenshot("seen-3-larger-lock").await?;
    window.close().await
}

async fn note(window: &Window, screen: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    found.extend(window.barriers().await?.into_iter().map(|barrier| format!("{screen}: {barrier}")));
    Ok(())
}
