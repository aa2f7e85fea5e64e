//! Sizes made from a picture: upright, on white, as JPEG, with nothing of the original's metadata but its colours.

use std::num::NonZeroU32;

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder, RgbImage};

use crate::PhotoError;
use crate::opened::{Opened, guarded};

/// Longest side of the size that readers see, in pixels.
pub const WEB_SIDE: u32 = 1600;
/// Longest side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 480;
const JPEG_QUALITY: u8 = 82;
/// Profiles of cameras and screens have a few kilobytes; longer ones are tables for printing.
const MAX_PROFILE_BYTES: usize = 16 * 1024;

/// A size made from a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// Its width, in pixels.
    pub width: u32,
    /// Its height, in pixels.
    pub height: u32,
}

/// The size that readers see. A smaller picture keeps its size.
pub fn web_rendition(bytes: &[u8]) -> Result<Rendition, PhotoError> {
    guarded(|| rendition(bytes, WEB_SIDE))
}

/// The size for lists. Making it from the web rendition is quicker and gives the same picture.
pub fn thumbnail(bytes: &[u8]) -> Result<Rendition, PhotoError> {
    guarded(|| rendition(bytes, THUMBNAIL_SIDE))
}

fn rendition(bytes: &[u8], longest_side: u32) -> Result<Rendition, PhotoError> {
    let mut opened = Opened::new(bytes)?;
    let orientation = opened.orientation();
    let profile = opened.rgb_profile().filter(|profile| profile.len() <= MAX_PROFILE_BYTES);
    let picture = scaled(opened.decode()?, longest_side)?;
    let mut picture = DynamicImage::ImageRgb8(on_white(&picture));
    picture.apply_orientation(orientation);
    let (width, height) = (picture.width(), picture.height());
    let bytes = encode(&picture, profile)?;
    Ok(Rendition { bytes, media_type: "image/jpeg", width, height })
}

fn scaled(picture: DynamicImage, longest_side: u32) -> Result<DynamicImage, PhotoError> {
    let (width, height) = (picture.width(), picture.height());
    let longest = width.max(height);
    let Some(longest) = NonZeroU32::new(longest).filter(|longest| longest.get() > longest_side) else {
        return Ok(picture);
    };
    let scale = |side: u32| {
        let rounded =
            (u64::from(side) * u64::from(longest_side) + u64::from(longest.get()) / 2) / u64::from(longest.get());
        u32::try_from(rounded).unwrap_or(longest_side).max(1)
    };
    let mut small = DynamicImage::new(scale(width), scale(height), picture.color());
    Resizer::new()
        .resize(&picture, &mut small, &ResizeOptions::new())
        .map_err(|error| PhotoError::Damaged { detail: error.to_string() })?;
    Ok(small)
}

/// JPEG has no transparency: what can be seen through stands on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let source = picture.to_rgba8();
    RgbImage::from_fn(source.width(), source.height(), |x, y| {
        let [red, green, blue, alpha] = source.get_pixel(x, y).0;
        let over = |colour: u8| {
            let sum = u32::from(colour) * u32::from(alpha) + 255 * u32::from(255 - alpha);
            u8::try_from((sum + 127) / 255).unwrap_or(255)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

pub(crate) fn encode(picture: &DynamicImage, profile: Option<Vec<u8>>) -> Result<Vec<u8>, PhotoError> {
    let failed = |detail: String| PhotoError::Damaged { detail };
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).map_err(|error| failed(error.to_string()))?;
    }
    picture.write_with_encoder(encoder).map_err(|error| failed(error.to_string()))?;
    Ok(bytes)
}
