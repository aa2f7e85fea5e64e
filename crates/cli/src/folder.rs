//! Where a profile is when nobody names a folder: the same place as the window's.

use std::path::PathBuf;

use tilshi_newsroom::default_folder;
use tilshi_newsroom::story::Failure;

/// The folder that was named, or the usual one.
pub(crate) fn of_profile(named: Option<PathBuf>) -> Result<PathBuf, Failure> {
    named.or_else(default_folder).ok_or_else(|| Failure::new("folder-missing"))
}
