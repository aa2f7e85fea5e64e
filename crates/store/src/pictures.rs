//! The picture files beside the database: encrypted in chunks, never half written, never a plain copy.
//!
//! The STREAM construction over XChaCha20-Poly1305: each chunk's nonce holds the file's random prefix, the chunk's
//! number and whether it is the last, so that none can be cut off, moved or exchanged; the file's name is
//! authenticated with each. Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
//! Nonce-Reuse Misuse-Resistance", 2015.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, Payload};
use tilshi_story::PhotoId;

use crate::secret::{Secret, cipher, random};
use crate::{StoreError, platform};

/// Begins every encrypted file; the last byte is the format's version.
const MAGIC: &[u8; 8] = b"tilship\x01";

const PREFIX_BYTES: usize = 19;
const CHUNK_BYTES: usize = 64 * 1024;
const TAG_BYTES: usize = 16;

/// The file whose BLAKE3 hash is the photo's id.
const ORIGINAL: &str = "original";

/// The picture files of an open profile.
#[derive(Debug, Clone, Copy)]
pub struct Pictures<'a> {
    folder: &'a Path,
    key: Option<&'a Secret>,
}

impl<'a> Pictures<'a> {
    /// Without a key files lie as they are: the profile was made without encryption.
    pub(crate) fn new(folder: &'a Path, key: Option<&'a Secret>) -> Self {
        Self { folder, key }
    }

    /// Keeps a file of a photo. When this returns it is on the disk.
    pub fn put(&self, photo: PhotoId, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(photo, file)?;
        if let Some(parent) = path.parent() {
            platform::create_private_folder(parent)?;
        }
        match self.key {
            Some(key) => platform::replace_file(&path, &seal(key, &name(photo, file), bytes)?)?,
            None => platform::replace_file(&path, bytes)?,
        }
        Ok(())
    }

    /// Removes a file of a photo, if it is here.
    pub fn remove(&self, photo: PhotoId, file: &str) -> Result<(), StoreError> {
        match std::fs::remove_file(self.path(photo, file)?) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// A file of a photo; nothing when it is not here.
    pub fn get(&self, photo: PhotoId, file: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let stored = match fs::read(self.path(photo, file)?) {
            Ok(stored) => stored,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let damaged = || StoreError::PictureDamaged { photo, file: file.to_owned() };
        let bytes = match self.key {
            Some(key) => open(key, &name(photo, file), &stored).ok_or_else(damaged)?,
            None => stored,
        };
        if file == ORIGINAL && PhotoId::of(&bytes) != photo {
            return Err(damaged());
        }
        Ok(Some(bytes))
    }

    /// Whether a file of a photo is here.
    pub fn has(&self, photo: PhotoId, file: &str) -> Result<bool, StoreError> {
        Ok(self.path(photo, file)?.try_exists()?)
    }

    /// Every file that is here.
    pub(crate) fn all(&self) -> Result<Vec<(PhotoId, String)>, StoreError> {
        let mut found = Vec::new();
        for folder in entries(self.folder)? {
            if !folder.is_dir() {
                continue;
            }
            for path in entries(&folder)? {
                let Some((photo, file)) = path.file_name().and_then(|name| name.to_str()?.split_once('.')) else {
                    continue;
                };
                // What a killed process was writing has a second dot and is passed over.
                if let (Ok(photo), true) = (photo.parse(), sound(file)) {
                    found.push((photo, file.to_owned()));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn path(&self, photo: PhotoId, file: &str) -> Result<PathBuf, StoreError> {
        if !sound(file) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a name of a picture file").into());
        }
        let hash = photo.to_string();
        Ok(self.folder.join(&hash[..2]).join(format!("{hash}.{file}")))
    }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

fn sound(file: &str) -> bool {
    (1..=32).contains(&file.len()) && file.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn name(photo: PhotoId, file: &str) -> String {
    format!("{photo}.{file}")
}

fn nonce(prefix: &[u8; PREFIX_BYTES], number: u32, last: bool) -> XNonce {
    let mut nonce = [0; 24];
    nonce[..PREFIX_BYTES].copy_from_slice(prefix);
    nonce[PREFIX_BYTES..23].copy_from_slice(&number.to_be_bytes());
    nonce[23] = u8::from(last);
    nonce.into()
}

fn seal(key: &Secret, name: &str, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let too_long = || StoreError::File(io::ErrorKind::FileTooLarge.into());
    let prefix = random::<PREFIX_BYTES>()?;
    let chunks = bytes.len().div_ceil(CHUNK_BYTES).max(1);
    let mut sealed = Vec::with_capacity(MAGIC.len() + PREFIX_BYTES + bytes.len() + chunks * TAG_BYTES);
    sealed.extend(MAGIC);
    sealed.extend(prefix.iter());
    let cipher = cipher(key);
    for index in 0..chunks {
        let chunk = &bytes[index * CHUNK_BYTES..bytes.len().min((index + 1) * CHUNK_BYTES)];
        let number = u32::try_from(index).map_err(|_| too_long())?;
        let payload = Payload { msg: chunk, aad: name.as_bytes() };
        let nonce = nonce(&prefix, number, index + 1 == chunks);
        sealed.extend(cipher.encrypt(&nonce, payload).map_err(|_| too_long())?);
    }
    Ok(sealed)
}

/// The bytes that were sealed; nothing when as much as a bit of them has changed.
fn open(key: &Secret, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let sealed = sealed.strip_prefix(MAGIC)?;
    let (prefix, sealed) = sealed.split_first_chunk::<PREFIX_BYTES>()?;
    let mut bytes = Vec::with_capacity(sealed.len());
    let cipher = cipher(key);
    let mut chunks = sealed.chunks(CHUNK_BYTES + TAG_BYTES).enumerate().peekable();
    // A file without any chunk has lost its last one.
    chunks.peek()?;
    while let Some((index, chunk)) = chunks.next() {
        let payload = Payload { msg: chunk, aad: name.as_bytes() };
        let nonce = nonce(prefix, u32::try_from(index).ok()?, chunks.peek().is_none());
        bytes.extend(cipher.decrypt(&nonce, payload).ok()?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret {
        random().expect("random")
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|index| (index * 7 % 251) as u8).collect()
    }

    fn stored(folder: &Path, photo: PhotoId, file: &str) -> PathBuf {
        Pictures::new(folder, None).path(photo, file).expect("a sound name")
    }

    fn is_damaged(outcome: Result<Option<Vec<u8>>, StoreError>) -> bool {
        matches!(outcome, Err(StoreError::PictureDamaged { .. }))
    }

    #[test]
    fn pictures_of_every_size_around_a_chunk_come_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = key();
        let pictures = Pictures::new(folder.path(), Some(&key));
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
            let bytes = bytes(length);
            let photo = PhotoId::of(&bytes);
            assert_eq!(pictures.get(photo, "original").expect("read"), None);
            assert!(!pictures.has(photo, "original").expect("asked"));
            pictures.put(photo, "original", &bytes).expect("kept");
            assert!(pictures.has(photo, "original").expect("asked"));
            assert_eq!(pictures.get(photo, "original").expect("read"), Some(bytes), "{length}");
        }
        assert_eq!(pictures.all().expect("listed").len(), 6);
    }

    #[test]
    fn nothing_can_be_cut_changed_moved_or_exchanged_without_notice() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = key();
        let pictures = Pictures::new(folder.path(), Some(&key));
        let photo = PhotoId::of(b"pixels");
        pictures.put(photo, "web", &bytes(3 * CHUNK_BYTES)).expect("kept");
        let path = stored(folder.path(), photo, "web");
        let sound = fs::read(&path).expect("read");
        let header = MAGIC.len() + PREFIX_BYTES;
        let chunk = CHUNK_BYTES + TAG_BYTES;

        for length in [0, 5, header, header + 1, header + chunk, header + 2 * chunk, sound.len() - 1] {
            fs::write(&path, &sound[..length]).expect("written");
            assert!(is_damaged(pictures.get(photo, "web")), "cut at {length}");
        }
        for place in [0, 7, 8, header - 1, header, header + chunk, sound.len() - 1] {
            let mut changed = sound.clone();
            changed[place] ^= 1;
            fs::write(&path, &changed).expect("written");
            assert!(is_damaged(pictures.get(photo, "web")), "flipped at {place}");
        }
        let mut moved = sound.clone();
        let (first, second) = moved[header..].split_at_mut(chunk);
        first.swap_with_slice(&mut second[..chunk]);
        fs::write(&path, &moved).expect("written");
        assert!(is_damaged(pictures.get(photo, "web")), "chunks moved");

        fs::write(&path, &sound).expect("written");
        assert!(pictures.get(photo, "web").expect("sound again").is_some());
        let other = PhotoId::of(b"other");
        pictures.put(other, "web", b"small").expect("kept");
        fs::copy(&path, stored(folder.path(), other, "web")).expect("copied");
        assert!(is_damaged(pictures.get(other, "web")), "another photo's file");
        fs::copy(&path, stored(folder.path(), photo, "thumbnail")).expect("copied");
        assert!(is_damaged(pictures.get(photo, "thumbnail")), "another file of the photo");
    }

    #[test]
    fn an_original_is_what_its_name_says_even_without_encryption() {
        let folder = tempfile::tempdir().expect("a folder");
        let pictures = Pictures::new(folder.path(), None);
        let photo = PhotoId::of(b"pixels");
        pictures.put(photo, "original", b"pixels").expect("kept");
        assert_eq!(fs::read(stored(folder.path(), photo, "original")).expect("read"), b"pixels");
        fs::write(stored(folder.path(), photo, "original"), b"pixel").expect("written");
        assert!(is_damaged(pictures.get(photo, "original")));
    }

    #[test]
    fn a_file_name_leads_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let pictures = Pictures::new(folder.path(), None);
        for file in ["", "../web", "web.new", "a/b", "Web", "веб"] {
            assert!(pictures.put(PhotoId::of(b"pixels"), file, b"x").is_err(), "{file}");
            assert!(pictures.get(PhotoId::of(b"pixels"), file).is_err(), "{file}");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 0);
    }

    #[test]
    fn what_a_killed_process_was_writing_is_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = key();
        let pictures = Pictures::new(folder.path(), Some(&key));
        let photo = PhotoId::of(b"pixels");
        pictures.put(photo, "web", b"small").expect("kept");
        fs::write(stored(folder.path(), photo, "web").with_extension("web.new"), b"half").expect("written");
        assert_eq!(pictures.all().expect("listed"), [(photo, "web".to_owned())]);
        pictures.put(photo, "web", b"larger").expect("kept again");
        assert_eq!(pictures.get(photo, "web").expect("read").as_deref(), Some(&b"larger"[..]));
    }
}
