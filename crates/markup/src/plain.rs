//! The words of a story without their markup: for search, counting, previews and descriptions.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use crate::tree::parse;

/// The story's words; paragraphs stand apart by an empty line.
pub fn to_plain(markdown: &str) -> String {
    paragraphs(markdown).join("\n\n")
}

/// The words of each paragraph, heading, list item, table row and block of code, in order; none is empty.
pub fn paragraphs(markdown: &str) -> Vec<String> {
    let arena = Arena::new();
    let mut found = Vec::new();
    let mut current = String::new();
    for node in parse(&arena, markdown).descendants() {
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph
            | NodeValue::Heading(_)
            | NodeValue::TableRow(_)
            | NodeValue::ThematicBreak
            | NodeValue::List(_)
            | NodeValue::BlockQuote => finish(&mut current, &mut found),
            NodeValue::TableCell if is_not_first(node) => current.push('\t'),
            NodeValue::CodeBlock(block) => {
                finish(&mut current, &mut found);
                current.push_str(&block.literal);
            }
            NodeValue::Text(text) => current.push_str(text),
            NodeValue::Code(code) => current.push_str(&code.literal),
            NodeValue::HtmlInline(literal) => current.push_str(literal),
            NodeValue::SoftBreak => current.push(' '),
            NodeValue::LineBreak => current.push('\n'),
            _ => {}
        }
    }
    finish(&mut current, &mut found);
    found
}

fn is_not_first(node: Node<'_>) -> bool {
    node.previous_sibling().is_some()
}

fn finish(current: &mut String, found: &mut Vec<String>) {
    let text = current.trim();
    if !text.is_empty() {
        found.push(text.to_owned());
    }
    current.clear();
}
