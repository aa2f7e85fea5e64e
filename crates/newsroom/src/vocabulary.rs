//! The vocabulary: tags, sections, people, cities, terms and words, made offline like everything else.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_language::folded_label;
use tilshi_story::{Content, DocumentId, DocumentKind, EditionKey, EntryId, EntryKind, Failure, Part, PartValue};

use crate::aliases;
use crate::profile::{Open, check_right};
use crate::views::EntryView;
use crate::{Answer, Newsroom};

/// Longest label, in characters.
const MAX_LABEL: usize = 200;

/// Most forms that an edition never prints of one entry.
const MOST_FORBIDDEN: usize = 50;

impl Newsroom {
    /// See [`crate::Call::vocabulary_list`].
    pub fn vocabulary_list(&self) -> Answer<Vec<EntryView>> {
        self.with(|open| entries(open))
    }

    /// See [`crate::Call::entry_new`].
    pub fn entry_new(&self, kind: EntryKind, edition: EditionKey, label: String) -> Answer<EntryView> {
        if kind == EntryKind::HouseStyle {
            return Err(Failure::new("bad-argument").with("argument", "kind"));
        }
        let label = tidy(&edition, &label)?;
        if label.is_empty() {
            return Err(Failure::new("label-missing"));
        }
        let view = self.with(|open| {
            // The same word twice is one entry: two tags that read alike would split their readers.
            let alike = |entry: &EntryView| entry.kind == kind && is_called(entry, &label);
            if let Some(known) = entries(open)?.into_iter().find(alike) {
                return Ok(known);
            }
            make(open, kind, edition, label)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// See [`crate::Call::entry_label`].
    pub fn entry_label(&self, entry: EntryId, edition: EditionKey, label: String) -> Answer<EntryView> {
        let label = tidy(&edition, &label)?;
        self.change(entry, |all, this| {
            let twin = |other: &&EntryView| {
                other.entry != entry && other.kind == this.kind && !label.is_empty() && is_called(other, &label)
            };
            if all.iter().any(|other| twin(&other)) {
                return Err(Failure::new("label-taken").with("label", &label).with("kind", this.kind.as_str()));
            }
            if label.is_empty() && this.labels.keys().all(|labelled| *labelled == edition) {
                return Err(Failure::new("label-missing"));
            }
            Ok((Part::Label(edition.clone()), PartValue::text(label.clone())))
        })
    }

    /// See [`crate::Call::entry_forbid`].
    pub fn entry_forbid(&self, entry: EntryId, edition: EditionKey, forms: Vec<String>) -> Answer<EntryView> {
        if forms.len() > MOST_FORBIDDEN {
            return Err(Failure::new("bad-argument").with("argument", "forms"));
        }
        let forms: BTreeSet<String> = forms.iter().map(|form| tidy(&edition, form)).collect::<Answer<_>>()?;
        let forms: BTreeSet<String> = forms.into_iter().filter(|form| !form.is_empty()).collect();
        self.change(entry, |_, this| {
            if !matches!(this.kind, EntryKind::Person | EntryKind::City | EntryKind::Term) {
                return Err(Failure::new("bad-argument").with("argument", "entry"));
            }
            // What is printed cannot be what is never printed.
            if let Some(label) = this.labels.get(&edition).filter(|label| forms.contains(*label)) {
                return Err(Failure::new("form-printed").with("form", label).with("edition", &edition));
            }
            Ok((Part::Forbidden(edition.clone()), PartValue::Set(forms.clone())))
        })
    }

    /// See [`crate::Call::entry_parent`].
    pub fn entry_parent(&self, entry: EntryId, parent: Option<EntryId>) -> Answer<EntryView> {
        self.change(entry, |all, this| {
            let section = |id: EntryId| all.iter().find(|other| other.entry == id && other.kind == EntryKind::Section);
            let known = parent.is_none_or(|parent| section(parent).is_some());
            if this.kind != EntryKind::Section || !known {
                return Err(Failure::new("bad-argument").with("argument", "parent"));
            }
            // From the section above upwards: a tree has no way back to where it began.
            let mut above = parent;
            for _ in all {
                let Some(id) = above else { break };
                if id == entry {
                    return Err(Failure::new("section-in-itself"));
                }
                above = section(id).and_then(|section| section.parent);
            }
            Ok((Part::Parent, PartValue::text(parent.map(|parent| parent.to_string()).unwrap_or_default())))
        })
    }

    /// Changes a part of an entry. Without the right to it, the change is a suggestion that goes at once.
    pub(crate) fn change(
        &self,
        entry: EntryId,
        decide: impl Fn(&[EntryView], &EntryView) -> Answer<(Part, PartValue)>,
    ) -> Answer<EntryView> {
        let find = |all: &[EntryView]| {
            all.iter().find(|known| known.entry == entry).cloned().ok_or_else(|| Failure::new("document-not-found"))
        };
        let view = self.with(|open| {
            let all = entries(open)?;
            let (part, value) = decide(&all, &find(&all)?)?;
            let document = DocumentId::from(entry);
            let known = open.store.read().content(document)?;
            if known.get(&part.key()).map_or(!value.is_empty(), |known| *known != value) {
                open.set_part(document, &part.key(), &value)?;
                open.release_suggestions(&[document].into());
            }
            find(&entries(open)?)
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

/// A label as it is kept: no space around it, one between words, in an edition that there is.
pub(crate) fn tidy(edition: &EditionKey, label: &str) -> Answer<String> {
    let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
    if label.chars().count() > MAX_LABEL {
        return Err(Failure::new("label-too-long").with("max_characters", MAX_LABEL));
    }
    if tilshi_language::edition(edition).is_none() {
        return Err(Failure::new("edition-unknown").with("edition", edition));
    }
    Ok(label)
}

pub(crate) fn is_called(entry: &EntryView, label: &str) -> bool {
    entry.labels.values().any(|known| folded_label(known) == folded_label(label))
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
    let labels = [(edition, label)].into();
    let (forbidden, fills) = (BTreeMap::new(), Content::new());
    Ok(EntryView { entry, kind, labels, forbidden, parent: None, fills, may_change: true })
}

pub(crate) fn entries(open: &Open) -> Answer<Vec<EntryView>> {
    let reader = open.store.read();
    let mut entries = Vec::new();
    for document in reader.documents(DocumentKind::Entry)? {
        let DocumentId::Entry(entry) = document else { continue };
        let content = reader.content(document)?;
        let kind = EntryKind::parse(content.text(&Part::Kind)).filter(|kind| *kind != EntryKind::HouseStyle);
        let Some(kind) = kind.filter(|_| aliases::stands(&content)) else { continue };
        let labels: BTreeMap<EditionKey, String> = tilshi_language::editions()
            .iter()
            .map(|edition| (edition.key.clone(), content.text(&Part::Label(edition.key.clone())).to_owned()))
            .filter(|(_, label)| !label.is_empty())
            .collect();
        let parent = content.text(&Part::Parent).parse().ok();
        let may_change = check_right(&reader, &open.me, document, &Part::Parent.key()).is_ok();
        let forbidden = tilshi_language::editions().iter().filter_map(|edition| {
            let forms = content.items(&Part::Forbidden(edition.key.clone()));
            (!forms.is_empty()).then(|| (edition.key.clone(), forms.into_iter().map(str::to_owned).collect()))
        });
        let forbidden = forbidden.collect();
        let fills = content.without(|key| !key.known().is_some_and(|part| kind.fills(&part)));
        entries.push(EntryView { entry, kind, labels, forbidden, parent, fills, may_change });
    }
    entries.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.labels.values().next().cmp(&b.labels.values().next())));
    Ok(entries)
}
