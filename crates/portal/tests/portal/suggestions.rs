//! Suggestions: what somebody without the right wrote changes nothing and is seen by everyone, until whoever has the
//! right answers it or its writer takes it back.

use tilshi_story::{CardId, CardKind, Content, OperationId, Part, PartValue, StoryId, WorkflowCommand};
use tilshi_sync::wire::{Action, Operation};

use crate::newsroom::{Laptop, RunningPortal, accepted, bring_photo, change, edition, ferry_story, refused, suggested};

fn settle(laptop: &Laptop, story: StoryId, card: CardId) -> Operation {
    let mut operation = change(story, Some(laptop.feed_of(story).revision), &[]);
    let Action::Change { settles, .. } = &mut operation.action else { panic!("a change") };
    settles.push(card);
    operation
}

#[test]
fn what_a_change_may_not_do_is_suggested_and_the_rest_is_done() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    let (kk, ru) = (Part::Lead(edition("kk")), Part::Lead(edition("ru")));
    let operation = change(story, Some(head), &[(kk.clone(), "Үш аптадан кейін."), (ru.clone(), "Через три недели.")]);
    let outcome = editor.push_one(&operation);
    assert_eq!(suggested(&outcome), [ru.key()]);
    assert_eq!(editor.push_one(&operation), outcome, "sent again, the same answer");

    let news = journalist.feed_of(story);
    let content: Content = news.parts.into_iter().collect();
    assert_eq!((content.text(&kk), content.text(&ru)), ("Үш аптадан кейін.", ""));
    assert_eq!(news.cards.len(), 1);
    let card = &news.cards[0];
    assert_eq!((card.kind, card.part.clone()), (CardKind::Suggestion, ru.key()));
    assert_eq!((&card.base, &card.ours.value), (&None, &Some(PartValue::text("Через три недели."))));
    assert_eq!(card.ours.by, editor.account.person);
}

#[test]
fn a_suggestion_moves_no_revision_and_stands_in_the_way_of_nothing() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    let body = change(story, Some(head), &[(Part::Body(edition("en")), "Mine."), (Part::Slugline, "mine")]);
    let outcome = portal.laptop("colleague").push_one(&body);
    assert_eq!(suggested(&outcome).len(), 2);
    assert_eq!(accepted(outcome), head);
    assert_eq!(journalist.feed_of(story).revision, head);
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    accepted(editor.step(story, "en", WorkflowCommand::Publish { note: String::new(), displayed: None }));
}

#[test]
fn a_suggestion_is_answered_by_whoever_has_the_right_or_taken_back_by_its_writer() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    for words in ["first", "second"] {
        colleague.push_one(&change(story, Some(head), &[(Part::Attribution, words)]));
    }
    let cards: Vec<CardId> = journalist.feed_of(story).cards.iter().map(|card| card.id()).collect();
    assert_eq!(cards.len(), 2);
    let photographer = portal.laptop("photographer");
    accepted(photographer.push_one(&settle(&photographer, story, cards[0])));
    assert_eq!(journalist.feed_of(story).cards.len(), 2, "who has no right leaves the card open");
    accepted(colleague.push_one(&settle(&colleague, story, cards[0])));
    assert_eq!(journalist.feed_of(story).cards.len(), 1);
    accepted(journalist.push_one(&settle(&journalist, story, cards[1])));
    assert!(journalist.feed_of(story).cards.is_empty());
    assert_eq!(journalist.feed_of(story).revision, head, "an answer without a change is no revision");
}

#[test]
fn a_suggestion_that_settles_itself_stays_open() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    let words = change(story, Some(head), &[(Part::Attribution, "the ferry office")]);
    colleague.push_one(&words);
    let card = journalist.feed_of(story).cards[0].id();
    // A laptop that believed that it had the right took its own words into the text, which settled the card; the same
    // words come as a suggestion again.
    let mut again = Operation { id: OperationId::generate(), ..words };
    let Action::Change { settles, .. } = &mut again.action else { panic!("a change") };
    settles.push(card);
    assert_eq!(suggested(&colleague.push_one(&again)), [Part::Attribution.key()]);
    let cards: Vec<CardId> = journalist.feed_of(story).cards.iter().map(|card| card.id()).collect();
    assert_eq!(cards, [card], "the words are nowhere else");
}

#[test]
fn a_conflict_that_somebody_without_the_right_sends_is_a_suggestion() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let photo = bring_photo(&journalist, &[]);
    let head = journalist.feed_of(photo).revision;
    let mut operation = change(photo, Some(head), &[(Part::CreditLine, "Colleague")]);
    colleague.push_one(&operation);
    let mut card = journalist.feed_of(photo).cards[0].clone();
    card.kind = CardKind::Conflict;
    card.ours.value = Some(PartValue::text("Colleague / Dala"));
    operation.id = OperationId::generate();
    let Action::Change { patch, cards, .. } = &mut operation.action else { panic!("a change") };
    patch.0.clear();
    cards.push(card.clone());
    accepted(colleague.push_one(&operation));
    let cards = journalist.feed_of(photo).cards;
    assert_eq!(cards.iter().map(|card| card.kind).collect::<Vec<_>>(), [CardKind::Suggestion; 2]);
    assert_eq!(journalist.feed_of(photo).revision, head);
}

#[test]
fn nobody_suggests_anything_about_a_withdrawn_edition() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    for command in [
        WorkflowCommand::Submit,
        WorkflowCommand::Approve,
        WorkflowCommand::Publish { note: String::new(), displayed: None },
    ] {
        accepted(editor.step(story, "en", command));
    }
    accepted(editor.step(story, "en", WorkflowCommand::Withdraw { note: "Wrong river.".into() }));
    let late = change(story, Some(head), &[(Part::Body(edition("en")), "Late.")]);
    assert_eq!(refused(portal.laptop("colleague").push_one(&late)), "story-withdrawn");
}
