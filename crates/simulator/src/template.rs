//! An empty profile and an empty portal, made once on real files: each run begins with copies of them.

use std::io;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;
use tilshi_portal::Database;
use tilshi_store::{Profile, Protection};

use crate::disk::{self, entered};

/// The templates, and the folder in which laptops keep what is no database.
pub(crate) struct Template {
    folder: TempDir,
    laptop: Vec<u8>,
    key_file: Vec<u8>,
    portal: Vec<u8>,
    runs: AtomicU64,
}

impl Template {
    /// The templates of this process; from then on every database is a simulated one.
    pub(crate) fn get() -> &'static Self {
        static TEMPLATE: OnceLock<Template> = OnceLock::new();
        TEMPLATE.get_or_init(|| Self::make().expect("a folder for temporary files"))
    }

    fn make() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let profile = folder.path().join("profile");
        drop(Profile::create(&profile, Protection::Unencrypted)?);
        let portal = folder.path().join("portal.sqlite");
        drop(Database::open(&portal)?);
        let read = |path: &Path| std::fs::read(path);
        let template = Self {
            laptop: read(&profile.join("newsroom.db"))?,
            key_file: read(&profile.join("key.json"))?,
            portal: read(&portal)?,
            folder,
            runs: AtomicU64::new(0),
        };
        disk::install();
        Ok(template)
    }

    fn fresh(&self, kind: &str) -> String {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        self.folder.path().join(format!("{kind}{number}")).to_string_lossy().into_owned()
    }

    /// The folder of a new portal.
    pub(crate) fn portal_folder(&self) -> String {
        let folder = self.fresh("portal");
        entered(&disk::disk(&folder)).put("portal.sqlite", self.portal.clone());
        folder
    }

    /// The folder of a new laptop.
    pub(crate) fn laptop_folder(&self) -> io::Result<String> {
        let folder = self.fresh("laptop");
        std::fs::create_dir(&folder)?;
        std::fs::write(Path::new(&folder).join("key.json"), &self.key_file)?;
        // The store looks whether the file is there before SQLite opens it.
        std::fs::write(Path::new(&folder).join("newsroom.db"), [])?;
        entered(&disk::disk(&folder)).put("newsroom.db", self.laptop.clone());
        Ok(folder)
    }
}
