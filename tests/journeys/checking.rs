//! Slips of the pen are found while the edition is written beside its source, and some are put right with one press.

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

#[tokio::test(flavor = "multi_thread")]
async fn slips_are_found_and_put_right() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "checking").await?;

    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "Ferry opens").await?;
    window.type_into("Body", "It takes 120 cars until 1 April.\n\nSee https://ferry.example for times.").await?;
    window.click("tab", "Kazakh").await?;
    window.type_into("Headline", "Паром ашылды").await?;
    // A Latin a in the middle of a word, another number, another day, a quotation mark that is never closed.
    window.type_into("Body", "Ол 5 сәуірге дейін 210 көлік тасиды.\n\n«Кестені  қaраңыз.").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.click("tab", "Checks").await?;
    for sentence in [
        "Number: “120” stands in the source and not here",
        "Number: “210” stands here and not in the source",
        "Date: “1 April” stands in the source and not here",
        "Address: “https://ferry.example” stands in the source and not here",
        "“«” is open or closed on its own",
        "Latin and Cyrillic letters in one word: қaраңыз",
        "A space too many",
    ] {
        window.wait_for_text(sentence).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("checking-1-sheet").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Put right: Latin and Cyrillic letters in one word: қaраңыз").await?;
    window.wait_for_gone("Latin and Cyrillic letters").await?;
    window.click("button", "Put right: A space too many: ··").await?;
    window.wait_for_gone("A space too many").await?;

    command(&window, "Passage by passage").await?;
    window.wait_for_text("6 errors").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.wait_for_text("Сан: «120» түпнұсқада бар, мұнда жоқ").await?;
    window.come_to_rest().await?;
    window.screenshot("checking-2-passages-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }
    let rows = laptop.answer(&["story", "list"])?;
    let story = rows[0]["story"].as_str().unwrap_or_default();
    let shown = laptop.answer(&["story", "show", story])?;
    ensure!(
        shown["content"]["edition/kk/body"]["text"] == "Ол 5 сәуірге дейін 210 көлік тасиды.\n\n«Кестені қараңыз.",
        "{shown:#}"
    );
    let said = laptop.tilshi(&["edition", "passages", story, "kk"])?;
    ensure!(said.out.contains("! numbers: 120 (only in the source)"), "{said:?}");

    // A dictionary of this computer may not know the word; the agency's list comes before any.
    laptop.answer(&["vocabulary", "add", "--kind", "word", "--edition", "kk", "тасиды"])?;

    // A name that the vocabulary has in both editions is looked for in the form of this one.
    laptop.answer(&["vocabulary", "add", "--kind", "term", "--edition", "en", "Ferry"])?;
    laptop.answer(&["vocabulary", "set", "--kind", "term", "Ferry", "--edition", "kk", "--label", "Өткел кемесі"])?;
    window.wait_for_text("A name of the source has another form here: Өткел кемесі").await?;
    laptop.answer(&["vocabulary", "set", "--kind", "term", "Ferry", "--edition", "kk", "--label", "Паром"])?;
    window.wait_for_gone("A name of the source has another form here").await?;

    // What is meant so is accepted with a reason; what stays open keeps the desk from approving it.
    laptop.answer(&["edition", "submit", story, "kk"])?;
    laptop.answer(&["sync"])?;
    let desk = signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    desk.answer(&["sync"])?;
    ensure!(desk.refusal(&["edition", "approve", story, "kk"])? == "checks-failed");
    window.click("tab", "Details").await?;
    window.click("button", "Accept: Number: “210” stands here and not in the source").await?;
    window.type_into("Why it is no slip", "A newer count by the port").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Accepted by Aigerim Sadyqova").await?;
    window.wait_for_text("5 errors").await?;
    window.come_to_rest().await?;
    window.screenshot("checking-4-accepted").await?;
    laptop.answer(&["sync"])?;
    desk.answer(&["sync"])?;
    let said = desk.tilshi(&["edition", "passages", story, "kk"])?;
    ensure!(said.out.contains("accepted by Aigerim Sadyqova: A newer count by the port"), "{said:?}");
    let shown = desk.answer(&["edition", "passages", story, "kk"])?;
    for finding in shown["findings"].as_array().into_iter().flatten() {
        let name = finding["name"].as_str().unwrap_or_default();
        desk.answer(&["edition", "accept", story, "kk", name, "--reason", "meant so"])?;
    }
    desk.answer(&["edition", "approve", story, "kk"])?;
    desk.answer(&["sync"])?;
    let shown = desk.answer(&["edition", "show", story, "kk"])?;
    ensure!(shown["state"]["standing"] == "approved", "{shown:#}");
    window.wait_for_text("Approved").await?;
    window.click("tab", "Checks").await?;

    laptop.answer(&[
        "edition",
        "set",
        story,
        "kk",
        "--body",
        "Ол 1 сәуірге дейін 120 көлік тасиды.\n\nhttps://ferry.example мекенжайынан қараңыз.",
    ])?;
    window.wait_for_gone("stands in the source and not here").await?;
    window.wait_for_text("Nothing looks like a slip").await?;

    // The Arabic-script edition, converted and then touched with a look-alike of another language.
    laptop.answer(&["edition", "convert", story, "tote"])?;
    window.click("tab", "Kazakh, Arabic script").await?;
    window.wait_for_text("Nothing looks like a slip").await?;
    let shown = laptop.answer(&["story", "show", story])?;
    let body = shown["content"]["edition/tote/body"]["text"].as_str().unwrap_or_default().replacen('ك', "ک", 1);
    laptop.answer(&["edition", "set", story, "tote", "--body", &body])?;
    window.wait_for_text("Not a letter of this alphabet: ک").await?;
    window.wait_for_text("A fresh conversion says").await?;
    window.come_to_rest().await?;
    window.screenshot("checking-3-arabic-script").await?;
    window.click("button", "Put right: Not a letter of this alphabet: ک").await?;
    window.wait_for_text("Nothing looks like a slip").await?;
    window.close().await
}
