//! Where a profile is when nobody names a folder: each system's place for application data. The only module of this
//! crate that knows which system it runs on.

use std::env;
use std::path::PathBuf;

/// The usual folder of the profile; nothing when the account has no folder for application data.
pub fn default_folder() -> Option<PathBuf> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if cfg!(target_os = "windows") {
        named("APPDATA").map(|data| data.join("Tilshi"))
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Application Support/Tilshi"))
    } else {
        // XDG Base Directory Specification: a relative path in the variable is to be ignored.
        let data = named("XDG_DATA_HOME").filter(|data| data.is_absolute());
        data.or_else(|| named("HOME").map(|home| home.join(".local/share"))).map(|data| data.join("tilshi"))
    }
}
