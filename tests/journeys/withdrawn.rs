//! A text is taken back from its readers while somebody still writes in it: what can never go any more is left to its
//! history, and what was written beside it goes.

use std::time::Duration;

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, wait_until};

use crate::bad_input::unlocked;
use crate::by_command_line;
use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

#[tokio::test(flavor = "multi_thread")]
async fn words_in_a_text_that_was_taken_back_meanwhile_stay_in_its_history() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let saule = by_command_line::signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "withdrawn").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Bridge on the Ulba reopens").await?;
    window.paste("Body", "The bridge on the Ulba reopened on Monday.").await?;
    window.click("tab", "Details").await?;
    window.type_into("Slugline", "ulba-bridge").await?;
    window.click("tab", "Kazakh").await?;
    window.type_into("Headline", "Үлбідегі көпір").await?;
    window.paste("Body", "Үлбідегі көпір дүйсенбіде ашылды.").await?;
    let story = wait_until("the story at the portal", Duration::from_secs(40), || {
        let stories = saule.answer(&["sync"]).and_then(|_| saule.answer(&["story", "list", "--queue", "desk"])).ok()?;
        let story = stories.as_array()?.iter().find(|story| story["slugline"] == "ulba-bridge")?["story"].as_str()?;
        let shown = saule.answer(&["story", "show", story]).ok()?;
        let body = shown["content"]["edition/kk/body"]["text"].as_str()?;
        body.ends_with("ашылды.").then(|| story.to_owned())
    })?;
    for (edition, step) in
        ["en", "kk"].iter().flat_map(|edition| ["submit", "approve", "publish"].map(|step| (edition, step)))
    {
        saule.answer(&["edition", step, &story, edition])?;
        saule.answer(&["sync"])?;
    }
    window.wait_for_text("Published").await?;

    // The source is put right for its readers; those of the translation are owed the same.
    saule.answer(&["edition", "set", &story, "en", "--body", "The bridge on the Ulba reopened on Tuesday."])?;
    for step in ["submit", "approve", "publish"] {
        saule.answer(&["edition", step, &story, "en"])?;
        saule.answer(&["sync"])?;
    }
    let shown = saule.answer(&["edition", "show", &story, "kk"])?;
    ensure!(shown["state"]["task"]["task"] == "correct" && shown["state"]["behind"] == 1, "{shown:#}");
    window.wait_for_text("English was published anew").await?;

    // She goes on writing without a line, in English and in Kazakh, while the English text is taken back.
    window.click("button", "Sync").await?;
    window.click("button", "Pause").await?;
    window.wait_for_text("Sync is paused").await?;
    window.click("button", "My stories").await?;
    window.type_into("Lead", "Көліктер өтіп жатыр.").await?;
    window.click("tab", "English").await?;
    window.type_into("Lead", "Lorries wait for another week.").await?;
    window.come_to_rest().await?;
    saule.answer(&["edition", "withdraw", &story, "en", "--note", "The bridge is still closed."])?;
    saule.answer(&["sync"])?;

    window.click("button", "Sync").await?;
    window.click("button", "Resume").await?;
    window.wait_for_text("was taken back from readers").await?;
    window.wait_for_text("Leave in the history").await?;
    window.screenshot("withdrawn-1-needs-her").await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.wait_for_text("Тарихта қалдыру").await?;
    window.screenshot("withdrawn-2-dark-kk").await?;
    window.click("button", "Тарихта қалдыру").await?;
    window.wait_for_text("Бәрі жіберілді").await?;
    window.screenshot("withdrawn-3-left").await?;

    saule.answer(&["sync"])?;
    let shown = saule.answer(&["story", "show", &story])?;
    ensure!(shown["content"]["edition/kk/lead"]["text"] == "Көліктер өтіп жатыр.", "{shown:#}");
    ensure!(shown["content"]["edition/en/lead"].is_null(), "{shown:#}");
    window.click("button", "Материалдарым").await?;
    window.click("tab", "Ағылшынша").await?;
    window.click("tab", "Тарих").await?;
    window.wait_for_count("button.version", 4).await?;
    window.screenshot("withdrawn-4-history").await?;

    // Readers still see the Kazakh edition: whoever opens it is told, and the desk finds it.
    window.click("tab", "Қазақша").await?;
    window.wait_for_text("Оқырмандар бұл нұсқаны әлі көріп отыр").await?;
    window.come_to_rest().await?;
    window.screenshot("withdrawn-5-owed-dark-kk").await?;
    window.close().await?;
    let desk = unlocked(&display, &saule).await?;
    desk.click("button", "Approvals").await?;
    desk.wait_for_text("Readers are owed").await?;
    desk.click_with_words("button", &["ulba-bridge", "Source withdrawn"]).await?;
    desk.wait_for_text("The bridge is still closed.").await?;
    desk.come_to_rest().await?;
    desk.screenshot("withdrawn-6-desk").await?;
    let barriers = desk.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    desk.click("button", "Withdraw").await?;
    desk.type_into("What readers are told in its place", "Көпір әлі жабық.").await?;
    desk.press(char::from(Key::Enter).to_string().as_str()).await?;
    desk.wait_for_gone("Readers still see this edition").await?;
    desk.close().await
}
