//! Sign-in, push, pull, and what is asked beside them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::de::DeserializeOwned;
use tilshi_story::Failure;
use tilshi_sync::protocol::{self, SPOKEN};
use tilshi_sync::wire::{
    Archive, ArchiveRequest, MAX_OPERATIONS, Presence, PresenceRequest, PullRequest, PushRequest, PushResponse,
    SignInRequest, SignInResponse,
};

use super::error::ApiError;
use super::{SignedIn, blocking, body};
use crate::database::DatabaseError;
use crate::{Portal, accounts, apply, archive as stories, clock, feed};

/// `POST /api/v1/sign-in`
pub(super) async fn sign_in(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    body: Body,
) -> Result<Json<SignInResponse>, ApiError> {
    let request: SignInRequest = read(&body::read(body).await?)?;
    // Argon2 takes its memory on purpose: a crowd at the door waits instead of taking all of it.
    let _turn = portal.sign_in_turns.acquire().await.map_err(|_| ApiError::internal())?;
    blocking(&portal, move |portal| {
        accounts::sign_in(&portal.database, &portal.attempts, &request, address.ip(), clock::now())
    })
    .await
    .map(Json)
}

/// `POST /api/v1/push`
pub(super) async fn push(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let body = body::read(body).await?;
    let SignedIn(account) = account?;
    let body = body::unpacked(&headers, body)?;
    check_protocol(&body)?;
    let request: PushRequest = read(&body)?;
    if request.operations.len() > MAX_OPERATIONS {
        let failure = Failure::new("too-large").with("limit", MAX_OPERATIONS);
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, failure));
    }
    blocking(&portal, move |portal| -> Result<_, ApiError> {
        feed::check_seen(&portal.database, &request)?;
        let receipts = apply::push(&portal.database, &account.account, &request.operations, clock::now())?;
        let epoch = portal.database.read(|records| -> Result<_, DatabaseError> { records.epoch() })?;
        body::answer(&PushResponse { epoch, receipts }, body::may_pack(&headers))
    })
    .await
}

/// `POST /api/v1/pull`
pub(super) async fn pull(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let body = body::read(body).await?;
    let SignedIn(account) = account?;
    let body = body::unpacked(&headers, body)?;
    check_protocol(&body)?;
    let request: PullRequest = read(&body)?;
    blocking(&portal, move |portal| -> Result<_, ApiError> {
        let answer = feed::pull(&portal.database, &account, &request, clock::now())?;
        body::answer(&answer, body::may_pack(&headers))
    })
    .await
}

/// `POST /api/v1/archive`
pub(super) async fn archive(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Archive>, ApiError> {
    let body = body::read(body).await?;
    account?;
    let body = body::unpacked(&headers, body)?;
    check_protocol(&body)?;
    let request: ArchiveRequest = read(&body)?;
    blocking(&portal, move |portal| stories::search(&portal.database, &request.words)).await.map(Json)
}

/// `POST /api/v1/presence`
pub(super) async fn presence(
    State(portal): State<Arc<Portal>>,
    account: Result<SignedIn, ApiError>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Presence>, ApiError> {
    let body = body::read(body).await?;
    let SignedIn(account) = account?;
    let body = body::unpacked(&headers, body)?;
    check_protocol(&body)?;
    let request: PresenceRequest = read(&body)?;
    Ok(Json(portal.present.put(&account.account, request.device, request.place, Instant::now())))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|_| ApiError::bad_request())
}

/// Looks at the version alone first: the rest of a later version need not be readable here.
fn check_protocol(body: &[u8]) -> Result<(), ApiError> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        protocol: u16,
    }
    let versioned: Versioned = read(body)?;
    if SPOKEN.contains(&versioned.protocol) {
        Ok(())
    } else {
        Err(ApiError::new(StatusCode::UPGRADE_REQUIRED, protocol::unsupported(&SPOKEN)))
    }
}
