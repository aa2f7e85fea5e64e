//! Patches, and the contents that they are said to be made for.

use std::collections::BTreeMap;

use serde::Deserialize;
use tilshi_story::{Content, PartKey, PartValue, Patch};

#[derive(Deserialize)]
struct Given {
    content: BTreeMap<PartKey, PartValue>,
    patch: Patch,
}

/// A patch is applied or refused, and what it makes can be made by the patch between the two.
pub fn patch(bytes: &[u8]) {
    let Ok(Given { content, patch }) = serde_json::from_slice::<Given>(bytes) else { return };
    let content: Content = content.into_iter().collect();
    let Ok(new) = patch.apply(&content) else { return };
    let between = Patch::between(&content, &new);
    assert_eq!(between.apply(&content).as_ref(), Ok(&new));
    assert!(Patch::between(&new, &new).is_empty());
    for (_, value) in new.iter() {
        assert_eq!(value.hash(), value.clone().hash());
    }
}
