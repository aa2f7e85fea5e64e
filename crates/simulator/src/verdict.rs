//! What is looked at when everything has come to rest: whether all replicas are the same, every word is somewhere, and
//! each laptop holds what it has to.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_newsroom::stepping;
use tilshi_story::{CardId, Content, DocumentId, DocumentKind, EntryKind, Part};
use tilshi_sync::scope;
use tilshi_sync::wire::{FeedDocument, PictureFile};

use crate::report::Law;
use crate::words;
use crate::world::World;

impl World {
    /// Notes every law that was broken.
    pub(crate) fn verdict(&self) -> Result<(), String> {
        let all = self.shared.borrow().portal.everything(self.people[0].person)?;
        let mut found: Vec<(Law, String)> = Vec::new();
        let heads: BTreeMap<DocumentId, Content> = all
            .documents
            .iter()
            .map(|document| {
                let mut content = Content::new();
                document.parts.iter().for_each(|(key, value)| content.put(key.clone(), value.clone()));
                (document.document, content)
            })
            .collect();
        found.extend(doubles(&heads).into_iter().map(|detail| (Law::DoubleEntry, detail)));
        let cards: BTreeSet<CardId> =
            all.documents.iter().flat_map(|document| document.cards.iter().map(|card| card.id())).collect();
        for index in self.here() {
            let Some(newsroom) = self.laptops[index].newsroom.borrow().clone() else {
                found.push((Law::Unexplained, format!("laptop {index} does not open")));
                continue;
            };
            let person = self.laptops[index].person.get();
            let (kept_days, now) = {
                let shared = self.shared.borrow();
                (shared.portal.kept_days, shared.now())
            };
            let must_hold = |news: &FeedDocument| match news.document.kind() {
                DocumentKind::Entry => true,
                DocumentKind::Story => {
                    let facts = scope::Story {
                        at: news.at,
                        editions: &news.editions,
                        publications: &news.publications,
                        has_open_cards: !news.cards.is_empty(),
                    };
                    !facts.is_at_rest(kept_days, now)
                        || heads.get(&news.document).is_some_and(|content| scope::is_of(content, person))
                }
                // Photos follow the stories that are held.
                DocumentKind::Photo => kept_days > 0,
            };
            let checked = stepping::read(&newsroom, |reader| {
                let mut found = Vec::new();
                for entry in reader.outbox()? {
                    let reason = entry.reason.map(|reason| reason.to_string()).unwrap_or_default();
                    found.push((Law::OutboxStuck, format!("laptop {index}: {} {reason}", entry.action_json)));
                }
                for document in reader.dirty()? {
                    found.push((Law::OutboxStuck, format!("laptop {index}: {document} differs from its base")));
                }
                for kind in [DocumentKind::Story, DocumentKind::Photo, DocumentKind::Entry] {
                    for document in reader.documents(kind)? {
                        if !heads.contains_key(&document) {
                            found.push((Law::ReplicasDiffer, format!("laptop {index} alone has {document}")));
                        }
                    }
                }
                for news in &all.documents {
                    if must_hold(news) && !reader.exists(news.document)? {
                        found.push((Law::ReplicasDiffer, format!("laptop {index} lacks {}", news.document)));
                    }
                }
                for photo in reader.missing_photos()? {
                    found.push((Law::ReplicasDiffer, format!("laptop {index} lacks {photo}, which a story here uses")));
                }
                for (document, head) in &heads {
                    if !reader.exists(*document)? {
                        continue;
                    }
                    let here = reader.content(*document)?;
                    if here != *head {
                        let parts: Vec<String> = head
                            .iter()
                            .chain(here.iter())
                            .filter(|(part, _)| here.get(part) != head.get(part))
                            .map(|(part, _)| format!("{part}: {:?} / {:?}", here.get(part), head.get(part)))
                            .collect();
                        found.push((Law::ReplicasDiffer, format!("laptop {index}: {document}: {parts:?}")));
                    }
                }
                let here: BTreeSet<CardId> = reader.open_cards()?.iter().map(|stored| stored.card.id()).collect();
                if here != cards {
                    let odd: Vec<_> = here.symmetric_difference(&cards).collect();
                    found.push((Law::ReplicasDiffer, format!("laptop {index}: cards {odd:?}")));
                }
                for document in &all.documents {
                    let Some(story) = document.document.story() else { continue };
                    if !reader.exists(document.document)? {
                        continue;
                    }
                    let here = reader.workflow(story)?;
                    if here.editions != document.editions || here.publications != document.publications {
                        found.push((Law::ReplicasDiffer, format!("laptop {index}: workflow of {story}")));
                    }
                }
                Ok(found)
            });
            match checked {
                Ok(more) => found.extend(more),
                Err(failure) => found.push((Law::Unexplained, format!("laptop {index}: {failure}"))),
            }
        }
        let mut held: BTreeSet<String> = heads.values().flat_map(words::in_content).collect();
        held.extend(all.documents.iter().flat_map(|document| document.cards.iter().flat_map(words::on_card)));
        let mut shared = self.shared.borrow_mut();
        for (word, where_from) in &shared.alive {
            if !held.contains(word) {
                found.push((Law::TextLost, format!("{word} ({where_from})")));
            }
        }
        for photo in heads.keys().filter_map(|document| document.photo()) {
            if !shared.portal.has_picture(photo, PictureFile::Web).is_ok_and(|place| place.is_some()) {
                found.push((Law::PictureLost, photo.to_string()));
            }
        }
        let shared = &mut *shared;
        shared.portal.check_approvals(&all, &mut shared.violations);
        shared.counts.cards += cards.len() as u64;
        for (document, content) in &heads {
            shared.trace.note(&format!("{document} {content:?}"));
        }
        found.into_iter().for_each(|(law, detail)| shared.violate(law, detail));
        Ok(())
    }
}

/// Tags and sections that read alike, and aliases that something still names.
fn doubles(heads: &BTreeMap<DocumentId, Content>) -> Vec<String> {
    let (mut called, mut aliases, mut found) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    for (document, content) in heads {
        let DocumentId::Entry(entry) = document else { continue };
        let kind = content.text(&Part::Kind);
        if !content.text(&Part::AliasOf).is_empty() {
            aliases.insert(entry.to_string());
        } else if kind != EntryKind::Person.as_str() {
            let label = Part::Label("en".parse().expect("an edition key"));
            let folded = tilshi_newsroom::language::folded_label(content.text(&label));
            if let Some(other) = called.insert((kind, folded), entry) {
                found.push(format!("{entry} and {other} are one {kind}"));
            }
        }
    }
    for (document, content) in heads {
        let named = content.items(&Part::Tags).into_iter().chain([content.text(&Part::Section)]);
        found.extend(named.filter(|name| aliases.contains(*name)).map(|name| format!("{document} names {name}")));
    }
    found
}
