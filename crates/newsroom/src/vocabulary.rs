//! The vocabulary: tags, sections, people and cities, made offline like everything else.

use std::collections::BTreeMap;

use tilshi_language::folded_label;
use tilshi_store::Reader;
use tilshi_story::{DocumentId, DocumentKind, EditionKey, EntryId, EntryKind, Failure, Part, PartValue};

use crate::aliases;
use crate::profile::{Open, check_right};
use crate::views::EntryView;
use crate::{Answer, Newsroom};

/// Longest label, in characters.
const MAX_LABEL: usize = 200;

impl Newsroom {
    /// See [`crate::Call::vocabulary_list`].
    pub fn vocabulary_list(&self) -> Answer<Vec<EntryView>> {
        self.with(|open| entries(&open.store.read()))
    }

    /// See [`crate::Call::entry_new`].
    pub fn entry_new(&self, kind: EntryKind, edition: EditionKey, label: String) -> Answer<EntryView> {
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() {
            return Err(Failure::new("label-missing"));
        }
        if label.chars().count() > MAX_LABEL {
            return Err(Failure::new("text-too-long").with("max_bytes", MAX_LABEL));
        }
        if tilshi_language::edition(&edition).is_none() {
            return Err(Failure::new("edition-unknown").with("edition", edition));
        }
        let view = self.with(|open| {
            // The same word twice is one entry: two tags that read alike would split their readers.
            let alike = |entry: &EntryView| {
                entry.kind == kind && entry.labels.values().any(|known| folded_label(known) == folded_label(&label))
            };
            if let Some(known) = entries(&open.store.read())?.into_iter().find(alike) {
                return Ok(known);
            }
            make(open, kind, edition, label)
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

fn make(open: &mut Open, kind: EntryKind, edition: EditionKey, label: String) -> Answer<EntryView> {
    let entry = EntryId::generate();
    let (document, person, at) = (DocumentId::from(entry), open.me.person, crate::now());
    let label_part = Part::Label(edition.clone()).key();
    check_right(&open.store.read(), &open.me, document, &label_part)?;
    open.store.write(|writer| {
        writer.put_part(document, &Part::Kind.key(), &PartValue::text(kind.as_str()), person, at)?;
        writer.put_part(document, &label_part, &PartValue::text(label.as_str()), person, at)
    })?;
    open.changed(document, at);
    Ok(EntryView { entry, kind, labels: [(edition, label)].into(), parent: None })
}

fn entries(reader: &Reader<'_>) -> Answer<Vec<EntryView>> {
    let mut entries = Vec::new();
    for document in reader.documents(DocumentKind::Entry)? {
        let DocumentId::Entry(entry) = document else { continue };
        let content = reader.content(document)?;
        let Some(kind) = EntryKind::parse(content.text(&Part::Kind)).filter(|_| aliases::stands(&content)) else {
            continue;
        };
        let labels: BTreeMap<EditionKey, String> = tilshi_language::editions()
            .iter()
            .map(|edition| (edition.key.clone(), content.text(&Part::Label(edition.key.clone())).to_owned()))
            .filter(|(_, label)| !label.is_empty())
            .collect();
        entries.push(EntryView { entry, kind, labels, parent: content.text(&Part::Parent).parse().ok() });
    }
    entries.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.labels.values().next().cmp(&b.labels.values().next())));
    Ok(entries)
}
