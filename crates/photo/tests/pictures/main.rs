//! Pictures as cameras, desks and attackers send them. Says nothing about stories.

mod colours;
mod described;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use tilshi_photo::sketch::demo_landscape;
use tilshi_photo::{
    Coding, Field, Format, MOST_DIFFERENT, PhotoError, cropped, likeness, probe, said, thumbnail, web_rendition,
};
use tilshi_story::PixelRegion;

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// A JPEG segment.
fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a short segment");
    [&[0xFF, marker][..], &length.to_be_bytes(), data].concat()
}

/// The JPEG with segments put behind its start marker.
fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// A big-endian TIFF structure with one directory of short texts and one number.
fn exif(orientation: u16, texts: &[(u16, &str)]) -> Vec<u8> {
    let mut directory = Vec::new();
    let mut data = Vec::new();
    let data_start = 8 + 2 + (texts.len() + 1) * 12 + 4;
    let mut entry = |tag: u16, kind: u16, count: usize, value: [u8; 4]| {
        directory.extend(tag.to_be_bytes());
        directory.extend(kind.to_be_bytes());
        directory.extend(u32::try_from(count).expect("short").to_be_bytes());
        directory.extend(value);
    };
    let [high, low] = orientation.to_be_bytes();
    entry(0x0112, 3, 1, [high, low, 0, 0]);
    for (tag, text) in texts {
        let offset = u32::try_from(data_start + data.len()).expect("short");
        entry(*tag, 2, text.len() + 1, offset.to_be_bytes());
        data.extend(text.as_bytes());
        data.push(0);
    }
    let count = u16::try_from(texts.len() + 1).expect("few").to_be_bytes();
    [b"MM\0*\0\0\0\x08".as_slice(), &count, &directory, &[0; 4], &data].concat()
}

fn exif_segment(orientation: u16, texts: &[(u16, &str)]) -> Vec<u8> {
    segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(orientation, texts)].concat())
}

/// A picture of 90 x 60 whose corners are red, green, blue and white when it stands upright.
fn corners() -> RgbImage {
    RgbImage::from_fn(90, 60, |x, y| match (x < 45, y < 30) {
        (true, true) => Rgb([220, 20, 20]),
        (false, true) => Rgb([20, 200, 20]),
        (true, false) => Rgb([20, 20, 220]),
        (false, false) => Rgb([250, 250, 250]),
    })
}

/// How the corners lie in a file whose tag says so (EXIF 2.32, 4.6.4 A).
fn lying(orientation: u16) -> DynamicImage {
    turned(&corners(), orientation)
}

fn turned(upright: &RgbImage, orientation: u16) -> DynamicImage {
    use image::imageops::{flip_horizontal, flip_vertical, rotate90, rotate180, rotate270};
    DynamicImage::ImageRgb8(match orientation {
        2 => flip_horizontal(upright),
        3 => rotate180(upright),
        4 => flip_vertical(upright),
        5 => flip_horizontal(&rotate90(upright)),
        6 => rotate270(upright),
        7 => flip_horizontal(&rotate270(upright)),
        8 => rotate90(upright),
        _ => upright.clone(),
    })
}

fn jpeg(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).expect("encodes");
    bytes
}

#[track_caller]
fn assert_upright(bytes: &[u8], case: &str) {
    let probed = probe(bytes).expect("a picture");
    assert_eq!((probed.width, probed.height), (90, 60), "{case}");
    let rendition = web_rendition(bytes).expect("a rendition");
    assert_eq!((rendition.width, rendition.height), (90, 60), "{case}");
    let picture = image::load_from_memory(&rendition.bytes).expect("decodes").to_rgb8();
    for (x, y) in [(10, 10), (80, 10), (10, 50), (80, 50)] {
        let (found, expected) = (picture.get_pixel(x, y).0, corners().get_pixel(x, y).0);
        let near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 24);
        assert!(near, "{case}: {found:?} instead of {expected:?} at {x},{y}");
    }
}

#[test]
fn every_orientation_stands_upright_once() {
    for orientation in 1..=8 {
        let tagged = with_segments(&jpeg(&lying(orientation)), &[exif_segment(orientation, &[])]);
        assert_upright(&tagged, &format!("JPEG, orientation {orientation}"));
        let once = web_rendition(&tagged).expect("a rendition");
        let twice = web_rendition(&once.bytes).expect("a rendition of the rendition");
        assert_eq!((once.width, once.height), (twice.width, twice.height), "never turned twice");
    }
}

#[test]
fn webp_and_png_are_turned_too_even_with_the_prefix_that_only_jpeg_has() {
    for prefix in [b"".as_slice(), b"Exif\0\0"] {
        let chunk = [prefix, &exif(6, &[])].concat();
        let webp = file(&lying(6), ImageFormat::WebP);
        assert_upright(&webp_with_exif(&webp, &chunk), "WebP");
        let png = file(&lying(6), ImageFormat::Png);
        assert_upright(&png_with_exif(&png, &chunk), "PNG");
    }
}

fn webp_with_exif(simple: &[u8], chunk: &[u8]) -> Vec<u8> {
    let frame = &simple[12..];
    let even = |data: &[u8]| [data, &[0][..data.len() % 2]].concat();
    let size = |length: usize| u32::try_from(length).expect("short").to_le_bytes();
    let (width, height) = image::load_from_memory(simple).map(|p| (p.width() - 1, p.height() - 1)).expect("decodes");
    // Flags: 8 announces EXIF.
    let header = [&[8, 0, 0, 0][..], &width.to_le_bytes()[..3], &height.to_le_bytes()[..3]].concat();
    let body = [b"WEBPVP8X", &size(10)[..], &header, frame, b"EXIF", &size(chunk.len()), &even(chunk)].concat();
    [b"RIFF", &size(body.len())[..], &body].concat()
}

fn png_with_exif(png: &[u8], chunk: &[u8]) -> Vec<u8> {
    let header_end = 8 + 25;
    [&png[..header_end], &png_chunk(b"eXIf", chunk), &png[header_end..]].concat()
}

fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let mut crc = u32::MAX;
    for byte in &body {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
        }
    }
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &body, &(!crc).to_be_bytes()].concat()
}

#[test]
fn all_formats_are_probed_by_content() {
    let picture = DynamicImage::ImageRgb8(corners());
    for (image_format, format, media_type) in [
        (ImageFormat::Jpeg, Format::Jpeg, "image/jpeg"),
        (ImageFormat::Png, Format::Png, "image/png"),
        (ImageFormat::WebP, Format::WebP, "image/webp"),
        (ImageFormat::Tiff, Format::Tiff, "image/tiff"),
        (ImageFormat::Gif, Format::Gif, "image/gif"),
    ] {
        let bytes = file(&picture, image_format);
        let probed = probe(&bytes).expect("a picture");
        assert_eq!((probed.format, probed.media_type), (format, media_type));
        assert_eq!((probed.width, probed.height, probed.size_bytes), (90, 60, bytes.len() as u64));
        assert_eq!(web_rendition(&bytes).expect("a rendition").media_type, "image/jpeg");
    }
}

#[test]
fn of_a_moving_picture_the_first_one_is_shown() {
    let mut bytes = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for colour in [[200, 30, 30, 255], [30, 30, 200, 255]] {
            let frame = RgbaImage::from_pixel(40, 30, Rgba(colour));
            encoder.encode_frame(image::Frame::new(frame)).expect("encodes");
        }
    }
    let web = web_rendition(&bytes).expect("a rendition");
    let shown = image::load_from_memory(&web.bytes).expect("decodes").to_rgb8();
    let [red, _, blue] = shown.get_pixel(20, 15).0;
    assert!(shown.dimensions() == (40, 30) && red > 150 && blue < 90, "{red}, {blue}");
}

#[test]
fn a_picture_looks_like_its_copies_and_like_no_other() {
    let scenes: Vec<Vec<u8>> = (0..12).map(|seed| demo_landscape(seed, 600, 400).expect("a scene")).collect();
    let hashes = |bytes: &[u8]| likeness(bytes).expect("a picture").expect("not plain");
    let different = |one: &[u8], other: &[u8]| -> u32 {
        let ([across, down], [across_other, down_other]) = (hashes(one), hashes(other));
        (across ^ across_other).count_ones().max((down ^ down_other).count_ones())
    };
    for (number, scene) in scenes.iter().enumerate() {
        let whole = image::load_from_memory(scene).expect("decodes");
        let smaller = file(&whole.resize_exact(431, 287, image::imageops::FilterType::CatmullRom), ImageFormat::WebP);
        let mut coded = Vec::new();
        whole.write_with_encoder(JpegEncoder::new_with_quality(&mut coded, 40)).expect("encodes");
        let turned = with_segments(&jpeg(&turned(&whole.to_rgb8(), 6)), &[exif_segment(6, &[])]);
        for copy in [&smaller, &coded, &turned, &thumbnail(scene).expect("a thumbnail").bytes] {
            assert!(different(copy, scene) <= MOST_DIFFERENT, "scene {number}: {}", different(copy, scene));
        }
    }
    // Pictures of nothing, each with something else in every place.
    let mosaic = |seed: u32| {
        // SplitMix64, so that no two of them are the same pushed aside.
        let colour = |x: u32, y: u32| {
            let place = u64::from(seed * 10_000 + x / 60 * 100 + y / 40).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (place ^ place >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed ^ mixed >> 27
        };
        let picture =
            RgbImage::from_fn(600, 400, |x, y| Rgb(colour(x, y).to_be_bytes()[..3].try_into().expect("three")));
        jpeg(&DynamicImage::ImageRgb8(picture))
    };
    let others: Vec<Vec<u8>> = (0..30).map(mosaic).collect();
    for (number, one) in others.iter().enumerate() {
        for other in &others[..number] {
            assert!(different(one, other) > MOST_DIFFERENT, "mosaic {number} is another");
        }
    }
    let plain = file(&DynamicImage::new_rgb8(300, 200), ImageFormat::Png);
    assert_eq!(likeness(&plain), Ok(None), "nothing can be told by it");
    assert!(likeness(b"no picture").is_err());
}

#[test]
fn large_pictures_are_made_smaller_and_small_ones_keep_their_size() {
    let bytes = demo_landscape(3, 2400, 1351).expect("a scene");
    let web = web_rendition(&bytes).expect("a rendition");
    assert_eq!((web.width, web.height), (1600, 901));
    let small = thumbnail(&web.bytes).expect("a thumbnail");
    assert_eq!((small.width, small.height), (480, 270));
    let narrow = file(&DynamicImage::new_rgb8(4000, 1), ImageFormat::Png);
    let web = web_rendition(&narrow).expect("a rendition");
    assert_eq!((web.width, web.height), (1600, 1));
}

#[test]
fn a_part_is_that_of_the_upright_picture_however_it_lies_in_the_file() {
    // The third is a square: its sides do not tell how it lies.
    let square = image::imageops::crop_imm(&corners(), 15, 0, 60, 60).to_image();
    let wide = PixelRegion { left: 30, top: 24, width: 40, height: 24 };
    for (upright, region, most_width) in [(&corners(), wide, 100), (&corners(), wide, 20), (&square, wide, 100)] {
        let region = PixelRegion { width: region.width.min(upright.width() - region.left), ..region };
        let expected =
            image::imageops::crop_imm(upright, region.left, region.top, region.width, region.height).to_image();
        for orientation in 1..=8 {
            let file = with_segments(&jpeg(&turned(upright, orientation)), &[exif_segment(orientation, &[])]);
            let asked = |width, height| {
                assert_eq!((width, height), upright.dimensions());
                region
            };
            let part = cropped(&file, asked, most_width, Coding::Jpeg).expect("a part");
            let width = region.width.min(most_width);
            assert_eq!((part.width, part.height), (width, region.height * width / region.width), "{orientation}");
            let picture = image::load_from_memory(&part.bytes).expect("decodes").to_rgb8();
            for (across, down) in [(0.1, 0.06), (0.9, 0.06), (0.1, 0.9), (0.9, 0.9)] {
                let at =
                    |width: u32, height: u32| ((f64::from(width) * across) as u32, (f64::from(height) * down) as u32);
                let (x, y) = at(part.width, part.height);
                let (found, (x, y)) = (picture.get_pixel(x, y).0, at(region.width, region.height));
                let near = found.iter().zip(expected.get_pixel(x, y).0).all(|(a, b)| a.abs_diff(b) < 40);
                assert!(near, "orientation {orientation}: {found:?} at {across},{down}");
            }
        }
    }
    let beyond = |_, _| PixelRegion { left: 5000, top: 0, width: 5000, height: 0 };
    let part = cropped(&jpeg(&lying(6)), beyond, 0, Coding::Jpeg).expect("a part");
    assert_eq!((part.width, part.height), (1, 1), "cut to the picture");
}

#[test]
fn what_can_be_seen_through_stands_on_white() {
    let glass = RgbaImage::from_fn(64, 64, |x, _| if x < 32 { Rgba([200, 0, 0, 0]) } else { Rgba([0, 0, 0, 128]) });
    for picture in [DynamicImage::ImageRgba8(glass.clone()), DynamicImage::ImageRgba8(glass).into_rgba16().into()] {
        let web = web_rendition(&file(&picture, ImageFormat::Png)).expect("a rendition");
        let seen = image::load_from_memory(&web.bytes).expect("decodes").to_rgb8();
        assert!(seen.get_pixel(8, 32).0.iter().all(|part| *part > 250), "{:?}", seen.get_pixel(8, 32));
        assert!(seen.get_pixel(56, 32).0.iter().all(|part| part.abs_diff(127) < 8), "{:?}", seen.get_pixel(56, 32));
    }
}

#[test]
fn a_rendition_carries_nothing_of_the_originals_metadata() {
    let secret = [
        exif_segment(1, &[(315, "SECRET artist"), (0x8825, "SECRET place")]),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:SECRET xmlns:x='adobe:ns:meta/'/>"),
        segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0B\x1C\x02\x78\0\x06SECRET\0"),
        segment(0xFE, b"SECRET comment"),
    ];
    let original = with_segments(&jpeg(&DynamicImage::ImageRgb8(corners())), &secret);
    assert_eq!(said(&original).text(Field::Caption), "SECRET");
    for rendition in [web_rendition(&original), thumbnail(&original)] {
        let bytes = rendition.expect("a rendition").bytes;
        for trace in [b"SECRET".as_slice(), b"Exif", b"8BIM", b"adobe"] {
            assert!(!bytes.windows(trace.len()).any(|window| window == trace), "{:?}", String::from_utf8_lossy(trace));
        }
    }
}

#[test]
fn what_is_no_picture_is_refused_as_such() {
    for bytes in [b"".as_slice(), b"\xFF", b"BMW announced a plant", b"P1 league", b"<svg xmlns='x'/>", &[0; 4096]] {
        assert_eq!(probe(bytes), Err(PhotoError::NotAPicture), "{bytes:?}");
        assert_eq!(web_rendition(bytes).map(|_| ()), Err(PhotoError::NotAPicture));
        assert!(said(bytes).is_empty());
    }
    for (bytes, format) in [(b"8BPS\0\x01".as_slice(), "PSD"), (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC")] {
        let error = probe(bytes).expect_err("not read");
        assert_eq!(error, PhotoError::FormatUnsupported { format });
        assert_eq!(error.failure().to_string(), format!("picture-format-unsupported format={format}"));
    }
}

#[test]
fn a_header_that_claims_too_much_is_refused_before_anything_is_decoded() {
    let bomb = |width: u32, height: u32| {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
        [
            b"\x89PNG\r\n\x1a\n".as_slice(),
            &png_chunk(b"IHDR", &header),
            &png_chunk(b"IDAT", &[0]),
            &png_chunk(b"IEND", &[]),
        ]
        .concat()
    };
    for (width, height) in [(60_000, 60_000), (20_001, 1), (12_000, 12_000)] {
        let error = probe(&bomb(width, height)).expect_err("too large");
        assert_eq!(error, PhotoError::TooLarge { width, height });
        assert_eq!(error.failure().code, "picture-too-large");
        assert_eq!(thumbnail(&bomb(width, height)).map(|_| ()), Err(PhotoError::TooLarge { width, height }));
    }
    assert!(matches!(web_rendition(&bomb(0, 10)), Err(PhotoError::Damaged { .. })));
}

#[test]
fn a_file_cut_short_anywhere_is_an_error_and_never_a_panic() {
    let picture = DynamicImage::ImageRgb8(corners());
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Gif] {
        let whole = with_or_without_thumbnail(file(&picture, format), format);
        for length in (0..whole.len() - 4).step_by(7) {
            let error = web_rendition(&whole[..length]).expect_err("half a picture");
            let known = matches!(error, PhotoError::Damaged { .. } | PhotoError::NotAPicture);
            assert!(known, "{format:?} cut at {length}: {error}");
            let _ = said(&whole[..length]);
        }
    }
}

/// A JPEG gets an embedded thumbnail, whose end marker must not pass for the picture's.
fn with_or_without_thumbnail(bytes: Vec<u8>, format: ImageFormat) -> Vec<u8> {
    if format == ImageFormat::Jpeg {
        with_segments(&bytes, &[segment(0xE1, b"Exif\0\0\xFF\xD8\xFF\xD9")])
    } else {
        bytes
    }
}

#[test]
fn flipped_bytes_never_panic() {
    let picture = DynamicImage::ImageRgb8(corners());
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Gif] {
        let whole = file(&picture, format);
        for position in (12..whole.len().min(1200)).step_by(3) {
            for byte in [0x00, 0x7F, 0xFF] {
                let mut hostile = whole.clone();
                hostile[position] = byte;
                let _ = (probe(&hostile), web_rendition(&hostile), said(&hostile));
            }
        }
    }
}

const XMP: &str = r#"<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" photoshop:Credit="Dala Press &amp; Co">
<dc:creator><rdf:Seq><rdf:li>Дәулет Оспанов</rdf:li><rdf:li>A. Sadyqova</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="ru">Канал</rdf:li><rdf:li xml:lang="x-default">The canal</rdf:li></rdf:Alt></dc:description>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">No sales</rdf:li></rdf:Alt></xmpRights:UsageTerms>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

fn xmp_segment(packet: &str) -> Vec<u8> {
    segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), packet.as_bytes()].concat())
}

fn iim_segment(datasets: &[(u8, &[u8])]) -> Vec<u8> {
    let mut data = vec![0x1C, 1, 90, 0, 3, 0x1B, b'%', b'G'];
    for (number, value) in datasets {
        data.extend([0x1C, 2, *number]);
        data.extend(u16::try_from(value.len()).expect("short").to_be_bytes());
        data.extend(*value);
    }
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    let other = b"8BIM\x04\x22\0\0\0\0\0\x02ab";
    segment(0xED, &[b"Photoshop 3.0\0", &other[..], b"8BIM\x04\x04\0\0", &length, &data].concat())
}

#[test]
fn what_the_file_says_in_xmp_iim_and_exif() {
    let plain = jpeg(&DynamicImage::ImageRgb8(corners()));
    assert!(said(&plain).is_empty());

    let xmp = said(&with_segments(&plain, &[xmp_segment(XMP)]));
    for (field, expected) in [
        (Field::Creator, "Дәулет Оспанов, A. Sadyqova"),
        (Field::CreditLine, "Dala Press & Co"),
        (Field::Caption, "The canal"),
        (Field::UsageTerms, "No sales"),
        (Field::Source, ""),
    ] {
        assert_eq!(xmp.text(field), expected, "{field:?}");
    }

    let datasets: [(u8, &[u8]); 5] = [
        (80, "Ұлы".as_bytes()),
        (80, b"Second"),
        (110, b"Caf\xE9 \x93Press\x94"),
        (116, b"(c)"),
        (120, b"Line\rtwo\0"),
    ];
    let iim = said(&with_segments(&plain, &[iim_segment(&datasets)]));
    assert_eq!(iim.text(Field::Creator), "Ұлы, Second");
    assert_eq!(iim.text(Field::CreditLine), "Café “Press”");
    assert_eq!([Field::CopyrightNotice, Field::Caption].map(|field| iim.text(field)), ["(c)", "Line\ntwo"]);

    let texts = [(270, "OLYMPUS DIGITAL CAMERA"), (315, "E. X. If"), (33432, "2026 Dala")];
    let exif = said(&with_segments(&plain, &[exif_segment(1, &texts)]));
    assert_eq!([Field::Creator, Field::CopyrightNotice].map(|field| exif.text(field)), ["E. X. If", "2026 Dala"]);
    assert_eq!(exif.text(Field::Caption), "", "a camera's own words are no caption");

    let all = said(&with_segments(&plain, &[exif_segment(1, &texts), iim_segment(&datasets), xmp_segment(XMP)]));
    assert_eq!(all.text(Field::Creator), xmp.text(Field::Creator), "XMP before IIM");
    assert_eq!(all.text(Field::CopyrightNotice), "(c)", "IIM before EXIF");
}

#[test]
fn hostile_metadata_says_nothing() {
    let plain = jpeg(&DynamicImage::ImageRgb8(corners()));
    let deep = "<a>".repeat(15_000);
    let entity = XMP.replace("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY e \"boom\">]><x:xmpmeta").replace("The canal", "&e;");
    for packet in [deep.as_str(), entity.as_str(), "<", "\u{0}", "<x:xmpmeta"] {
        assert!(said(&with_segments(&plain, &[xmp_segment(packet)])).is_empty(), "{}", &packet[..packet.len().min(40)]);
    }
    let loops = segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xFF\xFF\x01\x3B\0\x02\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
    let short = segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x08\x1C\x02\x50\x7F\xFFab");
    assert!(said(&with_segments(&plain, &[loops, short])).is_empty());
}

#[test]
fn a_scene_is_the_same_for_the_same_seed() {
    let scene = demo_landscape(7, 320, 200).expect("a scene");
    assert_eq!(scene, demo_landscape(7, 320, 200).expect("a scene"));
    assert_ne!(scene, demo_landscape(8, 320, 200).expect("a scene"));
    let probed = probe(&scene).expect("a picture");
    assert_eq!((probed.width, probed.height), (320, 200));
    assert!(demo_landscape(1, 0, 0).is_ok());
}
