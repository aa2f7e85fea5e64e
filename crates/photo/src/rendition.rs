//! Sizes made from a picture: upright, on white, as JPEG, with nothing of the original's metadata but its colours.

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder, RgbImage};
use tilshi_story::PixelRegion;

use crate::PhotoError;
use crate::opened::{Opened, guarded, lies_across};

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
    guarded(|| rendition(bytes, whole, |width, height| within(width, height, WEB_SIDE)))
}

/// The size for lists. Making it from the web rendition is quicker and gives the same picture.
pub fn thumbnail(bytes: &[u8]) -> Result<Rendition, PhotoError> {
    guarded(|| rendition(bytes, whole, |width, height| within(width, height, THUMBNAIL_SIDE)))
}

/// A part of a picture, at most so many pixels wide; never larger than it is in the picture. `region` is asked which part,
/// given width and height of the upright picture, and what it says is cut to the picture.
pub fn cropped(
    bytes: &[u8],
    region: impl FnOnce(u32, u32) -> PixelRegion,
    most_width: u32,
) -> Result<Rendition, PhotoError> {
    let most_width = most_width.max(1);
    guarded(|| {
        rendition(bytes, region, |width, height| match width > most_width {
            true => (most_width, scaled(height, most_width, width)),
            false => (width, height),
        })
    })
}

fn whole(width: u32, height: u32) -> PixelRegion {
    PixelRegion { left: 0, top: 0, width, height }
}

/// Width and height with the longer one at most so many pixels.
fn within(width: u32, height: u32, longest_side: u32) -> (u32, u32) {
    match width.max(height) {
        longest if longest > longest_side => {
            (scaled(width, longest_side, longest), scaled(height, longest_side, longest))
        }
        _ => (width, height),
    }
}

/// A side by the ratio of two others, rounded; at least one pixel.
fn scaled(side: u32, to: u32, from: u32) -> u32 {
    let rounded = (u64::from(side) * u64::from(to) + u64::from(from) / 2) / u64::from(from.max(1));
    u32::try_from(rounded).unwrap_or(to).max(1)
}

fn rendition(
    bytes: &[u8],
    region: impl FnOnce(u32, u32) -> PixelRegion,
    size: impl FnOnce(u32, u32) -> (u32, u32),
) -> Result<Rendition, PhotoError> {
    let mut opened = Opened::new(bytes)?;
    let orientation = opened.orientation();
    let profile = opened.rgb_profile().filter(|profile| profile.len() <= MAX_PROFILE_BYTES);
    let upright = opened.upright_size();
    let region = within_picture(region(upright.0, upright.1), upright);
    let (width, height) = size(region.width, region.height);
    // The pixels lie as the camera held them: what is wanted of them is turned back, and only the small picture upright.
    let stored_size = if lies_across(orientation) { (height, width) } else { (width, height) };
    let picture = resized(opened.decode()?, stored(region, upright, orientation), stored_size)?;
    let mut picture = DynamicImage::ImageRgb8(on_white(&picture));
    picture.apply_orientation(orientation);
    let bytes = encode(&picture, profile)?;
    Ok(Rendition { bytes, media_type: "image/jpeg", width: picture.width(), height: picture.height() })
}

fn within_picture(region: PixelRegion, (width, height): (u32, u32)) -> PixelRegion {
    let (left, top) = (region.left.min(width - 1), region.top.min(height - 1));
    PixelRegion { left, top, width: region.width.clamp(1, width - left), height: region.height.clamp(1, height - top) }
}

/// Where a region of the upright picture lies among the pixels as they are stored.
fn stored(region: PixelRegion, (width, height): (u32, u32), orientation: Orientation) -> PixelRegion {
    let PixelRegion { left, top, width: wide, height: high } = region;
    let (from_right, from_bottom) = (width - left - wide, height - top - high);
    let lying = |left, top| PixelRegion { left, top, width: wide, height: high };
    let turned = |left, top| PixelRegion { left, top, width: high, height: wide };
    match orientation {
        Orientation::NoTransforms => region,
        Orientation::Rotate180 => lying(from_right, from_bottom),
        Orientation::FlipHorizontal => lying(from_right, top),
        Orientation::FlipVertical => lying(left, from_bottom),
        Orientation::Rotate90 => turned(top, from_right),
        Orientation::Rotate270 => turned(from_bottom, left),
        Orientation::Rotate90FlipH => turned(top, left),
        Orientation::Rotate270FlipH => turned(from_bottom, from_right),
    }
}

fn resized(
    picture: DynamicImage,
    region: PixelRegion,
    (width, height): (u32, u32),
) -> Result<DynamicImage, PhotoError> {
    if (width, height) == (region.width, region.height) {
        if (width, height) == (picture.width(), picture.height()) {
            return Ok(picture);
        }
        return Ok(picture.crop_imm(region.left, region.top, width, height));
    }
    let [left, top, wide, high] = [region.left, region.top, region.width, region.height].map(f64::from);
    let mut small = DynamicImage::new(width, height, picture.color());
    Resizer::new()
        .resize(&picture, &mut small, &ResizeOptions::new().crop(left, top, wide, high))
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
