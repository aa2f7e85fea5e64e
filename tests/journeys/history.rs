//! What an edition said before: listed, named, compared, and brought back as a new change, by two people.

use anyhow::ensure;
use serde_json::{Value, json};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::{signed_in, string};
use crate::by_window::PASSPHRASE;
use crate::newsroom::{DESK_EDITOR, JOURNALIST};

const FIRST: &str = "Су келді.\n\nАрна он күн ерте ашылды.\n\nШаруалар күтіп отыр.";

#[test]
fn what_was_written_comes_back_whole_or_by_the_paragraph() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;

    let made = journalist.answer(&["story", "new", "--edition", "kk", "--slugline", "canal"])?;
    let story = string(&made, "/story")?.to_owned();
    let history =
        |laptop: &Laptop, rest: &[&str]| laptop.answer(&[&["history", rest[0], &story, "kk"], &rest[1..]].concat());
    write(&journalist, &story, FIRST)?;
    let versions = history(&journalist, &["list"])?;
    ensure!(versions.as_array().is_some_and(|all| all.len() == 1), "one sitting is one version: {versions:#}");
    let first = versions[0]["version"].to_string();
    history(&journalist, &["name", &first, "as sent"])?;
    journalist.answer(&["sync"])?;

    // Somebody else rewrites it.
    editor.answer(&["sync"])?;
    write(&editor, &story, "Су кеше келді.\n\nШаруалар күтіп отыр.\n\nЖаңбыр да жауды.")?;
    editor.answer(&["sync"])?;
    journalist.answer(&["sync"])?;
    let versions = history(&journalist, &["list"])?;
    ensure!(string(&versions, "/0/by")? == "Daulet Ospanov" && versions[0]["arrived"] == true, "{versions:#}");
    ensure!(string(&versions, "/1/name")? == "as sent" && versions[1]["arrived"] == false, "{versions:#}");

    let compared = history(&journalist, &["compare", "--from", &first])?;
    let row = |then: Option<&str>, now: Option<&str>, paragraph: Option<usize>| json!({ "then": then, "now": now, "paragraph": paragraph });
    let expected = [
        row(Some("Су келді."), Some("Су кеше келді."), Some(0)),
        row(Some("Арна он күн ерте ашылды."), None, Some(1)),
        row(Some("Шаруалар күтіп отыр."), Some("Шаруалар күтіп отыр."), Some(2)),
        row(None, Some("Жаңбыр да жауды."), None),
    ];
    ensure!(compared["body"] == Value::from(expected.to_vec()), "{compared:#}");

    // One paragraph, then all of it; each is a change like any other, and goes to the others.
    history(&journalist, &["restore", &first, "--paragraph", "2"])?;
    ensure!(
        body(&journalist, &story)?
            == "Су кеше келді.\n\nАрна он күн ерте ашылды.\n\nШаруалар күтіп отыр.\n\nЖаңбыр да жауды."
    );
    let versions = history(&journalist, &["list"])?;
    let rewritten = versions[1]["version"].to_string();
    history(&journalist, &["restore", &first])?;
    ensure!(body(&journalist, &story)? == FIRST);
    history(&journalist, &["restore", &rewritten])?;
    ensure!(body(&journalist, &story)?.starts_with("Су кеше"), "what was there before the restoring is there, too");
    history(&journalist, &["restore", &first, "--only", "body"])?;
    ensure!(body(&journalist, &story)? == FIRST);
    history(&journalist, &["restore", &rewritten, "--only", "body"])?;
    // Within one minute and by one person, and each bringing back is a version of its own all the same.
    let versions = history(&journalist, &["list"])?;
    ensure!(versions.as_array().is_some_and(|all| all.len() == 7), "{versions:#}");
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    ensure!(body(&editor, &story)? == body(&journalist, &story)?);

    for (asked, code) in [
        (["restore", "999999"].as_slice(), "version-not-found"),
        (&["restore", &first, "--paragraph", "9"], "bad-argument"),
        (&["name", &first, &"ұзақ ".repeat(60)], "version-name-too-long"),
    ] {
        let refused = journalist.refusal(&[&["history", asked[0], &story, "kk"], &asked[1..]].concat())?;
        ensure!(refused == code, "{refused}");
    }
    Ok(())
}

const HEADLINE: &str = "Түркістанда арналар екі апта ерте ашылды";
const SECOND: &str = "Су кеше кешке келді.\n\nШаруалар күтіп отыр.\n\nСенбіде жаңбыр жауады.";

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_named_and_brought_back_in_the_window() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim Sadyqova"])?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.find("button", "New story").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.click("tab", "Kazakh").await?;
    window.click("tab", "History").await?;
    window.wait_for_text("Nothing was written here yet").await?;
    window.screenshot("history-1-empty").await?;

    // Written, named, and written over, all within a minute.
    window.type_into("Headline", HEADLINE).await?;
    window.type_into("Body", FIRST).await?;
    window.wait_for_text("16 words").await?;
    window.come_to_rest().await?;
    window.click_with_words("button", &["Name the version of"]).await?;
    window.press(&format!("as sent{}", char::from(Key::Enter))).await?;
    window.wait_for_text("as sent").await?;
    write_over(&window, "Body", SECOND).await?;
    window.wait_for_count(VERSION, 2).await?;

    // By keys alone: down to the older one, open, in the other layout, from change to change.
    window.focus(VERSION).await?;
    window.press(&keys(&[Key::Down, Key::Enter])).await?;
    window.wait_for_text("3 changes").await?;
    window.screenshot("history-2-side-by-side").await?;
    window.press(&chord(Key::Control, "d")).await?;
    window.press(&chord(Key::Alt, &keys(&[Key::Down]))).await?;
    window.press(&chord(Key::Alt, &keys(&[Key::Down]))).await?;
    window.screenshot("history-3-inline-second-change").await?;
    window.press(&format!("{}{}", char::from(Key::Tab), char::from(Key::Enter))).await?;
    window.wait_for_text("The paragraph is back").await?;
    window.screenshot("history-4-paragraph-back").await?;
    window.press(&keys(&[Key::Escape])).await?;
    let restored = "Су кеше кешке келді.\n\nАрна он күн ерте ашылды.\n\nШаруалар күтіп отыр.\n\nСенбіде жаңбыр жауады.";
    expect_body(&window, "Body", restored).await?;

    window.click_with_words("button", &["as sent"]).await?;
    window.click("button", "Bring back").await?;
    window.screenshot("history-5-question").await?;
    window.press(&keys(&[Key::Enter])).await?;
    window.wait_for_text("This version stands in the text again").await?;
    window.press(&keys(&[Key::Escape])).await?;
    expect_body(&window, "Body", FIRST).await?;
    window.wait_for_count(VERSION, 4).await?;
    window.screenshot("history-6-four-versions").await?;

    // At midnight, in Kazakh, and the edition that runs from right to left.
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.click_with_words("button", &["as sent"]).await?;
    window.wait_for_text("Айырмашылық жоқ").await?;
    window.click("button", "Қатар").await?;
    window.click("button", "Алдыңғы нұсқамен").await?;
    window.wait_for_text("4 өзгеріс").await?;
    window.screenshot("history-7-dark-kk").await?;
    window.click("tab", "Қазақша, төте жазу").await?;
    window.click("button", "Осында өзгерту").await?;
    window.wait_for_count("[data-sheet] .following", 0).await?;
    window.replace("Тақырып", "سۋ ەكى اپتا ەرتە كەلدى").await?;
    write_over(&window, "Мәтін", "سۋ كەلدى.\n\nشارۋالار كۇتىپ وتىر.").await?;
    window.wait_for_text("10 сөз").await?;
    window.come_to_rest().await?;
    window.click_with_words("button", &["нұсқасын атау"]).await?;
    window.press(&format!("бірінші{}", char::from(Key::Enter))).await?;
    window.wait_for_text("бірінші").await?;
    write_over(&window, "Мәтін", "سۋ كەشە كەلدى.\n\nشارۋالار كۇتىپ وتىر.").await?;
    window.wait_for_count(VERSION, 2).await?;
    window.click_with_words("button", &["бірінші"]).await?;
    window.wait_for_text("1 өзгеріс").await?;
    window.screenshot("history-8-dark-tote").await?;
    window.press(&chord(Key::Control, "d")).await?;
    window.click_with_words("button", &["Aigerim Sadyqova", "тіл, көрініс, профиль"]).await?;
    window.click("menuitem", "Ашық").await?;
    window.screenshot("history-9-light-tote-inline").await?;
    window.close().await
}

/// The versions in the list.
const VERSION: &str = "button.version";

fn keys(pressed: &[Key]) -> String {
    pressed.iter().copied().map(char::from).collect()
}

async fn write_over(window: &Window, field: &str, text: &str) -> anyhow::Result<()> {
    window.replace(field, &text.replace('\n', &char::from(Key::Enter).to_string())).await
}

/// What is brought back reaches the editor through the core.
async fn expect_body(window: &Window, field: &str, expected: &str) -> anyhow::Result<()> {
    for paragraph in expected.split("\n\n") {
        window.wait_for_text(paragraph).await?;
    }
    let found = window.value(field).await?;
    ensure!(found.split_whitespace().eq(expected.split_whitespace()), "{field} says {found:?}");
    Ok(())
}

fn write(laptop: &Laptop, story: &str, body: &str) -> anyhow::Result<()> {
    laptop.answer(&["edition", "set", story, "kk", "--headline", "Арна ашылды", "--body", body]).map(|_| ())
}

fn body(laptop: &Laptop, story: &str) -> anyhow::Result<String> {
    Ok(string(&laptop.answer(&["edition", "show", story, "kk"])?, "/body")?.to_owned())
}
