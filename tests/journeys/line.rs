//! A line between a laptop and the portal that treats what passes as a test wants.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

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
    /// Answers pass with this `Date`, as from a portal whose clock is years away from the laptop's.
    Dated(&'static str),
}

/// The line, until the end of the test.
pub(crate) struct Line {
    pub(crate) address: String,
    treatment: Arc<Mutex<Treatment>>,
}

impl Line {
    pub(crate) fn to(portal: &Portal) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let target = portal.address().trim_start_matches("http://").to_owned();
        let treatment = Arc::new(Mutex::new(Treatment::Pass));
        let shared = Arc::clone(&treatment);
        thread::spawn(move || {
            for laptop in listener.incoming().map_while(Result::ok) {
                let Ok(portal) = TcpStream::connect(&target) else { continue };
                let (laptop_end, portal_end) =
                    (laptop.try_clone().expect("a handle"), portal.try_clone().expect("a handle"));
                let (up, down) = (Arc::clone(&shared), Arc::clone(&shared));
                thread::spawn(move || requests(laptop_end, portal_end, &up));
                thread::spawn(move || answers(portal, laptop, &down));
            }
        });
        Self { address, treatment }
    }

    /// Treats everything from now on like this.
    pub(crate) fn treat(&self, treatment: Treatment) {
        *self.treatment.lock().unwrap_or_else(PoisonError::into_inner) = treatment;
    }
}

fn now(treatment: &Mutex<Treatment>) -> Treatment {
    *treatment.lock().unwrap_or_else(PoisonError::into_inner)
}

fn requests(mut laptop: TcpStream, mut portal: TcpStream, treatment: &Mutex<Treatment>) {
    let mut buffer = [0; 64 << 10];
    while let Ok(count @ 1..) = laptop.read(&mut buffer) {
        match now(treatment) {
            Treatment::Silence => continue,
            Treatment::Instead(bytes) => {
                // Whether the laptop still listens is its business.
                let _ = laptop.write_all(bytes);
                break;
            }
            Treatment::Pass | Treatment::LoseAnswers | Treatment::Dated(_) => {}
        }
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
            Treatment::Pass => laptop.write_all(&buffer[..count]),
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
