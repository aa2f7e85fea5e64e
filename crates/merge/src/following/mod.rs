//! What an edition was made from, and what its source says differently by now, passage by passage.
//!
//! An edition keeps the texts of its source as it follows them. A passage of the source that is not among them in the same
//! words has moved since, and stays so until a person says that the edition says it too, or need not. Spaces and the form of
//! Unicode do not count, nor does the order of paragraphs; numbers, names and quotation marks do.

mod beside;
mod checked;
mod converted;
mod machine;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use beside::{Row, SentencePair, sentences_beside, side_by_side};
pub use checked::{accepted, finding_name, open_errors};
pub use converted::{Converted, converted_after};
pub use machine::{machine_mark, machine_marks, unread_of_machine};
use tilshi_language::passage_key;
use tilshi_story::{Content, EditionKey, Part};

use crate::restore::{Aligned, align, paragraphs};

/// The three texts of an edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// The title.
    pub headline: &'a str,
    /// The standfirst.
    pub lead: &'a str,
    /// The text, in CommonMark.
    pub body: &'a str,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title.
    Headline,
    /// The standfirst.
    Lead,
    /// The text.
    Body,
}

/// What an edition follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed<'a> {
    /// The edition it was made from.
    pub edition: EditionKey,
    /// What that said when this one last followed it.
    pub texts: Texts<'a>,
}

/// How far an edition is behind what it was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    /// The edition it was made from; nothing while that is not known.
    pub made_from: Option<EditionKey>,
    /// Passages of that which say something else by now.
    pub passages: usize,
    /// The nearest edition on the way back to the source that is itself behind.
    pub through: Option<EditionKey>,
}

/// A passage of the source that somebody has answered: what it said, and what it says; nothing where it was not.
pub type Answer = (Option<String>, Option<String>);

/// A passage, and where it stands in its field, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Passage<'a> {
    field: Field,
    place: Range<usize>,
    text: &'a str,
}

/// A passage of the source then and now, as places among the passages of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Compared {
    then: Option<usize>,
    now: Option<usize>,
    /// Whether it says something else, or is there only once.
    moved: bool,
}

impl<'a> Texts<'a> {
    /// What an edition says.
    pub fn of(content: &'a Content, edition: &EditionKey) -> Self {
        Self {
            headline: content.text(&Part::Headline(edition.clone())),
            lead: content.text(&Part::Lead(edition.clone())),
            body: content.text(&Part::Body(edition.clone())),
        }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        [self.headline, self.lead, self.body].iter().all(|text| text.trim().is_empty())
    }

    /// The passages in reading order.
    fn passages(&self) -> Vec<Passage<'a>> {
        let line = |field, text: &'a str| {
            let start = text.len() - text.trim_start().len();
            let words = text.trim();
            (!words.is_empty()).then(|| Passage { field, place: start..start + words.len(), text: words })
        };
        let body = paragraphs(self.body).into_iter();
        line(Field::Headline, self.headline)
            .into_iter()
            .chain(line(Field::Lead, self.lead))
            .chain(body.map(|place| Passage { field: Field::Body, text: &self.body[place.clone()], place }))
            .collect()
    }
}

impl Field {
    /// That text of an edition.
    pub fn text<'a>(self, texts: &Texts<'a>) -> &'a str {
        match self {
            Self::Headline => texts.headline,
            Self::Lead => texts.lead,
            Self::Body => texts.body,
        }
    }
}

impl<'a> Followed<'a> {
    /// What an edition follows, if that is known.
    pub fn of(content: &'a Content, edition: &EditionKey) -> Option<Self> {
        let texts = Texts {
            headline: content.text(&Part::SourceHeadline(edition.clone())),
            lead: content.text(&Part::SourceLead(edition.clone())),
            body: content.text(&Part::SourceBody(edition.clone())),
        };
        let made_from = content.text(&Part::MadeFrom(edition.clone())).parse().ok()?;
        (made_from != *edition).then_some(Self { edition: made_from, texts })
    }
}

/// How far an edition is behind.
pub fn behind(content: &Content, edition: &EditionKey) -> Behind {
    let Some(followed) = Followed::of(content, edition) else { return Behind::default() };
    let mut seen = BTreeSet::from([edition.clone()]);
    let mut through = None;
    let mut next = Some(followed.edition.clone());
    while let Some(before) = next.filter(|before| seen.insert(before.clone())) {
        if own_passages(content, &before) > 0 {
            through = Some(before);
            break;
        }
        next = Followed::of(content, &before).map(|followed| followed.edition);
    }
    Behind {
        passages: moved(&followed.texts, &Texts::of(content, &followed.edition)),
        made_from: Some(followed.edition),
        through,
    }
}

fn own_passages(content: &Content, edition: &EditionKey) -> usize {
    Followed::of(content, edition).map_or(0, |followed| moved(&followed.texts, &Texts::of(content, &followed.edition)))
}

/// How many passages say something else now.
fn moved(then: &Texts<'_>, now: &Texts<'_>) -> usize {
    if then == now {
        return 0;
    }
    compared(&then.passages(), &now.passages()).iter().filter(|row| row.moved).count()
}

/// The source as an edition follows it once these answers are given: headline, lead and body. Nothing when one of them is
/// about something that is not as the person saw it.
pub fn followed_after(then: &Texts<'_>, now: &Texts<'_>, answers: &[Answer]) -> Option<[String; 3]> {
    let (before, after) = (then.passages(), now.passages());
    let mut open: Vec<&Answer> = answers.iter().collect();
    let mut texts: [Vec<&str>; 3] = Default::default();
    for row in compared(&before, &after) {
        let (was, is) = (row.then.map(|at| &before[at]), row.now.map(|at| &after[at]));
        let is_about = |(then, now): &&Answer| {
            then.as_deref() == was.map(|passage| passage.text) && now.as_deref() == is.map(|passage| passage.text)
        };
        let answered = row.moved && open.iter().position(is_about).map(|at| open.swap_remove(at)).is_some();
        // Of a paragraph that only stands elsewhere, the new place is where it was not before.
        let kept = if answered { is } else { was };
        if let Some(passage) = kept {
            texts[passage.field as usize].push(passage.text);
        }
    }
    open.is_empty().then(|| texts.map(|passages| passages.join("\n\n")))
}

/// The passages then and now in one order: that of both, as far as they have one.
fn compared(then: &[Passage<'_>], now: &[Passage<'_>]) -> Vec<Compared> {
    let keys = |passages: &[Passage<'_>]| passages.iter().map(|passage| passage_key(passage.text)).collect::<Vec<_>>();
    let (keys_then, keys_now) = (keys(then), keys(now));
    let mut rows: Vec<Compared> = Vec::new();
    for field in [Field::Headline, Field::Lead, Field::Body] {
        let of = |passages: &[Passage<'_>]| {
            let from = passages.partition_point(|passage| passage.field < field);
            from..passages.partition_point(|passage| passage.field <= field)
        };
        let (here, there) = (of(then), of(now));
        let aligned = match field {
            // A title is the title, however little of it is left.
            Field::Headline | Field::Lead if here.is_empty() && there.is_empty() => Vec::new(),
            Field::Headline | Field::Lead => {
                let first = |range: &Range<usize>| (!range.is_empty()).then_some(0);
                vec![Aligned { then: first(&here), now: first(&there) }]
            }
            Field::Body => {
                let before: Vec<&str> = keys_then[here.clone()].iter().map(String::as_str).collect();
                let after: Vec<&str> = keys_now[there.clone()].iter().map(String::as_str).collect();
                align(&before, &after)
            }
        };
        rows.extend(aligned.into_iter().map(|row| {
            let (then, now) = (row.then.map(|at| here.start + at), row.now.map(|at| there.start + at));
            Compared { then, now, moved: then.map(|at| &keys_then[at]) != now.map(|at| &keys_now[at]) }
        }));
    }
    settle_places(&mut rows, &keys_then, &keys_now);
    rows
}

/// What is gone at one place and stands at another in the same words has changed its place and nothing else.
fn settle_places(rows: &mut [Compared], then: &[String], now: &[String]) {
    let mut gone: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let (Some(before), None) = (row.then, row.now) {
            gone.entry(&then[before]).or_default().push(at);
        }
    }
    for at in 0..rows.len() {
        if let (None, Some(after)) = (rows[at].then, rows[at].now)
            && let Some(from) = gone.get_mut(now[after].as_str()).and_then(Vec::pop)
        {
            rows[from].moved = false;
            rows[at].moved = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tilshi_story::PartValue;

    fn key(edition: &str) -> EditionKey {
        edition.parse().expect("an edition key")
    }

    fn body(text: &str) -> Texts<'_> {
        Texts { body: text, ..Texts::default() }
    }

    fn answer(then: &str, now: &str) -> Answer {
        let words = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (words(then), words(now))
    }

    const THEN: &str = "Water came on Monday.\n\nThe canal opened ten days early.\n\nFarmers are waiting.";

    #[test]
    fn a_number_moves_a_passage_and_a_space_does_not() {
        assert_eq!(
            moved(&body(THEN), &body(&THEN.replace("\n\n", "\n\n\n").replace("on Monday", "on\u{a0}Monday"))),
            0
        );
        assert_eq!(moved(&body(THEN), &body(&THEN.replace("ten", "12"))), 1);
        assert_eq!(
            moved(
                &body(THEN),
                &body("Farmers are waiting.\n\nWater came on Monday.\n\nThe canal opened ten days early.")
            ),
            0
        );
        let titled = Texts { headline: "Water", ..body(THEN) };
        assert_eq!(moved(&titled, &Texts { headline: "It rains", ..body(THEN) }), 1, "one passage, and not two");
        assert_eq!(moved(&titled, &body(THEN)), 1);
    }

    #[test]
    fn an_answer_is_about_its_passage_and_about_nothing_else() {
        let now =
            "Water came on Tuesday.\n\nThe canal opened ten days early.\n\nIt rained.\n\nFarmers are waiting for it.";
        let (then, source) = (body(THEN), body(now));
        assert_eq!(moved(&then, &source), 3);
        let after = |then: &Texts<'_>, answers: &[Answer]| followed_after(then, &source, answers);
        let [_, _, one] = after(&then, &[answer("", "It rained.")]).expect("answered");
        assert_eq!(
            one,
            "Water came on Monday.\n\nThe canal opened ten days early.\n\nIt rained.\n\nFarmers are waiting."
        );
        assert_eq!(moved(&body(&one), &source), 2);
        let rest = [
            answer("Water came on Monday.", "Water came on Tuesday."),
            answer("Farmers are waiting.", "Farmers are waiting for it."),
        ];
        let [_, _, all] = after(&body(&one), &rest).expect("answered");
        assert_eq!(all, now);
        assert_eq!(
            after(&then, &[answer("Farmers are waiting.", "Farmers wait.")]),
            None,
            "it says something else now"
        );
        assert_eq!(after(&source, &rest), None, "somebody else was first");
    }

    #[test]
    fn what_is_behind_is_behind_for_those_that_follow_it() {
        let mut content = Content::new();
        let mut put = |part: Part, text: &str| content.put(part.key(), PartValue::text(text));
        put(Part::Headline(key("en")), "Water comes early");
        put(Part::Headline(key("kk")), "Су ерте келді");
        put(Part::Headline(key("qz")), "Su erte keldı");
        put(Part::MadeFrom(key("kk")), "en");
        put(Part::SourceHeadline(key("kk")), "Water comes");
        put(Part::MadeFrom(key("qz")), "kk");
        put(Part::SourceHeadline(key("qz")), "Су ерте келді");
        let expected = |made_from: &str, passages, through: Option<&str>| Behind {
            made_from: Some(key(made_from)),
            passages,
            through: through.map(key),
        };
        assert_eq!(behind(&content, &key("kk")), expected("en", 1, None));
        assert_eq!(behind(&content, &key("qz")), expected("kk", 0, Some("kk")));
        assert_eq!(behind(&content, &key("ru")), Behind::default());
        content.put(Part::MadeFrom(key("en")).key(), PartValue::text("qz"));
        assert_eq!(behind(&content, &key("qz")).through, Some(key("kk")), "a circle has an end");
    }

    proptest! {
        #[test]
        fn whoever_answers_everything_is_up_to_date(
            then in prop::collection::vec("[абв]( [абв]){0,3}", 0..7),
            now in prop::collection::vec("[абв]( [абв]){0,3}", 0..7),
        ) {
            let (then, now) = (then.join("\n\n"), now.join("\n\n"));
            let (then, now) = (body(&then), body(&now));
            let (before, after) = (then.passages(), now.passages());
            let answers: Vec<Answer> = compared(&before, &after)
                .into_iter()
                .filter(|row| row.moved)
                .map(|row| (row.then.map(|at| before[at].text.to_owned()), row.now.map(|at| after[at].text.to_owned())))
                .collect();
            let [_, _, followed] = followed_after(&then, &now, &answers).expect("as they stand");
            prop_assert_eq!(moved(&body(&followed), &now), 0);
            let nothing = followed_after(&then, &now, &[]).expect("nothing is wrong");
            prop_assert_eq!(moved(&body(&nothing[2]), &now), answers.len());
        }
    }
}
