//! A picture file whose header was read and found within bounds; nothing is decoded before that.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::colour::{Colours, Pixels};
use crate::exif::Exif;
use crate::{PhotoError, jpeg};

/// Longest side, in pixels.
pub const MAX_SIDE: u32 = 20_000;
/// Most pixels, in millions.
pub const MAX_MEGAPIXELS: u64 = 120;
/// Longest file, in bytes.
pub const MAX_FILE_BYTES: u64 = 400_000_000;
/// Longest colour profile, in bytes: those for printing have two or three million.
const MAX_PROFILE_BYTES: usize = 4 << 20;
/// Most memory a decoder may take: 120 million pixels of four bytes, and room for its own tables.
const MAX_DECODER_BYTES: u64 = 640 * 1024 * 1024;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// TIFF.
    Tiff,
    /// GIF; of several pictures in it, the first.
    Gif,
}

impl Format {
    /// The media type, such as `image/jpeg`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Tiff => "image/tiff",
            Self::Gif => "image/gif",
        }
    }

    /// The format by the first bytes; the name of a file says nothing.
    fn of(bytes: &[u8]) -> Result<Self, PhotoError> {
        let brand = |brands: &[&[u8]]| {
            bytes.get(4..8) == Some(b"ftyp") && brands.iter().any(|brand| bytes.get(8..12) == Some(*brand))
        };
        let unsupported = |format| Err(PhotoError::FormatUnsupported { format });
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Ok(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Ok(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Ok(Self::WebP)
        } else if bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*") {
            Ok(Self::Tiff)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Ok(Self::Gif)
        } else if brand(&[b"heic", b"heix", b"hevc", b"mif1", b"msf1"]) {
            unsupported("HEIC")
        } else if brand(&[b"avif", b"avis"]) {
            unsupported("AVIF")
        } else if brand(&[b"crx "]) {
            unsupported("CR3")
        } else if bytes.starts_with(b"8BPS\0\x01") {
            unsupported("PSD")
        } else if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
            unsupported("BMP")
        } else {
            Err(PhotoError::NotAPicture)
        }
    }

    fn of_image(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
            Self::Tiff => ImageFormat::Tiff,
            Self::Gif => ImageFormat::Gif,
        }
    }
}

/// What a picture's header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The format.
    pub format: Format,
    /// The media type, such as `image/jpeg`.
    pub media_type: &'static str,
    /// Width of the upright picture, in pixels.
    pub width: u32,
    /// Height of the upright picture, in pixels.
    pub height: u32,
    /// Length of the file, in bytes.
    pub size_bytes: u64,
}

/// Reads a picture's header and checks the limits; decodes nothing.
pub fn probe(bytes: &[u8]) -> Result<Probe, PhotoError> {
    guarded(|| {
        let opened = Opened::new(bytes)?;
        let (width, height) = opened.upright_size();
        Ok(Probe {
            format: opened.format,
            media_type: opened.format.media_type(),
            width,
            height,
            size_bytes: bytes.len() as u64,
        })
    })
}

/// Turns a panic of a decoder into an error: `image` and its TIFF reader panic on some hostile files.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, PhotoError>) -> Result<T, PhotoError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(PhotoError::Damaged { detail: "the decoder gave up".into() }))
}

/// A picture within bounds, not decoded yet. Use it inside [`guarded`].
pub(crate) struct Opened<'a> {
    /// The format.
    pub(crate) format: Format,
    bytes: &'a [u8],
    decoder: Box<dyn ImageDecoder + 'a>,
    width: u32,
    height: u32,
    orientation: Orientation,
}

impl<'a> Opened<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, PhotoError> {
        let size_bytes = bytes.len() as u64;
        if size_bytes > MAX_FILE_BYTES {
            return Err(PhotoError::FileTooLarge { size_bytes });
        }
        let format = Format::of(bytes)?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_DECODER_BYTES);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format.of_image());
        reader.limits(limits);
        let mut decoder: Box<dyn ImageDecoder> = Box::new(reader.into_decoder().map_err(damaged)?);
        let (width, height) = decoder.dimensions();
        let too_many = u64::from(width) * u64::from(height) > MAX_MEGAPIXELS * 1_000_000;
        if width.max(height) > MAX_SIDE || too_many || decoder.total_bytes() > MAX_DECODER_BYTES {
            return Err(PhotoError::TooLarge { width, height });
        }
        if width == 0 || height == 0 {
            return Err(PhotoError::Damaged { detail: "a side of no pixels".into() });
        }
        let orientation = orientation(decoder.as_mut());
        Ok(Self { format, bytes, decoder, width, height, orientation })
    }

    /// Width and height as a person sees them.
    pub(crate) fn upright_size(&self) -> (u32, u32) {
        if lies_across(self.orientation) { (self.height, self.width) } else { (self.width, self.height) }
    }

    /// How the pixels have to be turned to stand upright.
    pub(crate) fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// The raw EXIF chunk, without its prefix; a TIFF file is one itself.
    pub(crate) fn exif(&mut self) -> Option<Vec<u8>> {
        if self.format == Format::Tiff {
            return Some(self.bytes.to_vec());
        }
        exif(self.decoder.as_mut())
    }

    /// The raw XMP packet.
    pub(crate) fn xmp(&mut self) -> Option<Vec<u8>> {
        self.decoder.xmp_metadata().ok().flatten()
    }

    /// The raw IPTC chunk: Photoshop blocks, or bare IIM datasets.
    pub(crate) fn iptc(&mut self) -> Option<Vec<u8>> {
        self.decoder.iptc_metadata().ok().flatten()
    }

    /// What the numbers of the picture mean.
    pub(crate) fn colours(&mut self) -> Colours {
        if self.format == Format::Tiff && self.decoder.original_color_type() == ExtendedColorType::Cmyk8 {
            // Its decoder makes light of ink by itself.
            return Colours::Unsaid;
        }
        if let Some(profile) =
            self.decoder.icc_profile().ok().flatten().filter(|bytes| bytes.len() <= MAX_PROFILE_BYTES)
        {
            return Colours::Profile(profile);
        }
        let is_adobe_rgb = self.exif().is_some_and(|chunk| Exif::of(&chunk).is_some_and(Exif::is_adobe_rgb));
        if is_adobe_rgb { Colours::AdobeRgb } else { Colours::Unsaid }
    }

    /// Decodes the pixels as they lie in the file, perhaps with fewer of them each way, but not fewer than one of so many.
    pub(crate) fn decode(self, shrink: f64) -> Result<Pixels, PhotoError> {
        if self.format == Format::Jpeg {
            if !jpeg::is_whole(self.bytes) {
                return Err(PhotoError::Damaged { detail: "the file ends too early".into() });
            }
            if let Some(pixels) = jpeg::decoded(self.bytes, (self.width, self.height), shrink) {
                return Ok(pixels);
            }
            // What one decoder minds, the other may still read, and people see such pictures everywhere.
        }
        DynamicImage::from_decoder(self.decoder).map(Pixels::Light).map_err(damaged)
    }
}

/// Whether a picture's rows lie across those of the upright one.
pub(crate) fn lies_across(orientation: Orientation) -> bool {
    match orientation {
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            true
        }
    }
}

fn damaged(error: ImageError) -> PhotoError {
    PhotoError::Damaged { detail: error.to_string().chars().take(200).collect() }
}

fn exif(decoder: &mut dyn ImageDecoder) -> Option<Vec<u8>> {
    let chunk = decoder.exif_metadata().ok().flatten()?;
    // Some WebP and PNG writers keep the prefix that only JPEG has.
    Some(chunk.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec).unwrap_or(chunk))
}

fn orientation(decoder: &mut dyn ImageDecoder) -> Orientation {
    match decoder.orientation() {
        Ok(Orientation::NoTransforms) | Err(_) => {
            exif(decoder).and_then(|chunk| Orientation::from_exif_chunk(&chunk)).unwrap_or(Orientation::NoTransforms)
        }
        Ok(orientation) => orientation,
    }
}
