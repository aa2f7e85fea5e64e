//! Laptops and a portal under every fault, by seed: the real store on a file layer whose power can be cut, the real
//! newsroom, the real portal, and between them a line on which anything can happen. One thread, one source of chance:
//! a seed always makes the same history.

mod chance;
mod desk;
mod disk;
mod network;
mod people;
mod photos;
mod planted;
mod portal;
mod report;
mod template;
mod verdict;
mod words;
mod world;

pub use planted::Planted;
pub use report::{Counts, Law, Verdict, Violation};

/// Runs one seed; `aloud` prints what happens.
pub fn run(seed: u64, planted: Option<Planted>, aloud: bool) -> Verdict {
    world::run(seed, planted, aloud, template::Template::get())
}

/// Runs one seed twice: it must make the same history.
pub fn run_twice(seed: u64) -> Verdict {
    let mut verdict = run(seed, None, false);
    let again = run(seed, None, false);
    if again.trace != verdict.trace {
        let detail = format!("{:016x} and {:016x}", verdict.trace, again.trace);
        verdict.violations.push(Violation { law: Law::ReplayDiverges, detail });
    }
    verdict
}
