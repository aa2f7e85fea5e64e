//! Conflict cards: what two people made of one part, settled by a person.

use std::collections::BTreeMap;

use tilshi_merge::Settled;
use tilshi_store::Reader;
use tilshi_story::{
    Card, CardId, DocumentId, EntryId, Failure, Part, PartValue, Passage, PhotoId, StoryId, as_own_lift, lifted_by,
};

use crate::aliases;
use crate::profile::{Me, Names, Open, check_right};
use crate::suggestions::check_open;
use crate::views::{Around, CardChoice, CardView, Event};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::conflict_list`].
    pub fn conflict_list(&self) -> Answer<Vec<CardView>> {
        self.with(|open| views(open, Card::is_conflict))
    }

    /// See [`crate::Call::conflict_settle`].
    pub fn conflict_settle(&self, card: CardId, choice: CardChoice) -> Answer<Vec<CardView>> {
        self.with(|open| {
            let reader = open.store.read();
            let stored = reader.card(card)?.filter(|stored| !stored.settled);
            let stored = stored.ok_or_else(|| Failure::new("card-not-open"))?;
            let (document, part) = (stored.card.document, stored.card.part.clone());
            check_open(&reader, document, &part)?;
            let taken_back = is_taken_back(&open.me, &stored.card) && choice == CardChoice::Theirs;
            if !taken_back {
                check_right(&reader, &open.me, document, &part)?;
            }
            let now_in_text = reader.content(document)?.get(&part).cloned();
            let value = settled(&stored.card, now_in_text, choice)?;
            let value = value.map(|value| aliases::without_aliases(&reader, &part, value)).transpose()?;
            let (person, at) = (open.me.person, crate::now());
            let value = value.map(|value| match lifted_by(&part) {
                Some(_) => as_own_lift(&value, person, at),
                None => value,
            });
            open.store.write(|writer| {
                if let Some(value) = &value {
                    writer.put_part(document, &part, value, person, at)?;
                }
                writer.settle_card(card, false)
            })?;
            if let Some(value) = &value {
                open.texts.replaced(document, &part, value);
                open.tell_text(document, &part);
            }
            open.changed(document, at);
            open.tell(Event::Sync);
            Ok(())
        })?;
        self.0.courier.wake();
        self.conflict_list()
    }
}

/// Whoever made a suggestion can take it back.
fn is_taken_back(me: &Me, card: &Card) -> bool {
    !card.is_conflict() && card.ours.by == me.person
}

/// The open cards that fit, oldest first.
pub(crate) fn views(open: &Open, fits: impl Fn(&Card) -> bool) -> Answer<Vec<CardView>> {
    let reader = open.store.read();
    let names = Names::read(&reader, &open.me)?;
    let cards = reader.open_cards()?.into_iter().map(|stored| stored.card);
    cards.filter(fits).map(|card| view(&reader, &open.me, &names, &card)).collect()
}

/// The part's new value; nothing when it stays as it is. A suggestion was made on what the text was then: what
/// changed since is merged, or said.
fn settled(card: &Card, now_in_text: Option<PartValue>, choice: CardChoice) -> Answer<Option<PartValue>> {
    if let Some(passage) = &card.passage {
        return settled_passage(card, passage, now_in_text.as_ref(), &choice);
    }
    let empty = || PartValue::text("");
    Ok(match choice {
        CardChoice::Theirs => None,
        CardChoice::Ours if !card.is_conflict() => {
            let merged = tilshi_merge::merge_part(
                &card.part,
                card.base.as_ref(),
                card.ours.value.as_ref(),
                now_in_text.as_ref(),
            );
            let merged = merged.ok_or_else(|| Failure::new("suggestion-overtaken"))?;
            Some(merged.unwrap_or_else(empty))
        }
        CardChoice::Ours => Some(card.ours.value.clone().unwrap_or_else(empty)),
        CardChoice::Third(value) => Some(value),
        CardChoice::Both => Some(match (now_in_text, card.ours.value.clone()) {
            (None, ours) => ours.unwrap_or_else(empty),
            (Some(theirs), None) => theirs,
            (Some(PartValue::Text(theirs)), Some(PartValue::Text(ours))) => {
                let between =
                    if card.part.known().is_some_and(|part| matches!(part, Part::Body(_))) { "\n\n" } else { " / " };
                PartValue::text([theirs.as_str(), between, ours.as_str()].concat())
            }
            (Some(PartValue::Set(theirs)), Some(PartValue::Set(ours))) => {
                PartValue::Set(theirs.union(&ours).cloned().collect())
            }
            (Some(PartValue::List(mut theirs)), Some(PartValue::List(ours))) => {
                for item in ours {
                    if !theirs.contains(&item) {
                        theirs.push(item);
                    }
                }
                PartValue::List(theirs)
            }
            (Some(theirs), Some(_)) => theirs,
        }),
    })
}

/// The whole text with the passage of a card settled in it.
fn settled_passage(
    card: &Card,
    passage: &Passage,
    now_in_text: Option<&PartValue>,
    choice: &CardChoice,
) -> Answer<Option<PartValue>> {
    let text = |value: Option<&PartValue>| value.and_then(PartValue::as_text).unwrap_or_default().to_owned();
    let settled = match choice {
        CardChoice::Theirs => return Ok(None),
        CardChoice::Ours => Settled::Ours,
        CardChoice::Both => Settled::Both,
        CardChoice::Third(PartValue::Text(third)) => Settled::Third(third),
        CardChoice::Third(_) => return Err(Failure::new("bad-argument").with("argument", "choice")),
    };
    let (ours, theirs) = (text(card.ours.value.as_ref()), text(card.theirs.value.as_ref()));
    let whole = tilshi_merge::settle_passage(&text(now_in_text), &ours, &theirs, passage, settled);
    whole.map(|whole| Some(PartValue::text(whole))).ok_or_else(|| Failure::new("passage-rewritten"))
}

/// What people call whatever the versions of a card refer to by id.
fn names_within(reader: &Reader<'_>, names: &Names<'_>, card: &Card) -> Answer<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for value in [&card.base, &card.ours.value, &card.theirs.value].into_iter().flatten() {
        let ids: Vec<&str> = match value {
            PartValue::Text(text) => vec![text],
            PartValue::Set(items) => items.iter().map(String::as_str).collect(),
            PartValue::List(items) => items.iter().map(String::as_str).collect(),
            PartValue::Opaque { .. } => Vec::new(),
        };
        for id in ids {
            let name = if let Ok(entry) = id.parse::<EntryId>() {
                names.of_entry(&reader.content(entry.into())?)
            } else if let Ok(photo) = id.parse::<PhotoId>() {
                reader.content(photo.into())?.text(&Part::FileName).to_owned()
            } else {
                continue;
            };
            if !name.is_empty() {
                found.insert(id.to_owned(), name);
            }
        }
    }
    Ok(found)
}

/// What stands around the passage of a card now, as much as helps to read it.
fn around(reader: &Reader<'_>, card: &Card) -> Answer<Option<Around>> {
    let Some(passage) = &card.passage else { return Ok(None) };
    let content = reader.content(card.document)?;
    let text = content.get(&card.part).and_then(PartValue::as_text).unwrap_or_default();
    let theirs = card.theirs.value.as_ref().and_then(PartValue::as_text).unwrap_or_default();
    // Where it is not to be found any more, what the card remembers has to do.
    let (before, after) = match tilshi_merge::place_of(text, theirs, passage) {
        Some(place) => (last_paragraphs(&text[..place.start]), first_paragraphs(&text[place.end..])),
        None => (passage.before.as_str(), passage.after.as_str()),
    };
    // The space beside the passage stays: it tells whether it goes on a paragraph or begins one.
    let (before, after) = (before.trim_start().to_owned(), after.trim_end().to_owned());
    Ok(Some(Around { before, after, between: passage.between.clone() }))
}

/// How many paragraphs are shown on each side of a passage.
const PARAGRAPHS_AROUND: usize = 2;

fn last_paragraphs(text: &str) -> &str {
    let starts: Vec<usize> = tilshi_merge::paragraphs(text).into_iter().map(|paragraph| paragraph.start).collect();
    starts.iter().rev().nth(PARAGRAPHS_AROUND - 1).or(starts.first()).map_or("", |start| &text[*start..])
}

fn first_paragraphs(text: &str) -> &str {
    let ends: Vec<usize> = tilshi_merge::paragraphs(text).into_iter().map(|paragraph| paragraph.end).collect();
    ends.get(PARAGRAPHS_AROUND - 1).or(ends.last()).map_or("", |end| &text[..*end])
}

/// A card with the names a person reads.
pub(crate) fn view(reader: &Reader<'_>, me: &Me, names: &Names<'_>, card: &Card) -> Answer<CardView> {
    let story: Option<StoryId> = match card.document {
        DocumentId::Story(story) => Some(story),
        DocumentId::Photo(photo) => reader.stories_using(photo)?.first().copied(),
        DocumentId::Entry(_) => None,
    };
    let slugline = match story {
        Some(story) => reader.content(story.into())?.text(&Part::Slugline).to_owned(),
        None => String::new(),
    };
    Ok(CardView {
        card: card.id(),
        document: card.document,
        story,
        slugline,
        part: card.part.clone(),
        around: around(reader, card)?,
        kind: card.kind,
        base: card.base.clone(),
        ours_by: names.of(card.ours.by),
        theirs_by: names.of(card.theirs.by),
        ours: card.ours.clone(),
        theirs: card.theirs.clone(),
        names: names_within(reader, names, card)?,
        may_settle: check_right(reader, me, card.document, &card.part).is_ok(),
        may_take_back: is_taken_back(me, card),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::{CardKind, CardVersion, PersonId, Timestamp};

    fn card(part: Part, ours: PartValue) -> Card {
        let version = |value| CardVersion { value: Some(value), by: PersonId::generate(), at: Timestamp(0) };
        Card {
            document: StoryId::generate().into(),
            part: part.key(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            theirs: version(PartValue::text("Theirs.")),
            ours: version(ours),
        }
    }

    #[test]
    fn both_keeps_what_stands_in_the_text_now_and_what_is_on_the_card() {
        let body = card(Part::Body("en".parse().expect("an edition key")), PartValue::text("Ours."));
        let now = Some(PartValue::text("Theirs, edited since."));
        assert_eq!(settled(&body, now, CardChoice::Both), Ok(Some(PartValue::text("Theirs, edited since.\n\nOurs."))));
        let photos = card(Part::Photos, PartValue::List(vec!["b".into(), "a".into()]));
        let now = Some(PartValue::List(vec!["a".into()]));
        assert_eq!(settled(&photos, now, CardChoice::Both), Ok(Some(PartValue::List(vec!["a".into(), "b".into()]))));
    }

    #[test]
    fn theirs_touches_nothing_and_ours_takes_its_place() {
        let body = card(Part::Slugline, PartValue::text("ours"));
        let now = Some(PartValue::text("theirs"));
        assert_eq!(settled(&body, now.clone(), CardChoice::Theirs), Ok(None));
        assert_eq!(settled(&body, now, CardChoice::Ours), Ok(Some(PartValue::text("ours"))));
    }

    #[test]
    fn a_suggestion_is_merged_with_what_changed_since_or_says_that_it_cannot() {
        let tags = |tags: &[&str]| PartValue::Set(tags.iter().map(ToString::to_string).collect());
        let mut suggestion = card(Part::Tags, tags(&["water", "roads"]));
        suggestion.kind = CardKind::Suggestion;
        suggestion.base = Some(tags(&["water"]));
        let now = Some(tags(&["water", "schools"]));
        assert_eq!(settled(&suggestion, now.clone(), CardChoice::Ours), Ok(Some(tags(&["roads", "schools", "water"]))));
        assert_eq!(settled(&suggestion, now, CardChoice::Theirs), Ok(None));

        let mut slugline = card(Part::Slugline, PartValue::text("canal-opening"));
        slugline.kind = CardKind::Suggestion;
        slugline.base = Some(PartValue::text("canal"));
        let overtaken = settled(&slugline, Some(PartValue::text("water")), CardChoice::Ours);
        assert_eq!(overtaken, Err(Failure::new("suggestion-overtaken")));
    }
}
