//! The one window: what it may load, what reaches it from the newsroom, and how a second start shows it.

use tauri::plugin::TauriPlugin;
use tauri::webview::NewWindowResponse;
use tauri::{App, Emitter as _, Manager as _, Url, WebviewWindowBuilder, Wry};
use tilshi_newsroom::Newsroom;

/// The window's label, as in `tauri.conf.json` and in its capability.
pub(crate) const LABEL: &str = "main";

/// The event that carries everything the newsroom reports.
const EVENT: &str = "tilshi";

/// Where the window stood and how large it was when it was last closed, on this computer.
pub(crate) fn remembered() -> TauriPlugin<Wry> {
    use tauri_plugin_window_state::{Builder, StateFlags};

    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN;
    Builder::default().with_state_flags(flags).build()
}

/// Opens the window of `tauri.conf.json` and ties it to the newsroom.
pub(crate) fn open(app: &App, newsroom: &Newsroom) -> anyhow::Result<()> {
    let windows = &app.config().app.windows;
    let config = windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or_else(|| anyhow::anyhow!("tauri.conf.json describes no window called `{LABEL}`"))?;
    WebviewWindowBuilder::from_config(app, config)?
        .incognito(config.incognito && !is_automated())
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;

    let handle = app.handle().clone();
    newsroom.subscribe(move |event| {
        // It fails only while the window is being closed, and then nobody looks any more.
        let _ = handle.emit_to(LABEL, EVENT, event);
    });
    let handle = app.handle().clone();
    newsroom.on_focus(move || {
        if let Some(window) = handle.get_webview_window(LABEL) {
            let _ = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        }
    });
    Ok(())
}

/// Whether a WebDriver drives this window. WebKitGTK cannot be driven in a private context, so test runs, which use
/// folders of their own, do without one; a shipped build never does.
fn is_automated() -> bool {
    cfg!(debug_assertions) && std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

/// The window shows its own page and nothing else: a link in a story leads nowhere from here.
fn is_own_page(address: &Url) -> bool {
    match address.scheme() {
        "tauri" => address.host_str() == Some("localhost"),
        "http" | "https" => address.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_page_may_be_shown() {
        let allowed = |address: &str| is_own_page(&address.parse().expect("an address"));
        assert!(allowed("tauri://localhost/index.html"));
        assert!(allowed("http://tauri.localhost/"));
        for address in [
            "https://example.org/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "http://localhost:1420/",
            "tilshi://localhost/picture/a/web",
            "tauri://example.org/",
            "http://tauri.localhost.example.org/",
        ] {
            assert!(!allowed(address), "{address}");
        }
    }
}
