//! The one stylesheet of all reader pages.

use std::sync::LazyLock;

use tilshi_story::ValueHash;

/// The stylesheet, to be served at [`stylesheet_path`] for ever: a change of a byte changes the path.
pub const STYLESHEET: &str = include_str!("../data/page.css");

/// The path of the stylesheet, which names its content.
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| {
        let hash = ValueHash::of(STYLESHEET.as_bytes()).to_string();
        format!("/assets/page-{}.css", &hash[..16])
    });
    &PATH
}
