//! The server that newsroom desktops sync with and readers read.
//!
//! [`Portal::open`] takes a folder and needs nothing else: SQLite and picture files. The rules of rights, workflow
//! and publishing are the story crate's; this crate looks up the facts, decides in one transaction an operation,
//! keeps the receipts, and serves the pages that the pages crate makes. It must not know how a laptop stores things.

pub mod accounts;
mod address;
mod api;
mod apply;
mod archive;
mod attempts;
mod clock;
mod database;
pub mod demo;
mod feed;
mod header;
pub mod newsroom;
mod pictures;
mod presence;
mod reads;
mod scope;
mod site;
#[doc(hidden)]
pub mod stepping;
mod tending;

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;

use api::Lines;
use attempts::Attempts;
pub use database::{Database, DatabaseError};
use header::{Header, Providers};
use pictures::Pictures;
use presence::PeoplePresent;
use reads::Reads;

/// How many passwords are checked at a time.
const SIGN_IN_TURNS: usize = 2;

/// For how long a provider of rates or weather may think.
const PROVIDER_ANSWERS_WITHIN: Duration = Duration::from_secs(20);

/// A portal over its data folder.
#[derive(Debug)]
pub struct Portal {
    database: Database,
    pictures: Pictures,
    attempts: Attempts,
    sign_in_turns: Semaphore,
    origin: Option<String>,
    reads: Reads,
    header: Header,
    lines: Lines,
    present: PeoplePresent,
}

/// A data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder itself.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// The database in it.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Portal {
    /// Opens a data folder, and makes it when it is missing.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        make_private(folder)?;
        let database = Database::open(&folder.join("portal.sqlite"))?;
        let header = Header::open(&database, Providers::built_in(), PROVIDER_ANSWERS_WITHIN)?;
        Ok(Self {
            database,
            pictures: Pictures::open(&folder.join("pictures"))?,
            attempts: Attempts::default(),
            sign_in_turns: Semaphore::new(SIGN_IN_TURNS),
            origin: None,
            reads: Reads::default(),
            header,
            lines: Lines::default(),
            present: PeoplePresent::default(),
        })
    }

    /// Names the address under which readers know the site, such as `https://news.example`.
    #[must_use]
    pub fn known_as(self, origin: Option<String>) -> Self {
        Self { origin, ..self }
    }

    /// The accounts, stories and settings.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Serves laptops and readers until `stop` ends, then finishes what was begun.
    pub async fn serve(
        self: Arc<Self>,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        tending::begin(&self).await;
        let tending = tokio::spawn(tending::tend(Arc::clone(&self)));
        let portal = Arc::clone(&self);
        let stop = async move {
            stop.await;
            portal.lines.close();
        };
        let served = axum::serve(listener, Arc::clone(&self).service()).with_graceful_shutdown(stop).await;
        tending.abort();
        tending::finish(&self).await;
        served
    }

    /// The portal as a service: the API of laptops and the pages of readers.
    fn service(self: Arc<Self>) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
        Router::new()
            // As a service, so that no address below it is taken for a reader page.
            .nest_service("/api/v1", api::routes().with_state(Arc::clone(&self)))
            .merge(site::routes())
            .layer(CompressionLayer::new())
            .with_state(self)
            .into_make_service_with_connect_info()
    }
}

/// Unpublished stories lie in it unencrypted: nobody else on the machine may read them.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
