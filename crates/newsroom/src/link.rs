//! Links to a story from other programs: `tilshi://story/{id}` or `tilshi://story/{id}/{edition}`. Whoever starts the program with
//! one, or sends one to the window that is open already, is shown that story.

use std::str::FromStr;

use tilshi_story::{EditionKey, Failure, StoryId};

use crate::views::{Event, StoryLink};
use crate::{Answer, Newsroom, lock};

/// What every link begins with.
const BEGINNING: &str = "tilshi://story/";

/// Longest link, in bytes: what is longer is none.
const MAX_BYTES: usize = 200;

impl FromStr for StoryLink {
    type Err = Failure;

    fn from_str(link: &str) -> Result<Self, Failure> {
        let unfit = || Failure::new("link-unfit").with("link", link.chars().take(MAX_BYTES).collect::<String>());
        let place = link.trim().strip_prefix(BEGINNING).filter(|place| place.len() <= MAX_BYTES).ok_or_else(unfit)?;
        let place = place.strip_suffix('/').unwrap_or(place);
        let (story, edition) = place.split_once('/').map_or((place, None), |(story, edition)| (story, Some(edition)));
        let edition: Option<EditionKey> = edition.map(str::parse).transpose().map_err(|_| unfit())?;
        if edition.as_ref().is_some_and(|edition| tilshi_language::edition(edition).is_none()) {
            return Err(unfit());
        }
        Ok(Self { story: story.parse().map_err(|_| unfit())?, edition })
    }
}

impl Newsroom {
    /// See [`crate::Call::link_to`].
    pub fn link_to(&self, story: StoryId, edition: EditionKey) -> Answer<String> {
        Ok(format!("{BEGINNING}{story}/{edition}"))
    }

    /// See [`crate::Call::link_take`].
    pub fn link_take(&self) -> Answer<Option<StoryLink>> {
        lock(&self.0.link).take().map(|link| link.parse()).transpose()
    }

    /// Keeps a link until the window takes it, and tells the window.
    pub fn follow_link(&self, link: String) {
        *lock(&self.0.link) = Some(link);
        self.emit(Event::Link);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "019b0000-0000-7000-8000-0000e0000001";

    #[test]
    fn a_link_leads_where_it_says_and_nothing_else_is_one() {
        let newsroom = Newsroom::new(std::path::PathBuf::new(), crate::Options::default());
        let story: StoryId = STORY.parse().expect("an id");
        let kazakh: EditionKey = "kk".parse().expect("an edition key");
        let link = newsroom.link_to(story, kazakh.clone()).expect("a link");
        assert_eq!(link.parse::<StoryLink>().expect("a link"), StoryLink { story, edition: Some(kazakh) });
        let whole = StoryLink { story, edition: None };
        assert_eq!(format!("tilshi://story/{STORY}/").parse::<StoryLink>().expect("a link"), whole);
        for other in [
            "",
            "tilshi://story/",
            "tilshi://story/7",
            "tilshi://photo/019b0000-0000-7000-8000-0000e0000001",
            "https://story/019b0000-0000-7000-8000-0000e0000001",
            "tilshi://story/019b0000-0000-7000-8000-0000e0000001/xx",
            "tilshi://story/019b0000-0000-7000-8000-0000e0000001/kk/more",
            "tilshi://story/../../etc",
        ] {
            assert_eq!(other.parse::<StoryLink>().expect_err(other).code, "link-unfit");
        }
    }

    #[test]
    fn a_link_is_taken_once_also_one_that_leads_nowhere() {
        let newsroom = Newsroom::new(std::path::PathBuf::new(), crate::Options::default());
        assert_eq!(newsroom.link_take().expect("none"), None);
        newsroom.follow_link(format!("tilshi://story/{STORY}"));
        assert!(newsroom.link_take().expect("a link").is_some());
        newsroom.follow_link("tilshi://nowhere".into());
        assert_eq!(newsroom.link_take().expect_err("no link").code, "link-unfit");
        assert_eq!(newsroom.link_take().expect("none"), None);
    }
}
