//! What a laptop holds: a story that is at rest stays at the portal, is found there and brought, and one that comes to
//! rest is let go; the person who wrote it keeps it.

use std::time::Duration;

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, wait_until};

use crate::by_command_line::{signed_in, string};
use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::{CHIEF_EDITOR, DESK_EDITOR, JOURNALIST};

/// A story in English and in Arabic script, sent; its id.
fn written(journalist: &Laptop, slugline: &str, headline: &str, tote: &str) -> anyhow::Result<String> {
    let story = journalist.answer(&["story", "new", "--edition", "en", "--slugline", slugline])?;
    let story = story["story"].as_str().unwrap_or_default().to_owned();
    let body = "Cars go over the river again.";
    journalist.answer(&["edition", "set", &story, "en", "--headline", headline, "--body", body])?;
    journalist.answer(&["edition", "set", &story, "tote", "--headline", tote])?;
    journalist.answer(&["edition", "submit", &story, "en"])?;
    journalist.answer(&["sync"])?;
    Ok(story)
}

fn publish(editor: &Laptop, story: &str) -> anyhow::Result<()> {
    editor.answer(&["sync"])?;
    editor.answer(&["edition", "approve", story, "en"])?;
    editor.answer(&["sync"])?;
    editor.answer(&["edition", "publish", story, "en"])?;
    editor.answer(&["sync"]).map(|_| ())
}

fn sluglines(laptop: &Laptop) -> anyhow::Result<Vec<String>> {
    let rows = laptop.answer(&["story", "list", "--queue", "desk"])?;
    let sluglines = rows.as_array().into_iter().flatten().filter_map(|row| row["slugline"].as_str());
    Ok(sluglines.map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_at_rest_is_found_at_the_portal_and_brought_when_it_is_asked_for() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    portal.set(r#"{"kept_days": 0}"#)?;
    let aigerim = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let saule = signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    let bridge = written(&aigerim, "ulba-bridge", "The bridge on the Ulba reopens", "ۇلبىدەگى كوپىر اشىلدى")?;
    publish(&saule, &bridge)?;
    written(&aigerim, "ulba-ferry", "The ferry on the Ulba waits", "ۇلبىدەگى پاروم")?;

    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Daulet", DESK_EDITOR, "archive").await?;
    window.click("button", "Desk").await?;
    window.wait_for_text("ulba-ferry").await?;
    ensure!(!window.text().await?.contains("ulba-bridge"), "what is at rest does not come by itself");
    window.type_into("Find in this list", "ulba").await?;
    window.wait_for_text("Look at the portal too").await?;
    window.screenshot("archive-1-offered").await?;
    window.click("button", "Look at the portal too").await?;
    window.wait_for_text("ulba-bridge").await?;
    window.screenshot("archive-2-found").await?;
    window.click_with_words("button", &["ulba-bridge"]).await?;
    window.wait_for_text("Cars go over the river again.").await?;
    window.come_to_rest().await?;
    window.screenshot("archive-3-brought").await?;
    ensure!(sluglines(&aigerim)?.contains(&"ulba-bridge".to_owned()), "whoever wrote it keeps it");

    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Daulet Ospanov", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.type_into("Осы тізімнен табу", "жоқ сөз").await?;
    window.click("button", "Порталдан да іздеу").await?;
    window.wait_for_text("мұндай сөздері бар басқа материал жоқ").await?;
    window.screenshot("archive-4-none-dark-kk").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_in_any_script_finds_its_story_in_all_editions() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let aigerim = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim Sadyqova", JOURNALIST)?;
    aigerim.answer(&["sync"])?;
    let made = aigerim.answer(&["story", "new", "--edition", "kk", "--slugline", "canals-early"])?;
    let story = string(&made, "/story")?.to_owned();
    aigerim.answer(&[
        "edition",
        "set",
        &story,
        "kk",
        "--headline",
        "Мақтаарал арналарға су жіберді",
        "--body",
        "Бірінші абзац.\n\nСу биыл ерте келді, деді Қасым-Жомарт Тоқаев.",
    ])?;
    aigerim.answer(&["edition", "convert", &story, "qz"])?;
    let view = aigerim.answer(&["story", "show", &story])?;
    let qz = string(&view, "/content/edition~1qz~1headline/text")?;
    ensure!(qz == "Maqtaaral arnalarğa su jıberdı", "{qz}");
    ensure!(aigerim.refusal(&["edition", "convert", &story, "ru"])? == "edition-not-derived");
    for words in ["Тоқаев", "toqaev", "توقايەۆ", "Maqtaaral", "\"су биыл\"", "headline:арна -ferry"]
    {
        let found = aigerim.answer(&["story", "find", words])?;
        ensure!(string(&found, "/hits/0/story")? == story, "{words}: {found:#}");
    }
    let said = aigerim.tilshi(&["story", "find", "toqaev"])?;
    ensure!(said.out.contains("[Тоқаев]"), "{said:?}");
    let nothing = aigerim.tilshi(&["story", "find", "жоқсөз"])?;
    ensure!(nothing.code == 0 && nothing.out.starts_with("No story on this computer"), "{nothing:?}");

    let window = Window::open(&display, &aigerim).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.wait_for_text("My stories").await?;
    window.type_into("Find in this list", "toqaev").await?;
    window.wait_for_text("Found on this computer").await?;
    window.wait_for_count("mark", 1).await?;
    window.screenshot("search-1-in-latin").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("Мақтаарал арналарға су жіберді").await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.replace("Осы тізімнен табу", "توقايەۆ").await?;
    window.wait_for_count("mark", 1).await?;
    window.screenshot("search-2-in-arabic-dark-kk").await?;
    window.close().await
}

#[test]
fn by_the_command_line_a_story_is_let_go_found_and_brought() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    portal.set(r#"{"kept_days": 0}"#)?;
    let aigerim = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let saule = signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    let daulet = signed_in(&folder.path().join("daulet"), &portal, "Daulet", DESK_EDITOR)?;
    let bridge = written(&aigerim, "ulba-bridge", "The bridge on the Ulba reopens", "كوپىر")?;
    daulet.answer(&["sync"])?;
    ensure!(sluglines(&daulet)?.contains(&"ulba-bridge".to_owned()), "what waits for a desk comes by itself");
    publish(&saule, &bridge)?;
    daulet.answer(&["sync"])?;

    let found = daulet.answer(&["story", "search", "ULBA", "bridge"])?;
    ensure!(found["stories"][0]["story"] == bridge.as_str(), "{found:#}");
    ensure!(found["stories"][0]["is_here"] == true, "{found:#}");
    let refused = daulet.refusal(&["story", "fetch", "019b0000-0000-7000-8000-00000000ffff"])?;
    ensure!(refused == "story-not-found", "{refused}");

    let refused = {
        portal.kill();
        let refused = daulet.refusal(&["story", "search", "ulba"])?;
        portal.start_again()?;
        refused
    };
    ensure!(refused == "portal-unreachable", "{refused}");
    // A new laptop of hers lacks it until it is brought; then it stays and hears what becomes of it.
    let other = signed_in(&folder.path().join("other"), &portal, "Daulet", DESK_EDITOR)?;
    other.answer(&["sync"])?;
    ensure!(!sluglines(&other)?.contains(&"ulba-bridge".to_owned()));
    let shown = other.answer(&["story", "fetch", &bridge])?;
    ensure!(shown["content"]["edition/en/body"]["text"] == "Cars go over the river again.", "{shown:#}");
    aigerim.answer(&["story", "set", &bridge, "--slugline", "ulba-bridge-two"])?;
    aigerim.answer(&["sync"])?;
    wait_until("the news of it", Duration::from_secs(20), || {
        other.answer(&["sync"]).ok()?;
        sluglines(&other).ok()?.contains(&"ulba-bridge-two".to_owned()).then_some(())
    })
}
