//! Picture files.

use tilshi_photo::{Description, FIELDS, Field};

/// Whatever claims to be a picture is one of a known kind and size, or is refused; what it says of its creator is text, and
/// what is written into it takes the place of that whole.
pub fn picture(bytes: &[u8]) {
    if let Ok(probe) = tilshi_photo::probe(bytes) {
        assert!(probe.width > 0 && probe.height > 0);
    }
    let _ = tilshi_photo::web_rendition(bytes);
    let said = tilshi_photo::said(bytes);
    let mut description = Description::new("kk-Cyrl");
    for (_, field) in FIELDS {
        description.put(field, said.items(field).to_vec());
    }
    description.put(Field::Caption, vec![said.text(Field::Caption)]);
    if let Ok(described) = tilshi_photo::described(bytes, &description) {
        let again = tilshi_photo::described(&described, &description);
        assert_eq!(again.as_ref(), Ok(&described), "what was written is written again the same");
    }
}
