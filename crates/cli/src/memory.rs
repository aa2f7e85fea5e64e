//! `tilshi memory`: the translation memory of this computer.

use std::path::PathBuf;

use clap::Subcommand;
use tilshi_newsroom::Call;
use tilshi_newsroom::story::{EditionKey, Failure, StoryId};
use tilshi_newsroom::views::{FoundPair, MemoryMatch, MemoryReport, MemoryView, RememberedView};

use crate::desk::Desk;
use crate::outside::absolute;
use crate::print;
use crate::work::Answer;

/// `tilshi memory`.
#[derive(Debug, Subcommand)]
pub(crate) enum Memory {
    /// Say how many pairs of passages it holds
    Show,
    /// Look for a passage of the source of an edition, or for one like it
    Match {
        /// The story's id
        story: StoryId,
        /// The edition that is translated into
        edition: EditionKey,
        /// The passage of its source
        passage: String,
    },
    /// Look for words in either half of its pairs
    Search {
        /// The edition that one half is of
        edition: EditionKey,
        /// The words, all of which have to stand there as they are typed
        words: String,
    },
    /// Write it to a new file, as TMX 1.4
    Export {
        /// The file; it must not be there yet
        file: PathBuf,
    },
    /// Take in what a TMX 1.4 file has in two languages that are published here
    Import {
        /// The file
        file: PathBuf,
    },
}

pub(crate) fn memory(desk: &mut Desk, command: Memory) -> Result<Answer, Failure> {
    match command {
        Memory::Show => {
            let shown: MemoryView = desk.ask(Call::memory_show {})?;
            Answer::of(&shown, print::count(shown.pairs, "pair of passages", "pairs of passages"))
        }
        Memory::Match { story, edition, passage } => {
            let found: Vec<MemoryMatch> = desk.ask(Call::memory_matches { story, edition, passage })?;
            let lines = found.iter().map(|found| {
                let numbers = if found.numbers { ", numbers put in" } else { "" };
                format!("{}%{numbers}: {}\n", found.score, found.text) + &pair(&found.pair)
            });
            Answer::of(&found, lines.collect())
        }
        Memory::Search { edition, words } => {
            let found: Vec<FoundPair> = desk.ask(Call::memory_search { edition, words })?;
            Answer::of(&found, found.iter().map(|found| pair(&found.pair)).collect())
        }
        Memory::Export { file } => {
            let file = absolute(&file);
            let written: usize = desk.ask(Call::memory_export { file: file.clone() })?;
            Answer::of(&written, format!("{} written to {file}", print::count(written, "pair", "pairs")))
        }
        Memory::Import { file } => {
            let report: MemoryReport = desk.ask(Call::memory_import { file: absolute(&file) })?;
            let MemoryReport { added, known, skipped, .. } = report;
            let said = format!(
                "{} new, {known} known already, {} in no two languages that are published here",
                print::count(added, "pair", "pairs"),
                print::count(skipped, "unit", "units")
            );
            Answer::of(&report, said)
        }
    }
}

fn pair(pair: &RememberedView) -> String {
    let of =
        [&pair.title, &pair.by].into_iter().filter(|said| !said.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    format!("  = {}\n  > {}\n  {of}\n", pair.source, pair.target)
}
