//! Where a profile is when nobody names a folder: each system's place for application data. The only module of this
//! crate that knows which system it runs on.

use std::env;
use std::path::{Path, PathBuf};

use tilshi_store::Nameplate;

/// The profile of whoever wrote here last, or the folder of a first one; nothing when the account has no folder for
/// application data.
pub fn default_folder() -> Option<PathBuf> {
    let first = first_folder()?;
    // A folder that cannot be listed holds nobody else's profile that could be opened.
    let beside = tilshi_store::profiles_beside(&first).unwrap_or_default();
    let own = beside.into_iter().filter(|folder| is_beside(folder, &first));
    Some(own.max_by_key(|folder| Nameplate::read(folder).opened_at).unwrap_or(first))
}

/// Whether a folder is the first one, or was named after it for somebody else's profile.
fn is_beside(folder: &Path, first: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    base(&name(folder)) == name(first)
}

/// A folder's name without the number of a further profile.
fn base(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((base, number)) if !base.is_empty() && number.parse::<u32>().is_ok() => base,
        _ => name,
    }
}

/// A folder for one more profile, beside this one.
pub(crate) fn next_folder(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut next = (2_u32..).map(|number| folder.with_file_name(format!("{}-{number}", base(&name))));
    // Numbers end later than folders.
    next.find(|folder| !folder.exists()).unwrap_or_else(|| folder.to_owned())
}

/// Where the first profile is: the system's place for application data.
fn first_folder() -> Option<PathBuf> {
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

/// Where Hunspell dictionaries lie: the agency's own in the profile first, then the places of each system.
pub(crate) fn dictionary_folders(profile: &Path) -> Vec<PathBuf> {
    let under = |name: &str, rest: &str| env::var_os(name).map(|folder| PathBuf::from(folder).join(rest));
    let system = if cfg!(target_os = "windows") {
        vec![under("APPDATA", "hunspell"), under("PROGRAMDATA", "hunspell")]
    } else if cfg!(target_os = "macos") {
        vec![under("HOME", "Library/Spelling"), Some("/Library/Spelling".into())]
    } else {
        vec![
            under("XDG_DATA_HOME", "hunspell"),
            under("HOME", ".local/share/hunspell"),
            Some("/usr/local/share/hunspell".into()),
            Some("/usr/share/hunspell".into()),
            Some("/usr/share/myspell".into()),
        ]
    };
    [profile.join("dictionaries")].into_iter().chain(system.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_profile_gets_the_next_free_number() {
        let parent = tempfile::tempdir().expect("a folder");
        let at = |name: &str| parent.path().join(name);
        assert_eq!(next_folder(&at("tilshi")), at("tilshi-2"));
        for taken in ["tilshi", "tilshi-2"] {
            std::fs::create_dir(at(taken)).expect("makes");
        }
        assert_eq!(next_folder(&at("tilshi")), at("tilshi-3"));
        assert_eq!(next_folder(&at("tilshi-2")), at("tilshi-3"));
        assert_eq!(next_folder(&at("desk-one")), at("desk-one-2"));
        assert!(is_beside(&at("tilshi-12"), &at("tilshi")) && is_beside(&at("tilshi"), &at("tilshi")));
        assert!(!is_beside(&at("tilshi-old"), &at("tilshi")) && !is_beside(&at("music"), &at("tilshi")));
    }
}
