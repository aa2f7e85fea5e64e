//! What readers get: the public bytes and nothing else, in every edition, with nothing that could run.

use reqwest::StatusCode;
use tilshi_photo::Field;
use tilshi_story::{EntryId, Part, PartChange, PartValue, Patch, PhotoId, StoryId, WorkflowCommand};

use crate::newsroom::{
    Laptop, RunningPortal, accepted, bring_photo, bring_picture, bring_picture_files, change_with, client, edition,
    ferry_story,
};

pub(crate) fn publish() -> WorkflowCommand {
    WorkflowCommand::Publish { note: String::new(), displayed: None }
}

/// Takes an edition from its draft to its readers; gives its path.
pub(crate) fn make_public(journalist: &Laptop, editor: &Laptop, story: StoryId, key: &str) -> String {
    accepted(journalist.step(story, key, WorkflowCommand::Submit));
    accepted(editor.step(story, key, WorkflowCommand::Approve));
    accepted(editor.step(story, key, publish()));
    let publications = journalist.feed_of(story).publications;
    let current = publications.iter().find(|one| one.edition == edition(key) && one.until.is_none());
    current.expect("it is public").path.clone()
}

pub(crate) fn page(portal: &RunningPortal, path: &str) -> String {
    let response = portal.read(path);
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.text().expect("a page")
}

fn assert_in_order(page: &str, pieces: &[&str]) {
    let mut rest = page;
    for piece in pieces {
        let (_, after) =
            rest.split_once(piece).unwrap_or_else(|| panic!("{piece:?} is not (after the others) in {page}"));
        rest = after;
    }
}

#[test]
fn a_story_written_on_one_laptop_and_approved_on_another_is_read_in_both_editions() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo = bring_photo(&journalist, &[]);
    let city = EntryId::generate();
    let labels =
        [(Part::Kind, "city"), (Part::Label(edition("en")), "Pavlodar"), (Part::Label(edition("kk")), "Павлодар")];
    journalist.change(city, None, &labels);
    let (photos, city, byline) = (photo.to_string(), city.to_string(), journalist.account.person.to_string());
    let mut parts = ferry_story();
    parts.extend([(Part::Photos, photos.as_str()), (Part::DatelineCity, &city), (Part::Bylines, &byline)]);
    let story = StoryId::generate();
    journalist.change(story, None, &parts);
    let draft = portal.read(&format!("/en/news/{}", story.short()));
    assert_eq!(draft.status(), StatusCode::NOT_FOUND);

    let english_path = make_public(&journalist, &editor, story, "en");
    let kazakh_path = make_public(&journalist, &editor, story, "kk");
    let english = page(&portal, &english_path);
    assert_in_order(
        &english,
        &[
            r#"<html lang="en" dir="ltr">"#,
            &format!(r#"href="{kazakh_path}""#),
            "<h1>The ferry crosses the Irtysh again</h1>",
            "<time datetime=",
            "After a repair of three weeks.",
            &format!("/media/{photo}/en/"),
            r#"alt="A flat ferry with cars on a wide river""#,
            "The ferry at the northern landing.",
            "Dana Ermek / Dala",
            "PAVLODAR. Newsroom",
            "<strong>forty</strong>",
            "The journalist",
        ],
    );
    let kazakh = page(&portal, &kazakh_path);
    assert_in_order(
        &kazakh,
        &[
            r#"<html lang="kk-Cyrl" dir="ltr">"#,
            &format!(r#"href="{english_path}""#),
            "<h1>Паром Ертістен қайта өтті</h1>",
            "Кең өзендегі көлік тиелген паром",
            "ПАВЛОДАР. Newsroom",
            "Сейсенбіде паром",
        ],
    );
    let home = page(&portal, "/en/");
    assert!(home.contains(&english_path) && home.contains("The ferry crosses the Irtysh again"));
    let picture = portal.read(&picture_on(&english));
    assert_eq!(picture.headers()["content-type"], "image/jpeg");
    assert_eq!(picture.headers()["x-content-type-options"], "nosniff");
    assert!(picture.headers()["cache-control"].to_str().expect("text").contains("max-age=604800"));
    let said = tilshi_photo::said(&picture.bytes().expect("a picture"));
    assert_eq!(
        [Field::Creator, Field::CreditLine, Field::Caption].map(|field| said.text(field)),
        ["Dana Ermek", "Dana Ermek / Dala", "The ferry at the northern landing."]
    );
    let said = tilshi_photo::said(&portal.read(&picture_on(&kazakh)).bytes().expect("a picture"));
    assert_eq!(
        [Field::CreditLine, Field::Caption].map(|field| said.text(field)),
        ["Dana Ermek / Dala", ""],
        "no English in the Kazakh edition"
    );
}

/// Where a page has its picture.
fn picture_on(page: &str) -> String {
    let before = " src=\"";
    let from = page.find(&format!("{before}/media/")).expect("a picture") + before.len();
    page[from..].split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn a_picture_carries_the_credit_that_was_published_and_what_was_made_with_ai_is_marked() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo = bring_photo(&journalist, &[]);
    let photos = photo.to_string();
    let mut parts = ferry_story();
    parts.push((Part::Photos, &photos));
    let story = StoryId::generate();
    journalist.change(story, None, &parts);
    let path = make_public(&journalist, &editor, story, "en");
    let first = picture_on(&page(&portal, &path));

    let head = journalist.feed_of(photo).revision;
    let changes = [
        (Part::CreditLine, "Dana Ermek / Dala Press"),
        (Part::CopyrightNotice, "© Dala Press"),
        (Part::DigitalSourceType, "trained-algorithmic-media"),
    ];
    journalist.change(photo, Some(head), &changes);
    let credit =
        |address: &str| tilshi_photo::said(&portal.read(address).bytes().expect("a picture")).text(Field::CreditLine);
    assert_eq!(credit(&first), "Dana Ermek / Dala", "what nobody published is said nowhere");

    let correct = WorkflowCommand::Publish { note: "The credit was wrong.".into(), displayed: None };
    accepted(editor.step(story, "en", correct));
    let corrected = page(&portal, &path);
    assert_in_order(
        &corrected,
        &["© Dala Press", "trainedAlgorithmicMedia", "Dana Ermek / Dala Press", "Made with AI"],
    );
    let second = picture_on(&corrected);
    assert_ne!(first, second);
    assert_eq!(credit(&second), "Dana Ermek / Dala Press");
    let kept = portal.read(&first);
    assert_eq!(kept.status(), StatusCode::FOUND, "an address that somebody kept leads to the newest");
    assert_eq!(kept.headers()["location"], second.as_str());
    for nothing in [format!("/media/{photo}/kk/0.jpg"), format!("/media/{photo}/en"), "/media/none/en/0.jpg".into()] {
        assert_eq!(portal.read(&nothing).status(), StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[test]
fn a_crop_is_shown_in_every_width_from_the_next_publication_on() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo = bring_picture(&journalist, tilshi_photo::sketch::demo_landscape(5, 1600, 1200).expect("a scene"), &[]);
    let photos = photo.to_string();
    let mut parts = ferry_story();
    parts.push((Part::Photos, &photos));
    let story = StoryId::generate();
    journalist.change(story, None, &parts);
    let path = make_public(&journalist, &editor, story, "en");
    let read = |address: &str| portal.read(address).bytes().expect("a picture").to_vec();
    let size = |address: &str| {
        let probe = tilshi_photo::probe(&read(address)).expect("a picture");
        (probe.width, probe.height)
    };

    let (home, first) = (page(&portal, "/en/"), page(&portal, &path));
    assert_eq!(size(&picture_on(&first)), (1600, 1200), "the page of the story shows all of it");
    let wide = first_address(&home, "-wide-1600.jpg");
    assert_eq!(size(&wide), (1600, 900));
    assert_eq!(size(&first_address(&home, "-standard-320.jpg")), (320, 240));
    assert_in_order(&home, &["<picture>", "<source media", "-standard-320.jpg 320w", "<img", "-wide-320.jpg 320w"]);
    let unknown = wide.replace("-wide-1600", "-wide-1601");
    assert_eq!(portal.read(&unknown).status(), StatusCode::FOUND, "no other width is made");

    let head = journalist.feed_of(photo).revision;
    let crops = [(Part::CropWide, "50,50,50,50"), (Part::CropFree, "0,0,25,100")];
    journalist.change(photo, Some(head), &crops);
    assert_eq!(size(&wide), (1600, 900), "what nobody published is seen nowhere");
    accepted(editor.step(story, "en", WorkflowCommand::Publish { note: String::new(), displayed: None }));
    let (home, second) = (page(&portal, "/en/"), page(&portal, &path));
    assert_eq!(size(&picture_on(&second)), (400, 1200));
    let narrow = first_address(&home, "-wide-960.jpg");
    assert_eq!(size(&narrow), (800, 450));
    assert_eq!(
        tilshi_photo::said(&read(&narrow)).text(Field::CreditLine),
        "Dana Ermek / Dala",
        "a crop carries its credit"
    );
    assert_eq!(read(&narrow), read(&narrow), "the second time from what was kept");
    let kept = portal.read(&wide);
    assert_eq!(kept.headers()["location"], first_address(&home, "-wide-960.jpg").replace("-960", "-1600").as_str());
}

#[test]
fn a_part_is_cut_from_the_original_where_that_can_be_read_and_comes_in_two_codings() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let original = tilshi_photo::sketch::demo_landscape(5, 3000, 2000).expect("a scene");
    let web = tilshi_photo::web_rendition(&original).expect("a rendition").bytes;
    // A photo whose header is sound and whose rest is not: what the laptop could show is shown.
    let mut spoiled = original.clone();
    spoiled.truncate(original.len() / 2);
    for (original, expected) in [(original, (600, 400)), (spoiled, (320, 213))] {
        let photo = bring_picture_files(&journalist, &original, &web, &[Part::CropFree]);
        let parts = [(Part::CropFree, "10,10,20,20")];
        journalist.change(photo, Some(journalist.feed_of(photo).revision), &parts);
        let photos = photo.to_string();
        let mut parts = ferry_story();
        parts.push((Part::Photos, &photos));
        let story = StoryId::generate();
        journalist.change(story, None, &parts);
        let html = page(&portal, &make_public(&journalist, &editor, story, "en"));
        let jpeg = picture_on(&html);
        let answers = [jpeg.clone(), jpeg.replace(".jpg", ".webp")].map(|address| portal.read(&address));
        for (answer, (media_type, format)) in answers
            .into_iter()
            .zip([("image/jpeg", tilshi_photo::Format::Jpeg), ("image/webp", tilshi_photo::Format::WebP)])
        {
            assert_eq!(answer.headers()["content-type"], media_type);
            let bytes = answer.bytes().expect("a picture");
            let probe = tilshi_photo::probe(&bytes).expect("a picture");
            assert_eq!((probe.width, probe.height, probe.format), (expected.0, expected.1, format));
            assert_eq!(tilshi_photo::said(&bytes).text(Field::CreditLine), "Dana Ermek / Dala", "{media_type}");
        }
        let webp = format!("srcset=\"{}", jpeg.replace("-640.jpg", "-320.webp"));
        assert!(html.contains(&webp), "{webp} in {html}");
        assert_eq!(portal.read(&jpeg.replace(".jpg", ".avif")).status(), StatusCode::FOUND, "no other coding");
    }
}

/// The first address of a picture on a page that ends so.
fn first_address(page: &str, end: &str) -> String {
    let to = page.find(end).expect("a picture") + end.len();
    let from = page[..to].rfind("/media/").expect("a picture");
    page[from..to].to_owned()
}

#[test]
fn readers_see_the_published_bytes_until_the_next_publication() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo = bring_photo(&journalist, &[]);
    let photos = photo.to_string();
    let mut parts = ferry_story();
    parts.push((Part::Photos, &photos));
    let story = StoryId::generate();
    let head = journalist.change(story, None, &parts);
    let path = make_public(&journalist, &editor, story, "en");
    let before = page(&portal, &path);

    journalist.change(story, Some(head), &[(Part::Body(edition("en")), "A working text that nobody approved.")]);
    let photo_head = journalist.feed_of(photo).revision;
    journalist.change(photo, Some(photo_head), &[(Part::CreditLine, "Somebody else")]);
    assert_eq!(page(&portal, &path), before, "neither the text nor the credit that readers see has moved");

    accepted(journalist.step(story, "en", WorkflowCommand::Submit));
    accepted(editor.step(story, "en", WorkflowCommand::Approve));
    accepted(editor.step(
        story,
        "en",
        WorkflowCommand::Publish { note: "Two more cars were counted.".into(), displayed: None },
    ));
    let after = page(&portal, &path);
    for piece in ["A working text that nobody approved.", "Somebody else", "Two more cars were counted."] {
        assert!(after.contains(piece) && !before.contains(piece), "{piece}");
    }
}

#[test]
fn nothing_that_a_story_says_runs_on_its_page() {
    let hostile = "<script>alert(1)</script> <img src=x onerror=alert(2)> [press](javascript:alert(3)) \
         [data](data:text/html,<script>alert(4)</script>)\n\n<svg onload=alert(5)>\n\n<style>body{display:none}</style>\n\n\
         ![x](javascript:alert(6)) <iframe src=//evil.example></iframe> <a href=\"JaVaScRiPt:alert(7)\">x</a>";
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo = bring_photo(&journalist, &[]);
    let quoted = "\"><script>alert(8)</script><img onerror='x' \"";
    let head = journalist.feed_of(photo).revision;
    let en = edition("en");
    let said = [Part::CreditLine, Part::Caption(en.clone()), Part::AltText(en.clone())].map(|part| (part, quoted));
    journalist.change(photo, Some(head), &said);
    let photos = photo.to_string();
    let story = StoryId::generate();
    let text = [
        (Part::SourceEdition, "en"),
        (Part::Headline(en.clone()), quoted),
        (Part::Lead(en.clone()), quoted),
        (Part::Body(en.clone()), hostile),
        (Part::Slug(en), "../../<b>"),
        (Part::Photos, photos.as_str()),
    ];
    journalist.change(story, None, &text);
    let path = make_public(&journalist, &editor, story, "en");
    assert!(path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-')), "{path}");
    let response = portal.read(&path);
    let policy = response.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src") && !policy.contains("unsafe"));
    let page = response.text().expect("a page");
    for (tag, attributes) in tags(&page) {
        assert!(!["script", "style", "iframe", "object", "embed", "base", "form"].contains(&tag.as_str()), "{tag}");
        let attributes = attributes.to_lowercase();
        for (name, value) in attributes.split_whitespace().filter_map(|attribute| attribute.split_once('=')) {
            assert!(!name.starts_with("on") && name != "style", "{tag} {attributes}");
            let value = value.trim_matches(['"', '\'']);
            let leads = ["href", "src", "srcset", "action"].contains(&name);
            assert!(!leads || !(value.starts_with("javascript:") || value.starts_with("data:")), "{tag} {attributes}");
        }
    }
    assert!(page.contains("alert(8)"), "the words themselves are kept, as words");
}

/// The opening tags of a page: name and the rest, with quoted values emptied of spaces and angle brackets.
fn tags(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let mut quote = None;
        let mut inside = String::new();
        for character in after.chars() {
            match (quote, character) {
                (None, '>') => break,
                (None, '"' | '\'') => quote = Some(character),
                (Some(open), _) if open == character => quote = None,
                (Some(_), ' ' | '<' | '>' | '=') => continue,
                (None | Some(_), _) => {}
            }
            inside.push(character);
        }
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        if !name.is_empty() {
            found.push((name.to_lowercase(), inside[name.len()..].to_owned()));
        }
        rest = after;
    }
    found
}

#[test]
fn a_withdrawn_page_says_so_and_its_pictures_are_gone() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let photo: PhotoId = bring_photo(&journalist, &[]);
    let photos = photo.to_string();
    let mut parts = ferry_story();
    parts.push((Part::Photos, &photos));
    let story = StoryId::generate();
    journalist.change(story, None, &parts);
    assert_eq!(portal.read(&format!("/media/{photo}/en/0.jpg")).status(), StatusCode::NOT_FOUND, "not public yet");
    let path = make_public(&journalist, &editor, story, "en");
    let kazakh = make_public(&journalist, &editor, story, "kk");
    let pictures = [&path, &kazakh].map(|path| picture_on(&page(&portal, path)));
    let withdraw = |key: &str| {
        accepted(editor.step(story, key, WorkflowCommand::Withdraw { note: "The ferry was another one.".into() }));
    };
    withdraw("en");
    let gone = portal.read(&path);
    assert_eq!(gone.status(), StatusCode::GONE);
    let gone = gone.text().expect("a page");
    assert!(gone.contains("The ferry was another one.") && gone.contains(&kazakh));
    assert!(!gone.contains("Irtysh"), "neither headline nor text is shown again");
    assert!(!page(&portal, "/en/").contains(&path));
    assert!(page(&portal, &kazakh).contains("Паром"));
    let statuses = || [&pictures[0], &pictures[1]].map(|address| portal.read(address).status());
    assert_eq!(statuses(), [StatusCode::NOT_FOUND, StatusCode::OK], "the other edition shows it");
    withdraw("kk");
    assert_eq!(statuses(), [StatusCode::NOT_FOUND; 2]);
}

#[test]
fn addresses_lead_to_one_page_each() {
    let portal = RunningPortal::start_demo();
    let path = "/en/regions/water-reaches-southern-fields-two-weeks-early-f0ca0a15";
    let moved = |from: &str| {
        let response = portal.read(from);
        (response.status().as_u16(), response.headers()["location"].to_str().expect("text").to_owned())
    };
    assert_eq!(moved("/en/regions/an-old-name-f0ca0a15"), (301, path.into()));
    assert_eq!(moved("/en/elsewhere/f0ca0a15"), (301, path.into()));
    assert_eq!(moved("/en"), (308, "/en/".into()));
    assert_eq!(moved("/en/regions"), (308, "/en/regions/".into()));
    for nowhere in [
        "/xx/",
        "/en/none/",
        "/zh/society/rescuers-f01ce0a1",
        "/en/regions/water-00000000",
        "/en/regions/water",
        "/en/regions/water-F0CA0A15",
        "/media/none/web",
        "/assets/page.css",
        "/a/b/c/d/e",
    ] {
        let response = portal.read(nowhere);
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{nowhere}");
        assert!(response.headers().contains_key("content-security-policy"));
    }
    assert_eq!(portal.read("/en/%ff/%00").status(), StatusCode::BAD_REQUEST);
    for (language, key) in [("kk-KZ", "kk"), ("ru,en;q=0.5", "ru"), ("fr", "en"), ("", "en")] {
        let response =
            client().get(format!("{}/", portal.address)).header("accept-language", language).send().expect("an answer");
        assert_eq!(response.status(), StatusCode::FOUND);
        assert_eq!(response.headers()["location"], format!("/{key}/"), "{language}");
    }
    let regions = page(&portal, "/en/regions/");
    let (regions, _) = regions.split_once("</main>").expect("a list");
    assert!(regions.contains("f0ca0a15") && !regions.contains("f0b00b05"), "a section lists its own stories");
}

#[test]
fn a_reader_who_has_the_page_gets_it_only_once() {
    let portal = RunningPortal::start_demo();
    let path = "/kk/culture/f0b00b05";
    let path = portal.read(path).headers()["location"].to_str().expect("text").to_owned();
    let first = portal.read(&path);
    let tag = first.headers()["etag"].clone();
    let again = |tag: &str| {
        client().get(format!("{}{path}", portal.address)).header("if-none-match", tag).send().expect("an answer")
    };
    let known = again(tag.to_str().expect("text"));
    assert_eq!((known.status(), &known.headers()["etag"]), (StatusCode::NOT_MODIFIED, &tag));
    assert_eq!(known.text().expect("nothing"), "");
    assert_eq!(again("W/\"another\"").status(), StatusCode::OK);
    let html = first.text().expect("a page");
    let (_, css) = html.split_once("stylesheet\" href=\"").expect("a stylesheet");
    let css = portal.read(css.split('"').next().expect("its path"));
    assert_eq!(css.headers()["content-type"], "text/css; charset=utf-8");
    assert!(css.headers()["cache-control"].to_str().expect("text").contains("immutable"));
}

#[test]
fn the_demonstration_newsroom_has_something_to_read_and_something_to_do() {
    let portal = RunningPortal::start_demo();
    for (key, stories) in [("en", 5), ("kk", 5), ("qz", 5), ("tote", 5), ("ru", 5), ("zh", 5), ("uz", 5)] {
        let home = page(&portal, &format!("/{key}/"));
        assert_eq!(home.matches("<article").count(), stories, "{key}");
    }
    let moved = portal.read("/tote/regions/x-f0ca0a15").headers()["location"].to_str().expect("text").to_owned();
    let tote = page(&portal, &moved);
    let cyrillic = |text: &str| text.chars().any(|letter| matches!(letter, '\u{400}'..='\u{4FF}'));
    let lines_in_cyrillic: Vec<&str> = tote.split('<').filter(|piece| cyrillic(piece)).collect();
    let switcher_only = lines_in_cyrillic.iter().all(|piece| piece.contains("lang=") || piece.contains("hreflang="));
    assert!(tote.contains("dir=\"rtl\"") && switcher_only, "{lines_in_cyrillic:?}");
    let daulet = portal.laptop_with("daulet", "dala-2026");
    assert_eq!(daulet.account.editions.len(), 3);
    let in_review = daulet.feed().into_iter().filter(|document| {
        document.editions.values().any(|record| record.state == tilshi_story::EditionState::InReview)
    });
    assert_eq!(in_review.count(), 1);
    portal.laptop_with("aigerim", "dala-2026");
    portal.laptop_with("saule", "dala-2026");
}

#[test]
fn a_story_of_odd_shapes_still_has_a_page() {
    let portal = RunningPortal::start();
    let (journalist, editor) = (portal.laptop("journalist"), portal.laptop("editor"));
    let story = StoryId::generate();
    journalist.change(
        story,
        None,
        &[
            (Part::SourceEdition, "en"),
            (Part::Headline(edition("en")), "字"),
            (Part::Body(edition("en")), "x"),
            (Part::Section, "not an id"),
            (Part::DatelineCity, "01900000-0000-7000-8000-000000000000"),
        ],
    );
    let head = journalist.feed_of(story).revision;
    let text_for_list = PartChange::Put(PartValue::text("not a list"));
    let patch = Patch([(Part::Bylines.key(), text_for_list.clone()), (Part::Photos.key(), text_for_list)].into());
    accepted(journalist.push_one(&change_with(story, Some(head), patch)));
    let path = make_public(&journalist, &editor, story, "en");
    assert_eq!(path, format!("/en/news/{}", story.short()));
    assert!(page(&portal, &path).contains("<h1>字</h1>"));
}
