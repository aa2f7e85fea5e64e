//! Running texts that are open for typing: one authority, numbered updates, any number of views.
//!
//! A view pushes what was typed on top of a version. If another view or the portal was first, it gets what it
//! missed, rebases, and pushes again; so no view ever overwrites another, and every push that was answered with
//! `committed` is on the disk.

use std::collections::BTreeMap;

use tilshi_store::Reader;
use tilshi_story::{DocumentId, EditionKey, Failure, PartKey, PartValue};

use crate::following::noted_with_first_words;
use crate::suggestions::check_open;
use crate::views::{TextChange, TextPushed, TextUpdate, TextView};
use crate::{Answer, Newsroom, derived};

/// Most bytes that an editor may remember of a text.
const MOST_LEFT_BYTES: usize = 2 << 20;

/// Updates kept for views that lag behind.
const KEPT_UPDATES: usize = 4096;

/// All texts that were opened since the profile was.
#[derive(Default)]
pub(crate) struct Texts(BTreeMap<(DocumentId, PartKey), OpenText>);

struct OpenText {
    text: String,
    version: u64,
    /// The newest updates; the last one leads to `version`.
    updates: Vec<TextUpdate>,
}

impl OpenText {
    fn push(&mut self, text: String, update: TextUpdate) {
        self.text = text;
        self.version += 1;
        self.updates.push(update);
        if self.updates.len() > KEPT_UPDATES * 2 {
            self.updates.drain(..KEPT_UPDATES);
        }
    }

    fn after(&self, version: u64) -> Answer<Vec<TextUpdate>> {
        let missing = self.version.checked_sub(version).and_then(|count| usize::try_from(count).ok());
        match missing {
            Some(count) if count <= self.updates.len() => Ok(self.updates[self.updates.len() - count..].to_vec()),
            Some(_) | None => Err(Failure::new("text-reopen")),
        }
    }
}

impl Texts {
    fn open(&mut self, reader: &Reader<'_>, document: DocumentId, part: &PartKey) -> Answer<&mut OpenText> {
        let known = part.known().is_some_and(|part| part.is_text());
        if !known {
            return Err(Failure::new("bad-argument").with("argument", "part"));
        }
        let key = (document, part.clone());
        match self.0.entry(key) {
            std::collections::btree_map::Entry::Occupied(entry) => Ok(entry.into_mut()),
            std::collections::btree_map::Entry::Vacant(entry) => {
                if !reader.exists(document)? {
                    return Err(Failure::new("document-not-found"));
                }
                let content = reader.content(document)?;
                let text = content.get(part).and_then(PartValue::as_text).unwrap_or_default().to_owned();
                Ok(entry.insert(OpenText { text, version: 0, updates: Vec::new() }))
            }
        }
    }

    /// The version of a text, if it is open.
    /// Whether a text of a document was opened since the profile was.
    pub(crate) fn is_open(&self, document: DocumentId) -> bool {
        self.0.keys().any(|(of, _)| *of == document)
    }

    pub(crate) fn version(&self, document: DocumentId, part: &PartKey) -> Option<u64> {
        self.0.get(&(document, part.clone())).map(|open| open.version)
    }

    /// Brings an open text to a value that was committed another way: one update for its views.
    pub(crate) fn replaced(&mut self, document: DocumentId, part: &PartKey, value: &PartValue) {
        let Some(open) = self.0.get_mut(&(document, part.clone())) else { return };
        let text = value.as_text().unwrap_or_default();
        if open.text == text {
            return;
        }
        let change = difference(&open.text, text);
        open.push(text.to_owned(), TextUpdate { client: String::new(), changes: vec![change] });
    }
}

/// The one stretch that differs.
fn difference(old: &str, new: &str) -> TextChange {
    let prefix: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
    let suffix: usize =
        old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    TextChange { from: prefix, to: old.len() - suffix, insert: new_rest[..new_rest.len() - suffix].to_owned() }
}

/// The text after the changes; `None` when they do not fit it.
fn apply(text: &str, changes: &[TextChange]) -> Option<String> {
    let mut result = String::with_capacity(text.len());
    let mut position = 0;
    for change in changes {
        if change.from < position || change.to < change.from || change.insert.contains('\r') {
            return None;
        }
        result += text.get(position..change.from)?;
        result += &change.insert;
        // Asks that the end, too, lies in the text and on a character.
        text.get(change.from..change.to)?;
        position = change.to;
    }
    result += text.get(position..)?;
    Some(result)
}

impl Newsroom {
    /// See [`crate::Call::text_open`].
    pub fn text_open(&self, document: DocumentId, part: PartKey) -> Answer<TextView> {
        self.with(|open| {
            let reader = open.store.read();
            let text = open.texts.open(&reader, document, &part)?;
            let left = reader.left_text(document, &part, &PartValue::text(text.text.as_str()).hash())?;
            Ok(TextView { version: text.version, text: text.text.clone(), left })
        })
    }

    /// See [`crate::Call::text_leave`].
    pub fn text_leave(&self, document: DocumentId, part: PartKey, version: u64, state: String) -> Answer<()> {
        if state.len() > MOST_LEFT_BYTES {
            return Err(Failure::new("bad-argument").with("argument", "state"));
        }
        self.with(|open| {
            let text = open.texts.open(&open.store.read(), document, &part)?;
            // Of a text that has gone on meanwhile it would remember something else.
            if text.version == version {
                let hash = PartValue::text(text.text.as_str()).hash();
                open.store.write(|writer| writer.keep_left_text(document, &part, &hash, &state))?;
            }
            Ok(())
        })
    }

    /// See [`crate::Call::text_typeset`].
    pub fn text_typeset(&self, edition: EditionKey, text: String) -> Answer<String> {
        let known = tilshi_language::edition(&edition);
        let known = known.ok_or_else(|| Failure::new("edition-unknown").with("edition", edition))?;
        Ok(tilshi_language::typeset(&text, known))
    }

    /// See [`crate::Call::text_updates`].
    pub fn text_updates(&self, document: DocumentId, part: PartKey, version: u64) -> Answer<Vec<TextUpdate>> {
        self.with(|open| open.texts.open(&open.store.read(), document, &part)?.after(version))
    }

    /// See [`crate::Call::text_push`].
    pub fn text_push(
        &self,
        document: DocumentId,
        part: PartKey,
        version: u64,
        client: String,
        changes: Vec<TextChange>,
    ) -> Answer<TextPushed> {
        let is_of_master = derived::is_of_master(&part);
        let pushed = self.with(|open| {
            let reader = open.store.read();
            check_open(&reader, document, &part)?;
            let text = open.texts.open(&reader, document, &part)?;
            if text.version != version {
                return Ok(TextPushed { committed: false, version: text.version, missed: text.after(version)? });
            }
            let new =
                apply(&text.text, &changes).ok_or_else(|| Failure::new("bad-argument").with("argument", "changes"))?;
            if new.len() > part.max_bytes() {
                return Err(Failure::new("text-too-long").with("max_bytes", part.max_bytes()));
            }
            let noted = if text.text.is_empty() {
                noted_with_first_words(&reader, &open.me, document, &part)?
            } else {
                Vec::new()
            };
            let (person, at) = (open.me.person, crate::now());
            let value = PartValue::text(new.as_str());
            open.store.write(|writer| {
                noted.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))?;
                writer.put_part(document, &part, &value, person, at)
            })?;
            text.push(new, TextUpdate { client, changes });
            let version = text.version;
            open.hold_if_suggested(document, &part);
            open.changed(document, at);
            open.tell_text(document, &part);
            Ok(TextPushed { committed: true, version, missed: Vec::new() })
        })?;
        if pushed.committed {
            self.0.courier.wake();
            if let Some(story) = document.story().filter(|_| is_of_master) {
                self.0.follower.written(story);
            }
        }
        Ok(pushed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn change(from: usize, to: usize, insert: &str) -> TextChange {
        TextChange { from, to, insert: insert.into() }
    }

    #[test]
    fn changes_apply_to_the_text_before_them() {
        assert_eq!(apply("су келді", &[change(0, 4, "Су"), change(15, 15, ".")]), Some("Су келді.".into()));
    }

    #[test]
    fn changes_that_do_not_fit_are_refused_whole() {
        for bad in [
            vec![change(1, 2, "")],
            vec![change(0, 99, "")],
            vec![change(4, 2, "")],
            vec![change(4, 6, ""), change(0, 2, "")],
            vec![change(0, 0, "a\r\n")],
        ] {
            assert_eq!(apply("су келді", &bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_view_that_lags_too_far_is_told_to_open_again() {
        let mut open = OpenText { text: String::new(), version: 0, updates: Vec::new() };
        for _ in 0..KEPT_UPDATES * 3 {
            open.push("a".into(), TextUpdate { client: "v".into(), changes: vec![] });
        }
        assert_eq!(open.after(0), Err(Failure::new("text-reopen")));
        assert_eq!(open.after(open.version - 2).map(|updates| updates.len()), Ok(2));
        assert_eq!(open.after(open.version + 1), Err(Failure::new("text-reopen")));
    }

    proptest! {
        #[test]
        fn a_difference_leads_from_old_to_new(old in "[аә😀b ]{0,12}", new in "[аә😀b ]{0,12}") {
            prop_assert_eq!(apply(&old, &[difference(&old, &new)]), Some(new));
        }
    }
}
