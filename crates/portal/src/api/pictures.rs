//! Picture files: taken in once, handed out to laptops.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use tilshi_story::{Facts, Part, PhotoId, may_change};
use tilshi_sync::wire::{MAX_CHUNK_BYTES, Mark, PictureFile, Upload};
use tokio::io::{AsyncRead, ReadBuf};

use super::error::ApiError;
use super::{SignedIn, blocking, body};
use crate::database::{DatabaseError, PictureRow};
use crate::pictures::{Added, PictureError};
use crate::{Portal, apply, clock};

/// `PATCH /api/v1/pictures/{photo}/{file}`: the next chunk of a file; one that is held stays as it is.
pub(super) async fn patch(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    Path(address): Path<(String, String)>,
    headers: HeaderMap,
    mut body: Body,
) -> Result<Response, ApiError> {
    let taken = take(&portal, account, &address, &headers, &mut body).await;
    body::drain(&mut body).await;
    taken
}

async fn take(
    portal: &Arc<Portal>,
    account: Result<SignedIn, ApiError>,
    address: &(String, String),
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Response, ApiError> {
    let SignedIn(account) = account?;
    let (photo, file) = parse(address)?;
    let sender = account.account.person;
    let held = blocking(portal, move |portal| {
        portal.database.read(|records| {
            let row = records.document(photo.into())?;
            let facts = apply::facts(records, &account.account, photo.into(), row.as_ref())?;
            // Whoever may bring a photo, or brought this one, may bring its picture.
            let facts = Facts { new: facts.new || facts.own, ..facts };
            may_change(&account.account, facts, &Part::FileName.key())
                .map_err(|failure| ApiError::new(StatusCode::FORBIDDEN, failure))?;
            let held = records.picture(photo, file)?.is_some();
            Ok::<_, ApiError>(held.then(|| records.newest_place()).transpose()?)
        })
    })
    .await?;
    if let Some(place) = held {
        return Ok((StatusCode::NO_CONTENT, known_at(place)).into_response());
    }
    let upload = upload(headers, photo, file).ok_or_else(ApiError::bad_request)?;
    let offset = number(headers, Upload::OFFSET).ok_or_else(ApiError::bad_request)?;
    let mut chunk = Vec::new();
    while let Some(bytes) = body::next_chunk(body).await? {
        if chunk.len() + bytes.len() > MAX_CHUNK_BYTES {
            return Err(ApiError::too_large(MAX_CHUNK_BYTES));
        }
        chunk.extend_from_slice(&bytes);
    }
    let (status, bytes) = match portal.pictures.add(sender, &upload, offset, &chunk).await? {
        Added::Whole(row) => {
            let place = blocking(portal, move |portal| {
                portal.database.write(|records| records.keep_picture(photo, file, &row, clock::now()))
            })
            .await?;
            return Ok((StatusCode::CREATED, known_at(place)).into_response());
        }
        Added::Bytes(bytes) => (StatusCode::ACCEPTED, bytes),
        Added::Elsewhere(bytes) => (StatusCode::CONFLICT, bytes),
    };
    Ok((status, [(Upload::OFFSET, bytes.to_string())]).into_response())
}

/// `HEAD /api/v1/pictures/{photo}/{file}`: whether it is held and, if not, how much of the named upload has arrived.
pub(super) async fn head(
    State(portal): State<Arc<Portal>>,
    SignedIn(account): SignedIn,
    Path(address): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (photo, file) = parse(&address)?;
    match (find(&portal, photo, file).await?, upload(&headers, photo, file)) {
        (Some(row), _) => {
            let place = blocking(&portal, |portal| portal.database.read(|records| records.newest_place())).await?;
            Ok((known_at(place), answer(&row, Body::empty())).into_response())
        }
        (None, Some(upload)) => {
            let bytes = portal.pictures.arrived(account.account.person, &upload).await?;
            Ok((StatusCode::NOT_FOUND, [(Upload::OFFSET, bytes.to_string())]).into_response())
        }
        (None, None) => Err(ApiError::not_found()),
    }
}

/// The headers with the place on the feed where a file is known to be held.
fn known_at(place: Mark) -> [(&'static str, String); 2] {
    [(Upload::EPOCH, place.epoch), (Upload::SEQUENCE, place.sequence.to_string())]
}

/// The upload that the headers name.
fn upload(headers: &HeaderMap, photo: PhotoId, file: PictureFile) -> Option<Upload> {
    let hash = headers.get(Upload::HASH)?.to_str().ok()?.parse().ok()?;
    Some(Upload { photo, file, size_bytes: number(headers, Upload::LENGTH)?, hash })
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `GET /api/v1/pictures/{photo}/{file}`
pub(super) async fn get(
    State(portal): State<Arc<Portal>>,
    _account: SignedIn,
    Path(address): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (photo, file) = parse(&address)?;
    let row = find(&portal, photo, file).await?.ok_or_else(ApiError::not_found)?;
    let open = tokio::fs::File::open(portal.pictures.path(photo, file)).await.map_err(PictureError::Disk)?;
    Ok(answer(&row, Body::new(FileBody { open })))
}

async fn find(portal: &Arc<Portal>, photo: PhotoId, file: PictureFile) -> Result<Option<PictureRow>, ApiError> {
    blocking(portal, move |portal| -> Result<_, DatabaseError> {
        portal.database.read(|records| records.picture(photo, file))
    })
    .await
}

fn answer(row: &PictureRow, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_str(&row.media_type);
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(row.size_bytes));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    response
}

fn parse((photo, file): &(String, String)) -> Result<(PhotoId, PictureFile), ApiError> {
    let photo = photo.parse().map_err(|_| ApiError::not_found())?;
    let file = [PictureFile::Web, PictureFile::Original].into_iter().find(|known| known.as_str() == file);
    Ok((photo, file.ok_or_else(ApiError::not_found)?))
}

/// A file that is read as it is sent: originals are too large to hold in memory.
struct FileBody {
    open: tokio::fs::File,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let mut chunk = vec![0; 64 << 10];
        let mut buffer = ReadBuf::new(&mut chunk);
        ready!(Pin::new(&mut self.open).poll_read(context, &mut buffer))?;
        let filled = buffer.filled().len();
        chunk.truncate(filled);
        Poll::Ready((filled > 0).then(|| Ok(Frame::data(Bytes::from(chunk)))))
    }
}
