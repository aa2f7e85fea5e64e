//! The directories of an EXIF chunk or a TIFF file (TIFF 6.0), read within bounds.

const MAX_ENTRIES: usize = 512;
const MAX_VALUE_BYTES: usize = 1024 * 1024;

/// Where the directory is that only cameras write (Exif 2.32, 4.6.3).
pub(crate) const CAMERA: u16 = 34665;
/// Where the directory is that says what others may expect of the file; inside the camera's own.
const INTEROPERABILITY: u16 = 40965;
const INTEROPERABILITY_INDEX: u16 = 1;

/// A chunk whose byte order is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Exif<'a> {
    chunk: &'a [u8],
    is_big: bool,
}

impl<'a> Exif<'a> {
    pub(crate) fn of(chunk: &'a [u8]) -> Option<Self> {
        match chunk.get(..4)? {
            b"II*\0" => Some(Self { chunk, is_big: false }),
            b"MM\0*" => Some(Self { chunk, is_big: true }),
            _ => None,
        }
    }

    /// Where the first directory is.
    pub(crate) fn first(self) -> Option<usize> {
        self.place(self.chunk.get(4..)?)
    }

    /// The tags of a directory with their values, up to the first thing that makes no sense.
    pub(crate) fn entries(self, directory: usize) -> impl Iterator<Item = (u16, &'a [u8])> {
        let count = self.u16(directory).map_or(0, usize::from).min(MAX_ENTRIES);
        let places = (0..count).map_while(move |entry| directory.checked_add(2 + entry * 12));
        places
            .map_while(move |at| Some((self.u16(at)?, self.value(at)?)))
            .filter_map(|(tag, value)| Some((tag, value?)))
    }

    /// The place that a value names.
    pub(crate) fn place(self, value: &[u8]) -> Option<usize> {
        usize::try_from(self.number(value.first_chunk()?)).ok()
    }

    /// Whether the file says that its colours are Adobe RGB and has no profile that would (DCF 2.0, "optional" files): so
    /// say cameras.
    pub(crate) fn is_adobe_rgb(self) -> bool {
        let leads = |directory: usize, to: u16| {
            let (_, value) = self.entries(directory).find(|(tag, _)| *tag == to)?;
            self.place(value)
        };
        let Some(directory) =
            self.first().and_then(|first| leads(first, CAMERA)).and_then(|camera| leads(camera, INTEROPERABILITY))
        else {
            return false;
        };
        self.entries(directory).any(|(tag, value)| tag == INTEROPERABILITY_INDEX && value.starts_with(b"R03"))
    }

    /// The value of the entry at a place; nothing inside where it is of a kind that is not read, or lies elsewhere.
    fn value(self, at: usize) -> Option<Option<&'a [u8]>> {
        let width = match self.u16(at + 2)? {
            1 | 2 | 7 => 1,
            3 => 2,
            4 => 4,
            _ => return Some(None),
        };
        let length = self.place(self.chunk.get(at + 4..)?)?.checked_mul(width)?;
        let start = if length <= 4 { at + 8 } else { self.place(self.chunk.get(at + 8..)?)? };
        let value = start.checked_add(length).and_then(|end| self.chunk.get(start..end));
        Some(value.filter(|value| value.len() <= MAX_VALUE_BYTES))
    }

    fn u16(self, at: usize) -> Option<u16> {
        let pair = self.chunk.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    }

    fn number(self, four: &[u8; 4]) -> u32 {
        if self.is_big { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) }
    }
}
