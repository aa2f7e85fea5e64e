//! The table of conflict cards: what stands against what, and what the portal has been told of it.

use rusqlite::{Row, params};
use tilshi_story::{Card, CardId, DocumentId, Timestamp};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 8,
    sql: "
        CREATE TABLE card (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            card BLOB NOT NULL,
            sent INTEGER NOT NULL,
            settled INTEGER NOT NULL DEFAULT 0,
            settlement_sent INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX card_document ON card (document);
    ",
};

/// A conflict card and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCard {
    /// The card.
    pub card: Card,
    /// Whether the portal has it.
    pub sent: bool,
    /// Whether a person has settled it, here or elsewhere.
    pub settled: bool,
}

impl Reader<'_> {
    /// The cards that nobody has settled, oldest first.
    pub fn open_cards(&self) -> Result<Vec<StoredCard>, StoreError> {
        self.rows("SELECT card, sent, settled FROM card WHERE NOT settled ORDER BY number", [], read_card)
    }

    /// One card, open or settled.
    pub fn card(&self, card: CardId) -> Result<Option<StoredCard>, StoreError> {
        self.row("SELECT card, sent, settled FROM card WHERE id = ?1", [card.to_string()], read_card)
    }

    /// The cards of a document, open and settled, oldest first.
    pub fn cards_of(&self, document: DocumentId) -> Result<Vec<StoredCard>, StoreError> {
        let number = self.number(document)?;
        self.rows("SELECT card, sent, settled FROM card WHERE document = ?1 ORDER BY number", [number], read_card)
    }

    /// The cards of a document that the portal has not been sent, oldest first.
    pub fn unsent_cards(&self, document: DocumentId) -> Result<Vec<Card>, StoreError> {
        let number = self.number(document)?;
        self.rows(
            "SELECT card, sent, settled FROM card WHERE document = ?1 AND NOT sent ORDER BY number",
            [number],
            |row| Ok(read_card(row)?.card),
        )
    }

    /// The cards of a document that were settled here and that the portal still thinks open, oldest first.
    pub fn unsent_settlements(&self, document: DocumentId) -> Result<Vec<CardId>, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT id FROM card WHERE document = ?1 AND settled AND NOT settlement_sent ORDER BY number";
        self.rows(sql, [number], |row| stored(&row.get::<_, String>(0)?))
    }
}

impl Writer<'_> {
    /// Keeps a card. One that is there already counts as sent once it has been, and then says what the portal says. The
    /// same conflict met here again after it was settled opens again: its words must be seen.
    pub fn put_card(&self, card: &Card, sent: bool) -> Result<(), StoreError> {
        let number = self.ensure(card.document, Timestamp::default())?;
        let sql = "
            INSERT INTO card (id, document, card, sent) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id) DO UPDATE SET
                sent = CASE WHEN settled AND NOT excluded.sent THEN 0 ELSE max(sent, excluded.sent) END,
                settled = settled AND excluded.sent,
                settlement_sent = settlement_sent AND excluded.sent,
                card = CASE WHEN excluded.sent THEN excluded.card ELSE card END";
        self.execute(sql, params![card.id().to_string(), number, pack(card)?, sent])?;
        Ok(())
    }

    /// Keeps a card that is open at the portal, also where the portal was told before that it is settled. A settlement that
    /// waits to be sent stays.
    pub fn put_open_card(&self, card: &Card) -> Result<(), StoreError> {
        self.put_card(card, true)?;
        let sql = "UPDATE card SET settled = 0, settlement_sent = 0 WHERE id = ?1 AND settled AND settlement_sent";
        self.execute(sql, [card.id().to_string()])?;
        Ok(())
    }

    /// Notes that the portal has these cards.
    pub fn mark_cards_sent(&self, cards: &[CardId]) -> Result<(), StoreError> {
        for card in cards {
            self.execute("UPDATE card SET sent = 1 WHERE id = ?1", [card.to_string()])?;
        }
        Ok(())
    }

    /// Forgets that the portal was ever sent the cards of a document: those that are open, and those whose settlement
    /// it has not been told of.
    pub fn forget_sent_cards(&self, document: DocumentId) -> Result<(), StoreError> {
        let number = self.number(document)?;
        let sql = "UPDATE card SET sent = 0 WHERE document = ?1 AND NOT (settled AND settlement_sent)";
        self.execute(sql, [number])?;
        Ok(())
    }

    /// Forgets what the portal was not told about a card: that it is there, or that it was settled.
    pub fn forget_unsent(&self, card: CardId) -> Result<(), StoreError> {
        let id = card.to_string();
        self.execute("DELETE FROM card WHERE id = ?1 AND NOT sent", [&id])?;
        self.execute("UPDATE card SET settled = 0 WHERE id = ?1 AND NOT settlement_sent", [&id])?;
        Ok(())
    }

    /// Notes that a card is settled, and whether the portal knows.
    pub fn settle_card(&self, card: CardId, sent: bool) -> Result<(), StoreError> {
        let sql = "UPDATE card SET settled = 1, settlement_sent = max(settlement_sent, ?2) WHERE id = ?1";
        self.execute(sql, params![card.to_string(), sent])?;
        Ok(())
    }

    /// Brings a document's cards in line with the portal's list of open ones. That list decides over every card it
    /// has been sent; what was made or settled here and not sent yet stays.
    pub fn sync_cards(&self, document: DocumentId, open: &[Card]) -> Result<(), StoreError> {
        open.iter().try_for_each(|card| self.put_open_card(card))?;
        let open: Vec<CardId> = open.iter().map(Card::id).collect();
        let number = self.number(document)?;
        let sent = self.rows("SELECT id FROM card WHERE document = ?1 AND sent", [number], |row| {
            stored::<CardId>(&row.get::<_, String>(0)?)
        })?;
        for card in sent.into_iter().filter(|card| !open.contains(card)) {
            self.settle_card(card, true)?;
        }
        Ok(())
    }
}

fn read_card(row: &Row<'_>) -> Result<StoredCard, StoreError> {
    Ok(StoredCard { card: unpack(&row.get::<_, Vec<u8>>(0)?)?, sent: row.get(1)?, settled: row.get(2)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profile;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{CardKind, CardVersion, Part, PartValue, PersonId, StoryId};

    fn card(document: DocumentId, ours: &str) -> Card {
        let version =
            |text: &str| CardVersion { value: Some(PartValue::text(text)), by: PersonId::generate(), at: at(1) };
        Card {
            document,
            part: Part::Slugline.key(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            ours: version(ours),
            theirs: version("theirs"),
        }
    }

    fn open(profile: &Profile) -> Vec<CardId> {
        profile.read().open_cards().expect("read").iter().map(|stored| stored.card.id()).collect()
    }

    #[test]
    fn a_card_made_here_waits_to_be_sent_and_so_does_its_settlement() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let card = card(document, "ours");
        profile.write(|writer| writer.put_card(&card, false)).expect("written");
        assert_eq!(profile.read().unsent_cards(document).expect("read"), vec![card.clone()]);
        assert_eq!(profile.read().to_send().expect("read"), [document], "though its content has not changed");
        assert_eq!(profile.read().dirty().expect("read"), []);

        profile.write(|writer| writer.mark_cards_sent(&[card.id()])).expect("written");
        assert_eq!(profile.read().to_send().expect("read"), []);
        profile.write(|writer| writer.settle_card(card.id(), false)).expect("written");
        assert_eq!(profile.read().unsent_settlements(document).expect("read"), [card.id()]);
        assert_eq!(profile.read().to_send().expect("read"), [document]);
        assert_eq!(open(&profile), []);
        profile.write(|writer| writer.settle_card(card.id(), true)).expect("written");
        assert_eq!(profile.read().unsent_settlements(document).expect("read"), []);
        let settled = StoredCard { card: card.clone(), sent: true, settled: true };
        assert_eq!(profile.read().card(card.id()).expect("read"), Some(settled.clone()));
        assert_eq!(profile.read().cards_of(document).expect("read"), [settled]);
    }

    #[test]
    fn the_portals_list_decides_over_what_it_was_sent_and_over_nothing_else() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let [unsent, sent, settled_here, new, of_another] = ["a", "b", "c", "d", "e"].map(|ours| card(document, ours));
        let of_another = Card { document: StoryId::generate().into(), ..of_another };
        profile
            .write(|writer| {
                writer.put_card(&unsent, false)?;
                writer.put_card(&sent, true)?;
                writer.put_card(&settled_here, true)?;
                writer.settle_card(settled_here.id(), false)?;
                writer.put_card(&of_another, true)?;
                writer.sync_cards(document, &[new.clone(), settled_here.clone()])
            })
            .expect("written");
        assert_eq!(open(&profile), [unsent.id(), of_another.id(), new.id()]);
        let read = profile.read();
        assert_eq!(read.unsent_settlements(document).expect("read"), [settled_here.id()], "it is still to be said");
        assert_eq!(read.unsent_cards(document).expect("read"), [unsent]);
        assert!(read.card(sent.id()).expect("read").expect("kept").settled);
    }

    #[test]
    fn the_portal_says_whether_a_card_is_a_suggestion() {
        let (_folder, mut profile) = plain();
        let made_here = card(StoryId::generate().into(), "ours");
        let at_the_portal = Card { kind: CardKind::Suggestion, ..made_here.clone() };
        for (card, sent) in [(&made_here, false), (&at_the_portal, true), (&made_here, false)] {
            profile.write(|writer| writer.put_card(card, sent)).expect("written");
        }
        assert!(!profile.read().card(made_here.id()).expect("read").expect("kept").card.is_conflict());
    }

    #[test]
    fn the_same_card_seen_twice_is_kept_once_and_is_never_unsent_again() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let card = card(document, "ours");
        for sent in [false, true, false] {
            profile.write(|writer| writer.put_card(&card, sent)).expect("written");
        }
        assert_eq!(profile.read().open_cards().expect("read"), [StoredCard { card, sent: true, settled: false }]);
    }

    #[test]
    fn the_same_conflict_met_again_after_it_was_settled_is_open_again_and_told_again() {
        let (_folder, mut profile) = plain();
        let document = DocumentId::from(StoryId::generate());
        let card = card(document, "ours");
        profile.write(|writer| writer.put_card(&card, false)).expect("written");
        profile.write(|writer| writer.mark_cards_sent(&[card.id()])).expect("written");
        profile.write(|writer| writer.put_card(&card, false)).expect("written");
        assert!(profile.read().unsent_cards(document).expect("read").is_empty(), "an open one is told once");
        profile.write(|writer| writer.settle_card(card.id(), true)).expect("written");
        assert!(open(&profile).is_empty());
        profile.write(|writer| writer.put_card(&card, false)).expect("written");
        assert_eq!(open(&profile), [card.id()]);
        assert_eq!(profile.read().unsent_cards(document).expect("read"), [card]);
        assert_eq!(profile.read().unsent_settlements(document).expect("read"), []);
    }
}
