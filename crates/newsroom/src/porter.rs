//! The porter: carries picture files to the portal, a chunk at a time, and brings those that are missing here.
//!
//! Between two chunks the courier looks up again, so that a word typed meanwhile does not wait for a picture.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tilshi_story::{DocumentId, DocumentKind, Failure, PhotoId, ValueHash};
use tilshi_sync::machine::{FIRST_CHUNK_BYTES, next_chunk_bytes};
use tilshi_sync::wire::{Arrived, PictureFile, Upload};

use crate::client::Line;
use crate::courier::is_final;
use crate::receipts::note_sent;
use crate::restored;
use crate::views::Event;
use crate::{Answer, Newsroom};

/// How long a picture that the portal does not have yet is left alone.
pub(crate) const PICTURE_PATIENCE: Duration = Duration::from_secs(15);
/// How often whoever watches is told how far a picture has come.
const TELL_EVERY: Duration = Duration::from_millis(250);
/// How many chunks in a row may bring nothing before the portal is taken to answer nonsense.
const MAX_IDLE_CHUNKS: u32 = 3;

/// Pictures that the portal did not have when last asked.
pub(crate) type Absent = BTreeMap<PhotoId, Instant>;

/// How far a picture file has come on its way to the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) photo: PhotoId,
    pub(crate) file: PictureFile,
    pub(crate) sent_bytes: u64,
}

/// The picture file that is being sent.
pub(crate) struct Parcel {
    upload: Upload,
    bytes: Vec<u8>,
    arrived: u64,
    chunk_bytes: usize,
    idle_chunks: u32,
    told: Instant,
}

impl Parcel {
    fn is(&self, photo: PhotoId, file: PictureFile) -> bool {
        (self.upload.photo, self.upload.file) == (photo, file)
    }

    fn progress(&self) -> Progress {
        Progress { photo: self.upload.photo, file: self.upload.file, sent_bytes: self.arrived }
    }

    /// Sends the next chunk, of a size that suits the line. Without one left, the portal is asked to look at the whole.
    fn send_chunk(&mut self, line: &dyn Line) -> Answer<Arrived> {
        let nonsense = || Failure::new("portal-answered-nonsense");
        let start = usize::try_from(self.arrived).map_err(|_| nonsense())?;
        let rest = self.bytes.get(start..).ok_or_else(nonsense)?;
        let chunk = &rest[..rest.len().min(self.chunk_bytes)];
        let began = Instant::now();
        let answer = line.send_chunk(&self.upload, self.arrived, chunk)?;
        if let Arrived::Bytes(bytes) = answer {
            self.chunk_bytes = next_chunk_bytes(self.chunk_bytes, began.elapsed());
            self.idle_chunks = if bytes > self.arrived { 0 } else { self.idle_chunks + 1 };
            if self.idle_chunks == MAX_IDLE_CHUNKS || bytes > self.upload.size_bytes {
                return Err(nonsense());
            }
            self.arrived = bytes;
        }
        Ok(answer)
    }
}

impl Newsroom {
    /// Sends the next chunk of a picture file, and writes down when the whole has gone or cannot go. Says false when the
    /// portal has begun another epoch: the feed tells first whether that is because it was restored.
    pub(crate) fn send_picture(
        &self,
        line: &dyn Line,
        parcel: &mut Option<Parcel>,
        photo: PhotoId,
        file: PictureFile,
    ) -> Answer<bool> {
        let outcome = match self.pick_up(line, parcel, photo, file) {
            Ok(Arrived::Bytes(_)) => parcel.as_mut().map_or(Ok(Arrived::Whole(None)), |parcel| parcel.send_chunk(line)),
            answer => answer,
        };
        if let (Ok(Arrived::Bytes(_)), Some(parcel)) = (&outcome, &mut *parcel) {
            let tell = parcel.told.elapsed() >= TELL_EVERY;
            if tell {
                parcel.told = Instant::now();
            }
            return self.with(|open| {
                open.uploading = Some(parcel.progress());
                if tell {
                    open.tell(Event::Sync);
                }
                Ok(true)
            });
        }
        *parcel = None;
        if let Ok(Arrived::Whole(Some(place))) = &outcome
            && self.with(|open| Ok(!restored::is_in(&open.store.read(), &place.epoch)?))?
        {
            return Ok(false);
        }
        self.with(|open| {
            open.uploading = None;
            open.store.write(|writer| match &outcome {
                Ok(arrived) => {
                    if let Arrived::Whole(Some(place)) = arrived {
                        restored::note_place(writer, &place.epoch, place.sequence)?;
                    }
                    writer.picture_sent(photo, file.as_str())
                }
                Err(failure) => writer.note_picture_attempt(photo, file.as_str(), Some(failure)),
            })?;
            open.tell(Event::Sync);
            note_sent(open)
        })?;
        match outcome {
            // What this picture cannot get past must not hold up the others: it waits for a person.
            Err(failure) if !is_final(&failure) => Err(failure),
            _ => Ok(true),
        }
    }

    /// Takes a picture file in hand, unless it is, and asks how much of it the portal has.
    fn pick_up(
        &self,
        line: &dyn Line,
        parcel: &mut Option<Parcel>,
        photo: PhotoId,
        file: PictureFile,
    ) -> Answer<Arrived> {
        if let Some(parcel) = parcel.as_ref().filter(|parcel| parcel.is(photo, file)) {
            return Ok(Arrived::Bytes(parcel.arrived));
        }
        let bytes = self.with(|open| Ok(open.store.pictures().get(photo, file.as_str())?))?;
        let bytes = bytes.ok_or_else(|| Failure::new("picture-missing"))?;
        let upload = Upload { photo, file, size_bytes: bytes.len() as u64, hash: ValueHash::of(&bytes) };
        let answer = line.arrived(&upload)?;
        if let Arrived::Bytes(arrived) = answer {
            let (chunk_bytes, idle_chunks, told) = (FIRST_CHUNK_BYTES, 0, Instant::now());
            *parcel = Some(Parcel { upload, bytes, arrived, chunk_bytes, idle_chunks, told });
        }
        Ok(answer)
    }

    /// Fetches the pictures of photos that arrived without one.
    pub(crate) fn fetch_pictures(&self, line: &dyn Line, absent: &mut Absent) -> Answer<()> {
        let missing = self.with(|open| {
            let reader = open.store.read();
            let pictures = open.store.pictures();
            let mut missing = Vec::new();
            for photo in reader.documents(DocumentKind::Photo)?.into_iter().filter_map(DocumentId::photo) {
                if !pictures.has(photo, PictureFile::Web.as_str())? {
                    missing.push(photo);
                }
            }
            Ok(missing)
        })?;
        for photo in missing {
            if absent.get(&photo).is_some_and(|asked| asked.elapsed() < PICTURE_PATIENCE) {
                continue;
            }
            match line.get_picture(photo, PictureFile::Web)? {
                Some(bytes) => {
                    absent.remove(&photo);
                    self.with(|open| {
                        open.store.pictures().put(photo, PictureFile::Web.as_str(), &bytes)?;
                        open.tell(Event::Document { document: photo.into() });
                        Ok(())
                    })?
                }
                None => {
                    absent.insert(photo, Instant::now());
                }
            }
        }
        Ok(())
    }
}
