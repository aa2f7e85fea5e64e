//! Signal 9 at any moment: a program types and syncs, and it and the portal are killed again and again. Whatever was
//! said to be saved has to be there at the end, once, here and at the portal.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{DocumentId, EditionKey, Failure, OperationId, Part, StoryId};
use tilshi_newsroom::views::TextChange;
use tilshi_newsroom::{Newsroom, Options};

use crate::portal::Portal;
use crate::programs::{Group, program};

const PASSPHRASE: &str = "a passphrase of the test";
/// The password of the demonstration newsroom's accounts.
const PASSWORD: &str = "dala-2026";
/// A program gets so long to open its profile; the kill comes within as long again after its first word.
const LONGEST_LIFE_MS: u64 = 600;
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

/// Kills so many times, and looks afterwards.
pub fn kill_again_and_again(folder: &Path, kills: usize) -> anyhow::Result<Survived> {
    let mut portal = Portal::start(&folder.join("portal"))?;
    let profile = folder.join("typist");
    let newsroom = Newsroom::new(profile.clone(), Options::default());
    plain(newsroom.profile_create("Aigerim".into(), Some(PASSPHRASE.into())))?;
    plain(newsroom.portal_connect(portal.address(), "aigerim".into(), PASSWORD.into()))?;
    let story = plain(newsroom.story_new(english()?))?;
    drop(newsroom);

    let (mut saved, mut typed, mut portal_kills) = (Vec::new(), 0, 0);
    for _ in 0..kills {
        let mut typing = Command::new(program("kill")?);
        typing.arg("typist").arg(&profile).arg(story.to_string()).arg(typed.to_string()).stdout(Stdio::piped());
        let mut typist = Group::start(&mut typing)?;
        let output = typist.head().stdout.take().context("the typist has no output")?;
        let (words, said) = mpsc::channel();
        let reader = thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if words.send(line).is_err() {
                    return;
                }
            }
        });
        let mut lines = vec![said.recv_timeout(Duration::from_secs(60)).context("the typist never opened")?];
        let portal_dies = chance(PORTAL_DIES_ONE_IN) == 0;
        if portal_dies {
            thread::sleep(Duration::from_millis(chance(LONGEST_LIFE_MS / 2)));
            portal.kill();
            portal_kills += 1;
        }
        thread::sleep(Duration::from_millis(chance(LONGEST_LIFE_MS)));
        typist.kill();
        reader.join().map_err(|_| anyhow::anyhow!("the reader of the typist's words failed"))?;
        lines.extend(said.iter());
        for line in lines {
            match line.split_once(' ') {
                Some(("typed", number)) => typed = number.parse::<u64>()?,
                Some(("saved", number)) => saved.push(number.parse::<u64>()?),
                _ => ensure!(line == "open", "the typist says {line:?}"),
            }
        }
        if portal_dies {
            portal.start_again()?;
        }
    }

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
    let found = saved.iter().filter(|number| here.contains(number)).count();
    Ok(Survived { kills, portal_kills, typed, saved: saved.len(), found })
}

fn words_of(newsroom: &Newsroom, story: StoryId) -> anyhow::Result<Vec<u64>> {
    let view = plain(newsroom.story_show(story))?;
    let body = view.content.text(&Part::Body(english()?)).to_owned();
    body.split_whitespace().map(|word| Ok(word.trim_start_matches('w').parse()?)).collect()
}

/// Types numbered words as fast as they are committed, saying each before and after, and syncs all the while; never
/// ends by itself.
pub fn type_for_ever(profile: &Path, story: StoryId, from: u64) -> anyhow::Result<()> {
    let newsroom = Newsroom::new(profile.to_owned(), Options::default());
    plain(newsroom.profile_unlock(PASSPHRASE.into()))?;
    let (document, part) = (DocumentId::from(story), Part::Body(english()?).key());
    let mut text = plain(newsroom.text_open(document, part.clone()))?;
    let mut length = text.text.len();
    let mut out = std::io::stdout();
    writeln!(out, "open").and_then(|()| out.flush())?;
    let courier = newsroom.clone();
    thread::spawn(move || {
        loop {
            // A portal that is away is part of it.
            let _ = courier.sync_now();
        }
    });
    let mut number = from;
    loop {
        number += 1;
        writeln!(out, "typed {number}").and_then(|()| out.flush())?;
        let insert = format!("w{number} ");
        let added = insert.len();
        let change = TextChange { from: length, to: length, insert };
        let pushed = plain(newsroom.text_push(document, part.clone(), text.version, "typist".into(), vec![change]))?;
        ensure!(pushed.committed, "nobody else types here");
        writeln!(out, "saved {number}").and_then(|()| out.flush())?;
        (text.version, length) = (pushed.version, length + added);
    }
}
