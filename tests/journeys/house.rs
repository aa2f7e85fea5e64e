//! The newsroom's own way: which alphabet, which words, how much a check matters to a desk; kept by laptops and portal alike.

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window};

use crate::by_command_line::signed_in;
use crate::by_window::PASSPHRASE;
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

fn standing(laptop: &Laptop, story: &str) -> anyhow::Result<String> {
    let shown = laptop.answer(&["edition", "show", story, "ru"])?;
    Ok(shown["state"]["standing"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_never_printed_is_stopped_on_the_laptop_and_at_the_portal() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let story = journalist.answer(&["story", "new", "--edition", "ru"])?;
    let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
    let set = |body: &str| {
        journalist.answer(&["edition", "set", &story, "ru", "--headline", "Мост открыт", "--body", body])?;
        journalist.answer(&["edition", "submit", &story, "ru"])?;
        journalist.answer(&["sync"])
    };
    set("Мост соединил Казахстан и Киргизию.")?;
    let desk = signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    let away = signed_in(&folder.path().join("away"), &portal, "Saule", CHIEF_EDITOR)?;
    for laptop in [&desk, &away] {
        laptop.answer(&["sync"])?;
    }
    desk.answer(&["vocabulary", "add", "--kind", "term", "--edition", "ru", "Кыргызстан"])?;
    let forbid = ["vocabulary", "forbid", "--kind", "term", "Кыргызстан", "--edition", "ru", "--form"];
    desk.answer(&[&forbid[..], &["Киргизия"]].concat())?;
    ensure!(desk.refusal(&[&forbid[..], &["Кыргызстан"]].concat())? == "form-printed");
    ensure!(desk.refusal(&["edition", "approve", &story, "ru"])? == "checks-failed");
    let said = desk.tilshi(&["edition", "passages", &story, "ru"])?;
    ensure!(said.out.contains("! forbidden: Кыргызстан"), "{said:?}");
    desk.answer(&["sync"])?;

    // Whoever was away and knows nothing of it approves; the portal knows, and the approval comes back with its reason.
    away.answer(&["edition", "approve", &story, "ru"])?;
    away.tilshi(&["sync"])?;
    let shown = away.answer(&["edition", "show", &story, "ru"])?;
    ensure!(shown["state"]["pending"][0]["refusal"]["code"] == "checks-failed", "{shown:#}");

    // The desk makes light of it; nobody else may.
    ensure!(journalist.refusal(&["house", "check", "ru", "forbidden", "warning"])? == "part-not-yours");
    ensure!(desk.refusal(&["house", "check", "ru", "no-such", "warning"])? == "bad-argument");
    desk.answer(&["house", "check", "ru", "forbidden", "warning"])?;
    desk.answer(&["edition", "approve", &story, "ru"])?;
    desk.answer(&["sync"])?;
    ensure!(standing(&desk, &story)? == "approved", "{}", standing(&desk, &story)?);
    let said = desk.tilshi(&["house", "show"])?;
    ensure!(said.out.contains("ru forbidden: warning"), "{said:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chief_editor_sets_the_house_style_in_the_window() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let window = Window::open(&display, &chief).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("button", "New story").await?;
    command(&window, "Vocabulary").await?;
    window.click_with_words("tab", &["Conversions"]).await?;
    window.type_into("Find or add a word", "компьютер-").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("textbox", "Kazakh, Latin script").await?;
    window.type_into("Kazakh, Latin script", &format!("kompüter-{}", char::from(Key::Enter))).await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("house-1-conversions").await?;
    window.click_with_words("tab", &["Terms"]).await?;
    window.type_into("Find or add a word", "Кыргызстан").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.choose("Edition that never prints it", "Russian").await?;
    window.type_into("A form to avoid", &format!("Киргизия{}", char::from(Key::Enter))).await?;
    window.find("button", "Allow Киргизия again").await?;
    window.come_to_rest().await?;
    window.screenshot("house-2-never-printed").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");

    command(&window, "House style").await?;
    window.wait_for_text("The alphabet of 2018").await?;
    window.focus("input[value='2018']").await?;
    window.press(" ").await?;
    window.choose("Numbers, Russian", "warning").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("house-3-rules").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Редакция ережелері").await?;
    window.wait_for_text("2018 жылғы әліпби").await?;
    window.come_to_rest().await?;
    window.screenshot("house-4-rules-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.close().await?;
    chief.answer(&["sync"])?;

    // The journalist's laptop converts by it.
    journalist.answer(&["sync"])?;
    let said = journalist.tilshi(&["house", "show"])?;
    ensure!(said.out.contains("2018") && said.out.contains("ru numbers: warning"), "{said:?}");
    let story = journalist.answer(&["story", "new", "--edition", "kk"])?;
    let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
    journalist.answer(&["edition", "set", &story, "kk", "--body", "Шілдеде компьютерлер келді."])?;
    let shown = journalist.answer(&["edition", "convert", &story, "qz"])?;
    ensure!(shown["body"] == "Shildede kompüterler keldi.", "{shown:#}");
    Ok(())
}
