//! Who may change what, as the portal decides it whatever a laptop believes.

use std::collections::BTreeSet;

use tilshi_story::{
    Comment, CommentId, CommentPart, EntryId, Part, PartChange, PartValue, Patch, PersonId, StoryId, Timestamp,
    WorkflowCommand,
};

use crate::newsroom::{
    RunningPortal, accepted, bring_photo, change, change_with, edition, ferry_story, refused, suggested,
};

#[test]
fn each_role_changes_only_its_own_parts() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    let body = |key: &str| change(story, Some(head), &[(Part::Body(edition(key)), "Changed.")]);
    for (login, operation) in
        [("colleague", body("en")), ("photographer", body("en")), ("administrator", body("en")), ("editor", body("ru"))]
    {
        let outcome = portal.laptop(login).push_one(&operation);
        assert!(suggested(&outcome).len() == 1, "{login}: {outcome:?}");
    }
    assert_eq!(journalist.feed_of(story).revision, head, "suggestions change nothing");
    for (login, operation) in [
        ("administrator", change(StoryId::generate(), None, &ferry_story())),
        ("photographer", change(StoryId::generate(), None, &ferry_story())),
        ("administrator", change(EntryId::generate(), None, &[(Part::Kind, "tag")])),
    ] {
        assert_eq!(refused(portal.laptop(login).push_one(&operation)), "part-not-yours", "{login}");
    }
    let head = portal.laptop("editor").change(story, Some(head), &[(Part::Body(edition("kk")), "Өзгерді.")]);
    portal.laptop("chief").change(story, Some(head), &[(Part::Body(edition("ru")), "Изменено.")]);
}

#[test]
fn an_assignment_gives_the_right_to_write_and_a_second_try_under_the_same_id_succeeds() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let story = StoryId::generate();
    journalist.change(story, None, &ferry_story());
    let submit = colleague.step_operation(story, "en", WorkflowCommand::Submit);
    assert_eq!(refused(colleague.push_one(&submit)), "deed-not-yours");
    let head = journalist.feed_of(story).revision;
    let assigned = colleague.account.person.to_string();
    let head = journalist.change(story, Some(head), &[(Part::Assignees, &assigned)]);
    accepted(colleague.push_one(&submit));
    colleague.change(story, Some(head), &[(Part::Body(edition("kk")), "Қосылды.")]);
}

#[test]
fn everybody_with_a_role_may_say_something_and_nobody_for_somebody_else() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let story = StoryId::generate();
    let mut head = journalist.change(story, None, &ferry_story());
    let comment = |by: PersonId, words: &str| {
        let said = Comment {
            by,
            at: Timestamp(1),
            words: words.into(),
            about: None,
            answers: None,
            mentions: BTreeSet::new(),
        };
        let key = CommentPart::Said(CommentId::generate()).key();
        (key.clone(), [(key, PartChange::Put(said.value()))])
    };
    for login in ["photographer", "colleague", "editor"] {
        let laptop = portal.laptop(login);
        let (_, parts) = comment(journalist.account.person, "In her name");
        assert_eq!(
            refused(laptop.push_one(&change_with(story, Some(head), Patch(parts.into())))),
            "not-yourself",
            "{login}"
        );
        let (key, parts) = comment(laptop.account.person, "Who says so?");
        accepted(laptop.push_one(&change_with(story, Some(head), Patch(parts.into()))));
        head = journalist.feed_of(story).revision;
        let removed = [(key, PartChange::Put(PartValue::text("")))];
        assert_eq!(
            refused(journalist.push_one(&change_with(story, Some(head), Patch(removed.into())))),
            "not-yourself",
            "{login}"
        );
    }
}

#[test]
fn nobody_writes_in_anothers_name() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let other = colleague.account.person.to_string();
    let mut parts = ferry_story();
    parts.push((Part::CreatedBy, &other));
    assert_eq!(refused(journalist.push_one(&change(StoryId::generate(), None, &parts))), "not-yourself");
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    for value in [other.as_str(), ""] {
        let operation = change(story, Some(head), &[(Part::CreatedBy, value)]);
        assert_eq!(refused(journalist.push_one(&operation)), "not-yourself");
        assert_eq!(refused(portal.laptop("chief").push_one(&operation)), "not-yourself");
    }
}

#[test]
fn a_photos_credit_belongs_to_photo_editors_and_to_whoever_uses_it() {
    let portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let photo = bring_photo(&journalist, &[]);
    let credit = |words: &str| {
        let head = journalist.feed_of(photo).revision;
        change(photo, Some(head), &[(Part::CreditLine, words)])
    };
    assert_eq!(suggested(&colleague.push_one(&credit("Colleague"))), [Part::CreditLine.key()]);
    assert_eq!(suggested(&portal.laptop("editor").push_one(&credit("Editor"))), [Part::CreditLine.key()]);
    accepted(portal.laptop("photographer").push_one(&credit("Photographer")));
    let mut parts = ferry_story();
    let used = photo.to_string();
    parts.push((Part::Photos, &used));
    colleague.change(StoryId::generate(), None, &parts);
    accepted(colleague.push_one(&credit("Colleague")));
}
