//! A day planned: who writes what, for which desk, by when. What is late is seen everywhere until it is public.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Laptop, Portal, Window};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

/// The sluglines of what is due, the most urgent first.
fn due(laptop: &Laptop) -> anyhow::Result<Vec<String>> {
    let list = laptop.answer(&["story", "list", "--queue", "due", "--order", "deadline"])?;
    let rows = list.as_array().context("no list")?.iter();
    Ok(rows.filter_map(|row| row["slugline"].as_str().map(str::to_owned)).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn stories_are_planned_and_kept_in_sight_until_they_are_public() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let chief = Laptop::new(&folder.path().join("chief"), PASSPHRASE)?;
    let window = Window::open(&display, &chief).await?;
    first_start(&window, &portal, "Saule", CHIEF_EDITOR, "planning").await?;
    for (kind, edition, name) in
        [("desk", "en", "Regional desk"), ("desk", "en", "Sport"), ("person", "en", "Dana Omarova")]
    {
        chief.answer(&["vocabulary", "add", "--kind", kind, "--edition", edition, name])?;
    }
    chief.answer(&[
        "vocabulary",
        "set",
        "--kind",
        "desk",
        "Regional desk",
        "--edition",
        "kk",
        "--label",
        "Өңірлер бөлімі",
    ])?;
    let new = [
        "story",
        "new",
        "--edition",
        "en",
        "--slugline",
        "ferry",
        "--assign",
        "Dana Omarova",
        "--desk",
        "regional desk",
    ];
    let ferry = chief.answer(&[&new[..], &["--deadline", "2036-03-14T18:00:00+05:00"]].concat())?;
    let ferry = ferry["story"].as_str().context("no story")?.to_owned();

    window.click("button", "New story").await?;
    window.type_into("Headline", "Canal opens early").await?;
    window.type_into("Slugline", "canal").await?;
    window.pick("Assigned to", "Dana Omarova").await?;
    window.pick("Desk", "Regional desk").await?;
    window.click("button", "Set when it is due").await?;
    window.set_moment("Due", "2026-03-14T18:00").await?;
    window.wait_for_text("overdue").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("planning-1-details").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    ensure!(due(&chief)? == ["canal", "ferry"], "{:?}", due(&chief)?);

    window.click("button", "Board").await?;
    window.click_with_words("button", &["Due"]).await?;
    window.wait_for_text("due first").await?;
    window.wait_for_text("ferry").await?;
    window.come_to_rest().await?;
    window.screenshot("planning-2-board").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.click_with_words("button", &["Бөлім"]).await?;
    window.click_with_words("option", &["canal"]).await?;
    window.find("combobox", "Бөлім").await?;
    window.come_to_rest().await?;
    window.screenshot("planning-3-dark-kk").await?;
    window.close().await?;

    // The plan reaches whoever writes; once the story is public nothing is due any more.
    chief.answer(&["sync"])?;
    journalist.answer(&["sync"])?;
    ensure!(due(&journalist)? == ["canal", "ferry"], "{:?}", due(&journalist)?);
    chief.answer(&[
        "edition",
        "set",
        &ferry,
        "en",
        "--headline",
        "The ferry sails again",
        "--body",
        "It took nine days.",
    ])?;
    for step in ["submit", "approve", "publish"] {
        chief.answer(&["edition", step, &ferry, "en"])?;
        chief.answer(&["sync"])?;
    }
    journalist.answer(&["sync"])?;
    for laptop in [&chief, &journalist] {
        ensure!(due(laptop)? == ["canal"], "{:?}", due(laptop)?);
    }
    Ok(())
}
