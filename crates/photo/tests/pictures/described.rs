//! What is written into a picture, read back by programs that know nothing of us: ExifTool and exiv2.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tilshi_photo::{Coding, Description, Field, cropped, described, said, web_rendition};
use tilshi_story::PixelRegion;

use crate::{exif_segment, file, jpeg, lying, segment, with_segments};

const SOURCE_TYPE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

/// Something in every field, with signs that a careless writer trips over.
const EVERYTHING: [(Field, &[&str]); 24] = [
    (Field::Creator, &["Айгерім Сәдуақасова"]),
    (Field::JobTitle, &["Фототілші"]),
    (Field::CreditLine, &["Айгерім Сәдуақасова / Дала"]),
    (Field::Source, &["Dala Press"]),
    (Field::CopyrightNotice, &["© 2026 Дала & “Press” <all>"]),
    (Field::UsageTerms, &["Only with the story.\nNo resale."]),
    (Field::WebStatement, &["https://dala.example/rights?a=1&b=2"]),
    (Field::Licensor, &["https://dala.example/buy?a=1&b=2"]),
    (Field::Restriction, &["Жарнамада емес"]),
    (Field::Instructions, &["Mono & \"colour\" out"]),
    (Field::Headline, &["سۋ كەلدى & <b>"]),
    (Field::Caption, &["ءماتىن: «سۋ» 𐰴 & <b>\n\"2026\""]),
    (Field::AltText, &["Кең өзен, екі жаға"]),
    (Field::ExtendedDescription, &["Алда өзен.\nАртында екі жаға, тау & аспан."]),
    (Field::Keywords, &["канал", "су & <жер>", "ауыл"]),
    (Field::PersonsShown, &["Дана Оспанова", "Timur Iskakov"]),
    (Field::DateCreated, &["2026-03-14T07:52:00+05:00"]),
    (Field::Event, &["Су келді"]),
    (Field::Sublocation, &["Төменгі канал"]),
    (Field::City, &["Шымкент"]),
    (Field::Province, &["Түркістан облысы"]),
    (Field::Country, &["Қазақстан"]),
    (Field::CountryCode, &["KAZ"]),
    (Field::DigitalSourceType, &[SOURCE_TYPE]),
];

/// Where ExifTool finds each field: in XMP, and in IIM where that has it.
const PLACES: [(Field, &str, Option<&str>); 24] = [
    (Field::Creator, "XMP-dc:Creator", Some("IPTC:By-line")),
    (Field::JobTitle, "XMP-photoshop:AuthorsPosition", Some("IPTC:By-lineTitle")),
    (Field::CreditLine, "XMP-photoshop:Credit", Some("IPTC:Credit")),
    (Field::Source, "XMP-photoshop:Source", Some("IPTC:Source")),
    (Field::CopyrightNotice, "XMP-dc:Rights", Some("IPTC:CopyrightNotice")),
    (Field::UsageTerms, "XMP-xmpRights:UsageTerms", None),
    (Field::WebStatement, "XMP-xmpRights:WebStatement", None),
    (Field::Licensor, "XMP-plus:Licensor", None),
    (Field::Restriction, "XMP-plus:OtherConstraints", None),
    (Field::Instructions, "XMP-photoshop:Instructions", Some("IPTC:SpecialInstructions")),
    (Field::Headline, "XMP-photoshop:Headline", Some("IPTC:Headline")),
    (Field::Caption, "XMP-dc:Description", Some("IPTC:Caption-Abstract")),
    (Field::AltText, "XMP-iptcCore:AltTextAccessibility", None),
    (Field::ExtendedDescription, "XMP-iptcCore:ExtDescrAccessibility", None),
    (Field::Keywords, "XMP-dc:Subject", Some("IPTC:Keywords")),
    (Field::PersonsShown, "XMP-iptcExt:PersonInImage", None),
    (Field::DateCreated, "XMP-photoshop:DateCreated", None),
    (Field::Event, "XMP-iptcExt:Event", None),
    (Field::Sublocation, "XMP-iptcCore:Location", Some("IPTC:Sub-location")),
    (Field::City, "XMP-photoshop:City", Some("IPTC:City")),
    (Field::Province, "XMP-photoshop:State", Some("IPTC:Province-State")),
    (Field::Country, "XMP-photoshop:Country", Some("IPTC:Country-PrimaryLocationName")),
    (Field::CountryCode, "XMP-iptcCore:CountryCode", Some("IPTC:Country-PrimaryLocationCode")),
    (Field::DigitalSourceType, "XMP-iptcExt:DigitalSourceType", None),
];

fn items(field: Field) -> Vec<String> {
    let (_, items) = EVERYTHING.iter().find(|(of, _)| *of == field).expect("everything says something of it");
    items.iter().map(|item| (*item).to_owned()).collect()
}

fn description() -> Description {
    let mut description = Description::new("kk-Arab");
    for (field, _) in EVERYTHING {
        description.put(field, items(field));
    }
    description
}

/// A value as ExifTool names it; its own form of a list, a structure and a date.
fn as_exiftool_has_it(field: Field) -> Value {
    let text = items(field).join(", ");
    match field {
        Field::Creator | Field::Keywords | Field::PersonsShown => items(field).into(),
        Field::Licensor => serde_json::json!([{ "LicensorURL": text }]),
        Field::DateCreated => "2026:03:14 07:52:00+05:00".into(),
        _ => text.into(),
    }
}

/// What ExifTool reads, by group and name.
fn exiftool(path: &Path) -> Value {
    let output = Command::new("exiftool")
        .args([
            "-json",
            "-struct",
            "-G1",
            "-charset",
            "utf8",
            "-charset",
            "iptc=utf8",
            "-validate",
            "-warning",
            "-error",
            "-a",
            "-all",
        ])
        .arg(path)
        .output()
        .expect("is the package libimage-exiftool-perl installed?");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice::<Value>(&output.stdout).expect("JSON")[0].clone()
}

/// What exiv2 reads: lines of a key and a value.
fn exiv2(path: &Path) -> String {
    let output =
        Command::new("exiv2").args(["-q", "-PIXkt"]).arg(path).output().expect("is the package exiv2 installed?");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn written(bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("picture.jpg");
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

#[test]
fn exiftool_and_exiv2_read_what_was_written() {
    let bytes = described(&jpeg(&lying(1)), &description()).expect("written");
    let (_folder, path) = written(&bytes);
    let read = exiftool(&path);
    for (field, xmp, iim) in PLACES {
        assert_eq!(read[xmp], as_exiftool_has_it(field), "{xmp} in {read:#}");
        if let Some(iim) = iim {
            let expected = match field {
                // 32 bytes are sixteen Cyrillic letters with a space among them: never half a letter.
                Field::Creator | Field::CreditLine => "Айгерім Сәдуақас".into(),
                Field::Keywords => as_exiftool_has_it(field),
                _ => items(field).join(", ").into(),
            };
            assert_eq!(read[iim], expected, "{iim} in {read:#}");
        }
    }
    for (key, expected) in [
        ("XMP-xmpRights:Marked", Value::from(true)),
        ("XMP-dc:Description-kk-arab", as_exiftool_has_it(Field::Caption)),
        ("IPTC:CodedCharacterSet", "UTF8".into()),
        ("IPTC:DateCreated", "2026:03:14".into()),
        ("IPTC:TimeCreated", "07:52:00+05:00".into()),
        ("ExifTool:Validate", "OK".into()),
    ] {
        assert_eq!(read[key], expected, "{key} in {read:#}");
    }
    assert_eq!(read["Photoshop:IPTCDigest"], read["File:CurrentIPTCDigest"], "XMP and IIM were written together");

    let lines = exiv2(&path);
    for expected in [
        "Iptc.Application2.Byline".to_owned(),
        format!("Iptc.Application2.Copyright {}", items(Field::CopyrightNotice)[0]),
        "Iptc.Application2.Keywords су & <жер>".to_owned(),
        "Iptc.Application2.DateCreated 2026-03-14".to_owned(),
        format!("Xmp.dc.creator {}", items(Field::Creator)[0]),
        format!("Xmp.photoshop.Credit {}", items(Field::CreditLine)[0]),
        format!("Xmp.plus.OtherConstraints lang=\"x-default\" {}", items(Field::Restriction)[0]),
        "Xmp.iptcExt.PersonInImage Дана Оспанова".to_owned(),
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&lines).contains(&squeezed(&expected)), "{expected} in {lines}");
    }
}

#[test]
fn what_was_written_is_read_back_here() {
    let read = said(&described(&jpeg(&lying(1)), &description()).expect("written"));
    for (field, _) in EVERYTHING {
        assert_eq!(read.items(field), items(field), "{field:?}");
    }
    for (date, iim) in [
        ("2026", "2026:00:00"),
        ("2026-03", "2026:03:00"),
        ("2026-03-14", "2026:03:14"),
        ("2026-03-14T07:52", "2026:03:14"),
        ("2026-03-14T07:52:00.5Z", "2026:03:14"),
    ] {
        let mut description = Description::new("en");
        description.put(Field::DateCreated, vec![date.to_owned()]);
        let bytes = described(&jpeg(&lying(1)), &description).expect("written");
        assert_eq!(said(&bytes).text(Field::DateCreated), date);
        let (_folder, path) = written(&bytes);
        assert_eq!(exiftool(&path)["IPTC:DateCreated"], iim, "{date}");
    }
}

/// The three kinds of WebP files, and one that already has a header for more.
fn webp_files() -> Vec<Vec<u8>> {
    let whole = |width, height| PixelRegion { left: 0, top: 0, width, height };
    let lossy = cropped(&jpeg(&lying(1)), whole, 80, Coding::WebP).expect("a part").bytes;
    let glass = image::RgbaImage::from_fn(31, 17, |x, _| image::Rgba([200, 30, 30, if x < 9 { 0 } else { 255 }]));
    let clear = file(&glass.into(), image::ImageFormat::WebP);
    let extended = described(&lossy, &Description::default()).expect("written");
    vec![lossy, file(&lying(1), image::ImageFormat::WebP), clear, extended]
}

#[test]
fn webp_says_it_too() {
    for (number, plain) in webp_files().iter().enumerate() {
        let bytes = described(plain, &description()).expect("written");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("picture.webp");
        std::fs::write(&path, &bytes).expect("written");
        let read = exiftool(&path);
        for (field, xmp, _) in PLACES {
            assert_eq!(read[xmp], as_exiftool_has_it(field), "{number}: {xmp} in {read:#}");
            assert_eq!(said(&bytes).items(field), items(field), "{number}: {field:?}");
        }
        assert_eq!(read["ExifTool:Validate"], "OK", "{read:#}");
        assert!(exiv2(&path).contains(&items(Field::CreditLine)[0]), "{number}");
        let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("decodes").to_rgba8();
        assert_eq!(pixels(&bytes), pixels(plain), "{number}");
        assert_eq!(described(&bytes, &description()).expect("again"), bytes, "writing twice changes nothing");
        for length in 0..plain.len() {
            assert!(described(&plain[..length], &description()).is_err(), "{number} cut at {length}");
            let mut hostile = plain.clone();
            hostile[length] ^= 0xFF;
            let _ = described(&hostile, &description());
        }
    }
}

#[test]
fn only_the_newsroom_speaks_and_the_picture_stays_as_it_is() {
    let plain = jpeg(&lying(1));
    let place =
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" exif:GPS=\"51,10N\"/>");
    let loaded = with_segments(
        &plain,
        &[
            exif_segment(1, &[(315, "Somebody else"), (42033, "SERIAL-7781")]),
            place,
            segment(0xFE, b"made at 51,10N"),
            segment(0xE2, b"MPF\0another picture"),
            segment(0xED, b"Photoshop 3.0\0old"),
        ],
    );
    let bytes = described(&loaded, &description()).expect("written");
    for gone in ["Somebody else", "SERIAL-7781", "51,10N", "another picture"] {
        assert!(!bytes.windows(gone.len()).any(|window| window == gone.as_bytes()), "{gone} is still there");
    }
    let pixels = |bytes: &[u8]| image::load_from_memory(bytes).expect("decodes").to_rgb8();
    assert_eq!(pixels(&bytes), pixels(&plain));
    let again = described(&bytes, &description()).expect("written");
    assert_eq!(again, bytes, "writing twice changes nothing");
}

#[test]
fn colours_keep_their_profile_and_an_empty_description_says_nothing() {
    let profile = [&[0; 16][..], b"RGB ", &[0; 200]].concat();
    let marked = [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile].concat();
    let bytes = described(&with_segments(&jpeg(&lying(1)), &[segment(0xE2, &marked)]), &Description::default())
        .expect("written");
    assert!(bytes.windows(marked.len()).any(|window| window == marked));
    assert!(said(&bytes).is_empty());
}

#[test]
fn however_much_is_said_fits() {
    for sign in ["&", "𐰴", "\"", "ж", "\u{1}", "\r"] {
        let long = sign.repeat(70_000);
        let mut everything = Description::new("en");
        for (field, _) in EVERYTHING {
            everything.put(
                field,
                if field.is_list() {
                    [vec![long.clone()], vec![sign.repeat(60); 300]].concat()
                } else {
                    vec![long.clone()]
                },
            );
        }
        let bytes = described(&jpeg(&lying(1)), &everything).expect("written");
        assert!(tilshi_photo::probe(&bytes).is_ok());
        let (_folder, path) = written(&bytes);
        let read = exiftool(&path);
        assert_eq!(read.get("ExifTool:Error"), None, "{sign:?}: {read:#}");
    }
}

#[test]
fn what_is_no_file_of_readers_is_refused() {
    let png = file(&lying(1), image::ImageFormat::Png);
    let whole = jpeg(&lying(1));
    for bytes in [&png[..], b"", &whole[..2], &whole[..20], b"\xFF\xD8\xFF\xE0\x00\x01", b"\xFF\xD8\xFF\xE0\xFF\xFFab"]
    {
        assert!(described(bytes, &description()).is_err());
    }
    assert!(web_rendition(&whole).is_ok());
}

/// Has ExifTool write fields into a file.
fn exiftool_writes(path: &Path, fields: &[(&str, String)]) {
    let mut command = Command::new("exiftool");
    command.args(["-q", "-overwrite_original", "-charset", "utf8", "-codedcharacterset=utf8"]);
    command.args(fields.iter().map(|(name, value)| format!("-{name}={value}"))).arg(path);
    let output = command.output().expect("is the package libimage-exiftool-perl installed?");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_exiftool_writes_is_read_in_every_format() {
    use image::ImageFormat::{Jpeg, Png, Tiff, WebP};
    let folder = tempfile::tempdir().expect("a folder");
    for (format, ending) in [(Jpeg, "jpg"), (Png, "png"), (WebP, "webp"), (Tiff, "tif")] {
        let path = folder.path().join(format!("picture.{ending}"));
        std::fs::write(&path, file(&lying(1), format)).expect("written");
        let fields: Vec<(&str, String)> = PLACES
            .iter()
            .flat_map(|(field, xmp, _)| {
                let name = if *field == Field::Licensor { "XMP-plus:LicensorURL" } else { xmp };
                items(*field).into_iter().map(move |item| (name, item))
            })
            .collect();
        exiftool_writes(&path, &fields);
        let read = said(&std::fs::read(&path).expect("read"));
        for (field, _) in EVERYTHING {
            assert_eq!(read.items(field), items(field), "{field:?}, {ending}");
        }
    }
    for (format, ending) in [(Jpeg, "jpg"), (Tiff, "tif")] {
        let path = folder.path().join(format!("older.{ending}"));
        std::fs::write(&path, file(&lying(1), format)).expect("written");
        let datasets = PLACES.iter().filter_map(|(field, _, iim)| iim.map(|iim| (*field, iim)));
        let short = |field: Field| {
            items(field).into_iter().map(|item| item.chars().take(10).collect::<String>().trim_end().to_owned())
        };
        let mut fields: Vec<(&str, String)> =
            datasets.clone().flat_map(|(field, iim)| short(field).map(move |item| (iim, item))).collect();
        fields.extend([("IPTC:DateCreated", "2026:03:14".into()), ("IPTC:TimeCreated", "07:52:00+05:00".into())]);
        exiftool_writes(&path, &fields);
        let read = said(&std::fs::read(&path).expect("read"));
        for (field, _) in datasets {
            assert_eq!(read.items(field), short(field).collect::<Vec<_>>(), "{field:?}, {ending}");
        }
        assert_eq!(read.items(Field::DateCreated), items(Field::DateCreated), "{ending}");
    }
    // A camera says when, and sometimes how far from UTC.
    for (zone, expected) in [("+05:00", "2026-03-14T07:52:00+05:00"), ("", "2026-03-14T07:52:00")] {
        let path = folder.path().join(format!("camera{}.jpg", zone.len()));
        std::fs::write(&path, file(&lying(1), Jpeg)).expect("written");
        let taken = ("EXIF:DateTimeOriginal", "2026:03:14 07:52:00".to_owned());
        exiftool_writes(&path, &[taken, ("EXIF:OffsetTimeOriginal", zone.to_owned())]);
        assert_eq!(said(&std::fs::read(&path).expect("read")).text(Field::DateCreated), expected);
    }
}

#[test]
fn what_was_changed_in_iim_after_xmp_was_written_stands() {
    let (_folder, path) = written(&described(&jpeg(&lying(1)), &description()).expect("written"));
    let read = || said(&std::fs::read(&path).expect("read"));
    assert_eq!(read().items(Field::CreditLine), items(Field::CreditLine), "IIM is only the beginning of it");
    // An old program knows nothing of XMP, nor of the digest.
    exiftool_writes(&path, &[("IPTC:Credit", "Another agency".into())]);
    assert_eq!(read().text(Field::CreditLine), "Another agency");
    assert_eq!(read().items(Field::Creator), items(Field::Creator), "what XMP only says in full stays whole");
    assert_eq!(read().items(Field::UsageTerms), items(Field::UsageTerms), "what IIM has no field for stays");
}
