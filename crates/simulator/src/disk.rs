//! A file layer for SQLite in memory whose power can be cut at any write. `unsafe` is allowed in this module and
//! nowhere else of the project: a VFS is a table of C functions, and SQLite knows no other way in. Everything that
//! decides anything is the safe [`Disk`]; the functions below only turn pointers into slices and call it.
//!
//! A write is on the disk only once it was synced. When the power goes, each write since the last sync may be there,
//! partly there, or not there, as on a real disk that reorders them. Locks work between the connections of one disk;
//! its shared memory lasts until the last connection closes or the power goes.
#![expect(unsafe_code, reason = "SQLite's file layer is a C interface")]

use std::collections::{BTreeMap, HashMap};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Once, PoisonError};

use rusqlite::ffi;

use crate::chance::Chance;

/// What a torn write is torn at.
const SECTOR: usize = 512;

/// All disks, by the folder whose files they hold.
static DISKS: LazyLock<Mutex<HashMap<String, Shared>>> = LazyLock::new(Mutex::default);

type Shared = Arc<Mutex<Disk>>;

/// The files of one computer.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    files: BTreeMap<String, Contents>,
    shared_memory: BTreeMap<String, Vec<Box<[u64]>>>,
    holders: BTreeMap<String, usize>,
    open: BTreeMap<String, usize>,
    /// How many writes until the power goes.
    pub(crate) power: Option<u64>,
    /// Whether the power is gone.
    pub(crate) dead: bool,
    /// Whether no file can grow.
    pub(crate) full: bool,
    /// The planted fault of a disk that says "synced" and is not.
    pub(crate) lies: bool,
    /// How many writes there were.
    pub(crate) writes: u64,
    /// How often a write found no room.
    pub(crate) found_full: u64,
    /// How many writes a cut of power lost or tore.
    pub(crate) lost: u64,
}

#[derive(Debug, Default, Clone)]
struct Contents {
    now: Vec<u8>,
    synced: Vec<u8>,
    since: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

fn write_at(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    if bytes.len() < at + new.len() {
        bytes.resize(at + new.len(), 0);
    }
    bytes[at..at + new.len()].copy_from_slice(new);
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, new) => write_at(bytes, *at, new),
            Self::Truncate(size) => bytes.truncate(*size),
        }
    }

    /// What of it reaches the disk when the power goes.
    fn torn(&self, chance: &mut Chance) -> Option<Self> {
        match (chance.below(4), self) {
            (0, _) => None,
            (1, Self::Write(at, new)) => {
                let sectors = new.len().div_ceil(SECTOR);
                let kept = (chance.below(sectors as u64 + 1) as usize * SECTOR).min(new.len());
                Some(Self::Write(*at, new[..kept].to_vec()))
            }
            _ => Some(self.clone()),
        }
    }
}

impl Disk {
    fn step(&mut self) -> c_int {
        if self.dead {
            return ffi::SQLITE_IOERR_WRITE;
        }
        self.writes += 1;
        match &mut self.power {
            Some(0) => {
                self.dead = true;
                ffi::SQLITE_IOERR_WRITE
            }
            Some(left) => {
                *left -= 1;
                ffi::SQLITE_OK
            }
            None => ffi::SQLITE_OK,
        }
    }

    fn write(&mut self, name: &str, at: usize, bytes: &[u8]) -> c_int {
        let full = self.full;
        let Some(file) = self.files.get_mut(name) else { return ffi::SQLITE_IOERR_WRITE };
        if full && at + bytes.len() > file.now.len() {
            self.found_full += 1;
            return ffi::SQLITE_FULL;
        }
        let was_dead = self.dead;
        let code = self.step();
        let Some(file) = self.files.get_mut(name) else { return ffi::SQLITE_IOERR_WRITE };
        // The write during which the power goes is one of those that may be torn.
        if code == ffi::SQLITE_OK || !was_dead {
            file.since.push(Change::Write(at, bytes.to_vec()));
        }
        if code == ffi::SQLITE_OK {
            write_at(&mut file.now, at, bytes);
        }
        code
    }

    fn truncate(&mut self, name: &str, size: usize) -> c_int {
        let code = self.step();
        if code == ffi::SQLITE_OK
            && let Some(file) = self.files.get_mut(name)
        {
            file.now.truncate(size);
            file.since.push(Change::Truncate(size));
        }
        code
    }

    fn sync(&mut self, name: &str) -> c_int {
        let code = self.step();
        if code == ffi::SQLITE_OK
            && !self.lies
            && let Some(file) = self.files.get_mut(name)
        {
            let Contents { synced, since, .. } = file;
            since.drain(..).for_each(|change| change.apply(synced));
        }
        code
    }

    /// Gives the power back: what was not synced is there, torn or gone.
    pub(crate) fn restart(&mut self, chance: &mut Chance) {
        for file in self.files.values_mut() {
            let mut since = std::mem::take(&mut file.since);
            if self.lies {
                // Whoever says "synced" too early is behind by a few writes.
                let behind = chance.index(12).min(since.len());
                since.truncate(since.len() - behind);
                self.lost += behind as u64;
                since.iter().for_each(|change| change.apply(&mut file.synced));
            } else {
                for change in since {
                    match change.torn(chance) {
                        Some(kept) => kept.apply(&mut file.synced),
                        None => self.lost += 1,
                    }
                }
            }
            file.now.clone_from(&file.synced);
        }
        self.shared_memory.clear();
        self.holders.clear();
        (self.dead, self.power) = (false, None);
    }

    /// Puts a file on the disk.
    /// What a copy of the whole disk would hold.
    pub(crate) fn copied(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|(name, file)| (name.clone(), file.now.clone())).collect()
    }

    /// Puts a copy in the place of everything on the disk; no file of it may be open.
    pub(crate) fn become_copy(&mut self, copy: BTreeMap<String, Vec<u8>>) {
        self.files.clear();
        self.shared_memory.clear();
        copy.into_iter().for_each(|(name, bytes)| self.put(&name, bytes));
    }

    /// Puts a file on the disk.
    pub(crate) fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), Contents { now: bytes.clone(), synced: bytes, since: Vec::new() });
    }
}

/// The disk of a folder; a new one unless it is known.
pub(crate) fn disk(folder: &str) -> Shared {
    Arc::clone(entered(&DISKS).entry(folder.to_owned()).or_default())
}

/// Forgets a disk.
pub(crate) fn forget(folder: &str) {
    entered(&DISKS).remove(folder);
}

/// A lock that a panicking run cannot poison for the others.
pub(crate) fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes this file layer the one of every database that this process opens from now on.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // SAFETY: all of an `sqlite3_vfs` may be zero; the fields that SQLite uses are set below, and the table
        // and its name live for ever.
        let mut vfs: ffi::sqlite3_vfs = unsafe { std::mem::zeroed() };
        vfs.iVersion = 1;
        vfs.szOsFile = size_of::<File>() as c_int;
        vfs.mxPathname = 512;
        vfs.zName = c"simulated".as_ptr();
        vfs.xOpen = Some(open);
        vfs.xDelete = Some(delete);
        vfs.xAccess = Some(access);
        vfs.xFullPathname = Some(full_path);
        vfs.xRandomness = Some(randomness);
        vfs.xSleep = Some(sleep);
        vfs.xCurrentTime = Some(current_time);
        // SAFETY: the table is valid and is never freed.
        let code = unsafe { ffi::sqlite3_vfs_register(Box::leak(Box::new(vfs)), 1) };
        assert_eq!(code, ffi::SQLITE_OK, "SQLite takes the file layer");
    });
}

/// An open file, as SQLite allocates it: its table of functions first.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    state: *mut State,
}

struct State {
    disk: Shared,
    name: String,
    lock: c_int,
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// The folder and the name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// # Safety
/// `path` is nothing or a C string.
unsafe fn text(path: *const c_char) -> String {
    if path.is_null() {
        return String::new();
    }
    // SAFETY: the caller says so.
    unsafe { CStr::from_ptr(path) }.to_string_lossy().into_owned()
}

/// # Safety
/// `file` was opened by [`open`] and not closed.
unsafe fn state<'a>(file: *mut ffi::sqlite3_file) -> &'a mut State {
    // SAFETY: `open` has put a boxed state there, and SQLite uses a file from one thread at a time.
    unsafe { &mut *(*file.cast::<File>()).state }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    path: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives a C string or nothing.
    let path = unsafe { text(path) };
    let (folder, name) = split(&path);
    let disk = disk(folder);
    {
        let mut disk = entered(&disk);
        if !disk.files.contains_key(name) {
            let may_make = flags & ffi::SQLITE_OPEN_CREATE != 0 && !disk.dead;
            if !may_make {
                // SAFETY: SQLite asks for this, so that it does not call `close`.
                unsafe { (*file).pMethods = std::ptr::null() };
                return ffi::SQLITE_CANTOPEN;
            }
            disk.put(name, Vec::new());
        }
        *disk.open.entry(name.to_owned()).or_default() += 1;
    }
    let state = Box::new(State { disk, name: name.to_owned(), lock: ffi::SQLITE_LOCK_NONE });
    let opened = File { base: ffi::sqlite3_file { pMethods: &raw const METHODS }, state: Box::into_raw(state) };
    // SAFETY: SQLite gives `szOsFile` bytes at `file`, and nothing or a place for the flags.
    unsafe {
        file.cast::<File>().write(opened);
        if let Some(out_flags) = out_flags.as_mut() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` has boxed the state, and SQLite closes a file once.
    let state = unsafe { Box::from_raw((*file.cast::<File>()).state) };
    let mut disk = entered(&state.disk);
    if state.lock != ffi::SQLITE_LOCK_NONE
        && let Some(holders) = disk.holders.get_mut(&state.name)
    {
        *holders = holders.saturating_sub(1);
    }
    if let Some(open) = disk.open.get_mut(&state.name) {
        *open = open.saturating_sub(1);
        if *open == 0 {
            disk.shared_memory.remove(&state.name);
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives an open file and `amount` bytes to fill.
    let (state, to) = unsafe { (state(file), std::slice::from_raw_parts_mut(to.cast::<u8>(), amount as usize)) };
    let disk = entered(&state.disk);
    let bytes = disk.files.get(&state.name).map_or(&[][..], |file| file.now.as_slice());
    let rest = bytes.get(at as usize..).unwrap_or_default();
    let held = rest.len().min(to.len());
    to[..held].copy_from_slice(&rest[..held]);
    to[held..].fill(0);
    if held < to.len() { ffi::SQLITE_IOERR_SHORT_READ } else { ffi::SQLITE_OK }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives an open file and `amount` bytes.
    let (state, from) = unsafe { (state(file), std::slice::from_raw_parts(from.cast::<u8>(), amount as usize)) };
    entered(&state.disk).write(&state.name, at as usize, from)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: SQLite gives an open file.
    let state = unsafe { state(file) };
    entered(&state.disk).truncate(&state.name, size as usize)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: SQLite gives an open file.
    let state = unsafe { state(file) };
    entered(&state.disk).sync(&state.name)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    // SAFETY: SQLite gives an open file and a place for the size.
    let (state, size) = unsafe { (state(file), &mut *size) };
    *size = entered(&state.disk).files.get(&state.name).map_or(0, |file| file.now.len() as i64);
    ffi::SQLITE_OK
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite gives an open file.
    let state = unsafe { state(file) };
    let mut disk = entered(&state.disk);
    let holders = disk.holders.entry(state.name.clone()).or_default();
    if state.lock == ffi::SQLITE_LOCK_NONE {
        *holders += 1;
        state.lock = ffi::SQLITE_LOCK_SHARED;
    }
    if level > ffi::SQLITE_LOCK_RESERVED && *holders > 1 {
        return ffi::SQLITE_BUSY;
    }
    state.lock = state.lock.max(level);
    ffi::SQLITE_OK
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    // SAFETY: SQLite gives an open file.
    let state = unsafe { state(file) };
    if level == ffi::SQLITE_LOCK_NONE && state.lock != ffi::SQLITE_LOCK_NONE {
        let mut disk = entered(&state.disk);
        let holders = disk.holders.entry(state.name.clone()).or_default();
        *holders = holders.saturating_sub(1);
    }
    state.lock = state.lock.min(level);
    ffi::SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(_: *mut ffi::sqlite3_file, reserved: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *reserved = 0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut ffi::sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut ffi::sqlite3_file) -> c_int {
    SECTOR as c_int
}

unsafe extern "C" fn device_characteristics(_: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    region: *mut *mut c_void,
) -> c_int {
    // SAFETY: SQLite gives an open file and a place for the address.
    let (state, region) = unsafe { (state(file), &mut *region) };
    let mut disk = entered(&state.disk);
    let regions = disk.shared_memory.entry(state.name.clone()).or_default();
    while extend != 0 && regions.len() <= page as usize {
        regions.push(vec![0; (size as usize).div_ceil(8)].into_boxed_slice());
    }
    // The boxes stay where they are while anybody has the file open.
    *region = regions.get_mut(page as usize).map_or(std::ptr::null_mut(), |region| region.as_mut_ptr().cast());
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_lock(_: *mut ffi::sqlite3_file, _: c_int, _: c_int, _: c_int) -> c_int {
    // One thread, and no transaction is open while another connection begins one.
    ffi::SQLITE_OK
}

unsafe extern "C" fn shm_barrier(_: *mut ffi::sqlite3_file) {}

unsafe extern "C" fn shm_unmap(_: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, path: *const c_char, _: c_int) -> c_int {
    // SAFETY: SQLite gives a C string.
    let path = unsafe { text(path) };
    let (folder, name) = split(&path);
    let disk = disk(folder);
    let mut disk = entered(&disk);
    if disk.dead {
        return ffi::SQLITE_IOERR_DELETE;
    }
    match disk.files.remove(name) {
        Some(_) => ffi::SQLITE_OK,
        None => ffi::SQLITE_IOERR_DELETE_NOENT,
    }
}

unsafe extern "C" fn access(_: *mut ffi::sqlite3_vfs, path: *const c_char, _: c_int, answer: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a C string and a place for the answer.
    let (path, answer) = unsafe { (text(path), &mut *answer) };
    let (folder, name) = split(&path);
    *answer = c_int::from(entered(&disk(folder)).files.contains_key(name));
    ffi::SQLITE_OK
}

unsafe extern "C" fn full_path(_: *mut ffi::sqlite3_vfs, path: *const c_char, room: c_int, full: *mut c_char) -> c_int {
    // SAFETY: SQLite gives a C string.
    let path = unsafe { text(path) };
    if path.len() >= room as usize {
        return ffi::SQLITE_CANTOPEN;
    }
    // SAFETY: SQLite gives `room` bytes, which are more than the path and its end.
    unsafe {
        std::ptr::copy_nonoverlapping(path.as_ptr(), full.cast::<u8>(), path.len());
        full.add(path.len()).write(0);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn randomness(_: *mut ffi::sqlite3_vfs, amount: c_int, to: *mut c_char) -> c_int {
    // SAFETY: SQLite gives `amount` bytes to fill.
    let to = unsafe { std::slice::from_raw_parts_mut(to.cast::<u8>(), amount as usize) };
    let mut chance = Chance::new(1);
    to.fill_with(|| chance.below(256) as u8);
    amount
}

unsafe extern "C" fn sleep(_: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    // Nobody else could give up a lock meanwhile.
    microseconds
}

unsafe extern "C" fn current_time(_: *mut ffi::sqlite3_vfs, day: *mut f64) -> c_int {
    // SAFETY: SQLite gives a place for the day. No table reads SQLite's clock.
    unsafe { *day = 2_440_587.5 };
    ffi::SQLITE_OK
}
