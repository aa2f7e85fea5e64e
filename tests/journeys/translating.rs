//! A story translated passage by passage; its source changes, and exactly the right passages go stale in every edition, on
//! every laptop, and are answered one by one. An approval that comes too late comes back with its reason.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord, wait_until};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

const SOURCE: [&str; 3] = [
    "Twelve thousand animals were recorded on the first day.",
    "Two aircraft and sixty rangers take part in the count.",
    "Final figures will be published in May.",
];
const RUSSIAN: [&str; 3] = [
    "В первый день учтено двенадцать тысяч животных.",
    "В учёте участвуют два самолёта и шестьдесят егерей.",
    "Окончательные данные опубликуют в мае.",
];
const KAZAKH: &str = "Бірінші күні он екі мың жануар тіркелді.\n\nСанаққа екі ұшақ пен алпыс қорықшы қатысып жатыр.\n\nТүпкілікті деректер мамырда жарияланады.";
const CHINESE: &str = "首日记录到一万二千只动物。\n\n两架飞机和六十名护林员参与统计。\n\n最终数据将于五月公布。";

const BEFORE: &str = "Two aircraft and sixty rangers take part in the count.";
const AFTER: &str = "Three aircraft and sixty rangers take part in the count.";

/// The numbers of the passages that have moved, from 1, and whether the edition is behind through another one.
fn moved(laptop: &Laptop, story: &str, edition: &str) -> anyhow::Result<(Vec<usize>, bool)> {
    let view = laptop.answer(&["edition", "passages", story, edition])?;
    let rows = view["rows"].as_array().context("no passages")?;
    let numbers = rows.iter().enumerate().filter(|(_, row)| row["moved"] == Value::Bool(true));
    Ok((numbers.map(|(place, _)| place + 1).collect(), view["through"] != Value::Null))
}

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_changes_is_answered_passage_by_passage() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "translating").await?;

    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "Saiga numbers grow").await?;
    window.type_into("Body", &SOURCE.join("\n\n")).await?;
    window.wait_for_text("Saved on this computer").await?;

    // Passage by passage, with Enter from one to the next and without the mouse.
    window.click("tab", "Russian").await?;
    window.press(&chord(Key::Control, &format!("{}d", char::from(Key::Shift)))).await?;
    window.wait_for_text("Twelve thousand animals").await?;
    window.focus("[data-place='0']").await?;
    window.press(&key(Key::Enter)).await?;
    window.type_into("Headline, Russian", &format!("Сайгаков стало больше{}", char::from(Key::Enter))).await?;
    for (place, words) in RUSSIAN.iter().enumerate() {
        let name = format!("Passage {}, Russian", place + 2);
        window.find("textbox", &name).await?;
        window.press(&format!("{words}{}", char::from(Key::Enter))).await?;
    }
    window.wait_for_text("Окончательные данные").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("translating-1-russian").await?;
    let rows = laptop.answer(&["story", "list"])?;
    let story = rows[0]["story"].as_str().context("no story")?.to_owned();
    let shown = laptop.answer(&["story", "show", &story])?;
    ensure!(shown["content"]["edition/ru/body"]["text"] == RUSSIAN.join("\n\n"), "{shown:#}");

    // The other editions, in the sheet and by conversion.
    let set = |edition: &str, body: &str| laptop.answer(&["edition", "set", &story, edition, "--body", body]);
    set("kk", KAZAKH)?;
    set("zh", CHINESE)?;
    for derived in ["qz", "tote"] {
        laptop.answer(&["edition", "convert", &story, derived])?;
    }
    for edition in ["ru", "kk", "zh", "qz", "tote"] {
        ensure!(moved(&laptop, &story, edition)? == (vec![], false), "{edition} is up to date");
    }

    // The source changes in one passage, and in spaces that say nothing.
    let changed = SOURCE.join("\n\n\n").replace(BEFORE, AFTER);
    set("en", &changed)?;
    window.wait_for_text("1 passage of the source has changed").await?;
    // The headline is the first passage of those that have one.
    for (edition, expected) in [("ru", 3), ("kk", 3), ("zh", 3)] {
        ensure!(moved(&laptop, &story, edition)?.0 == [expected], "{edition}: {:?}", moved(&laptop, &story, edition)?);
    }
    for edition in ["qz", "tote"] {
        ensure!(moved(&laptop, &story, edition)? == (vec![], true), "{edition} is behind through Kazakh");
    }
    window.come_to_rest().await?;
    window.screenshot("translating-2-stale").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");

    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.press(&chord(Key::Control, "3")).await?;
    window.wait_for_text("өз түпнұсқасынан қалып қойған").await?;
    window.come_to_rest().await?;
    window.screenshot("translating-3-through-dark-kk-rtl").await?;
    window.press(&chord(Key::Control, "6")).await?;
    window.wait_for_text("Түпнұсқада 1 үзінді өзгерді").await?;
    window.come_to_rest().await?;
    window.screenshot("translating-4-chinese-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }

    // Russian is put right where it stands; Kazakh is answered, and the scripts follow it.
    window.click("tab", "Russian").await?;
    window.wait_for_text("1 passage of the source has changed").await?;
    window.focus("[data-place='0']").await?;
    window.press(&chord(Key::Alt, &key(Key::Down))).await?;
    window.wait_for("arguments[0](document.activeElement?.dataset.place === '2');").await?;
    window.press(&key(Key::Enter)).await?;
    window.find("textbox", "Passage 3, changed since this was made from it, Russian").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.press(&RUSSIAN[1].replace("два", "три")).await?;
    window.find("button", "Updated").await?;
    window.press(&key(Key::Enter)).await?;
    window.wait_for_gone("of the source has changed").await?;
    ensure!(moved(&laptop, &story, "ru")? == (vec![], false));
    let shown = laptop.answer(&["story", "show", &story])?;
    ensure!(shown["content"]["edition/ru/body"]["text"] == RUSSIAN.join("\n\n").replace("два", "три"), "{shown:#}");
    set("kk", &KAZAKH.replace("екі ұшақ", "үш ұшақ"))?;
    laptop.answer(&["edition", "follow", &story, "kk", "--passage", "3"])?;
    for (edition, words) in [("qz", "üş ūşaq"), ("tote", "ءۇش ۇشاق")] {
        ensure!(moved(&laptop, &story, edition)? == (vec![], false), "{edition} followed by itself");
        let shown = laptop.answer(&["edition", "show", &story, edition])?;
        ensure!(shown["body"].as_str().unwrap_or_default().contains(words), "{shown:#}");
    }
    window.click("button", "Board").await?;
    window.wait_for_text("Stale").await?;
    window.come_to_rest().await?;
    window.screenshot("translating-5-board").await?;

    // The Russian edition goes to the desk. Offline it is approved there, while its source moves once more.
    laptop.answer(&["edition", "submit", &story, "ru"])?;
    laptop.answer(&["sync"])?;
    let desk = signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    desk.answer(&["sync"])?;
    ensure!(desk.refusal(&["edition", "approve", &story, "zh"])? == "not-in-review");
    ensure!(moved(&desk, &story, "zh")? == (vec![3], false), "what is stale is stale on every laptop");
    portal.kill();
    desk.answer(&["edition", "approve", &story, "ru"])?;
    portal.start_again()?;
    set("en", &changed.replace("May", "June"))?;
    laptop.answer(&["sync"])?;
    let late = desk.tilshi(&["sync"])?;
    ensure!(late.code == 1 && late.err.contains("The text changed before this step"), "{late:?}");
    let outbox = desk.answer(&["outbox", "list"])?;
    ensure!(outbox.to_string().contains("changed-meanwhile"), "{outbox:#}");
    let operation = outbox.pointer("/waiting/0/operation").and_then(Value::as_str).context("nothing waits")?;
    desk.answer(&["outbox", "discard", operation])?;
    ensure!(desk.refusal(&["edition", "approve", &story, "ru"])? == "edition-behind");
    desk.answer(&["edition", "follow", &story, "ru"])?;
    desk.answer(&["edition", "approve", &story, "ru"])?;
    desk.answer(&["sync"])?;
    let shown = desk.answer(&["edition", "show", &story, "ru"])?;
    ensure!(shown["state"]["standing"] == "approved", "{shown:#}");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_answers_for_what_moved_before_it_approves() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = signed_in(&folder.path().join("aigerim"), &portal, "Aigerim", JOURNALIST)?;
    let story = laptop.answer(&["story", "new", "--edition", "en"])?;
    let story = story["story"].as_str().or(story.as_str()).context("no story")?.to_owned();
    let set = |edition: &str, headline: &str, body: &str| {
        laptop.answer(&["edition", "set", &story, edition, "--headline", headline, "--body", body])
    };
    set("en", "Saiga numbers grow", &SOURCE.join("\n\n"))?;
    set("ru", "Сайгаков стало больше", &RUSSIAN.join("\n\n"))?;
    laptop.answer(&["edition", "submit", &story, "ru"])?;
    set("en", "Saiga numbers grow", &SOURCE.join("\n\n").replace(BEFORE, AFTER))?;
    laptop.answer(&["sync"])?;

    let editor = Laptop::new(&folder.path().join("saule"), PASSPHRASE)?;
    let window = Window::open(&display, &editor).await?;
    first_start(&window, &portal, "Saule", CHIEF_EDITOR, "translating-desk").await?;
    window.click("button", "Approvals").await?;
    window.wait_for_text("1 passage of the source has changed").await?;
    window.wait_for_text("Three").await?;
    window.come_to_rest().await?;
    window.screenshot("translating-6-approvals").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.press(&chord(Key::Control, &key(Key::Enter))).await?;
    window.wait_for_text("1 passage of the source has changed").await?;
    window.focus("[data-place='0']").await?;
    window.press(&chord(Key::Alt, &key(Key::Down))).await?;
    window.wait_for("arguments[0](document.activeElement?.dataset.place === '2');").await?;
    window.press("u").await?;
    window.wait_for_gone("Look at them passage by passage").await?;
    window.press(&chord(Key::Control, &key(Key::Enter))).await?;
    window.wait_for_text("Saiga numbers grow, Russian is approved").await?;
    wait_until("the approval at the portal", Duration::from_secs(30), || {
        laptop.answer(&["sync"]).ok()?;
        let shown = laptop.answer(&["edition", "show", &story, "ru"]).ok()?;
        (shown["state"]["standing"] == "approved").then_some(())
    })?;

    // The text goes on after its approval: the desk sees what it says otherwise since.
    let later = RUSSIAN.join("\n\n").replace("в мае", "в июне");
    set("ru", "Сайгаков стало больше", &format!("{later}\n\nПодсчёт продолжается."))?;
    laptop.answer(&["sync"])?;
    window.wait_for_text("Changed since approval").await?;
    window.click_with_words("button", &["Russian", "Changed since approval"]).await?;
    window.wait_for_text("changed since it was approved").await?;
    window.wait_for_count("ins", 2).await?;
    window.come_to_rest().await?;
    window.screenshot("translating-7-since-approval").await?;
    window.close().await
}
