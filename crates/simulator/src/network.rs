//! The line between one laptop and the portal, and everything that happens to it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tilshi_newsroom::Answer;
use tilshi_newsroom::stepping::{self, Line};
use tilshi_story::{Card, Content, DocumentId, Failure, Part, PartKey, PartValue, PhotoId};
use tilshi_sync::machine;
use tilshi_sync::wire::{
    Action, Arrived, Outcome, PictureFile, PullRequest, PullResponse, PushRequest, PushResponse, Upload,
};

use crate::words::{on_card, rewritten_by_both};
use crate::world::{Late, Version, World};

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    DropRequest,
    Delay,
    Truncated,
    Refused(&'static str),
    Middle,
    PowerCut,
    Duplicate,
    DropAnswer,
    TruncatedAnswer,
}

/// The refusals of a portal or of something between, by status: what the client makes of each.
const REFUSALS: [(&str, &str); 7] = [
    ("401", "signed-out"),
    ("403", "not-allowed"),
    ("409", "conflict"),
    ("413", "too-large"),
    ("429", "too-many-attempts"),
    ("500", "internal"),
    ("503", "portal-answered-nonsense"),
];

/// What nobody may overwrite without its being seen.
const LINES: [Part; 5] = [Part::Attribution, Part::Slugline, Part::Creator, Part::CreditLine, Part::UsageTerms];

/// One laptop's line.
pub(crate) struct Wire<'a> {
    pub(crate) world: &'a World,
    pub(crate) laptop: usize,
}

/// What both sides changed: a card has to say so once the answer is taken in.
pub(crate) type Overlaps = Vec<Overlap>;

/// Something that both sides changed.
#[derive(Debug, Clone)]
pub(crate) struct Overlap {
    pub(crate) document: DocumentId,
    pub(crate) part: PartKey,
    pub(crate) ours: Ours,
}

/// What this side made of it.
#[derive(Debug, Clone)]
pub(crate) enum Ours {
    /// A line, as a whole.
    Line(PartValue),
    /// A sentence of a running text, by its word.
    Sentence(String),
}

impl Overlap {
    /// Whether this card is about it.
    pub(crate) fn is_on(&self, card: &Card) -> bool {
        let fits = match &self.ours {
            Ours::Line(line) => card.ours.value.as_ref() == Some(line),
            Ours::Sentence(word) => on_card(card).contains(word),
        };
        card.document == self.document && card.part == self.part && fits
    }
}

type Parts = BTreeMap<PartKey, PartValue>;

/// A document as it comes to a laptop, and what both sides come from: where a restored portal lost the base, that and
/// what it was before.
struct Head {
    document: DocumentId,
    base: Parts,
    origin: Option<Parts>,
    theirs: Parts,
}

impl Wire<'_> {
    fn version(&self) -> Version {
        self.world.laptops[self.laptop].version.get()
    }

    fn fault(&self) -> Answer<Fault> {
        let mut shared = self.world.shared.borrow_mut();
        if self.world.laptops[self.laptop].offline.get() {
            shared.counts.fault("partition");
            return Err(Failure::new("portal-unreachable"));
        }
        if shared.calm || !shared.chance.percent(30) {
            return Ok(Fault::None);
        }
        let (fault, name) = match shared.chance.below(10) {
            0 => (Fault::DropRequest, "request dropped"),
            1 => (Fault::Delay, "request delayed and reordered"),
            2 => (Fault::Truncated, "request truncated"),
            3 => {
                let index = shared.chance.index(REFUSALS.len());
                (Fault::Refused(REFUSALS[index].1), REFUSALS[index].0)
            }
            4 => (Fault::Middle, "500 in the middle of a batch"),
            5 => (Fault::PowerCut, "power cut at the portal"),
            6 => (Fault::Duplicate, "request duplicated"),
            7 | 8 => (Fault::DropAnswer, "answer dropped"),
            _ => (Fault::TruncatedAnswer, "answer truncated"),
        };
        shared.counts.fault(name);
        shared.trace.note(&format!("  {fault:?}"));
        Ok(fault)
    }

    /// What the documents of an answer will be on the laptop, which takes all of it or nothing.
    fn brought(&self, request: &PullRequest, answer: &PullResponse) -> Answer<Vec<Head>> {
        let whole = answer.reset || request.from.unwrap_or(request.cursor) == 0;
        let kept = if answer.reset { answer.kept } else { request.kept };
        let Some(newsroom) = self.world.laptops[self.laptop].newsroom.borrow().clone() else { return Ok(Vec::new()) };
        stepping::read(&newsroom, |reader| {
            let mut heads = Vec::new();
            for news in &answer.documents {
                let base = reader.base(news.document)?;
                let (place, revision) =
                    (base.as_ref().map(|base| base.sequence), base.as_ref().map(|base| base.revision));
                let held = base.as_ref().filter(|_| !whole).map(|base| base.content.clone()).unwrap_or_default();
                let Some(content) = machine::brought(news, revision, &held) else {
                    return Ok(Vec::new());
                };
                let theirs = parts(&content);
                // What came since the first answer of a restored portal is a base like any other.
                let lost = match kept {
                    Some(kept) if place.is_some_and(|place| answer.reset && place > kept) => base.clone(),
                    Some(_) => reader.lost_base(news.document)?,
                    None => None,
                };
                let origin = lost.as_ref().map(|_| news.origin.clone().unwrap_or_else(|| theirs.clone()));
                let base = lost.or(base).map(|base| parts(&base.content)).unwrap_or_default();
                heads.push(Head { document: news.document, base, origin, theirs });
            }
            Ok(heads)
        })
    }

    fn base(&self, document: DocumentId) -> Answer<Parts> {
        let Some(newsroom) = self.world.laptops[self.laptop].newsroom.borrow().clone() else { return Ok(Parts::new()) };
        let base = stepping::read(&newsroom, |reader| reader.base(document))?;
        Ok(base.map(|base| parts(&base.content)).unwrap_or_default())
    }

    /// Marks what both sides changed, right before the laptop takes the answer in.
    fn mark(&self, heads: &[Head]) -> Answer<()> {
        let Some(newsroom) = self.world.laptops[self.laptop].newsroom.borrow().clone() else { return Ok(()) };
        let found = stepping::read(&newsroom, |reader| {
            let mut found = Overlaps::new();
            for Head { document, base, origin, theirs } in heads {
                let ours = reader.content(*document)?;
                for part in LINES.map(|part| part.key()) {
                    let (Some(theirs), Some(mine)) = (theirs.get(&part), ours.get(&part)) else { continue };
                    let known = |parts: &Parts| parts.get(&part) == Some(theirs);
                    let changed_here = match origin {
                        Some(origin) if base.get(&part) == Some(mine) => origin.get(&part) != Some(mine),
                        Some(_) | None => base.get(&part) != Some(mine),
                    };
                    if changed_here && theirs != mine && !known(base) && !origin.as_ref().is_some_and(known) {
                        found.push(Overlap { document: *document, part, ours: Ours::Line(mine.clone()) });
                    }
                }
                // Where the portal lost the base there are two merges, and no one text that both sides come from.
                if origin.is_none() {
                    found.extend(sentences_of_both(*document, base, theirs, &ours));
                }
            }
            Ok(found)
        })?;
        self.world.laptops[self.laptop].overlaps.borrow_mut().extend(found);
        Ok(())
    }
}

impl Line for Wire<'_> {
    fn push(&self, request: &PushRequest) -> Answer<PushResponse> {
        self.world.check_overlaps(self.laptop);
        let fault = self.fault()?;
        self.world.meanwhile(self.laptop);
        let person = self.world.laptops[self.laptop].person.get();
        let newer = self.version() == Version::Newer;
        let answer = {
            let mut shared = self.world.shared.borrow_mut();
            match fault {
                Fault::DropRequest => return Err(Failure::new("portal-unreachable")),
                Fault::Truncated => return Err(Failure::new("bad-request")),
                Fault::Refused(code) => return Err(Failure::new(code)),
                Fault::Delay => {
                    let due = shared.step + shared.chance.below(20);
                    shared.late.push(Late { due, person, request: request.clone() });
                    return Err(Failure::new("portal-unreachable"));
                }
                Fault::Middle => {
                    let mut part = request.clone();
                    let kept = shared.chance.index(part.operations.len() + 1);
                    part.operations.truncate(kept);
                    // What the portal says of the first half is lost with the rest.
                    let _ = shared.deliver(person, &part, newer);
                    return Err(Failure::new("internal"));
                }
                Fault::PowerCut => {
                    let writes = shared.chance.below(40);
                    shared.portal.cut_power(writes);
                }
                Fault::Duplicate => {
                    // The answer to the first copy is the one that is lost.
                    let _ = shared.deliver(person, request, newer);
                }
                Fault::None | Fault::DropAnswer | Fault::TruncatedAnswer => {}
            }
            let answer = shared.deliver(person, request, newer);
            if fault == Fault::PowerCut {
                shared.recover_portal();
            }
            answer?
        };
        self.world.meanwhile(self.laptop);
        let answer = spoiled(fault, &answer)?;
        let mut heads = Vec::new();
        for (operation, receipt) in request.operations.iter().zip(&answer.receipts) {
            if let (Outcome::Diverged { head }, Action::Change { .. }) = (&receipt.outcome, &operation.action) {
                let base = self.base(operation.document)?;
                let theirs = parts(&head.content);
                heads.push(Head { document: operation.document, base, origin: None, theirs });
            }
        }
        self.mark(&heads)?;
        Ok(answer)
    }

    fn pull(&self, request: &PullRequest) -> Answer<PullResponse> {
        self.world.check_overlaps(self.laptop);
        let fault = self.fault()?;
        let answer = {
            let mut shared = self.world.shared.borrow_mut();
            match fault {
                Fault::DropRequest | Fault::Delay => return Err(Failure::new("portal-unreachable")),
                Fault::Truncated => return Err(Failure::new("bad-request")),
                Fault::Refused(code) => return Err(Failure::new(code)),
                Fault::Middle => return Err(Failure::new("internal")),
                Fault::None | Fault::PowerCut | Fault::Duplicate | Fault::DropAnswer | Fault::TruncatedAnswer => {}
            }
            shared.counts.deliveries += 1;
            let person = self.world.laptops[self.laptop].person.get();
            let now = shared.now();
            let mut request = carried(request, self.version() == Version::Newer)?;
            if self.version() == Version::Older {
                (request.brief, request.known) = (false, BTreeMap::new());
                (request.by_scope, request.wanted) = (false, BTreeSet::new());
            }
            let mut answer = shared.portal.pull(person, &request, now)?;
            // As from a portal whose answers are small: a long feed comes in pages, and what is wanted with the last.
            if answer.documents.len() > 1 && shared.chance.percent(30) {
                request.wanted.clear();
                answer = shared.portal.pull(person, &request, now)?;
                let kept = 1 + shared.chance.index(answer.documents.len() - 1);
                answer.documents.truncate(kept);
                answer.newest = answer.newest.max(answer.cursor);
                answer.cursor = answer.documents[kept - 1].sequence;
                answer.more = true;
                shared.counts.deed("feeds in pages");
            }
            answer.fetched.iter().for_each(|_| shared.counts.deed("documents fetched by name"));
            answer
        };
        self.world.meanwhile(self.laptop);
        let answer = spoiled(fault, &answer)?;
        self.mark(&self.brought(request, &answer)?)?;
        Ok(answer)
    }

    fn arrived(&self, upload: &Upload) -> Answer<Arrived> {
        if self.fault()? == Fault::DropRequest {
            return Err(Failure::new("portal-unreachable"));
        }
        let place = self.world.shared.borrow().portal.has_picture(upload.photo, upload.file)?;
        Ok(place.map_or(Arrived::Bytes(0), |place| Arrived::Whole(Some(place))))
    }

    /// What the bytes say is not looked into here: they arrive, or they do not.
    fn send_chunk(&self, upload: &Upload, _: u64, _: &[u8]) -> Answer<Arrived> {
        let fault = self.fault()?;
        let mut shared = self.world.shared.borrow_mut();
        if !matches!(fault, Fault::None | Fault::Duplicate | Fault::DropAnswer) {
            return Err(Failure::new("portal-unreachable"));
        }
        let now = shared.now();
        let place = shared.portal.keep_picture(upload, now)?;
        shared.counts.deed("picture files arrived");
        shared.trace.note(&format!("  {} of {} arrives from {}", upload.file.as_str(), upload.photo, self.laptop));
        if fault == Fault::DropAnswer {
            Err(Failure::new("portal-unreachable"))
        } else {
            Ok(Arrived::Whole(Some(place)))
        }
    }

    fn get_picture(&self, _: PhotoId, _: PictureFile) -> Answer<Option<Vec<u8>>> {
        Ok(None)
    }
}

/// Sentences of running texts that both sides wrote anew, each differently.
fn sentences_of_both(document: DocumentId, base: &Parts, theirs: &Parts, ours: &Content) -> Overlaps {
    let mut found = Overlaps::new();
    for (part, base) in base.iter().filter(|(part, _)| part.known().is_some_and(|part| part.is_text())) {
        let (Some(base), Some(theirs), Some(ours)) = (
            base.as_text(),
            theirs.get(part).and_then(PartValue::as_text),
            ours.get(part).and_then(PartValue::as_text),
        ) else {
            continue;
        };
        for word in rewritten_by_both(base, theirs, ours) {
            found.push(Overlap { document, part: part.clone(), ours: Ours::Sentence(word) });
        }
    }
    found
}

fn parts(content: &Content) -> Parts {
    content.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The same value after its way over the wire; what a newer version sends says things that nobody else understands.
pub(crate) fn carried<T: Serialize + DeserializeOwned>(value: &T, newer: bool) -> Answer<T> {
    let internal = |_| Failure::new("internal");
    let bytes = if newer {
        let mut json = serde_json::to_value(value).map_err(internal)?;
        let lists = ["operations", "documents"].map(|list| json[list].as_array().map_or(0, Vec::len));
        json["of-a-later-version"] = "?".into();
        for (list, count) in ["operations", "documents"].into_iter().zip(lists) {
            (0..count).for_each(|index| json[list][index]["of-a-later-version"] = serde_json::json!({ "say": [1, 2] }));
        }
        serde_json::to_vec(&json).map_err(internal)?
    } else {
        serde_json::to_vec(value).map_err(internal)?
    };
    serde_json::from_slice(&bytes).map_err(|_| Failure::new("portal-answered-nonsense"))
}

/// What arrives of an answer.
fn spoiled<T: Serialize + DeserializeOwned>(fault: Fault, answer: &T) -> Answer<T> {
    match fault {
        Fault::DropAnswer => Err(Failure::new("portal-unreachable")),
        Fault::TruncatedAnswer => {
            let bytes = serde_json::to_vec(answer).map_err(|_| Failure::new("internal"))?;
            let half = &bytes[..bytes.len() / 2];
            serde_json::from_slice(half).map_err(|_| Failure::new("portal-answered-nonsense"))
        }
        _ => carried(answer, true),
    }
}
