//! The newsroom in a process of its own, as fast as it can type.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::{DocumentId, Part, StoryId};
use tilshi_newsroom::views::TextChange;
use tilshi_newsroom::{Newsroom, Options};

use super::{PASSPHRASE, PORTAL_DIES_ONE_IN, Survived, Typed, begin, chance, english, look, plain};
use crate::portal::Portal;
use crate::programs::{Group, program};

/// A program gets so long to open its profile; the kill comes within as long again after its first word.
const LONGEST_LIFE_MS: u64 = 600;

/// Kills the typist so many times, and looks afterwards.
pub fn kill_typist(folder: &Path, kills: usize) -> anyhow::Result<Survived> {
    let mut portal = Portal::start(&folder.join("portal"))?;
    let profile = folder.join("typist");
    let (newsroom, story) = begin(profile.clone(), &portal)?;
    drop(newsroom);

    let mut typed = Typed::default();
    for _ in 0..kills {
        let mut typing = Command::new(program("kill")?);
        typing.arg("typist").arg(&profile).arg(story.to_string()).arg(typed.last.to_string()).stdout(Stdio::piped());
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
            typed.portal_kills += 1;
        }
        thread::sleep(Duration::from_millis(chance(LONGEST_LIFE_MS)));
        typist.kill();
        reader.join().map_err(|_| anyhow::anyhow!("the reader of the typist's words failed"))?;
        lines.extend(said.iter());
        for line in lines {
            match line.split_once(' ') {
                Some(("typed", number)) => typed.last = number.parse()?,
                Some(("saved", number)) => typed.saved.push(number.parse()?),
                _ => ensure!(line == "open", "the typist says {line:?}"),
            }
        }
        if portal_dies {
            portal.start_again()?;
        }
    }
    look(folder, profile, &portal, story, kills, &typed)
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
        let insert = format!("w{number}. ");
        let added = insert.len();
        let change = TextChange { from: length, to: length, insert };
        let pushed = plain(newsroom.text_push(document, part.clone(), text.version, "typist".into(), vec![change]))?;
        ensure!(pushed.committed, "nobody else types here");
        writeln!(out, "saved {number}").and_then(|()| out.flush())?;
        (text.version, length) = (pushed.version, length + added);
    }
}
