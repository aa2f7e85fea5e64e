//! What an edition was made from: noted with its first words, answered passage by passage when the source moves.

use std::collections::BTreeSet;

use tilshi_merge::{Followed, Texts, followed_after};
use tilshi_store::Reader;
use tilshi_story::{Content, DocumentId, EditionKey, Failure, Part, PartKey, PartValue, StoryId};

use crate::conversion::master_of;
use crate::passages::view;
use crate::profile::{Me, Open, check_right};
use crate::suggestions::check_open;
use crate::views::{PassageAnswer, PassagesView};
use crate::{Answer, Newsroom, house};

impl Newsroom {
    /// See [`crate::Call::passages_follow`].
    pub fn passages_follow(
        &self,
        story: StoryId,
        edition: EditionKey,
        answers: Vec<PassageAnswer>,
    ) -> Answer<PassagesView> {
        let view = self.with(|open| {
            let content = content(&open.store.read(), story)?;
            let followed = Followed::of(&content, &edition).ok_or_else(|| Failure::new("made-from-unknown"))?;
            let answers: Vec<_> = answers.into_iter().map(|answer| (answer.then, answer.now)).collect();
            let now = Texts::of(&content, &followed.edition);
            let texts = followed_after(&followed.texts, &now, &answers)
                .ok_or_else(|| Failure::new("changed-meanwhile").with("edition", &followed.edition))?;
            follow(open, story, &edition, &followed.edition, texts)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// See [`crate::Call::edition_made_from`].
    pub fn edition_made_from(&self, story: StoryId, edition: EditionKey, from: EditionKey) -> Answer<PassagesView> {
        let view = self.with(|open| {
            let content = content(&open.store.read(), story)?;
            if source_of(&content).as_ref() == Some(&edition) {
                return Err(Failure::new("edition-is-source").with("edition", &edition));
            }
            if leads_to(&content, &from, &edition) {
                return Err(Failure::new("made-from-circle").with("edition", &edition).with("from", &from));
            }
            let source = Texts::of(&content, &from);
            if source.is_empty() {
                return Err(Failure::new("edition-empty").with("edition", &from));
            }
            let texts = [source.headline, source.lead, source.body].map(str::to_owned);
            follow(open, story, &edition, &from, texts)
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

/// Notes what an edition follows from now on.
pub(crate) fn follow(
    open: &mut Open,
    story: StoryId,
    edition: &EditionKey,
    from: &EditionKey,
    texts: [String; 3],
) -> Answer<PassagesView> {
    let document = DocumentId::from(story);
    let mut parts = parts(edition, from, texts);
    let reader = open.store.read();
    if master_of(edition).is_ok_and(|master| master == from) {
        let version = house::style(open)?.version(from, edition);
        parts.push((Part::ConvertedBy(edition.clone()).key(), PartValue::text(version)));
    }
    for (part, _) in &parts {
        check_open(&reader, document, part)?;
        // Nobody can suggest that an edition is up to date: whoever has the right to its words has to say so.
        check_right(&reader, &open.me, document, part)?;
    }
    let (person, at) = (open.me.person, crate::now());
    open.store.write(|writer| {
        parts.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))
    })?;
    open.changed(document, at);
    view(open, story, edition)
}

/// What is noted with the first words of an edition, once they are not its source's: that it was made from that, as it is
/// now. Without the right to its words nothing is; what somebody suggests is noted when it is handed in.
pub(crate) fn noted_with_first_words(
    reader: &Reader<'_>,
    me: &Me,
    document: DocumentId,
    part: &PartKey,
) -> Answer<Vec<(PartKey, PartValue)>> {
    // The words of a template follow nothing.
    let Some(part) = part.known().filter(|part| part.is_text() && document.story().is_some()) else {
        return Ok(Vec::new());
    };
    let Some(edition) = part.edition() else { return Ok(Vec::new()) };
    let content = reader.content(document)?;
    if !Texts::of(&content, edition).is_empty() {
        return Ok(Vec::new());
    }
    noted(reader, me, document, &content, edition)
}

/// What is noted of an edition of which nobody knows yet what it was made from.
pub(crate) fn noted(
    reader: &Reader<'_>,
    me: &Me,
    document: DocumentId,
    content: &Content,
    edition: &EditionKey,
) -> Answer<Vec<(PartKey, PartValue)>> {
    let unknown = Followed::of(content, edition).is_none();
    let Some(from) = made_from(content, edition).filter(|_| unknown) else { return Ok(Vec::new()) };
    let source = Texts::of(content, &from);
    let parts = parts(edition, &from, [source.headline, source.lead, source.body].map(str::to_owned));
    let fits = parts.iter().all(|(part, value)| value.as_text().is_none_or(|text| text.len() <= part.max_bytes()));
    let may = parts.iter().all(|(part, _)| check_right(reader, me, document, part).is_ok());
    Ok(if fits && may { parts } else { Vec::new() })
}

/// The edition that another one is translated from.
pub(crate) fn translated_from(content: &Content, edition: &EditionKey) -> Option<EditionKey> {
    Followed::of(content, edition).map(|followed| followed.edition).or_else(|| made_from(content, edition))
}

/// What an edition is made from when nobody says otherwise: the one whose script it converts, or else the source.
fn made_from(content: &Content, edition: &EditionKey) -> Option<EditionKey> {
    let source = source_of(content).filter(|source| source != edition)?;
    let master = tilshi_language::edition(edition)?.derived_from.clone();
    let is_written = |edition: &EditionKey| !Texts::of(content, edition).is_empty();
    master
        .filter(|master| is_written(master) && !leads_to(content, master, edition))
        .or(Some(source))
        .filter(is_written)
}

fn source_of(content: &Content) -> Option<EditionKey> {
    content.text(&Part::SourceEdition).parse().ok()
}

/// Whether the way from an edition back to its source leads through another one.
fn leads_to(content: &Content, from: &EditionKey, to: &EditionKey) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(from.clone());
    while let Some(edition) = next.filter(|edition| seen.insert(edition.clone())) {
        if edition == *to {
            return true;
        }
        next = Followed::of(content, &edition).map(|followed| followed.edition);
    }
    false
}

/// What is noted of the edition that another one follows.
pub(crate) fn parts(edition: &EditionKey, from: &EditionKey, texts: [String; 3]) -> Vec<(PartKey, PartValue)> {
    let [headline, lead, body] = texts;
    [
        (Part::MadeFrom(edition.clone()), from.to_string()),
        (Part::SourceHeadline(edition.clone()), headline),
        (Part::SourceLead(edition.clone()), lead),
        (Part::SourceBody(edition.clone()), body),
    ]
    .map(|(part, text)| (part.key(), PartValue::text(text)))
    .into()
}

fn content(reader: &Reader<'_>, story: StoryId) -> Answer<Content> {
    let document = DocumentId::from(story);
    if reader.exists(document)? { Ok(reader.content(document)?) } else { Err(Failure::new("story-not-found")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passages::tests::{Desk, key};

    #[test]
    fn the_first_words_note_the_source_and_the_later_ones_leave_it() {
        let desk = Desk::new();
        desk.put(Part::Body(key("en")), "Water came.\n\nThe canal opened.");
        desk.put(Part::Headline(key("ru")), "Вода");
        assert_eq!(desk.passages("ru").made_from, Some(key("en")));
        desk.put(Part::Body(key("en")), "Water came early.\n\nThe canal opened.\n\nIt rained.");
        desk.put(Part::Body(key("ru")), "Вода пришла.");
        assert_eq!(desk.behind("ru"), (2, None));
        assert_eq!(desk.behind("en"), (0, None), "a source is behind nothing");
        let marks = desk.newsroom.story_list(crate::views::Queue::Stale.into(), 0, 9).expect("listed");
        assert_eq!(marks.rows[0].editions.iter().find(|mark| mark.edition == key("ru")).expect("ru").behind, 2);

        let rained = PassageAnswer { then: None, now: Some("It rained.".into()) };
        desk.newsroom.passages_follow(desk.story, key("ru"), vec![rained.clone()]).expect("answered");
        assert_eq!(desk.behind("ru"), (1, None));
        let again = desk.newsroom.passages_follow(desk.story, key("ru"), vec![rained]).expect_err("answered before");
        assert_eq!(again.code, "changed-meanwhile");
        desk.newsroom.passages_follow(desk.story, key("ru"), desk.moved("ru")).expect("answered");
        assert_eq!(desk.behind("ru"), (0, None));
        let page = desk.newsroom.story_list(crate::views::Queue::Stale.into(), 0, 9).expect("listed");
        assert_eq!(page.total, 0);
    }

    #[test]
    fn a_script_follows_its_master_and_is_behind_through_it() {
        let desk = Desk::new();
        desk.put(Part::Body(key("en")), "Water came.");
        desk.put(Part::Body(key("kk")), "Су келді.");
        // Other words than a conversion gives: what a person wrote does not go on by itself.
        desk.put(Part::Body(key("qz")), "Su kelıp jetti.");
        assert_eq!(desk.passages("qz").made_from, Some(key("kk")));
        desk.put(Part::Body(key("en")), "Water came early.");
        assert_eq!(desk.behind("kk"), (1, None));
        assert_eq!(desk.behind("qz"), (0, Some(key("kk"))));
        desk.put(Part::Body(key("kk")), "Су ерте келді.");
        desk.newsroom.passages_follow(desk.story, key("kk"), desk.moved("kk")).expect("answered");
        assert_eq!(desk.behind("qz"), (1, None));
        desk.newsroom.edition_made_from(desk.story, key("qz"), key("kk")).expect("made anew");
        assert_eq!(desk.behind("qz"), (0, None));

        let circle = desk.newsroom.edition_made_from(desk.story, key("kk"), key("qz")).expect_err("a circle");
        assert_eq!(circle.code, "made-from-circle");
        let source = desk.newsroom.edition_made_from(desk.story, key("en"), key("kk")).expect_err("the source");
        assert_eq!(source.code, "edition-is-source");
        let empty = desk.newsroom.edition_made_from(desk.story, key("ru"), key("zh")).expect_err("nothing there");
        assert_eq!(empty.code, "edition-empty");
    }

    #[test]
    fn an_edition_written_before_its_source_follows_nothing_until_it_is_said() {
        let desk = Desk::new();
        desk.put(Part::Body(key("ru")), "Вода пришла.");
        desk.put(Part::Body(key("en")), "Water came.");
        let view = desk.passages("ru");
        assert_eq!((view.made_from, view.beside), (None, Some(key("en"))));
        assert_eq!(view.rows.len(), 1, "it stands beside the source all the same");
        let unknown = desk.newsroom.passages_follow(desk.story, key("ru"), Vec::new()).expect_err("not known");
        assert_eq!(unknown.code, "made-from-unknown");
        desk.newsroom.edition_made_from(desk.story, key("ru"), key("en")).expect("said");
        desk.put(Part::Body(key("en")), "Water came early.");
        assert_eq!(desk.behind("ru").0, 1);
    }
}
