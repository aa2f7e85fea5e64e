//! An empty Tauri window: what `cargo xtask bench` compares the editor's start with. Not shipped.

use tauri::{WebviewUrl, WebviewWindowBuilder};

/// The whole page. The bench waits for the element with this id.
const PAGE: &str = "<!doctype html><title>Empty</title><p id=\"ready\">Empty</p>";

fn main() -> tauri::Result<()> {
    let mut context = tauri::generate_context!();
    context.config_mut().app.windows.clear();
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            tauri::http::Response::builder()
                .header(tauri::http::header::CONTENT_TYPE, "text/html")
                .body(PAGE.as_bytes())
                .unwrap_or_default()
        })
        .setup(|app| {
            let address = if cfg!(windows) { "http://empty.localhost" } else { "empty://localhost" };
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::CustomProtocol(address.parse()?)).build()?;
            Ok(())
        })
        .run(context)
}
