//! What is written into a picture, read back by programs that know nothing of us: ExifTool and exiv2.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tilshi_photo::{Description, described, said, web_rendition};

use crate::{exif_segment, file, jpeg, lying, segment, with_segments};

fn description() -> Description {
    Description {
        creator: "Айгерім Сәдуақасова".into(),
        credit_line: "Айгерім Сәдуақасова / Дала".into(),
        source: "Dala Press".into(),
        copyright_notice: "© 2026 Дала & “Press” <all>".into(),
        usage_terms: "Only with the story.\nNo resale.".into(),
        job_title: "Фототілші".into(),
        instructions: "Mono & \"colour\" out".into(),
        web_statement: "https://dala.example/rights?a=1&b=2".into(),
        event: "Су келді".into(),
        city: "Шымкент".into(),
        country: "Қазақстан".into(),
        digital_source_type: "compositeWithTrainedAlgorithmicMedia".into(),
        language: "kk-Arab".into(),
        caption: "ءماتىن: «سۋ» 𐰴 & <b>\n\"2026\"".into(),
        alt_text: "Кең өзен, екі жаға".into(),
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
    let said = description();
    let bytes = described(&jpeg(&lying(1)), &said).expect("written");
    let (_folder, path) = written(&bytes);
    let read = exiftool(&path);
    for (key, expected) in [
        ("XMP-dc:Creator", Value::from(vec![said.creator.clone()])),
        ("XMP-photoshop:Credit", said.credit_line.clone().into()),
        ("XMP-photoshop:Source", said.source.clone().into()),
        ("XMP-photoshop:AuthorsPosition", said.job_title.clone().into()),
        ("XMP-photoshop:Instructions", said.instructions.clone().into()),
        ("XMP-photoshop:City", said.city.clone().into()),
        ("XMP-photoshop:Country", said.country.clone().into()),
        ("XMP-xmpRights:WebStatement", said.web_statement.clone().into()),
        ("XMP-iptcExt:Event", said.event.clone().into()),
        ("IPTC:SpecialInstructions", said.instructions.clone().into()),
        ("IPTC:By-lineTitle", said.job_title.clone().into()),
        ("IPTC:City", said.city.clone().into()),
        ("IPTC:Country-PrimaryLocationName", said.country.clone().into()),
        ("XMP-dc:Rights", said.copyright_notice.clone().into()),
        ("XMP-xmpRights:UsageTerms", said.usage_terms.clone().into()),
        ("XMP-xmpRights:Marked", true.into()),
        ("XMP-dc:Description", said.caption.clone().into()),
        ("XMP-dc:Description-kk-arab", said.caption.clone().into()),
        ("XMP-iptcCore:AltTextAccessibility", said.alt_text.clone().into()),
        (
            "XMP-iptcExt:DigitalSourceType",
            "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia".into(),
        ),
        ("IPTC:CodedCharacterSet", "UTF8".into()),
        ("IPTC:Source", said.source.clone().into()),
        ("IPTC:CopyrightNotice", said.copyright_notice.clone().into()),
        ("IPTC:Caption-Abstract", said.caption.clone().into()),
        // 32 bytes are sixteen Cyrillic letters with a space among them: never half a letter.
        ("IPTC:By-line", "Айгерім Сәдуақас".into()),
        ("IPTC:Credit", "Айгерім Сәдуақас".into()),
        ("ExifTool:Validate", "OK".into()),
    ] {
        assert_eq!(read[key], expected, "{key} in {read:#}");
    }
    assert_eq!(read["Photoshop:IPTCDigest"], read["File:CurrentIPTCDigest"], "XMP and IIM were written together");

    let lines = exiv2(&path);
    for expected in [
        "Iptc.Application2.Byline".to_owned(),
        format!("Iptc.Application2.Copyright                   {}", said.copyright_notice),
        format!("Xmp.dc.creator                               {}", said.creator),
        format!("Xmp.photoshop.Credit                         {}", said.credit_line),
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&lines).contains(&squeezed(&expected)), "{expected} in {lines}");
    }
}

#[test]
fn what_was_written_is_read_back_here() {
    let wanted = description();
    let read = said(&described(&jpeg(&lying(1)), &wanted).expect("written"));
    assert_eq!(
        (read.creator, read.credit_line, read.caption, read.copyright, read.usage_terms),
        (wanted.creator, wanted.credit_line, wanted.caption, wanted.copyright_notice, wanted.usage_terms)
    );
    assert_eq!(
        [read.job_title, read.instructions, read.web_statement, read.event, read.city, read.country],
        [wanted.job_title, wanted.instructions, wanted.web_statement, wanted.event, wanted.city, wanted.country]
    );
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
        let everything = Description {
            creator: long.clone(),
            credit_line: long.clone(),
            source: long.clone(),
            copyright_notice: long.clone(),
            usage_terms: long.clone(),
            job_title: long.clone(),
            instructions: long.clone(),
            web_statement: long.clone(),
            event: long.clone(),
            city: long.clone(),
            country: long.clone(),
            digital_source_type: "digitalCapture".into(),
            language: "en".into(),
            caption: long.clone(),
            alt_text: long,
        };
        let bytes = described(&jpeg(&lying(1)), &everything).expect("written");
        assert!(tilshi_photo::probe(&bytes).is_ok());
        let (_folder, path) = written(&bytes);
        let read = exiftool(&path);
        assert_eq!(read.get("ExifTool:Error"), None, "{sign:?}: {read:#}");
    }
}

#[test]
fn what_is_no_jpeg_file_is_refused() {
    let png = file(&lying(1), image::ImageFormat::Png);
    let whole = jpeg(&lying(1));
    for bytes in [&png[..], b"", &whole[..2], &whole[..20], b"\xFF\xD8\xFF\xE0\x00\x01", b"\xFF\xD8\xFF\xE0\xFF\xFFab"]
    {
        assert!(described(bytes, &description()).is_err());
    }
    assert!(web_rendition(&whole).is_ok());
}

/// Has ExifTool write fields into a file.
fn exiftool_writes(path: &Path, fields: &[(&str, &str)]) {
    let mut command = Command::new("exiftool");
    command.args(["-q", "-overwrite_original", "-charset", "utf8", "-codedcharacterset=utf8"]);
    command.args(fields.iter().map(|(name, value)| format!("-{name}={value}"))).arg(path);
    let output = command.output().expect("is the package libimage-exiftool-perl installed?");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_exiftool_writes_is_read_in_every_format() {
    use image::ImageFormat::{Jpeg, Png, Tiff, WebP};
    let kind = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    let folder = tempfile::tempdir().expect("a folder");
    for (format, ending) in [(Jpeg, "jpg"), (Png, "png"), (WebP, "webp"), (Tiff, "tif")] {
        let path = folder.path().join(format!("picture.{ending}"));
        std::fs::write(&path, file(&lying(1), format)).expect("written");
        exiftool_writes(
            &path,
            &[
                ("XMP-dc:Creator", "Ұлы Оспан"),
                ("XMP-photoshop:Credit", "Дала"),
                ("XMP-photoshop:Source", "Press & Co"),
                ("XMP-dc:Rights", "© 2026"),
                ("XMP-xmpRights:UsageTerms", "سىلتەمە"),
                ("XMP-dc:Description", "渠水 <1>"),
                ("XMP-iptcExt:DigitalSourceType", kind),
                ("XMP-photoshop:AuthorsPosition", "Фотограф"),
                ("XMP-photoshop:Instructions", "Only with <credit>"),
                ("XMP-xmpRights:WebStatement", "https://dala.example/rights?a=1&b=2"),
                ("XMP-iptcExt:Event", "Су келді"),
                ("XMP-photoshop:City", "Шымкент"),
                ("XMP-photoshop:Country", "Қазақстан"),
            ],
        );
        let read = said(&std::fs::read(&path).expect("read"));
        assert_eq!(
            [&read.creator, &read.credit_line, &read.source, &read.copyright, &read.usage_terms, &read.caption],
            ["Ұлы Оспан", "Дала", "Press & Co", "© 2026", "سىلتەمە", "渠水 <1>"],
            "{ending}"
        );
        assert_eq!(read.digital_source_type, kind, "{ending}");
        assert_eq!(
            [&read.job_title, &read.instructions, &read.web_statement, &read.event, &read.city, &read.country],
            [
                "Фотограф",
                "Only with <credit>",
                "https://dala.example/rights?a=1&b=2",
                "Су келді",
                "Шымкент",
                "Қазақстан"
            ],
            "{ending}"
        );
    }
    for (format, ending) in [(Jpeg, "jpg"), (Tiff, "tif")] {
        let path = folder.path().join(format!("older.{ending}"));
        std::fs::write(&path, file(&lying(1), format)).expect("written");
        exiftool_writes(
            &path,
            &[
                ("IPTC:By-line", "Ұлы Оспан"),
                ("IPTC:Credit", "Дала"),
                ("IPTC:Source", "Press"),
                ("IPTC:CopyrightNotice", "© 2026"),
                ("IPTC:Caption-Abstract", "渠水"),
                ("IPTC:SpecialInstructions", "Mono out"),
                ("IPTC:By-lineTitle", "Staff"),
                ("IPTC:City", "Шымкент"),
                ("IPTC:Country-PrimaryLocationName", "Қазақстан"),
            ],
        );
        let read = said(&std::fs::read(&path).expect("read"));
        assert_eq!(
            [&read.creator, &read.credit_line, &read.source, &read.copyright, &read.caption],
            ["Ұлы Оспан", "Дала", "Press", "© 2026", "渠水"],
            "{ending}"
        );
        assert_eq!(
            [&read.instructions, &read.job_title, &read.city, &read.country],
            ["Mono out", "Staff", "Шымкент", "Қазақстан"],
            "{ending}"
        );
    }
}

#[test]
fn what_was_changed_in_iim_after_xmp_was_written_stands() {
    let (_folder, path) = written(&described(&jpeg(&lying(1)), &description()).expect("written"));
    let read = || said(&std::fs::read(&path).expect("read"));
    assert_eq!(read().credit_line, description().credit_line, "IIM is only the beginning of it");
    // An old program knows nothing of XMP, nor of the digest.
    exiftool_writes(&path, &[("IPTC:Credit", "Another agency")]);
    assert_eq!(read().credit_line, "Another agency");
    assert_eq!(read().creator, description().creator, "what XMP only says in full stays whole");
    assert_eq!(read().usage_terms, description().usage_terms, "what IIM has no field for stays");
}
