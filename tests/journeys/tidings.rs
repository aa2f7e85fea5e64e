//! What others did with one's stories is told as it comes: in the status bar, and by the desktop while the window is behind others.

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{Part, PersonId};
use tilshi_newsroom::views::{CommentDraft, Event, Tiding, TidingKind};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::{Display, KeyRing, Portal, Window, wait_until};

use crate::by_command_line::signed_in;
use crate::by_window::PASSPHRASE;
use crate::laptops::{PASSWORD, edition, laptop, set, sync, written};
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

/// What a newsroom tells from now on.
fn heard(newsroom: &Newsroom) -> Arc<Mutex<Vec<Tiding>>> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    newsroom.subscribe(move |event| {
        if let Event::Tiding { tiding } = event {
            told.lock().expect("nobody failed").push(tiding);
        }
    });
    heard
}

#[test]
fn whoever_wrote_a_story_hears_what_became_of_it_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), JOURNALIST);
    let saule = laptop(folder.path(), &portal.address(), CHIEF_EDITOR);
    let (hers, others) = (heard(&aigerim), heard(&saule));
    let taken = |heard: &Mutex<Vec<Tiding>>| {
        let told = std::mem::take(&mut *heard.lock().expect("nobody failed"));
        told.into_iter().map(|tiding| (tiding.kind, tiding.edition, tiding.title, tiding.by)).collect::<Vec<_>>()
    };
    let english = edition("en");
    let story = written(&aigerim, "Water came.");
    let hand_in = || {
        aigerim.edition_submit(story, english.clone()).expect("submitted");
        sync(&aigerim);
        sync(&saule);
    };
    hand_in();
    saule.edition_return(story, english.clone(), "Where from?".into(), Vec::new()).expect("returned");
    sync(&saule);
    sync(&aigerim);
    let title = "canal-opening".to_owned();
    let told = |kind| (kind, Some(english.clone()), title.clone(), "Saule Bekova".to_owned());
    assert_eq!(taken(&hers), [told(TidingKind::Returned)]);
    sync(&aigerim);
    assert_eq!(taken(&hers), [], "once");

    set(&aigerim, story, Part::Body(english.clone()), "Water came from the Syr.");
    hand_in();
    let seen = saule.story_show(story).expect("the story").editions.into_iter().find(|it| it.edition == english);
    saule.edition_approve(story, english.clone(), seen.expect("an edition").says).expect("approved");
    let author: PersonId = aigerim.session_show().expect("a session").person.expect("a person");
    let words = "Well done.".to_owned();
    let comment = CommentDraft { words, about: None, answers: None, mentions: [author].into() };
    saule.comment_add(story, comment).expect("said");
    sync(&saule);
    sync(&aigerim);
    let mentioned = (TidingKind::Mentioned, None, title.clone(), String::new());
    assert_eq!(taken(&hers), [told(TidingKind::Approved), mentioned]);
    assert_eq!(taken(&others), [], "nobody hears of what they did themselves");

    // Another laptop of hers is told what stands there by its lists, and not as news.
    let second = Newsroom::new(folder.path().join("second"), Options::default());
    second.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
    let told_there = heard(&second);
    second.portal_connect(portal.address(), JOURNALIST.into(), PASSWORD.into()).expect("signs in");
    sync(&second);
    assert_eq!(taken(&told_there), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desktop_tells_what_the_window_cannot_while_it_is_behind_others() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let chief = signed_in(&folder.path().join("chief"), &portal, "Saule", CHIEF_EDITOR)?;
    let laptop = signed_in(&folder.path().join("laptop"), &portal, "Aigerim", JOURNALIST)?;
    let story = laptop.answer(&["story", "new", "--edition", "en", "--slugline", "ferry"])?;
    let story = story["story"].as_str().context("no story")?.to_owned();
    let words = ["--headline", "The ferry sails again", "--body", "It took nine days."];
    laptop.answer(&[&["edition", "set", &story, "en"][..], &words].concat())?;
    let session = KeyRing::log_in(&laptop)?;
    let log = folder.path().join("notifications");
    let _watching = session.watch("org.freedesktop.Notifications", &log)?;
    let window = Window::open_in(&display, &laptop, &session).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.find("button", "New story").await?;
    let hand_in = || -> anyhow::Result<()> {
        laptop.answer(&["edition", "submit", &story, "en"])?;
        laptop.answer(&["sync"])?;
        chief.answer(&["sync"])?;
        Ok(())
    };
    hand_in()?;
    chief.answer(&["edition", "return", &story, "en", "--reason", "Where from?"])?;
    chief.answer(&["sync"])?;
    window.wait_for_text("Saule Bekova returned “ferry” (English).").await?;
    window.come_to_rest().await?;
    window.screenshot("tidings-1-returned").await?;
    ensure!(fs::read_to_string(&log)?.find("returned").is_none(), "the window says it itself");

    window.run("document.hasFocus = () => false", Vec::new()).await?;
    laptop.answer(&["edition", "set", &story, "en", "--body", "It took nine days, says the port."])?;
    hand_in()?;
    chief.answer(&["edition", "approve", &story, "en"])?;
    chief.answer(&["sync"])?;
    let told = || fs::read_to_string(&log).ok().filter(|log| log.contains("Saule Bekova approved “ferry” (English)."));
    wait_until("the notification", Duration::from_secs(20), told)?;
    window.close().await
}
