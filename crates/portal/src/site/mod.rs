//! Reader pages over HTTP: which page an address means, its headers and its caching. The pages crate makes the HTML;
//! no page carries a script, and the headers forbid every one.

mod found;
mod languages;
mod picture;
mod shown;

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use tilshi_story::EditionKey;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::database::DatabaseError;
use crate::reads::is_read;
use crate::{Portal, clock};
use found::Found;

/// Nothing but our own style and pictures; no script, no frame, no form.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// For files whose address names their content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// For pictures: the bytes behind an address never change, but a withdrawn one should not stay in caches for a year.
const FOR_A_WEEK: &str = "public, max-age=604800, immutable";

/// Everything outside `/api`.
pub(crate) fn routes() -> Router<Arc<Portal>> {
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    Router::new()
        .route("/", get(front_door))
        .route("/{edition}", get(with_slash))
        .route("/{edition}/", get(home))
        .route("/{edition}/{section}", get(with_slash))
        .route("/{edition}/{section}/", get(section))
        .route("/{edition}/tag/{slug}", get(tag))
        .route("/{edition}/{section}/{name}", get(story))
        .route("/media/{photo}/{edition}/{file}", get(picture::picture))
        .route("/assets/{file}", get(asset))
        .fallback(nothing)
        .layer(always(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "strict-origin-when-cross-origin"))
}

/// `/`: to the main page in the reader's language.
async fn front_door(State(portal): State<Arc<Portal>>, asked: Asked) -> Response {
    let wanted = asked.header(header::ACCEPT_LANGUAGE).to_owned();
    let edition =
        run(&portal, move |portal| portal.database.read(|records| languages::edition_for(records, &wanted))).await;
    match edition {
        Ok(edition) => {
            let mut response = redirect(StatusCode::FOUND, &format!("/{edition}/"));
            response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
            response
        }
        Err(broken) => broken,
    }
}

/// A list of stories has an address that ends in a slash.
async fn with_slash(State(portal): State<Arc<Portal>>, uri: axum::http::Uri, asked: Asked) -> Response {
    let first = uri.path().trim_matches('/').split('/').next().unwrap_or_default();
    match known_edition(first) {
        Some(_) => redirect(StatusCode::PERMANENT_REDIRECT, &format!("{}/", uri.path())),
        None => page(&portal, &asked, None, |_| Ok(Found::Nothing)).await,
    }
}

/// `/{edition}/`
async fn home(
    State(portal): State<Arc<Portal>>,
    Path(edition): Path<String>,
    Query(place): Query<Place>,
    asked: Asked,
) -> Response {
    page(&portal, &asked, known_edition(&edition), move |reader| reader.home(place.page())).await
}

/// `/{edition}/{section}/`
async fn section(
    State(portal): State<Arc<Portal>>,
    Path((edition, section)): Path<(String, String)>,
    Query(place): Query<Place>,
    asked: Asked,
) -> Response {
    page(&portal, &asked, known_edition(&edition), move |reader| reader.section(&section, place.page())).await
}

/// `/{edition}/tag/{slug}`, unless a section of that name has such a story.
async fn tag(
    State(portal): State<Arc<Portal>>,
    Path((edition, slug)): Path<(String, String)>,
    Query(place): Query<Place>,
    asked: Asked,
) -> Response {
    let path = format!("/{edition}/tag/{slug}");
    page(&portal, &asked, known_edition(&edition), move |reader| match reader.tag(&slug, place.page())? {
        Found::Nothing => reader.story(&path, &slug),
        found => Ok(found),
    })
    .await
}

/// `/{edition}/{section}/{slug}-{short id}`
async fn story(
    State(portal): State<Arc<Portal>>,
    Path((edition, section, name)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    let path = format!("/{edition}/{section}/{name}");
    page(&portal, &asked, known_edition(&edition), move |reader| reader.story(&path, &name)).await
}

async fn nothing(State(portal): State<Arc<Portal>>, asked: Asked) -> Response {
    page(&portal, &asked, None, |_| Ok(Found::Nothing)).await
}

fn known_edition(key: &str) -> Option<EditionKey> {
    key.parse().ok().filter(|key| tilshi_language::edition(key).is_some())
}

/// Which page of a list is asked for.
#[derive(Debug, Deserialize)]
struct Place {
    page: Option<String>,
}

impl Place {
    /// Counted from 1; no list has a page 0.
    fn page(&self) -> u32 {
        self.page.as_ref().map_or(1, |page| page.parse().unwrap_or(0))
    }
}

/// What a page's answer depends on besides its address.
struct Asked {
    method: Method,
    headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self { method: parts.method.clone(), headers: parts.headers.clone() })
    }
}

impl Asked {
    fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Looks for a page in an edition and answers with it; without an edition there is nothing to find.
async fn page(
    portal: &Arc<Portal>,
    asked: &Asked,
    edition: Option<EditionKey>,
    look: impl FnOnce(&found::Reader<'_>) -> Result<Found, DatabaseError> + Send + 'static,
) -> Response {
    let wanted = asked.header(header::ACCEPT_LANGUAGE).to_owned();
    let of_edition = edition.clone();
    let found = run(portal, move |portal| {
        portal.database.read(|records| {
            let (edition, is_known) = match of_edition {
                Some(edition) => (edition, true),
                None => (languages::edition_for(records, &wanted)?, false),
            };
            let reader = found::Reader::new(portal, records, edition, clock::now())?;
            let found = if is_known { look(&reader)? } else { Found::Nothing };
            Ok(match found {
                Found::Page(html) => (StatusCode::OK, None, html),
                Found::Story(story, html) => (StatusCode::OK, Some(story), html),
                Found::Moved(path) => (StatusCode::MOVED_PERMANENTLY, None, path),
                Found::Withdrawn(html) => (StatusCode::GONE, None, html),
                Found::Nothing => (StatusCode::NOT_FOUND, None, reader.nothing()?),
            })
        })
    })
    .await;
    let (status, story, html) = match found {
        Ok((StatusCode::MOVED_PERMANENTLY, _, path)) => return redirect(StatusCode::MOVED_PERMANENTLY, &path),
        Ok(found) => found,
        Err(broken) => return broken,
    };
    let answer = html_answer(status, html, asked);
    if let (Some(edition), Some(story)) = (edition, story)
        && is_read(&asked.method, &asked.headers, answer.status())
    {
        portal.reads.count(edition, story, clock::now());
    }
    answer
}

/// A page under its hash: a reader who has it already gets only 304.
fn html_answer(status: StatusCode, html: String, asked: &Asked) -> Response {
    let tag = format!("W/\"{}\"", &blake3::hash(html.as_bytes()).to_hex()[..24]);
    let known = asked.header(header::IF_NONE_MATCH);
    let is_known = status == StatusCode::OK && known.split(',').any(|one| one.trim() == tag || one.trim() == "*");
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
    };
    // Asked for again each time, so that a correction or a withdrawal is seen at once.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let (StatusCode::OK | StatusCode::NOT_MODIFIED, Ok(tag)) = (response.status(), HeaderValue::from_str(&tag)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// `/assets/{file}`: the stylesheet, under a name that changes with its content.
async fn asset(State(portal): State<Arc<Portal>>, uri: axum::http::Uri, asked: Asked) -> Response {
    if uri.path() != tilshi_pages::stylesheet_path() {
        return nothing(State(portal), asked).await;
    }
    let named = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, FOR_EVER)];
    (named, tilshi_pages::STYLESHEET).into_response()
}

fn redirect(status: StatusCode, path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Runs database work on a thread that may wait for the disk; a failure is logged and becomes an answer.
async fn run<T: Send + 'static>(
    portal: &Arc<Portal>,
    work: impl FnOnce(&Portal) -> Result<T, DatabaseError> + Send + 'static,
) -> Result<T, Response> {
    let portal = Arc::clone(portal);
    match tokio::task::spawn_blocking(move || work(&portal)).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "a page could not be made");
            Err(broken())
        }
        Err(error) => {
            tracing::error!(%error, "a page broke off");
            Err(broken())
        }
    }
}

fn broken() -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, "This page cannot be shown now. Try again in a minute.\n").into_response()
}
