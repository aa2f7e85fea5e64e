//! Picture files in a local folder. They arrive in chunks, and what has arrived outlives a restart; the whole is checked,
//! flushed and renamed into place, so that a held file is a whole file.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use tilshi_photo::Coding;
use tilshi_story::{PersonId, PhotoId, PixelRegion, ValueHash};
use tilshi_sync::wire::{MAX_PICTURE_BYTES, PictureFile, Upload};
use tokio::io::AsyncWriteExt;

use crate::database::{HeldPicture, PictureRow};

/// Most bytes of the picture for readers.
const MAX_WEB_BYTES: usize = 16 << 20;

/// A picture file cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    /// The bytes are not those that the address names.
    #[error("the picture is not the one its address names")]
    Mismatch,
    /// It is larger than this many bytes.
    #[error("the picture is larger than {0} bytes")]
    TooLarge(usize),
    /// It is no picture that a page can show.
    #[error(transparent)]
    Photo(#[from] tilshi_photo::PhotoError),
    /// A format that browsers do not show.
    #[error("pages show JPEG, PNG and WebP, not {0}")]
    Format(&'static str),
    /// The disk failed.
    #[error("the picture could not be kept: {0}")]
    Disk(#[from] io::Error),
}

/// How long a file that has stopped arriving is kept, for a laptop to go on with it.
const KEPT_WAITING: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The folder of parts that were made for readers.
const PARTS: &str = "parts";

/// How long a part of a picture is kept that was made for readers; it is made again when one asks for it.
const KEPT_PARTS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Most pictures that are decoded at once.
const DECODED_AT_ONCE: usize = 2;

/// The folder of picture files.
#[derive(Debug)]
pub(crate) struct Pictures {
    folder: PathBuf,
    decoding: tokio::sync::Semaphore,
    /// The files that are being added to, by name: two requests never add to one at once.
    busy: std::sync::Mutex<BTreeMap<String, Arc<tokio::sync::Mutex<()>>>>,
}

/// What became of a chunk.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Added {
    /// So many bytes have arrived.
    Bytes(u64),
    /// The chunk does not begin where the file ends; so many bytes have arrived.
    Elsewhere(u64),
    /// The file is whole, checked and in place.
    Whole(PictureRow),
}

impl Pictures {
    /// Opens the folder.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder.join("incoming"))?;
        std::fs::create_dir_all(folder.join(PARTS))?;
        let decoding = tokio::sync::Semaphore::new(DECODED_AT_ONCE);
        let pictures = Self { folder: folder.to_owned(), decoding, busy: std::sync::Mutex::default() };
        pictures.clear_away(SystemTime::now())?;
        Ok(pictures)
    }

    /// Where a file lies once it is held.
    pub(crate) fn path(&self, photo: PhotoId, file: PictureFile) -> PathBuf {
        let name = photo.to_string();
        self.folder.join(&name[..2]).join(format!("{name}.{}", file.as_str()))
    }

    /// A part of a picture, at most so many pixels wide, as a file of this coding. `region` says which part, given the size of
    /// the picture that it is cut from. What was made once is kept.
    pub(crate) async fn part(
        &self,
        photo: PhotoId,
        held: &HeldPicture,
        region: impl Fn(u32, u32) -> PixelRegion + Send + 'static,
        (width, coding): (u32, Coding),
    ) -> Result<Vec<u8>, PictureError> {
        let name = photo.to_string();
        let PixelRegion { left, top, width: wide, height: high } = region(held.row.width, held.row.height);
        let ending = coding.ending();
        let kept = format!("{name}.{}.{left}-{top}-{wide}-{high}.{width}.{ending}", held.file.as_str());
        let kept = self.folder.join(PARTS).join(&name[..2]).join(kept);
        match tokio::fs::read(&kept).await {
            Ok(bytes) => return Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let _turn = self.decoding.acquire().await.map_err(io::Error::other)?;
        let begun = self.incoming(&uuid::Uuid::now_v7().to_string());
        let (best, sure) = (self.path(photo, held.file), self.path(photo, PictureFile::Web));
        let made = tokio::task::spawn_blocking(move || {
            let cut = |from: &Path| -> Result<_, PictureError> {
                Ok(tilshi_photo::cropped(&std::fs::read(from)?, &region, width, coding)?.bytes)
            };
            let part = match cut(&best) {
                Err(error) if best != sure => {
                    // The header of an original may be sound and the rest not: what a laptop could show is shown.
                    tracing::warn!(%error, %photo, "an original cannot be cut");
                    cut(&sure)?
                }
                cut => cut?,
            };
            let keep = || {
                kept.parent().map_or(Ok(()), std::fs::create_dir_all)?;
                std::fs::write(&begun, &part)?;
                std::fs::rename(&begun, &kept)
            };
            if let Err(error) = keep() {
                // On a full disk readers still see it.
                tracing::warn!(%error, "a part of a picture was not kept");
            }
            Ok(part)
        });
        made.await.map_err(io::Error::other)?
    }

    /// How many bytes of an upload have arrived.
    pub(crate) async fn arrived(&self, sender: PersonId, upload: &Upload) -> Result<u64, PictureError> {
        Ok(length(&self.incoming(&name(sender, upload))).await?)
    }

    /// Adds a chunk to what has arrived. A file that is not what it was said to be leaves nothing behind.
    pub(crate) async fn add(
        &self,
        sender: PersonId,
        upload: &Upload,
        offset: u64,
        chunk: &[u8],
    ) -> Result<Added, PictureError> {
        let limit_bytes = match upload.file {
            PictureFile::Web => MAX_WEB_BYTES,
            PictureFile::Original => MAX_PICTURE_BYTES,
        };
        if upload.size_bytes > limit_bytes as u64 || offset.saturating_add(chunk.len() as u64) > upload.size_bytes {
            return Err(PictureError::TooLarge(limit_bytes));
        }
        let name = name(sender, upload);
        let turn = self.turn(&name);
        let _mine = turn.lock().await;
        let path = self.incoming(&name);
        let arrived = length(&path).await?;
        if arrived != offset {
            return Ok(Added::Elsewhere(arrived));
        }
        let mut open = tokio::fs::OpenOptions::new().append(true).create(true).open(&path).await?;
        open.write_all(chunk).await?;
        open.flush().await?;
        let arrived = arrived + chunk.len() as u64;
        if arrived < upload.size_bytes {
            return Ok(Added::Bytes(arrived));
        }
        match self.finish(&path, upload, open).await {
            Ok(row) => Ok(Added::Whole(row)),
            Err(error) => {
                if !matches!(error, PictureError::Disk(_)) {
                    tokio::fs::remove_file(&path).await?;
                }
                Err(error)
            }
        }
    }

    /// Checks the whole and puts it in place; after this it outlives a power cut.
    async fn finish(&self, path: &Path, upload: &Upload, open: tokio::fs::File) -> Result<PictureRow, PictureError> {
        open.sync_all().await?;
        let (checked, upload) = (path.to_owned(), *upload);
        // A whole file is held in memory, to read its header.
        let _turn = self.decoding.acquire().await.map_err(io::Error::other)?;
        let row = tokio::task::spawn_blocking(move || check(&checked, &upload)).await.map_err(io::Error::other)??;
        let target = self.path(upload.photo, upload.file);
        if let Some(parent) = target.parent() {
            tokio::fs::create_dir_all(parent).await?;
            tokio::fs::rename(path, &target).await?;
            // The rename itself must last, or the database would name a file that is gone.
            tokio::fs::File::open(parent).await?.sync_all().await?;
        }
        Ok(row)
    }

    /// Keeps a file that is whole in memory.
    pub(crate) async fn keep(
        &self,
        photo: PhotoId,
        file: PictureFile,
        bytes: &[u8],
    ) -> Result<PictureRow, PictureError> {
        let path = self.incoming(&uuid::Uuid::now_v7().to_string());
        let upload = Upload { photo, file, size_bytes: bytes.len() as u64, hash: ValueHash::of(bytes) };
        let mut open = tokio::fs::File::create(&path).await?;
        open.write_all(bytes).await?;
        open.flush().await?;
        self.finish(&path, &upload, open).await
    }

    /// Clears away what stopped arriving long before `now`, and parts that were made long before.
    pub(crate) fn clear_away(&self, now: SystemTime) -> io::Result<()> {
        clear_folder(&self.folder.join("incoming"), now, KEPT_WAITING)?;
        for entry in std::fs::read_dir(self.folder.join(PARTS))? {
            clear_folder(&entry?.path(), now, KEPT_PARTS)?;
        }
        Ok(())
    }

    fn incoming(&self, name: &str) -> PathBuf {
        self.folder.join("incoming").join(name)
    }

    /// The turn of whoever adds to this file.
    fn turn(&self, name: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.retain(|_, turn| Arc::strong_count(turn) > 1);
        Arc::clone(busy.entry(name.to_owned()).or_default())
    }
}

/// Removes the files of a folder that were last written so long before `now`.
fn clear_folder(folder: &Path, now: SystemTime, kept: Duration) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        // One that has just arrived whole is gone, and that is well.
        let waited = modified.ok().and_then(|modified| now.duration_since(modified).ok());
        if waited.is_some_and(|waited| waited > kept) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The name of a file on its way in. Each sender has files of their own, so that nobody can spoil another's.
fn name(sender: PersonId, upload: &Upload) -> String {
    format!("{}.{}.{}.{sender}", upload.photo, upload.file.as_str(), upload.hash)
}

async fn length(path: &Path) -> io::Result<u64> {
    match tokio::fs::metadata(path).await {
        Ok(metadata) => Ok(metadata.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// Whether a file is what it was said to be, and what the database notes of it.
fn check(path: &Path, upload: &Upload) -> Result<PictureRow, PictureError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(std::fs::File::open(path)?)?;
    let hash = *hasher.finalize().as_bytes();
    let is_itself = match upload.file {
        PictureFile::Original => hash == *upload.photo.as_bytes(),
        PictureFile::Web => true,
    };
    if hash != *upload.hash.as_bytes() || !is_itself {
        return Err(PictureError::Mismatch);
    }
    Ok(match upload.file {
        // Handed out to laptops only, as the bytes they are. Where it is read here, parts for readers are cut from it.
        PictureFile::Original => {
            let (width, height) = match tilshi_photo::probe(&std::fs::read(path)?) {
                Ok(probe) => (probe.width, probe.height),
                Err(_) => (0, 0),
            };
            let media_type = "application/octet-stream".to_owned();
            PictureRow { media_type, width, height, size_bytes: upload.size_bytes }
        }
        PictureFile::Web => shown(&std::fs::read(path)?)?,
    })
}

/// Reads the header of a picture that pages will show.
fn shown(bytes: &[u8]) -> Result<PictureRow, PictureError> {
    let probe = tilshi_photo::probe(bytes)?;
    match probe.media_type {
        "image/jpeg" | "image/png" | "image/webp" => Ok(PictureRow {
            media_type: probe.media_type.to_owned(),
            width: probe.width,
            height: probe.height,
            size_bytes: probe.size_bytes,
        }),
        other => Err(PictureError::Format(other)),
    }
}
