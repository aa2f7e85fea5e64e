//! The newsroom behind the window: another one once somebody has chosen another profile.

use std::sync::{Arc, Mutex, PoisonError};

use tilshi_newsroom::Newsroom;

/// Whose newsroom the window shows. Clones share it.
#[derive(Clone)]
pub(crate) struct Host(Arc<Mutex<Newsroom>>);

impl Host {
    /// Shows this newsroom, and from then on whichever takes over from it.
    pub(crate) fn new(newsroom: Newsroom) -> Self {
        let host = Self(Arc::new(Mutex::new(newsroom.clone())));
        let shown = Arc::downgrade(&host.0);
        // Weak, or the newsroom would hold the host that holds the newsroom.
        newsroom.on_successor(move |next| {
            if let Some(shown) = shown.upgrade() {
                *shown.lock().unwrap_or_else(PoisonError::into_inner) = next;
            }
        });
        host
    }

    /// The newsroom that is shown now.
    pub(crate) fn newsroom(&self) -> Newsroom {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
