//! An XMP packet (ISO 16684-1) with the properties of the IPTC Photo Metadata Standard 2025.1.

use std::fmt::Write as _;

use super::Description;
use super::jpeg::Segment;

const APP1: u8 = 0xE1;
const NAMESPACE: &str = "http://ns.adobe.com/xap/1.0/\0";
const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// A segment holds 65,502 bytes of XMP. These bounds, of bytes as they are written, keep any packet below that: a passage
/// stands in it twice, for its language and for readers that ask for none.
const MOST_OF_A_PASSAGE: usize = 9_000;
const MOST_OF_A_LINE: usize = 4_000;
const MOST_OF_A_NOTE: usize = 1_500;
const MOST_OF_A_NAME: usize = 500;

pub(super) fn segment(description: &Description) -> Segment {
    (APP1, [NAMESPACE.as_bytes(), packet(description).as_bytes()].concat())
}

fn packet(description: &Description) -> String {
    let line = |text: &str| escaped(text, MOST_OF_A_LINE);
    let passage = |text: &str| escaped(text, MOST_OF_A_PASSAGE);
    let mut properties = String::new();
    let mut put = |name: &str, value: String| {
        // A string takes all that is written to it.
        let _ = writeln!(properties, "   <{name}>{value}</{name}>");
    };
    let plain = |text: String| format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt>");
    let spoken = |text: String| {
        let language = line(&description.language);
        format!(
            "<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li><rdf:li xml:lang=\"{language}\">{text}</rdf:li></rdf:Alt>"
        )
    };
    let creator = line(&description.creator);
    if !creator.is_empty() {
        put("dc:creator", format!("<rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq>"));
    }
    for (name, text, most_bytes) in [
        ("photoshop:Credit", &description.credit_line, MOST_OF_A_LINE),
        ("photoshop:Source", &description.source, MOST_OF_A_LINE),
        ("photoshop:AuthorsPosition", &description.job_title, MOST_OF_A_NAME),
        ("photoshop:Instructions", &description.instructions, MOST_OF_A_NOTE),
        ("photoshop:City", &description.city, MOST_OF_A_NAME),
        ("photoshop:Country", &description.country, MOST_OF_A_NAME),
        ("xmpRights:WebStatement", &description.web_statement, MOST_OF_A_NOTE),
    ] {
        if !text.is_empty() {
            put(name, escaped(text, most_bytes));
        }
    }
    if !description.copyright_notice.is_empty() {
        put("dc:rights", plain(line(&description.copyright_notice)));
        put("xmpRights:Marked", "True".into());
    }
    if !description.usage_terms.is_empty() {
        put("xmpRights:UsageTerms", plain(line(&description.usage_terms)));
    }
    if !description.event.is_empty() {
        put("Iptc4xmpExt:Event", plain(escaped(&description.event, MOST_OF_A_NAME)));
    }
    if !description.digital_source_type.is_empty() {
        put("Iptc4xmpExt:DigitalSourceType", format!("{SOURCE_TYPES}{}", line(&description.digital_source_type)));
    }
    if !description.caption.is_empty() {
        put("dc:description", spoken(passage(&description.caption)));
    }
    if !description.alt_text.is_empty() {
        put("Iptc4xmpCore:AltTextAccessibility", spoken(passage(&description.alt_text)));
    }
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">
 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">
  <rdf:Description rdf:about=\"\"
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\"
    xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"
    xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\"
    xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\"
    xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\">
{properties}  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end=\"r\"?>"
    )
}

/// Text as XML 1.0 takes it, cut so that it has at most so many bytes.
fn escaped(text: &str, most_bytes: usize) -> String {
    let mut made = String::new();
    for character in text.chars() {
        let length = made.len();
        match character {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '"' => made.push_str("&quot;"),
            // A parser would turn it into a line feed.
            '\r' => made.push_str("&#13;"),
            '\n' | '\t' => made.push(character),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => made.push(character),
        }
        if made.len() > most_bytes {
            made.truncate(length);
            break;
        }
    }
    made
}
