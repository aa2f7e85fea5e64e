//! The library of a desk: the board by editions, a list that is narrowed and kept, and many stories changed at once, by
//! keys alone.

use std::path::Path;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{EditionKey, Failure, Part, PartValue, StoryId};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::{CHIEF_EDITOR, DESK_EDITOR, JOURNALIST, PASSWORD};

/// Stories beside the ones that something is done with: more than stand on a screen.
const OTHERS: usize = 40;

fn plain<T>(answer: Result<T, Failure>) -> anyhow::Result<T> {
    answer.map_err(|failure| anyhow::anyhow!("{failure:?}"))
}

fn english() -> anyhow::Result<EditionKey> {
    "en".parse().context("an edition")
}

fn signed_in(folder: &Path, portal: &Portal, name: &str, login: &str) -> anyhow::Result<Newsroom> {
    let newsroom = Newsroom::new(folder.to_owned(), Options::default());
    plain(newsroom.profile_create(name.into(), Some(PASSPHRASE.into())))?;
    plain(newsroom.portal_connect(portal.address(), login.into(), PASSWORD.into()))?;
    plain(newsroom.sync_now())?;
    Ok(newsroom)
}

fn written(newsroom: &Newsroom, edition: &str, slugline: &str, headline: &str) -> anyhow::Result<StoryId> {
    let edition: EditionKey = edition.parse().context("an edition")?;
    let story = plain(newsroom.story_new(edition.clone()))?;
    let texts = [
        (Part::Slugline, slugline),
        (Part::Headline(edition.clone()), headline),
        (Part::Body(edition), "It was quiet in the district on Thursday."),
    ];
    for (part, text) in texts {
        plain(newsroom.part_set(story.into(), part.key(), PartValue::text(text)))?;
    }
    Ok(story)
}

/// A desk with stories in every state.
fn prepare(folder: &Path, portal: &Portal) -> anyhow::Result<()> {
    let aigerim = signed_in(&folder.join("aigerim"), portal, "Aigerim", JOURNALIST)?;
    for number in 0..OTHERS {
        written(&aigerim, "ru", &format!("wire-{number:02}"), "Утро в районе было тихим")?;
    }
    written(&aigerim, "tote", "tiger-ili", "ىله اتىراۋىندا جولبارىس كوبەيدى")?;
    plain(aigerim.sync_now())?;
    let canal = written(&aigerim, "en", "canal-opening", "Turkistan opens its canals two weeks early")?;
    let school = written(&aigerim, "en", "school-heating", "Kostanay schools switch to gas before winter")?;
    let tenge = written(&aigerim, "en", "tenge-rate", "The tenge gains two percent in a week")?;
    let track = written(&aigerim, "en", "bakhty-rail", "A second track carries its first freight")?;
    let en = english()?;
    for story in [canal, school, tenge, track] {
        plain(aigerim.edition_submit(story, en.clone()))?;
    }
    plain(aigerim.sync_now())?;
    let saule = signed_in(&folder.join("saule"), portal, "Saule", CHIEF_EDITOR)?;
    for story in [canal, track] {
        let says = plain(saule.story_show(story))?.editions.into_iter().find(|view| view.edition == en);
        plain(saule.edition_approve(story, en.clone(), says.context("no English edition")?.says))?;
    }
    plain(saule.edition_return(school, en.clone(), "Two sources, please".into(), Vec::new()))?;
    plain(saule.sync_now())?;
    plain(saule.edition_publish(canal, en, String::new(), None))?;
    plain(saule.sync_now())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_is_seen_by_editions_narrowed_kept_and_changed_many_at_once() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    tokio::task::block_in_place(|| prepare(folder.path(), &portal))?;
    let laptop = Laptop::new(&folder.path().join("daulet"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Daulet", DESK_EDITOR, "library").await?;

    window.press(&chord(Key::Alt, "3")).await?;
    window.wait_for_text("tiger-ili").await?;
    window.click_with_words("button", &["Everything"]).await?;
    window.wait_for_text("canal-opening").await?;
    window.come_to_rest().await?;
    window.screenshot("library-1-board").await?;
    window.click_with_words("button", &["To be translated"]).await?;
    window.wait_for_gone("tiger-ili").await?;
    window.wait_for_text("canal-opening").await?;
    window.click_with_words("button", &["Returned"]).await?;
    window.wait_for_text("Two sources, please").await?;
    window.wait_for_text("1 story").await?;
    // From the headline of the one row to its English edition.
    window.focus(".grid").await?;
    let editions = tilshi_newsroom::language::editions();
    let column = editions.iter().position(|edition| edition.key.as_str() == "en").context("no English")? + 1;
    let right = char::from(Key::Right).to_string();
    window.press(&format!("{}{}", right.repeat(column), char::from(Key::Enter))).await?;
    window.wait_for_text("Kostanay schools switch to gas").await?;
    window.find("button", "Submit").await?;

    window.press(&chord(Key::Alt, "2")).await?;
    window.wait_for_text("wire-39").await?;
    ensure!(!window.text().await?.contains("wire-05"), "only what is in sight stands in the page");
    window.focus(".items").await?;
    window.press(&char::from(Key::End).to_string()).await?;
    window.wait_for_text("wire-00").await?;
    window.screenshot("library-2-end-of-list").await?;
    window.type_into("Find in this list", "wire-0").await?;
    window.wait_for_gone("wire-10").await?;
    window.click("button", "Narrow the list").await?;
    window.screenshot("library-3-choices").await?;
    window.click("menuitem", "by slugline").await?;
    window.wait_for_text("by slugline").await?;
    window.click("button", "Narrow the list").await?;
    window.click("menuitem", "Draft").await?;
    window.click("button", "Narrow the list").await?;
    window.click("menuitem", "Person…").await?;
    window.wait_for_count(".narrowed input:focus", 1).await?;
    window.press("Aigerim").await?;
    window.wait_for_text("Aigerim Sadyqova").await?;
    window.screenshot("library-3-person").await?;
    window.press(&format!("{}{}", char::from(Key::Down), char::from(Key::Enter))).await?;
    window.wait_for_text("Person: Aigerim Sadyqova").await?;
    window.wait_for_text("wire-09").await?;
    window.click("button", "Narrow the list").await?;
    window.click("menuitem", "Keep this list").await?;
    window.type_into("Name of the list", "Quiet mornings").await?;
    window.press(&char::from(Key::Enter).to_string()).await?;
    window.wait_for_gone("Name of the list").await?;

    // All ten of them, by keys.
    window.focus(".items").await?;
    window.press(&chord(Key::Control, "a")).await?;
    window.wait_for_text("10 chosen").await?;
    window.screenshot("library-4-chosen").await?;
    window.click("button", "Urgency").await?;
    window.click("menuitem", "urgency 1").await?;
    window.wait_for_text("10 stories changed.").await?;
    window.screenshot("library-5-changed").await?;
    window.click("button", "Undo").await?;
    window.wait_for_text("10 stories are as they were.").await?;
    window.click("button", "Submit them").await?;
    window.wait_for_text("10 stories changed.").await?;
    window.click("button", "Close").await?;

    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Daulet Ospanov", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.wait_for_text("Таңдауды алып тастау").await?;
    // However much was found elsewhere, what can be done with the chosen ones stays in sight.
    window
        .wait_for(
            "const bar = document.querySelector('.bulk').getBoundingClientRect(); \
             arguments[0](bar.bottom <= innerHeight && bar.height > 60);",
        )
        .await?;
    window.screenshot("library-6-chosen-dark-kk").await?;
    window.press(&chord(Key::Alt, "3")).await?;
    window.click_with_words("button", &["Бәрі"]).await?;
    window.wait_for_text("canal-opening").await?;
    window.come_to_rest().await?;
    window.screenshot("library-7-board-dark-kk").await?;
    window.close().await?;

    let kept = laptop.answer(&["story", "list", "--queue", "approvals", "--order", "slugline"])?;
    let sluglines = kept.as_array().into_iter().flatten().filter_map(|row| row["slugline"].as_str());
    ensure!(sluglines.filter(|slugline| slugline.starts_with("wire-0")).count() == 10, "{kept:#}");
    let refused = laptop.tilshi(&["story", "list", "--standing", "unheard-of"])?;
    ensure!(refused.code != 0 && refused.err.contains("--standing unheard-of"), "{refused:?}");
    Ok(())
}
