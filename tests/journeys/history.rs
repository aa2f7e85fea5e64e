//! What an edition said before: listed, named, compared, and brought back as a new change, by two people.

use anyhow::ensure;
use serde_json::{Value, json};
use tilshi_tests::{Laptop, Portal};

use crate::by_command_line::{signed_in, string};
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

fn write(laptop: &Laptop, story: &str, body: &str) -> anyhow::Result<()> {
    laptop.answer(&["edition", "set", story, "kk", "--headline", "Арна ашылды", "--body", body]).map(|_| ())
}

fn body(laptop: &Laptop, story: &str) -> anyhow::Result<String> {
    Ok(string(&laptop.answer(&["edition", "show", story, "kk"])?, "/body")?.to_owned())
}
