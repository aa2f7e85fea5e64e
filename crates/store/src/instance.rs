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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn serving(folder: &Path, prefix: &'static str) -> Serving {
        Listener::bind(folder).expect("bound").serve(move |line| format!("{prefix}{line}"))
    }

    #[test]
    fn a_question_reaches_whoever_has_the_profile_open() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(ask(folder.path(), "early").expect("asked"), None, "nobody listens yet");
        let serving = serving(folder.path(), "heard ");
        let long = "ә".repeat(1 << 20);
        thread::scope(|scope| {
            for number in 0..8 {
                let (folder, long) = (folder.path(), &long);
                scope.spawn(move || {
                    let line = format!("{number} {long}");
                    assert_eq!(ask(folder, &line).expect("asked"), Some(format!("heard {line}")));
                });
            }
        });
        serving.stop().expect("stopped");
        assert_eq!(ask(folder.path(), "late").expect("asked"), None);
    }

    #[test]
    fn one_connection_can_ask_again_and_a_broken_line_harms_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let serving = serving(folder.path(), "");
        let connect = || platform::connect(&serving.address).expect("connected").expect("somebody listens");
        let mut broken = connect();
        broken.write_all(b"no end").expect("sent");
        drop(broken);
        let mut binary = connect();
        binary.write_all(b"\xff\xfe\n").expect("sent");
        assert_eq!(read_line(&mut BufReader::new(binary)).expect("closed"), None);

        let mut stream = connect();
        let mut reader = BufReader::new(stream.try_clone().expect("cloned"));
        for line in ["one", "two"] {
            write_line(&mut stream, line).expect("sent");
            assert_eq!(read_line(&mut reader).expect("answered").as_deref(), Some(line));
        }
        assert!(ask(folder.path(), "two\nlines").is_err());
        serving.stop().expect("stopped");
    }

    #[test]
    fn a_handler_that_fails_costs_one_answer() {
        let folder = tempfile::tempdir().expect("a folder");
        let listener = Listener::bind(folder.path()).expect("bound");
        let serving = listener.serve(|line| {
            assert_ne!(line, "fail", "as the test wants");
            line
        });
        assert!(ask(folder.path(), "fail").is_err());
        assert_eq!(ask(folder.path(), "go on").expect("asked").as_deref(), Some("go on"));
        serving.stop().expect("stopped");
    }

    #[test]
    fn what_a_killed_process_left_is_replaced_and_a_living_one_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let killed = Listener::bind(folder.path()).expect("bound");
        // Closes the socket and leaves its file, as a killed process does.
        drop(killed);
        assert_eq!(ask(folder.path(), "anybody?").expect("asked"), None);
        let serving = serving(folder.path(), "here ");
        assert_eq!(Listener::bind(folder.path()).expect_err("in use").kind(), io::ErrorKind::AddrInUse);
        assert_eq!(ask(folder.path(), "now").expect("asked").as_deref(), Some("here now"));
        serving.stop().expect("stopped");
    }

    #[test]
    fn a_copied_folder_does_not_speak_to_the_original() {
        let original = tempfile::tempdir().expect("a folder");
        let copy = tempfile::tempdir().expect("a folder");
        let serving = serving(original.path(), "");
        fs::copy(original.path().join(ADDRESS), copy.path().join(ADDRESS)).expect("copied");
        assert_eq!(ask(copy.path(), "hello").expect("asked"), None);
        serving.stop().expect("stopped");
    }

    #[test]
    fn a_deep_folder_has_a_socket_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("қазақстан".repeat(8)).join("қала".repeat(20));
        fs::create_dir_all(&deep).expect("made");
        let serving = serving(&deep, "deep ");
        assert_eq!(ask(&deep, "down").expect("asked").as_deref(), Some("deep down"));
        serving.stop().expect("stopped");
    }

    #[test]
    fn only_its_owner_can_reach_the_socket() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let serving = serving(folder.path(), "");
        let place = serving.address.parent().expect("a folder");
        let mode = fs::metadata(place).expect("described").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
        serving.stop().expect("stopped");
    }

    #[test]
    fn questions_are_answered_one_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let (entered, inside) = mpsc::channel();
        let (leave, left) = mpsc::channel::<()>();
        let listener = Listener::bind(folder.path()).expect("bound");
        let serving = listener.serve(move |line| {
            entered.send(line.clone()).expect("the test listens");
            left.recv().expect("the test goes on");
            line
        });
        thread::scope(|scope| {
            for line in ["one", "two"] {
                let folder = folder.path();
                scope.spawn(move || assert_eq!(ask(folder, line).expect("asked").as_deref(), Some(line)));
            }
            let first = inside.recv().expect("one came in");
            assert!(inside.try_recv().is_err(), "the other waits while {first} is answered");
            leave.send(()).expect("it waits");
            assert_ne!(inside.recv().expect("then the other"), first);
            leave.send(()).expect("it waits");
        });
        serving.stop().expect("stopped");
    }

    #[test]
    fn one_lock_is_held_once_and_given_up_with_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let held = lock(folder.path()).expect("free");
        assert!(matches!(lock(folder.path()), Err(StoreError::InUse)));
        drop(held);
        lock(folder.path()).expect("free again");
    }
}
