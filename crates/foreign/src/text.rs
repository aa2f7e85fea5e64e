//! Running text, which is CommonMark from anywhere.

/// No text runs code on a page.
pub fn text(bytes: &[u8]) {
    let Ok(markdown) = std::str::from_utf8(bytes) else { return };
    let pieces = tilshi_markup::to_pieces_after("ASTANA", markdown).into_iter().filter_map(|piece| match piece {
        tilshi_markup::Piece::Words(html) => Some(html),
        tilshi_markup::Piece::Photo(_) => None,
    });
    for html in pieces.chain([tilshi_markup::to_html(markdown)]) {
        for tag in html.as_str().split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default().to_lowercase();
            check(&tag);
        }
    }
}

fn check(tag: &str) {
    let name = tag.trim_start_matches('/').split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    assert!(!["script", "iframe", "object", "embed", "style", "form", "svg"].contains(&name), "<{tag}>");
    // Every other piece between quotes is the value of an attribute.
    let mut pieces = tag.split('"');
    while let Some(names) = pieces.next() {
        assert!(!names.contains(" on"), "<{tag}>");
        let value = pieces.next().unwrap_or_default();
        let runs = names.ends_with("href=") || names.ends_with("src=");
        assert!(!(runs && value.trim_start().starts_with("javascript:")), "<{tag}>");
    }
}
