//! Colours as screens show them. Pages and programs take a picture without a profile for sRGB (IEC 61966-2-1), so that is
//! what every size is made in.

use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, RenderingIntent, TransformOptions};

/// What the numbers of a picture mean.
#[derive(Debug, Clone, Default)]
pub(crate) enum Colours {
    /// Nothing is said of them: sRGB.
    #[default]
    Unsaid,
    /// What this ICC profile says.
    Profile(Vec<u8>),
    /// Adobe RGB (1998), as cameras say without a profile.
    AdobeRgb,
}

/// Pixels with the meaning of their numbers.
#[derive(Debug)]
pub(crate) enum Pixels {
    /// Light: grey or red, green and blue, with or without transparency.
    Light(DynamicImage),
    /// Ink on paper: cyan, magenta, yellow and black in the four places, 255 for all of it.
    Ink(RgbaImage),
}

impl Pixels {
    /// Width and height.
    pub(crate) fn size(&self) -> (u32, u32) {
        match self {
            Self::Light(picture) => (picture.width(), picture.height()),
            Self::Ink(inks) => inks.dimensions(),
        }
    }

    /// As screens show them, eight bits each. A profile that cannot be used is passed over, as viewers do.
    pub(crate) fn on_screens(self, colours: &Colours) -> DynamicImage {
        match self {
            Self::Light(picture) => match source(colours, if is_grey(&picture) { Space::Grey } else { Space::Light }) {
                Some(profile) => converted(&picture, &profile).unwrap_or_else(|| eight_bits(picture)),
                None => eight_bits(picture),
            },
            Self::Ink(inks) => {
                let printed = source(colours, Space::Ink).and_then(|profile| printed(&inks, &profile));
                DynamicImage::ImageRgb8(printed.unwrap_or_else(|| multiplied(&inks)))
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Light,
    Grey,
    Ink,
}

/// The profile that is to be followed, where it is of this kind.
fn source(colours: &Colours, space: Space) -> Option<ColorProfile> {
    let profile = match colours {
        Colours::Unsaid => return None,
        Colours::AdobeRgb => ColorProfile::new_adobe_rgb(),
        Colours::Profile(bytes) => ColorProfile::new_from_slice(bytes).ok()?,
    };
    let is_fit = match profile.color_space {
        DataColorSpace::Rgb => space == Space::Light,
        DataColorSpace::Gray => space == Space::Grey,
        DataColorSpace::Cmyk => space == Space::Ink,
        _ => false,
    };
    is_fit.then_some(profile)
}

/// White becomes white; a colour that screens do not have becomes the nearest that they have. Ink is never as dark as a
/// screen without light, and stays so.
fn options() -> TransformOptions {
    TransformOptions { rendering_intent: RenderingIntent::RelativeColorimetric, ..TransformOptions::default() }
}

/// Converted in as many bits as the picture has: sixteen of a wide space leave no bands in eight of a narrow one.
fn converted(picture: &DynamicImage, profile: &ColorProfile) -> Option<DynamicImage> {
    let screen = ColorProfile::new_srgb();
    let has_alpha = picture.color().has_alpha();
    let to = if has_alpha { Layout::Rgba } else { Layout::Rgb };
    let from = match (is_grey(picture), has_alpha) {
        (true, true) => Layout::GrayAlpha,
        (true, false) => Layout::Gray,
        (false, true) => Layout::Rgba,
        (false, false) => Layout::Rgb,
    };
    let (width, height) = (picture.width(), picture.height());
    let parts = width as usize * height as usize * if has_alpha { 4 } else { 3 };
    if picture.color().bytes_per_pixel() > picture.color().channel_count() {
        let samples = match (is_grey(picture), has_alpha) {
            (true, true) => picture.to_luma_alpha16().into_raw(),
            (true, false) => picture.to_luma16().into_raw(),
            (false, true) => picture.to_rgba16().into_raw(),
            (false, false) => picture.to_rgb16().into_raw(),
        };
        let mut shown = vec![0_u16; parts];
        profile.create_transform_16bit(from, &screen, to, options()).ok()?.transform(&samples, &mut shown).ok()?;
        return match has_alpha {
            true => image::ImageBuffer::from_raw(width, height, shown).map(DynamicImage::ImageRgba16),
            false => image::ImageBuffer::from_raw(width, height, shown).map(DynamicImage::ImageRgb16),
        }
        .map(eight_bits);
    }
    let mut shown = vec![0_u8; parts];
    profile.create_transform_8bit(from, &screen, to, options()).ok()?.transform(picture.as_bytes(), &mut shown).ok()?;
    match has_alpha {
        true => RgbaImage::from_raw(width, height, shown).map(DynamicImage::ImageRgba8),
        false => RgbImage::from_raw(width, height, shown).map(DynamicImage::ImageRgb8),
    }
}

fn printed(inks: &RgbaImage, profile: &ColorProfile) -> Option<RgbImage> {
    let mut shown = RgbImage::new(inks.width(), inks.height());
    let screen = ColorProfile::new_srgb();
    // The four places of ink are laid out as those of light with transparency are.
    let transform = profile.create_transform_8bit(Layout::Rgba, &screen, Layout::Rgb, options()).ok()?;
    transform.transform(inks.as_raw(), &mut shown).ok()?;
    Some(shown)
}

/// Ink without a profile: each takes its colour from the light, and black takes from all.
fn multiplied(inks: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(inks.width(), inks.height(), |x, y| {
        let [cyan, magenta, yellow, black] = inks.get_pixel(x, y).0.map(|ink| 255 - u32::from(ink));
        image::Rgb([cyan, magenta, yellow].map(|left| u8::try_from((left * black + 127) / 255).unwrap_or(255)))
    })
}

fn is_grey(picture: &DynamicImage) -> bool {
    !picture.color().has_color()
}

fn eight_bits(picture: DynamicImage) -> DynamicImage {
    match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.into_rgba8()),
        false => DynamicImage::ImageRgb8(picture.into_rgb8()),
    }
}
