//! A passage is translated sentence by sentence: each has its row, and the passage stays one.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::JOURNALIST;

fn body(laptop: &Laptop, story: &str, edition: &str) -> anyhow::Result<String> {
    let shown = laptop.answer(&["edition", "show", story, edition])?;
    Ok(shown["body"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn sentences_are_rows_of_their_own_when_that_is_asked_for() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "sentences").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "Ferry opens").await?;
    window
        .paste("Body", "Mr. Khan opened the ferry on Monday. It takes 38 cars. Nobody paid.\n\nIt sails daily.")
        .await?;
    window.wait_for_text("Saved on this computer").await?;
    let rows = laptop.answer(&["story", "list"])?;
    let story = rows[0]["story"].as_str().context("no story")?.to_owned();
    let enter = char::from(Key::Enter).to_string();

    for (tab, edition, sentences, whole) in [
        (
            "Russian",
            "ru",
            ["Господин Хан открыл паром в понедельник.", "Он берёт 38 машин.", "Никто не платил.", "Ходит ежедневно."],
            "Господин Хан открыл паром в понедельник. Он берёт 38 машин. Никто не платил.\n\nХодит ежедневно.",
        ),
        (
            "Chinese",
            "zh",
            ["汗先生周一开通渡轮。", "可载38辆汽车。", "没有人付款。", "每天航行。"],
            "汗先生周一开通渡轮。可载38辆汽车。没有人付款。\n\n每天航行。",
        ),
    ] {
        window.click("tab", tab).await?;
        if edition == "ru" {
            command(&window, "Passage by passage").await?;
        }
        window.click("button", "Sentence by sentence").await?;
        window.wait_for_count("[data-place]", 5).await?;
        window.focus("[data-place='1']").await?;
        window.press(&enter).await?;
        for (at, sentence) in sentences.iter().enumerate() {
            let name = match at {
                3 => format!("Passage 3, {tab}"),
                _ => format!("Passage 2, sentence {}, {tab}", at + 1),
            };
            window.find("textbox", &name).await?;
            window.press(&format!("{sentence}{enter}")).await?;
        }
        window.wait_for_text(sentences[3]).await?;
        window.wait_for_text("Saved on this computer").await?;
        let said = body(&laptop, &story, edition)?;
        ensure!(said == whole, "{said}");
        window.come_to_rest().await?;
        window.screenshot(&format!("sentences-{edition}")).await?;
        let barriers = window.barriers().await?;
        ensure!(barriers.is_empty(), "{barriers:?}");
    }

    // One of them is written anew, and the others stay where they are.
    window.click("tab", "Russian").await?;
    window.click("button", "Sentence by sentence").await?;
    window.wait_for_count("[data-place]", 5).await?;
    window.focus("[data-place='2']").await?;
    window.press(&enter).await?;
    window.find("textbox", "Passage 2, sentence 2, Russian").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.press(&format!("Берёт он 38 машин.{enter}")).await?;
    window.find("textbox", "Passage 2, sentence 3, Russian").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    window.wait_for_text("Saved on this computer").await?;
    let said = body(&laptop, &story, "ru")?;
    ensure!(said.starts_with("Господин Хан открыл паром в понедельник. Берёт он 38 машин. Никто не платил."), "{said}");
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("sentences-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.close().await
}
