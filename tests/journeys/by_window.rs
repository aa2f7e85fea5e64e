//! A story written without a network, killed, restarted, sent, approved, published and read: in the real window,
//! by two people on two laptops, with nothing but keys, clicks and a dropped file.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord, program, wait_until};

use crate::by_command_line;
use crate::newsroom::{
    CHIEF_EDITOR, JOURNALIST, PASSWORD, Piece, Text, address_on_front_page, expect_published, ferry, picture_file,
};

pub(crate) const PASSPHRASE: &str = "nine winters without a ferry";

#[tokio::test(flavor = "multi_thread")]
async fn a_story_goes_all_the_way_in_the_window() -> anyhow::Result<()> {
    go_all_the_way(&ferry(), "ferry").await
}

/// The whole journey of one piece; `shots` begins the names of its screenshots.
pub(crate) async fn go_all_the_way(piece: &Piece, shots: &str) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = Laptop::new(&folder.path().join("journalist"), PASSPHRASE)?;
    let editor = Laptop::new(&folder.path().join("editor"), PASSPHRASE)?;

    let window = Window::open(&display, &journalist).await?;
    let desk = by_command_line::signed_in(&folder.path().join("desk"), &portal, "Saule", CHIEF_EDITOR)?;
    by_command_line::prepare(&desk, piece)?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, shots).await?;
    if piece.around.is_some() {
        // The vocabulary is here once the stories are.
        window.click("button", "Desk").await?;
        window.wait_for_text("canal-opening").await?;
        window.click("button", "My stories").await?;
    }
    portal.kill();
    write(&window, piece, shots).await?;

    // No goodbye: signal 9, and a new start.
    window.kill().await?;
    let window = Window::open(&display, &journalist).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.screenshot(&format!("{shots}-06-locked")).await?;
    window.click("button", "Unlock").await?;
    expect_everything_written(&window, piece).await?;
    window.screenshot(&format!("{shots}-07-after-kill")).await?;
    submit(&window, piece, shots).await?;

    // The network returns; nobody presses anything.
    portal.start_again()?;
    window.wait_for_text("All sent").await?;
    window.screenshot(&format!("{shots}-09-all-sent")).await?;
    window.close().await?;

    let window = Window::open(&display, &editor).await?;
    let (login, name) = piece.editor();
    first_start(&window, &portal, name, login, shots).await?;
    approve_and_publish(&window, piece, shots).await?;
    // One edition is public before the next: a page leads to all the others once all of them are.
    let mut addresses = Vec::new();
    for text in &piece.texts {
        addresses.push(address_on_front_page(&portal.address(), text).await?);
    }
    for (address, text) in addresses.iter().zip(&piece.texts) {
        expect_published(address, piece, text).await?;
    }
    window.wait_for_text("All sent").await?;
    window.screenshot(&format!("{shots}-13-published")).await?;
    window.close().await?;
    read(&display, &journalist, &portal, piece, shots).await
}

/// The pages in a browser, as a reader finds and sees them.
async fn read(display: &Display, laptop: &Laptop, portal: &Portal, piece: &Piece, shots: &str) -> anyhow::Result<()> {
    let browser = Window::open_browser(display, laptop).await?;
    for text in &piece.texts {
        browser.go_to(&format!("{}/{}/", portal.address(), text.edition)).await?;
        browser.screenshot(&format!("{shots}-14-front-page-{}", text.edition)).await?;
        browser.click_with_words("link", &[&text.headline]).await?;
        browser.wait_for_text(&piece.credit_line).await?;
        let drawn = "return [...document.images].every((image) => image.complete && image.naturalWidth > 0);";
        let begun = Instant::now();
        while browser.ask(drawn, Vec::new()).await? != serde_json::json!(true) {
            ensure!(begun.elapsed() < Duration::from_secs(20), "a picture of the page is never drawn");
        }
        browser.screenshot(&format!("{shots}-15-page-{}", text.edition)).await?;
    }
    // It is a stranger's program, and how it closes is none of ours: it goes with its driver.
    drop(browser);
    Ok(())
}

/// First start: a name, a passphrase, the recovery code; then the portal.
pub(crate) async fn first_start(
    window: &Window,
    portal: &Portal,
    name: &str,
    login: &str,
    shots: &str,
) -> anyhow::Result<()> {
    let shot = |step: &str| format!("{shots}-{login}-{step}");
    window.type_into("Your name", name).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.screenshot(&shot("1-first-start")).await?;
    window.click("button", "Start writing").await?;
    window.wait_for_text("Write this code down").await?;
    window.screenshot(&shot("2-recovery-code")).await?;
    window.click("button", "I have written it down").await?;
    window.find("button", "New story").await?;
    window.screenshot(&shot("3-empty")).await?;

    window.click("button", "Connect to a portal").await?;
    window.type_into("Portal address", &portal.address()).await?;
    window.type_into("Login name", login).await?;
    window.type_into("Password", PASSWORD).await?;
    window.screenshot(&shot("4-connect")).await?;
    window.click("button", "Sign in").await?;
    window.wait_for_text("Connected to the portal").await?;
    window.screenshot(&shot("5-connected")).await?;
    Ok(())
}

/// The whole piece, with the portal away.
async fn write(window: &Window, piece: &Piece, shots: &str) -> anyhow::Result<()> {
    window.press(&chord(Key::Control, "n")).await?;
    window.find("textbox", "Headline").await?;
    window.screenshot(&format!("{shots}-01-new-story")).await?;
    expect_styled_editors(window).await?;
    for text in &piece.texts {
        window.click("tab", &text.tab).await?;
        window.type_into("Headline", &text.headline).await?;
        window.type_into("Body", &text.body).await?;
    }
    window.screenshot(&format!("{shots}-02-written")).await?;
    window.click("tab", "Details").await?;
    window.type_into("Slugline", &piece.slugline).await?;
    if let Some(around) = &piece.around {
        window.click("button", "Remove Aigerim Sadyqova").await?;
        window.pick("Byline", &around.author).await?;
        window.pick("Dateline", &around.city).await?;
        window.type_into("Source", &around.attribution).await?;
        window.pick("Section", &around.section).await?;
        for tag in &around.tags {
            window.pick("Tags", tag).await?;
        }
        window.screenshot(&format!("{shots}-02-details")).await?;
    }

    window.drop_file("textbox", "Headline", "river.jpg", &std::fs::read(picture_file())?).await?;
    window.wait_for_text("credit needed").await?;
    window.click("tab", "Photos").await?;
    window.screenshot(&format!("{shots}-03-credit-needed")).await?;
    window.type_into("Creator", &piece.creator).await?;
    window.type_into("Credit line", &piece.credit_line).await?;
    window.choose("Rights basis", &piece.rights_basis.1).await?;
    for text in &piece.texts {
        window.click("tab", &text.tab).await?;
        window.click("tab", "Photos").await?;
        window.type_into("Caption", &text.caption).await?;
        window.type_into("Alt text", &text.alt).await?;
    }
    window.screenshot(&format!("{shots}-04-photo")).await?;
    // Nothing may be said to be saved before it is: only then is the power cut.
    window.click("tab", "Details").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.wait_for_text("waiting to be sent").await?;
    window.screenshot(&format!("{shots}-05-offline")).await?;
    Ok(())
}

/// A strict content security policy breaks the editor's own style sheet when its nonce is not passed on.
async fn expect_styled_editors(window: &Window) -> anyhow::Result<()> {
    let script = "return [...document.querySelectorAll('.cm-scroller')].map((e) => getComputedStyle(e).display);";
    let styled = window.ask(script, Vec::new()).await?;
    ensure!(styled == serde_json::json!(["flex", "flex", "flex"]), "headline, lead and body are laid out: {styled}");
    Ok(())
}

/// After a restart everything is there, and the story that was open is open.
async fn expect_everything_written(window: &Window, piece: &Piece) -> anyhow::Result<()> {
    for text in &piece.texts {
        window.click("tab", &text.tab).await?;
        window.wait_for_text(&text.headline).await?;
        for paragraph in text.body.split("\n\n") {
            window.wait_for_text(paragraph).await?;
        }
        window.click("tab", "Photos").await?;
        let fields = [
            ("Creator", &piece.creator),
            ("Credit line", &piece.credit_line),
            ("Caption", &text.caption),
            ("Alt text", &text.alt),
        ];
        for (field, written) in fields {
            let found = window.value(field).await?;
            ensure!(found == *written, "{field} says {found:?}");
        }
    }
    Ok(())
}

async fn submit(window: &Window, piece: &Piece, shots: &str) -> anyhow::Result<()> {
    for text in &piece.texts {
        window.click("tab", &text.tab).await?;
        window.click("button", "Submit").await?;
        window.wait_for_text("In review").await?;
    }
    window.click("button", "Sync").await?;
    window.wait_for_text("Waiting to be sent").await?;
    window.screenshot(&format!("{shots}-08-outbox")).await?;
    Ok(())
}

/// The desk editor reads each edition, approves it, and then publishes it.
async fn approve_and_publish(window: &Window, piece: &Piece, shots: &str) -> anyhow::Result<()> {
    window.click("button", "Approvals").await?;
    for text in &piece.texts {
        open_for_approval(window, piece, text).await?;
        window.screenshot(&format!("{shots}-10-approve-{}", text.edition)).await?;
        window.click("button", "Approve").await?;
        window.wait_for_text(&format!("{}, {} is approved", piece.slugline, text.tab)).await?;
    }
    window.screenshot(&format!("{shots}-11-approved")).await?;
    for text in &piece.texts {
        if let Some(around) = &piece.around {
            publish_dated(window, piece, text, &around.displayed).await?;
            continue;
        }
        open_for_approval(window, piece, text).await?;
        window.click("button", "Publish").await?;
        window.wait_for_text(&format!("{}, {} is on its way to readers", piece.slugline, text.tab)).await?;
    }
    window.screenshot(&format!("{shots}-12-publishing")).await?;
    Ok(())
}

/// The chief editor publishes with another moment than the present one, from the story itself.
async fn publish_dated(window: &Window, piece: &Piece, text: &Text, displayed: &str) -> anyhow::Result<()> {
    window.click("button", "Desk").await?;
    window.click_with_words("option", &[&piece.slugline]).await?;
    window.click("tab", &text.tab).await?;
    window.click("button", "More steps").await?;
    window.click("menuitem", "Publish with another time").await?;
    window.set_moment("Readers are shown", displayed).await?;
    window.screenshot(&format!("{}-12-dated", piece.slugline)).await?;
    window.click("button", "Publish with this time").await?;
    window.wait_for_text("Published").await
}

async fn open_for_approval(window: &Window, piece: &Piece, text: &Text) -> anyhow::Result<()> {
    window.click_with_words("button", &[&piece.slugline, &format!("{},", text.tab)]).await?;
    window.wait_for_text(&text.headline).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_shows_the_first_window_and_the_command_line_goes_through_it() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.find("button", "New story").await?;

    start_again(&display, &laptop, None)?;

    // The lock is the window's, so that this can only have gone through it.
    let story = laptop.answer(&["story", "new", "--edition", "kk", "--slugline", "told-from-outside"])?;
    ensure!(story["source_edition"] == "kk", "{story:#}");
    window.wait_for_text("told-from-outside").await?;
    window.close().await
}

/// Starts the program a second time, with or without a link; it has to end by itself.
fn start_again(display: &Display, laptop: &Laptop, link: Option<&str>) -> anyhow::Result<()> {
    let mut again = Command::new(program("tilshi-desktop")?);
    laptop.settle(&mut again);
    again.arg("--profile").arg(laptop.profile()).args(link).env("DISPLAY", display.name()).stderr(Stdio::piped());
    let mut again = again.spawn()?;
    let ended = wait_until("the second start", Duration::from_secs(10), || again.try_wait().transpose());
    if ended.is_err() {
        again.kill()?;
    }
    ensure!(ended?.context("it cannot be waited for")?.success(), "the second start shows the first window");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn links_from_other_programs_open_their_story_and_the_window_stands_where_it_stood() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let mut stories = Vec::new();
    for headline in ["The ferry sails again", "A canal opens early"] {
        let story = laptop.answer(&["story", "new", "--edition", "kk"])?;
        let story = story["story"].as_str().context("no story")?.to_owned();
        laptop.answer(&["edition", "set", &story, "en", "--headline", headline])?;
        stories.push(story);
    }
    // As it was left: smaller than it comes.
    let config = folder.path().join("config/org.tilshi.desktop");
    std::fs::create_dir_all(&config)?;
    let left = serde_json::json!({ "main": {
        "width": 1100, "height": 700, "x": 40, "y": 30, "prev_x": 40, "prev_y": 30,
        "maximized": false, "visible": true, "decorated": true, "fullscreen": false,
    } });
    std::fs::write(config.join(".window-state.json"), left.to_string())?;

    // The first one while the profile is locked.
    let link = |place: &str| format!("tilshi://story/{place}");
    let window = Window::open_by_link(&display, &laptop, &link(&format!("{}/en", stories[0]))).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    let shows = |words: &str| {
        let headlines = "[...document.querySelectorAll('.field-headline')]";
        format!("arguments[0]({headlines}.some((it) => it.innerText.includes('{words}')))")
    };
    window.wait_for(&shows("The ferry")).await?;
    window.wait_for("arguments[0](window.innerWidth === 1100 && window.innerHeight === 700)").await?;
    start_again(&display, &laptop, Some(&link(&format!("{}/en", stories[1]))))?;
    window.wait_for(&shows("A canal")).await?;
    for (nowhere, said) in
        [(link("7"), "leads to no story"), (link("019b0000-0000-7000-8000-0000e0000001"), "not on this computer")]
    {
        start_again(&display, &laptop, Some(&nowhere))?;
        window.wait_for_text(said).await?;
    }
    window.close().await
}

#[test]
fn without_a_display_the_app_says_so_in_one_sentence() -> anyhow::Result<()> {
    let mut app = Command::new(program("tilshi-desktop")?);
    let said = app.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output()?;
    ensure!(said.status.code() == Some(1), "{said:?}");
    let text = String::from_utf8(said.stderr)?;
    ensure!(text.lines().count() == 1 && text.contains("no display"), "{text}");
    Ok(())
}
