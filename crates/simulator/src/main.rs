//! `simulate`: runs seeds, prints what happened and what must not have happened.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Parser;
use serde::{Deserialize, Serialize};
use tilshi_simulator::{Counts, Law, Planted, Verdict, run, run_twice};

/// Laptops and a portal under every fault, by seed.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask simulate", bin_name = "cargo xtask simulate")]
struct Arguments {
    /// The seeds to run, such as 0..2000
    #[arg(long, value_parser = range, default_value = "0..2000")]
    seeds: (u64, u64),
    /// Run one seed aloud and print the hash of its history
    #[arg(long, value_name = "SEED")]
    replay: Option<u64>,
    /// Write down how far the seeds have come, and go on from there when the same ones are asked for again
    #[arg(long, value_name = "FILE")]
    resumable: Option<PathBuf>,
    /// Plant each bug in turn and say after how many seeds it was caught
    #[arg(long)]
    planted: bool,
}

fn range(text: &str) -> Result<(u64, u64), String> {
    let wrong = || format!("{text} is no range of seeds: write it as 0..2000");
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    match (from.parse(), to.parse()) {
        (Ok(from), Ok(to)) if from < to => Ok((from, to)),
        _ => Err(wrong()),
    }
}

/// Each so many-th seed runs twice.
const REPLAYED: u64 = 20;

/// So many seeds are run before it is written down how far they have come.
const BATCH: u64 = 100;

/// So many violations are printed in words.
const SPELLED_OUT: usize = 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let good = match arguments.replay {
        Some(seed) => replay(seed),
        None if arguments.planted => planted(arguments.seeds),
        None => seeds(arguments.seeds, arguments.resumable.as_deref()),
    };
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn replay(seed: u64) -> bool {
    let verdict = run(seed, None, true);
    for violation in &verdict.violations {
        println!("{}: {}", violation.law, violation.detail);
    }
    println!("seed {seed}: trace {:016x}, {} violations", verdict.trace, verdict.violations.len());
    verdict.violations.is_empty()
}

/// A stretch of seeds, and how far it has come.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Progress {
    from: u64,
    to: u64,
    /// The first seed that was not run.
    next: u64,
    seconds: f64,
    counts: Counts,
    broken: BTreeMap<String, u64>,
}

impl Progress {
    /// Goes on where a run of the same seeds was stopped.
    fn read(file: Option<&Path>, (from, to): (u64, u64)) -> Self {
        let known = file.and_then(|file| std::fs::read(file).ok());
        let known = known.and_then(|json| serde_json::from_slice::<Self>(&json).ok());
        match known.filter(|known| (known.from, known.to) == (from, to)) {
            Some(known) => {
                println!("seeds {from}..{to}: going on with {}", known.next);
                known
            }
            None => Self { from, to, next: from, ..Self::default() },
        }
    }

    /// Whole or not at all: a run may be stopped at any moment.
    fn write(&self, file: &Path) -> std::io::Result<()> {
        let new = file.with_extension("new");
        std::fs::write(&new, serde_json::to_vec(self)?)?;
        std::fs::rename(new, file)
    }

    fn print(&self) {
        let Self { from, next, seconds, counts, .. } = self;
        let number = (next - from) as f64;
        println!("seeds {from}..{next}: {number} in {seconds:.0} s ({:.1} a second)", number / seconds.max(0.001));
        println!(
            "operations: {} accepted, {} to be merged, {} refused",
            counts.accepted, counts.diverged, counts.refused
        );
        println!("deliveries: {}", counts.deliveries);
        println!("words said to be saved: {}; cards open at the end: {}", counts.words, counts.cards);
        println!("what people did:");
        counts.deeds.iter().for_each(|(name, count)| println!("  {name}: {count}"));
        println!("faults:");
        counts.faults.iter().for_each(|(name, count)| println!("  {name}: {count}"));
        println!("rounds to quiescence: {:.2} on average", counts.rounds_to_quiescence as f64 / number.max(1.0));
        for law in Law::ALL {
            println!("{law}: {}", self.broken.get(&law.to_string()).copied().unwrap_or_default());
        }
    }
}

fn seeds(range: (u64, u64), resumable: Option<&Path>) -> bool {
    let mut progress = Progress::read(resumable, range);
    let mut spelled_out = 0;
    while progress.next < progress.to {
        let begun = Instant::now();
        let batch = progress.next..progress.to.min(progress.next + BATCH);
        progress.next = batch.end;
        for (seed, verdict) in run_all(batch) {
            progress.counts.add(&verdict.counts);
            for violation in verdict.violations {
                *progress.broken.entry(violation.law.to_string()).or_default() += 1;
                if spelled_out < SPELLED_OUT {
                    println!("seed {seed}: {}: {}", violation.law, violation.detail);
                    spelled_out += 1;
                }
            }
        }
        progress.seconds += begun.elapsed().as_secs_f64();
        if let Some(file) = resumable
            && let Err(error) = progress.write(file)
        {
            println!("{} cannot be written: {error}", file.display());
            return false;
        }
    }
    progress.print();
    progress.broken.is_empty()
}

/// The verdicts of these seeds in their order, on all processors.
fn run_all(seeds: Range<u64>) -> BTreeMap<u64, Verdict> {
    let (next, verdicts) = (AtomicU64::new(seeds.start), Mutex::new(BTreeMap::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        return;
                    }
                    let verdict = if seed % REPLAYED == 0 { run_twice(seed) } else { run(seed, None, false) };
                    verdicts.lock().unwrap_or_else(PoisonError::into_inner).insert(seed, verdict);
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn planted((from, to): (u64, u64)) -> bool {
    let mut all = true;
    for bug in Planted::ALL {
        let caught = (from..to).find_map(|seed| {
            let verdict = run(seed, Some(bug), false);
            verdict.violations.first().map(|violation| (seed - from + 1, violation.law))
        });
        match caught {
            Some((after, law)) => println!("{bug:?}: caught after {after} seeds ({law})"),
            None => println!("{bug:?}: NOT CAUGHT in {} seeds", to - from),
        }
        all &= caught.is_some();
    }
    all
}
