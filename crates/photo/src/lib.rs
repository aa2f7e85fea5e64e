//! Decoding, orienting and scaling pictures within bounds, reading what their files say, and writing it.
//!
//! Bytes in, bytes out: knows no file, no story and no network. Every file is treated as hostile.

mod colour;
mod described;
mod error;
mod exif;
mod field;
mod jpeg;
mod likeness;
mod opened;
mod rendition;
mod said;
pub mod sketch;

pub use described::{Description, FIELDS, described};
pub use error::PhotoError;
pub use field::{Field, is_date};
pub use likeness::{MOST_DIFFERENT, likeness};
pub use opened::{Format, MAX_FILE_BYTES, MAX_MEGAPIXELS, MAX_SIDE, Probe, probe};
pub use rendition::{Coding, Rendition, THUMBNAIL_SIDE, WEB_SIDE, cropped, thumbnail, web_rendition};
pub use said::{Said, said};
