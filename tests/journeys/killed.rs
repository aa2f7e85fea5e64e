//! A few rounds of what `cargo xtask kill` does two hundred times.

use anyhow::ensure;
use tilshi_tests::{kill_typist, kill_window};

#[test]
fn what_was_said_to_be_saved_survives_signal_9_at_any_moment() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let survived = kill_typist(folder.path(), 12)?;
    ensure!(survived.saved > 0 && survived.found == survived.saved, "{survived:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_window_said_was_saved_survives_it_too() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let survived = kill_window(folder.path(), 3).await?;
    ensure!(survived.saved > 0 && survived.found == survived.saved, "{survived:?}");
    Ok(())
}
