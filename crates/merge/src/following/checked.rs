//! What the quality checks find in an edition as it follows its source, and what of it somebody has accepted.

use tilshi_language::checks::{CheckedPassage, Finding, Severity, check_as};
use tilshi_language::{HouseStyle, edition, passage_key};
use tilshi_story::{Accepted, AcceptedPart, Content, EditionKey, Part, PartValue, ValueHash};

use super::{Field, Followed, Texts, side_by_side};

/// How long a headline and a lead should be at most, in characters; longer ones are cut in lists and search results.
const MOST_HEADLINE: usize = 90;
const MOST_LEAD: usize = 220;

/// How many hexadecimal digits name a finding.
const NAME_DIGITS: usize = 16;

impl Field {
    /// How long it should be at most, in characters.
    pub fn most(self) -> Option<usize> {
        match self {
            Self::Headline => Some(MOST_HEADLINE),
            Self::Lead => Some(MOST_LEAD),
            Self::Body => None,
        }
    }
}

/// The name of a finding: the same as long as what it is about is the same.
pub fn finding_name(finding: &Finding, passage: &CheckedPassage<'_>) -> String {
    let key = |text: Option<&str>| text.map(passage_key).unwrap_or_default();
    let check = serde_json::to_string(&finding.check).unwrap_or_default();
    let places = format!("{:?} {:?}", finding.own, finding.source);
    let about = [check, key(passage.source), key(passage.own), finding.about.clone(), places];
    let hash = ValueHash::of(&PartValue::List(about.into()).canonical_bytes()).to_string();
    hash[..NAME_DIGITS].to_owned()
}

/// Whoever accepted a finding of an edition, the first first.
pub fn accepted(content: &Content, edition: &EditionKey, finding: &str) -> Vec<Accepted> {
    let part = AcceptedPart { edition: edition.clone(), finding: finding.to_owned() };
    part.key().and_then(|key| content.get(&key)).map(Accepted::read).unwrap_or_default()
}

/// How many errors the checks of a newsroom find in an edition of a story, its captions and alt texts included, that nobody has
/// accepted. Without a source that is known, it is looked at alone.
pub fn open_errors<'a>(
    content: &Content,
    photos: impl IntoIterator<Item = &'a Content>,
    of: &EditionKey,
    house: &HouseStyle,
) -> usize {
    let Some(own) = edition(of) else { return 0 };
    let followed = Followed::of(content, of);
    let source = followed.as_ref().map(|followed| Texts::of(content, &followed.edition)).unwrap_or_default();
    let texts = Texts::of(content, of);
    let rows = side_by_side(followed.as_ref(), &source, &texts);
    let passages: Vec<CheckedPassage<'_>> = rows
        .iter()
        .map(|row| CheckedPassage {
            source: row.now,
            own: row.own.clone().map(|place| &row.field.text(&texts)[place]),
            most: row.field.most(),
        })
        .collect();
    let from = followed.as_ref().map(|followed| &followed.edition);
    let source = from.and_then(edition);
    let errors = |passages: &[CheckedPassage<'_>]| {
        let is_open = |finding: &&Finding| {
            let name = || finding_name(finding, &passages[finding.passage]);
            finding.severity == Severity::Error && accepted(content, of, &name()).is_empty()
        };
        check_as(house, passages, source, own).iter().filter(is_open).count()
    };
    let words = photos.into_iter().flat_map(|photo| {
        Part::PHOTO_WORDS.map(|part| {
            let said =
                |edition: &EditionKey| Some(photo.text(&part(edition.clone()))).filter(|text| !text.trim().is_empty());
            CheckedPassage { source: from.and_then(said), own: said(of), most: None }
        })
    });
    // No sign in a caption opens or closes one of another text.
    errors(&passages) + words.map(|words| errors(&[words])).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_language::checks::check;
    use tilshi_story::{EntryKind, PersonId, Timestamp};

    fn errors(content: &Content, of: &EditionKey) -> usize {
        open_errors(content, [], of, &HouseStyle::default())
    }

    #[test]
    fn what_somebody_accepts_is_accepted_until_it_says_something_else() {
        let key = |key: &str| key.parse::<EditionKey>().expect("an edition key");
        let mut content = Content::new();
        let mut put = |part: Part, text: &str| content.put(part.key(), PartValue::text(text));
        put(Part::Body(key("en")), "Some 120 animals.");
        put(Part::MadeFrom(key("ru")), "en");
        put(Part::SourceBody(key("ru")), "Some 120 animals.");
        put(Part::Body(key("ru")), "Больше 130 животных.");
        assert_eq!(errors(&content, &key("ru")), 2);
        assert_eq!(errors(&content, &key("en")), 0);
        let passage =
            CheckedPassage {
                source: Some("Some 120 animals."), own: Some("Больше 130 животных."), most: None
            };
        let (en, ru) = (edition(&key("en")), edition(&key("ru")).expect("an edition"));
        for finding in check(&[passage], en, ru) {
            let part = AcceptedPart { edition: key("ru"), finding: finding_name(&finding, &passage) };
            let said = Accepted { at: Timestamp(1), by: PersonId::generate(), reason: "a newer count".into() };
            content.put(part.key().expect("a name"), PartValue::Set([said.item()].into()));
        }
        assert_eq!(errors(&content, &key("ru")), 0);
        content.put(Part::Body(key("ru")).key(), PartValue::text("Больше 140 животных."));
        assert_eq!(errors(&content, &key("ru")), 2, "another number is another finding");
    }

    #[test]
    fn what_a_newsroom_never_prints_stands_in_the_way_and_what_a_desk_makes_light_of_does_not() {
        let key: EditionKey = "ru".parse().expect("an edition key");
        let mut content = Content::new();
        content.put(Part::Body(key.clone()).key(), PartValue::text("В Киргизии открыли  мост."));
        let mut term = Content::new();
        term.put(Part::Kind.key(), PartValue::text(EntryKind::Term.as_str()));
        term.put(Part::Forbidden(key.clone()).key(), PartValue::Set(["Киргизия".into()].into()));
        assert_eq!(errors(&content, &key), 0);
        assert_eq!(open_errors(&content, [], &key, &HouseStyle::of([&term])), 1);
        let mut house = Content::new();
        house.put(Part::Kind.key(), PartValue::text(EntryKind::HouseStyle.as_str()));
        let level = |level: &str| (Part::CheckLevels(key.clone()).key(), PartValue::Set([level.into()].into()));
        let (part, value) = level("forbidden:warning");
        house.put(part, value);
        assert_eq!(open_errors(&content, [], &key, &HouseStyle::of([&term, &house])), 0);
        let (part, value) = level("spaces:error");
        house.put(part, value);
        assert_eq!(open_errors(&content, [], &key, &HouseStyle::of([&house])), 1, "two spaces");
    }

    #[test]
    fn a_slip_in_a_caption_counts_until_it_is_accepted() {
        let key = |key: &str| key.parse::<EditionKey>().expect("an edition key");
        let mut content = Content::new();
        content.put(Part::Body(key("en")).key(), PartValue::text("Water came."));
        content.put(Part::MadeFrom(key("ru")).key(), PartValue::text("en"));
        content.put(Part::SourceBody(key("ru")).key(), PartValue::text("Water came."));
        content.put(Part::Body(key("ru")).key(), PartValue::text("Вода пришла."));
        let mut photo = Content::new();
        photo.put(Part::Caption(key("en")).key(), PartValue::text("Some 120 farmers"));
        photo.put(Part::Caption(key("ru")).key(), PartValue::text("Около 130 дехкан"));
        let errors = |content: &Content, of: &str| open_errors(content, [&photo], &key(of), &HouseStyle::default());
        assert_eq!((errors(&content, "ru"), errors(&content, "en")), (2, 0));
        let passage =
            CheckedPassage { source: Some("Some 120 farmers"), own: Some("Около 130 дехкан"), most: None };
        for finding in check(&[passage], edition(&key("en")), edition(&key("ru")).expect("an edition")) {
            let part = AcceptedPart { edition: key("ru"), finding: finding_name(&finding, &passage) };
            let said = Accepted { at: Timestamp(1), by: PersonId::generate(), reason: "a newer count".into() };
            content.put(part.key().expect("a name"), PartValue::Set([said.item()].into()));
        }
        assert_eq!(errors(&content, "ru"), 0);
    }
}
