//! JPEG files by libjpeg-turbo: it decodes a half, a quarter or an eighth of a large picture without the rest, and says what
//! ink there is instead of guessing at light.

use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};
use turbojpeg::{Colorspace, Compressor, Decompressor, Image, PixelFormat, ScalingFactor, Subsamp};

use crate::PhotoError;
use crate::colour::Pixels;

/// Most passes of a progressive file; real ones have about ten, and each costs as much time as the whole picture.
const MOST_SCANS: u32 = 100;

const START_OF_SCAN: u8 = 0xDA;
const APP14: u8 = 0xEE;

/// The pixels as they lie in the file, every side divided by 8, 4, 2 or 1: the most that is not more than `shrink`. Nothing
/// where the file has another size than its header was found to have, or anything that the decoder minds.
pub(crate) fn decoded(bytes: &[u8], size: (u32, u32), shrink: f64) -> Option<Pixels> {
    let mut decoder = Decompressor::new().ok()?;
    decoder.set_scan_limit(MOST_SCANS).ok()?;
    let header = decoder.read_header(bytes).ok()?;
    if (header.width, header.height) != (size.0 as usize, size.1 as usize) {
        return None;
    }
    let factors = [(8.0, ScalingFactor::ONE_EIGHTH), (4.0, ScalingFactor::ONE_QUARTER), (2.0, ScalingFactor::ONE_HALF)];
    let factor = factors.into_iter().find(|(divisor, _)| *divisor <= shrink && !header.is_lossless);
    let factor = factor.map_or(ScalingFactor::ONE, |(_, factor)| factor);
    decoder.set_scaling_factor(factor).ok()?;
    let scaled = header.scaled(factor);
    let format = match header.colorspace {
        Colorspace::Gray => PixelFormat::GRAY,
        Colorspace::CMYK | Colorspace::YCCK => PixelFormat::CMYK,
        Colorspace::RGB | Colorspace::YCbCr => PixelFormat::RGB,
    };
    let pitch = scaled.width * format.size();
    let mut pixels = vec![0; pitch * scaled.height];
    let image = Image { pixels: &mut pixels[..], width: scaled.width, pitch, height: scaled.height, format };
    decoder.decompress(bytes, image).ok()?;
    let (width, height) = (u32::try_from(scaled.width).ok()?, u32::try_from(scaled.height).ok()?);
    Some(match format {
        PixelFormat::GRAY => Pixels::Light(DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, pixels)?)),
        PixelFormat::CMYK => {
            // Photoshop and what followed it write how much paper is left.
            if segments(bytes).any(|(marker, data)| marker == APP14 && data.starts_with(b"Adobe")) {
                pixels.iter_mut().for_each(|ink| *ink = 255 - *ink);
            }
            Pixels::Ink(RgbaImage::from_raw(width, height, pixels)?)
        }
        _ => Pixels::Light(DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, pixels)?)),
    })
}

/// A file of this picture.
pub(crate) fn encoded(picture: &RgbImage, quality: i32) -> Result<Vec<u8>, PhotoError> {
    let encode = || {
        let mut encoder = Compressor::new()?;
        encoder.set_quality(quality)?;
        encoder.set_subsamp(Subsamp::Sub2x2)?;
        encoder.set_optimize(true)?;
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let pixels = picture.as_raw().as_slice();
        encoder.compress_to_vec(Image { pixels, width, pitch: width * 3, height, format: PixelFormat::RGB })
    };
    encode().map_err(|error: turbojpeg::Error| PhotoError::Damaged { detail: error.to_string() })
}

/// Whether the end marker follows the first scan. Decoders paint what is missing grey, and a half-copied picture must not
/// pass for a whole one.
pub(crate) fn is_whole(bytes: &[u8]) -> bool {
    // Segments before the scan are skipped by their length: an embedded thumbnail has an end marker of its own.
    let mut walk = segments(bytes);
    walk.by_ref().for_each(drop);
    match bytes.get(walk.position..walk.position + 2) {
        Some(&[0xFF, START_OF_SCAN]) => bytes[walk.position..].windows(2).any(|pair| pair == [0xFF, 0xD9]),
        Some(&[0xFF, _]) => false,
        // Stray bytes between segments: leave the judgement to the decoder.
        Some(_) | None => true,
    }
}

fn segments(bytes: &[u8]) -> Segments<'_> {
    Segments { bytes, position: 2 }
}

/// The segments before the first scan, with their markers (ITU-T T.81, annex B).
struct Segments<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.bytes.get(self.position..self.position + 2)? {
                [0xFF, 0xFF] => self.position += 1,
                [0xFF, START_OF_SCAN] => return None,
                [0xFF, marker] => {
                    let length = self.bytes.get(self.position + 2..self.position + 4)?.try_into().ok()?;
                    let end = self.position + 2 + usize::from(u16::from_be_bytes(length));
                    let data = self.bytes.get(self.position + 4..end)?;
                    self.position = end;
                    return Some((*marker, data));
                }
                _ => return None,
            }
        }
    }
}
