//! An edit without the right: written in the window like any other, sent as a suggestion, and taken in another
//! window by somebody who answers for the passage.

use anyhow::ensure;
use tilshi_tests::{Display, Laptop, Portal, Window};

use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::DESK_EDITOR;

/// A chief editor of the demo newsroom.
const CHIEF_EDITOR: &str = "saule";
const SUGGESTED: &str = "Жанубий далаларга сув йигирма кун эрта етиб келди";

#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_is_written_in_one_window_and_taken_in_another() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let editor = Laptop::new(&folder.path().join("editor"), PASSPHRASE)?;
    let chief = Laptop::new(&folder.path().join("chief"), PASSPHRASE)?;

    // A desk editor of three editions, and Uzbek is none of them.
    let window = Window::open(&display, &editor).await?;
    first_start(&window, &portal, "Daulet", DESK_EDITOR, "suggesting").await?;
    open_uzbek_canal(&window).await?;
    window.wait_for_text("you suggest here").await?;
    window.type_into("Headline", " яна").await?;
    window.wait_for_text("You are writing a suggestion").await?;
    window.wait_for_text("1 suggestion waits for you to send it").await?;
    window.screenshot("suggesting-1-writing").await?;
    window.replace("Headline", SUGGESTED).await?;
    window.click("button", "Send suggestion").await?;
    window.click("button", "Read").await?;
    window.wait_for_text("Waits for whoever answers for this passage.").await?;
    window.wait_for_text("All sent").await?;
    window.screenshot("suggesting-2-sent").await?;
    let mine = window.value("Headline").await?;
    ensure!(!mine.contains(SUGGESTED), "the text itself stands as it was: {mine}");

    let other = Window::open(&display, &chief).await?;
    first_start(&other, &portal, "Saule", CHIEF_EDITOR, "suggesting").await?;
    other.click("button", "Approvals").await?;
    other.wait_for_text("Suggestions").await?;
    other.wait_for_text("140 flags").await?;
    other.screenshot("suggesting-3-approvals").await?;
    other.click_with_words("button", &["canal-opening", "Headline, Uzbek", "Daulet Ospanov"]).await?;
    other.wait_for_text("1 suggestion").await?;
    other.click("button", "Read").await?;
    other.find("article", "Suggestion: Headline, Uzbek, Daulet Ospanov").await?;
    other.wait_for_text("Қори кам бўлган").await?;
    other.screenshot("suggesting-4-read").await?;
    // At midnight, in Kazakh.
    for choice in ["Dark", "Қазақша"] {
        other.click_with_words("button", &["Saule Bekova", "language, theme, profile"]).await?;
        other.click("menuitem", choice).await?;
    }
    other.screenshot("suggesting-4-read-dark-kk").await?;
    other.click("button", "Қабылдау").await?;
    other.wait_for_text(SUGGESTED).await?;
    other.wait_for_text("Бәрі жіберілді").await?;
    other.screenshot("suggesting-5-taken").await?;
    other.close().await?;

    window.wait_for_text(SUGGESTED).await?;
    window.screenshot("suggesting-6-back-home").await?;
    window.close().await
}

async fn open_uzbek_canal(window: &Window) -> anyhow::Result<()> {
    window.click("button", "Desk").await?;
    // The first stories of a portal come one after another, and push each other down.
    window.wait_for_text("canal-opening").await?;
    window.come_to_rest().await?;
    window.click_with_words("option", &["canal-opening"]).await?;
    window.click("tab", "Uzbek").await
}
