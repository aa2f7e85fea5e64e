//! The pictures of public stories. Each edition has a file of its own for each state that was published: it says who made
//! it, how it is credited and what it shows, in the words that this edition printed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tilshi_pages::Image;
use tilshi_photo::{Coding, Description};
use tilshi_story::{Content, Crop, EditionKey, PhotoId, PixelRegion, RevisionId, shown};
use tilshi_sync::wire::PictureFile;

use super::{Asked, FOR_A_WEEK, broken, known_edition, nothing, redirect, run};
use crate::Portal;
use crate::database::{HeldPicture, PictureRow};
use crate::pictures::PictureError;

/// How much of a revision's name its pictures carry in their address, in hexadecimal digits.
const REVISION_DIGITS: usize = 16;

/// The widths that a page can ask for, in pixels.
const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1600];

/// What of a picture, how wide at most, and in which coding. Its text in an address is `wide-640.jpg`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asking {
    crop: Crop,
    width: u32,
    coding: Coding,
}

impl Asking {
    /// What an address asks for that names nothing: one from before parts had addresses, or from somebody who guesses.
    const WHOLE: Self = Self { crop: Crop::Free, width: WIDTHS[WIDTHS.len() - 1], coding: Coding::Jpeg };

    fn parse(text: &str) -> Option<Self> {
        let (text, ending) = text.rsplit_once('.')?;
        let coding = [Coding::Jpeg, Coding::WebP].into_iter().find(|coding| coding.ending() == ending)?;
        let (crop, width) = text.split_once('-')?;
        let width = WIDTHS.into_iter().find(|known| known.to_string() == width)?;
        Some(Self { crop: Crop::parse(crop)?, width, coding })
    }
}

impl std::fmt::Display for Asking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}.{}", self.crop.as_str(), self.width, self.coding.ending())
    }
}

/// Where readers of an edition find a part of a picture as it was published.
fn path(photo: PhotoId, edition: &EditionKey, revision: RevisionId, asking: Asking) -> String {
    format!("/media/{photo}/{edition}/{}-{asking}", short(revision))
}

fn short(revision: RevisionId) -> String {
    revision.to_string().chars().take(REVISION_DIGITS).collect()
}

/// A photo of a public story in one shape, in every width that is less than all of it.
pub(super) fn image(
    (photo, edition, revision): (PhotoId, &EditionKey, RevisionId),
    said: &Content,
    held: &PictureRow,
    crop: Crop,
) -> Image {
    let PixelRegion { width: most, height, .. } = shown(said, crop, held.width, held.height);
    let path = |width, coding| path(photo, edition, revision, Asking { crop, width, coding });
    let whole = WIDTHS.into_iter().find(|width| *width >= most).unwrap_or(WIDTHS[WIDTHS.len() - 1]);
    let smaller = WIDTHS.into_iter().filter(move |width| *width < whole);
    Image {
        url: path(whole, Coding::Jpeg),
        width: most.min(whole),
        height: if most > whole { (height * whole + most / 2) / most } else { height },
        smaller: smaller.clone().map(|width| (path(width, Coding::Jpeg), width)).collect(),
        webp: smaller
            .map(|width| (width, width))
            .chain([(whole, most.min(whole))])
            .map(|(width, real)| (path(width, Coding::WebP), real))
            .collect(),
    }
}

/// `/media/{photo}/{edition}/{revision}-{crop}-{width}.jpg`, or `.webp`: only photos of what is public now. The address of an earlier
/// state leads to the newest one.
pub(super) async fn picture(
    State(portal): State<Arc<Portal>>,
    Path((photo, edition, file)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    let (Ok(photo), Some(edition)) = (photo.parse::<PhotoId>(), known_edition(&edition)) else {
        return nothing(State(portal), asked).await;
    };
    let (wanted, asked_for) = file.split_once('-').unwrap_or((&file, ""));
    let exactly = Asking::parse(asked_for).filter(|asking| asking.to_string() == asked_for);
    let (asking, is_exact) = (exactly.unwrap_or(Asking::WHOLE), exactly.is_some());
    let wanted = wanted.to_owned();
    let found = {
        let edition = edition.clone();
        run(&portal, move |portal| {
            portal.database.read(|records| {
                let public = records.public_photo(photo, &edition)?;
                let Some(newest) = public.first().copied() else { return Ok(None) };
                let Some(held) = records.cut_from(photo)? else { return Ok(None) };
                let exact = public.into_iter().find(|revision| short(*revision) == wanted);
                let Some(exact) = exact.filter(|_| is_exact) else { return Ok(Some(Err(newest))) };
                Ok(Some(Ok((held, records.revision_content(exact)?))))
            })
        })
        .await
    };
    let (held, content) = match found {
        Ok(Some(Ok(found))) => found,
        Ok(Some(Err(newest))) => return redirect(StatusCode::FOUND, &path(photo, &edition, newest, asking)),
        Ok(None) => return nothing(State(portal), asked).await,
        Err(broken) => return broken,
    };
    let language = tilshi_language::edition(&edition).map_or("und", |edition| &edition.tag);
    let said = Description::of(&content, &edition, language);
    match made(&portal, photo, &held, content, asking, &said).await {
        Ok(bytes) => {
            let headers = [(header::CONTENT_TYPE, asking.coding.media_type()), (header::CACHE_CONTROL, FOR_A_WEEK)];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, %photo, "a picture that should be held cannot be handed out");
            broken()
        }
    }
}

/// A part of a picture as a file that says this of itself.
async fn made(
    portal: &Portal,
    photo: PhotoId,
    held: &HeldPicture,
    content: Content,
    Asking { crop, width, coding }: Asking,
    said: &Description,
) -> Result<Vec<u8>, PictureError> {
    let row = &held.row;
    let region = shown(&content, crop, row.width, row.height);
    let is_whole = (region.width, region.height) == (row.width, row.height) && width >= row.width;
    let is_file = held.file == PictureFile::Web && row.media_type == coding.media_type();
    let part = if is_whole && is_file {
        // As it is: every coding costs a little of the picture.
        tokio::fs::read(portal.pictures.path(photo, PictureFile::Web)).await?
    } else {
        let region = move |width, height| shown(&content, crop, width, height);
        portal.pictures.part(photo, held, region, (width, coding)).await?
    };
    Ok(tilshi_photo::described(&part, said)?)
}
