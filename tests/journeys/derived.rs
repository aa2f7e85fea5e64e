//! Kazakh is typed, and the same story in Latin and Arabic letters follows it; what a person changes there stays.

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
async fn other_scripts_follow_what_is_typed_until_somebody_writes_in_them() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "derived").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.click("tab", "Kazakh").await?;
    window.type_into("Headline", "Арнаға су келді").await?;
    window.type_into("Lead", "Диқандар екі апта ерте бастады.").await?;
    let text = "Су дүйсенбіде **14 мың гектарға** жетті.\n\n## Ерте көктем\n\nӘкім арнаны таңертең ашты.";
    window.paste("Body", text).await?;
    window.wait_for_text("Saved on this computer").await?;

    // Beside each other: what is typed on the left stands on the right a moment later.
    window.click("tab", "Kazakh, Latin script").await?;
    window.wait_for_text("Follows Kazakh as it is typed").await?;
    window.wait_for_text("Arnağa su keldı").await?;
    window.press(&chord(Key::Control, "d")).await?;
    window.choose("The edition beside", "Kazakh").await?;
    window.click("textbox", "Headline, Kazakh").await?;
    window.press(&format!("{} ерте", char::from(Key::End))).await?;
    window.wait_for_text("Arnağa su keldı erte").await?;
    window.come_to_rest().await?;
    window.screenshot("derived-1-follows").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    let rows = laptop.answer(&["story", "list"])?;
    let story = rows[0]["story"].as_str().context("no story")?.to_owned();
    ensure!(body(&laptop, &story, "qz")?.is_empty(), "what nobody touched is kept nowhere");

    // Somebody writes in one passage of it: the others go on.
    window.click("button", "Change it here").await?;
    window.wait_for_count("[data-sheet] .following", 0).await?;
    window.wait_for_text("Draft").await?;
    window.replace("Lead", "Diqandar merzımınen erte bastady.").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.click("textbox", "Body, Kazakh").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.press(" Су мол.").await?;
    window.wait_for_text("Äkım arnany tañerteñ aşty. Su mol.").await?;
    ensure!(body(&laptop, &story, "qz")?.ends_with("aşty. Su mol."), "{}", body(&laptop, &story, "qz")?);
    window.replace("Lead, Kazakh", "Диқандар үш апта ерте бастады.").await?;
    window.wait_for_text("1 passage of the source has changed").await?;
    let lead = window.value("Lead").await?;
    ensure!(lead.trim() == "Diqandar merzımınen erte bastady.", "{lead}");
    window.come_to_rest().await?;
    window.screenshot("derived-2-touched").await?;

    // The Arabic script is handed in as it follows; what is typed afterwards does not change what the desk has.
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.click("tab", "Қазақша, төте жазу").await?;
    window.wait_for_text("ارناعا سۋ كەلدى ەرتە").await?;
    window.come_to_rest().await?;
    window.screenshot("derived-3-rtl-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_text("Тексеруде").await?;
    let handed_in = body(&laptop, &story, "tote")?;
    ensure!(handed_in.contains("14 مىڭ گەكتارعا"), "{handed_in}");
    window.click("textbox", "Мәтін, Қазақша").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.press(" Тағы.").await?;
    window.wait_for_text("1 үзінді өзгерді").await?;
    ensure!(body(&laptop, &story, "tote")? == handed_in, "it is the desk's");
    window.click("button", "Өзгергенін түрлендіру").await?;
    window.wait_for_gone("үзінді өзгерді").await?;
    ensure!(body(&laptop, &story, "tote")?.ends_with("تاعى."), "{}", body(&laptop, &story, "tote")?);
    window.close().await
}
