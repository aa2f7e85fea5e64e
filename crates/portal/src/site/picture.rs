//! The pictures of public stories. Each edition has a file of its own for each state that was published: it says who made
//! it, how it is credited and what it shows, in the words that this edition printed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tilshi_pages::Image;
use tilshi_photo::Description;
use tilshi_story::{Content, Crop, EditionKey, PhotoId, PixelRegion, RevisionId, shown};
use tilshi_sync::wire::PictureFile;

use super::{Asked, FOR_A_WEEK, broken, known_edition, nothing, redirect, run};
use crate::Portal;
use crate::database::PictureRow;
use crate::pictures::PictureError;

/// How much of a revision's name its pictures carry in their address, in hexadecimal digits.
const REVISION_DIGITS: usize = 16;

/// The widths that a page can ask for, in pixels.
const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1600];

const JPEG: &str = "image/jpeg";

/// What of a picture, and how wide at most. Its text in an address is `wide-640`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asking {
    crop: Crop,
    width: u32,
}

impl Asking {
    fn parse(text: &str) -> Option<Self> {
        let (crop, width) = text.split_once('-')?;
        let width = WIDTHS.into_iter().find(|known| known.to_string() == width)?;
        Some(Self { crop: Crop::parse(crop)?, width })
    }
}

/// Where readers of an edition find a part of a picture as it was published.
fn path(photo: PhotoId, edition: &EditionKey, revision: RevisionId, Asking { crop, width }: Asking) -> String {
    format!("/media/{photo}/{edition}/{}-{}-{width}.jpg", short(revision), crop.as_str())
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
    let path = |width| path(photo, edition, revision, Asking { crop, width });
    let whole = WIDTHS.into_iter().find(|width| *width >= most).unwrap_or(WIDTHS[WIDTHS.len() - 1]);
    Image {
        url: path(whole),
        width: most.min(whole),
        height: if most > whole { (height * whole + most / 2) / most } else { height },
        smaller: WIDTHS.into_iter().filter(|width| *width < whole).map(|width| (path(width), width)).collect(),
    }
}

/// `/media/{photo}/{edition}/{revision}-{crop}-{width}.jpg`: only photos of what is public now. The address of an earlier
/// state leads to the newest one.
pub(super) async fn picture(
    State(portal): State<Arc<Portal>>,
    Path((photo, edition, file)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    let (Ok(photo), Some(edition)) = (photo.parse::<PhotoId>(), known_edition(&edition)) else {
        return nothing(State(portal), asked).await;
    };
    let named = file.strip_suffix(".jpg").unwrap_or_default();
    let (wanted, asking) = named.split_once('-').unwrap_or((named, ""));
    // An address that names no part is from before parts had addresses, or from somebody who guesses.
    let asking = Asking::parse(asking).unwrap_or(Asking { crop: Crop::Free, width: WIDTHS[WIDTHS.len() - 1] });
    let is_exact = named == format!("{wanted}-{}-{}", asking.crop.as_str(), asking.width);
    let wanted = wanted.to_owned();
    let found = {
        let edition = edition.clone();
        run(&portal, move |portal| {
            portal.database.read(|records| {
                let public = records.public_photo(photo, &edition)?;
                let Some(newest) = public.first().copied() else { return Ok(None) };
                let Some(row) = records.picture(photo, PictureFile::Web)? else { return Ok(None) };
                let exact = public.into_iter().find(|revision| short(*revision) == wanted);
                let Some(exact) = exact.filter(|_| is_exact) else { return Ok(Some(Err(newest))) };
                Ok(Some(Ok((row, records.revision_content(exact)?))))
            })
        })
        .await
    };
    let (row, content) = match found {
        Ok(Some(Ok(found))) => found,
        Ok(Some(Err(newest))) => return redirect(StatusCode::FOUND, &path(photo, &edition, newest, asking)),
        Ok(None) => return nothing(State(portal), asked).await,
        Err(broken) => return broken,
    };
    let language = tilshi_language::edition(&edition).map_or("und", |edition| &edition.tag);
    let said = Description::of(&content, &edition, language);
    let region = shown(&content, asking.crop, row.width, row.height);
    match made(&portal, photo, &row, region, asking.width, &said).await {
        Ok(bytes) => ([(header::CONTENT_TYPE, JPEG), (header::CACHE_CONTROL, FOR_A_WEEK)], bytes).into_response(),
        Err(error) => {
            tracing::error!(%error, %photo, "a picture that should be held cannot be handed out");
            broken()
        }
    }
}

/// A part of a picture as a JPEG file that says this of itself.
async fn made(
    portal: &Portal,
    photo: PhotoId,
    held: &PictureRow,
    region: PixelRegion,
    width: u32,
    said: &Description,
) -> Result<Vec<u8>, PictureError> {
    let is_whole = (region.width, region.height) == (held.width, held.height) && width >= held.width;
    let part = if is_whole && held.media_type == JPEG {
        // As it is: every coding costs a little of the picture.
        tokio::fs::read(portal.pictures.path(photo, PictureFile::Web)).await?
    } else {
        portal.pictures.part(photo, region, width).await?
    };
    Ok(tilshi_photo::described(&part, said)?)
}
