//! The moment that readers are shown, and updates of what stands around the words.

use tilshi_story::{Part, PublicationKind, StoryId, Timestamp, WorkflowCommand};

use crate::newsroom::{RunningPortal, accepted, edition, ferry_story, refused};
use crate::reading::page;

/// 26 January 2023, 04:33 UTC: 10:33 in Almaty, six hours ahead then.
const MORNING: Timestamp = Timestamp(1_674_707_580_000);

fn publish(displayed: Option<Timestamp>) -> WorkflowCommand {
    WorkflowCommand::Publish { note: String::new(), displayed }
}

fn redate(displayed: Option<Timestamp>) -> WorkflowCommand {
    WorkflowCommand::Redate { displayed }
}

/// A story without photos, approved in English.
fn approved(portal: &RunningPortal) -> StoryId {
    let story = StoryId::generate();
    portal.laptop("journalist").change(story, None, &ferry_story());
    accepted(portal.laptop("journalist").step(story, "en", WorkflowCommand::Submit));
    accepted(portal.laptop("editor").step(story, "en", WorkflowCommand::Approve));
    story
}

#[test]
fn a_chief_editor_says_which_moment_readers_are_shown() {
    let portal = RunningPortal::start();
    let (editor, chief) = (portal.laptop("editor"), portal.laptop("chief"));
    let story = approved(&portal);
    assert_eq!(refused(editor.step(story, "en", publish(Some(MORNING)))), "displayed-not-yours");
    assert_eq!(refused(chief.step(story, "en", redate(Some(MORNING)))), "not-published");
    // Sometime in the year 2100.
    let to_come = Timestamp(4_102_444_800_000);
    assert_eq!(refused(chief.step(story, "en", publish(Some(to_come)))), "displayed-in-the-future");
    assert_eq!(refused(chief.step(story, "en", publish(Some(Timestamp(0))))), "displayed-too-early");

    accepted(chief.step(story, "en", publish(Some(MORNING))));
    let public = |laptop: &crate::newsroom::Laptop| laptop.feed_of(story).publications.last().cloned().expect("public");
    let path = public(&chief).path;
    let shown = "<time datetime=\"2023-01-26T04:33:00Z\">26 January 2023, 10:33</time>";
    assert!(page(&portal, &path).contains(shown), "never another one");
    assert!(page(&portal, "/en/").contains("2023-01-26T04:33:00Z"), "lists show it, too");
    assert!(public(&chief).from > MORNING, "it decides about nothing else");

    // Taken away, readers see when it was published; a desk editor can do neither.
    assert_eq!(refused(editor.step(story, "en", redate(None))), "displayed-not-yours");
    accepted(chief.step(story, "en", redate(None)));
    assert!(!page(&portal, &path).contains("2023-01-26"));
    assert_eq!(chief.feed_of(story).publications.len(), 1, "no publication of its own");
    accepted(chief.step(story, "en", redate(Some(MORNING))));
    assert!(page(&portal, &path).contains(shown));

    // An update keeps it, and an open draft does not stand in its way.
    let head = editor.feed_of(story).revision;
    editor.change(story, Some(head), &[(Part::Body(edition("en")), "More cars came.")]);
    accepted(editor.step(story, "en", WorkflowCommand::Submit));
    accepted(chief.step(story, "en", redate(Some(Timestamp(MORNING.0 + 60_000)))));
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    accepted(editor.step(story, "en", publish(None)));
    assert!(page(&portal, &path).contains("26 January 2023, 10:34</time>"));
}

#[test]
fn what_stands_around_the_words_is_updated_without_a_new_approval() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = approved(&portal);
    accepted(editor.step(story, "en", publish(None)));
    assert_eq!(refused(editor.step(story, "en", publish(None))), "already-published");

    let head = journalist.feed_of(story).revision;
    let slugline = journalist.change(story, Some(head), &[(Part::Slugline, "never printed")]);
    assert_eq!(refused(editor.step(story, "en", publish(None))), "already-published");
    let person = editor.account.person.to_string();
    let value = tilshi_story::PartValue::List(vec![person]);
    let patch = tilshi_story::Patch([(Part::Bylines.key(), tilshi_story::PartChange::Put(value))].into());
    accepted(journalist.push_one(&crate::newsroom::change_with(story, Some(slugline), patch)));
    accepted(editor.step(story, "en", publish(None)));
    let publications = journalist.feed_of(story).publications;
    assert_eq!(publications.last().map(|public| public.kind), Some(PublicationKind::Update));
    let html = page(&portal, &publications[1].path);
    assert!(html.contains("class=\"by\"") && html.contains(&editor.account.name), "{html}");
    assert_eq!(refused(editor.step(story, "en", publish(None))), "already-published");
}
