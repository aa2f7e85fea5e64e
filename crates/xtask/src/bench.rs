//! `cargo xtask bench`: builds everything and hands over to the bench of the tests crate, which has the programs,
//! the virtual display and the driver of the real window.

use crate::steps::{built, cargo, command, step};
use crate::system;

/// Builds and measures.
pub(crate) fn bench() -> anyhow::Result<()> {
    system::packages(true)?;
    system::ui_packages()?;
    system::ui_page()?;
    step("build", cargo(&["build", "--workspace", "--locked"]))?;
    step("bench", command(built().join("bench"), &[]))
}
