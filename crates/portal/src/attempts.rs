//! How often somebody may try to sign in: by login name and address, in memory.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use tilshi_story::Timestamp;

/// Failed attempts for one login name from one address before it has to wait.
const PER_LOGIN: usize = 5;
/// Failed attempts from one address, whatever the login names.
const PER_ADDRESS: usize = 50;
/// For how long a failed attempt counts, in milliseconds.
const WINDOW_MS: i64 = 5 * 60 * 1000;
/// Most keys kept; past it, what no longer counts is thrown away first.
const MAX_KEYS: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Login([u8; 32], IpAddr),
    Address(IpAddr),
}

/// Failed attempts, newest last.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    failed: Mutex<HashMap<Key, Vec<Timestamp>>>,
}

impl Attempts {
    /// Counts an attempt as failed before it is made, or says after how many milliseconds one may be made.
    pub(crate) fn begin(&self, login: &str, address: IpAddr, now: Timestamp) -> Result<(), i64> {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = |moment: &Timestamp| now.as_millis() - moment.as_millis() < WINDOW_MS;
        if failed.len() >= MAX_KEYS {
            failed.retain(|_, moments| moments.last().is_some_and(counts));
            if failed.len() >= MAX_KEYS {
                return Err(WINDOW_MS);
            }
        }
        let keys = keys(login, address);
        for (key, limit) in &keys {
            let moments = failed.entry(key.clone()).or_default();
            moments.retain(counts);
            if moments.len() >= *limit {
                let oldest = moments.first().map_or(0, |moment| moment.as_millis());
                return Err(oldest + WINDOW_MS - now.as_millis());
            }
        }
        for (key, _) in keys {
            failed.entry(key).or_default().push(now);
        }
        Ok(())
    }

    /// Takes back what was counted for somebody who signed in after all.
    pub(crate) fn succeeded(&self, login: &str, address: IpAddr) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in keys(login, address) {
            match &key {
                Key::Login(..) => {
                    failed.remove(&key);
                }
                Key::Address(_) => {
                    failed.entry(key).and_modify(|moments| {
                        moments.pop();
                    });
                }
            }
        }
    }
}

fn keys(login: &str, address: IpAddr) -> [(Key, usize); 2] {
    let login = *blake3::hash(login.to_lowercase().as_bytes()).as_bytes();
    [(Key::Login(login, address), PER_LOGIN), (Key::Address(address), PER_ADDRESS)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn the_sixth_failure_waits_until_the_first_is_old() {
        let attempts = Attempts::default();
        for second in 0..5 {
            assert_eq!(attempts.begin("dana", HOME, Timestamp(second * 1000)), Ok(()));
        }
        assert_eq!(attempts.begin("DANA", HOME, Timestamp(5000)), Err(WINDOW_MS - 5000));
        assert_eq!(attempts.begin("erlan", HOME, Timestamp(5000)), Ok(()), "another login may still try");
        assert_eq!(attempts.begin("dana", HOME, Timestamp(WINDOW_MS)), Ok(()));
    }

    #[test]
    fn signing_in_forgets_the_failures_before() {
        let attempts = Attempts::default();
        for _ in 0..4 {
            assert_eq!(attempts.begin("dana", HOME, Timestamp(0)), Ok(()));
        }
        attempts.succeeded("dana", HOME);
        for _ in 0..5 {
            assert_eq!(attempts.begin("dana", HOME, Timestamp(0)), Ok(()));
        }
    }

    #[test]
    fn many_logins_from_one_address_are_one_attack() {
        let attempts = Attempts::default();
        for number in 0..PER_ADDRESS {
            assert_eq!(attempts.begin(&format!("login-{number}"), HOME, Timestamp(0)), Ok(()));
        }
        assert!(attempts.begin("one-more", HOME, Timestamp(0)).is_err());
    }
}
