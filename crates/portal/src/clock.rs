//! The portal's clock: the only place that reads the time.

use tilshi_story::Timestamp;

/// This moment.
pub(crate) fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}
