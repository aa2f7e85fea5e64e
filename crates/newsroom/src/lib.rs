//! The use cases of the newsroom: what a person can do, from the first start to a publication.
//!
//! The window and the CLI call the commands of [`commands`] and show the [`views`] they answer. This crate decides
//! what a command means; it knows neither Tauri nor a terminal, and never the portal's code, only its API.

mod aliases;
mod background;
mod bindings;
mod boilerplate;
mod bulk;
mod checking;
mod client;
mod commands;
mod comments;
mod conflicts;
mod conversion;
mod courier;
mod derived;
mod desk;
mod doctor;
mod editions;
mod files;
mod folder;
mod follower;
mod following;
mod history;
mod holding;
mod house;
mod keeper;
mod library;
mod link;
mod listener;
mod machine;
mod memory;
mod outbox;
mod outside;
mod passages;
mod people;
mod photo_desk;
mod photos;
mod portal_clock;
mod porter;
mod presence;
mod profile;
mod rebase;
mod receipts;
mod restored;
mod safety;
mod search;
mod session;
mod socket;
mod spelling;
mod standing;
mod starter;
#[doc(hidden)]
pub mod stepping;
mod stories;
mod suggestions;
mod suppliers;
mod terms;
mod texts;
mod tidings;
pub mod untouched;
pub mod views;
mod vocabulary;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use bindings::typescript;
pub use commands::{COMMAND_NAMES, Call, types};
pub use conversion::convert;
pub use folder::default_folder;
pub use socket::{ask_running, focus_running};
pub use tilshi_language as language;
pub use tilshi_story as story;

use courier::Courier;
use follower::Follower;
use keeper::Keeper;
use presence::Herald;
use profile::Open;
use spelling::Dictionaries;
use tilshi_story::{Failure, Timestamp};
use views::Event;

/// What a command answers.
pub type Answer<T> = Result<T, Failure>;

/// How a newsroom is opened.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A file whose first line is the passphrase; it comes before the key ring.
    pub passphrase_file: Option<PathBuf>,
    /// How long the portal may take to answer one request, pictures on their way there excepted; a minute by default.
    pub patience: Option<Duration>,
}

/// One profile and everything that can be done in it. Clones share it.
#[derive(Clone)]
pub struct Newsroom(Arc<Inner>);

type Listener = Arc<dyn Fn(Event) + Send + Sync>;

/// Takes over the newsroom of another profile.
type Successor = Arc<dyn Fn(Newsroom) + Send + Sync>;

struct Inner {
    folder: PathBuf,
    options: Options,
    state: Mutex<State>,
    listeners: Mutex<Vec<Listener>>,
    focus: Mutex<Option<Arc<dyn Fn() + Send + Sync>>>,
    /// A link from another program that the window has not taken.
    link: Mutex<Option<String>>,
    successor: Mutex<Option<Successor>>,
    courier: Courier,
    herald: Herald,
    keeper: Keeper,
    follower: Follower,
    dictionaries: Dictionaries,
    reading: memory::Reading,
    machine: machine::Machine,
}

/// What is in memory; everything that matters is in the store.
#[derive(Default)]
struct State {
    open: Option<Open>,
    /// Why the profile could not be opened, when it is not for want of a passphrase.
    trouble: Option<Failure>,
    socket: Option<tilshi_store::Serving>,
}

impl Newsroom {
    /// A newsroom for the profile in this folder; nothing is opened yet.
    pub fn new(folder: PathBuf, options: Options) -> Self {
        Self(Arc::new(Inner {
            folder,
            options,
            state: Mutex::default(),
            listeners: Mutex::default(),
            focus: Mutex::default(),
            link: Mutex::default(),
            successor: Mutex::default(),
            courier: Courier::default(),
            herald: Herald::default(),
            keeper: Keeper::default(),
            follower: Follower::default(),
            dictionaries: Dictionaries::default(),
            reading: memory::Reading::default(),
            machine: machine::Machine::default(),
        }))
    }

    /// The folder of the profile.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Calls `listener` with every event, from whichever thread it happens on.
    pub fn subscribe(&self, listener: impl Fn(Event) + Send + Sync + 'static) {
        lock(&self.0.listeners).push(Arc::new(listener));
    }

    /// Calls `focus` when the profile is started a second time.
    pub fn on_focus(&self, focus: impl Fn() + Send + Sync + 'static) {
        *lock(&self.0.focus) = Some(Arc::new(focus));
    }

    /// Opens the profile if its key is at hand, answers other processes, keeps in touch with the portal, and makes copies of the database.
    pub fn start(&self) {
        self.open_if_possible();
        self.0.courier.start(self);
        self.0.herald.start(self);
        self.0.keeper.start(self);
        self.0.follower.start(self);
    }

    /// Ends the contact with the portal and closes the profile.
    pub fn stop(&self) {
        self.0.courier.stop();
        self.0.herald.stop();
        self.0.keeper.stop();
        self.0.follower.stop();
        self.0.machine.stop();
        self.close();
    }

    /// Closes the profile. The socket goes first and without the lock: a command it is running needs that.
    fn close(&self) {
        self.0.close_socket();
        if let Some(open) = lock(&self.0.state).open.take() {
            people::put_nameplate_up(&open, true);
        }
    }

    fn is_open(&self) -> bool {
        lock(&self.0.state).open.is_some()
    }

    /// Runs `body` on the open profile. Events it asks for leave after it, when everything is committed.
    fn with<T>(&self, body: impl FnOnce(&mut Open) -> Answer<T>) -> Answer<T> {
        let (answer, events) = {
            let mut state = lock(&self.0.state);
            let open = state.open.as_mut().ok_or_else(|| Failure::new("not-open"))?;
            let answer = body(open);
            (answer, open.take_events())
        };
        for event in events {
            self.emit(event);
        }
        answer
    }

    fn emit(&self, event: Event) {
        let listeners = lock(&self.0.listeners).clone();
        for listener in listeners {
            listener(event.clone());
        }
    }
}

impl Inner {
    fn close_socket(&self) {
        let socket = lock(&self.state).socket.take();
        if let Some(Err(error)) = socket.map(tilshi_store::Serving::stop) {
            tracing::warn!(%error, "the profile's socket was not taken away");
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close_socket();
    }
}

/// A lock that a panicking holder cannot poison for everybody: the store is transactional, memory is only a view.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The laptop's clock, for display only.
fn now() -> Timestamp {
    if let Some(now) = stepping::clock() {
        return now;
    }
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
