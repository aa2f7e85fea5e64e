//! A line between a laptop and the portal that treats what passes as a test wants.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tilshi_tests::Portal;

/// What becomes of what passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It passes.
    Pass,
    /// Requests arrive, answers never do: the line is cut.
    LoseAnswers,
    /// Requests are swallowed and nothing is ever said.
    Silence,
    /// These bytes come instead of the portal's answer, and then the line is cut.
    Instead(&'static [u8]),
    /// Everything passes until this many more bytes have gone up, and then the line is cut for good.
    CutAfter(u64),
    /// Requests pass as over a thin line, a megabyte a second.
    Slowly,
    /// Answers pass with this `Date`, as from a portal whose clock is years away from the laptop's.
    Dated(&'static str),
}

/// The line, until the end of the test.
pub(crate) struct Line {
    pub(crate) address: String,
    treatment: Arc<Mutex<Treatment>>,
    up_bytes: Arc<AtomicU64>,
}

impl Line {
    pub(crate) fn to(portal: &Portal) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let target = portal.address().trim_start_matches("http://").to_owned();
        let treatment = Arc::new(Mutex::new(Treatment::Pass));
        let shared = Arc::clone(&treatment);
        let up_bytes = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&up_bytes);
        thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                let Ok(portal) = TcpStream::connect(&target) else { continue };
                let (laptop_end, portal_end) =
                    (laptop.try_clone().expect("a handle"), portal.try_clone().expect("a handle"));
                let (up, down, counted) = (Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&counted));
                thread::spawn(move || requests(laptop_end, portal_end, &up, &counted));
                thread::spawn(move || answers(portal, laptop, &down));
            }
        });
        Self { address, treatment, up_bytes }
    }

    /// How many bytes have gone up since it was last asked.
    pub(crate) fn up_bytes(&self) -> u64 {
        self.up_bytes.swap(0, Ordering::Relaxed)
    }

    /// Treats everything from now on like this.
    pub(crate) fn treat(&self, treatment: Treatment) {
        *self.treatment.lock().unwrap_or_else(PoisonError::into_inner) = treatment;
    }
}

fn now(treatment: &Mutex<Treatment>) -> Treatment {
    *treatment.lock().unwrap_or_else(PoisonError::into_inner)
}

fn requests(mut laptop: TcpStream, mut portal: TcpStream, treatment: &Mutex<Treatment>, up_bytes: &AtomicU64) {
    let mut buffer = [0; 64 << 10];
    while let Ok(count @ 1..) = laptop.read(&mut buffer) {
        match now(treatment) {
            Treatment::Silence => continue,
            Treatment::Instead(bytes) => {
                // Whether the laptop still listens is its business.
                let _ = laptop.write_all(bytes);
                break;
            }
            Treatment::CutAfter(0) => break,
            Treatment::CutAfter(left) => {
                let left = left.saturating_sub(count as u64);
                *treatment.lock().unwrap_or_else(PoisonError::into_inner) = Treatment::CutAfter(left);
            }
            Treatment::Slowly => thread::sleep(Duration::from_millis(50)),
            Treatment::Pass | Treatment::LoseAnswers | Treatment::Dated(_) => {}
        }
        up_bytes.fetch_add(count as u64, Ordering::Relaxed);
        if portal.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = laptop.shutdown(Shutdown::Both);
    let _ = portal.shutdown(Shutdown::Both);
}

fn answers(mut portal: TcpStream, mut laptop: TcpStream, treatment: &Mutex<Treatment>) {
    let mut buffer = [0; 64 << 10];
    while let Ok(count @ 1..) = portal.read(&mut buffer) {
        let passed = match now(treatment) {
            Treatment::Pass | Treatment::CutAfter(_) | Treatment::Slowly => laptop.write_all(&buffer[..count]),
            Treatment::Dated(date) => laptop.write_all(&dated(&buffer[..count], date)),
            Treatment::LoseAnswers | Treatment::Silence | Treatment::Instead(_) => break,
        };
        if passed.is_err() {
            break;
        }
    }
    let _ = laptop.shutdown(Shutdown::Both);
}

/// The bytes with the value of their `Date` field replaced, when they hold one.
fn dated(bytes: &[u8], date: &str) -> Vec<u8> {
    const FIELD: &[u8] = b"\r\ndate: ";
    let Some(field) = bytes.windows(FIELD.len()).position(|window| window.eq_ignore_ascii_case(FIELD)) else {
        return bytes.to_owned();
    };
    let value = field + FIELD.len();
    let end = bytes[value..].iter().position(|byte| *byte == b'\r').map_or(bytes.len(), |length| value + length);
    [&bytes[..value], date.as_bytes(), &bytes[end..]].concat()
}
