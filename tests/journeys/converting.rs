//! Lines in one script in, lines in another out, as an agency's own programs use it; and editions in another script, which the
//! desk approves at once when nobody has touched them.

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window};

use crate::by_command_line::signed_in;
use crate::by_window::PASSPHRASE;
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

#[test]
fn lines_are_converted_without_a_profile_and_bad_ones_are_named() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    let convert = |arguments: &str, input: &str| {
        let arguments: Vec<&str> = ["convert"].into_iter().chain(arguments.split(' ')).collect();
        laptop.tilshi_with_input(&arguments, input)
    };
    for (arguments, input, expected) in [
        ("--from kk-Cyrl --to kk-Latn", "Қазақстан\n\nтіл", "Qazaqstan\n\ntıl"),
        ("--from kk-Cyrl --to kk-Latn --alphabet 2018", "Шығыс\r\n", "Shyǵys\r\n"),
        ("--from kk-Cyrl --to kk-Arab --options short-ts,plain-e", "цирк Тоқаев\n", "سيرك توقاەۆ\n"),
        ("--from uz-Cyrl --to uz-Latn", "Ўзбекистон\n", "Oʻzbekiston\n"),
        (
            "--from uz-Latn --to uz-Cyrl --markdown",
            "O‘zbek [so‘z](https://a.uz/so'z)\n",
            "Ўзбек [сўз](https://a.uz/so'z)\n",
        ),
        ("--from kk-Cyrl --to kk-Latn", "", ""),
    ] {
        let said = convert(arguments, input)?;
        ensure!((said.code, said.out.as_str()) == (0, expected), "{arguments}: {said:?}");
    }
    for (arguments, sentence) in [
        ("--from kk-Arab --to kk-Cyrl", "Tilshi cannot write kk-Arab as kk-Cyrl"),
        ("--from kk-Cyrl --to kk-Latn --alphabet 1929", "does not know the alphabet 1929"),
        ("--from kk-Cyrl --to kk-Arab --options loud", "There is no option loud"),
    ] {
        let said = convert(arguments, "Қазақстан")?;
        ensure!(said.code == 1 && said.err.contains(sentence) && said.out.is_empty(), "{said:?}");
    }
    ensure!(!laptop.profile().exists(), "no profile is needed");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn conversions_that_nobody_touched_are_approved_at_once() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let mut stories = Vec::new();
    for headline in ["Арна ашылды", "Көпір салынды"] {
        let story = journalist.answer(&["story", "new", "--edition", "kk"])?;
        let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
        journalist.answer(&["edition", "set", &story, "kk", "--headline", headline, "--body", "Су **ерте** келді."])?;
        for derived in ["qz", "tote"] {
            journalist.answer(&["edition", "convert", &story, derived])?;
        }
        for edition in ["kk", "qz", "tote"] {
            journalist.answer(&["edition", "submit", &story, edition])?;
        }
        stories.push(story);
    }
    // Of another one nobody has handed in the other scripts: they follow.
    let story = journalist.answer(&["story", "new", "--edition", "kk"])?;
    let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
    journalist.answer(&["edition", "set", &story, "kk", "--headline", "Мектеп ашылды", "--body", "Бала көп."])?;
    journalist.answer(&["edition", "submit", &story, "kk"])?;
    stories.push(story);
    journalist.answer(&["sync"])?;

    let desk = signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    desk.answer(&["sync"])?;
    let none = desk.answer(&["edition", "approve-conversions"])?;
    ensure!(none == serde_json::json!([]), "their masters are not approved: {none:#}");
    desk.answer(&["edition", "approve", &stories[0], "kk"])?;
    desk.answer(&["edition", "approve", &stories[1], "kk"])?;
    desk.answer(&["edition", "approve", &stories[2], "kk"])?;
    // Somebody wrote one of them otherwise: it is looked at.
    journalist.answer(&["edition", "set", &stories[1], "qz", "--body", "Su **öte** erte keldı."])?;
    journalist.answer(&["sync"])?;
    desk.answer(&["sync"])?;

    let window = Window::open(&display, &desk).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("button", "New story").await?;
    window.click("button", "Approvals").await?;
    window.wait_for_text("Approve 5 conversions").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("converting-untouched-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "5 түрлендіруді мақұлдау").await?;
    window.wait_for_text("5 түрлендіру мақұлданды").await?;
    window.close().await?;
    desk.answer(&["sync"])?;
    for (story, edition, standing) in
        [(0, "qz"), (0, "tote"), (1, "qz"), (1, "tote"), (2, "qz"), (2, "tote")].map(|(story, edition)| {
            let standing = if (story, edition) == (1, "qz") { "in-review" } else { "approved" };
            (story, edition, standing)
        })
    {
        let shown = desk.answer(&["edition", "show", &stories[story], edition])?;
        ensure!(shown["state"]["standing"] == standing, "{story} {edition}: {shown:#}");
    }
    let shown = desk.answer(&["edition", "show", &stories[2], "tote"])?;
    ensure!(shown["body"] == "بالا كوپ.", "{shown:#}");
    Ok(())
}
