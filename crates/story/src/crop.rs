//! Crops: parts of a picture that are chosen once for all editions, and the point that every other crop keeps in sight.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::part::words;
use crate::{Content, Part};

words! {
    /// The shapes that a picture is shown in.
    Crop {
        /// Sixteen to nine: the first story of a front page, and what is shown where an address is shared.
        Wide = "wide",
        /// Four to three: lists.
        Standard = "standard",
        /// As wide as high: search engines and social networks.
        Square = "square",
        /// Nine to sixteen: telephones held upright.
        Tall = "tall",
        /// Of no shape in particular: the page of the story.
        Free = "free",
    }
}

impl Crop {
    /// Width and height as a ratio; nothing for the one of any shape.
    pub fn ratio(self) -> Option<(u32, u32)> {
        match self {
            Self::Wide => Some((16, 9)),
            Self::Standard => Some((4, 3)),
            Self::Square => Some((1, 1)),
            Self::Tall => Some((9, 16)),
            Self::Free => None,
        }
    }

    /// The part of a photo that says where this crop lies.
    pub fn part(self) -> Part {
        match self {
            Self::Wide => Part::CropWide,
            Self::Standard => Part::CropStandard,
            Self::Square => Part::CropSquare,
            Self::Tall => Part::CropTall,
            Self::Free => Part::CropFree,
        }
    }
}

/// The whole of a side, in the unit of [`Region`] and [`Point`]: hundredths of a percent.
const WHOLE: u32 = 10_000;

/// Neither side of a crop is shorter than this: less than a fiftieth of the picture's shows nothing.
const SHORTEST: u32 = 200;

/// The text is no region or no point of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no place in a picture")]
pub struct InvalidPlace;

/// A rectangle within an upright picture, in hundredths of a percent of its sides.
///
/// Its text, `left,top,width,height` in percent such as `12.5,0,75,100`, is that of W3C Media Fragments 1.0 (section 4.2.2)
/// with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

/// A point within an upright picture, in hundredths of a percent of its sides. Its text is `across,down` in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    across: u32,
    down: u32,
}

impl FromStr for Region {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let [left, top, width, height] = percents(text)?;
        let fits = |from: u32, length: u32| length >= SHORTEST && from + length <= WHOLE;
        if fits(left, width) && fits(top, height) { Ok(Self { left, top, width, height }) } else { Err(InvalidPlace) }
    }
}

impl FromStr for Point {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        let [across, down] = percents(text)?;
        Ok(Self { across, down })
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_percents(f, [self.left, self.top, self.width, self.height])
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_percents(f, [self.across, self.down])
    }
}

/// So many numbers of 0 to 100 with at most two decimals, parted by commas; no other way of writing them.
fn percents<const COUNT: usize>(text: &str) -> Result<[u32; COUNT], InvalidPlace> {
    let mut numbers = [0; COUNT];
    let mut pieces = text.split(',');
    for number in &mut numbers {
        let (whole, decimals) = {
            let piece = pieces.next().ok_or(InvalidPlace)?;
            piece.split_once('.').map_or((piece, None), |(whole, decimals)| (whole, Some(decimals)))
        };
        let digits = |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_sound = digits(whole) && (whole == "0" || !whole.starts_with('0'));
        let parsed = |text: &str| text.parse::<u32>().map_err(|_| InvalidPlace);
        *number = match decimals {
            _ if !is_sound => return Err(InvalidPlace),
            None => parsed(whole)? * 100,
            Some(tenths) if tenths.len() == 1 && digits(tenths) && tenths != "0" => {
                parsed(whole)? * 100 + parsed(tenths)? * 10
            }
            Some(hundredths) if hundredths.len() == 2 && digits(hundredths) && !hundredths.ends_with('0') => {
                parsed(whole)? * 100 + parsed(hundredths)?
            }
            Some(_) => return Err(InvalidPlace),
        };
        if *number > WHOLE {
            return Err(InvalidPlace);
        }
    }
    if pieces.next().is_some() { Err(InvalidPlace) } else { Ok(numbers) }
}

fn write_percents<const COUNT: usize>(f: &mut fmt::Formatter<'_>, numbers: [u32; COUNT]) -> fmt::Result {
    for (position, number) in numbers.into_iter().enumerate() {
        let comma = if position == 0 { "" } else { "," };
        match (number / 100, number % 100) {
            (whole, 0) => write!(f, "{comma}{whole}")?,
            (whole, hundredths) if hundredths % 10 == 0 => write!(f, "{comma}{whole}.{}", hundredths / 10)?,
            (whole, hundredths) => write!(f, "{comma}{whole}.{hundredths:02}")?,
        }
    }
    Ok(())
}

/// A rectangle within a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PixelRegion {
    /// From its left side.
    pub left: u32,
    /// From its top.
    pub top: u32,
    /// Its width; at least 1.
    pub width: u32,
    /// Its height; at least 1.
    pub height: u32,
}

/// What of a photo a crop shows, when its upright picture has so many pixels.
///
/// A crop that somebody set keeps its shape to the pixel by giving a little on two sides. One that nobody set is as large as
/// the picture allows, with the focal point as near to its middle as can be; without a focal point that is the middle of
/// the picture.
pub fn shown(photo: &Content, crop: Crop, width: u32, height: u32) -> PixelRegion {
    let set = photo.text(&crop.part()).parse::<Region>().ok();
    let pixels = |part: u32, side: u32| f64::from(part) * f64::from(side) / f64::from(WHOLE);
    let (left, top, base_width, base_height) = match set {
        Some(set) => {
            (pixels(set.left, width), pixels(set.top, height), pixels(set.width, width), pixels(set.height, height))
        }
        None => (0.0, 0.0, f64::from(width), f64::from(height)),
    };
    let (across, down) = match set {
        Some(_) => (left + base_width / 2.0, top + base_height / 2.0),
        None => {
            let focal = photo.text(&Part::FocalPoint).parse().unwrap_or(Point { across: WHOLE / 2, down: WHOLE / 2 });
            (pixels(focal.across, width), pixels(focal.down, height))
        }
    };
    let (kept_width, kept_height) = match crop.ratio() {
        None => (base_width, base_height),
        Some((wide, high)) => {
            let ratio = f64::from(wide) / f64::from(high);
            if base_width > base_height * ratio {
                (base_height * ratio, base_height)
            } else {
                (base_width, base_width / ratio)
            }
        }
    };
    let place = |middle: f64, kept: f64, from: f64, base: f64, side: u32| {
        let begins = (middle - kept / 2.0).min(from + base - kept).max(from);
        let begins = (begins.round() as u32).min(side.saturating_sub(1));
        (begins, (kept.round() as u32).clamp(1, (side - begins).max(1)))
    };
    let (left, kept_width) = place(across, kept_width, left, base_width, width);
    let (top, kept_height) = place(down, kept_height, top, base_height, height);
    PixelRegion { left, top, width: kept_width, height: kept_height }
}

/// What was said of a photo's crops in the order of [`Crop::ALL`], and of its focal point, parted by semicolons.
pub(crate) fn crops_said(photo: &Content) -> String {
    let parts = Crop::ALL.iter().map(|crop| crop.part()).chain([Part::FocalPoint]);
    parts.map(|part| photo.text(&part)).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::PartValue;

    fn photo(parts: &[(Part, &str)]) -> Content {
        parts.iter().map(|(part, text)| (part.key(), PartValue::text(*text))).collect()
    }

    fn region(left: u32, top: u32, width: u32, height: u32) -> PixelRegion {
        PixelRegion { left, top, width, height }
    }

    #[test]
    fn a_place_is_written_in_one_way() {
        for text in ["0,0,100,100", "12.5,0.01,75,99.99", "98,98,2,2"] {
            assert_eq!(text.parse::<Region>().map(|region| region.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "",
            "0,0,100",
            "0,0,100,100,1",
            "0,0,101,100",
            "50,0,50.01,100",
            "0,0,1.99,50",
            "-1,0,50,50",
            "0.10,0,50,50",
            "00,0,50,50",
            "0.,0,50,50",
            "0,0,NaN,50",
            " 0,0,50,50",
            "0,0,1e1,50",
            "0,0,50.123,50",
        ] {
            assert_eq!(text.parse::<Region>(), Err(InvalidPlace), "{text}");
        }
        assert_eq!("33.33,100".parse::<Point>().map(|point| point.to_string()), Ok("33.33,100".to_owned()));
        assert_eq!("33,100.01".parse::<Point>(), Err(InvalidPlace));
    }

    #[test]
    fn a_crop_that_nobody_set_keeps_the_focal_point_in_sight() {
        let nothing = photo(&[]);
        assert_eq!(shown(&nothing, Crop::Wide, 1600, 1200), region(0, 150, 1600, 900));
        assert_eq!(shown(&nothing, Crop::Square, 1600, 1200), region(200, 0, 1200, 1200));
        assert_eq!(shown(&nothing, Crop::Free, 1600, 1200), region(0, 0, 1600, 1200));
        let high = photo(&[(Part::FocalPoint, "90,10")]);
        assert_eq!(shown(&high, Crop::Wide, 1600, 1200), region(0, 0, 1600, 900));
        assert_eq!(shown(&high, Crop::Square, 1600, 1200), region(400, 0, 1200, 1200));
        assert_eq!(shown(&high, Crop::Tall, 1600, 1200), region(925, 0, 675, 1200));
    }

    #[test]
    fn a_crop_that_somebody_set_has_its_shape_to_the_pixel() {
        let set = photo(&[(Part::CropSquare, "25,25,50,50"), (Part::FocalPoint, "0,0")]);
        assert_eq!(shown(&set, Crop::Square, 1600, 1200), region(500, 300, 600, 600), "in the middle of what was set");
        let free = photo(&[(Part::CropFree, "10,20,30,40")]);
        assert_eq!(shown(&free, Crop::Free, 1000, 1000), region(100, 200, 300, 400));
        assert_eq!(shown(&photo(&[(Part::CropFree, "nonsense")]), Crop::Free, 10, 10), region(0, 0, 10, 10));
    }

    proptest! {
        #[test]
        fn a_crop_lies_within_its_picture(
            (left, top, width, height) in (0u32..9_800, 0u32..9_800).prop_flat_map(|(left, top)| {
                (Just(left), Just(top), 200..=WHOLE - left, 200..=WHOLE - top)
            }),
            across in 0..=WHOLE, down in 0..=WHOLE, (wide, high) in (1u32..20_000, 1u32..20_000),
        ) {
            let set = Region { left, top, width, height }.to_string();
            prop_assert_eq!(set.parse::<Region>().map(|region| region.to_string()), Ok(set.clone()));
            let focal = Point { across, down }.to_string();
            for crop in Crop::ALL.iter().copied() {
                for content in [photo(&[(crop.part(), &set)]), photo(&[(Part::FocalPoint, &focal)])] {
                    let seen = shown(&content, crop, wide, high);
                    prop_assert!(seen.width >= 1 && seen.left + seen.width <= wide, "{:?}", seen);
                    prop_assert!(seen.height >= 1 && seen.top + seen.height <= high, "{:?}", seen);
                }
            }
        }
    }
}
