//! The few XMP properties a newsroom fills in by itself (ISO 16684-1), read within bounds.

use roxmltree::{Document, Node, ParsingOptions};

use super::{Said, clean};
use crate::field::{Form, PLACES, PLUS};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
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
        let mut found = Said::default();
        for place in &PLACES {
            let name = (place.namespace.address, place.name);
            let attribute = description.attribute(name).map(|text| vec![clean(text)]);
            let items = attribute.or_else(|| {
                let node = description.children().find(|child| child.has_tag_name(name))?;
                Some(match place.form {
                    Form::Text | Form::Sequence | Form::Bag => values(node),
                    Form::Default | Form::Spoken => default_language(node).into_iter().collect(),
                    Form::Licensor => licensor(node).into_iter().collect(),
                })
            });
            let items = items.unwrap_or_default();
            let is_one = !place.field.is_list() && items.len() > 1;
            found.put(place.field, if is_one { vec![items.join(", ")] } else { items });
        }
        said = said.or(found);
    }
    said
}

/// The address of the first licensor that has one, as an element or as an attribute.
fn licensor(node: Node<'_, '_>) -> Option<String> {
    let name = (PLUS.address, "LicensorURL");
    let text = |node: Node<'_, '_>| match node.has_tag_name(name) {
        true => node.text().map(clean),
        false => node.attribute(name).map(clean),
    };
    node.descendants().filter_map(text).find(|text| !text.is_empty())
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
