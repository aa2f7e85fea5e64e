//! The portal's clock as this laptop knows it: from the `Date` of each answer (RFC 9110, 6.6.1). A laptop's own clock
//! may be off by years and decides nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use reqwest::header::{DATE, HeaderMap};
use tilshi_store::{Reader, StoreError};
use tilshi_story::Timestamp;

use crate::profile::{Open, keep, setting};
use crate::{Answer, now};

/// A gap up to this is the business of the network and of the seconds that a `Date` has, in milliseconds.
const TOLERATED: i64 = 5 * 60 * 1000;

/// How far the gap has to move before it is written down again, in milliseconds.
const WORTH_KEEPING: i64 = 30 * 1000;

/// How far the portal's clock is ahead of this computer's, as the last answer showed it.
#[derive(Debug, Clone)]
pub(crate) struct Gap(Arc<AtomicI64>);

impl Default for Gap {
    fn default() -> Self {
        Self(Arc::new(AtomicI64::new(UNKNOWN)))
    }
}

const UNKNOWN: i64 = i64::MIN;

impl Gap {
    /// Notes what an answer's `Date` says.
    pub(crate) fn note(&self, headers: &HeaderMap) {
        let date = headers.get(DATE).and_then(|date| date.to_str().ok()).and_then(read);
        if let Some(date) = date {
            self.0.store(date.as_millis() - now().as_millis(), Ordering::Relaxed);
        }
    }

    /// Writes it down, where it has moved.
    pub(crate) fn keep(&self, open: &mut Open) -> Answer<()> {
        let gap = self.0.load(Ordering::Relaxed);
        let known = known(&open.store.read())?;
        if gap == UNKNOWN || known.is_some_and(|known| (known - gap).abs() < WORTH_KEEPING) {
            return Ok(());
        }
        Ok(keep(&mut open.store, setting::CLOCK_GAP, &gap.to_string())?)
    }
}

/// A date as HTTP writes it.
fn read(date: &str) -> Option<Timestamp> {
    let moment = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(Timestamp(moment.as_millisecond()))
}

fn known(reader: &Reader<'_>) -> Result<Option<i64>, StoreError> {
    Ok(reader.setting(setting::CLOCK_GAP)?.and_then(|gap| gap.parse().ok()))
}

/// What the portal's clock says now; nothing before the first answer.
pub(crate) fn portal_now(reader: &Reader<'_>) -> Result<Option<Timestamp>, StoreError> {
    Ok(known(reader)?.map(|gap| Timestamp(now().as_millis().saturating_add(gap))))
}

/// How far this computer's clock is behind the portal's, in milliseconds, negative when it is ahead; nothing while the
/// two agree well enough.
pub(crate) fn behind(reader: &Reader<'_>) -> Result<Option<i64>, StoreError> {
    Ok(known(reader)?.filter(|gap| gap.abs() > TOLERATED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_http_is_a_moment_and_nonsense_is_none() {
        assert_eq!(read("Tue, 24 Nov 2026 15:16:41 GMT"), Some(Timestamp(1_795_533_401_000)));
        for wrong in ["", "yesterday", "Tue, 99 Nov 2026 15:16:41 GMT", "2026-11-24T15:16:41Z"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
