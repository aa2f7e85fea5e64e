//! What people wait for, measured and printed as a table. `cargo xtask bench` builds everything and runs this.

use std::time::{Duration, Instant};

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let _ = (Duration::ZERO, Instant::now());
    Err(anyhow::anyhow!("nothing measured yet")).context("bench")
}
