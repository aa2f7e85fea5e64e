//! Two people on one computer, by keyboard alone: each has a profile, and neither sees what the other wrote.

use anyhow::ensure;
use fantoccini::key::Key;
use tilshi_tests::{Display, Laptop, Portal, Window, chord};

use crate::by_window::PASSPHRASE;
use crate::keys::{command, tab_to, type_on};
use crate::newsroom::{DESK_EDITOR, JOURNALIST, PASSWORD};

async fn first_start(window: &Window, name: &str, shots: &str) -> anyhow::Result<()> {
    window.find("textbox", "Your name").await?;
    window.screenshot(&format!("people-{shots}-first-start")).await?;
    type_on(window, name).await?;
    window.press(PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Write this code down").await?;
    tab_to(window, "I have written it down").await?;
    window.find("button", "New story").await.map(|_| ())
}

async fn sign_in(window: &Window, portal: &Portal, login: &str) -> anyhow::Result<()> {
    window.find("textbox", "Portal address").await?;
    type_on(window, &portal.address()).await?;
    type_on(window, login).await?;
    window.press(PASSWORD).await?;
    window.press(&char::from(Key::Enter).to_string()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_of_one_computer_change_places_without_a_pointer() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;

    first_start(&window, "Aigerim", "1").await?;
    command(&window, "Connect to a portal").await?;
    sign_in(&window, &portal, JOURNALIST).await?;
    window.wait_for_text("Connected to the portal").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.find("textbox", "Headline").await?;
    window.press("Water reaches the canal").await?;
    window.wait_for_text("All sent").await?;

    // Daulet signs in on her profile: it says whose it is, and where his own is made.
    window.press(&chord(Key::Control, "k")).await?;
    window.find("combobox", "Commands and stories").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    tab_to(&window, ": language, theme, profile").await?;
    window.find("menuitem", "Sign in again").await?;
    // Below three languages, three themes, the contrast and two sizes.
    for _ in 0..9 {
        window.press(&char::from(Key::Down).to_string()).await?;
    }
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.find("textbox", "Login name").await?;
    window.press(&format!("{}{}", char::from(Key::Shift), char::from(Key::Tab))).await?;
    window.press(&chord(Key::Control, "a")).await?;
    type_on(&window, DESK_EDITOR).await?;
    window.press(PASSWORD).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("This profile belongs to another person").await?;
    window.screenshot("people-2-another-person").await?;
    tab_to(&window, "Choose or make another profile").await?;
    window.wait_for_text("This window").await?;
    window.screenshot("people-3-who").await?;
    tab_to(&window, "New profile").await?;

    first_start(&window, "Daulet", "4").await?;
    ensure!(!window.text().await?.contains("Water reaches the canal"), "a new profile shows another's story");
    command(&window, "Connect to a portal").await?;
    sign_in(&window, &portal, DESK_EDITOR).await?;
    window.wait_for_text("Connected to the portal").await?;
    window.wait_for_text("Daulet Ospanov").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    window.wait_for_text("Материалдарым").await?;

    // Back to hers: locked, and it greets her in her own language.
    command(&window, "Басқа адам").await?;
    window.wait_for_text("Осы терезеде").await?;
    window.screenshot("people-5-who-dark-kk").await?;
    tab_to(&window, "Aigerim Sadyqova").await?;
    window.wait_for_text("the texts are encrypted").await?;
    window.wait_for_text("Aigerim Sadyqova").await?;
    window.screenshot("people-6-greeted").await?;
    window.press(PASSPHRASE).await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_text("Water reaches the canal").await?;

    let people = laptop.answer(&["people"])?;
    let names: Vec<&str> = people.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
    ensure!(names == ["Aigerim Sadyqova", "Daulet Ospanov"], "{people}");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_before_there_was_a_portal_is_offered_and_goes_when_its_writer_says() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, "Aigerim", "7").await?;
    for headline in ["Written on a mountain", "Written in a valley"] {
        window.press(&chord(Key::Control, "n")).await?;
        window.find("textbox", "Headline").await?;
        window.press(headline).await?;
        window.wait_for_text("Saved on this computer").await?;
    }
    window.click("tab", "Kazakh, Arabic script").await?;
    window.type_into("Headline", "سۋ كەلدى").await?;
    window.wait_for_text("Saved on this computer").await?;
    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Порталға қосылу").await?;
    window.wait_for_text("Осында жазылған 2 материал бірге барады").await?;
    window.screenshot("people-8-offered-dark-kk").await?;
    window.press(&char::from(Key::Escape).to_string()).await?;
    for choice in ["Көрініс: Ашық", "Интерфейс тілі: English"] {
        command(&window, choice).await?;
    }
    command(&window, "Connect to a portal").await?;
    window.wait_for_text("2 stories written here go along").await?;
    window.click("checkbox", "Send them as soon as I am signed in").await?;
    window.wait_for_text("Nothing is sent or fetched").await?;
    window.screenshot("people-9-not-yet").await?;
    window.type_into("Portal address", &portal.address()).await?;
    window.type_into("Login name", JOURNALIST).await?;
    window.type_into("Password", PASSWORD).await?;
    window.click("button", "Sign in").await?;
    window.wait_for_text("Aigerim Sadyqova").await?;
    window.click("button", "Sync").await?;
    window.find("button", "Resume").await?;
    window.wait_for_text("Waits until you resume").await?;
    window.screenshot("people-10-waiting").await?;
    let waiting = laptop.answer(&["outbox", "list"])?;
    ensure!(waiting["waiting"].as_array().is_some_and(|rows| rows.len() == 2), "{waiting}");
    window.click("button", "Resume").await?;
    window.wait_for_text("Everything is sent").await?;
    window.close().await
}
