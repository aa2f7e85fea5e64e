//! The path from draft to public, and everything that may stop it.

use tilshi_story::{
    Accepted, Block, EditionRecord, EditionState, Part, PartChange, PartValue, PassageReason, Patch, PhotoId,
    PublicationKind, StoryId, Timestamp, WorkflowCommand,
};
use tilshi_sync::wire::{Action, Outcome};

use crate::newsroom::{
    Laptop, RunningPortal, accepted, bring_photo, change, change_with, edition, ferry_story, refused, suggested,
};

fn publish() -> WorkflowCommand {
    WorkflowCommand::Publish { note: String::new(), displayed: None }
}

/// A story with a photo, approved in English.
fn approved_story(journalist: &Laptop, editor: &Laptop, photo_without: &[Part]) -> StoryId {
    let photo = bring_photo(journalist, photo_without).to_string();
    let mut parts = ferry_story();
    parts.push((Part::Photos, &photo));
    let story = StoryId::generate();
    journalist.change(story, None, &parts);
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    story
}

#[test]
fn a_text_in_which_something_is_still_to_come_is_neither_submitted_nor_approved() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let body = Part::Body(edition("en"));
    let revision = journalist.change(story, None, &ferry_story());
    let unfinished = journalist.change(story, Some(revision), &[(body.clone(), "The ferry took TK cars.")]);
    assert_eq!(refused(journalist.step(story, "en", WorkflowCommand::Submit)), "placeholder-left");
    accepted(journalist.step(story, "kk", WorkflowCommand::Submit));
    let finished = journalist.change(story, Some(unfinished), &[(body.clone(), "The ferry took forty cars.")]);
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    editor.change(story, Some(finished), &[(body, "The ferry took forty cars and ??? bicycles.")]);
    assert_eq!(refused(editor.step(story, "en", WorkflowCommand::Approve)), "placeholder-left");
}

#[test]
fn what_its_source_says_differently_since_is_answered_before_an_edition_is_approved() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let (from, body) = (Part::MadeFrom(edition("en")), Part::SourceBody(edition("en")));
    let mut parts = ferry_story();
    let kazakh = parts.iter().find(|(part, _)| *part == Part::Body(edition("kk"))).expect("a Kazakh body").1;
    parts.extend([(from, "kk"), (Part::SourceHeadline(edition("en")), "Паром"), (body.clone(), kazakh)]);
    let revision = journalist.change(story, None, &parts);
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    assert_eq!(refused(editor.step(story, "en", WorkflowCommand::Approve)), "edition-behind");
    let headline = parts.iter().find(|(part, _)| *part == Part::Headline(edition("kk"))).map_or("", |(_, text)| text);
    let revision = editor.change(story, Some(revision), &[(Part::SourceHeadline(edition("en")), headline)]);
    assert_eq!(refused(editor.step(story, "en", WorkflowCommand::Approve)), "checks-failed", "bold here alone");
    let plain = "The ferry took forty cars over the river on Tuesday.";
    editor.change(story, Some(revision), &[(Part::Body(edition("en")), plain)]);
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
}

#[test]
fn an_edition_goes_from_draft_to_public_and_every_step_is_on_the_feed() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    let at = journalist.pull(None, 0);
    let document = journalist.feed_of(story);
    let record = &document.editions[&edition("en")];
    assert_eq!((record.state, record.by), (EditionState::Approved, editor.account.person));
    assert!(document.publications.is_empty());

    accepted(editor.step(story, "en", publish()));
    let news = journalist.pull(Some(&at.epoch), at.cursor);
    let [document] = news.documents.as_slice() else { panic!("one document, not {:?}", news.documents) };
    assert!(document.parts.is_empty(), "publishing changes no part");
    let [publication] = document.publications.as_slice() else { panic!("one publication") };
    assert_eq!((publication.kind, publication.by), (PublicationKind::First, editor.account.person));
    assert_eq!(publication.revision, document.revision);
    assert_eq!(publication.photos.len(), 1);
    let expected = format!("/en/news/the-ferry-crosses-the-irtysh-again-{}", story.short());
    assert_eq!(publication.path, expected);
    assert_eq!(refused(editor.step(story, "en", publish())), "already-published");

    let headline = Part::Headline(edition("en"));
    editor.change(story, Some(document.revision), &[(headline, "The ferry is back")]);
    assert_eq!(refused(editor.step(story, "en", publish())), "not-approved");
    accepted(editor.step(story, "en", WorkflowCommand::Submit));
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    accepted(editor.step(story, "en", publish()));
    let publications = journalist.feed_of(story).publications;
    let kinds: Vec<_> =
        publications.iter().map(|publication| (publication.kind, publication.until.is_some())).collect();
    assert_eq!(kinds, [(PublicationKind::First, true), (PublicationKind::Update, false)]);
    assert_eq!(publications[0].until, Some(publications[1].from));
    assert_eq!(publications[1].path, expected, "an address that was public stays");
}

#[test]
fn a_step_about_other_bytes_is_refused() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    accepted(editor.step(story, "kk", WorkflowCommand::Submit));
    let english = editor.step_operation(story, "en", WorkflowCommand::Approve);
    let kazakh = editor.step_operation(story, "kk", WorkflowCommand::Approve);
    journalist.change(story, Some(head), &[(Part::Body(edition("en")), "Quite another text.")]);
    let Outcome::Refused { reason } = editor.push_one(&english) else { panic!("the text has changed") };
    assert_eq!((reason.code.as_str(), reason.params["edition"].as_str()), ("changed-meanwhile", "en"));
    assert_eq!(refused(editor.push_one(&kazakh)), "changed-meanwhile", "the source it was translated from moved");
    assert_eq!(journalist.feed_of(story).editions[&edition("en")].state, EditionState::InReview);

    // Pins that were made up are no way round it.
    let Action::Workflow { edition: key, command, .. } = english.action.clone() else { panic!("a step") };
    let action = Action::Workflow { edition: key, command, pins: vec![], source_pins: vec![] };
    let made_up = tilshi_sync::wire::Operation { id: tilshi_story::OperationId::generate(), action, ..english };
    assert_eq!(refused(editor.push_one(&made_up)), "changed-meanwhile");
}

#[test]
fn what_changed_since_its_approval_is_not_published() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    let head = journalist.feed_of(story).revision;
    journalist.change(story, Some(head), &[(Part::Body(edition("en")), "Slipped in after the approval.")]);
    assert_eq!(refused(editor.step(story, "en", publish())), "changed-since-approval");
}

#[test]
fn only_a_desk_editor_of_the_edition_approves_and_publishes() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    for login in ["journalist", "colleague", "photographer", "administrator"] {
        let laptop = portal.laptop(login);
        for command in [WorkflowCommand::Approve, publish(), WorkflowCommand::Withdraw { note: "No.".into() }] {
            assert_eq!(refused(laptop.step(story, "en", command)), "deed-not-yours", "{login}");
        }
    }
    let ru = Part::Headline(edition("ru"));
    let head = journalist.feed_of(story).revision;
    journalist.change(story, Some(head), &[(ru, "Паром снова ходит")]);
    accepted(journalist.step(story, "ru", WorkflowCommand::Submit));
    assert_eq!(refused(editor.step(story, "ru", WorkflowCommand::Approve)), "deed-not-yours");

    let own = StoryId::generate();
    editor.change(own, None, &ferry_story());
    accepted(editor.step(own, "en", WorkflowCommand::Submit));
    assert_eq!(refused(editor.step(own, "en", WorkflowCommand::Approve)), "own-text-needs-another-editor");
    accepted(portal.laptop("chief").step(own, "en", WorkflowCommand::Approve));
}

#[test]
fn a_photo_that_lacks_something_stops_the_publication_and_says_what() {
    for (missing, code) in [
        (Part::Creator, "photo-without-creator"),
        (Part::CreditLine, "photo-without-credit-line"),
        (Part::RightsBasis, "photo-without-rights-basis"),
        (Part::AltText(edition("en")), "photo-without-alt-text"),
    ] {
        let portal = RunningPortal::start();
        let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
        let story = approved_story(&journalist, &editor, std::slice::from_ref(&missing));
        let Outcome::Refused { reason } = editor.step(story, "en", publish()) else { panic!("{code}") };
        assert_eq!((reason.code.as_str(), reason.params["count"].as_str()), (code, "1"));
        assert!(reason.params.contains_key("photo"));
        assert!(journalist.feed_of(story).publications.is_empty());
    }
}

#[test]
fn a_licence_that_has_ended_stops_a_publication() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    let tilshi_story::PartValue::List(photos) = &journalist.feed_of(story).parts[&Part::Photos.key()] else {
        panic!("a list")
    };
    let photo: tilshi_story::PhotoId = photos[0].parse().expect("a photo");
    let head = journalist.feed_of(photo).revision;
    let head = journalist.change(photo, Some(head), &[(Part::LicenceUntil, "1000")]);
    assert_eq!(refused(editor.step(story, "en", publish())), "photo-licence-ended");
    journalist.change(photo, Some(head), &[(Part::LicenceUntil, "9999999999999")]);
    accepted(editor.step(story, "en", publish()));
}

#[test]
fn what_a_licence_forbids_goes_out_once_a_photo_editor_answers_for_it() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photographer = portal.laptop("photographer");
    let story = approved_story(&journalist, &editor, &[]);
    let PartValue::List(photos) = &journalist.feed_of(story).parts[&Part::Photos.key()] else { panic!("a list") };
    let photo: PhotoId = photos[0].parse().expect("a photo");
    let head = journalist.feed_of(photo).revision;
    let head = journalist.change(photo, Some(head), &[(Part::LicenceRestriction, "Not with advertising")]);
    assert_eq!(refused(editor.step(story, "en", publish())), "photo-licence-restricted");

    let content = [(Part::LicenceRestriction.key(), PartValue::text("Not with advertising"))].into_iter().collect();
    let key = Block::LicenceRestricted.lift_key(&content);
    let lift = |by: &Laptop| {
        let item = Accepted { at: Timestamp(1), by: by.account.person, reason: "No advertising there".into() }.item();
        Patch([(key.clone(), PartChange::Put(PartValue::Set([item].into())))].into())
    };
    let asked = journalist.push_one(&change_with(photo, Some(head), lift(&journalist)));
    assert_eq!(suggested(&asked), std::slice::from_ref(&key), "whoever may not lift it asks for it");
    assert_eq!(refused(editor.step(story, "en", publish())), "photo-licence-restricted");
    let in_anothers_name = photographer.push_one(&change_with(photo, Some(head), lift(&journalist)));
    assert_eq!(refused(in_anothers_name), "not-yourself");
    let head = accepted(photographer.push_one(&change_with(photo, Some(head), lift(&photographer))));
    accepted(editor.step(story, "en", publish()));

    // What is restricted otherwise is another block.
    photographer.change(photo, Some(head), &[(Part::LicenceRestriction, "Not in print, not with advertising")]);
    let headline = (Part::Headline(edition("en")), "The ferry is back");
    let head = journalist.feed_of(story).revision;
    editor.change(story, Some(head), &[headline]);
    for step in [WorkflowCommand::Submit, WorkflowCommand::Approve] {
        accepted(editor.step(story, "en", step));
    }
    assert_eq!(refused(editor.step(story, "en", publish())), "photo-licence-restricted");
}

#[test]
fn an_embargo_an_open_card_and_a_picture_on_its_way_stop_a_publication() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    let head = journalist.feed_of(story).revision;
    let head = journalist.change(story, Some(head), &[(Part::Embargo, "9999999999999")]);
    assert_eq!(refused(editor.step(story, "en", publish())), "under-embargo");

    let absent = tilshi_story::PhotoId::of(b"never sent");
    let parts =
        [(Part::Creator, "D"), (Part::CreditLine, "D"), (Part::RightsBasis, "staff"), (Part::Decorative, "yes")];
    journalist.change(absent, None, &parts);
    let photos = absent.to_string();
    journalist.change(story, Some(head), &[(Part::Photos, &photos), (Part::Embargo, "")]);
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    assert_eq!(refused(editor.step(story, "en", publish())), "photo-not-at-portal");

    let version = |text: &str| tilshi_story::CardVersion {
        value: Some(tilshi_story::PartValue::text(text)),
        by: journalist.account.person,
        at: tilshi_story::Timestamp(0),
    };
    let card = tilshi_story::Card {
        document: absent.into(),
        part: Part::CreditLine.key(),
        kind: tilshi_story::CardKind::Conflict,
        passage: None,
        base: None,
        ours: version("D"),
        theirs: version("E"),
    };
    let mut operation = change(absent, Some(journalist.feed_of(absent).revision), &[]);
    let Action::Change { cards, .. } = &mut operation.action else { panic!("a change") };
    cards.push(card);
    accepted(journalist.push_one(&operation));
    let bytes = tilshi_photo::sketch::demo_landscape(1, 32, 32).expect("a picture");
    assert!(journalist.put_picture(absent, tilshi_sync::wire::PictureFile::Web, bytes).status().is_success());
    assert_eq!(refused(editor.step(story, "en", publish())), "conflict-open", "a card of its photo counts");
}

#[test]
fn a_returned_edition_says_why_and_a_step_needs_its_reason() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    journalist.change(story, None, &ferry_story());
    assert_eq!(refused(journalist.step(story, "ru", WorkflowCommand::Submit)), "edition-empty");
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    let back = |reason: &str, passages| WorkflowCommand::Return { reason: reason.into(), passages };
    assert_eq!(refused(editor.step(story, "en", back(" ", vec![]))), "reason-missing");
    let passage = PassageReason {
        document: story.into(),
        part: Part::Lead(edition("en")).key(),
        passage: "The ferry runs again.".into(),
        reason: "Since when?".into(),
    };
    let unsaid = PassageReason { reason: String::new(), ..passage.clone() };
    assert_eq!(refused(editor.step(story, "en", back("Say more.", vec![unsaid]))), "reason-missing");
    accepted(editor.step(story, "en", back("Say how many cars.", vec![passage.clone()])));
    let record = || journalist.feed_of(story).editions.remove(&edition("en")).expect("a record");
    let asked = |record: EditionRecord| (record.state, record.reason, record.passages);
    let said = |state| (state, Some("Say how many cars.".to_owned()), vec![passage.clone()]);
    assert_eq!(asked(record()), said(EditionState::Returned));
    // Whoever reads it again is told what was asked for; an approval ends that.
    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    assert_eq!(asked(record()), said(EditionState::InReview));
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    assert_eq!(asked(record()), (EditionState::Approved, None, vec![]));
}

#[test]
fn a_withdrawn_edition_is_closed_while_the_others_go_on() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved_story(&journalist, &editor, &[]);
    accepted(editor.step(story, "kk", WorkflowCommand::Submit));
    accepted(editor.step(story, "kk", WorkflowCommand::Approve));
    accepted(editor.step(story, "en", publish()));
    accepted(editor.step(story, "kk", publish()));

    // Somebody typing at this moment does not hold a withdrawal up.
    let withdraw = editor.step_operation(story, "en", WorkflowCommand::Withdraw { note: "It was last year.".into() });
    let head = journalist.feed_of(story).revision;
    let head = journalist.change(story, Some(head), &[(Part::Lead(edition("en")), "Typed meanwhile.")]);
    accepted(editor.push_one(&withdraw));
    let change_of = |key: &str| change(story, Some(head), &[(Part::Lead(edition(key)), "More.")]);
    assert_eq!(refused(journalist.push_one(&change_of("en"))), "story-withdrawn");
    assert_eq!(refused(editor.step(story, "en", WorkflowCommand::Submit)), "story-withdrawn");
    let head = accepted(journalist.push_one(&change_of("kk")));
    accepted(editor.step(story, "kk", WorkflowCommand::Withdraw { note: "So was this.".into() }));
    let slugline = change(story, Some(head), &[(Part::Slugline, "another")]);
    assert_eq!(refused(journalist.push_one(&slugline)), "story-withdrawn", "nothing of it is public any more");
}
