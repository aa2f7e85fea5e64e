//! Request bodies: measured as they come, and always taken off the line before an answer.
//!
//! A connection that is closed on a laptop still sending may lose the answer, and the laptop would believe that the
//! portal is out of reach instead of reading why it was refused.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, Bytes, HttpBody};
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
