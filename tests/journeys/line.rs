//! A line between a laptop and the portal that treats what passes as a test wants.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    /// One answer passes, and then the line is cut for good.
    OneAnswer,
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
    record: Arc<Record>,
}

/// What passed of each connection, up and down, while it is recorded.
#[derive(Default)]
struct Record {
    on: AtomicBool,
    connections: Mutex<Vec<Passed>>,
}

#[derive(Default)]
struct Passed {
    up: Vec<u8>,
    down: Vec<u8>,
}

impl Record {
    fn note(&self, connection: usize, bytes: &[u8], direction: impl Fn(&mut Passed) -> &mut Vec<u8>) {
        if self.on.load(Ordering::Relaxed) {
            let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
            if connections.len() <= connection {
                connections.resize_with(connection + 1, Passed::default);
            }
            direction(&mut connections[connection]).extend_from_slice(bytes);
        }
    }
}

/// What requests and their answers came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traffic {
    pub(crate) requests: usize,
    /// Bytes of the requests' bodies.
    pub(crate) up: usize,
    /// Bytes of the answers' bodies.
    pub(crate) down: usize,
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
        let record = Arc::new(Record::default());
        let recorded = Arc::clone(&record);
        thread::spawn(move || {
            for (connection, laptop) in listener.incoming().map_while(Result::ok).enumerate() {
                let Ok(portal) = TcpStream::connect(&target) else { continue };
                let (laptop_end, portal_end) =
                    (laptop.try_clone().expect("a handle"), portal.try_clone().expect("a handle"));
                let (up, down, counted) = (Arc::clone(&shared), Arc::clone(&shared), Arc::clone(&counted));
                let (sent, said) = (Arc::clone(&recorded), Arc::clone(&recorded));
                let note_up = move |bytes: &[u8]| {
                    counted.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                    sent.note(connection, bytes, |passed| &mut passed.up);
                };
                let note_down = move |bytes: &[u8]| said.note(connection, bytes, |passed| &mut passed.down);
                thread::spawn(move || requests(laptop_end, portal_end, &up, &note_up));
                thread::spawn(move || answers(portal, laptop, &down, &note_down));
            }
        });
        Self { address, treatment, up_bytes, record }
    }

    /// What passes while something is done, in whole requests and answers.
    pub(crate) fn traffic(&self, done: impl FnOnce()) -> Traffic {
        self.record.on.store(true, Ordering::Relaxed);
        done();
        self.record.on.store(false, Ordering::Relaxed);
        let connections = std::mem::take(&mut *self.record.connections.lock().unwrap_or_else(PoisonError::into_inner));
        let bodies = |bytes: Vec<u8>| bodies(&bytes);
        let up: Vec<usize> = connections.iter().flat_map(|passed| bodies(passed.up.clone())).collect();
        let down: Vec<usize> = connections.iter().flat_map(|passed| bodies(passed.down.clone())).collect();
        assert_eq!(up.len(), down.len(), "each request has its answer");
        Traffic { requests: up.len(), up: up.iter().sum(), down: down.iter().sum() }
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

fn requests(mut laptop: TcpStream, mut portal: TcpStream, treatment: &Mutex<Treatment>, note: &dyn Fn(&[u8])) {
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
            Treatment::Pass | Treatment::LoseAnswers | Treatment::OneAnswer | Treatment::Dated(_) => {}
        }
        note(&buffer[..count]);
        if portal.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = laptop.shutdown(Shutdown::Both);
    let _ = portal.shutdown(Shutdown::Both);
}

fn answers(mut portal: TcpStream, mut laptop: TcpStream, treatment: &Mutex<Treatment>, note: &dyn Fn(&[u8])) {
    let mut buffer = [0; 64 << 10];
    while let Ok(count @ 1..) = portal.read(&mut buffer) {
        note(&buffer[..count]);
        let passed = match now(treatment) {
            Treatment::Pass | Treatment::CutAfter(_) | Treatment::Slowly => laptop.write_all(&buffer[..count]),
            Treatment::OneAnswer => {
                *treatment.lock().unwrap_or_else(PoisonError::into_inner) = Treatment::CutAfter(0);
                laptop.write_all(&buffer[..count])
            }
            Treatment::Dated(date) => laptop.write_all(&dated(&buffer[..count], date)),
            Treatment::LoseAnswers | Treatment::Silence | Treatment::Instead(_) => break,
        };
        if passed.is_err() {
            break;
        }
    }
    let _ = laptop.shutdown(Shutdown::Both);
}

/// The lengths of the bodies of HTTP/1.1 messages that follow one another.
fn bodies(mut bytes: &[u8]) -> Vec<usize> {
    let mut lengths = Vec::new();
    while let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
        assert!(!head.contains("transfer-encoding"), "a body of unknown length: {head}");
        let length: usize = length.unwrap_or(0);
        lengths.push(length);
        bytes = bytes.get(end + 4 + length..).unwrap_or_default();
    }
    lengths
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
