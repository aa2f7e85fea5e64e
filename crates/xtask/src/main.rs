//! `cargo xtask run | test | bench`: what a person types after cloning, and nothing that the programs need.

mod bench;
#[cfg(test)]
mod layout;
mod run;
mod steps;
mod system;
mod test;

use std::process::ExitCode;

use clap::Parser;

/// The project's own tasks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Task {
    /// Install what is missing, build, start a demo portal and open the app on it
    Run {
        /// Without a display: open the app on a virtual one, save a screenshot and say where
        #[arg(long)]
        headless: bool,
    },
    /// Install what is missing and run every check and test
    Test,
    /// Measure what people wait for, and print a table
    Bench,
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Run { headless } => run::run(headless),
        Task::Test => test::test(),
        Task::Bench => bench::bench(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
