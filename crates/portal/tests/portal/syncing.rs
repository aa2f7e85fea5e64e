//! Push and pull between laptops: receipts, divergence, cards, cursors.

use tilshi_story::{
    Card, CardKind, CardVersion, Content, DocumentId, OperationId, Part, PartChange, PartValue, Patch, StoryId,
    Timestamp, ValueHash,
};
use tilshi_sync::wire::{Action, Mark, Operation, Outcome, PROTOCOL, PullRequest, PushRequest};

use crate::newsroom::{RunningPortal, accepted, change, change_with, edition, ferry_story, part_key, pulling, refused};

#[test]
fn what_one_laptop_pushes_another_pulls_and_only_what_changed_comes_again() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let before = editor.pull(None, 0);
    assert!(!before.reset && !before.more);
    assert_eq!(before.account.as_ref(), Some(&editor.account));

    let story = StoryId::generate();
    let first = journalist.change(story, None, &ferry_story());
    let news = editor.pull(Some(&before.epoch), before.cursor);
    assert_eq!(news.account, None);
    let [document] = news.documents.as_slice() else { panic!("one document, not {:?}", news.documents) };
    assert_eq!((document.document, document.revision), (story.into(), first));
    assert_eq!(document.author, journalist.account.person);
    let creator = PartValue::text(journalist.account.person.to_string());
    assert_eq!(document.parts.get(&Part::CreatedBy.key()), Some(&creator), "filled in by the portal");

    let en = edition("en");
    let second = editor.change(
        story,
        Some(first),
        &[(Part::Headline(en.clone()), "The ferry is back"), (Part::Lead(en.clone()), "")],
    );
    let news = journalist.pull(Some(&news.epoch), news.cursor);
    let [document] = news.documents.as_slice() else { panic!("one document, not {:?}", news.documents) };
    assert_eq!((document.revision, document.author), (second, editor.account.person));
    let parts: Vec<_> = document.parts.iter().collect();
    assert_eq!(
        parts,
        [
            (&Part::Headline(en.clone()).key(), &PartValue::text("The ferry is back")),
            (&Part::Lead(en).key(), &PartValue::text("")),
        ],
        "the changed headline and the cleared lead, nothing else"
    );
    let nothing = journalist.pull(Some(&news.epoch), news.cursor);
    assert!(nothing.documents.is_empty() && nothing.cursor == news.cursor);
}

#[test]
fn the_same_operation_brings_the_same_receipt_and_happens_once() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let operation = change(StoryId::generate(), None, &ferry_story());
    let first = journalist.push_one(&operation);
    assert_eq!(journalist.push(&[operation.clone(), operation.clone()]), [first.clone(), first.clone()]);
    let revision = accepted(first);
    assert_eq!(journalist.feed_of(operation.document).revision, revision);

    let other = Operation { id: operation.id, ..change(StoryId::generate(), None, &ferry_story()) };
    assert_eq!(refused(journalist.push_one(&other)), "bad-request", "an id stands for one operation");
    let colleague = portal.laptop("colleague");
    assert_eq!(refused(colleague.push_one(&operation)), "bad-request", "and for one sender");
}

#[test]
fn a_base_that_is_not_the_head_brings_the_head_and_changes_nothing() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let first = journalist.change(story, None, &ferry_story());
    let headline = Part::Headline(edition("en"));
    let second = editor.change(story, Some(first), &[(headline.clone(), "Theirs")]);
    let ours = change(story, Some(first), &[(headline.clone(), "Ours")]);
    let Outcome::Diverged { head } = journalist.push_one(&ours) else { panic!("the document moved on") };
    assert_eq!((head.revision, head.author), (second, editor.account.person));
    assert_eq!(head.content.text(&headline), "Theirs");
    assert_eq!(head.content.text(&Part::Slugline), "river-ferry", "the whole head, not only what changed");
    assert_eq!(journalist.feed_of(story).revision, second);
    assert!(matches!(journalist.push_one(&change(story, None, &ferry_story())), Outcome::Diverged { .. }));
    let unknown = change(StoryId::generate(), Some(first), &ferry_story());
    assert_eq!(refused(journalist.push_one(&unknown)), "base-unknown");
}

#[test]
fn a_patch_that_does_not_fit_is_refused_whole() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    let slugline = Part::Slugline.key();
    let splice = |at, delete, insert: &str, result: ValueHash| {
        let splice = PartChange::Splice { at, delete, insert: insert.into(), result };
        let put = PartChange::Put(PartValue::text("also changed"));
        let patch = Patch([(slugline.clone(), splice), (Part::Attribution.key(), put)].into());
        change_with(story, Some(head), patch)
    };
    let right = PartValue::text("river-boat").hash();
    for bad in [
        splice(6, 5, "bridge", right),
        splice(90, 0, "boat", right),
        splice(usize::MAX, 1, "boat", right),
        change_with(story, Some(head), Patch::default()),
    ] {
        assert_eq!(refused(journalist.push_one(&bad)), "bad-patch");
    }
    assert_eq!(journalist.feed_of(story).revision, head);
    accepted(journalist.push_one(&splice(6, 5, "boat", right)));
    let content: Content = journalist.feed_of(story).parts.into_iter().collect();
    assert_eq!(content.text(&Part::Slugline), "river-boat");
    assert_eq!(content.text(&Part::Attribution), "also changed");
}

#[test]
fn a_part_of_a_later_version_is_kept_for_those_who_know_it() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let mut operation = change(story, None, &ferry_story());
    let later = part_key("edition/kk/audio-script");
    let value = PartValue::Opaque { kind: 7, bytes: vec![0, 159, 146, 150] };
    let Action::Change { patch, .. } = &mut operation.action else { panic!("a change") };
    patch.0.insert(later.clone(), PartChange::Put(value.clone()));
    accepted(journalist.push_one(&operation));
    assert_eq!(editor.feed_of(story).parts.get(&later), Some(&value));
}

#[test]
fn a_card_reaches_everyone_until_somebody_settles_it() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &ferry_story());
    let part = Part::Lead(edition("en")).key();
    let version =
        |text: &str| CardVersion { value: Some(PartValue::text(text)), by: editor.account.person, at: Timestamp(0) };
    let (ours, theirs) = (version("ours"), version("theirs"));
    let card = Card { document: story.into(), part, kind: CardKind::Conflict, passage: None, base: None, ours, theirs };
    let with = |base, cards: &[Card], settles: &[_]| Operation {
        id: OperationId::generate(),
        document: story.into(),
        action: Action::Change {
            base: Some(base),
            patch: Patch::default(),
            cards: cards.to_vec(),
            settles: settles.to_vec(),
        },
    };
    let colleague = portal.laptop("colleague");
    let opened = accepted(journalist.push_one(&with(head, std::slice::from_ref(&card), &[])));
    let seen = editor.feed_of(story).cards;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].ours.value, card.ours.value);
    assert_eq!(seen[0].ours.by, journalist.account.person, "whoever sends a card wrote its version");

    // Somebody who lost the right after they settled it: all else that they wrote must not wait for ever.
    assert_eq!(accepted(colleague.push_one(&with(opened, &[], &[card.id()]))), opened);
    assert_eq!(editor.feed_of(story).cards.len(), 1, "the card stays open");
    let stray = Card { base: Some(PartValue::text("another")), ..card.clone() };
    assert_eq!(refused(editor.push_one(&with(opened, &[], &[stray.id()]))), "card-not-found");
    let settled = accepted(editor.push_one(&with(opened, &[], &[card.id()])));
    assert_ne!(settled, opened, "settling is a revision");
    assert!(journalist.feed_of(story).cards.is_empty());

    let elsewhere = Card { document: DocumentId::from(StoryId::generate()), ..card };
    assert_eq!(refused(journalist.push_one(&with(settled, &[elsewhere], &[]))), "bad-request");
}

#[test]
fn another_epoch_or_a_cursor_of_the_future_starts_from_nothing() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let full = journalist.pull(None, 0);
    assert!(!full.reset);
    for (epoch, cursor) in [(Some("another"), 2), (None, 2), (Some(full.epoch.as_str()), full.cursor + 1)] {
        let answer = journalist.pull(epoch, cursor);
        assert!(answer.reset, "{epoch:?} {cursor}");
        assert_eq!(answer.documents, full.documents);
        assert_eq!(answer.account, Some(journalist.account.clone()));
    }
}

#[test]
fn a_long_feed_comes_in_pages_that_miss_and_repeat_nothing() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let body = "Ұзын мәтін. ".repeat(60_000);
    let stories: Vec<StoryId> = (0..6).map(|_| StoryId::generate()).collect();
    for story in &stories {
        journalist.change(*story, None, &[(Part::Slugline, "long"), (Part::Body(edition("kk")), &body)]);
    }
    let first = journalist.pull(None, 0);
    assert!(first.more);
    let documents: Vec<DocumentId> = journalist.feed().into_iter().map(|document| document.document).collect();
    let long: Vec<DocumentId> = documents.iter().copied().filter(|document| document.story().is_some()).collect();
    assert_eq!(long, stories.iter().map(|story| DocumentId::from(*story)).collect::<Vec<_>>());

    // A story that was changed again comes last, and what it was changed in before comes with it.
    let moved = journalist.feed_of(stories[0]).revision;
    journalist.change(stories[0], Some(moved), &[(Part::Slugline, "longer")]);
    let news = journalist.feed();
    let last = news.iter().rfind(|document| document.document.story().is_some()).expect("a story");
    assert_eq!(last.document, stories[0].into());
    assert_eq!(last.parts[&Part::Body(edition("kk")).key()], PartValue::text(body.as_str()));
    // The same for a laptop that knows the beginning and catches up.
    let from = first.documents.iter().filter(|document| document.document.story().is_none()).count() as u64;
    let page = journalist.ask_pull(&pulling(Some(&first.epoch), from));
    assert!(page.more && page.documents.iter().all(|document| document.document != stories[0].into()));
    let rest = PullRequest { from: Some(from), ..pulling(Some(&page.epoch), page.cursor) };
    let rest = journalist.ask_pull(&rest).documents;
    let late = rest.iter().find(|document| document.document == stories[0].into()).expect("the story");
    assert_eq!(late.parts[&Part::Body(edition("kk")).key()], PartValue::text(body.as_str()));
}

#[test]
fn a_restored_portal_tells_what_it_lost_from_what_it_only_heard_under_an_older_name() {
    let mut portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let story = StoryId::generate();
    let kept = journalist.change(story, None, &ferry_story());
    let before = journalist.pull(None, 0);
    let mark =
        |seen: u64, earlier: Vec<Mark>| PullRequest { seen, earlier, ..pulling(Some(&before.epoch), before.cursor) };

    // Started anew and moved on, it still knows everything that was seen before.
    let backup = portal.back_up();
    let journalist = journalist.at(&portal);
    journalist.change(story, Some(kept), &[(Part::Slugline, "ferry-two")]);
    let after = journalist.ask_pull(&mark(before.cursor, Vec::new()));
    assert!(!after.reset && after.epoch != before.epoch, "{after:?}");

    // Restored, it does not know what came after the backup, and takes nothing that is built on it.
    portal.restore(&backup);
    let journalist = journalist.at(&portal);
    let lost = PullRequest { seen: after.cursor, ..pulling(Some(&after.epoch), after.cursor) };
    assert_eq!(journalist.refusal("pull", &lost), "portal-restored");
    let push = PushRequest {
        protocol: PROTOCOL,
        epoch: Some(after.epoch.clone()),
        seen: after.cursor,
        device: journalist.device,
        operations: vec![change(story, Some(kept), &[(Part::Slugline, "ferry-three")])],
    };
    assert_eq!(journalist.refusal("push", &push), "portal-restored");
    let stood = vec![
        Mark { epoch: before.epoch.clone(), sequence: before.cursor },
        Mark { epoch: after.epoch.clone(), sequence: after.cursor },
    ];
    let answer = journalist.ask_pull(&PullRequest { earlier: stood, ..lost });
    assert!(answer.reset);
    assert_eq!(answer.kept, Some(before.cursor), "what both remember");
    let back = answer.documents.iter().find(|document| document.document == story.into()).expect("the story");
    assert_eq!((back.revision, &back.origin), (kept, &None), "it is what it was then");

    // What it has become since comes with what it was at the last place that both remember.
    journalist.change(story, Some(kept), &[(Part::Slugline, "ferry-four")]);
    let since = PullRequest { seen: after.cursor, ..pulling(Some(&after.epoch), after.cursor) };
    let stood = vec![Mark { epoch: before.epoch, sequence: before.cursor }];
    let answer = journalist.ask_pull(&PullRequest { earlier: stood, ..since });
    let back = answer.documents.iter().find(|document| document.document == story.into()).expect("the story");
    let origin = back.origin.as_ref().expect("what it was");
    assert_eq!(origin[&Part::Slugline.key()], PartValue::text("river-ferry"));
    assert_eq!(back.parts[&Part::Slugline.key()], PartValue::text("ferry-four"));
}

#[test]
fn a_portal_restored_again_goes_by_what_was_shared_before_the_first_time() {
    let mut portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let story = StoryId::generate();
    let first = journalist.change(story, None, &ferry_story());
    let before = journalist.pull(None, 0);
    let second = journalist.change(story, Some(first), &[(Part::Slugline, "ferry-two")]);
    let between = journalist.pull(Some(&before.epoch), before.cursor);
    let backup = portal.back_up();
    let journalist = journalist.at(&portal);
    journalist.change(story, Some(second), &[(Part::Slugline, "ferry-three")]);
    let after = journalist.pull(Some(&between.epoch), between.cursor);

    // The laptop was taking in what an earlier restore had left, and knows the story as it was before that.
    portal.restore(&backup);
    let stood = vec![Mark { epoch: between.epoch, sequence: between.cursor }];
    let lost = PullRequest { seen: after.cursor, earlier: stood, ..pulling(Some(&after.epoch), after.cursor) };
    let lost = PullRequest { kept: Some(before.cursor), from: Some(0), ..lost };
    let answer = journalist.at(&portal).ask_pull(&lost);
    assert!(answer.reset);
    assert_eq!(answer.kept, Some(before.cursor));
    let back = answer.documents.iter().find(|document| document.document == story.into()).expect("the story");
    let origin = back.origin.as_ref().expect("what it was before the first time");
    assert_eq!(origin[&Part::Slugline.key()], PartValue::text("river-ferry"));
}

#[test]
fn somebody_elses_story_comes_back_only_to_a_portal_that_was_restored() {
    let mut portal = RunningPortal::start();
    let (journalist, colleague) = (portal.laptop("journalist"), portal.laptop("colleague"));
    let author = journalist.account.person.to_string();
    let mut parts = ferry_story();
    parts.push((Part::CreatedBy, &author));
    let offered = change(StoryId::generate(), None, &parts);
    assert_eq!(refused(colleague.push_one(&offered)), "not-yourself");

    let backup = portal.back_up();
    let (journalist, colleague) = (journalist.at(&portal), colleague.at(&portal));
    let page = journalist.pull(None, 0);
    let story = StoryId::generate();
    journalist.change(story, None, &ferry_story());
    let news = colleague.pull(Some(&page.epoch), page.cursor);
    portal.restore(&backup);
    let (journalist, colleague) = (journalist.at(&portal), colleague.at(&portal));
    let stood = vec![Mark { epoch: page.epoch.clone(), sequence: page.cursor }];
    let lost = PullRequest { seen: news.cursor, earlier: stood, ..pulling(Some(&news.epoch), news.cursor) };
    assert!(colleague.ask_pull(&lost).reset);
    accepted(colleague.push_one(&change(story, None, &parts)));
    assert_eq!(colleague.everything()[&story.into()].text(&Part::CreatedBy), author);
    // It is the author's again, and not of whoever brought it.
    let head = journalist.feed_of(story).revision;
    journalist.change(story, Some(head), &[(Part::Slugline, "mine")]);
    let suggestion = change(story, Some(journalist.feed_of(story).revision), &[(Part::Slugline, "theirs")]);
    colleague.push_one(&suggestion);
    assert_eq!(journalist.feed_of(story).parts[&Part::Slugline.key()], PartValue::text("mine"));
}
