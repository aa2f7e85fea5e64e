//! What a laptop that starts from nothing is sent, what comes when it is asked for by name, and finding what is not held.

use std::collections::BTreeSet;

use tilshi_story::{DocumentId, Part, PhotoId, StoryId, WorkflowCommand};
use tilshi_sync::wire::{Archive, ArchiveRequest, PROTOCOL, PullRequest};

use crate::newsroom::{Laptop, RunningPortal, accepted, bring_photo, edition, ferry_story, pulling};
use crate::settings::settings;

/// A full sync by scope.
fn held(laptop: &Laptop) -> BTreeSet<DocumentId> {
    let answer = laptop.ask_pull(&PullRequest { by_scope: true, brief: true, ..pulling(None, 0) });
    assert!(!answer.more);
    answer.documents.into_iter().map(|news| news.document).collect()
}

/// From now on everything that nobody waits for is at rest.
fn nothing_is_kept(portal: &RunningPortal) {
    let made = settings(portal.folder.path(), "set", r#"{"kept_days": 0}"#);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn search(laptop: &Laptop, words: &str) -> Vec<StoryId> {
    let request = ArchiveRequest { protocol: PROTOCOL, words: words.to_owned() };
    let response = laptop.post("archive", serde_json::to_vec(&request).expect("a request"));
    let archive: Archive = response.json().expect("an answer");
    archive.stories.into_iter().map(|found| found.story).collect()
}

#[test]
fn what_is_at_rest_and_not_ones_own_is_left_out_until_it_is_wanted() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let chief = portal.laptop("chief");
    let photo = bring_photo(&journalist, &[]);
    let (public, waiting) = (StoryId::generate(), StoryId::generate());
    let listed = photo.to_string();
    journalist.change(public, None, &[ferry_story(), vec![(Part::Photos, listed.as_str())]].concat());
    journalist.change(waiting, None, &ferry_story());
    accepted(journalist.step(public, "en", WorkflowCommand::Submit));
    accepted(editor.step(public, "en", WorkflowCommand::Approve));
    accepted(journalist.step(waiting, "en", WorkflowCommand::Submit));
    let documents: [DocumentId; 3] = [public.into(), photo.into(), waiting.into()];
    let holds = |laptop: &Laptop| documents.map(|document| held(laptop).contains(&document));

    assert_eq!(holds(&chief), [true, true, true], "all of it is of today");
    nothing_is_kept(&portal);
    assert_eq!(holds(&chief), [true, true, true], "what is approved waits for its publication");
    accepted(editor.step(public, "en", WorkflowCommand::Publish { note: String::new(), displayed: None }));
    assert_eq!(holds(&chief), [false, false, true], "in review is open work");
    assert_eq!(holds(&journalist), [true, true, true], "one's own stays");
    let whole = chief.ask_pull(&pulling(None, 0));
    assert!(whole.documents.iter().any(|news| news.document == public.into()), "a laptop that does not ask for it");

    let beginning = chief.ask_pull(&PullRequest { by_scope: true, brief: true, ..pulling(None, 0) });
    let unheard: DocumentId = StoryId::generate().into();
    let wanted = BTreeSet::from([public.into(), photo.into(), unheard]);
    let since = PullRequest { by_scope: true, brief: true, ..pulling(Some(&beginning.epoch), beginning.cursor) };
    let answer = chief.ask_pull(&PullRequest { wanted: wanted.clone(), ..since.clone() });
    assert_eq!(answer.unknown, BTreeSet::from([unheard]));
    let fetched: BTreeSet<DocumentId> = answer.fetched.iter().map(|news| news.document).collect();
    assert_eq!(fetched, BTreeSet::from([public.into(), photo.into()]));
    let story = answer.fetched.iter().find(|news| news.document == public.into()).expect("the story");
    assert!(story.parts.contains_key(&Part::Body(edition("en")).key()) && !story.goes_on);
    assert_eq!(story.publications.len(), 1);

    // News of what is not held says that it is only news, and what is wanted by name is told once.
    let revision = story.revision;
    journalist.change(public, Some(revision), &[(Part::Slugline, "river-ferry-two")]);
    let news = chief.ask_pull(&since).documents;
    assert!(news.iter().all(|news| news.goes_on || news.since.is_some()), "{news:?}");
    assert!(!news[0].parts.contains_key(&Part::Body(edition("en")).key()));
    let blunt = chief.ask_pull(&PullRequest { brief: false, ..since.clone() }).documents;
    assert!(blunt.iter().all(|news| news.goes_on));
    let both = chief.ask_pull(&PullRequest { wanted, ..since });
    assert!(both.documents.iter().all(|news| news.document != public.into()), "{both:?}");
}

#[test]
fn what_an_earlier_page_of_the_first_feed_brought_is_followed_though_it_has_come_to_rest() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let chief = portal.laptop("chief");
    let (brought, later) = (StoryId::generate(), StoryId::generate());
    journalist.change(brought, None, &ferry_story());
    accepted(journalist.step(brought, "en", WorkflowCommand::Submit));
    nothing_is_kept(&portal);
    let first_page = chief.ask_pull(&PullRequest { by_scope: true, brief: true, ..pulling(None, 0) });
    assert!(first_page.documents.iter().any(|news| news.document == brought.into()), "in review is open work");

    accepted(editor.step(brought, "en", WorkflowCommand::Approve));
    accepted(editor.step(brought, "en", WorkflowCommand::Publish { note: String::new(), displayed: None }));
    journalist.change(later, None, &ferry_story());
    let since = pulling(Some(&first_page.epoch), first_page.cursor);
    // The second page of the same feed: nothing before its cursor was here when it began.
    let second_page = chief.ask_pull(&PullRequest { by_scope: true, brief: true, from: Some(0), ..since });
    let told: Vec<DocumentId> = second_page.documents.iter().map(|news| news.document).collect();
    assert!(told.contains(&brought.into()), "what lies at the laptop is told to the end: {told:?}");
    assert!(!told.contains(&later.into()), "what never came and is at rest stays away: {told:?}");
}

#[test]
fn a_photo_stays_with_any_story_that_is_held_and_while_nobody_uses_it() {
    let portal = RunningPortal::start();
    let (journalist, chief) = (portal.laptop("journalist"), portal.laptop("chief"));
    let photo = bring_photo(&journalist, &[]);
    nothing_is_kept(&portal);
    let holds = |photo: PhotoId| held(&chief).contains(&photo.into());
    assert!(holds(photo), "nobody uses it");
    let listed = photo.to_string();
    let (one, other) = (StoryId::generate(), StoryId::generate());
    journalist.change(one, None, &[ferry_story(), vec![(Part::Photos, listed.as_str())]].concat());
    assert!(!holds(photo), "the story that uses it is at rest");
    journalist.change(other, None, &[ferry_story(), vec![(Part::Photos, listed.as_str())]].concat());
    accepted(journalist.step(other, "en", WorkflowCommand::Submit));
    assert!(holds(photo), "another one is open");
}

#[test]
fn stories_are_found_by_pieces_of_words_in_every_script() {
    let portal = RunningPortal::start();
    let (journalist, chief) = (portal.laptop("journalist"), portal.laptop("chief"));
    let (ferry, rates) = (StoryId::generate(), StoryId::generate());
    let revision = journalist.change(ferry, None, &ferry_story());
    journalist.change(
        rates,
        None,
        &[
            (Part::Slugline, "rates"),
            (Part::Headline(edition("zh")), "央行下调基准利率"),
            (Part::Headline(edition("tote")), "قازاقستان"),
        ],
    );
    for words in ["Irtysh", "irtysh FERRY", "паром", "Ертіс", "ЕРТІС", "three weeks"] {
        assert_eq!(search(&chief, words), [ferry], "{words}");
    }
    for words in ["基准利率", "央行", "قازاق"] {
        assert_eq!(search(&chief, words), [rates], "{words}");
    }
    for words in ["Ertis", "ferry 央行", "\"", "%", "AND", "\" OR \"", "ferry*x"] {
        assert_eq!(search(&chief, words), [], "{words}");
    }
    assert_eq!(search(&chief, ""), [rates, ferry], "the newest first");
    journalist.change(ferry, Some(revision), &[(Part::Headline(edition("en")), "The bridge is open")]);
    assert_eq!(search(&chief, "Irtysh"), [], "what it said before is not found");
    assert_eq!(search(&chief, "bridge"), [ferry]);
    let long = "ferry ".repeat(2_000);
    assert_eq!(search(&chief, &long), [ferry], "of a long search the beginning counts");
    assert_eq!(client_without_token(&portal), 401);
}

fn client_without_token(portal: &RunningPortal) -> u16 {
    let address = format!("{}/api/v1/archive", portal.address);
    let body = r#"{"protocol":1,"words":"ferry"}"#;
    crate::newsroom::client().post(address).body(body).send().expect("an answer").status().as_u16()
}
