//! Running one program after another: each step says its name, what it did and how long it took.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, bail};

/// The root of the project.
pub(crate) fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).unwrap_or(crate_folder).to_owned()
}

/// Where Cargo puts what the dev profile builds.
pub(crate) fn built() -> PathBuf {
    target().join("debug")
}

/// Cargo's target folder: this program lies two levels below it.
pub(crate) fn target() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|program| program.ancestors().nth(2).map(Path::to_owned))
        .unwrap_or_else(|| root().join("target"))
}

/// A program with its arguments, in the project's root.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Cargo itself, the same one that runs this.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// npm in a folder of the project, such as `ui`.
pub(crate) fn npm(folder: &str, arguments: &[&str]) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" }, arguments);
    command.current_dir(root().join(folder));
    command
}

/// Runs one step to its end and prints its seconds; a failing step is an error that names it.
pub(crate) fn step(name: &str, mut command: Command) -> anyhow::Result<()> {
    println!("== {name}");
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("{name}: cannot start {:?}", command.get_program()))?;
    let seconds = begun.elapsed().as_secs_f64();
    if !status.success() {
        bail!("== {name} failed after {seconds:.1} s ({status}).");
    }
    println!("== {name}: {seconds:.1} s\n");
    Ok(())
}
