//! `cargo xtask simulate`: builds the simulator and hands over to it.

use crate::steps::{built, cargo, command, step};

/// Builds the simulator and runs it with these arguments.
pub(crate) fn simulate(arguments: &[String]) -> anyhow::Result<()> {
    step("build", cargo(&["build", "--workspace", "--bin", "simulate", "--locked"]))?;
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    step("simulate", command(built().join("simulate"), &arguments))
}
