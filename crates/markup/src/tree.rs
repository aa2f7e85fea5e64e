//! The parsed story, with everything taken out that must not reach a reader.

use comrak::arena_tree::NodeEdge;
use comrak::html::escape_href;
use comrak::nodes::{Node, NodeLink, NodeValue};
use comrak::{Arena, Options, parse_document};

use crate::embed::embed_of;

/// The addresses a story may point to.
pub(crate) const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Quotations inside quotations, beyond which the level no longer shows: browsers and the sieve slow down with depth.
const MAX_QUOTE_DEPTH: usize = 8;

pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    // What looks like HTML is text that somebody typed: readers see it as typed.
    options.render.escape = true;
    options
}

/// In front of the id of a photo of the story that has its place in the text: `![](photo:ID)`, alone in a paragraph.
const PHOTO: &str = "photo:";

/// Parses a story: headings one level below the headline, links only where they may point, no pictures (they come
/// through the story's photos, with their credit; the alternative text of a picture stays as text).
pub(crate) fn parse<'a>(arena: &'a Arena<'a>, markdown: &str) -> Node<'a> {
    let root = parse_document(arena, markdown, &options());
    for paragraph in root.children().collect::<Vec<_>>() {
        if placed_photo(paragraph).is_some() {
            paragraph.detach();
        }
    }
    clean(arena, root);
    root
}

/// A stretch of the story: its blocks between two placed photos, or the id of a photo.
pub(crate) enum Stretch<'a> {
    /// A document of its own.
    Blocks(Node<'a>),
    /// What stands after `photo:`.
    Photo(String),
}

/// The same story, cut where photos have their place.
pub(crate) fn parse_stretches<'a>(arena: &'a Arena<'a>, markdown: &str) -> Vec<Stretch<'a>> {
    let root = parse_document(arena, markdown, &options());
    let mut stretches = Vec::new();
    for block in root.children().collect::<Vec<_>>() {
        if let Some(photo) = placed_photo(block) {
            stretches.push(Stretch::Photo(photo));
            continue;
        }
        let blocks = match stretches.last() {
            Some(Stretch::Blocks(blocks)) => *blocks,
            _ => {
                let blocks: Node<'a> = arena.alloc(NodeValue::Document.into());
                stretches.push(Stretch::Blocks(blocks));
                blocks
            }
        };
        blocks.append(block);
    }
    for stretch in &stretches {
        if let Stretch::Blocks(blocks) = stretch {
            clean(arena, blocks);
        }
    }
    stretches
}

/// The photo that a paragraph is the place of.
fn placed_photo(block: Node<'_>) -> Option<String> {
    if !matches!(block.data().value, NodeValue::Paragraph) {
        return None;
    }
    let only = block.first_child().filter(|child| child.next_sibling().is_none())?;
    match &only.data().value {
        NodeValue::Image(image) if only.first_child().is_none() => image.url.strip_prefix(PHOTO).map(str::to_owned),
        _ => None,
    }
}

/// The story, still Markdown, without the places of its photos.
pub fn without_photos(markdown: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options());
    let lines: Vec<&str> = markdown.split('\n').collect();
    let mut left = vec![true; lines.len()];
    for block in root.children().filter(|block| placed_photo(block).is_some()) {
        let at = block.data().sourcepos;
        // With the blank line below it, or two would stand where one stood.
        let until = at.end.line + usize::from(lines.get(at.end.line).is_some_and(|line| line.trim().is_empty()));
        left.iter_mut().take(until).skip(at.start.line - 1).for_each(|line| *line = false);
    }
    let left = lines.iter().zip(left).filter_map(|(line, left)| left.then_some(*line));
    left.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Takes out what must not reach a reader.
fn clean<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    for (node, quote_depth) in nodes(root) {
        let only_its_content = match &mut node.data_mut().value {
            NodeValue::Heading(heading) => {
                heading.level = (heading.level + 1).min(6);
                false
            }
            NodeValue::Link(link) => !may_point_to(&link.url),
            NodeValue::Image(_) => true,
            NodeValue::BlockQuote => quote_depth > MAX_QUOTE_DEPTH,
            // Shown as typed, it is a paragraph like any other.
            value @ NodeValue::HtmlBlock(_) => {
                if let NodeValue::HtmlBlock(block) = std::mem::replace(value, NodeValue::Paragraph) {
                    let typed = block.literal.trim_end().to_owned();
                    node.append(arena.alloc(NodeValue::Text(typed.into()).into()));
                }
                false
            }
            _ => false,
        };
        if only_its_content {
            let children: Vec<Node<'a>> = node.children().collect();
            for child in children {
                node.insert_before(child);
            }
            node.detach();
        }
    }
    for (node, _) in nodes(root) {
        link_embed(arena, node);
    }
}

/// A paragraph that is nothing but the address of a post or a video becomes a link that says where it leads.
fn link_embed<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    if !matches!(node.data().value, NodeValue::Paragraph) {
        return;
    }
    let mut typed = String::new();
    for child in node.children() {
        match &child.data().value {
            NodeValue::Text(text) => typed.push_str(text),
            // An address between angle brackets is a link already.
            NodeValue::Link(link) if node.first_child().is_some_and(|only| only.next_sibling().is_none()) => {
                typed.push_str(&link.url);
                let says_more = child
                    .children()
                    .any(|inner| !matches!(&inner.data().value, NodeValue::Text(text) if **text == *link.url));
                if says_more {
                    return;
                }
            }
            _ => return,
        }
    }
    let Some(embed) = embed_of(&typed) else { return };
    for child in node.children().collect::<Vec<_>>() {
        child.detach();
    }
    let link = NodeLink { url: embed.address.clone(), title: String::new() };
    let link = arena.alloc(NodeValue::Link(Box::new(link)).into());
    link.append(arena.alloc(NodeValue::Text(embed.words().into()).into()));
    node.append(link);
}

/// Every node with the number of quotations around and at it, gathered before the tree changes under the walk.
fn nodes<'a>(root: Node<'a>) -> Vec<(Node<'a>, usize)> {
    let mut nodes = Vec::new();
    let mut depth = 0;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                depth += usize::from(is_quote(node));
                nodes.push((node, depth));
            }
            NodeEdge::End(node) => depth -= usize::from(is_quote(node)),
        }
    }
    nodes
}

fn is_quote(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::BlockQuote)
}

/// Whether a link may stand: its scheme is one of ours, and it is an address at all. The sieve would take a
/// malformed address away and leave a link that leads nowhere.
fn may_point_to(address: &str) -> bool {
    let sound = address.chars().all(|character| !character.is_control() && !character.is_whitespace());
    // As the sieve will read it: some signs are escaped in print, and a host with an escaped backslash is none.
    let mut printed = String::new();
    let is_printed = escape_href(&mut printed, address, false).is_ok();
    let printed = printed.replace("&#x27;", "'").replace("&amp;", "&");
    let leads = |address: &str| ammonia::Url::parse(address).is_ok_and(|url| SCHEMES.contains(&url.scheme()));
    sound && is_printed && leads(address) && leads(&printed)
}
