//! One writer per profile: a second process hands its command to the one that has the profile open.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tilshi_store::{Listener, Serving, ask};
use tilshi_story::Failure;

use crate::{Answer, Call, Newsroom, lock};

/// What one process asks another.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Request {
    /// Bring the window to the front, and follow a link.
    Focus { link: Option<String> },
    /// Run a command.
    Run(Box<Call>),
}

/// Answers other processes for as long as the listener lives.
pub(crate) fn listen(newsroom: &Newsroom) -> Answer<Serving> {
    let listener =
        Listener::bind(newsroom.folder()).map_err(|error| Failure::new("socket-unavailable").with("detail", error))?;
    // Weak, or the newsroom would hold the listener that holds the newsroom.
    let inner = Arc::downgrade(&newsroom.0);
    Ok(listener.serve(move |line| {
        let answer = match inner.upgrade() {
            Some(inner) => answer(&Newsroom(inner), &line),
            None => Err(Failure::new("not-open")),
        };
        serde_json::to_string(&answer).unwrap_or_default()
    }))
}

fn answer(newsroom: &Newsroom, line: &str) -> Answer<Value> {
    let request: Request = serde_json::from_str(line).map_err(|_| Failure::new("bad-argument"))?;
    match request {
        Request::Focus { link } => {
            if let Some(link) = link {
                newsroom.follow_link(link);
            }
            let focus = lock(&newsroom.0.focus).clone();
            if let Some(focus) = focus {
                focus();
            }
            Ok(Value::Null)
        }
        Request::Run(call) => newsroom.run(*call),
    }
}

/// Has the process that has the profile open run a command; nothing when no process has.
pub fn ask_running(folder: &Path, call: &Call) -> Answer<Option<Value>> {
    send(folder, &Request::Run(Box::new(call.clone())))
}

/// Has the process that has the profile open come to the front, and follow a link; whether there is one.
pub fn focus_running(folder: &Path, link: Option<String>) -> Answer<bool> {
    Ok(send(folder, &Request::Focus { link })?.is_some())
}

fn send(folder: &Path, request: &Request) -> Answer<Option<Value>> {
    let line = serde_json::to_string(request).map_err(|error| Failure::new("internal").with("detail", error))?;
    match ask(folder, &line)? {
        None => Ok(None),
        Some(answer) => {
            let answer: Answer<Value> = serde_json::from_str(&answer).map_err(|_| Failure::new("internal"))?;
            answer.map(Some)
        }
    }
}
