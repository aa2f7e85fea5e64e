//! How large values may grow. The numbers keep one document well inside one pull body.

use tilshi_story::{Content, Failure, PartKey, PartValue};

/// Most items of a set or a list.
const ITEMS: usize = 1_000;
/// Most parts of one document.
const PARTS: usize = 2_000;
/// Most bytes of one document.
const DOCUMENT_BYTES: usize = 3 << 20;

/// Refuses a document that is too large, or a value that only looks like one of a later version.
pub(super) fn check_size(content: &Content) -> Result<(), Failure> {
    let mut total_bytes = 0;
    for (count, (key, value)) in content.iter().enumerate() {
        total_bytes += check_value(key, value)?;
        if total_bytes > DOCUMENT_BYTES {
            return Err(Failure::new("too-large").with("limit", DOCUMENT_BYTES));
        }
        if count >= PARTS {
            return Err(Failure::new("too-large").with("limit", PARTS));
        }
    }
    Ok(())
}

fn check_value(key: &PartKey, value: &PartValue) -> Result<usize, Failure> {
    let too_large = |limit: usize| Failure::new("too-large").with("part", key).with("limit", limit);
    let (size_bytes, items) = match value {
        PartValue::Text(text) => (text.len(), 1),
        PartValue::Set(set) => (set.iter().map(String::len).sum(), set.len()),
        PartValue::List(list) => (list.iter().map(String::len).sum(), list.len()),
        // Kinds below 3 are the shapes above: as opaque bytes they would share a hash with a real text or list.
        PartValue::Opaque { kind: 0..=2, .. } => return Err(Failure::new("bad-patch").with("part", key)),
        PartValue::Opaque { bytes, .. } => (bytes.len(), 1),
    };
    if items > ITEMS {
        return Err(too_large(ITEMS));
    }
    let limit = key.max_bytes();
    if size_bytes > limit { Err(too_large(limit)) } else { Ok(size_bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::Part;

    fn check(part: Part, value: PartValue) -> Option<String> {
        let content: Content = [(part.key(), value)].into_iter().collect();
        check_size(&content).err().map(|failure| failure.to_string())
    }

    #[test]
    fn what_is_too_large_is_named() {
        let en: tilshi_story::EditionKey = "en".parse().expect("an edition key");
        let long = |part: &Part, more: usize| {
            let text = "x".repeat(part.key().max_bytes() + more);
            check(part.clone(), PartValue::text(text))
        };
        let (body, headline) = (Part::Body(en.clone()), Part::Headline(en));
        assert_eq!(long(&body, 0), None);
        assert_eq!(long(&body, 1).as_deref(), Some("too-large limit=2097152 part=edition/en/body"));
        assert_eq!(long(&headline, 1).as_deref(), Some("too-large limit=40000 part=edition/en/headline"));
        let tags = (0..=ITEMS).map(|number| number.to_string()).collect();
        assert_eq!(check(Part::Tags, PartValue::Set(tags)).as_deref(), Some("too-large limit=1000 part=tags"));
        let mimic = PartValue::Opaque { kind: 0, bytes: vec![0xff] };
        assert_eq!(check(Part::Slugline, mimic).as_deref(), Some("bad-patch part=slugline"));
    }
}
