//! Kills a typing program and the portal with signal 9, as often as it is asked to, and says what survived. `cargo
//! xtask kill` builds everything and runs this; `typist` is the program that is killed.

use std::path::PathBuf;

use anyhow::ensure;
use clap::{Parser, Subcommand};
use tilshi_newsroom::story::StoryId;
use tilshi_tests::{kill_again_and_again, type_for_ever};

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kills so many times.
    Rounds { kills: usize },
    /// Types and syncs until it is killed.
    Typist { profile: PathBuf, story: StoryId, from: u64 },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Typist { profile, story, from } => type_for_ever(&profile, story, from),
        Command::Rounds { kills } => {
            let folder = tempfile::tempdir()?;
            let survived = kill_again_and_again(folder.path(), kills)?;
            println!(
                "killed {} times, the portal {} times; words typed {}, saved {}, found {}",
                survived.kills, survived.portal_kills, survived.typed, survived.saved, survived.found
            );
            ensure!(survived.found == survived.saved, "words that were said to be saved are lost");
            Ok(())
        }
    }
}
