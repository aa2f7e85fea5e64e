//! The demo newsroom of the portal, and what both journeys write and expect readers to see.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};

/// The journalist of the demo newsroom.
pub(crate) const JOURNALIST: &str = "aigerim";
/// The desk editor of the English, Kazakh and Russian editions.
pub(crate) const DESK_EDITOR: &str = "daulet";
/// The password of every demo account.
pub(crate) const PASSWORD: &str = "dala-2026";

/// A story in two editions with one photo.
pub(crate) struct Piece {
    pub(crate) slugline: &'static str,
    pub(crate) headline_en: &'static str,
    pub(crate) body_en: &'static str,
    pub(crate) headline_kk: &'static str,
    pub(crate) body_kk: &'static str,
    pub(crate) creator: &'static str,
    pub(crate) credit_line: &'static str,
    pub(crate) caption_en: &'static str,
    pub(crate) caption_kk: &'static str,
    pub(crate) alt_en: &'static str,
    pub(crate) alt_kk: &'static str,
}

/// Invented people at an invented river.
pub(crate) const PIECE: Piece = Piece {
    slugline: "aksai-ferry",
    headline_en: "Ferry returns to the Aksai after nine winters",
    body_en: "The first ferry since the ice year crossed the Aksai on Monday.\n\nIt carried a school class, two horses and a piano.",
    headline_kk: "Ақсай өзеніне тоғыз қыстан соң паром оралды",
    body_kk: "Дүйсенбіде Ақсай арқылы алғашқы паром өтті.\n\nОнда бір сынып оқушылары, екі жылқы және күйсандық болды.",
    creator: "Nurlan Beisen",
    credit_line: "Nurlan Beisen / Dala",
    caption_en: "The ferry house on the left bank",
    caption_kk: "Сол жағалаудағы паром үйі",
    alt_en: "A small red-roofed house beside a blue river",
    alt_kk: "Көк өзен жағасындағы қызыл шатырлы үй",
};

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

/// That the page of one edition shows the piece, its photo with credit, its time, and the way to the other edition.
pub(crate) async fn expect_published(address: &str, edition: &str, piece: &Piece) -> anyhow::Result<()> {
    let html = page(address).await?;
    let (headline, body, caption, alt, other) = match edition {
        "en" => (piece.headline_en, piece.body_en, piece.caption_en, piece.alt_en, "kk"),
        _ => (piece.headline_kk, piece.body_kk, piece.caption_kk, piece.alt_kk, "en"),
    };
    for paragraph in body.split("\n\n").chain([headline, caption, piece.credit_line]) {
        ensure!(html.contains(paragraph), "{address} does not say {paragraph:?}:\n{html}");
    }
    ensure!(html.contains(&format!("alt=\"{alt}\"")), "the photo on {address} has no alt text:\n{html}");
    ensure!(html.contains("<time "), "{address} says no time:\n{html}");
    ensure!(!html.contains("<script"), "{address} has a script");

    // Follow the links as a reader does: the picture, and the switcher to the other edition.
    let origin = reqwest::Url::parse(address)?;
    let picture = link(&html, "src=\"", "/media/").context("the page has no picture")?;
    let picture = reqwest::get(origin.join(&picture)?).await?.error_for_status()?;
    let media_type = picture.headers().get("content-type").context("no media type")?.to_str()?.to_owned();
    ensure!(media_type.starts_with("image/"), "the picture is {media_type}");
    ensure!(picture.bytes().await?.len() > 1000, "the picture is empty");
    let switch = link(&html, "href=\"", &format!("/{other}/")).context("the page has no switcher")?;
    page(origin.join(&switch)?.as_str()).await?;
    Ok(())
}

/// The first link whose address contains `part`.
fn link(html: &str, attribute: &str, part: &str) -> Option<String> {
    let addresses = html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
    addresses.map(str::to_owned).find(|address| address.contains(part))
}
