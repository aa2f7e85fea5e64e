//! A story written without a network, sent, approved, published and read: by the command line alone.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tilshi_tests::{Laptop, Portal};

use crate::by_window::PASSPHRASE;
use crate::newsroom::{Around, DESK_EDITOR, JOURNALIST, PASSWORD, Piece, expect_published, ferry, picture_file};

/// A laptop with a profile, signed in.
pub(crate) fn signed_in(folder: &std::path::Path, portal: &Portal, name: &str, login: &str) -> anyhow::Result<Laptop> {
    let laptop = Laptop::new(folder, PASSPHRASE)?;
    let made = laptop.answer(&["init", "--name", name])?;
    ensure!(made["recovery_code"].as_str().is_some_and(|code| code.len() > 20), "no recovery code: {made}");
    let said = laptop.tilshi_with_input(&["login", &portal.address(), "--login", login], &format!("{PASSWORD}\n"))?;
    ensure!(said.code == 0, "{said:?}");
    Ok(laptop)
}

pub(crate) fn string<'a>(answer: &'a Value, path: &str) -> anyhow::Result<&'a str> {
    answer.pointer(path).and_then(Value::as_str).with_context(|| format!("no {path} in {answer:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_goes_all_the_way_by_the_command_line() -> anyhow::Result<()> {
    go_all_the_way(&ferry()).await
}

/// The whole journey of one piece, with a portal that is away while it is written.
pub(crate) async fn go_all_the_way(piece: &Piece) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let (login, name) = piece.editor();
    let editor = signed_in(&folder.path().join("editor"), &portal, name, login)?;
    prepare(&editor, piece)?;
    journalist.answer(&["sync"])?;

    // The network goes away; writing does not notice.
    portal.kill();
    let story = write(&journalist, piece)?;
    let said = journalist.tilshi(&["--json", "sync"])?;
    ensure!(said.code == 1 && said.err.contains("cannot be reached"), "{said:?}");
    let waiting: Value = serde_json::from_str(&said.out)?;
    ensure!(waiting["waiting"].as_array().is_some_and(|rows| rows.len() >= 4), "{waiting:#}");

    // It comes back: everything goes.
    portal.start_again()?;
    let sent = journalist.answer(&["sync"])?;
    ensure!(sent["waiting"].as_array().is_some_and(Vec::is_empty), "{sent:#}");

    // The journalist may not approve; the desk editor pulls, approves and publishes.
    let first = &piece.texts[0];
    let refused = journalist.refusal(&["edition", "approve", &story, &first.edition])?;
    ensure!(refused == "deed-not-yours", "{refused}");
    editor.answer(&["sync"])?;
    for text in &piece.texts {
        let shown = editor.answer(&["edition", "show", &story, &text.edition])?;
        ensure!(string(&shown, "/body")? == text.body, "{shown:#}");
        editor.answer(&["edition", "approve", &story, &text.edition])?;
        let publish = ["edition", "publish", story.as_str(), text.edition.as_str()];
        let displayed = piece.around.iter().flat_map(|around| ["--displayed", around.moment.as_str()]);
        editor.answer(&publish.into_iter().chain(displayed).collect::<Vec<_>>())?;
    }
    editor.answer(&["sync"])?;
    for text in &piece.texts {
        let shown = editor.answer(&["edition", "show", &story, &text.edition])?;
        ensure!(string(&shown, "/state/standing")? == "published", "{shown:#}");
        expect_published(string(&shown, "/state/public_url")?, piece, text).await?;
    }

    // The journalist sees it too, and the profile is sound.
    journalist.answer(&["sync"])?;
    let shown = journalist.answer(&["edition", "show", &story, &first.edition])?;
    ensure!(string(&shown, "/state/standing")? == "published", "{shown:#}");
    ensure!(journalist.answer(&["doctor"])?["healthy"] == true);

    // Taken back, the page says so, and says why.
    let address = string(&shown, "/state/public_url")?.to_owned();
    editor.answer(&["edition", "withdraw", &story, &first.edition, "--note", "This has not happened yet."])?;
    editor.answer(&["sync"])?;
    let response = reqwest::get(&address).await?;
    ensure!(response.status() == reqwest::StatusCode::GONE, "{address} answers {}", response.status());
    let html = response.text().await?;
    ensure!(html.contains("This has not happened yet."), "{html}");
    ensure!(!html.contains(&first.body), "{html}");
    Ok(())
}

/// Sections are the chief editor's to make.
pub(crate) fn prepare(editor: &Laptop, piece: &Piece) -> anyhow::Result<()> {
    let Some(around) = &piece.around else { return Ok(()) };
    editor.answer(&["vocabulary", "add", "--kind", "section", "--edition", "en", &around.section])?;
    editor.answer(&["sync"]).map(|_| ())
}

/// Fills in what stands around the words; tags and author are new to the newsroom.
fn surround(journalist: &Laptop, story: &str, around: &Around) -> anyhow::Result<()> {
    let made = [("person", &around.author)].into_iter().chain(around.tags.iter().map(|tag| ("tag", tag)));
    for (kind, word) in made {
        journalist.answer(&["vocabulary", "add", "--kind", kind, "--edition", "en", word])?;
    }
    let mut fields = vec!["story", "set", story, "--section", &around.section, "--city", &around.city];
    fields.extend(["--byline", &around.author, "--attribution", &around.attribution]);
    fields.extend(around.tags.iter().flat_map(|tag| ["--tag", tag.as_str()]));
    journalist.answer(&fields).map(|_| ())
}

/// Writes and submits the piece, and gives the story's id.
fn write(journalist: &Laptop, piece: &Piece) -> anyhow::Result<String> {
    let first = &piece.texts[0];
    let story = journalist.answer(&["story", "new", "--edition", &first.edition, "--slugline", &piece.slugline])?;
    let story = string(&story, "/story")?.to_owned();
    if let Some(around) = &piece.around {
        surround(journalist, &story, around)?;
    }
    let photo = journalist.answer(&["photo", "add", &story, &picture_file().to_string_lossy()])?;
    let photo = string(&photo, "/photo")?.to_owned();
    let credit = ["--creator", &piece.creator, "--credit-line", &piece.credit_line];
    let rights = ["--rights-basis", piece.rights_basis.0.as_str()];
    journalist.answer(&[&["photo", "credit", &photo], &credit[..], &rights[..]].concat())?;
    for text in &piece.texts {
        let key = text.edition.as_str();
        let caption = format!("{key}={}", text.caption);
        let alt = format!("{key}={}", text.alt);
        journalist.answer(&["photo", "credit", &photo, "--caption", &caption, "--alt-text", &alt])?;
        journalist.answer(&["edition", "set", &story, key, "--headline", &text.headline, "--body", &text.body])?;
        journalist.answer(&["edition", "submit", &story, key])?;
    }
    Ok(story)
}

#[test]
fn two_people_who_change_one_headline_get_a_card_and_lose_nothing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;
    let story = journalist.answer(&["story", "new", "--edition", "en"])?;
    let story = string(&story, "/story")?.to_owned();
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
    let card = string(&cards, "/0/card")?.to_owned();
    journalist.answer(&["conflict", "settle", &card, "--third", "Ferry returns at last on Monday"])?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    for laptop in [&journalist, &editor] {
        ensure!(laptop.answer(&["conflict", "list"])? == serde_json::json!([]), "the card is settled for everybody");
        let shown = laptop.answer(&["edition", "show", &story, "en"])?;
        ensure!(string(&shown, "/headline")? == "Ferry returns at last on Monday", "{shown:#}");
    }
    Ok(())
}

#[test]
fn a_refusal_says_why_and_ends_with_one_and_wrong_usage_with_two() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    ensure!(laptop.refusal(&["story", "list"])? == "profile-missing");
    laptop.answer(&["init", "--name", "Aigerim"])?;
    ensure!(laptop.refusal(&["init", "--name", "Again"])? == "profile-exists");
    ensure!(laptop.refusal(&["sync"])? == "connect-first");
    ensure!(laptop.refusal(&["story", "new", "--edition", "xx"])? == "edition-unknown");
    ensure!(laptop.refusal(&["story", "show", "00000000"])? == "story-not-found");
    let story = laptop.answer(&["story", "new", "--edition", "kk"])?;
    let story = string(&story, "/story")?.to_owned();
    ensure!(laptop.refusal(&["photo", "add", &story, "/nowhere/at-all.jpg"])? == "file-unreadable");
    let not_a_picture = folder.path().join("note.jpg");
    std::fs::write(&not_a_picture, "I am not a picture")?;
    ensure!(laptop.refusal(&["photo", "add", &story, &not_a_picture.to_string_lossy()])? == "not-a-picture");
    let not_text = folder.path().join("body.md");
    std::fs::write(&not_text, b"Water came to \xd1\x88\xff the canal")?;
    let body = ["edition", "set", &story, "kk", "--body-file", &not_text.to_string_lossy()];
    ensure!(laptop.refusal(&body)? == "text-not-utf-8");
    let said = laptop.tilshi(&body)?;
    ensure!(said.err.contains("from byte 17 on") && said.err.contains("Save it as UTF-8"), "{said:?}");
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
