//! The desktop host: one window over one profile. It unpacks what the window asks, calls the newsroom and hands
//! the answer back; it decides nothing about stories.

mod commands;
mod display;
mod host;
mod pictures;
mod window;

use std::path::PathBuf;

use anyhow::Context as _;
use tauri::Manager as _;
use tilshi_newsroom::{Newsroom, Options, default_folder, focus_running};

use crate::host::Host;

/// How the program is started.
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "tilshi-desktop", version, about = "The newsroom that works without a network")]
pub struct Start {
    /// The folder of the profile: one person, one folder
    #[arg(long, value_name = "DIR")]
    profile: Option<PathBuf>,
    /// A file whose first line is the profile's passphrase
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// A story to show: tilshi://story/ID
    #[arg(value_name = "LINK")]
    link: Option<String>,
}

/// Opens the window and stays until it is closed. A second start on the same profile shows the first window.
pub fn run(start: Start) -> anyhow::Result<()> {
    display::check()?;
    let folder = match start.profile {
        Some(folder) => folder,
        None => {
            default_folder().context("This account has no folder for application data: name one with --profile.")?
        }
    };
    if focus_running(&folder, start.link.clone()).unwrap_or(false) {
        return Ok(());
    }
    let newsroom = Newsroom::new(folder, Options { passphrase_file: start.passphrase_file, ..Options::default() });
    if let Some(link) = start.link {
        newsroom.follow_link(link);
    }
    let host = Host::new(newsroom);
    let app = tauri::Builder::default()
        .plugin(window::remembered())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_dialog::init())
        .manage(host.clone())
        .invoke_handler(commands::handler())
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .setup(|app| {
            let newsroom = app.state::<Host>().newsroom();
            window::open(app, &newsroom)?;
            newsroom.start();
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("The window cannot be opened.")?;
    app.run(move |_, event| match event {
        tauri::RunEvent::Exit => host.newsroom().stop(),
        // Elsewhere a link starts the program a second time.
        #[cfg(target_os = "macos")]
        tauri::RunEvent::Opened { urls } => {
            urls.into_iter().for_each(|link| host.newsroom().follow_link(link.into()));
        }
        _ => {}
    });
    Ok(())
}
