//! What people do with editions: the steps of the workflow that the window offers them.

use tilshi_newsroom::language::checks::Severity;
use tilshi_newsroom::views::PassageAnswer;
use tilshi_newsroom::{Answer, Newsroom, stepping};
use tilshi_story::{Deed, DocumentId, EditionKey, Part, PartValue, PhotoId, RightsBasis, StoryId};
use tilshi_sync::wire::Action;

use crate::words::word;
use crate::world::World;

impl World {
    /// Whoever has a story at the desk brings it as far as they can, more often than not.
    pub(crate) fn work_at_the_desk(&self, laptop: usize, newsroom: &Newsroom, document: DocumentId) -> Answer<()> {
        let Some(story) = document.story() else { return Ok(()) };
        if self.chance(2) == 0 {
            self.fill_in(laptop, newsroom, document)?;
        }
        self.clear_the_way(newsroom, story)?;
        while let Some((edition, deed)) = self.chosen(newsroom, story)? {
            self.take_step(laptop, newsroom, story, edition, deed)?;
            if self.chance(3) == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Supplies what stands in the way of readers: a headline, and what must be known of the photos.
    fn fill_in(&self, laptop: usize, newsroom: &Newsroom, story: DocumentId) -> Answer<()> {
        let content = stepping::read(newsroom, |reader| reader.content(story))?;
        let Ok(edition) = content.text(&Part::SourceEdition).parse::<EditionKey>() else { return Ok(()) };
        let headline = Part::Headline(edition.clone());
        if content.text(&headline).is_empty() {
            self.type_in(laptop, newsroom, story, &headline.key())?;
        }
        for photo in content.items(&Part::Photos).iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
            let photo = DocumentId::from(photo);
            let known = stepping::read(newsroom, |reader| reader.content(photo))?;
            for part in [Part::Creator, Part::CreditLine, Part::AltText(edition.clone())] {
                if known.text(&part).is_empty() {
                    let value = PartValue::text(word(self.new_word()));
                    self.set(laptop, newsroom, photo, &part.key(), None, value)?;
                }
            }
            if known.text(&Part::RightsBasis).is_empty() {
                let value = PartValue::text(RightsBasis::Staff.as_str());
                newsroom.part_set(photo, Part::RightsBasis.key(), value)?;
            }
        }
        Ok(())
    }

    /// Answers for everything that keeps an edition from being approved.
    fn clear_the_way(&self, newsroom: &Newsroom, story: StoryId) -> Answer<()> {
        for view in newsroom.story_show(story)?.editions {
            let approve = view.deeds.into_iter().find(|deed| deed.deed == Deed::Approve);
            let refusal = approve.and_then(|deed| deed.refusal).map(|failure| failure.code).unwrap_or_default();
            if refusal == "edition-behind" {
                let rows =
                    newsroom.passages_show(story, view.edition.clone())?.rows.into_iter().filter(|row| row.moved);
                let answers = rows.map(|row| PassageAnswer { then: row.then, now: row.now }).collect();
                newsroom.passages_follow(story, view.edition.clone(), answers)?;
            }
            if refusal == "edition-behind" || refusal == "checks-failed" {
                for finding in newsroom.passages_show(story, view.edition.clone())?.findings {
                    if finding.severity == Severity::Error && finding.accepted.is_empty() {
                        newsroom.finding_accept(story, view.edition.clone(), finding.name, "It is meant so.".into())?;
                    }
                }
            }
        }
        Ok(())
    }

    /// One of the steps that the window offers this person on this story.
    fn chosen(&self, newsroom: &Newsroom, story: StoryId) -> Answer<Option<(EditionKey, Deed)>> {
        let mut offered = Vec::new();
        for view in newsroom.story_show(story)?.editions {
            let open = view.deeds.into_iter().filter(|deed| deed.refusal.is_none() && deed.deed != Deed::Redate);
            offered.extend(open.map(|deed| (view.edition.clone(), deed.deed)));
        }
        // Few stories come so far, so whoever can bring one to its readers mostly does.
        let onwards = |(_, deed): &&(EditionKey, Deed)| matches!(deed, Deed::Approve | Deed::Publish);
        let onwards: Vec<_> = offered.iter().filter(onwards).cloned().collect();
        let offered = if onwards.is_empty() || self.chance(4) == 0 { offered } else { onwards };
        Ok((!offered.is_empty()).then(|| offered[self.chance(offered.len())].clone()))
    }

    fn take_step(
        &self,
        laptop: usize,
        newsroom: &Newsroom,
        story: StoryId,
        edition: EditionKey,
        deed: Deed,
    ) -> Answer<()> {
        let (name, taken) = match deed {
            Deed::Submit => ("submissions", newsroom.edition_submit(story, edition)),
            Deed::Return => ("returns", newsroom.edition_return(story, edition, "once more".into(), Vec::new())),
            Deed::Withdraw => ("withdrawals", newsroom.edition_withdraw(story, edition, "Another river.".into())),
            Deed::Publish => ("publications", newsroom.edition_publish(story, edition, String::new(), None)),
            Deed::Approve | Deed::Redate => return self.approve(laptop, newsroom, story, edition),
        };
        self.note_deed(laptop, name);
        taken.map(|_| ())
    }

    fn approve(&self, laptop: usize, newsroom: &Newsroom, story: StoryId, edition: EditionKey) -> Answer<()> {
        let view = newsroom.story_show(story)?;
        let seen = view.editions.into_iter().find(|view| view.edition == edition).map(|view| view.says);
        let approved = newsroom.edition_approve(story, edition.clone(), seen.unwrap_or_default());
        // What the person saw is what waits in the outbox, whatever becomes of it.
        let waiting = stepping::read(newsroom, |reader| reader.outbox())?;
        for entry in waiting.into_iter().filter(|entry| entry.document == story.into()) {
            if let Ok(Action::Workflow { edition: of, pins, .. }) = serde_json::from_str(&entry.action_json) {
                let approvals = &mut self.shared.borrow_mut().portal.approvals;
                let approval = (story, of, pins);
                if !approvals.contains(&approval) {
                    approvals.push(approval);
                }
            }
        }
        self.note_deed(laptop, "approvals");
        approved.map(|_| ())
    }
}
