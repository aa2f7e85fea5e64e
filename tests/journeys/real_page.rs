//! A page that was really published goes the whole way, by the command line and by the window. The page itself is
//! not part of the project: without it there is nothing to do here.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::newsroom::{Around, Piece, Text};
use crate::{by_command_line, by_window};

/// Its tags: they stand in one line, so that the file does not say where one ends.
const TAGS: [&str; 3] = ["President of Kazakhstan", "Senate", "Political parties"];

/// The published page, when somebody has put it beside the project.
fn published_page() -> anyhow::Result<Option<Piece>> {
    let file = "../../shared/samples/kazinform-2023-01-26-en.txt";
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if !file.exists() {
        println!("skipped: no published page at {}", file.display());
        return Ok(None);
    }
    let page = std::fs::read_to_string(&file)?;
    let lines: Vec<&str> = page.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let dated = |line: &&str| line.starts_with("26 January 2023, ");
    let date = lines.iter().position(dated).context("the page has no date")?;
    let credit = lines.iter().position(|line| line.starts_with("Photo: ")).context("the page has no photo")?;
    let author = lines.iter().position(|line| line.starts_with("Author:")).context("the page has no author")? + 1;
    let tags = lines.get(author + 1).context("the page has no tags")?;
    anyhow::ensure!(*tags == TAGS.join(" "), "other tags: {tags}");
    let headline = lines[..date].last().context("the page has no headline")?;
    let credit_line = lines[credit].trim_start_matches("Photo: ");
    Ok(Some(Piece {
        slugline: "senate-parties".into(),
        creator: credit_line.into(),
        credit_line: credit_line.into(),
        rights_basis: ("handout".into(), "Handout from the press office".into()),
        around: Some(Around {
            section: lines[..date - 1].last().context("the page has no section")?.to_string(),
            city: "Astana".into(),
            author: lines[author].into(),
            tags: TAGS.map(str::to_owned).to_vec(),
            attribution: "Akorda press service".into(),
            displayed: "2023-01-26T10:33".into(),
            printed: lines[date].into(),
            // Almaty was six hours ahead then.
            moment: "2023-01-26T10:33:00+06:00".into(),
            dateline: "ASTANA. DALA".into(),
        }),
        texts: vec![Text {
            edition: "en".into(),
            tab: "English".into(),
            headline: (*headline).into(),
            // City and mark are the dateline, which the newsroom makes itself.
            body: lines[date + 1..credit].join("\n\n").trim_start_matches("ASTANA. KAZINFORM ").into(),
            caption: "A drawing in place of the photo".into(),
            alt: "A house beside a river".into(),
        }],
    }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_page_goes_all_the_way_by_the_command_line() -> anyhow::Result<()> {
    match published_page()? {
        Some(piece) => by_command_line::go_all_the_way(&piece).await,
        None => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_page_goes_all_the_way_in_the_window() -> anyhow::Result<()> {
    match published_page()? {
        Some(piece) => by_window::go_all_the_way(&piece, "real-page").await,
        None => Ok(()),
    }
}
