//! Translation memories: TMX 1.4b, <https://www.gala-global.org/tmx-14b>.

use std::io::{self, BufWriter, Read, Write};

use jiff::Timestamp;
use jiff::fmt::strtime;
use quick_xml::Writer as XmlWriter;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, Event};

use crate::xml::{InterchangeError, Source, attribute, text_of, write_text};

/// The longest segment that is taken in, in bytes.
pub const MAX_SEGMENT_BYTES: usize = 64 << 10;

/// The most languages of one unit that are taken in.
const MAX_VARIANTS: usize = 64;

/// How TMX writes a moment: ISO 8601 without separators, in UTC.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// One passage in the languages it is known in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The language that it was translated from; nothing when the file does not say.
    pub source: Option<String>,
    /// The passage in each language.
    pub variants: Vec<Variant>,
    /// Who changed it last.
    pub by: String,
    /// When it was changed last, in milliseconds since 1970; nothing when the file does not say.
    pub at_ms: Option<i64>,
}

/// A passage in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variant {
    /// The language, as a BCP 47 tag.
    pub tag: String,
    /// What it says, without the inline codes of the program that wrote it.
    pub text: String,
}

/// Reads a translation memory unit by unit; `each` may end it early by answering false.
pub fn read(input: impl Read, mut each: impl FnMut(Unit) -> bool) -> Result<(), InterchangeError> {
    let mut source = Source::new(input);
    let mut is_tmx = false;
    let mut language = None;
    let mut unit: Option<Unit> = None;
    // How deep inside an inline code, whose text belongs to no language.
    let mut codes = 0_usize;
    let mut in_segment = false;
    loop {
        match source.next()? {
            Event::Eof if is_tmx => return Ok(()),
            Event::Eof => return Err(InterchangeError::Other { expected: "TMX" }),
            Event::Start(element) => match element.local_name().as_ref() {
                "tmx" => is_tmx = true,
                _ if !is_tmx => return Err(InterchangeError::Other { expected: "TMX" }),
                "header" => language = language_of(&element, &["srclang"]),
                "tu" => unit = Some(unit_of(&element, language.as_deref())),
                "tuv" => {
                    let tag = attribute(&element, &["xml:lang", "lang"]).unwrap_or_default();
                    let (by, at_ms) = (attribute(&element, &["changeid"]), moment_of(&element));
                    if let Some(unit) = unit.as_mut().filter(|unit| unit.variants.len() < MAX_VARIANTS) {
                        unit.variants.push(Variant { tag, text: String::new() });
                        unit.by = by.unwrap_or_else(|| std::mem::take(&mut unit.by));
                        unit.at_ms = unit.at_ms.max(at_ms);
                    }
                }
                "seg" => in_segment = true,
                "bpt" | "ept" | "ph" | "it" | "ut" if in_segment => codes += 1,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "header" => {
                language = language_of(&element, &["srclang"]);
            }
            Event::Empty(element) if !is_tmx => {
                is_tmx = element.local_name().as_ref() == "tmx";
                if !is_tmx {
                    return Err(InterchangeError::Other { expected: "TMX" });
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "bpt" | "ept" | "ph" | "it" | "ut" if in_segment => codes = codes.saturating_sub(1),
                "seg" => in_segment = false,
                "tu" => {
                    let mut unit = unit.take().unwrap_or_default();
                    unit.variants
                        .retain(|variant| !variant.text.trim().is_empty() && variant.text.len() <= MAX_SEGMENT_BYTES);
                    if !each(unit) {
                        return Ok(());
                    }
                }
                _ => {}
            },
            event if in_segment && codes == 0 => {
                let variant = unit.as_mut().and_then(|unit| unit.variants.last_mut());
                if let (Some(text), Some(variant)) = (text_of(&event), variant)
                    && variant.text.len() <= MAX_SEGMENT_BYTES
                {
                    variant.text.push_str(&text);
                }
            }
            _ => {}
        }
    }
}

fn unit_of(element: &BytesStart<'_>, language: Option<&str>) -> Unit {
    Unit {
        source: language_of(element, &["srclang"]).or_else(|| language.map(str::to_owned)),
        variants: Vec::new(),
        by: attribute(element, &["changeid", "creationid"]).unwrap_or_default(),
        at_ms: moment_of(element),
    }
}

/// A language, unless it is `*all*`.
fn language_of(element: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    attribute(element, names).filter(|tag| !tag.is_empty() && !tag.starts_with('*'))
}

fn moment_of(element: &BytesStart<'_>) -> Option<i64> {
    let written = attribute(element, &["changedate", "creationdate"])?;
    let time = strtime::parse("%Y%m%dT%H%M%SZ", written).ok()?.to_datetime().ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// A translation memory that is being written.
pub struct Writer<W: Write> {
    xml: XmlWriter<BufWriter<W>>,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub fn new(output: W, version: &str) -> io::Result<Self> {
        let mut xml = XmlWriter::new_with_indent(BufWriter::new(output), b' ', 1);
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.write_event(Event::Start(BytesStart::new("tmx").with_attributes([("version", "1.4")])))?;
        let header = BytesStart::new("header").with_attributes([
            ("creationtool", "Tilshi"),
            ("creationtoolversion", version),
            ("segtype", "paragraph"),
            ("o-tmf", "Tilshi"),
            ("adminlang", "en"),
            ("srclang", "*all*"),
            ("datatype", "plaintext"),
        ]);
        xml.write_event(Event::Empty(header))?;
        xml.write_event(Event::Start(BytesStart::new("body")))?;
        Ok(Self { xml })
    }

    /// Writes one unit.
    pub fn write(&mut self, unit: &Unit) -> io::Result<()> {
        let mut element = BytesStart::new("tu");
        if let Some(source) = &unit.source {
            element.push_attribute(("srclang", source.as_str()));
        }
        let moment = unit.at_ms.and_then(|at| Timestamp::from_millisecond(at).ok());
        if let Some(moment) = moment {
            element.push_attribute(("changedate", moment.strftime(MOMENT).to_string().as_str()));
        }
        if !unit.by.is_empty() {
            element.push_attribute(("changeid", crate::xml::allowed(&unit.by).as_str()));
        }
        self.xml.write_event(Event::Start(element))?;
        for variant in &unit.variants {
            let element = BytesStart::new("tuv").with_attributes([("xml:lang", variant.tag.as_str())]);
            self.xml.write_event(Event::Start(element))?;
            self.xml.write_event(Event::Start(BytesStart::new("seg")))?;
            write_text(&mut self.xml, &variant.text)?;
            self.xml.write_event(Event::End(BytesEnd::new("seg")))?;
            self.xml.write_event(Event::End(BytesEnd::new("tuv")))?;
        }
        self.xml.write_event(Event::End(BytesEnd::new("tu")))
    }

    /// Ends the file.
    pub fn finish(mut self) -> io::Result<W> {
        self.xml.write_event(Event::End(BytesEnd::new("body")))?;
        self.xml.write_event(Event::End(BytesEnd::new("tmx")))?;
        let mut output = self.xml.into_inner();
        output.flush()?;
        output.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(file: &[u8]) -> Result<Vec<Unit>, InterchangeError> {
        let mut units = Vec::new();
        read(file, |unit| {
            units.push(unit);
            true
        })?;
        Ok(units)
    }

    fn variant(tag: &str, text: &str) -> Variant {
        Variant { tag: tag.into(), text: text.into() }
    }

    const OF_OTHERS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
        <!DOCTYPE tmx SYSTEM "tmx14.dtd">
        <tmx version="1.4"><header srclang="EN-US" segtype="sentence"/><body>
        <tu tuid="1" changedate="20250301T080910Z" changeid="dana">
          <prop type="client">Dala</prop>
          <tuv xml:lang="en-US"><seg>Water &amp; <bpt i="1">&lt;b></bpt>ice<ept i="1">&lt;/b></ept> &#8211; <hi>all</hi> of it</seg></tuv>
          <tuv lang="RU"><seg><![CDATA[Вода & лёд]]></seg></tuv>
          <tuv xml:lang="zh"><seg> </seg></tuv>
        </tu>
        <tu srclang="*all*"><tuv xml:lang="kk"><seg>Су</seg></tuv></tu>
        </body></tmx>"#;

    #[test]
    fn what_other_programs_write_is_read_without_their_codes() {
        let units = all(OF_OTHERS.as_bytes()).expect("read");
        let first = Unit {
            source: Some("EN-US".into()),
            variants: vec![variant("en-US", "Water & ice – all of it"), variant("RU", "Вода & лёд")],
            by: "dana".into(),
            at_ms: Some(1_740_816_550_000),
        };
        let second = Unit { source: Some("EN-US".into()), variants: vec![variant("kk", "Су")], ..Unit::default() };
        assert_eq!(units, [first, second]);
        let utf16: Vec<u8> = std::iter::once(0xFEFF)
            .chain(OF_OTHERS.replace("utf-8", "utf-16").encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(all(&utf16).expect("read").len(), 2, "many programs write UTF-16");
        let mut seen = 0;
        read(OF_OTHERS.as_bytes(), |_| {
            seen += 1;
            false
        })
        .expect("read");
        assert_eq!(seen, 1, "whoever has enough gets no more");
    }

    #[test]
    fn what_is_no_memory_is_refused_with_the_reason() {
        let other = |file: &str| matches!(all(file.as_bytes()), Err(InterchangeError::Other { expected: "TMX" }));
        assert!(other("") && other("Arna") && other("<xliff/>") && other("<html><tmx/></html>"));
        assert!(matches!(all(b"<tmx><body><tu></body></tmx>"), Err(InterchangeError::Malformed { .. })));
        assert!(matches!(all(b"<tmx><body><tu"), Err(InterchangeError::Malformed { .. })));
        let breaks_off = b"<tmx><body><tu><tuv xml:lang=\"en\"><seg>a</seg></tuv></tu>";
        assert!(matches!(all(breaks_off), Err(InterchangeError::Malformed { .. })));
        assert!(all(b"<tmx/>").expect("an empty one").is_empty());
        let large = format!("<tmx><body><tu><tuv><seg>{}</seg></tuv></tu></body></tmx>", "a".repeat(5 << 20));
        assert!(matches!(all(large.as_bytes()), Err(InterchangeError::TooLarge { .. })));
        // A bomb of entities stays what it is: nothing of the file's own is resolved.
        let bomb = r#"<!DOCTYPE tmx [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><tmx><tu><tuv xml:lang="en"><seg>&b;!</seg></tuv></tu></tmx>"#;
        assert_eq!(all(bomb.as_bytes()).expect("read")[0].variants, [variant("en", "!")]);
        let outside = r#"<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx><tu><tuv xml:lang="en"><seg>&a;!</seg></tuv></tu></tmx>"#;
        assert_eq!(all(outside.as_bytes()).expect("read")[0].variants, [variant("en", "!")]);
    }

    #[test]
    fn the_file_is_what_the_standard_describes() {
        let mut writer = Writer::new(Vec::new(), "1").expect("begun");
        let unit = Unit {
            source: Some("en".into()),
            variants: vec![variant("en", "Water & <ice>\u{1}"), variant("kk-Arab", "سۋ")],
            by: "Dana \"D\"".into(),
            at_ms: Some(1_740_816_550_000),
        };
        writer.write(&unit).expect("written");
        let file = String::from_utf8(writer.finish().expect("ended")).expect("UTF-8");
        expect_test::expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?>
            <tmx version="1.4">
             <header creationtool="Tilshi" creationtoolversion="1" segtype="paragraph" o-tmf="Tilshi" adminlang="en" srclang="*all*" datatype="plaintext"/>
             <body>
              <tu srclang="en" changedate="20250301T080910Z" changeid="Dana &quot;D&quot;">
               <tuv xml:lang="en">
                <seg>Water &amp; &lt;ice&gt;</seg>
               </tuv>
               <tuv xml:lang="kk-Arab">
                <seg>سۋ</seg>
               </tuv>
              </tu>
             </body>
            </tmx>"#]]
        .assert_eq(&file);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(texts in prop::collection::vec("[^\\s\\p{C}\\r]\\PC{0,30}", 1..4), by in "[a-z]{0,5}") {
            let variants = texts.iter().map(|text| variant("ru", text)).collect();
            let unit = Unit { source: Some("ru".into()), variants, by, at_ms: Some(1_740_816_550_000) };
            let mut writer = Writer::new(Vec::new(), "1").expect("begun");
            writer.write(&unit).expect("written");
            prop_assert_eq!(all(&writer.finish().expect("ended")).expect("read"), [unit]);
        }

        #[test]
        fn no_file_harms_the_reader(file in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = all(&file);
        }
    }
}
