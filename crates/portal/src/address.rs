//! Public addresses: `/{edition}/{section}/{slug}-{short id}`, where the short id alone decides which story it is,
//! and `/{edition}/tag/{slug}`.

use tilshi_language::slug;
use tilshi_story::{Content, EditionKey, EntryId, Part, StoryId};

use crate::database::{DatabaseError, Records};

/// The section of stories that have none, and of sections whose label gives no Latin letters.
pub(crate) const NO_SECTION: &str = "news";

/// The edition in which sections and tags are named in addresses.
const LABELS: &str = "en";

/// The address of a story's edition, from the root of the site.
pub(crate) fn story_path(
    records: Records<'_>,
    story: StoryId,
    content: &Content,
    edition: &EditionKey,
) -> Result<String, DatabaseError> {
    let section = match content.text(&Part::Section).parse::<EntryId>() {
        Ok(section) => section_slug(&records.content(section.into())?),
        Err(_) => NO_SECTION.to_owned(),
    };
    let by_hand = slug(content.text(&Part::Slug(edition.clone())));
    let name = by_hand.or_else(|| slug(content.text(&Part::Headline(edition.clone()))));
    let short = story.short();
    Ok(match name {
        Some(name) => format!("/{edition}/{section}/{name}-{short}"),
        None => format!("/{edition}/{section}/{short}"),
    })
}

/// The piece of the address that a section gives.
pub(crate) fn section_slug(section: &Content) -> String {
    let label = LABELS.parse().ok().and_then(|edition| slug(section.text(&Part::Label(edition))));
    label.unwrap_or_else(|| NO_SECTION.to_owned())
}

/// The piece of the address that a tag gives: its English label, else the first in Latin letters, else its id.
pub(crate) fn tag_slug(tag: EntryId, content: &Content) -> String {
    let english = LABELS.parse().ok();
    let editions = tilshi_language::editions().iter().map(|edition| edition.key.clone());
    english
        .into_iter()
        .chain(editions)
        .find_map(|edition| slug(content.text(&Part::Label(edition))))
        .unwrap_or_else(|| tag.to_string())
}

/// The short id at the end of an address, if there is one.
pub(crate) fn short_id(name: &str) -> Option<&str> {
    let short = name.rsplit('-').next().unwrap_or(name);
    let fits = short.len() == 8 && short.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    fits.then_some(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_id_is_found_with_any_slug_or_none() {
        assert_eq!(short_id("canals-open-0a1b2c3d"), Some("0a1b2c3d"));
        assert_eq!(short_id("0a1b2c3d"), Some("0a1b2c3d"));
        for name in ["", "canals-open", "0A1B2C3D", "x-0a1b2c3", "0a1b2c3d-"] {
            assert_eq!(short_id(name), None, "{name}");
        }
    }
}
