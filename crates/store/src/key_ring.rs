//! The key ring of the operating system: Secret Service, Keychain or Credential Manager.
//!
//! It is another process and may be absent, locked or stuck, so every question to it runs on a thread of its own and
//! has a time limit.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::secret::Secret;
use crate::{StoreError, platform};

const SERVICE: &str = "tilshi";

/// Time for a key ring that only has to answer.
const PROBE: Duration = Duration::from_secs(2);

/// Time for a person who is asked to unlock it.
const UNLOCK: Duration = Duration::from_secs(90);

/// Whether this session has a key ring that answers. At once `false` where there cannot be one.
pub fn keyring_works() -> bool {
    let probe = || match Entry::new(SERVICE, "probe")?.get_secret() {
        Ok(_) | Err(Error::NoEntry) => Ok(()),
        Err(error) => Err(error),
    };
    ask(PROBE, probe).is_ok()
}

/// Keeps a profile's key.
pub(crate) fn keep(profile: &str, key: &Secret) -> Result<(), StoreError> {
    let (profile, key) = (profile.to_owned(), key.clone());
    ask(UNLOCK, move || Entry::new(SERVICE, &profile)?.set_secret(key.as_slice()))
}

/// A profile's key.
pub(crate) fn fetch(profile: &str) -> Result<Secret, StoreError> {
    let profile = profile.to_owned();
    let kept = ask(UNLOCK, move || Entry::new(SERVICE, &profile)?.get_secret().map(Zeroizing::new))?;
    let kept = kept.as_slice().try_into().map_err(|_| unavailable("it holds another kind of secret"))?;
    Ok(Zeroizing::new(kept))
}

fn ask<T: Send + 'static>(
    within: Duration,
    question: impl FnOnce() -> keyring::Result<T> + Send + 'static,
) -> Result<T, StoreError> {
    if !platform::may_have_key_ring() {
        return Err(unavailable("this session has none"));
    }
    let (answer, answered) = mpsc::channel();
    // A thread that is still waiting after the time limit is left to end by itself: nobody reads its answer.
    thread::Builder::new().name("key ring".into()).spawn(move || {
        // The other side may have stopped waiting.
        let _ = answer.send(question());
    })?;
    match answered.recv_timeout(within) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(unavailable(&error.to_string())),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(unavailable("it does not answer")),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(unavailable("it failed")),
    }
}

fn unavailable(detail: &str) -> StoreError {
    StoreError::KeyringUnavailable(detail.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn without_a_session_bus_the_answer_is_no_and_comes_at_once() {
        let started = Instant::now();
        if platform::may_have_key_ring() {
            // A desktop session: the answer depends on it, but it comes.
            keyring_works();
        } else {
            assert!(!keyring_works());
            assert!(matches!(fetch("nobody"), Err(StoreError::KeyringUnavailable(_))));
        }
        assert!(started.elapsed() < PROBE * 2, "{:?}", started.elapsed());
    }
}
