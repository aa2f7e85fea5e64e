//! The JSON API of laptops. Handlers unpack, call one function off the async threads, and answer.

mod body;
mod error;
mod events;
mod pictures;
mod sync;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::routing::{get, patch, post};
use tilshi_story::Failure;
use tilshi_sync::packed;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::database::{DatabaseError, StoredAccount};
use crate::{Portal, accounts, clock};
use error::ApiError;
pub(crate) use events::Lines;

/// Everything under `/api/v1`.
pub(crate) fn routes() -> Router<Arc<Portal>> {
    Router::new()
        .route("/sign-in", post(sync::sign_in))
        .route("/push", post(sync::push))
        .route("/pull", post(sync::pull))
        .route("/archive", post(sync::archive))
        .route("/events", get(events::listen))
        .route("/presence", post(sync::presence))
        .route("/pictures/{photo}/{file}", patch(pictures::patch).get(pictures::get).head(pictures::head))
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, Failure::new("bad-request"))
        })
        // The body module measures.
        .layer(DefaultBodyLimit::disable())
        // Says to laptops that they may pack what they send.
        .layer(SetResponseHeaderLayer::overriding(header::ACCEPT_ENCODING, HeaderValue::from_static(packed::ENCODING)))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::overriding(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
}

/// Whoever sends the request, as the portal knows them at this moment.
pub(crate) struct SignedIn(pub(crate) StoredAccount);

impl FromRequestParts<Arc<Portal>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, ApiError> {
        let signed_out = || ApiError::new(StatusCode::UNAUTHORIZED, Failure::new("signed-out"));
        let token = token(&parts.headers).ok_or_else(signed_out)?.to_owned();
        let account =
            blocking(portal, move |portal| accounts::signed_in(&portal.database, &token, clock::now())).await?;
        account.map(Self).ok_or_else(signed_out)
    }
}

/// The token of the `Authorization` header.
fn token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Runs database work on a thread that may wait for the disk.
async fn blocking<T, E>(
    portal: &Arc<Portal>,
    work: impl FnOnce(&Portal) -> Result<T, E> + Send + 'static,
) -> Result<T, ApiError>
where
    T: Send + 'static,
    E: Into<ApiError> + Send + 'static,
{
    let portal = Arc::clone(portal);
    match tokio::task::spawn_blocking(move || work(&portal)).await {
        Ok(outcome) => outcome.map_err(Into::into),
        Err(error) => {
            tracing::error!(%error, "a request broke off");
            Err(ApiError::internal())
        }
    }
}

impl From<DatabaseError> for ApiError {
    fn from(error: DatabaseError) -> Self {
        tracing::error!(%error, "the database failed");
        Self::internal()
    }
}
