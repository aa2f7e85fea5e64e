//! Checks that the window's page is built, and hands Tauri its permissions.

use std::path::Path;

fn main() {
    for path in ["src-tauri/permissions", "src-tauri/capabilities", "ui/dist", "icons"] {
        println!("cargo:rerun-if-changed={path}");
    }
    if !Path::new("ui/dist/index.html").exists() {
        println!("cargo::error=The window's page is not built: ui/dist/index.html is missing.");
        println!("cargo::error=Run `cargo xtask run`, or `npm ci` and `npm run build` in ui/, then build again.");
        return;
    }
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*.json")
        .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/**/*.toml"));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error=Tauri cannot be set up: {error:#}");
    }
}
