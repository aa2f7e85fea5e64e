//! `cargo xtask fuzz`: looks for bytes that break a decoder, with cargo-fuzz and a nightly compiler.

use std::fs;
use std::process::Command;

use anyhow::ensure;

use crate::steps::{command, root, step, target};

/// Where the decoders' checks, their corpora and the fuzzer's programs lie.
const FOLDER: &str = "crates/foreign";

/// The largest input, in bytes: a small database has as many.
const MAX_LEN: u32 = 128 << 10;

/// Feeds each decoder for so many seconds, or only those that are named.
pub(crate) fn fuzz(seconds: u32, only: &[String]) -> anyhow::Result<()> {
    let known = targets()?;
    for name in only {
        ensure!(known.contains(name), "there is no target {name}: there are {}.", known.join(", "));
    }
    for name in known.iter().filter(|name| only.is_empty() || only.contains(name)) {
        let found = target().join("fuzz").join("found").join(name);
        fs::create_dir_all(&found)?;
        let mut fuzzer = cargo_fuzz(&["run", "--sanitizer", "none", "--dev", name]);
        // New finds go to the first folder; the corpus itself changes when somebody copies one there.
        fuzzer.arg(found).arg(root().join(FOLDER).join("corpus").join(name));
        fuzzer.args(["--", &format!("-max_total_time={seconds}"), &format!("-max_len={MAX_LEN}"), "-timeout=10"]);
        step(&format!("fuzz {name}"), fuzzer)?;
    }
    Ok(())
}

fn targets() -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(root().join(FOLDER).join("corpus"))? {
        names.push(file?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

fn cargo_fuzz(arguments: &[&str]) -> Command {
    let mut fuzzer = command("cargo", &["+nightly", "fuzz"]);
    fuzzer.args(&arguments[..1]).arg("--fuzz-dir").arg(root().join(FOLDER).join("fuzz"));
    fuzzer.arg("--target-dir").arg(target().join("fuzz")).args(&arguments[1..]);
    fuzzer
}
