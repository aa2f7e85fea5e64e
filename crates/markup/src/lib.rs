//! A story's Markdown (CommonMark with tables and strikethrough) as safe HTML and as plain text.
//!
//! The only place that knows the Markdown parser. Must not know what a page looks like around the text.

mod bidi;
mod embed;
mod html;
mod kept;
mod plain;
mod tree;

pub use bidi::without_bidi_controls;
pub use embed::{Embed, embed_of};
pub use html::{Piece, SafeHtml, to_html, to_pieces_after};
pub use kept::wordless_spans;
pub use plain::{paragraphs, to_plain};
pub use tree::without_photos;
