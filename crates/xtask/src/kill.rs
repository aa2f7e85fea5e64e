//! `cargo xtask kill`: builds everything and hands over to the program of the tests crate that kills and looks.

use crate::steps::{built, cargo, command, step};

/// Builds, and kills so many times.
pub(crate) fn kill(rounds: u32) -> anyhow::Result<()> {
    step("build", cargo(&["build", "--workspace", "--locked"]))?;
    step("kill", command(built().join("kill"), &["rounds", &rounds.to_string()]))
}
