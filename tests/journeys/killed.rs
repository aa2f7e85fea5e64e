//! A few rounds of what `cargo xtask kill` does two hundred times.

use anyhow::ensure;
use tilshi_tests::kill_again_and_again;

#[test]
fn what_was_said_to_be_saved_survives_signal_9_at_any_moment() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let survived = kill_again_and_again(folder.path(), 12)?;
    ensure!(survived.saved > 0 && survived.found == survived.saved, "{survived:?}");
    Ok(())
}
