//! `cargo xtask run | test | bench | kill | fuzz | simulate`: what a person types after cloning, and nothing that the programs need.

mod bench;
mod fuzz;
mod kill;
#[cfg(test)]
mod layout;
mod run;
mod simulate;
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
    /// Kill a typing program and the portal with signal 9 at random moments, and count what survives
    Kill {
        /// How often
        #[arg(long, default_value_t = 200)]
        rounds: u32,
        /// Type into the real window, as a person does
        #[arg(long)]
        window: bool,
    },
    /// Feed every decoder of foreign bytes with what breaks decoders; needs a nightly compiler and cargo-fuzz
    Fuzz {
        /// For how many seconds each
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Only these: backup, cursor, journal, patch, picture, text, wire
        targets: Vec<String>,
    },
    /// Run laptops and a portal under every fault, by seed
    #[command(disable_help_flag = true)]
    Simulate {
        /// Handed over to the simulator: `--seeds A..B`, `--replay SEED`, `--planted`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Task::parse() {
        Task::Run { headless } => run::run(headless),
        Task::Test => test::test(),
        Task::Bench => bench::bench(),
        Task::Kill { rounds, window } => kill::kill(rounds, window),
        Task::Fuzz { seconds, targets } => fuzz::fuzz(seconds, &targets),
        Task::Simulate { arguments } => simulate::simulate(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
