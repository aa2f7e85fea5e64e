//! `cargo xtask test`: every check and every test, the real-window ones under a virtual display.

use std::time::Instant;

use crate::steps::{built, cargo, command, npm, step};
use crate::system;

/// The histories of laptops and portal that every change has to survive.
const SEEDS: &str = "0..2000";

/// Runs all steps and stops at the first that fails.
pub(crate) fn test() -> anyhow::Result<()> {
    let begun = Instant::now();
    system::packages(true)?;
    step("format", cargo(&["fmt", "--all", "--check"]))?;
    system::ui_packages()?;
    step("npm run check", npm("ui", &["run", "check"]))?;
    step("npm test", npm("ui", &["test"]))?;
    // The host embeds the page, so that it comes before everything in Rust.
    step("npm run build", npm("ui", &["run", "build"]))?;
    step("build", cargo(&["build", "--workspace", "--all-targets", "--locked"]))?;
    step("lint", cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))?;
    let mut tests = cargo(&["test", "--workspace", "--locked"]);
    // Forty lines of the runtime's own calls after each failure hide what the next one says.
    tests.env("RUST_BACKTRACE", "0");
    step("test", tests)?;
    step("simulate", command(built().join("simulate"), &["--seeds", SEEDS]))?;
    step("npm ci (reader pages)", npm("tests/html", &["ci", "--no-audit", "--no-fund"]))?;
    step("HTML of reader pages", npm("tests/html", &["test"]))?;
    println!("Everything passed in {:.0} s.", begun.elapsed().as_secs_f64());
    Ok(())
}
