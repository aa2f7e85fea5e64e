//! Reader pages over HTTP: which page an address means, its headers and its caching. The pages crate makes the HTML.

use std::sync::Arc;

use axum::Router;

use crate::Portal;

/// Everything outside `/api`.
pub(crate) fn routes() -> Router<Arc<Portal>> {
    Router::new()
}
