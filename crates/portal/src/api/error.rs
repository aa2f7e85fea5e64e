//! Refusals as HTTP answers: a status, and `{error: {code, params}}`.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tilshi_story::Failure;
use tilshi_sync::wire::ErrorBody;

use crate::accounts::SignInRefusal;
use crate::apply::Stop;
use crate::pictures::PictureError;

/// An answer that is no receipt.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    failure: Failure,
    /// In how many seconds to try again.
    retry_after_s: Option<i64>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, failure: Failure) -> Self {
        Self { status, failure, retry_after_s: None }
    }

    /// The portal's own fault; what happened is in its log.
    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Failure::new("internal"))
    }

    pub(crate) fn too_large(limit_bytes: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, Failure::new("too-large").with("limit", limit_bytes))
    }

    pub(crate) fn too_many_attempts(seconds: i64) -> Self {
        let failure = Failure::new("too-many-attempts").with("seconds", seconds);
        Self { retry_after_s: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, failure) }
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, Failure::new("not-found"))
    }

    pub(crate) fn bad_request() -> Self {
        Self::new(StatusCode::BAD_REQUEST, Failure::new("bad-request"))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorBody { error: self.failure })).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<SignInRefusal> for ApiError {
    fn from(refusal: SignInRefusal) -> Self {
        match refusal {
            SignInRefusal::WrongLogin => Self::new(StatusCode::UNAUTHORIZED, Failure::new("wrong-login")),
            SignInRefusal::TooManyAttempts { wait_ms } => {
                let seconds = (wait_ms + 999) / 1000;
                Self::too_many_attempts(seconds)
            }
            SignInRefusal::Broken(error) => error.into(),
        }
    }
}

impl From<Stop> for ApiError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Refused(failure) => Self::new(StatusCode::CONFLICT, failure),
            Stop::Broken(error) => error.into(),
            Stop::Diverged(_) => Self::internal(),
        }
    }
}

impl From<PictureError> for ApiError {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Mismatch => Self::new(StatusCode::UNPROCESSABLE_ENTITY, Failure::new("picture-mismatch")),
            PictureError::TooLarge(limit_bytes) => Self::too_large(limit_bytes),
            PictureError::Photo(error) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.failure()),
            PictureError::Format(format) => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                Failure::new("picture-format-unsupported").with("format", format),
            ),
            PictureError::Disk(error) => {
                tracing::error!(%error, "the picture folder failed");
                Self::internal()
            }
        }
    }
}
