//! What a desk fills in around a text, set by the command line without a network and found on the reader's page.

use anyhow::{Context as _, ensure};
use tilshi_tests::{Laptop, Portal};

use crate::by_command_line::{signed_in, string};
use crate::by_window::PASSPHRASE;
use crate::newsroom::{DESK_EDITOR, JOURNALIST, between, page};

/// What one edition prints.
struct Printed {
    edition: &'static str,
    headline: &'static str,
    dateline: &'static str,
    section: &'static str,
    tags: [&'static str; 2],
    authors: [&'static str; 2],
}

const PRINTED: [Printed; 2] = [
    Printed {
        edition: "en",
        headline: "Ferry house on the Aksai gets a new roof",
        dateline: "TURKISTAN. DALA",
        section: "Regions",
        tags: ["Water", "Aksai ferry"],
        authors: ["Saule Bekova", "Aigerim Sadyqova"],
    },
    Printed {
        edition: "kk",
        headline: "Ақсайдағы паром үйінің шатыры жаңарды",
        dateline: "ТҮРКІСТАН. ДАЛА –",
        section: "Өңірлер",
        tags: ["Су", "Ақсай паромы"],
        authors: ["Сәуле Бекова", "Айгерім Садықова"],
    },
];

#[test]
fn a_section_gets_another_name_and_a_place_in_the_tree() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Saule"])?;
    fn set<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
        [&["vocabulary", "set", "--kind", "section"][..], arguments].concat()
    }
    let society = laptop.answer(&set(&["Society", "--edition", "en", "--label", "People"]))?;
    ensure!(society["labels"]["en"] == "People" && society["labels"]["kk"] == "Қоғам", "{society}");
    let culture = laptop.answer(&set(&["Culture", "--parent", "Қоғам"]))?;
    ensure!(culture["parent"] == society["entry"], "{culture}");
    ensure!(laptop.refusal(&set(&["Culture", "--parent", "Gossip"]))? == "entry-unknown");
    ensure!(laptop.refusal(&set(&["Gossip", "--parent", "Culture"]))? == "entry-unknown");
    let culture = laptop.answer(&set(&["Culture", "--parent", ""]))?;
    ensure!(culture["parent"].is_null(), "{culture}");
    laptop.answer(&set(&["People", "--parent", "Culture"]))?;
    ensure!(laptop.refusal(&set(&["Culture", "--parent", "People"]))? == "section-in-itself");
    ensure!(laptop.refusal(&set(&["Culture", "--edition", "en", "--label", "people"]))? == "label-taken");
    let nothing = laptop.tilshi(&set(&["Culture"]))?;
    ensure!(nothing.code == 2 && nothing.err.contains("--label"), "{nothing:?}");
    let unpaired = laptop.tilshi(&set(&["Culture", "--label", "Arts"]))?;
    ensure!(unpaired.code == 2 && unpaired.err.contains("--edition"), "{unpaired:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_set_without_a_network_stands_on_the_page_in_the_form_of_its_edition() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let journalist = signed_in(&folder.path().join("journalist"), &portal, "Aigerim", JOURNALIST)?;
    let editor = signed_in(&folder.path().join("editor"), &portal, "Daulet", DESK_EDITOR)?;
    journalist.answer(&["sync"])?;
    portal.kill();

    let before = journalist.answer(&["story", "list"])?;
    let refused = journalist.refusal(&["story", "new", "--edition", "en", "--section", "Gossip"])?;
    ensure!(refused == "entry-unknown", "a section is not made in passing: {refused}");
    ensure!(journalist.answer(&["story", "list"])? == before, "a refusal leaves no story behind");
    let wrong = journalist.tilshi(&["story", "new", "--edition", "en", "--embargo", "tomorrow"])?;
    ensure!(wrong.code == 2 && wrong.err.contains("2026-03-14T18:00:00+05:00"), "{wrong:?}");

    let tag = journalist.answer(&["vocabulary", "add", "--kind", "tag", "--edition", "en", "Aksai ferry"])?;
    let form = ["--edition", "kk", "--label", "Ақсай паромы"];
    let named = journalist.answer(&[&["vocabulary", "set", "--kind", "tag", "aksai ferry"][..], &form].concat())?;
    ensure!(named["labels"]["kk"] == "Ақсай паромы" && named["labels"]["en"] == "Aksai ferry", "{named}");
    let story = journalist.answer(
        &[
            &["story", "new", "--edition", "en", "--slugline", "ferry-house"][..],
            // By the form of another edition, by a word that was just made, and by somebody's name.
            &["--section", "Өңірлер", "--tag", "су", "--tag", "AKSAI FERRY", "--city", "Turkistan"],
            &["--byline", "Saule Bekova", "--byline", "Айгерім Садықова", "--embargo", "2999-01-01T00:00:00+05:00"],
        ]
        .concat(),
    )?;
    let tags = story["content"]["tags"]["set"].as_array().context("no tags")?;
    ensure!(tags.len() == 2 && tags.contains(&tag["entry"]), "the same word is the same tag: {tags:?}");
    let story = string(&story, "/story")?.to_owned();
    for printed in &PRINTED {
        let body =
            if printed.edition == "kk" { "Бұған тоғыз күн кетті." } else { "It took nine days." };
        journalist.answer(&[
            "edition",
            "set",
            &story,
            printed.edition,
            "--headline",
            printed.headline,
            "--body",
            body,
        ])?;
        journalist.answer(&["edition", "submit", &story, printed.edition])?;
    }
    let shown = journalist.tilshi(&["story", "show", &story])?.out;
    for line in ["Byline: Saule Bekova, Aigerim Sadyqova", "City: Turkistan", "Section: Regions", "Embargo: until "] {
        ensure!(shown.contains(line), "{line:?} is missing:\n{shown}");
    }

    // The embargo holds until somebody lifts it.
    portal.start_again()?;
    journalist.answer(&["sync"])?;
    editor.answer(&["sync"])?;
    editor.answer(&["edition", "approve", &story, "en"])?;
    let held = editor.refusal(&["edition", "publish", &story, "en"])?;
    ensure!(held == "under-embargo", "{held}");
    editor.answer(&["story", "set", &story, "--embargo", "none"])?;
    editor.answer(&["edition", "approve", &story, "kk"])?;
    for printed in &PRINTED {
        editor.answer(&["edition", "publish", &story, printed.edition])?;
    }
    editor.answer(&["sync"])?;

    for printed in &PRINTED {
        let shown = editor.answer(&["edition", "show", &story, printed.edition])?;
        ensure!(string(&shown, "/state/dateline")? == printed.dateline, "the window says another dateline: {shown:#}");
        let html = page(string(&shown, "/state/public_url")?).await?;
        let crumbs = between(&html, "class=\"crumbs\"", "</nav>")?;
        ensure!(crumbs.contains(printed.section) && crumbs.contains("/regions/"), "no section in {crumbs}");
        let tags = between(&html, "<ul class=\"tags\"", "</ul>")?;
        for tag in printed.tags {
            ensure!(tags.contains(tag), "no tag {tag:?} in {tags}");
        }
        let [first, second] = printed.authors.map(|author| html.find(author));
        ensure!(first.is_some() && first < second, "the authors are not in their order:\n{html}");
        ensure!(html.contains(printed.dateline), "no dateline {:?}:\n{html}", printed.dateline);
    }
    Ok(())
}
