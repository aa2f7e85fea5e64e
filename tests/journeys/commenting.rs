//! What people say to each other about a story: on two laptops, from the command line, and in the window.

use std::collections::BTreeSet;

use anyhow::ensure;
use tilshi_newsroom::Newsroom;
use tilshi_newsroom::story::{CommentId, Part, Quote, StoryId};
use tilshi_newsroom::views::{CommentDraft, CommentView};
use tilshi_tests::{Display, Key, Laptop, Portal, Window, chord};

use crate::by_window::{PASSPHRASE, first_start};
use crate::laptops::{edition, laptop as laptop_of, set, sync, written};
use crate::newsroom::{CHIEF_EDITOR, JOURNALIST};

fn said(words: &str) -> CommentDraft {
    CommentDraft { words: words.into(), about: None, answers: None, mentions: BTreeSet::new() }
}

fn discussion(newsroom: &Newsroom, story: StoryId) -> Vec<CommentView> {
    newsroom.story_show(story).expect("the story").comments
}

fn words(comments: &[CommentView]) -> Vec<&str> {
    comments.iter().map(|comment| comment.words.as_str()).collect()
}

#[test]
fn two_people_discuss_a_story_and_deal_with_what_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop_of(folder.path(), &portal.address(), JOURNALIST);
    let saule = laptop_of(folder.path(), &portal.address(), CHIEF_EDITOR);
    let story = written(&aigerim, "Water came on Monday. Nobody knows why.");
    sync(&saule);

    let about = Quote {
        part: Part::Body(edition("en")).key(),
        exact: "Nobody knows why.".into(),
        before: String::new(),
        after: String::new(),
    };
    let person = aigerim.session_show().expect("a session").person.expect("a person");
    let draft = CommentDraft { about: Some(about), mentions: [person].into(), ..said("Who says so?") };
    saule.comment_add(story, draft).expect("said");
    let before = saule.story_show(story).expect("the story").editions;
    sync(&saule);
    sync(&aigerim);
    let comments = discussion(&aigerim, story);
    let [question] = comments.as_slice() else { panic!("{comments:?}") };
    assert_eq!((question.by.as_str(), question.is_mine, question.mentions_me), ("Saule Bekova", false, true));
    let found = question.about.as_ref().expect("a passage");
    assert_eq!((found.before.as_str(), found.after.as_str()), ("Water came on Monday. ", ""), "the words around it");

    // Both at once, without a network between: nothing is lost and nothing is in conflict.
    let answer = |words: &str| CommentDraft { answers: Some(question.comment), ..said(words) };
    aigerim.comment_add(story, answer("The water office.")).expect("answered");
    aigerim.comment_settle(story, question.comment, true).expect("dealt with");
    saule.comment_add(story, answer("I asked them.")).expect("answered");
    saule.comment_settle(story, question.comment, true).expect("dealt with");
    sync(&aigerim);
    sync(&saule);
    sync(&aigerim);
    for newsroom in [&aigerim, &saule] {
        let comments = discussion(newsroom, story);
        assert_eq!(words(&comments), ["Who says so?"]);
        assert_eq!(words(&comments[0].answers), ["The water office.", "I asked them."]);
        assert!(comments[0].settled.is_some());
        let view = newsroom.story_show(story).expect("the story");
        assert!(view.cards.is_empty() && view.suggestions.is_empty(), "{view:?}");
        assert!(view.content.iter().all(|(part, _)| !part.as_str().starts_with("comment/")), "{:?}", view.content);
    }
    let says = |editions: &[tilshi_newsroom::views::EditionView]| {
        editions.iter().map(|each| each.says.clone()).collect::<Vec<_>>()
    };
    let after = saule.story_show(story).expect("the story").editions;
    assert_eq!(says(&before), says(&after), "no approval is about what people say to each other");

    // The passage changes, and the comment still says what it was about.
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");
    aigerim.comment_settle(story, question.comment, false).expect("open again");
    sync(&aigerim);
    sync(&saule);
    let comments = discussion(&saule, story);
    assert!(comments[0].settled.is_none(), "{comments:?}");
    assert_eq!(comments[0].about.as_ref().map(|about| about.exact.as_str()), Some("Nobody knows why."));
    let refused = aigerim.comment_remove(story, comments[0].comment).expect_err("not hers");
    assert_eq!(refused.code, "not-yourself");
    saule.comment_remove(story, comments[0].comment).expect("taken back");
    sync(&saule);
    sync(&aigerim);
    assert_eq!(discussion(&aigerim, story), []);
}

#[test]
fn a_comment_without_sense_is_refused_and_nothing_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop_of(folder.path(), &portal.address(), JOURNALIST);
    let story = written(&aigerim, "Water came on Monday.");
    let refused = |draft: CommentDraft| aigerim.comment_add(story, draft).expect_err("refused").code;
    assert_eq!(refused(said(" \n ")), "comment-empty");
    assert_eq!(refused(said(&"a".repeat(9_000))), "text-too-long");
    assert_eq!(refused(CommentDraft { answers: Some(CommentId::generate()), ..said("Yes.") }), "comment-not-found");
    let quote = |part: Part, exact: &str| {
        Some(Quote { part: part.key(), exact: exact.into(), before: String::new(), after: String::new() })
    };
    let body = Part::Body(edition("en"));
    assert_eq!(refused(CommentDraft { about: quote(body.clone(), "Fire"), ..said("Why?") }), "passage-not-found");
    assert_eq!(refused(CommentDraft { about: quote(body, ""), ..said("Why?") }), "passage-not-found");
    assert_eq!(refused(CommentDraft { about: quote(Part::Slugline, "canal"), ..said("Why?") }), "bad-argument");
    assert_eq!(discussion(&aigerim, story), []);
    let settled = aigerim.comment_settle(story, CommentId::generate(), true).expect_err("no such comment");
    assert_eq!(settled.code, "comment-not-found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_is_discussed_in_the_window_by_keys_and_follows_its_words() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "discussion").await?;
    window.press(&chord(Key::Control, "n")).await?;
    window.type_into("Headline", "Canals open two weeks early").await?;
    window.type_into("Body", "Water came on Monday. Nobody knows why.").await?;
    window.wait_for_text("All sent").await?;
    // The last sentence, by keys.
    window.focus(".field-body .cm-content").await?;
    window.press(&chord(Key::Control, &char::from(Key::End).to_string())).await?;
    window.press(&chord(Key::Shift, &char::from(Key::Left).to_string().repeat("Nobody knows why.".len()))).await?;
    window.press(&format!("{}{}m{}", char::from(Key::Control), char::from(Key::Alt), char::from(Key::Null))).await?;
    window.wait_for_count(".discussion textarea:focus", 1).await?;
    window.press("Who says so?").await?;
    window.wait_for_count(".field-body .remark", 1).await?;
    window.screenshot("discussion-1-about-a-passage").await?;
    window.press(&chord(Key::Control, &char::from(Key::Enter).to_string())).await?;
    window.wait_for_count(".thread", 1).await?;
    window.wait_for_count(".field-body .remark", 1).await?;
    ensure!(
        window.ask("return document.querySelector('.remark').textContent;", Vec::new()).await? == "Nobody knows why."
    );

    // What is written before it moves it; the chief editor, elsewhere, finds and answers it.
    window.press(&chord(Key::Control, &char::from(Key::Home).to_string())).await?;
    window.focus(".field-body .cm-content").await?;
    window.press(&chord(Key::Control, &char::from(Key::Home).to_string())).await?;
    window.press("Farmers wait no more. ").await?;
    laptop.answer(&["sync"])?;
    tokio::task::block_in_place(|| {
        let saule = laptop_of(folder.path(), &portal.address(), CHIEF_EDITOR);
        sync(&saule);
        let list = saule.story_list(tilshi_newsroom::views::Queue::Desk.into(), 0, 50).expect("a list");
        let story = list.rows.iter().find(|row| row.headline.starts_with("Canals open")).expect("it came").story;
        let asked = discussion(&saule, story).remove(0);
        assert_eq!(asked.about.expect("a passage").exact, "Nobody knows why.");
        let shown = saule.story_show(story).expect("the story");
        let mentions = shown.content.text(&Part::CreatedBy).parse().into_iter().collect();
        let answer = CommentDraft { answers: Some(asked.comment), mentions, ..said("The water office, on the phone.") };
        saule.comment_add(story, answer).expect("answered");
        sync(&saule);
    });
    laptop.answer(&["sync"])?;
    window.wait_for_text("The water office, on the phone.").await?;
    // Whoever is mentioned sees so in every list, and can have those stories alone.
    window.wait_for_count("[role=option] .mention", 1).await?;
    let mentioning = laptop.answer(&["story", "list", "--queue", "mentions"])?;
    ensure!(mentioning.as_array().is_some_and(|rows| rows.len() == 1), "{mentioning:#}");
    window.click("button", "Nobody knows why.").await?;
    window.wait_for("arguments[0](getSelection().toString() === 'Nobody knows why.');").await?;
    window.come_to_rest().await?;
    window.screenshot("discussion-2-answered").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    // An answer that was begun outlives a look at another tab, and the program's end.
    window.click("button", "Answer").await?;
    window.wait_for_count(".thread textarea:focus", 1).await?;
    window.press("I will ask").await?;
    window.click("tab", "History").await?;
    window.click("tab", "Discussion").await?;
    window.wait_for("arguments[0](document.querySelector('.thread textarea')?.value === 'I will ask');").await?;
    let kept = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('window_left').then((left) => done((left ?? '').includes('I will ask')));";
    window.wait_for(kept).await?;
    window.kill().await?;
    let window = Window::open(&display, &laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    window.wait_for("arguments[0](document.querySelector('.thread textarea')?.value === 'I will ask');").await?;
    window.screenshot("discussion-4-begun").await?;
    window.click("button", "Leave").await?;

    for choice in ["Dark", "Қазақша"] {
        window.click_with_words("button", &["Aigerim Sadyqova", "language, theme, profile"]).await?;
        window.click("menuitem", choice).await?;
    }
    window.come_to_rest().await?;
    window.screenshot("discussion-3-dark-kk").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Шешілді").await?;
    window.wait_for_count(".field-body .remark", 0).await?;
    window.wait_for_count("[role=option] .mention", 0).await?;
    window.close().await
}
