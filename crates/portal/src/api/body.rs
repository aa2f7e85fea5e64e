//! Request bodies: measured as they come, and always taken off the line before an answer.
//!
//! A connection that is closed on a laptop still sending may lose the answer, and the laptop would believe that the
//! portal is out of reach instead of reading why it was refused.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tilshi_story::Failure;
use tilshi_sync::packed::{self, UnpackError};
use tilshi_sync::wire::MAX_BODY_BYTES;

use super::error::ApiError;

/// Most bytes that are read only to be thrown away.
const MAX_DRAINED_BYTES: usize = 64 << 20;

/// The next bytes of a body; nothing at its end.
pub(super) async fn next_chunk(body: &mut Body) -> Result<Option<Bytes>, ApiError> {
    loop {
        let Some(frame) = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await else {
            return Ok(None);
        };
        // A laptop that goes out of reach in the middle sends it again.
        let frame = frame.map_err(|_| ApiError::bad_request())?;
        if let Ok(bytes) = frame.into_data() {
            return Ok(Some(bytes));
        }
    }
}

/// Takes what is left of a body off the line.
pub(super) async fn drain(body: &mut Body) {
    let mut drained_bytes = 0;
    while drained_bytes < MAX_DRAINED_BYTES
        && let Ok(Some(bytes)) = next_chunk(body).await
    {
        drained_bytes += bytes.len();
    }
}

/// A whole JSON body.
pub(super) async fn read(mut body: Body) -> Result<Vec<u8>, ApiError> {
    let mut whole = Vec::new();
    while let Some(bytes) = next_chunk(&mut body).await? {
        if whole.len() + bytes.len() > MAX_BODY_BYTES {
            drain(&mut body).await;
            return Err(ApiError::too_large(MAX_BODY_BYTES));
        }
        whole.extend_from_slice(&bytes);
    }
    Ok(whole)
}

/// A body as its headers say it was packed; it may become no larger than one that was not.
pub(super) fn unpacked(headers: &HeaderMap, body: Vec<u8>) -> Result<Vec<u8>, ApiError> {
    match headers.get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes) {
        None => Ok(body),
        Some(coding) if coding.eq_ignore_ascii_case(b"identity") => Ok(body),
        Some(coding) if coding.eq_ignore_ascii_case(packed::ENCODING.as_bytes()) => {
            packed::unpack(&body, MAX_BODY_BYTES).map_err(|error| match error {
                UnpackError::TooLarge => ApiError::too_large(MAX_BODY_BYTES),
                UnpackError::Damaged => ApiError::bad_request(),
            })
        }
        Some(_) => Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Failure::new("bad-request"))),
    }
}

/// Whether whoever asks unpacks the answer.
pub(super) fn may_pack(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(packed::is_named_in)
}

/// An answer as JSON, packed where that is allowed and worth it.
pub(super) fn answer(value: &impl Serialize, may_pack: bool) -> Result<Response, ApiError> {
    let json = serde_json::to_vec(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        ApiError::internal()
    })?;
    let packed = if may_pack { packed::pack(&json) } else { None };
    let is_packed = packed.is_some();
    let mut response = Body::from(packed.unwrap_or(json)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packed::ENCODING));
    }
    Ok(response)
}
