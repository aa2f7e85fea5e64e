//! The demo newsroom of the portal, what the journeys write, and what readers must see of it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

/// The journalist of the demo newsroom.
pub(crate) const JOURNALIST: &str = "aigerim";
/// The desk editor of the English, Kazakh and Russian editions.
pub(crate) const DESK_EDITOR: &str = "daulet";
/// The chief editor of the demo newsroom.
pub(crate) const CHIEF_EDITOR: &str = "saule";
/// The password of every demo account.
pub(crate) const PASSWORD: &str = "dala-2026";

/// A story with one photo.
pub(crate) struct Piece {
    pub(crate) slugline: String,
    pub(crate) creator: String,
    pub(crate) credit_line: String,
    /// The form that is stored, and the words of the window's list.
    pub(crate) rights_basis: (String, String),
    pub(crate) texts: Vec<Text>,
    /// What stands around the words, when it is not left as a new story has it.
    pub(crate) around: Option<Around>,
}

impl Piece {
    /// Who approves and publishes it: another moment than that of the publication is the chief editor's to say.
    pub(crate) fn editor(&self) -> (&'static str, &'static str) {
        if self.around.is_some() { (CHIEF_EDITOR, "Saule") } else { (DESK_EDITOR, "Daulet") }
    }
}

/// What a desk fills in around a text, in English, and the moment that readers are shown.
pub(crate) struct Around {
    /// A section that the newsroom has, in English.
    pub(crate) section: String,
    pub(crate) city: String,
    /// One that the newsroom does not have yet.
    pub(crate) author: String,
    pub(crate) tags: Vec<String>,
    pub(crate) attribution: String,
    /// As a clock in the newsroom shows it, and as a page of its English edition prints it.
    pub(crate) displayed: String,
    pub(crate) printed: String,
    /// The same with its zone.
    pub(crate) moment: String,
    pub(crate) dateline: String,
}

/// One edition of it.
pub(crate) struct Text {
    pub(crate) edition: String,
    /// What the English interface calls the edition.
    pub(crate) tab: String,
    pub(crate) headline: String,
    pub(crate) body: String,
    pub(crate) caption: String,
    pub(crate) alt: String,
}

/// Invented people at an invented river, in English and Kazakh.
pub(crate) fn ferry() -> Piece {
    Piece {
        slugline: "aksai-ferry".into(),
        creator: "Nurlan Beisen".into(),
        credit_line: "Nurlan Beisen / Dala".into(),
        rights_basis: ("staff".into(), "Own production".into()),
        around: None,
        texts: vec![
            Text {
                edition: "en".into(),
                tab: "English".into(),
                headline: "Ferry returns to the Aksai after nine winters".into(),
                body: "The first ferry since the ice year crossed the Aksai on Monday.\n\nIt carried a school class, \
                       two horses and a piano."
                    .into(),
                caption: "The ferry house on the left bank".into(),
                alt: "A small red-roofed house beside a blue river".into(),
            },
            Text {
                edition: "kk".into(),
                tab: "Kazakh".into(),
                headline: "Ақсай өзеніне тоғыз қыстан соң паром оралды".into(),
                body: "Дүйсенбіде Ақсай арқылы алғашқы паром өтті.\n\nОнда бір сынып оқушылары, екі жылқы және \
                       күйсандық болды."
                    .into(),
                caption: "Сол жағалаудағы паром үйі".into(),
                alt: "Көк өзен жағасындағы қызыл шатырлы үй".into(),
            },
        ],
    }
}

/// The picture that everybody uses: a drawing of a river.
pub(crate) fn picture_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/river.jpg")
}

/// A page as a reader's browser gets it.
pub(crate) async fn page(address: &str) -> anyhow::Result<String> {
    let response = reqwest::get(address).await.with_context(|| format!("{address} does not answer"))?;
    let status = response.status();
    let text = response.text().await?;
    ensure!(status.is_success(), "{address} answers {status}: {text}");
    Ok(text)
}

/// The address of a story, found on the front page of its edition as a reader finds it.
pub(crate) async fn address_on_front_page(portal: &str, text: &Text) -> anyhow::Result<String> {
    let front = format!("{portal}/{}/", text.edition);
    let begun = Instant::now();
    loop {
        let html = page(&front).await?;
        if let Some(before) = html.split(&escaped(&text.headline)).next().filter(|before| before.len() < html.len()) {
            let link = before.rsplit("href=\"").next().and_then(|rest| rest.split('"').next());
            let link = link.context("the headline is no link")?;
            return Ok(reqwest::Url::parse(&front)?.join(link)?.into());
        }
        if begun.elapsed() > Duration::from_secs(20) {
            bail!("{front} never shows {:?}:\n{html}", text.headline);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// That a page shows the edition, its photo with credit, its time, and the way to the other editions.
pub(crate) async fn expect_published(address: &str, piece: &Piece, text: &Text) -> anyhow::Result<()> {
    let html = page(address).await?;
    let paragraphs = text.body.split("\n\n").chain([text.headline.as_str(), &text.caption, &piece.credit_line]);
    for paragraph in paragraphs {
        ensure!(html.contains(&escaped(paragraph)), "{address} does not say {paragraph:?}:\n{html}");
    }
    let alt = format!("alt=\"{}\"", escaped(&text.alt));
    ensure!(html.contains(&alt), "the photo on {address} has no alt text:\n{html}");
    ensure!(html.contains("<time "), "{address} says no time:\n{html}");
    ensure!(!html.contains("<script"), "{address} has a script");
    if let Some(around) = &piece.around {
        expect_around(&html, around)?;
    }

    // Follow the links as a reader does: the picture, and the switcher to the other editions.
    let page_address = reqwest::Url::parse(address)?;
    let picture = link(&html, "src=\"", "/media/").context("the page has no picture")?;
    let picture = reqwest::get(page_address.join(&picture)?).await?.error_for_status()?;
    let media_type = picture.headers().get("content-type").context("no media type")?.to_str()?.to_owned();
    ensure!(media_type.starts_with("image/"), "the picture is {media_type}");
    ensure!(picture.bytes().await?.len() > 1000, "the picture is empty");
    for other in piece.texts.iter().filter(|other| other.edition != text.edition) {
        let switch = link(&html, "href=\"", &format!("/{}/", other.edition)).context("the page has no switcher")?;
        let there = page(page_address.join(&switch)?.as_str()).await?;
        ensure!(there.contains(&escaped(&other.headline)), "{switch} is not the {} edition", other.edition);
    }
    Ok(())
}

/// That everything a desk filled in stands where readers look for it.
fn expect_around(html: &str, around: &Around) -> anyhow::Result<()> {
    let tags = between(html, "<ul class=\"tags\"", "</ul>")?;
    for tag in &around.tags {
        ensure!(tags.contains(&escaped(tag)), "no tag {tag:?} in {tags}");
    }
    for (from, to, words) in [
        ("class=\"crumbs\"", "</nav>", &around.section),
        ("<p class=\"by\"", "</p>", &around.author),
        ("<p class=\"time\"", "</p>", &around.printed),
        ("class=\"mark\"", "</span>", &around.dateline),
    ] {
        let piece = between(html, from, to)?;
        ensure!(piece.contains(&escaped(words)), "no {words:?} in {piece}");
    }
    Ok(())
}

/// The page between two pieces of markup.
pub(crate) fn between<'a>(html: &'a str, from: &str, to: &str) -> anyhow::Result<&'a str> {
    let (_, rest) = html.split_once(from).with_context(|| format!("no {from} in {html}"))?;
    rest.split_once(to).map(|(inner, _)| inner).with_context(|| format!("no {to} after {from}"))
}

/// The first link whose address contains `part`.
fn link(html: &str, attribute: &str, part: &str) -> Option<String> {
    let addresses = html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
    addresses.map(str::to_owned).find(|address| address.contains(part))
}

/// Text as HTML writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
