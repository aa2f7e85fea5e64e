//! What translators exchange: TMX 1.4, XLIFF 2.1 and tables of words, in and out, and what a translating service is asked.
//!
//! Knows tags of languages (BCP 47) and texts, and nothing of stories. Whatever is read comes from elsewhere: it is bounded,
//! and nothing in it is looked up anywhere.

pub mod machine;
mod marks;
pub mod table;
pub mod tmx;
pub mod xliff;
mod xml;

pub use xml::InterchangeError;
