//! Picture files.

/// Whatever claims to be a picture is one of a known kind and size, or is refused; what it says of its creator is text.
pub fn picture(bytes: &[u8]) {
    if let Ok(probe) = tilshi_photo::probe(bytes) {
        assert!(probe.width > 0 && probe.height > 0);
    }
    let _ = tilshi_photo::web_rendition(bytes);
    let _ = tilshi_photo::said(bytes);
}
