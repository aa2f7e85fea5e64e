//! What stands beside a story and in lists: popular by real reads, related by tags, section and tag pages.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use tilshi_story::{EntryId, Part, StoryId, WorkflowCommand};

use crate::newsroom::{Laptop, RunningPortal, accepted, client, edition};
use crate::reading::{make_public, page, publish};

/// A published English story with these tags; gives its id and path.
fn story(laptops: (&Laptop, &Laptop), headline: &str, section: &str, tags: &[EntryId]) -> (StoryId, String) {
    let story = StoryId::generate();
    let tags = tags.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let mut parts = vec![
        (Part::SourceEdition, "en"),
        (Part::Headline(edition("en")), headline),
        (Part::Body(edition("en")), "Its words."),
    ];
    if !section.is_empty() {
        parts.push((Part::Section, section));
    }
    if !tags.is_empty() {
        parts.push((Part::Tags, &tags));
    }
    laptops.0.change(story, None, &parts);
    (story, make_public(laptops.0, laptops.1, story, "en"))
}

fn entry(laptop: &Laptop, kind: &str, english: &str, kazakh: &str) -> EntryId {
    let entry = EntryId::generate();
    let labels = [(Part::Kind, kind), (Part::Label(edition("en")), english), (Part::Label(edition("kk")), kazakh)];
    laptop.change(entry, None, &labels);
    entry
}

/// The headlines of a list beside a page, in order.
fn beside(page: &str, list: &str) -> Vec<String> {
    let Some((_, rest)) = page
        .split_once(&format!("<section aria-labelledby=\"{list}\""))
        .or_else(|| page.split_once(&format!("<section class=\"{list}\"")))
    else {
        return Vec::new();
    };
    let (section, _) = rest.split_once("</section>").expect("a closed section");
    section
        .split("<a href=")
        .skip(1)
        .map(|link| {
            let (_, rest) = link.split_once('>').expect("a link");
            rest.split('<').next().unwrap_or_default().to_owned()
        })
        .collect()
}

fn popular(portal: &RunningPortal) -> Vec<String> {
    beside(&page(portal, "/en/"), "popular")
}

/// Reads are written down every few seconds: waits until they show.
fn until_popular_begins_with(portal: &RunningPortal, expected: &[&str]) {
    let begun = Instant::now();
    loop {
        let popular = popular(portal);
        if popular.iter().zip(expected).filter(|(one, other)| one == other).count() == expected.len() {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{popular:?} instead of {expected:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn reads_reorder_what_is_popular() {
    let mut portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let paths: Vec<String> = ["One", "Two", "Three", "Four", "Five", "Six"]
        .iter()
        .map(|headline| story((&journalist, &editor), headline, "", &[]).1)
        .collect();
    let newest = ["Six", "Five", "Four", "Three", "Two"];
    assert_eq!(popular(&portal), newest, "without readers the newest five");

    // A robot, a look at the head, an address that leads elsewhere: nobody has read anything.
    for _ in 0..9 {
        portal.read(&paths[5]);
        let robot = client().get(format!("{}{}", portal.address, paths[5])).header("user-agent", "Examplebot/1.0");
        assert_eq!(robot.send().expect("an answer").status(), StatusCode::OK);
    }
    for _ in 0..2 {
        assert_eq!(portal.read_in_browser(&paths[0]).status(), StatusCode::OK);
    }
    assert_eq!(portal.read_in_browser(&paths[2]).status(), StatusCode::OK);
    until_popular_begins_with(&portal, &["One", "Three", "Six", "Five", "Four"]);

    // Read again from the reader's own cache, and from another portal process over the same folder.
    let tag = portal.read(&paths[2]).headers()["etag"].to_str().expect("text").to_owned();
    for _ in 0..2 {
        let known = client()
            .get(format!("{}{}", portal.address, paths[2]))
            .header("user-agent", "Mozilla/5.0 Firefox/140.0")
            .header("if-none-match", &tag)
            .send()
            .expect("an answer");
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    }
    #[cfg(unix)]
    assert!(portal.ask_to_stop().success());
    portal.start_again();
    let expected = ["Three", "One", "Six", "Five", "Four"];
    assert_eq!(popular(&portal), expected, "what was read last was written down before the portal ended");
    assert_eq!(beside(&page(&portal, &paths[4]), "popular"), expected, "beside every page");
}

#[test]
fn what_is_withdrawn_is_not_popular() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let (read, path) = story((&journalist, &editor), "Read", "", &[]);
    story((&journalist, &editor), "Unread", "", &[]);
    portal.read_in_browser(&path);
    until_popular_begins_with(&portal, &["Read", "Unread"]);
    accepted(editor.step(read, "en", WorkflowCommand::Withdraw { note: "It was another river.".into() }));
    assert_eq!(popular(&portal), ["Unread"], "at once");
}

#[test]
fn tags_decide_what_is_related_then_the_section_then_the_day() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let laptops = (&journalist, &editor);
    let [water, harvest, chess] =
        [("Water", "Су"), ("Harvest", "Егін"), ("Chess", "Шахмат")].map(|(en, kk)| entry(&journalist, "tag", en, kk));
    let regions = entry(&journalist, "section", "Regions", "Өңірлер").to_string();
    let (main, path) = story(laptops, "Main", &regions, &[water, harvest]);
    story(laptops, "Both tags", "", &[harvest, water]);
    story(laptops, "Chess in its section", &regions, &[chess]);
    story(laptops, "One tag, another section", "", &[water]);
    story(laptops, "One tag, its section", &regions, &[harvest]);
    story(laptops, "Nothing in common", "", &[]);
    story(laptops, "Nothing in common, newer", "", &[chess]);
    let related = || beside(&page(&portal, &path), "related");
    assert_eq!(
        related(),
        ["Both tags", "One tag, its section", "One tag, another section", "Chess in its section"],
        "four, and never the story itself"
    );

    let head = journalist.feed_of(main).revision;
    let changes = [(Part::Tags, chess.to_string()), (Part::Body(edition("en")), "Other words.".to_owned())];
    let changes = changes.each_ref().map(|(part, text)| (part.clone(), text.as_str()));
    journalist.change(main, Some(head), &changes);
    assert_eq!(related()[0], "Both tags", "the public revision decides");
    accepted(journalist.step(main, "en", WorkflowCommand::Submit));
    accepted(editor.step(main, "en", WorkflowCommand::Approve));
    accepted(editor.step(main, "en", publish()));
    assert_eq!(
        related(),
        ["Chess in its section", "Nothing in common, newer", "One tag, its section", "Nothing in common"],
        "both of its tag, then of its section, then the newest"
    );
}

#[test]
fn a_tag_leads_to_its_stories_in_each_edition() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let tag = entry(&journalist, "tag", "Spring water", "Көктемгі су");
    let (kept, path) = story((&journalist, &editor), "Canals", "", &[tag]);
    story((&journalist, &editor), "Chess", "", &[]);
    let link = r#"<a href="/en/tag/spring-water">Spring water</a>"#;
    assert!(page(&portal, &path).contains(link));
    let tagged = page(&portal, "/en/tag/spring-water");
    assert!(tagged.contains("<h1 class=\"topic\" id=\"news\">Spring water</h1>"), "{tagged}");
    assert_eq!(tagged.matches("<article").count(), 1);
    assert!(tagged.contains(&format!("<h2><a href=\"{path}\">Canals</a></h2>")));
    assert!(!tagged.contains("hreflang=\"kk-Cyrl\""), "nothing to read there yet");
    assert!(page(&portal, "/kk/tag/spring-water").contains("Көктемгі су"), "the edition's own label");
    for nowhere in ["/en/tag/none", "/en/tag/spring-water?page=2", "/en/tag/spring-water?page=0", "/en/?page=x"] {
        assert_eq!(portal.read(nowhere).status(), StatusCode::NOT_FOUND, "{nowhere}");
    }
    accepted(editor.step(kept, "en", WorkflowCommand::Withdraw { note: "It was another river.".into() }));
    assert_eq!(portal.read("/en/tag/spring-water").status(), StatusCode::NOT_FOUND, "nothing is left under it");
}

#[test]
fn long_lists_are_cut_into_pages_of_twenty() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let tag = entry(&journalist, "tag", "Water", "Су");
    let section = entry(&journalist, "section", "Regions", "Өңірлер").to_string();
    for number in 1..=21 {
        story((&journalist, &editor), &format!("Story {number}"), &section, &[tag]);
    }
    for list in ["/en/", "/en/regions/", "/en/tag/water"] {
        let first = page(&portal, list);
        assert_eq!(first.matches("<article").count(), 20, "{list}");
        assert!(first.contains(&format!("<a rel=\"next\" href=\"{list}?page=2\">")), "{first}");
        assert!(!first.contains("rel=\"prev\"") && first.contains(">Story 21</a></h2>"), "{list}");
        let second = page(&portal, &format!("{list}?page=2"));
        assert_eq!(second.matches("<article").count(), 1, "{list}");
        assert!(second.contains(&format!("<a rel=\"prev\" href=\"{list}\">")), "{second}");
        assert!(!second.contains("rel=\"next\"") && second.contains(">Story 1</a></h2>"), "{list}");
        assert_eq!(portal.read(&format!("{list}?page=3")).status(), StatusCode::NOT_FOUND);
        assert_eq!(portal.read(&format!("{list}?page=4294967295")).status(), StatusCode::NOT_FOUND);
    }
}

#[cfg(unix)]
#[test]
fn a_portal_from_before_lists_has_them_after_its_update() {
    let mut portal = RunningPortal::start_demo();
    let lists = ["/en/", "/en/regions/", "/en/tag/water", "/kk/tag/schools", "/ru/"];
    let before = lists.map(|list| page(&portal, list));
    assert!(portal.ask_to_stop().success());
    let file = rusqlite::Connection::open(portal.folder.path().join("portal.sqlite")).expect("the database");
    let back = "DROP TABLE page_read; DROP TABLE publication_tag; DROP INDEX publication_front;
        DROP INDEX publication_section; ALTER TABLE publication DROP COLUMN first_at;
        ALTER TABLE publication DROP COLUMN section; ALTER TABLE receipt DROP COLUMN suggested;
        DROP TABLE entry_name; DROP INDEX revision_sequence; ALTER TABLE revision DROP COLUMN sequence;
        ALTER TABLE document DROP COLUMN state_sequence;
        DROP TABLE archive; DROP TABLE archive_words; DROP TABLE archive_place;
        DROP TABLE epoch; ALTER TABLE feed ADD COLUMN epoch TEXT NOT NULL DEFAULT 'before';
        DELETE FROM migration WHERE number >= 15;";
    file.execute_batch(back).expect("as the last version left it");
    drop(file);
    portal.start_again();
    for (list, before) in lists.iter().zip(before) {
        assert!(before.contains("<article"), "{list}");
        assert_eq!(page(&portal, list), before, "{list}");
    }
}
