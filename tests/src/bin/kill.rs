//! Kills a typing program and the portal with signal 9, as often as it is asked to, and says what survived. `cargo
//! xtask kill` builds everything and runs this; `typist` is the program that is killed.

use std::path::PathBuf;

use anyhow::ensure;
use clap::{Parser, Subcommand};
use tilshi_newsroom::story::StoryId;
use tilshi_tests::{kill_typist, kill_window, type_for_ever};

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kills so many times: the newsroom in a process of its own, or the real window.
    Rounds {
        kills: usize,
        #[arg(long)]
        window: bool,
    },
    /// Types and syncs until it is killed.
    Typist { profile: PathBuf, story: StoryId, from: u64 },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Typist { profile, story, from } => type_for_ever(&profile, story, from),
        Command::Rounds { kills, window } => {
            let folder = tempfile::tempdir()?;
            let survived = match window {
                true => tokio::runtime::Runtime::new()?.block_on(kill_window(folder.path(), kills))?,
                false => kill_typist(folder.path(), kills)?,
            };
            println!(
                "killed {} times, the portal {} times; words typed {}, saved {}, found {}",
                survived.kills, survived.portal_kills, survived.typed, survived.saved, survived.found
            );
            ensure!(survived.found == survived.saved, "words that were said to be saved are lost");
            Ok(())
        }
    }
}
