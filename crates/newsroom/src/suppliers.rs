//! Suppliers of photos: the newsroom's rules for their credits and rights, read from the vocabulary.

use std::sync::Arc;

use tilshi_story::{Content, EntryKind, Part, PartKey, PartValue, PhotoId, Supplier, supplied, supplier_of};

use crate::photos::text_of;
use crate::profile::Open;
use crate::views::{EntryView, PhotoChange, SupplierView};
use crate::vocabulary::entries;
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::supplier_changes`].
    pub fn supplier_changes(&self, photos: Vec<PhotoId>) -> Answer<Vec<PhotoChange>> {
        self.with(|open| {
            let reader = open.store.read();
            let mut changes = Vec::new();
            for photo in photos {
                changes.extend(changes_of(open, photo, &reader.content(photo.into())?)?);
            }
            Ok(changes)
        })
    }
}

/// The suppliers that this laptop knows; read once until an entry of the vocabulary changes.
fn suppliers(open: &Open) -> Answer<Arc<Vec<Supplier>>> {
    if let Some(known) = open.suppliers.borrow().as_ref() {
        return Ok(Arc::clone(known));
    }
    let known = entries(open)?.into_iter().filter(|entry| entry.kind == EntryKind::Supplier);
    let known = Arc::new(known.filter_map(supplier).collect::<Vec<_>>());
    *open.suppliers.borrow_mut() = Some(Arc::clone(&known));
    Ok(known)
}

/// Suppliers have one name everywhere: that of the first edition that has one.
fn supplier(entry: EntryView) -> Option<Supplier> {
    let mut editions = tilshi_language::editions().iter();
    let name = editions.find_map(|edition| entry.labels.get(&edition.key))?.clone();
    Some(Supplier::of(entry.entry, name, entry.fills))
}

/// What is shown of the supplier of a photo.
pub(crate) fn view(open: &Open, photo: PhotoId, content: &Content) -> Answer<Option<SupplierView>> {
    let all = suppliers(open)?;
    let Some(supplier) = supplier_of(content, &all) else { return Ok(None) };
    Ok(Some(SupplierView {
        entry: supplier.entry,
        name: supplier.name.clone(),
        warning: supplier.warning().to_owned(),
        changes: changes_of(open, photo, content)?,
    }))
}

/// The changes that bring a photo into the form that its supplier's rules want.
fn changes_of(open: &Open, photo: PhotoId, content: &Content) -> Answer<Vec<PhotoChange>> {
    let changes = made_of(open, content)?.into_iter().map(|(part, text)| PhotoChange {
        photo,
        instead_of: Some(text_of(content, &part)),
        part: part.key(),
        text,
    });
    Ok(changes.collect())
}

/// Whether the rules for its supplier want a photo to say this in a field.
pub(crate) fn want(open: &Open, photo: &Content, part: &Part, text: &str) -> Answer<bool> {
    Ok(made_of(open, photo)?.iter().any(|(ruled, wanted)| ruled == part && wanted == text))
}

fn made_of(open: &Open, photo: &Content) -> Answer<Vec<(Part, String)>> {
    let all = suppliers(open)?;
    Ok(supplier_of(photo, &all).map(|supplier| supplied(photo, supplier, &all)).unwrap_or_default())
}

/// Brings what a new picture's file says into the form that its supplier's rules want, but for what somebody has said of it
/// before. Gives the fields in which the file says otherwise from now on.
pub(crate) fn apply(open: &Open, known: &Content, parts: &mut Vec<(Part, PartValue)>) -> Answer<Vec<PartKey>> {
    let mut photo = known.clone();
    for (part, value) in parts.iter() {
        photo.put(part.key(), value.clone());
    }
    let mut decided = Vec::new();
    for (part, text) in made_of(open, &photo)? {
        if known.get(&part.key()).is_none() {
            parts.retain(|(other, _)| *other != part);
            decided.push(part.key());
            parts.push((part, PartValue::text(text)));
        }
    }
    Ok(decided)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;
    use tilshi_story::EntryId;

    use crate::Options;
    use crate::views::{PhotoQuery, PhotoQueue};

    /// A picture whose file credits somebody of an agency.
    const CREDITED: &[u8] = include_bytes!("../../../tests/fixtures/river.jpg");

    fn begun() -> (TempDir, Newsroom) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Dana".into(), Some("a passphrase of the test".into())).expect("a profile");
        (folder, newsroom)
    }

    /// A supplier with these rules.
    fn supplier(newsroom: &Newsroom, name: &str, rules: &[(Part, &str)]) -> EntryId {
        let english = "en".parse().expect("an edition key");
        let entry = newsroom.entry_new(EntryKind::Supplier, english, name.into()).expect("made").entry;
        for (part, text) in rules {
            newsroom.entry_fill(entry, part.key(), PartValue::text(*text)).expect("filled in");
        }
        entry
    }

    /// The picture, saying that it is Reuters'.
    fn of_reuters() -> Vec<u8> {
        let english = "en".parse().expect("an edition key");
        let says = [(Part::CreditLine, "Aibek Nurlan/REUTERS"), (Part::UsageTerms, "Editorial use only")];
        let content: Content = says.iter().map(|(part, text)| (part.key(), PartValue::text(*text))).collect();
        let description = tilshi_photo::Description::of(&content, &english, "en");
        tilshi_photo::described(CREDITED, &description).expect("described")
    }

    /// How many photos there are whose file says otherwise.
    fn otherwise(newsroom: &Newsroom) -> usize {
        let query = PhotoQuery { queues: vec![PhotoQueue::Otherwise], ..PhotoQuery::default() };
        newsroom.photo_list(query, 0, 9).expect("listed").total
    }

    fn rules() -> [(Part, &'static str); 4] {
        [
            (Part::CreditLine, "{creator} / Reuters"),
            (Part::RightsBasis, "agency"),
            (Part::UsageTerms, "As agreed"),
            (Part::Warning, "Not for sale."),
        ]
    }

    #[test]
    fn a_picture_of_a_supplier_comes_in_with_its_credit_and_rights_in_order() {
        let (_folder, newsroom) = begun();
        let reuters = supplier(&newsroom, "Reuters", &rules());
        let added = newsroom.photo_import(None, "port.jpg", &of_reuters()).expect("added").view;
        let said = |part: Part| added.content.text(&part).to_owned();
        assert_eq!(said(Part::Creator), "Aibek Nurlan");
        assert_eq!(said(Part::CreditLine), "Aibek Nurlan / Reuters");
        assert_eq!(said(Part::RightsBasis), "agency");
        assert_eq!(said(Part::UsageTerms), "Editorial use only", "the file knows better");
        let view = added.supplier.expect("a supplier");
        assert_eq!((view.entry, view.warning.as_str(), view.changes.len()), (reuters, "Not for sale.", 0));
        assert_eq!(otherwise(&newsroom), 0, "the rules have decided");
    }

    #[test]
    fn rules_made_later_change_photos_when_somebody_asks_and_can_be_taken_back() {
        let (_folder, newsroom) = begun();
        let photo = newsroom.photo_import(None, "port.jpg", &of_reuters()).expect("added").view.photo;
        assert_eq!(newsroom.photo_show(photo).expect("a photo").supplier, None);
        supplier(&newsroom, "Reuters", &rules());
        let changes = newsroom.supplier_changes(vec![photo]).expect("asked");
        assert_eq!(newsroom.photo_show(photo).expect("a photo").supplier.expect("a supplier").changes, changes);
        let done = newsroom.photos_change(changes).expect("changed");
        assert!(done.left.is_empty() && done.changed >= 3, "{done:?}");
        assert_eq!(newsroom.supplier_changes(vec![photo]).expect("asked"), []);
        assert_eq!(otherwise(&newsroom), 0, "the rules have decided");
        newsroom.photos_change(done.undo).expect("taken back");
        let content = newsroom.photo_show(photo).expect("a photo").content;
        assert_eq!(content.text(&Part::CreditLine), "Aibek Nurlan/REUTERS");
    }
}
