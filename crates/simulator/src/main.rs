//! `simulate`: runs seeds, prints what happened and what must not have happened.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use tilshi_simulator::{Counts, Law, Planted, run, run_twice};

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

/// So many violations are printed in words.
const SPELLED_OUT: usize = 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let good = match arguments.replay {
        Some(seed) => replay(seed),
        None if arguments.planted => planted(arguments.seeds),
        None => seeds(arguments.seeds),
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

fn seeds((from, to): (u64, u64)) -> bool {
    let begun = Instant::now();
    let mut counts = Counts::default();
    let mut broken: BTreeMap<Law, u64> = BTreeMap::new();
    let mut spelled_out = 0;
    for seed in from..to {
        let verdict = if seed % REPLAYED == 0 { run_twice(seed) } else { run(seed, None, false) };
        counts.add(&verdict.counts);
        for violation in verdict.violations {
            *broken.entry(violation.law).or_default() += 1;
            if spelled_out < SPELLED_OUT {
                println!("seed {seed}: {}: {}", violation.law, violation.detail);
                spelled_out += 1;
            }
        }
    }
    let number = to - from;
    let seconds = begun.elapsed().as_secs_f64();
    println!("seeds {from}..{to}: {number} in {seconds:.0} s ({:.1} a second)", number as f64 / seconds);
    println!("operations: {} accepted, {} to be merged, {} refused", counts.accepted, counts.diverged, counts.refused);
    println!("deliveries: {}", counts.deliveries);
    println!("words said to be saved: {}; cards open at the end: {}", counts.words, counts.cards);
    println!("what people did:");
    counts.deeds.iter().for_each(|(name, count)| println!("  {name}: {count}"));
    println!("faults:");
    counts.faults.iter().for_each(|(name, count)| println!("  {name}: {count}"));
    println!("rounds to quiescence: {:.2} on average", counts.rounds_to_quiescence as f64 / number as f64);
    for law in Law::ALL {
        println!("{law}: {}", broken.get(&law).copied().unwrap_or_default());
    }
    broken.is_empty()
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
