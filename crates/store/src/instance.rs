//! One writer per profile: the lock that only one process holds, and the socket on which others ask it.
//!
//! A line of JSON goes in and a line comes out; what they say is the caller's business.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::StoreError;
use crate::platform::{self, Socket, Stream};

/// Most bytes of one line.
const MAX_LINE_BYTES: u64 = 256 << 20;

/// The file in the profile's folder that names the socket.
const ADDRESS: &str = "socket";

/// Takes the profile's lock, which lasts until the file is dropped or the process ends in whatever way.
pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Sends one line to the process that has the profile open, and waits for its answer.
///
/// Nothing when nobody listens. There is no time limit: some commands wait for the network.
pub fn ask(folder: &Path, line: &str) -> Result<Option<String>, StoreError> {
    if line.contains('\n') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a question is one line").into());
    }
    let address = match fs::read_to_string(folder.join(ADDRESS)) {
        Ok(address) => PathBuf::from(address),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    // A copied folder brings the address of the original along: that one is not asked.
    if address.file_name() != Some(socket_name(folder)?.as_ref()) {
        return Ok(None);
    }
    let Some(mut stream) = platform::connect(&address)? else {
        return Ok(None);
    };
    write_line(&mut stream, line)?;
    match read_line(&mut BufReader::new(stream))? {
        Some(answer) => Ok(Some(answer)),
        None => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
    }
}

/// Listens on a profile's socket, for the process that holds its lock.
#[derive(Debug)]
#[must_use]
pub struct Listener {
    socket: Socket,
    address: PathBuf,
    folder: PathBuf,
}

impl Listener {
    /// Opens the socket. Call it while the [`crate::Profile`] is open: what a killed process left is replaced.
    pub fn bind(folder: &Path) -> io::Result<Self> {
        let name = socket_name(folder)?;
        let address = platform::socket_folder(&name)?.join(&name);
        if platform::connect(&address)?.is_some() {
            return Err(io::ErrorKind::AddrInUse.into());
        }
        match fs::remove_file(&address) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let socket = platform::bind(&address)?;
        let text = address.to_str().ok_or(io::ErrorKind::InvalidFilename)?;
        platform::replace_file(&folder.join(ADDRESS), text.as_bytes())?;
        Ok(Self { socket, address, folder: folder.to_owned() })
    }

    /// Answers on threads of its own, one question at a time, until [`Serving::stop`] or the end of the process.
    pub fn serve(self, handler: impl Fn(String) -> String + Send + 'static) -> Serving {
        let stopping = Arc::new(AtomicBool::new(false));
        let handler = Arc::new(Mutex::new(handler));
        let of_socket = fs::metadata(&self.address).ok();
        let thread = thread::spawn({
            let stopping = Arc::clone(&stopping);
            move || {
                for connection in self.socket.incoming() {
                    if stopping.load(Ordering::Acquire) {
                        return;
                    }
                    match connection {
                        Ok(stream) => {
                            let handler = Arc::clone(&handler);
                            thread::spawn(move || answer(stream, &handler));
                        }
                        Err(error) => tracing::warn!(%error, "a connection to the profile's socket failed"),
                    }
                }
            }
        });
        Serving { thread, stopping, address: self.address, folder: self.folder, of_socket }
    }
}

/// A socket that is being served. Dropping this does not stop it.
#[derive(Debug)]
pub struct Serving {
    thread: JoinHandle<()>,
    stopping: Arc<AtomicBool>,
    address: PathBuf,
    folder: PathBuf,
    of_socket: Option<fs::Metadata>,
}

impl Serving {
    /// Stops answering new connections and takes the socket away.
    pub fn stop(self) -> io::Result<()> {
        let mine = match (fs::metadata(&self.address), &self.of_socket) {
            (Ok(now), Some(then)) => platform::same_file(&now, then),
            _ => false,
        };
        if !mine {
            // The socket at the address is another's, or gone: nothing can reach the thread any more.
            return Ok(());
        }
        self.stopping.store(true, Ordering::Release);
        let woken = platform::connect(&self.address)?;
        drop(woken);
        self.thread.join().map_err(|_| io::Error::other("the listening thread failed"))?;
        fs::remove_file(&self.address)?;
        fs::remove_file(self.folder.join(ADDRESS))
    }
}

fn answer<H: Fn(String) -> String>(stream: Stream, handler: &Mutex<H>) {
    let outcome = stream.try_clone().and_then(|mut writer| {
        let mut reader = BufReader::new(stream);
        while let Some(line) = read_line(&mut reader)? {
            let answer = {
                let handler = handler.lock().unwrap_or_else(PoisonError::into_inner);
                handler(line)
            };
            write_line(&mut writer, &answer)?;
        }
        Ok(())
    });
    if let Err(error) = outcome {
        tracing::warn!(%error, "a question on the profile's socket was not answered");
    }
}

/// The socket's name: the same for every spelling of the folder's path, another for a copy of the folder.
fn socket_name(folder: &Path) -> io::Result<String> {
    let folder = folder.canonicalize()?;
    Ok(format!("{}.sock", &blake3::hash(folder.as_os_str().as_encoded_bytes()).to_hex()[..32]))
}

fn read_line(reader: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    reader.take(MAX_LINE_BYTES).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the line is too long or breaks off"));
    }
    String::from_utf8(line).map(Some).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

fn write_line(writer: &mut impl Write, line: &str) -> io::Result<()> {
    writer.write_all(line.as_bytes())?;
    writer.write_all(b"\n")?;
    writer.flush()
}
