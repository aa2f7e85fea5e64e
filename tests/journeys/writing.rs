//! Writing without knowing Markdown: the tools, what other programs put on the clipboard, tables, find and replace.

use std::time::Duration;

use anyhow::ensure;
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord, wait_until};

use crate::by_command_line::signed_in;
use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

/// A report in the form in which Word gives it to the clipboard.
const FROM_WORD: &str = "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p {color:navy}</style></head><body>\
    <p class=MsoNormal style='color:navy'>Water reached <b>14,000 hectares</b> on Monday, the \
    <a href='https://example.kz/canal?utm_source=mail'>water department</a> reports.<o:p></o:p></p>\
    <h2>What the farmers say</h2>\
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>cotton waits no more</p>\
    <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·&nbsp;</span>lucerne comes next</p>\
    <table class=MsoTableGrid><tr><td><p>District</p></td><td><p>Hectares</p></td></tr>\
    <tr><td><p>Maktaaral</p></td><td><p>9,500</p></td></tr><tr><td><p>Sauran</p></td><td><p>4,500</p></td></tr></table>\
    <blockquote>We have enough for three full waterings.</blockquote><p>The rest follows.</p></body></html>";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_from_word_is_pasted_clean_and_finished_with_the_tools() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let saule = signed_in(&folder.path().join("saule"), &portal, "Saule", CHIEF_EDITOR)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "writing").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Turkistan region opens canals two weeks early").await?;
    window.paste_html("Body", FROM_WORD, "Water reached 14,000 hectares").await?;
    window.wait_for_text("Left out of what was pasted").await?;
    window.screenshot("writing-1-pasted").await?;
    window.click("button", "Close this notice").await?;

    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &Key::End.to_string())).await?;
    window.press(Key::Enter.to_string().repeat(2).as_str()).await?;
    window.press("The department").await?;
    window.press(&chord(Key::Shift, &Key::Home.to_string())).await?;
    window.press(&chord(Key::Control, "b")).await?;
    window.screenshot("writing-2-bold").await?;
    window.press(&chord(Key::Control, "l")).await?;
    window.type_into("Address of the link", "example.kz").await?;
    window.screenshot("writing-3-link").await?;
    window.press(&Key::Enter.to_string()).await?;

    window.press(&chord(Key::Control, "f")).await?;
    window.type_into("Find in this edition", "water").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("1 of 3").await?;
    window.click("button", "Replace…").await?;
    window.type_into("Replace with", "river").await?;
    window.screenshot("writing-4-found").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("1 of 2").await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.screenshot("writing-5-dark-kk").await?;
    window.come_to_rest().await?;
    let body = wait_until("the story at the portal", Duration::from_secs(40), || {
        let stories = saule.answer(&["sync"]).and_then(|_| saule.answer(&["story", "list", "--queue", "desk"])).ok()?;
        let story = stories
            .as_array()?
            .iter()
            .find(|story| story["headline"] == "Turkistan region opens canals two weeks early")?;
        let shown = saule.answer(&["story", "show", story["story"].as_str()?]).ok()?;
        let body = shown["content"]["edition/en/body"]["text"].as_str()?.to_owned();
        body.contains("river").then_some(body)
    })?;
    for piece in [
        "river reached **14,000\u{a0}hectares** on Monday, the [water department](https://example.kz/canal) reports.\n\n## What",
        "- cotton waits no more\n- lucerne comes next\n\n| District | Hectares |\n| --- | --- |\n| Maktaaral | 9,500 |",
        "> We have enough for three full waterings.\n\nThe rest follows.\n\n**[The department](https://example.kz)**",
    ] {
        ensure!(body.replace("14,000 ", "14,000\u{a0}").contains(piece), "{piece}\n---\n{body}");
    }
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_back_finds_story_caret_and_undo_as_they_were() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "back").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Dam holds TK cubic metres").await?;
    window.click("tab", "Kazakh, Arabic script").await?;
    // More than the window shows at once.
    let paragraphs = ["سۋ كەلدى. ماقتاارال اۋدانى TK گەكتار."; 30].join("\n\n");
    window.paste("Body", &paragraphs).await?;
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, &Key::End.to_string())).await?;
    window.press(" 9731").await?;
    window.come_to_rest().await?;
    window.run("document.querySelector('.sheet').scrollTop = 150;", Vec::new()).await?;
    let remembered = "const done = arguments[arguments.length - 1]; const invoke = window.__TAURI_INTERNALS__.invoke;
        invoke('window_left').then(async (left) => {
            const { story, edition, field, scroll } = JSON.parse(left ?? '{}');
            if (edition !== 'tote' || field !== 'body' || scroll !== 150) return done(left);
            const text = await invoke('text_open', { document: `story:${story}`, part: 'edition/tote/body' });
            done((text.left !== null && text.text.endsWith(' 9731')) || text);
        }).catch((error) => done(String(error)));";
    window.wait_for(remembered).await?;
    window.screenshot("back-1-left").await?;
    window.kill().await?;

    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.wait_for_text("ماقتاارال").await?;
    window.wait_for_count(".body .cm-focused", 1).await?;
    window.wait_for("arguments[arguments.length - 1](document.querySelector('.sheet').scrollTop === 150);").await?;
    window.press("%").await?;
    window.wait_for_text("9731%").await?;
    for _ in 0..2 {
        window.press(&chord(Key::Control, "z")).await?;
    }
    window.wait_for_gone("9731").await?;
    ensure!(window.value("Body").await?.trim_end().ends_with("گەكتار."), "undo reaches back behind the start");

    // What is still to come holds the text back, and a key leads there.
    window.click("tab", "English").await?;
    window.press(&chord(Key::Control, &Key::Enter.to_string())).await?;
    window.wait_for_text("stands for something still to come").await?;
    window.press(&Key::F8.to_string()).await?;
    window.screenshot("back-2-still-to-come").await?;
    window.press("40,000").await?;
    window.come_to_rest().await?;
    window.click("tab", "Kazakh, Arabic script").await?;
    window.press(&chord_of(&[Key::Control, Key::Shift], "f")).await?;
    window.wait_for_gone("My stories").await?;
    window.screenshot("back-3-only-the-text-rtl").await?;
    window.press(&chord_of(&[Key::Control, Key::Shift], "f")).await?;
    window.click("tab", "English").await?;
    window.click("button", "Submit").await?;
    window.wait_for_text("In review").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_look_misspelt_are_marked_corrected_and_added_to_the_agencys_list() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    // The agency's own dictionaries come before those of the system.
    let dictionaries = laptop.profile().join("dictionaries");
    std::fs::create_dir_all(&dictionaries)?;
    for (name, words) in
        [("en_US", "6\nthe\nferry\ncrosses\nriver\nagain\ntoday\n"), ("kk_KZ", "5\nсу\nарна\nкітап\nауданы\nкелді\n")]
    {
        std::fs::write(dictionaries.join(format!("{name}.aff")), "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\n")?;
        std::fs::write(dictionaries.join(format!("{name}.dic")), words)?;
    }
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "spelling").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "The fery crosses the Ertis again").await?;
    window.wait_for_count(".misspelt", 2).await?;
    window.press(&Key::F7.to_string()).await?;
    window.wait_for_text("Add to the agency’s list").await?;
    window.wait_for_count("[role=menuitem].word", 1).await?;
    window.screenshot("spelling-1-offered").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_count(".misspelt", 1).await?;
    ensure!(window.value("Headline").await?.starts_with("The ferry crosses"), "the word offered first was taken");
    // The river is one that the agency writes about.
    window.press(&Key::F7.to_string()).await?;
    window.wait_for_text("Leave it for now").await?;
    window.click("menuitem", "Add to the agency’s list").await?;
    window.wait_for_count(".misspelt", 0).await?;

    window.click("tab", "Kazakh, Arabic script").await?;
    window.paste("Body", "سۋ ارنا كىتيپ اۋدانى كەلدى.").await?;
    window.wait_for_count(".misspelt", 1).await?;
    window.press(&Key::F7.to_string()).await?;
    window.wait_for_text("كىتاپ").await?;
    window.screenshot("spelling-2-rtl").await?;
    window.press(&Key::Escape.to_string()).await?;
    window.click("tab", "Uzbek").await?;
    window.paste("Body", "Сув келди.").await?;
    window.come_to_rest().await?;
    window.screenshot("spelling-3-another").await?;

    window.click("tab", "Kazakh").await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.paste("Мәтін", "Су кітяп келді.").await?;
    window.wait_for_count(".misspelt", 1).await?;
    window.press(&Key::F7.to_string()).await?;
    window.wait_for_text("Агенттік тізіміне қосу").await?;
    window.screenshot("spelling-4-dark-kk").await?;
    window.press(&Key::Enter.to_string()).await?;

    // The other scripts of the language follow it where nothing stands, and else are written anew after a question.
    window.click("tab", "Қазақша, латын жазуы").await?;
    window.wait_for_text("Su kıtap keldı.").await?;
    window.screenshot("converted-1-latin").await?;
    window.click("tab", "Қазақша, төте жазу").await?;
    window.click("button", "Қазақша мәтінінен түрлендіру").await?;
    window.wait_for_text("қайта жазылады").await?;
    window.screenshot("converted-2-asked").await?;
    window.press(&Key::Tab.to_string()).await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("سۋ كىتاپ كەلدى.").await?;
    window.click("textbox", "Мәтін").await?;
    window.press(&chord(Key::Control, "z")).await?;
    window.wait_for_text("اۋدانى").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editions_are_written_side_by_side() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "beside").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Turkistan region opens canals two weeks early").await?;
    // A name of the vocabulary goes on by itself.
    window.type_into("Lead", "Saule Bek").await?;
    window.wait_for_count(".cm-tooltip.names li", 1).await?;
    window.screenshot("beside-0-name").await?;
    window.press(&format!("{} says: ", char::from(Key::Tab))).await?;
    ensure!(window.value("Lead").await?.contains("Saule Bekova says"), "{}", window.value("Lead").await?);
    let video = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
    let body = format!("Water reached **14,000 hectares** on Monday.\n\n{video}\n\n- cotton\n- lucerne");
    window.paste("Body", &body).await?;
    window.click("tab", "Kazakh, Arabic script").await?;
    window.press(&chord(Key::Control, "d")).await?;
    window.find("textbox", "Body, English").await?;
    window.wait_for_count(".md-embed", 1).await?;
    window.type_into("Headline", "تۇركىستان وبلىسى كانالداردى ەرتە اشتى").await?;
    window.paste("Body", "سۋ دۇيسەنبىدە **14 مىڭ گەكتارعا** جەتتى.\n\n- ماقتا\n- جوڭىشقا").await?;
    window.paste("Lead, English", "The farmers did not wait.").await?;
    // What is looked for is looked for where the caret is.
    window.press(&chord(Key::Control, "f")).await?;
    window.type_into("Find in this edition", "cotton").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("1 of 1").await?;
    window.screenshot("beside-1-rtl").await?;
    window.press(&Key::Escape.to_string()).await?;
    // Typed in Latin letters, found in Arabic ones.
    window.click("textbox", "Body").await?;
    window.press(&chord(Key::Control, "f")).await?;
    window.click("button", "In any script").await?;
    window.type_into("Find in this edition", "maqta").await?;
    window.press(&Key::Enter.to_string()).await?;
    window.wait_for_text("1 of 1").await?;
    window.screenshot("beside-1-any-script").await?;
    window.press(&Key::Escape.to_string()).await?;
    window.press(&chord(Key::Control, "g")).await?;
    window.wait_for_text("of 2").await?;
    window.screenshot("beside-1-go-to").await?;
    window.press(&format!("1{}", char::from(Key::Enter))).await?;
    window.wait_for_gone("Go to paragraph").await?;
    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.screenshot("beside-2-dark-kk").await?;
    window.come_to_rest().await?;
    window.click("tab", "Ағылшынша").await?;
    ensure!(window.value("Лид").await?.contains("did not wait"), "the edition beside becomes the one in the work area");
    window.close().await
}

fn chord_of(modifiers: &[Key], keys: &str) -> String {
    let held: String = modifiers.iter().map(|key| char::from(*key)).collect();
    format!("{held}{keys}{}", char::from(Key::Null))
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stories_stand_beside_each_other() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "beside").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "Canals open two weeks early").await?;
    window.type_into("Body", "The first water came on Monday.").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.wait_for_gone("The first water came on Monday.").await?;
    window.type_into("Headline", "The harvest of cotton begins").await?;
    window.click("tab", "Kazakh, Arabic script").await?;
    window.type_into("Headline", "ماقتا جيناۋ باستالدى").await?;
    window.type_into("Body", "ماقتاارالدا جۇمىس باستالدى.").await?;
    window.wait_for_text("Canals open two weeks early").await?;

    // The story below it in the list, by keys.
    window.focus("[role=listbox]").await?;
    window.press(&char::from(Key::Down).to_string()).await?;
    window.press(&chord(Key::Alt, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_count("[data-other] .cm-content", 3).await?;
    window.type_into("Body, English", " The second gate follows.").await?;
    window.type_into("Body", " ءبىرىنشى كۇن.").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.come_to_rest().await?;
    window.screenshot("beside-1-two-stories").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    let rows = laptop.answer(&["story", "list"])?;
    let ids = rows.as_array().into_iter().flatten().filter_map(|row| row["story"].as_str());
    let stories = ids.map(|id| laptop.answer(&["story", "show", id])).collect::<Result<Vec<_>, _>>()?;
    for (edition, words) in [("en", "The second gate follows."), ("tote", "ءبىرىنشى كۇن.")] {
        let bodies = stories.iter().map(|story| story["content"][format!("edition/{edition}/body")].to_string());
        ensure!(bodies.into_iter().any(|body| body.contains(words)), "{words} in {stories:?}");
    }
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("beside-2-dark-kk").await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }

    let kept = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('window_left').then((left) => done(Boolean(JSON.parse(left ?? '{}').other)));";
    window.wait_for(kept).await?;
    window.kill().await?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.wait_for_text("The second gate follows.").await?;
    window.wait_for_text("ءبىرىنشى كۇن.").await?;
    window.click("button", "Change places: open this one").await?;
    window.click("button", "Take the story beside away").await?;
    window.wait_for_count("[data-other]", 0).await?;
    window.wait_for_text("The second gate follows.").await?;
    window.close().await
}
