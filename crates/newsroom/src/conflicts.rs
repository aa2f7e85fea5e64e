//! Conflict cards: what two people made of one part, settled by a person.

use tilshi_store::Reader;
use tilshi_story::{Card, CardId, DocumentId, Failure, Part, PartValue, StoryId};

use crate::profile::{Me, Names, check_right};
use crate::views::{CardChoice, CardView, Event};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::conflict_list`].
    pub fn conflict_list(&self) -> Answer<Vec<CardView>> {
        self.with(|open| {
            let reader = open.store.read();
            let names = Names::read(&reader, &open.me)?;
            reader.open_cards()?.iter().map(|card| view(&reader, &open.me, &names, &card.card)).collect()
        })
    }

    /// See [`crate::Call::conflict_settle`].
    pub fn conflict_settle(&self, card: CardId, choice: CardChoice) -> Answer<Vec<CardView>> {
        self.with(|open| {
            let reader = open.store.read();
            let stored = reader.card(card)?.filter(|stored| !stored.settled);
            let stored = stored.ok_or_else(|| Failure::new("card-not-open"))?;
            let (document, part) = (stored.card.document, stored.card.part.clone());
            check_right(&reader, &open.me, document, &part)?;
            let now_in_text = reader.content(document)?.get(&part).cloned();
            let value = settled(&stored.card, now_in_text, choice);
            let (person, at) = (open.me.person, crate::now());
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

/// The part's new value; nothing when it stays as it is.
fn settled(card: &Card, now_in_text: Option<PartValue>, choice: CardChoice) -> Option<PartValue> {
    let empty = || PartValue::text("");
    match choice {
        CardChoice::Theirs => None,
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
    }
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
        base: card.base.clone(),
        ours_by: names.of(card.ours.by),
        theirs_by: names.of(card.theirs.by),
        ours: card.ours.clone(),
        theirs: card.theirs.clone(),
        may_settle: check_right(reader, me, card.document, &card.part).is_ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::{CardVersion, PersonId, Timestamp};

    fn card(part: Part, ours: PartValue) -> Card {
        let version = |value| CardVersion { value: Some(value), by: PersonId::generate(), at: Timestamp(0) };
        Card {
            document: StoryId::generate().into(),
            part: part.key(),
            base: None,
            theirs: version(PartValue::text("Theirs.")),
            ours: version(ours),
        }
    }

    #[test]
    fn both_keeps_what_stands_in_the_text_now_and_what_is_on_the_card() {
        let body = card(Part::Body("en".parse().expect("an edition key")), PartValue::text("Ours."));
        let now = Some(PartValue::text("Theirs, edited since."));
        assert_eq!(settled(&body, now, CardChoice::Both), Some(PartValue::text("Theirs, edited since.\n\nOurs.")));
        let photos = card(Part::Photos, PartValue::List(vec!["b".into(), "a".into()]));
        let now = Some(PartValue::List(vec!["a".into()]));
        assert_eq!(settled(&photos, now, CardChoice::Both), Some(PartValue::List(vec!["a".into(), "b".into()])));
    }

    #[test]
    fn theirs_touches_nothing_and_ours_takes_its_place() {
        let body = card(Part::Slugline, PartValue::text("ours"));
        let now = Some(PartValue::text("theirs"));
        assert_eq!(settled(&body, now.clone(), CardChoice::Theirs), None);
        assert_eq!(settled(&body, now, CardChoice::Ours), Some(PartValue::text("ours")));
    }
}
