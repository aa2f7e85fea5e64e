//! The pictures of public stories. Each edition has a file of its own for each state that was published: it says who made
//! it, how it is credited and what it shows, in the words that this edition printed.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tilshi_photo::{Description, PhotoError};
use tilshi_story::{EditionKey, PhotoId, RevisionId};
use tilshi_sync::wire::PictureFile;

use super::{Asked, FOR_A_WEEK, broken, known_edition, nothing, redirect, run};
use crate::Portal;

/// How much of a revision's name its pictures carry in their address, in hexadecimal digits.
const REVISION_DIGITS: usize = 16;

const JPEG: &str = "image/jpeg";

/// Where readers of an edition find a picture as it was published.
pub(super) fn path(photo: PhotoId, edition: &EditionKey, revision: RevisionId) -> String {
    format!("/media/{photo}/{edition}/{}.jpg", short(revision))
}

fn short(revision: RevisionId) -> String {
    revision.to_string().chars().take(REVISION_DIGITS).collect()
}

/// `/media/{photo}/{edition}/{revision}.jpg`: only photos of what is public now. The address of an earlier state leads to
/// the newest one.
pub(super) async fn picture(
    State(portal): State<Arc<Portal>>,
    Path((photo, edition, file)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    let (Ok(photo), Some(edition)) = (photo.parse::<PhotoId>(), known_edition(&edition)) else {
        return nothing(State(portal), asked).await;
    };
    let wanted = file.strip_suffix(".jpg").unwrap_or_default().to_owned();
    let found = {
        let edition = edition.clone();
        run(&portal, move |portal| {
            portal.database.read(|records| {
                let public = records.public_photo(photo, &edition)?;
                let Some(newest) = public.first().copied() else { return Ok(None) };
                let Some(row) = records.picture(photo, PictureFile::Web)? else { return Ok(None) };
                let Some(exact) = public.into_iter().find(|revision| short(*revision) == wanted) else {
                    return Ok(Some(Err(newest)));
                };
                Ok(Some(Ok((row, records.revision_content(exact)?))))
            })
        })
        .await
    };
    let (row, content) = match found {
        Ok(Some(Ok(found))) => found,
        Ok(Some(Err(newest))) => return redirect(StatusCode::FOUND, &path(photo, &edition, newest)),
        Ok(None) => return nothing(State(portal), asked).await,
        Err(broken) => return broken,
    };
    let language = tilshi_language::edition(&edition).map_or("und", |edition| &edition.tag);
    let said = Description::of(&content, &edition, language);
    let file = portal.pictures.path(photo, PictureFile::Web);
    let made = tokio::task::spawn_blocking(move || described(&std::fs::read(file)?, &row.media_type, &said)).await;
    match made {
        Ok(Ok(bytes)) => ([(header::CONTENT_TYPE, JPEG), (header::CACHE_CONTROL, FOR_A_WEEK)], bytes).into_response(),
        Ok(Err(error)) => {
            tracing::error!(%error, %photo, "a picture that should be held cannot be handed out");
            broken()
        }
        Err(error) => {
            tracing::error!(%error, %photo, "a picture broke off");
            broken()
        }
    }
}

/// A picture cannot be handed out.
#[derive(Debug, thiserror::Error)]
enum Unreadable {
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    #[error(transparent)]
    Photo(#[from] PhotoError),
}

/// The picture as a JPEG file that says this of itself.
fn described(bytes: &[u8], media_type: &str, said: &Description) -> Result<Vec<u8>, Unreadable> {
    if media_type == JPEG {
        return Ok(tilshi_photo::described(bytes, said)?);
    }
    Ok(tilshi_photo::described(&tilshi_photo::web_rendition(bytes)?.bytes, said)?)
}
