//! Opens the app on a virtual display, waits until it is ready and saves what it shows.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use tilshi_tests::{Display, Laptop, Window};

/// What to show and where to save it.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the profile
    #[arg(long)]
    profile: PathBuf,
    /// The picture to write
    #[arg(long)]
    picture: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::with_profile(folder.path(), arguments.profile)?;
    let display = Display::start()?;
    let window = Window::open(&display, &laptop).await?;
    window.find("button", "New story").await?;
    window.come_to_rest().await?;
    let picture = window.screenshot("run").await?;
    if picture != arguments.picture {
        if let Some(folder) = arguments.picture.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(&picture, &arguments.picture).context("cannot save the screenshot")?;
    }
    window.close().await
}
