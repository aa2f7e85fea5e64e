//! Colours of files in other spaces than that of screens, judged by Little CMS.

use std::path::Path;
use std::process::Command;

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, Rgb, RgbImage};
use tilshi_photo::web_rendition;
use turbojpeg::{Colorspace, Compressor, Image, PixelFormat, Subsamp};

use crate::{exif, file, jpeg, segment, with_segments};

/// Profiles that Ghostscript installs for all programs.
const PROFILES: &str = "/usr/share/color/icc/ghostscript";
const PATCH: u32 = 48;
const ACROSS: u32 = 9;
const DOWN: u32 = 6;

/// Plain patches of many colours: coding changes them by less than anything else does.
fn patches() -> DynamicImage {
    let part =
        |number: u32, step: u32, of: u32| u8::try_from(24 + number / step % of * 208 / (of - 1)).expect("a byte");
    DynamicImage::ImageRgb8(RgbImage::from_fn(PATCH * ACROSS, PATCH * DOWN, |x, y| {
        let number = y / PATCH * ACROSS + x / PATCH;
        Rgb([part(number, 1, 3), part(number, 3, 3), part(number, 9, 6)])
    }))
}

/// The mean of each patch, without its edges.
fn means(bytes: &[u8]) -> Vec<[f64; 3]> {
    let picture = image::load_from_memory(bytes).expect("decodes").to_rgb8();
    assert_eq!(picture.dimensions(), (PATCH * ACROSS, PATCH * DOWN));
    let patches = (0..DOWN).flat_map(|y| (0..ACROSS).map(move |x| (x, y)));
    let mean = |(x, y): (u32, u32)| {
        let inner = image::imageops::crop_imm(&picture, x * PATCH + 16, y * PATCH + 16, 16, 16).to_image();
        [0, 1, 2].map(|part| inner.pixels().map(|pixel| f64::from(pixel.0[part])).sum::<f64>() / 256.0)
    };
    patches.map(mean).collect()
}

#[track_caller]
fn assert_near(ours: &[u8], theirs: &[u8], most: f64, case: &str) {
    let pairs = means(ours).into_iter().flatten().zip(means(theirs).into_iter().flatten());
    let errors: Vec<f64> = pairs.map(|(one, other)| (one - other).abs()).collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let worst = errors.iter().copied().fold(0.0, f64::max);
    assert!(mean <= most && worst <= most * 6.0, "{case}: {mean:.2} on the mean, {worst:.2} at most");
}

/// Runs a program of Little CMS in the folder.
fn little_cms(folder: &Path, program: &str, arguments: &[&str]) {
    let ran = Command::new(program).args(arguments).current_dir(folder).output().expect("Little CMS is installed");
    assert!(ran.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn shown(bytes: &[u8]) -> Vec<u8> {
    web_rendition(bytes).expect("a rendition").bytes
}

#[test]
fn a_picture_in_any_space_looks_as_little_cms_shows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("plain.jpg"), jpeg(&patches())).expect("written");
    for (profile, most) in [
        ("a98.icc", 0.5),
        ("rommrgb.icc", 0.5),
        ("esrgb.icc", 0.5),
        ("default_gray.icc", 0.5),
        ("default_cmyk.icc", 2.0),
    ] {
        let path = format!("-o{PROFILES}/{profile}");
        little_cms(folder.path(), "jpgicc", &["-q100", "-t1", "-e", &path, "plain.jpg", "tagged.jpg"]);
        little_cms(folder.path(), "jpgicc", &["-q100", "-t1", "-o*sRGB", "tagged.jpg", "shown.jpg"]);
        let [tagged, theirs] =
            ["tagged.jpg", "shown.jpg"].map(|name| std::fs::read(folder.path().join(name)).expect("read"));
        assert_near(&shown(&tagged), &theirs, most, profile);
    }
}

#[test]
fn sixteen_bits_of_a_wide_space_come_down_to_eight() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = file(&DynamicImage::ImageRgb16(patches().to_rgb16()), ImageFormat::Tiff);
    std::fs::write(folder.path().join("plain.tif"), deep).expect("written");
    let wide = format!("-o{PROFILES}/rommrgb.icc");
    little_cms(folder.path(), "tificc", &["-w16", "-t1", "-e", &wide, "plain.tif", "tagged.tif"]);
    let tagged = std::fs::read(folder.path().join("tagged.tif")).expect("read");
    assert_near(&shown(&tagged), &jpeg(&patches()), 0.5, "there and back");

    let slope = ImageBuffer::from_fn(512, 64, |x, _| Luma([u16::try_from(x * 128).expect("short")]));
    let slope = image::load_from_memory(&shown(&file(&DynamicImage::ImageLuma16(slope), ImageFormat::Png)));
    let slope = slope.expect("decodes").to_luma8();
    assert!(
        (1..512).all(|x| slope.get_pixel(x, 30).0[0].saturating_add(2) >= slope.get_pixel(x - 1, 30).0[0]),
        "no bands"
    );
}

/// A profile in as many segments as it needs (ICC.1:2022, B.4).
fn profile_segments(profile: &[u8]) -> Vec<Vec<u8>> {
    let pieces: Vec<&[u8]> = profile.chunks(65_000).collect();
    let numbered = pieces.iter().enumerate().map(|(number, piece)| {
        let [number, count] = [number + 1, pieces.len()].map(|number| u8::try_from(number).expect("few"));
        segment(0xE2, &[b"ICC_PROFILE\0", &[number, count][..], piece].concat())
    });
    numbered.collect()
}

/// Patches of ink, as Photoshop codes them: how much paper is left.
fn inks(space: Colorspace) -> Vec<u8> {
    let (width, height) = ((PATCH * ACROSS) as usize, (PATCH * DOWN) as usize);
    let left = patches().to_rgb8();
    let pixels: Vec<u8> = left.pixels().flat_map(|Rgb([red, green, blue])| [*red, *green, *blue, 230]).collect();
    let mut encoder = Compressor::new().expect("an encoder");
    encoder.set_quality(98).expect("a quality");
    encoder.set_subsamp(Subsamp::None).expect("whole colours");
    encoder.set_colorspace(space).expect("a space");
    let image = Image { pixels: &pixels[..], width, pitch: width * 4, height, format: PixelFormat::CMYK };
    encoder.compress_to_vec(image).expect("a file")
}

#[test]
fn both_ways_of_coding_ink_look_alike() {
    let profile = profile_segments(&std::fs::read(format!("{PROFILES}/default_cmyk.icc")).expect("the profile"));
    let folder = tempfile::tempdir().expect("a folder");
    let [plain, turned] = [Colorspace::CMYK, Colorspace::YCCK].map(|space| with_segments(&inks(space), &profile));
    std::fs::write(folder.path().join("ink.jpg"), &plain).expect("written");
    little_cms(folder.path(), "jpgicc", &["-q100", "-t1", "-o*sRGB", "ink.jpg", "shown.jpg"]);
    let theirs = std::fs::read(folder.path().join("shown.jpg")).expect("read");
    assert_near(&shown(&plain), &theirs, 2.0, "CMYK");
    assert_near(&shown(&turned), &theirs, 2.0, "YCCK");

    // Nothing said of the ink: it takes from the light what it is the opposite of.
    let bare = means(&shown(&inks(Colorspace::YCCK)));
    let white = means(&jpeg(&patches())).into_iter().map(|colour| colour.map(|part| part * 230.0 / 255.0));
    for (found, expected) in bare.into_iter().zip(white) {
        assert!(found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 4.0), "{found:?}, {expected:?}");
    }
}

#[test]
fn a_camera_that_says_adobe_rgb_in_its_own_way_is_understood() {
    let tagged = profile_segments(&std::fs::read(format!("{PROFILES}/a98.icc")).expect("the profile"));
    let plain = jpeg(&patches());
    let by_profile = shown(&with_segments(&plain, &tagged));
    let by_camera = shown(&with_segments(&plain, &[segment(0xE1, &[b"Exif\0\0", &adobe_rgb()[..]].concat())]));
    assert_near(&by_camera, &by_profile, 0.5, "R03");
    let difference: f64 = means(&by_camera)
        .iter()
        .flatten()
        .zip(means(&shown(&plain)).iter().flatten())
        .map(|(a, b)| (a - b).abs())
        .sum();
    assert!(difference > 500.0, "it is not shown as if nothing had been said: {difference}");
    // Another index, and one that is cut off, say nothing.
    let other = adobe_rgb().iter().map(|byte| if *byte == b'3' { b'9' } else { *byte }).collect::<Vec<_>>();
    for chunk in [&other[..], &adobe_rgb()[..40], &exif(1, &[])] {
        let said = shown(&with_segments(&plain, &[segment(0xE1, &[b"Exif\0\0", chunk].concat())]));
        assert_eq!(said, shown(&plain));
    }
}

/// Three directories, each leading to the next: the last says R03 (DCF 2.0).
fn adobe_rgb() -> Vec<u8> {
    let directory = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&[0, 1][..], &tag.to_be_bytes(), &kind.to_be_bytes(), &count.to_be_bytes(), &value, &[0; 4]].concat()
    };
    [
        b"MM\0*\0\0\0\x08".as_slice(),
        &directory(34665, 4, 1, 26_u32.to_be_bytes()),
        &directory(40965, 4, 1, 44_u32.to_be_bytes()),
        &directory(1, 2, 4, *b"R03\0"),
    ]
    .concat()
}

#[test]
fn a_profile_that_cannot_be_used_is_passed_over() {
    let plain = jpeg(&patches());
    let whole = std::fs::read(format!("{PROFILES}/a98.icc")).expect("the profile");
    let ink = std::fs::read(format!("{PROFILES}/default_cmyk.icc")).expect("the profile");
    for profile in [&b"no profile"[..], &whole[..200], &ink, &[0; 5000]] {
        assert_eq!(shown(&with_segments(&plain, &profile_segments(profile))), shown(&plain), "{}", profile.len());
    }
    for position in 0..whole.len() {
        for byte in [0, 0x7F, 0xFF] {
            let mut hostile = whole.clone();
            hostile[position] = byte;
            let small = jpeg(&DynamicImage::new_rgb8(8, 8));
            assert!(web_rendition(&with_segments(&small, &profile_segments(&hostile))).is_ok(), "{position}");
        }
    }
}
