//! `cargo xtask kill`: builds everything and hands over to the program of the tests crate that kills and looks.

use crate::steps::{built, cargo, command, step};

/// Builds, and kills so many times.
pub(crate) fn kill(rounds: u32, window: bool) -> anyhow::Result<()> {
    step("build", cargo(&["build", "--workspace", "--locked"]))?;
    let rounds = rounds.to_string();
    let typing: &[&str] = if window { &["rounds", &rounds, "--window"] } else { &["rounds", &rounds] };
    step("kill", command(built().join("kill"), typing))
}
