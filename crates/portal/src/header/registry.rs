//! The providers that come with the portal. This list is the only place that knows all of them.

use super::provider::Providers;
use super::sample::Sample;

/// The provider of a newsroom that has chosen none.
pub(crate) const DEFAULT_PROVIDER: &str = "sample";

impl Providers {
    /// Everything that comes with the portal.
    pub(crate) fn built_in() -> Self {
        Self {
            rates: [(DEFAULT_PROVIDER, Box::new(Sample) as _)].into(),
            weather: [(DEFAULT_PROVIDER, Box::new(Sample) as _)].into(),
        }
    }
}
