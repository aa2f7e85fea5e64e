//! Sizes made from a picture: upright, on white, in the colours of screens, sharpened for their size, with nothing of the
//! original's metadata.

use fast_image_resize::{IntoImageView, IntoImageViewMut, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};
use tilshi_story::PixelRegion;

use crate::colour::Pixels;
use crate::opened::{Opened, guarded, lies_across};
use crate::{PhotoError, jpeg};

/// Longest side of the size that readers see, in pixels.
pub const WEB_SIDE: u32 = 1600;
/// Longest side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 480;

/// How a size is coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// JPEG: every program reads it.
    Jpeg,
    /// WebP: a third less for the same picture. Browsers of the last years read it.
    WebP,
}

impl Coding {
    /// The media type, such as `image/jpeg`.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }

    /// How the names of such files end, such as `jpg`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }
}

const JPEG_QUALITY: i32 = 82;
const WEBP_QUALITY: f32 = 78.0;
/// Of libwebp's seven methods: the fourth is 2.3 times slower for three percent fewer bytes.
const WEBP_METHOD: i32 = 2;

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
    guarded(|| rendition(&sized(bytes, whole, |width, height| within(width, height, WEB_SIDE))?, Coding::Jpeg))
}

/// The size for lists. Making it from the web rendition is quicker and gives the same picture.
pub fn thumbnail(bytes: &[u8]) -> Result<Rendition, PhotoError> {
    guarded(|| rendition(&sized(bytes, whole, |width, height| within(width, height, THUMBNAIL_SIDE))?, Coding::Jpeg))
}

/// A part of a picture, at most so many pixels wide; never larger than it is in the picture. `region` is asked which part,
/// given width and height of the upright picture, and what it says is cut to the picture.
pub fn cropped(
    bytes: &[u8],
    region: impl FnOnce(u32, u32) -> PixelRegion,
    most_width: u32,
    coding: Coding,
) -> Result<Rendition, PhotoError> {
    let most_width = most_width.max(1);
    guarded(|| {
        let part = sized(bytes, region, |width, height| match width > most_width {
            true => (most_width, scaled(height, most_width, width)),
            false => (width, height),
        });
        rendition(&part?, coding)
    })
}

/// The picture with no side longer than so many pixels. Call it inside [`guarded`].
pub(crate) fn small(bytes: &[u8], longest_side: u32) -> Result<RgbImage, PhotoError> {
    sized(bytes, whole, |width, height| within(width, height, longest_side))
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

fn rendition(picture: &RgbImage, coding: Coding) -> Result<Rendition, PhotoError> {
    let (width, height) = picture.dimensions();
    Ok(Rendition { bytes: encode(picture, coding)?, media_type: coding.media_type(), width, height })
}

/// A part of a picture in another size, upright.
fn sized(
    bytes: &[u8],
    region: impl FnOnce(u32, u32) -> PixelRegion,
    size: impl FnOnce(u32, u32) -> (u32, u32),
) -> Result<RgbImage, PhotoError> {
    let mut opened = Opened::new(bytes)?;
    let orientation = opened.orientation();
    let colours = opened.colours();
    let upright = opened.upright_size();
    let region = within_picture(region(upright.0, upright.1), upright);
    let (width, height) = size(region.width, region.height);
    let shrink = f64::min(f64::from(region.width) / f64::from(width), f64::from(region.height) / f64::from(height));
    // The pixels lie as the camera held them: what is wanted of them is turned back, and only the small picture upright.
    let turn = |(width, height)| if lies_across(orientation) { (height, width) } else { (width, height) };
    let region = stored(region, upright, orientation);
    let small = resized(opened.decode(shrink)?, turn(upright), region, turn((width, height)))?;
    let mut picture = on_white(&small.on_screens(&colours));
    if shrink > 1.0 {
        sharpen(&mut picture);
    }
    let mut picture = DynamicImage::ImageRgb8(picture);
    picture.apply_orientation(orientation);
    Ok(picture.into_rgb8())
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

/// A region of the pixels in another size. The pixels may be fewer than `of`, in whose measures the region is.
fn resized(
    pixels: Pixels,
    of: (u32, u32),
    region: PixelRegion,
    size @ (width, height): (u32, u32),
) -> Result<Pixels, PhotoError> {
    let held = pixels.size();
    if held == of && size == (region.width, region.height) {
        return Ok(match pixels {
            pixels if size == of => pixels,
            Pixels::Light(picture) => Pixels::Light(picture.crop_imm(region.left, region.top, width, height)),
            Pixels::Ink(inks) => {
                Pixels::Ink(image::imageops::crop_imm(&inks, region.left, region.top, width, height).to_image())
            }
        });
    }
    // A shrunk picture is rounded up: its last row may stand for less than the others.
    let across = f64::from(held.0) / f64::from(of.0);
    let down = f64::from(held.1) / f64::from(of.1);
    let [left, top, wide, high] = [region.left, region.top, region.width, region.height].map(f64::from);
    let options = ResizeOptions::new().crop(left * across, top * down, wide * across, high * down);
    Ok(match pixels {
        Pixels::Light(picture) => {
            let mut small = DynamicImage::new(width, height, picture.color());
            resize(&picture, &mut small, &options)?;
            Pixels::Light(small)
        }
        Pixels::Ink(inks) => {
            let mut small = DynamicImage::ImageRgba8(RgbaImage::new(width, height));
            resize(&DynamicImage::ImageRgba8(inks), &mut small, &options.use_alpha(false))?;
            Pixels::Ink(small.into_rgba8())
        }
    })
}

fn resize(
    from: &impl IntoImageView,
    into: &mut impl IntoImageViewMut,
    options: &ResizeOptions,
) -> Result<(), PhotoError> {
    Resizer::new().resize(from, into, options).map_err(|error| PhotoError::Damaged { detail: error.to_string() })
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

/// Gives back the edges that a smaller picture lost: each part moves away from the mean of its nine neighbours by a third of
/// how far it is from it. Plain areas stay as they are.
fn sharpen(picture: &mut RgbImage) {
    let row = picture.width() as usize * 3;
    let (source, height) = (picture.as_raw().clone(), picture.height() as usize);
    let parts: &mut [u8] = picture;
    for y in 1..height.saturating_sub(1) {
        for at in y * row + 3..(y + 1) * row - 3 {
            let sum = |at: usize| i32::from(source[at - 3]) + i32::from(source[at]) + i32::from(source[at + 3]);
            let (own, nine) = (i32::from(source[at]), sum(at - row) + sum(at) + sum(at + row));
            parts[at] = u8::try_from((own + (own * 9 - nine) / 27).clamp(0, 255)).unwrap_or(255);
        }
    }
}

/// A file of this picture, for which programs that find no profile assume the right colours.
pub(crate) fn encode(picture: &RgbImage, coding: Coding) -> Result<Vec<u8>, PhotoError> {
    match coding {
        Coding::Jpeg => jpeg::encoded(picture, JPEG_QUALITY),
        Coding::WebP => {
            let failed = |detail: String| PhotoError::Damaged { detail };
            let mut options = webp::WebPConfig::new().map_err(|()| failed("no WebP encoder".into()))?;
            (options.quality, options.method) = (WEBP_QUALITY, WEBP_METHOD);
            let encoder = webp::Encoder::from_rgb(picture.as_raw(), picture.width(), picture.height());
            let made = encoder.encode_advanced(&options).map_err(|error| failed(format!("{error:?}")))?;
            Ok(made.to_vec())
        }
    }
}
