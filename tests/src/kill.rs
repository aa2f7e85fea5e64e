//! Signal 9 at any moment: a program types and syncs, and it and the portal are killed again and again. Whatever was
//! said to be saved has to be there at the end, once, here and at the portal.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{EditionKey, Failure, OperationId, Part, StoryId};
use tilshi_newsroom::{Newsroom, Options};

use crate::portal::Portal;

mod typist;
mod window;

pub use typist::{kill_typist, type_for_ever};
pub use window::kill_window;

const PASSPHRASE: &str = "a passphrase of the test";
/// The password of the demonstration newsroom's accounts.
const PASSWORD: &str = "dala-2026";
/// How often the portal is killed as well.
const PORTAL_DIES_ONE_IN: u64 = 3;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survived {
    /// How often the typing program was killed.
    pub kills: usize,
    /// How often the portal was.
    pub portal_kills: usize,
    /// Words that were typed.
    pub typed: u64,
    /// Words that were said to be saved.
    pub saved: usize,
    /// Those of them that were found on the laptop and at the portal.
    pub found: usize,
}

/// What was typed so far, and what of it was said to be saved.
#[derive(Debug, Default)]
struct Typed {
    last: u64,
    saved: Vec<u64>,
    portal_kills: usize,
}

/// A number below `end`.
fn chance(end: u64) -> u64 {
    OperationId::generate().uuid().as_u128() as u64 % end
}

fn plain<T>(answer: Result<T, Failure>) -> anyhow::Result<T> {
    answer.map_err(|failure| anyhow::anyhow!("{failure}"))
}

fn english() -> anyhow::Result<EditionKey> {
    "en".parse().context("an edition")
}

/// A new profile, connected, with a story to type into.
fn begin(profile: PathBuf, portal: &Portal) -> anyhow::Result<(Newsroom, StoryId)> {
    let newsroom = Newsroom::new(profile, Options::default());
    plain(newsroom.profile_create("Aigerim".into(), Some(PASSPHRASE.into())))?;
    plain(newsroom.portal_connect(portal.address(), "aigerim".into(), PASSWORD.into()))?;
    let story = plain(newsroom.story_new(english()?))?;
    Ok((newsroom, story))
}

/// Looks on the laptop, and on another one after a sync, for every word that was said to be saved.
fn look(
    folder: &Path,
    profile: PathBuf,
    portal: &Portal,
    story: StoryId,
    kills: usize,
    typed: &Typed,
) -> anyhow::Result<Survived> {
    let newsroom = Newsroom::new(profile, Options::default());
    plain(newsroom.profile_unlock(PASSPHRASE.into()))?;
    ensure!(plain(newsroom.doctor())?.healthy, "the database is damaged");
    let here = words_of(&newsroom, story)?;
    plain(newsroom.sync_now())?;
    let waiting = plain(newsroom.sync_now())?.waiting;
    ensure!(waiting.is_empty(), "still waiting: {waiting:?}");
    let other = Newsroom::new(folder.join("reader"), Options::default());
    plain(other.profile_create("Saule".into(), Some(PASSPHRASE.into())))?;
    plain(other.portal_connect(portal.address(), "saule".into(), PASSWORD.into()))?;
    plain(other.sync_now())?;
    let there = words_of(&other, story)?;
    ensure!(here == there, "the portal has other words:\n{here:?}\n{there:?}");
    ensure!(here.is_sorted_by(|a, b| a < b), "a word stands twice or in another place: {here:?}");
    let found = typed.saved.iter().filter(|number| here.contains(number)).count();
    let Typed { last, saved, portal_kills } = typed;
    Ok(Survived { kills, portal_kills: *portal_kills, typed: *last, saved: saved.len(), found })
}

fn words_of(newsroom: &Newsroom, story: StoryId) -> anyhow::Result<Vec<u64>> {
    let view = plain(newsroom.story_show(story))?;
    let body = view.content.text(&Part::Body(english()?)).to_owned();
    // A word that was cut off in the middle of its keys has no end.
    let whole = body.split_whitespace().filter_map(|word| word.strip_prefix('w')?.strip_suffix('.'));
    whole.map(|number| Ok(number.parse()?)).collect()
}
