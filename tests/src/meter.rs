//! A wire that counts: it passes bytes between a laptop and the portal and knows how many, and how many requests.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// The end of an HTTP/1.1 request line.
const REQUEST_LINE_END: &[u8] = b" HTTP/1.1\r\n";

/// What has passed so far.
#[derive(Debug, Default)]
struct Counts {
    /// Bytes from the laptop.
    up_bytes: AtomicU64,
    /// Bytes to the laptop.
    down_bytes: AtomicU64,
    /// Requests.
    requests: AtomicU64,
}

/// A listening wire.
pub struct Meter {
    address: String,
    counts: Arc<Counts>,
}

impl Meter {
    /// Listens on a free loopback port and passes everything on to `portal`, such as `127.0.0.1:40123`.
    pub fn before(portal: &str) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let counts = Arc::new(Counts::default());
        let (portal, shared) = (portal.to_owned(), Arc::clone(&counts));
        thread::spawn(move || {
            for laptop in listener.incoming().flatten() {
                if let Ok(portal) = TcpStream::connect(&portal) {
                    pass_both_ways(laptop, portal, &shared);
                }
            }
        });
        Ok(Self { address, counts })
    }

    /// The address for the laptop.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What passed since the last time this was asked: bytes up, bytes down, requests.
    pub fn take(&self) -> (u64, u64, u64) {
        let take = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
        (take(&self.counts.up_bytes), take(&self.counts.down_bytes), take(&self.counts.requests))
    }
}

fn pass_both_ways(laptop: TcpStream, portal: TcpStream, counts: &Arc<Counts>) {
    let (Ok(laptop_end), Ok(portal_end)) = (laptop.try_clone(), portal.try_clone()) else { return };
    let up = Arc::clone(counts);
    thread::spawn(move || {
        let mut seen = 0;
        pass(laptop, portal, |bytes| {
            up.up_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            up.requests.fetch_add(request_lines(bytes, &mut seen), Ordering::Relaxed);
        });
    });
    let down = Arc::clone(counts);
    thread::spawn(move || {
        pass(portal_end, laptop_end, |bytes| {
            down.down_bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        });
    });
}

fn pass(mut from: TcpStream, mut to: TcpStream, mut count: impl FnMut(&[u8])) {
    let mut buffer = [0; 64 << 10];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        count(&buffer[..length]);
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    // The other direction ends by itself when its reader has gone.
    let _ = to.shutdown(Shutdown::Write);
}

/// Counts ends of request lines; `seen` is how much of one the last bytes held.
fn request_lines(bytes: &[u8], seen: &mut usize) -> u64 {
    let mut found = 0;
    for byte in bytes {
        if *byte == REQUEST_LINE_END[*seen] {
            *seen += 1;
        } else {
            *seen = usize::from(*byte == REQUEST_LINE_END[0]);
        }
        if *seen == REQUEST_LINE_END.len() {
            found += 1;
            *seen = 0;
        }
    }
    found
}
