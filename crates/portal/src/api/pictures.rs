//! Picture files: taken in once, handed out to laptops.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use tilshi_story::{Facts, Part, PhotoId, may_change};
use tilshi_sync::wire::PictureFile;
use tokio::io::{AsyncRead, ReadBuf};

use super::error::ApiError;
use super::{SignedIn, blocking, body};
use crate::database::{DatabaseError, PictureRow};
use crate::pictures::PictureError;
use crate::{Portal, apply, clock};

/// `PUT /api/v1/pictures/{photo}/{file}`: idempotent; a file that is held stays as it is.
pub(super) async fn put(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    Path(address): Path<(String, String)>,
    mut body: Body,
) -> Result<StatusCode, ApiError> {
    let taken = take(&portal, account, &address, &mut body).await;
    body::drain(&mut body).await;
    taken
}

async fn take(
    portal: &Arc<Portal>,
    account: Result<SignedIn, ApiError>,
    address: &(String, String),
    body: &mut Body,
) -> Result<StatusCode, ApiError> {
    let SignedIn(account) = account?;
    let (photo, file) = parse(address)?;
    let held = blocking(portal, move |portal| {
        portal.database.read(|records| {
            let row = records.document(photo.into())?;
            let facts = apply::facts(records, &account.account, photo.into(), row.as_ref())?;
            // Whoever may bring a photo, or brought this one, may bring its picture.
            let facts = Facts { new: facts.new || facts.own, ..facts };
            may_change(&account.account, facts, &Part::FileName.key())
                .map_err(|failure| ApiError::new(StatusCode::FORBIDDEN, failure))?;
            Ok::<_, ApiError>(records.picture(photo, file)?.is_some())
        })
    })
    .await?;
    if held {
        return Ok(StatusCode::NO_CONTENT);
    }
    let row = receive(portal, photo, file, body).await?;
    blocking(portal, move |portal| {
        portal.database.write(|records| records.put_picture(photo, file, &row, clock::now()))
    })
    .await?;
    Ok(StatusCode::CREATED)
}

async fn receive(portal: &Portal, photo: PhotoId, file: PictureFile, body: &mut Body) -> Result<PictureRow, ApiError> {
    let mut incoming = portal.pictures.receive(photo, file).await?;
    while let Some(bytes) = body::next_chunk(body).await? {
        incoming.write(&bytes).await?;
    }
    Ok(incoming.finish().await?)
}

/// `HEAD /api/v1/pictures/{photo}/{file}`: whether it is held.
pub(super) async fn head(
    State(portal): State<Arc<Portal>>,
    _account: SignedIn,
    Path(address): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (photo, file) = parse(&address)?;
    let row = held(&portal, photo, file).await?;
    Ok(answer(&row, Body::empty()))
}

/// `GET /api/v1/pictures/{photo}/{file}`
pub(super) async fn get(
    State(portal): State<Arc<Portal>>,
    _account: SignedIn,
    Path(address): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (photo, file) = parse(&address)?;
    let row = held(&portal, photo, file).await?;
    let open = tokio::fs::File::open(portal.pictures.path(photo, file)).await.map_err(PictureError::Disk)?;
    Ok(answer(&row, Body::new(FileBody { open })))
}

async fn held(portal: &Arc<Portal>, photo: PhotoId, file: PictureFile) -> Result<PictureRow, ApiError> {
    let row = blocking(portal, move |portal| -> Result<_, DatabaseError> {
        portal.database.read(|records| records.picture(photo, file))
    })
    .await?;
    row.ok_or_else(ApiError::not_found)
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
