//! A photo in the middle of a text: dropped between paragraphs, taken out and brought back by keys, put into another
//! edition, and read where it was put.

use std::path::Path;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{EditionKey, Failure};
use tilshi_newsroom::views::Queue;
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST, PASSWORD, address_on_front_page, between, ferry, page, picture_file};

const HEADLINE: &str = "Canals open two weeks early";

fn plain<T>(answer: Result<T, Failure>) -> anyhow::Result<T> {
    answer.map_err(|failure| anyhow::anyhow!("{failure:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_stands_where_it_was_put() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "placed").await?;

    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", HEADLINE).await?;
    window.type_into("Body", "The first water came on Monday.\n\nThe second gate opens on Friday.").await?;
    window.focus(".field-body .cm-content").await?;
    window
        .press(&format!("{}{}", chord(Key::Control, &char::from(Key::Home).to_string()), char::from(Key::Down)))
        .await?;
    // Let go over the first of the two paragraphs.
    window.drop_file("textbox", "Body", "river.jpg", &std::fs::read(picture_file())?).await?;
    window.wait_for_count(".field-body .md-photo.is-selected img", 1).await?;
    window.wait_for_text("Take out of the text").await?;
    window.click("tab", "Photos").await?;
    for (field, words) in [
        ("Creator", "Marat Omarov"),
        ("Credit line", "Marat Omarov / Dala"),
        ("Caption", "Water in the canal"),
        ("Alt text", "A canal"),
    ] {
        window.type_into(field, words).await?;
    }
    window.choose("Rights basis", "Own production").await?;
    window.focus(".field-body .cm-content").await?;
    window.wait_for_text("Marat Omarov / Dala").await?;
    window.come_to_rest().await?;
    window.screenshot("placed-1-in-the-text").await?;

    // Backspace takes it out, and it stands below the text as every photo without a place.
    window.press(&char::from(Key::Backspace).to_string()).await?;
    window.wait_for_count(".field-body .md-photo", 0).await?;
    window.wait_for_count(".below figure", 1).await?;
    window.press(&chord(Key::Control, "z")).await?;
    window.wait_for_count(".field-body .md-photo img", 1).await?;
    window.wait_for_count(".below figure", 0).await?;

    window.click("tab", "Kazakh, Arabic script").await?;
    window.type_into("Body", "العاشقى سۋ دۇيسەنبى كۇنى كەلدى.\n\nەكىنشى قاقپا جۇما كۇنى اشىلادى.").await?;
    window.focus(".field-body .cm-content").await?;
    window.press(&chord(Key::Control, &char::from(Key::Home).to_string())).await?;
    command(&window, "Put photo 1 at the caret").await?;
    window.wait_for_count(".field-body .md-photo img", 1).await?;
    window.come_to_rest().await?;
    window.screenshot("placed-2-right-to-left").await?;

    window.click("tab", "English").await?;
    window.click("button", "Submit").await?;
    window.wait_for_text("In review").await?;
    laptop.answer(&["sync"])?;
    tokio::task::block_in_place(|| publish(folder.path(), &portal))?;
    let mut text = ferry().texts.remove(0);
    (text.edition, text.headline) = ("en".into(), HEADLINE.into());
    let address = address_on_front_page(&portal.address(), &text).await?;
    let html = page(&address).await?;
    let body = between(&html, "<div class=\"body\">", "</article>")?;
    let places = ["The first water", "<figure", "Water in the canal", "Marat Omarov / Dala", "The second gate"];
    let order: Vec<_> = places.iter().map(|words| body.find(words)).collect();
    ensure!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?} of {places:?} in {body}");
    ensure!(html.matches("<figure").count() == 1, "the photo stands once:\n{html}");
    window.close().await
}

/// The chief editor approves and publishes what came.
pub(crate) fn publish(folder: &Path, portal: &Portal) -> anyhow::Result<()> {
    let english: EditionKey = "en".parse().context("an edition")?;
    let saule = Newsroom::new(folder.join("saule"), Options::default());
    plain(saule.profile_create("Saule".into(), Some(PASSPHRASE.into())))?;
    plain(saule.portal_connect(portal.address(), CHIEF_EDITOR.into(), PASSWORD.into()))?;
    plain(saule.sync_now())?;
    let stories = plain(saule.story_list(Queue::Desk.into(), 0, 50))?;
    let story = stories.rows.first().context("no story came")?.story;
    let says = plain(saule.story_show(story))?.editions.into_iter().find(|view| view.edition == english);
    plain(saule.edition_approve(story, english.clone(), says.context("no English edition")?.says))?;
    plain(saule.edition_publish(story, english, String::new(), None))?;
    plain(saule.sync_now())?;
    Ok(())
}
