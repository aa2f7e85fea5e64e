//! The few XMP properties a newsroom fills in by itself (ISO 16684-1), read within bounds.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Said, clean};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const EXTENSION: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const MAX_PACKET_BYTES: usize = 1024 * 1024;
/// The parser calls itself for every level, so depth is counted before it starts.
const MAX_DEPTH: usize = 32;
const MAX_NODES: u32 = 50_000;

pub(super) fn read(packet: &[u8]) -> Said {
    let Some(text) = std::str::from_utf8(packet).ok().filter(|text| text.len() <= MAX_PACKET_BYTES) else {
        return Said::default();
    };
    let text = text.trim_start_matches('\u{FEFF}').trim_end_matches(['\0', ' ', '\n', '\r']);
    if deepest(text) > MAX_DEPTH {
        return Said::default();
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return Said::default() };
    let mut said = Said::default();
    for description in document.descendants().filter(|node| node.has_tag_name((RDF, "Description"))) {
        let simple = |namespace: &str, name: &str| {
            let attribute = description.attribute((namespace, name)).map(clean);
            attribute.or_else(|| child(description, namespace, name).map(|node| values(node).join(", ")))
        };
        let localised = |namespace: &str, name: &str| {
            let attribute = description.attribute((namespace, name)).map(clean);
            attribute.or_else(|| child(description, namespace, name).and_then(default_language))
        };
        let found = Said {
            creator: simple(DC, "creator").unwrap_or_default(),
            credit_line: simple(PHOTOSHOP, "Credit").unwrap_or_default(),
            caption: localised(DC, "description").unwrap_or_default(),
            source: simple(PHOTOSHOP, "Source").unwrap_or_default(),
            copyright: localised(DC, "rights").unwrap_or_default(),
            usage_terms: localised(RIGHTS, "UsageTerms").unwrap_or_default(),
            job_title: simple(PHOTOSHOP, "AuthorsPosition").unwrap_or_default(),
            instructions: simple(PHOTOSHOP, "Instructions").unwrap_or_default(),
            web_statement: simple(RIGHTS, "WebStatement").unwrap_or_default(),
            event: localised(EXTENSION, "Event").unwrap_or_default(),
            city: simple(PHOTOSHOP, "City").unwrap_or_default(),
            country: simple(PHOTOSHOP, "Country").unwrap_or_default(),
            digital_source_type: simple(EXTENSION, "DigitalSourceType").unwrap_or_default(),
        };
        said = said.or(found);
    }
    said
}

/// An upper bound of the depth: opening tags that are not closed yet, by counting signs alone.
fn deepest(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for tag in text.split('<').skip(1) {
        match tag.as_bytes().first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') => {}
            _ if tag.split_once('>').is_some_and(|(inside, _)| inside.ends_with('/')) => {}
            _ => {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

fn child<'a, 'input>(node: Node<'a, 'input>, namespace: &str, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.has_tag_name((namespace, name)))
}

/// The items of an array, or the text itself.
fn values(node: Node<'_, '_>) -> Vec<String> {
    let items: Vec<String> = items(node).filter_map(|item| item.text()).map(clean).filter(|t| !t.is_empty()).collect();
    if items.is_empty() { node.text().map(clean).filter(|text| !text.is_empty()).into_iter().collect() } else { items }
}

/// The item of the default language, else the first.
fn default_language(node: Node<'_, '_>) -> Option<String> {
    let default = items(node).find(|item| item.attribute((XML, "lang")) == Some("x-default"));
    match default.and_then(|item| item.text()).map(clean).filter(|text| !text.is_empty()) {
        Some(text) => Some(text),
        None => values(node).into_iter().next(),
    }
}

fn items<'a, 'input: 'a>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.descendants().filter(|item| item.has_tag_name((RDF, "li")))
}
