//! `tilshi xliff`: stories for translators outside of the newsroom.

use std::path::{self, Path, PathBuf};

use clap::Subcommand;
use tilshi_newsroom::Call;
use tilshi_newsroom::story::{EditionKey, Failure, StoryId};
use tilshi_newsroom::views::TakenBack;

use crate::desk::Desk;
use crate::print;
use crate::work::Answer;

/// `tilshi xliff`.
#[derive(Debug, Subcommand)]
pub(crate) enum Xliff {
    /// Write stories to a new file, with what is translated of them already
    Export {
        /// The edition to translate into
        edition: EditionKey,
        /// The file; it must not be there yet
        file: PathBuf,
        /// The ids of the stories
        #[arg(required = true)]
        stories: Vec<StoryId>,
    },
    /// Take in a file that came back; its translations are drafts
    Import {
        /// The file
        file: PathBuf,
        /// Also where the edition has been changed since the file went out; its history keeps what it said
        #[arg(long)]
        replace: bool,
    },
}

pub(crate) fn xliff(desk: &mut Desk, command: Xliff) -> Result<Answer, Failure> {
    match command {
        Xliff::Export { edition, file, stories } => {
            let file = absolute(&file);
            let written: usize = desk.ask(Call::xliff_export { stories, edition, file: file.clone() })?;
            Answer::of(&written, format!("{} written to {file}", print::count(written, "passage", "passages")))
        }
        Xliff::Import { file, replace } => {
            let back: Vec<TakenBack> = desk.ask(Call::xliff_import { file: absolute(&file), replace })?;
            let lines = back.iter().map(|taken| {
                format!(
                    "{} {}: {}, {} not translated, {} in part, {} changed in the source since\n",
                    taken.title,
                    taken.edition,
                    print::count(taken.passages, "passage", "passages"),
                    taken.missing,
                    taken.parts,
                    taken.moved
                )
            });
            Answer::of(&back, lines.collect())
        }
    }
}

/// The file's whole name: another process of the profile may read and write it.
pub(crate) fn absolute(file: &Path) -> String {
    path::absolute(file).unwrap_or_else(|_| file.to_owned()).display().to_string()
}
