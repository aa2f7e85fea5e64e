//! The files of the demonstration newsroom, read and checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use tilshi_story::{EditionKey, EntryId, PersonId, Role, StoryId};

use super::DemoError;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoNewsroom {
    pub(super) settings: serde_json::Value,
    pub(super) password: String,
    pub(super) accounts: Vec<DemoAccount>,
    pub(super) vocabulary: Vec<DemoEntry>,
    pub(super) stories: Vec<DemoStory>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoAccount {
    pub(super) login: String,
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) labels: BTreeMap<EditionKey, String>,
    pub(super) roles: Vec<String>,
    pub(super) editions: Vec<EditionKey>,
}

impl DemoAccount {
    pub(super) fn roles(&self) -> Result<Vec<Role>, DemoError> {
        let role =
            |name: &String| Role::parse(name).ok_or_else(|| DemoError::Data(format!("no role is called {name}")));
        self.roles.iter().map(role).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoEntry {
    pub(super) id: EntryId,
    /// What the other files call it.
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) labels: BTreeMap<EditionKey, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoStory {
    pub(super) id: StoryId,
    /// The author's login.
    pub(super) by: String,
    pub(super) slugline: String,
    pub(super) source: EditionKey,
    pub(super) section: String,
    pub(super) city: String,
    pub(super) tags: Vec<String>,
    pub(super) attribution: String,
    pub(super) written_minutes_ago: i64,
    pub(super) photo: Option<DemoPhoto>,
    pub(super) editions: BTreeMap<EditionKey, DemoEdition>,
}

impl DemoStory {
    /// The editions as they were worked on, earliest first.
    pub(super) fn editions_in_order(&self) -> Vec<(&EditionKey, &DemoEdition)> {
        let mut editions: Vec<_> = self.editions.iter().collect();
        editions.sort_by_key(|(_, edition)| std::cmp::Reverse(edition.minutes_ago));
        editions
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoPhoto {
    /// Which landscape is drawn.
    pub(super) seed: u64,
    pub(super) file_name: String,
    pub(super) creator: String,
    pub(super) credit_line: String,
    pub(super) captions: BTreeMap<EditionKey, String>,
    pub(super) alt_texts: BTreeMap<EditionKey, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DemoEdition {
    /// The name of the Markdown file.
    pub(super) text: String,
    pub(super) state: DemoState,
    pub(super) minutes_ago: i64,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DemoState {
    Draft,
    InReview,
    Published,
}

/// Names the Markdown files beside their text.
macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../demo/stories/", $name, ".md")))),*]
    };
}

const TEXTS: &[(&str, &str)] = texts![
    "canal-opening.en",
    "canal-opening.kk",
    "canal-opening.qz",
    "canal-opening.ru",
    "canal-opening.tote",
    "canal-opening.uz",
    "canal-opening.zh",
    "chess-school.kk",
    "lake-ice.en",
    "lake-ice.kk",
    "library-bus.en",
    "library-bus.kk",
    "library-bus.qz",
    "library-bus.ru",
    "library-bus.tote",
    "library-bus.uz",
    "library-bus.zh",
    "museum-night.en",
    "museum-night.kk",
    "museum-night.qz",
    "museum-night.ru",
    "museum-night.tote",
    "museum-night.uz",
    "museum-night.zh",
    "night-train.en",
    "night-train.kk",
    "night-train.qz",
    "night-train.ru",
    "night-train.tote",
    "night-train.uz",
    "night-train.zh",
    "school-kitchen.en",
    "school-kitchen.kk",
    "school-kitchen.qz",
    "school-kitchen.ru",
    "school-kitchen.tote",
    "school-kitchen.uz",
    "school-kitchen.zh",
];

/// One edition's words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) headline: &'static str,
    pub(super) lead: &'static str,
    pub(super) body: &'static str,
}

/// The newsroom as its file says.
pub(super) fn read() -> Result<DemoNewsroom, DemoError> {
    serde_json::from_str(include_str!("../../demo/newsroom.json")).map_err(|error| DemoError::Data(error.to_string()))
}

/// The words of a Markdown file: a heading, perhaps a quoted lead, and the body.
pub(super) fn words(name: &str) -> Result<Words, DemoError> {
    let wrong = || DemoError::Data(format!("the text {name} has no headline or no body"));
    let (_, text) = TEXTS.iter().find(|(known, _)| *known == name).ok_or_else(wrong)?;
    let (headline, rest) = text.strip_prefix("# ").and_then(|text| text.split_once("\n\n")).ok_or_else(wrong)?;
    let (lead, body) = match rest.strip_prefix("> ") {
        Some(rest) => rest.split_once("\n\n").ok_or_else(wrong)?,
        None => ("", rest),
    };
    Ok(Words { headline, lead, body: body.trim_end() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_told_apart_and_used() {
        let newsroom = read().expect("well-formed data");
        let used: Vec<&str> =
            newsroom.stories.iter().flat_map(|story| story.editions.values()).map(|e| e.text.as_str()).collect();
        for (name, _) in TEXTS {
            assert!(used.contains(name), "{name} is used by no story");
            let words = words(name).expect("a headline and a body");
            assert!(!words.headline.contains('\n') && !words.body.starts_with('>'), "{name}");
        }
        assert!(words("nothing").is_err());
    }
}
