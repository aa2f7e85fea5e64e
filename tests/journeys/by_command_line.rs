//! A story written without a network, sent, approved, published and read: by the command line alone.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tilshi_tests::{Laptop, Portal};

use crate::newsroom::{DESK_EDITOR, JOURNALIST, PASSWORD, PIECE, expect_published, picture_file};

/// A laptop with a profile, signed in.
fn signed_in(folder: &std::path::Path, portal: &Portal, name: &str, login: &str) -> anyhow::Result<Laptop> {
    let laptop = Laptop::new(folder, "a long enough passphrase")?;
    let made = laptop.answer(&["init", "--name", name])?;
    ensure!(made["recovery_code"].as_str().is_some_and(|code| code.len() > 20), "no recovery code: {made}");
    let said = laptop.tilshi_with_input(&["login", &portal.address(), "--login", login], &format!("{PASSWORD}\n"))?;
    ensure!(said.code == 0, "{said:?}");
    Ok(laptop)
}

fn text<'a>(answer: &'a Value, path: &str) -> anyhow::Result<&'a str> {
    answer.pointer(path).and_then(Value::as_str).with_context(|| format!("no {path} in {answer:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_goes_all_the_way_by_the_command_line() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;
    journalist.answer(&["sync"])?;

    // The network goes away; writing does not notice.
    portal.kill();
    let story = journalist.answer(&["story", "new", "--edition", "en", "--slugline", PIECE.slugline])?;
    let story = text(&story, "/story")?.to_owned();
    for (edition, headline, body) in
        [("en", PIECE.headline_en, PIECE.body_en), ("kk", PIECE.headline_kk, PIECE.body_kk)]
    {
        journalist.answer(&["edition", "set", &story, edition, "--headline", headline, "--body", body])?;
    }
    let picture = picture_file();
    let photo = journalist.answer(&["photo", "add", &story, &picture.to_string_lossy()])?;
    let photo = text(&photo, "/photo")?.to_owned();
    let with = |edition: &str, text: &str| format!("{edition}={text}");
    journalist.answer(&[
        "photo",
        "credit",
        &photo,
        "--creator",
        PIECE.creator,
        "--credit-line",
        PIECE.credit_line,
        "--rights-basis",
        "staff",
        "--caption",
        &with("en", PIECE.caption_en),
        "--caption",
        &with("kk", PIECE.caption_kk),
        "--alt-text",
        &with("en", PIECE.alt_en),
        "--alt-text",
        &with("kk", PIECE.alt_kk),
    ])?;
    for edition in ["en", "kk"] {
        journalist.answer(&["edition", "submit", &story, edition])?;
    }
    let said = journalist.tilshi(&["--json", "sync"])?;
    ensure!(said.code == 1 && said.err.contains("cannot be reached"), "{said:?}");
    let waiting: Value = serde_json::from_str(&said.out)?;
    ensure!(waiting["waiting"].as_array().is_some_and(|rows| rows.len() >= 4), "{waiting:#}");

    // It comes back: everything goes.
    portal.start_again()?;
    let sent = journalist.answer(&["sync"])?;
    ensure!(sent["waiting"].as_array().is_some_and(Vec::is_empty), "{sent:#}");

    // The journalist may not approve; the desk editor pulls, approves and publishes.
    let refused = journalist.refusal(&["edition", "approve", &story, "en"])?;
    ensure!(refused == "deed-not-yours", "{refused}");
    editor.answer(&["sync"])?;
    let shown = editor.answer(&["edition", "show", &story, "kk"])?;
    ensure!(text(&shown, "/body")? == PIECE.body_kk, "{shown:#}");
    for edition in ["en", "kk"] {
        editor.answer(&["edition", "approve", &story, edition])?;
        editor.answer(&["edition", "publish", &story, edition])?;
    }
    editor.answer(&["sync"])?;
    for edition in ["en", "kk"] {
        let shown = editor.answer(&["edition", "show", &story, edition])?;
        ensure!(text(&shown, "/state/standing")? == "published", "{shown:#}");
        expect_published(text(&shown, "/state/public_url")?, edition, &PIECE).await?;
    }

    // The journalist sees it too, and the profile is sound.
    journalist.answer(&["sync"])?;
    let rows = journalist.answer(&["story", "list"])?;
    ensure!(rows.to_string().contains(PIECE.headline_en), "{rows:#}");
    ensure!(journalist.answer(&["doctor"])?["healthy"] == true);

    // A withdrawal takes the page away and leaves a note.
    editor.answer(&["edition", "withdraw", &story, "en", "--note", "The ferry has not crossed yet."])?;
    editor.answer(&["sync"])?;
    let shown = editor.answer(&["edition", "show", &story, "kk"])?;
    let kk = text(&shown, "/state/public_url")?.to_owned();
    expect_published_alone(&kk).await?;
    Ok(())
}

/// The other edition stays when one is taken back.
async fn expect_published_alone(address: &str) -> anyhow::Result<()> {
    let html = crate::newsroom::page(address).await?;
    ensure!(html.contains(PIECE.headline_kk), "{html}");
    Ok(())
}

#[test]
fn two_people_who_change_one_headline_get_a_card_and_lose_nothing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;
    let story = journalist.answer(&["story", "new", "--edition", "en"])?;
    let story = text(&story, "/story")?.to_owned();
    journalist.answer(&["edition", "set", &story, "en", "--headline", "Ferry returns", "--body", "It does."])?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    editor.answer(&["edition", "set", &story, "en", "--headline", "Ferry returns at last"])?;
    journalist.answer(&["edition", "set", &story, "en", "--headline", "Ferry returns on Monday"])?;
    editor.answer(&["sync"])?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;

    let cards = editor.answer(&["conflict", "list"])?;
    ensure!(cards[0]["card"] == journalist.answer(&["conflict", "list"])?[0]["card"], "everybody sees the same card");
    let cards_text = cards.to_string();
    for version in ["Ferry returns at last", "Ferry returns on Monday"] {
        ensure!(cards_text.contains(version), "{version:?} is on no card: {cards:#}");
    }
    let card = text(&cards, "/0/card")?.to_owned();
    journalist.answer(&["conflict", "settle", &card, "--third", "Ferry returns at last on Monday"])?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    for laptop in [&journalist, &editor] {
        ensure!(laptop.answer(&["conflict", "list"])? == serde_json::json!([]), "the card is settled for everybody");
        let shown = laptop.answer(&["edition", "show", &story, "en"])?;
        ensure!(text(&shown, "/headline")? == "Ferry returns at last on Monday", "{shown:#}");
    }
    Ok(())
}

#[test]
fn a_refusal_says_why_and_ends_with_one_and_wrong_usage_with_two() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), "a long enough passphrase")?;
    ensure!(laptop.refusal(&["story", "list"])? == "profile-missing");
    laptop.answer(&["init", "--name", "Aigerim"])?;
    ensure!(laptop.refusal(&["init", "--name", "Again"])? == "profile-exists");
    ensure!(laptop.refusal(&["sync"])? == "connect-first");
    ensure!(laptop.refusal(&["story", "new", "--edition", "xx"])? == "edition-unknown");
    ensure!(laptop.refusal(&["story", "show", "00000000"])? == "story-not-found");
    let story = laptop.answer(&["story", "new", "--edition", "kk"])?;
    let story = text(&story, "/story")?.to_owned();
    ensure!(laptop.refusal(&["photo", "add", &story, "/nowhere/at-all.jpg"])? == "file-unreadable");
    let not_a_picture = folder.path().join("note.jpg");
    std::fs::write(&not_a_picture, "I am not a picture")?;
    ensure!(laptop.refusal(&["photo", "add", &story, &not_a_picture.to_string_lossy()])? == "not-a-picture");
    let unreachable =
        laptop.tilshi_with_input(&["--json", "login", "http://127.0.0.1:9", "--login", "nobody"], "secret\n")?;
    ensure!(unreachable.code == 1 && unreachable.out.contains("portal-unreachable"), "{unreachable:?}");

    for wrong in [&["story"][..], &["edition", "set"], &["conflict", "settle", "x"], &["--nonsense"]] {
        let said = laptop.tilshi(wrong)?;
        ensure!(said.code == 2 && !said.err.is_empty(), "{wrong:?}: {said:?}");
    }
    let plain = laptop.tilshi(&["sync"])?;
    ensure!(plain.code == 1 && plain.err.contains("tilshi login"), "the sentence names the next step: {plain:?}");
    Ok(())
}
