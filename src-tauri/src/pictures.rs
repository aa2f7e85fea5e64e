//! Pictures for the window: `tilshi://localhost/picture/{photo}/{thumb|web|original}`.
//!
//! They are decrypted in memory and never stored by the WebView. Nothing but pictures is served here.

use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};
use tilshi_newsroom::Newsroom;
use tilshi_newsroom::story::PhotoId;

use crate::host::Host;

/// The scheme. Windows spells it `http://tilshi.localhost`.
pub(crate) const SCHEME: &str = "tilshi";

/// Answers one request of the window, off the window's thread.
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let newsroom = context.app_handle().state::<Host>().newsroom();
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(match picture(&newsroom, request.uri().path()) {
            Some(bytes) => response(StatusCode::OK, media_type(&bytes), bytes),
            None => response(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
        });
    });
}

/// The picture a path names; nothing when it names none, or when this laptop does not hold it.
fn picture(newsroom: &Newsroom, path: &str) -> Option<Vec<u8>> {
    let (photo, file) = named_picture(path)?;
    newsroom.picture(photo, file).ok().flatten()
}

fn named_picture(path: &str) -> Option<(PhotoId, &str)> {
    let (photo, file) = path.strip_prefix("/picture/")?.split_once('/')?;
    let file = ["thumb", "web", "original"].into_iter().find(|known| *known == file)?;
    Some((photo.parse().ok()?, file))
}

fn response(status: StatusCode, media_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The media type by the first bytes: only those that a window shows as a picture and never as a page.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_picture_or_nothing() {
        let photo = "ab".repeat(32);
        let path = format!("/picture/{photo}/web");
        assert_eq!(named_picture(&path).map(|(photo, file)| (photo.to_string(), file)), Some((photo.clone(), "web")));
        for path in [
            format!("/picture/{photo}/huge"),
            format!("/picture/{photo}/web/.."),
            format!("/picture/{}/web", photo.to_uppercase()),
            format!("/{photo}/web"),
            "/picture/../key.json".into(),
            "/".into(),
        ] {
            assert_eq!(named_picture(&path).map(|(_, file)| file), None, "{path}");
        }
    }

    #[test]
    fn a_page_is_never_served_as_a_page() {
        assert_eq!(
            media_type(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            "application/octet-stream"
        );
        assert_eq!(media_type(b"<html>"), "application/octet-stream");
        assert_eq!(media_type(b""), "application/octet-stream");
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), "image/jpeg");
    }
}
