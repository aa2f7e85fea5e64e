//! The same kind of story every day: a template from the desk begins it, a snippet ends it, and what came of it is kept as a
//! template for the others.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

const RATES: &str = "The dollar costs TK tenge today.\n\nThe euro costs TK tenge.";
const SOURCE_LINE: &str = "The rates are those of the *National Bank*.";

/// What English calls the templates.
fn templates(laptop: &Laptop) -> anyhow::Result<Vec<String>> {
    let all = laptop.answer(&["vocabulary", "list"])?;
    let templates = all.as_array().context("no list")?.iter().filter(|entry| entry["kind"] == "template");
    Ok(templates.filter_map(|entry| entry["labels"]["en"].as_str().map(str::to_owned)).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_begins_with_a_template_and_becomes_one() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let chief = signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    for (kind, name) in [("template", "Daily rates"), ("template", "Weather"), ("snippet", "Rates source")] {
        chief.answer(&["vocabulary", "add", "--kind", kind, "--edition", "en", name])?;
    }
    let fill = ["vocabulary", "fill", "Daily rates", "--edition", "en", "--headline", "Rates on TK", "--body", RATES];
    chief.answer(&[&fill[..], &["--source-edition", "en", "--section", "Economy", "--urgency", "4"]].concat())?;
    let kazakh = "Доллар TK теңге тұрады.";
    chief.answer(&["vocabulary", "fill", "Daily rates", "--edition", "kk", "--body", kazakh])?;
    let fill = ["vocabulary", "fill", "--kind", "snippet", "Rates source", "--edition", "en", "--body", SOURCE_LINE];
    chief.answer(&fill)?;
    chief.answer(&["sync"])?;

    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "boilerplate").await?;
    window.click("button", "New story").await?;
    window.find("button", "Daily rates").await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-1-begin").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Daily rates").await?;
    window.wait_for_text("The euro costs").await?;
    window.wait_for_text("Begun with “Daily rates”").await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-2-begun").await?;
    // Not this one: nothing of it stays.
    window.click("button", "Take it back").await?;
    window.wait_for_gone("The euro costs").await?;
    window.find("button", "Daily rates").await?;
    command(&window, "Fill in from “Daily rates”").await?;
    window.wait_for_text("The euro costs").await?;

    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.press(&char::from(Key::Enter).to_string().repeat(2)).await?;
    window.press("Rates so").await?;
    window.wait_for_text("Rates source").await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-3-snippet").await?;
    window.press(&char::from(Key::Tab).to_string()).await?;
    window.wait_for_text("those of the National Bank").await?;
    let body = window.value("Body").await?;
    ensure!(body.contains("The euro costs TK tenge.") && body.trim_end().ends_with("Bank."), "{body:?}");
    window.wait_for_text("Saved on this computer").await?;

    command(&window, "Keep this story as a template").await?;
    window.type_into("Name of the template", "Rates with source").await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-4-keep").await?;
    window.click("button", "Keep as a template").await?;
    window.wait_for_text("New stories can begin with it").await?;
    window.click("button", "Close").await?;
    laptop.answer(&["sync"])?;
    chief.answer(&["sync"])?;
    ensure!(templates(&chief)?.contains(&"Rates with source".to_owned()), "{:?}", templates(&chief)?);

    command(&window, "Vocabulary").await?;
    window.click_with_words("tab", &["Templates"]).await?;
    window.click_with_words("option", &["Rates with source"]).await?;
    window.wait_for_text("Words it fills in").await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-5-template").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    // Not this person's to change any more: a suggestion.
    window.find("textbox", "Lead").await?;
    window.focus("textarea[rows='2'][lang=en]").await?;
    window.press("Rates of the day.").await?;
    window.press(&char::from(Key::Tab).to_string()).await?;
    window.click("button", "Close").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Сөздік").await?;
    window.click_with_words("tab", &["Дайын мәтіндер"]).await?;
    window.click_with_words("option", &["Rates source"]).await?;
    window.click_with_words("tab", &["ق ز"]).await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-6-snippet-dark-kk").await?;
    window.click_with_words("tab", &["Үлгілер"]).await?;
    window.click_with_words("option", &["Daily rates"]).await?;
    window.come_to_rest().await?;
    window.screenshot("boilerplate-7-template-dark-kk").await?;
    window.close().await?;

    // A new story on another laptop begins with it, by the command line, too.
    let story = chief.answer(&["story", "new", "--edition", "en", "--template", "rates with source"])?;
    let body = story["content"]["edition/en/body"]["text"].as_str().unwrap_or_default();
    ensure!(body.ends_with(SOURCE_LINE) && story["content"]["urgency"]["text"] == "4", "{story:#}");
    Ok(())
}
