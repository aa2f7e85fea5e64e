//! Picture files in a local folder: checked, flushed and renamed into place, so that a held file is a whole file.

use std::io;
use std::path::{Path, PathBuf};

use tilshi_story::PhotoId;
use tilshi_sync::wire::{MAX_PICTURE_BYTES, PictureFile};
use tokio::io::AsyncWriteExt;

use crate::database::PictureRow;

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

/// The folder of picture files.
#[derive(Debug)]
pub(crate) struct Pictures {
    folder: PathBuf,
}

impl Pictures {
    /// Opens the folder and clears away what was being received when the portal last stopped.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let incoming = folder.join("incoming");
        if incoming.exists() {
            std::fs::remove_dir_all(&incoming)?;
        }
        std::fs::create_dir_all(&incoming)?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Where a file lies once it is held.
    pub(crate) fn path(&self, photo: PhotoId, file: PictureFile) -> PathBuf {
        let name = photo.to_string();
        self.folder.join(&name[..2]).join(format!("{name}.{}", file.as_str()))
    }

    /// Begins to receive a file.
    pub(crate) async fn receive(&self, photo: PhotoId, file: PictureFile) -> Result<Incoming, PictureError> {
        let path = self.folder.join("incoming").join(uuid::Uuid::now_v7().to_string());
        let limit_bytes = match file {
            PictureFile::Web => MAX_WEB_BYTES,
            PictureFile::Original => MAX_PICTURE_BYTES,
        };
        Ok(Incoming {
            target: self.path(photo, file),
            photo,
            kind: file,
            open: tokio::fs::File::create(&path).await?,
            path,
            hasher: blake3::Hasher::new(),
            size_bytes: 0,
            limit_bytes,
        })
    }

    /// Keeps a file that is whole in memory.
    pub(crate) async fn keep(
        &self,
        photo: PhotoId,
        file: PictureFile,
        bytes: &[u8],
    ) -> Result<PictureRow, PictureError> {
        let mut incoming = self.receive(photo, file).await?;
        incoming.write(bytes).await?;
        incoming.finish().await
    }
}

/// A file on its way in. Dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Incoming {
    target: PathBuf,
    photo: PhotoId,
    kind: PictureFile,
    open: tokio::fs::File,
    path: PathBuf,
    hasher: blake3::Hasher,
    size_bytes: usize,
    limit_bytes: usize,
}

impl Incoming {
    /// Adds the next bytes.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), PictureError> {
        self.size_bytes += bytes.len();
        if self.size_bytes > self.limit_bytes {
            return Err(PictureError::TooLarge(self.limit_bytes));
        }
        self.hasher.update(bytes);
        self.open.write_all(bytes).await?;
        Ok(())
    }

    /// Checks the whole and puts it in place; after this it outlives a power cut.
    pub(crate) async fn finish(mut self) -> Result<PictureRow, PictureError> {
        self.open.flush().await?;
        let row = match self.kind {
            PictureFile::Original => {
                if self.hasher.finalize().as_bytes() != self.photo.as_bytes() {
                    return Err(PictureError::Mismatch);
                }
                // Handed out to laptops only, as the bytes they are.
                PictureRow { media_type: "application/octet-stream".to_owned(), width: 0, height: 0, size_bytes: 0 }
            }
            PictureFile::Web => shown(&tokio::fs::read(&self.path).await?)?,
        };
        self.open.sync_all().await?;
        if let Some(parent) = self.target.parent() {
            tokio::fs::create_dir_all(parent).await?;
            tokio::fs::rename(&self.path, &self.target).await?;
            // The rename itself must last, or the database would name a file that is gone.
            tokio::fs::File::open(parent).await?.sync_all().await?;
        }
        Ok(PictureRow { size_bytes: self.size_bytes as u64, ..row })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Renamed into place already, unless receiving failed; what cannot be removed now goes at the next start.
        if let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a picture that did not arrive could not be cleared away");
        }
    }
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
