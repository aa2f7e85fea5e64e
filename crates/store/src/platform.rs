//! What differs between operating systems: private folders, durable renames, the local socket and the key ring.
//! The only module with `#[cfg]` on them.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

pub(crate) use system::{
    Socket, Stream, bind, connect, create_private_folder, may_have_key_ring, place_of, same_file, socket_folder,
};

/// Writes a whole file so that after a crash the old one or the new one is there, never half of one.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    rename_durably(&temporary, path)
}

/// Renames a file within its folder, and waits until the folder knows.
pub(crate) fn rename_durably(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    match to.parent() {
        Some(folder) => system::sync_folder(folder),
        None => Ok(()),
    }
}

#[cfg(unix)]
mod system {
    use std::env;
    use std::fs::{self, DirBuilder, File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
    use std::path::{Path, PathBuf};

    pub(crate) use std::os::unix::net::{UnixListener as Socket, UnixStream as Stream};

    /// The longest address of a socket that every Unix takes, in bytes.
    const LONGEST_ADDRESS: usize = 100;

    /// Makes a folder that only its owner may enter; one that is there stays as it is.
    pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    /// A folder for a socket with a name this long, that nobody else can enter.
    pub(crate) fn socket_folder(name: &str) -> io::Result<PathBuf> {
        let fits = |folder: &PathBuf| folder.as_os_str().len() + 1 + name.len() <= LONGEST_ADDRESS;
        let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute());
        if let Some(folder) = runtime.map(|folder| folder.join("tilshi")).filter(fits)
            && create_private_folder(&folder).is_ok()
        {
            return Ok(folder);
        }
        let temporary = [env::temp_dir(), PathBuf::from("/tmp")].into_iter();
        let owner = own_id()?;
        let folder = temporary.map(|folder| folder.join(format!("tilshi-{owner}"))).find(fits);
        let folder = folder.unwrap_or_else(|| PathBuf::from(format!("/tmp/tilshi-{owner}")));
        create_private_folder(&folder)?;
        let found = fs::symlink_metadata(&folder)?;
        if found.is_dir() && found.uid() == owner && found.permissions().mode() & 0o077 == 0 {
            Ok(folder)
        } else {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder for the socket belongs to somebody else"))
        }
    }

    /// The user this process runs as: the owner of a file it makes.
    fn own_id() -> io::Result<u32> {
        let mut suffix = [0; 8];
        getrandom::fill(&mut suffix).map_err(io::Error::other)?;
        let path = env::temp_dir().join(format!("tilshi-{:016x}", u64::from_le_bytes(suffix)));
        let owner = File::create_new(&path)?.metadata().map(|metadata| metadata.uid());
        fs::remove_file(&path)?;
        owner
    }

    pub(crate) fn bind(path: &Path) -> io::Result<Socket> {
        let socket = Socket::bind(path)?;
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
        Ok(socket)
    }

    /// A connection to whoever listens at the address; nothing when nobody does.
    pub(crate) fn connect(path: &Path) -> io::Result<Option<Stream>> {
        match Stream::connect(path) {
            Ok(stream) => Ok(Some(stream)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether two descriptions are of one and the same file.
    pub(crate) fn same_file(a: &Metadata, b: &Metadata) -> bool {
        (a.dev(), a.ino()) == (b.dev(), b.ino())
    }

    /// Names a folder and the machine it is on, so that a copy of it can be told from it. A folder that was moved keeps
    /// its number; that of the disk is left out, since it changes with a restart of the machine.
    pub(crate) fn place_of(folder: &Path) -> Option<String> {
        let number = fs::metadata(folder).ok()?.ino();
        let machine = fs::read_to_string("/etc/machine-id").unwrap_or_default();
        let place = format!("{}:{number}", machine.trim());
        // The machine's own name is nobody's business: https://www.freedesktop.org/software/systemd/man/machine-id.html
        Some(blake3::hash(place.as_bytes()).to_hex()[..32].to_owned())
    }

    /// Whether asking for the key ring can lead anywhere.
    #[cfg(not(any(target_os = "macos", target_os = "ios")))]
    pub(crate) fn may_have_key_ring() -> bool {
        let named = env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty());
        named || env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists())
    }

    /// Whether asking for the key ring can lead anywhere.
    #[cfg(any(target_os = "macos", target_os = "ios"))]
    pub(crate) fn may_have_key_ring() -> bool {
        true
    }
}

// Named pipes will stand here. Until then a second process of a profile learns only that it is in use.
#[cfg(not(unix))]
mod system {
    use std::fs::{self, Metadata};
    use std::io;
    use std::path::{Path, PathBuf};

    pub(crate) use std::net::{TcpListener as Socket, TcpStream as Stream};

    pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    pub(super) fn sync_folder(_path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn socket_folder(_name: &str) -> io::Result<PathBuf> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) fn bind(_path: &Path) -> io::Result<Socket> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) fn connect(_path: &Path) -> io::Result<Option<Stream>> {
        Ok(None)
    }

    pub(crate) fn same_file(_a: &Metadata, _b: &Metadata) -> bool {
        true
    }

    pub(crate) fn place_of(_folder: &Path) -> Option<String> {
        None
    }

    pub(crate) fn may_have_key_ring() -> bool {
        true
    }
}
