//! An XMP packet (ISO 16684-1) with the properties of the IPTC Photo Metadata Standard 2025.1.

use std::fmt::Write as _;

use super::Description;
use super::jpeg::Segment;
use crate::field::{Field, Form, NAMESPACES, Namespace, PLUS, Place};

const APP1: u8 = 0xE1;
const NAMESPACE: &str = "http://ns.adobe.com/xap/1.0/\0";
const MOST_OF_A_LANGUAGE: usize = 100;

pub(super) fn segment(description: &Description) -> Segment {
    (APP1, [NAMESPACE.as_bytes(), packet(description).as_bytes()].concat())
}

/// The packet by itself.
pub(super) fn packet(description: &Description) -> String {
    let mut properties = String::new();
    for (field, items) in &description.texts {
        let Place { namespace, name, form, most_bytes, .. } = field.place();
        let value = value(*form, items, *most_bytes, &description.language);
        // A string takes all that is written to it.
        let _ = writeln!(properties, "   <{0}:{name}>{value}</{0}:{name}>", namespace.prefix);
    }
    if description.texts.contains_key(&Field::CopyrightNotice) {
        properties += "   <xmpRights:Marked>True</xmpRights:Marked>\n";
    }
    let mut namespaces = String::new();
    for Namespace { prefix, address } in NAMESPACES {
        let _ = write!(namespaces, "\n    xmlns:{prefix}=\"{address}\"");
    }
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">
 <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">
  <rdf:Description rdf:about=\"\"{namespaces}>
{properties}  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end=\"r\"?>"
    )
}

/// A property's value in its form, of at most so many bytes of text.
fn value(form: Form, items: &[String], most_bytes: usize, language: &str) -> String {
    let one = || escaped(&items.join(", "), most_bytes);
    match form {
        Form::Text => one(),
        Form::Default => format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", one()),
        Form::Spoken => {
            let (text, language) = (one(), escaped(language, MOST_OF_A_LANGUAGE));
            format!(
                "<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li><rdf:li xml:lang=\"{language}\">{text}</rdf:li></rdf:Alt>"
            )
        }
        Form::Sequence => format!("<rdf:Seq>{}</rdf:Seq>", listed(items, most_bytes)),
        Form::Bag => format!("<rdf:Bag>{}</rdf:Bag>", listed(items, most_bytes)),
        Form::Licensor => {
            let address = format!("<{0}:LicensorURL>{1}</{0}:LicensorURL>", PLUS.prefix, one());
            format!("<rdf:Seq><rdf:li rdf:parseType=\"Resource\">{address}</rdf:li></rdf:Seq>")
        }
    }
}

/// As many items as fit, each whole but a first one that is too long by itself.
fn listed(items: &[String], most_bytes: usize) -> String {
    let mut made = String::new();
    for item in items {
        let item = format!("<rdf:li>{}</rdf:li>", escaped(item, most_bytes));
        if !made.is_empty() && made.len() + item.len() > most_bytes {
            break;
        }
        made += &item;
    }
    made
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
