//! Safe HTML of a story: the parser escapes, the tree is cleaned, and a sieve with a short list goes over the result.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use comrak::nodes::Node;
use comrak::{Arena, format_html};

use crate::tree::{SCHEMES, Stretch, options, parse, parse_stretches};
use crate::without_bidi_controls;

/// HTML that can run nothing and reach for nothing. Only this crate can make it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup, to be printed as it is.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A story's Markdown as HTML; its first-level heading becomes `h2`, below the headline.
pub fn to_html(markdown: &str) -> SafeHtml {
    let arena = Arena::new();
    sieved(parse(&arena, &without_bidi_controls(markdown)))
}

/// A piece of a story as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(SafeHtml),
    /// The place of a photo: its id as it was written, which may be any text.
    Photo(String),
}

/// The story cut where its photos have their place (`![](photo:ID)`, alone in a paragraph). The dateline opens the
/// first paragraph as `<span class="mark">`, wherever photos stand.
pub fn to_pieces_after(dateline: &str, markdown: &str) -> Vec<Piece> {
    let arena = Arena::new();
    let mut pieces: Vec<Piece> = parse_stretches(&arena, &without_bidi_controls(markdown))
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Blocks(blocks) => Piece::Words(sieved(blocks)),
            Stretch::Photo(photo) => Piece::Photo(photo),
        })
        .collect();
    let first = pieces.iter_mut().find_map(|piece| match piece {
        Piece::Words(words) => Some(words),
        Piece::Photo(_) => None,
    });
    match first {
        Some(words) => *words = opened_by(dateline, std::mem::take(words)),
        None => {
            let alone = opened_by(dateline, SafeHtml::default());
            if !alone.is_empty() {
                pieces.push(Piece::Words(alone));
            }
        }
    }
    pieces
}

fn sieved(root: Node<'_>) -> SafeHtml {
    let mut html = String::new();
    // Writing to a string cannot fail; were it to, the sieve below would still only see whole text.
    let written = format_html(root, &options(), &mut html);
    debug_assert!(written.is_ok());
    SafeHtml(SIEVE.clean(&html).to_string().trim_end().to_owned())
}

fn opened_by(dateline: &str, body: SafeHtml) -> SafeHtml {
    let dateline = without_bidi_controls(dateline.trim());
    if dateline.is_empty() {
        return body;
    }
    let mark = format!("<span class=\"mark\">{}</span>", ammonia::clean_text(&dateline).replace("&#32;", " "));
    // A full-width bracket brings its own space.
    let space = if dateline.ends_with('）') { "" } else { " " };
    SafeHtml(match body.0.strip_prefix("<p>") {
        Some(rest) => format!("<p>{mark}{space}{rest}"),
        None => format!("<p>{mark}</p>\n{body}").trim_end().to_owned(),
    })
}

static SIEVE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sieve = Builder::empty();
    sieve
        .tags(HashSet::from([
            "p",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "blockquote",
            "pre",
            "code",
            "em",
            "strong",
            "del",
            "a",
            "hr",
            "br",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href", "title"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"))
        .strip_comments(true);
    sieve
});
