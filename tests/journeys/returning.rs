//! An edition sent back with a reason for one passage: noted while reading, kept over a restart, seen by the writer where they
//! write, and by the desk beside what was written since.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::bad_input::unlocked;
use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

const SOURCE: &str =
    "Twelve thousand animals were recorded on the first day.\n\nFinal figures will be published in May.";
const RUSSIAN: &str = "В первый день учтено много животных.\n\nОкончательные данные опубликуют в мае.";
const REASON: &str = "Сколько именно? В источнике двенадцать тысяч.";

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_goes_back_with_its_reason_and_is_read_again_beside_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let story = laptop.answer(&["story", "new", "--edition", "en", "--slugline", "saiga-census"])?;
    let story = story["story"].as_str().context("no story")?.to_owned();
    for (edition, headline, body) in [("en", "Saiga numbers grow", SOURCE), ("ru", "Сайгаков стало больше", RUSSIAN)]
    {
        laptop.answer(&["edition", "set", &story, edition, "--headline", headline, "--body", body])?;
    }
    laptop.answer(&["edition", "submit", &story, "ru"])?;
    laptop.answer(&["sync"])?;

    let enter = char::from(Key::Enter).to_string();
    let editor = Laptop::new(&folder.path().join("saule"), PASSPHRASE)?;
    let mut desk = Window::open(&display, &editor).await?;
    first_start(&desk, &portal, "Saule", CHIEF_EDITOR, "returning").await?;
    desk.click("button", "Approvals").await?;
    desk.click_with_words("button", &["saiga-census"]).await?;
    desk.wait_for_text("В первый день").await?;
    desk.focus("[data-place='1']").await?;
    desk.press("b").await?;
    desk.type_into("What has to change here: Passage 2", REASON).await?;
    desk.wait_for_text("Something is noted for 1 passage").await?;
    desk.come_to_rest().await?;
    desk.screenshot("returning-1-noted").await?;
    let barriers = desk.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    desk.press(&enter).await?;
    desk.wait_for_text("Noted for the return").await?;
    // Nobody approves a text while something is noted for it.
    desk.press(&chord(Key::Control, &enter)).await?;
    desk.come_to_rest().await?;
    let shown = editor.answer(&["edition", "show", &story, "ru"])?;
    ensure!(shown["state"]["standing"] == "in-review", "{shown:#}");

    // The power fails; what was noted is there again.
    let kept = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('window_left').then((left) => done((left ?? '').includes('Сколько именно')));";
    desk.wait_for(kept).await?;
    desk.kill().await?;
    desk = unlocked(&display, &editor).await?;
    desk.click("button", "Approvals").await?;
    desk.click_with_words("button", &["saiga-census"]).await?;
    desk.wait_for_text(REASON).await?;
    desk.press(&chord(Key::Control, &format!("{}{enter}", char::from(Key::Shift)))).await?;
    desk.wait_for_text("1 passage goes back with its own reason").await?;
    desk.screenshot("returning-2-sending").await?;
    desk.click("button", "Send back").await?;
    desk.wait_for_text("is returned").await?;
    desk.wait_for_text("All sent").await?;

    // The writer sees it above the text, and in its passage.
    laptop.answer(&["sync"])?;
    let said = laptop.tilshi(&["edition", "passages", &story, "ru"])?;
    ensure!(said.out.contains(REASON), "{said:?}");
    let window = unlocked(&display, &laptop).await?;
    window.click_with_words("option", &["saiga-census"]).await?;
    window.click("tab", "Russian").await?;
    window.wait_for_text("Something is asked for in 1 passage").await?;
    window.screenshot("returning-3-writer").await?;
    window.click_with_words("button", &["Passage by passage"]).await?;
    window.wait_for_text("Returned: Сколько именно?").await?;
    window.come_to_rest().await?;
    window.screenshot("returning-4-passage").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.focus("[data-place='1']").await?;
    window.press(&enter).await?;
    window.find("textbox", "Passage 2, Russian").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.press(&format!("В первый день учтено двенадцать тысяч животных.{enter}")).await?;
    window.wait_for_text("Changed since it was returned").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.close().await?;
    laptop.answer(&["edition", "submit", &story, "ru"])?;
    laptop.answer(&["sync"])?;

    // The desk reads it again, beside what it asked for.
    desk.click_with_words("button", &["saiga-census", "Russian"]).await?;
    desk.wait_for_text("Changed since it was returned: Сколько именно?").await?;
    desk.wait_for_text("двенадцать тысяч").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&desk, choice).await?;
    }
    desk.wait_for_text("Қайтарылғаннан бері өзгерді").await?;
    desk.come_to_rest().await?;
    desk.screenshot("returning-5-again-dark-kk").await?;
    desk.press(&chord(Key::Control, &enter)).await?;
    desk.wait_for_text("мақұлданды").await?;
    desk.close().await?;
    let shown = editor.answer(&["edition", "show", &story, "ru"])?;
    ensure!(shown["state"]["standing"] == "approved" && shown["state"]["reasons"] == 0, "{shown:#}");
    Ok(())
}
