//! The portal's API over HTTP. Knows addresses, status codes and time limits; decides nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tilshi_story::{Failure, PhotoId};
use tilshi_sync::wire::{
    Archive, ArchiveRequest, Arrived, ErrorBody, Mark, PictureFile, Presence, PresenceRequest, PullRequest,
    PullResponse, PushRequest, PushResponse, SignInRequest, SignInResponse, Upload,
};
use tilshi_sync::{packed, protocol};

use crate::Answer;
use crate::portal_clock::Gap;

/// Most bytes of an answer that is read.
const MAX_ANSWER_BYTES: usize = 64 << 20;

/// How long one chunk of a picture may take.
const CHUNK_PATIENCE: Duration = Duration::from_secs(180);

/// What a round of the courier asks of a portal, over whatever line.
#[doc(hidden)]
pub trait Line {
    /// Sends operations.
    fn push(&self, request: &PushRequest) -> Answer<PushResponse>;
    /// Asks for what is new.
    fn pull(&self, request: &PullRequest) -> Answer<PullResponse>;
    /// How much of a picture file the portal has.
    fn arrived(&self, upload: &Upload) -> Answer<Arrived>;
    /// Sends a chunk of a picture file; how much the portal has then, whether or not it took this one.
    fn send_chunk(&self, upload: &Upload, offset: u64, chunk: &[u8]) -> Answer<Arrived>;
    /// A picture file; nothing when the portal does not have it yet.
    fn get_picture(&self, photo: PhotoId, file: PictureFile) -> Answer<Option<Vec<u8>>>;
}

/// A portal, and the token for it.
#[derive(Clone)]
pub(crate) struct PortalClient {
    http: Client,
    address: String,
    token: String,
    clock: Gap,
    unpacks: Unpacks,
}

/// Whether the portal's last answer said that it unpacks bodies.
pub(crate) type Unpacks = Arc<AtomicBool>;

impl PortalClient {
    /// A client for the portal at `address`, such as `https://newsroom.example`.
    pub(crate) fn new(address: &str, token: &str, patience: Duration, clock: Gap) -> Answer<Self> {
        let http = Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(patience)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("tilshi/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::new("internal").with("detail", error))?;
        Ok(Self {
            http,
            address: address.trim_end_matches('/').to_owned(),
            token: token.to_owned(),
            clock,
            unpacks: Unpacks::default(),
        })
    }

    /// The same, which remembers over this client's life whether the portal unpacks bodies.
    pub(crate) fn remembering(self, unpacks: &Unpacks) -> Self {
        Self { unpacks: Arc::clone(unpacks), ..self }
    }

    pub(crate) fn sign_in(&self, request: &SignInRequest) -> Answer<SignInResponse> {
        read(self.send(self.http.post(self.url("/api/v1/sign-in")).json(request))?)
    }

    /// The line on which the portal says that the feed has moved. Reading it gives up after `glance` and can go on.
    pub(crate) fn listen(&self, glance: Duration) -> Answer<Response> {
        // The limits of the other client are for answers that end.
        let http = Client::builder()
            .connect_timeout(glance)
            .timeout(glance)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("tilshi/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::new("internal").with("detail", error))?;
        let answer = self.send(http.get(self.url("/api/v1/events")).bearer_auth(&self.token))?;
        if answer.status().is_success() { Ok(answer) } else { Err(refusal(answer)) }
    }

    /// Says where the person is; who else is where.
    pub(crate) fn presence(&self, request: &PresenceRequest) -> Answer<Presence> {
        self.ask("/api/v1/presence", request)
    }

    /// Looks for stories that may not be held here.
    pub(crate) fn archive(&self, request: &ArchiveRequest) -> Answer<Archive> {
        self.ask("/api/v1/archive", request)
    }

    fn ask<T: DeserializeOwned>(&self, path: &str, request: &impl Serialize) -> Answer<T> {
        let json = serde_json::to_vec(request).map_err(|error| Failure::new("internal").with("detail", error))?;
        let packed = if self.unpacks.load(Ordering::Relaxed) { packed::pack(&json) } else { None };
        if let Some(packed) = packed {
            let answer = self.post(path, packed, true)?;
            // A portal of an older version came back in this one's place: it is sent what it can read.
            if self.unpacks.load(Ordering::Relaxed) || answer.status().is_success() {
                return read(answer);
            }
        }
        read(self.post(path, json, false)?)
    }

    fn post(&self, path: &str, body: Vec<u8>, is_packed: bool) -> Answer<Response> {
        let mut request = self.http.post(self.url(path)).bearer_auth(&self.token).body(body);
        request = request.header(CONTENT_TYPE, "application/json").header(ACCEPT_ENCODING, packed::ENCODING);
        if is_packed {
            request = request.header(CONTENT_ENCODING, packed::ENCODING);
        }
        let answer = self.send(request)?;
        self.unpacks.store(names_packing(&answer, ACCEPT_ENCODING), Ordering::Relaxed);
        Ok(answer)
    }

    fn send(&self, request: RequestBuilder) -> Answer<Response> {
        let answer = request.send().map_err(|error| {
            Failure::new(match error {
                error if error.is_builder() => "portal-address-wrong",
                error if error.is_timeout() && !error.is_connect() => "portal-silent",
                _ => "portal-unreachable",
            })
        })?;
        self.clock.note(answer.headers());
        Ok(answer)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn picture_url(&self, photo: PhotoId, file: PictureFile) -> String {
        self.url(&format!("/api/v1/pictures/{photo}/{}", file.as_str()))
    }
}

impl Line for PortalClient {
    fn push(&self, request: &PushRequest) -> Answer<PushResponse> {
        self.ask("/api/v1/push", request)
    }

    fn pull(&self, request: &PullRequest) -> Answer<PullResponse> {
        self.ask("/api/v1/pull", request)
    }

    fn arrived(&self, upload: &Upload) -> Answer<Arrived> {
        let url = self.picture_url(upload.photo, upload.file);
        let answer = self.send(naming(self.http.head(url), upload).bearer_auth(&self.token))?;
        match offset(&answer) {
            Some(bytes) if answer.status() == StatusCode::NOT_FOUND => Ok(Arrived::Bytes(bytes)),
            _ if answer.status().is_success() => Ok(Arrived::Whole(known_at(&answer))),
            _ => Err(refusal(answer)),
        }
    }

    fn send_chunk(&self, upload: &Upload, at: u64, chunk: &[u8]) -> Answer<Arrived> {
        let url = self.picture_url(upload.photo, upload.file);
        let request = naming(self.http.patch(url), upload).header(Upload::OFFSET, at).body(chunk.to_owned());
        // The thinnest line may need longer for a chunk than a portal may think about a question.
        let answer = self.send(request.bearer_auth(&self.token).timeout(CHUNK_PATIENCE))?;
        match offset(&answer) {
            Some(bytes) => Ok(Arrived::Bytes(bytes)),
            None if answer.status().is_success() => Ok(Arrived::Whole(known_at(&answer))),
            None => Err(refusal(answer)),
        }
    }

    fn get_picture(&self, photo: PhotoId, file: PictureFile) -> Answer<Option<Vec<u8>>> {
        let answer = self.send(self.http.get(self.picture_url(photo, file)).bearer_auth(&self.token))?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if !answer.status().is_success() {
            return Err(refusal(answer));
        }
        bounded(answer).map(Some)
    }
}

fn naming(request: RequestBuilder, upload: &Upload) -> RequestBuilder {
    request.header(Upload::LENGTH, upload.size_bytes).header(Upload::HASH, upload.hash.to_string())
}

/// The place on the feed where a picture file is known to be held.
fn known_at(answer: &Response) -> Option<Mark> {
    let header = |name: &str| answer.headers().get(name)?.to_str().ok();
    Some(Mark { epoch: header(Upload::EPOCH)?.to_owned(), sequence: header(Upload::SEQUENCE)?.parse().ok()? })
}

fn offset(answer: &Response) -> Option<u64> {
    answer.headers().get(Upload::OFFSET)?.to_str().ok()?.parse().ok()
}

fn read<T: DeserializeOwned>(answer: Response) -> Answer<T> {
    if !answer.status().is_success() {
        return Err(refusal(answer));
    }
    let is_packed = names_packing(&answer, CONTENT_ENCODING);
    let mut bytes = bounded(answer)?;
    if is_packed {
        bytes = packed::unpack(&bytes, MAX_ANSWER_BYTES).map_err(|_| Failure::new("portal-answered-nonsense"))?;
    }
    serde_json::from_slice(&bytes).map_err(|_| Failure::new("portal-answered-nonsense"))
}

fn names_packing(answer: &Response, header: HeaderName) -> bool {
    answer.headers().get(header).and_then(|value| value.to_str().ok()).is_some_and(packed::is_named_in)
}

/// Why the portal refused, from the body it sent or, failing that, from the status.
fn refusal(answer: Response) -> Failure {
    let status = answer.status();
    let body = bounded(answer).ok().and_then(|bytes| serde_json::from_slice::<ErrorBody>(&bytes).ok());
    match body {
        Some(body) => protocol::explained(body.error, &protocol::SPOKEN),
        None if status == StatusCode::UNAUTHORIZED => Failure::new("signed-out"),
        None => Failure::new("portal-answered-nonsense").with("status", status.as_u16()),
    }
}

fn bounded(mut answer: Response) -> Answer<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut limited = std::io::Read::take(&mut answer, MAX_ANSWER_BYTES as u64 + 1);
    std::io::Read::read_to_end(&mut limited, &mut bytes).map_err(|_| Failure::new("portal-unreachable"))?;
    if bytes.len() > MAX_ANSWER_BYTES {
        return Err(Failure::new("portal-answered-nonsense"));
    }
    Ok(bytes)
}
