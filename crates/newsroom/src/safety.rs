//! The safety of this computer: passphrase and recovery code, copies of the database, and what is done when it is
//! damaged.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use tilshi_store::{Key, ProfileState, Repair, Rescue, StoreError, backup_files, profile_state};
use tilshi_story::{Content, DocumentId, Failure, Part};
use zeroize::Zeroizing;

use crate::profile::{Open, setting};
use crate::session::{check_passphrase, read_passphrase};
use crate::views::{BackupView, Event, RescueReport, RestoreReport, SafetyView};
use crate::{Answer, Newsroom, lock, starter};

impl Newsroom {
    /// See [`crate::Call::safety_show`].
    pub fn safety_show(&self) -> Answer<SafetyView> {
        let state = profile_state(self.folder())?;
        let lock_after = match self.with(|open| lock_after(open)) {
            Err(failure) if failure.code == "not-open" => 0,
            answer => answer?,
        };
        let files = backup_files(self.folder())?.into_iter();
        Ok(SafetyView {
            encrypted: matches!(state, ProfileState::Locked { .. }),
            passphrase: matches!(state, ProfileState::Locked { passphrase: true, .. }),
            lock_after_minutes: lock_after,
            backups: files.map(|file| BackupView { at: file.at, size_bytes: file.size_bytes }).collect(),
            backup_trouble: self.0.keeper.trouble(),
        })
    }

    /// See [`crate::Call::backup_make`].
    pub fn backup_make(&self) -> Answer<SafetyView> {
        self.back_up(crate::now())?;
        self.safety_show()
    }

    /// See [`crate::Call::passphrase_change`].
    pub fn passphrase_change(&self, old: String, new: String) -> Answer<SafetyView> {
        let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
        check_passphrase(&new)?;
        self.with(|open| Ok(open.store.change_passphrase(&old, &new)?))?;
        self.safety_show()
    }

    /// See [`crate::Call::recovery_code_renew`].
    pub fn recovery_code_renew(&self, passphrase: String) -> Answer<String> {
        let passphrase = Zeroizing::new(passphrase);
        self.with(|open| Ok(open.store.renew_recovery_code(&passphrase)?.to_string()))
    }

    /// See [`crate::Call::database_restore`].
    pub fn database_restore(&self, passphrase: Option<String>) -> Answer<RestoreReport> {
        let at = crate::now();
        let restored = self.mend(passphrase, |repair| {
            repair.restore(at, |reader| {
                let person = reader.setting(setting::PERSON)?.and_then(|person| person.parse().ok());
                person.ok_or_else(|| StoreError::Damaged("nobody writes here".into()))
            })
        })?;
        Ok(RestoreReport {
            copy_at: restored.copy.at,
            kept: restored.kept,
            newer: restored.newer,
            lost: restored.lost,
            all_found: restored.all_found,
            session: self.session_show()?,
        })
    }

    /// See [`crate::Call::text_rescue`].
    pub fn text_rescue(&self, folder: String, passphrase: Option<String>) -> Answer<RescueReport> {
        // Before the profile is touched: a wrong folder is told at once.
        make_empty(Path::new(&folder))?;
        let rescue = self.mend(passphrase, Repair::rescue)?;
        let files = write_texts(Path::new(&folder), &rescue).map_err(|error| unusable(&folder, &error))?;
        let (saved, older, lost) = rescue.counts();
        Ok(RescueReport { folder, files, saved, older, lost, all_found: rescue.all_found })
    }

    /// Gives the profile to whoever mends it, and opens it again afterwards, as far as it can be opened.
    fn mend<T>(&self, passphrase: Option<String>, step: impl FnOnce(&Repair) -> Result<T, StoreError>) -> Answer<T> {
        let passphrase = passphrase.map(Zeroizing::new);
        let _quiet = self.0.keeper.quiet();
        self.0.close_socket();
        let open = lock(&self.0.state).open.take();
        let repair = match open {
            Some(open) => open.store.into_repair(),
            None => self.unlocked_for_repair(passphrase)?,
        };
        let outcome = step(&repair);
        if let Err(failure) = repair.into_profile().map_err(Failure::from).and_then(|store| self.take_over(store)) {
            lock(&self.0.state).trouble = Some(failure);
            self.emit(Event::Session);
        }
        Ok(outcome?)
    }

    fn unlocked_for_repair(&self, passphrase: Option<Zeroizing<String>>) -> Answer<Repair> {
        let passphrase = match (passphrase, self.0.options.passphrase_file.as_deref()) {
            (None, Some(file)) => Some(read_passphrase(file)?),
            (passphrase, _) => passphrase,
        };
        let key = match (&passphrase, profile_state(self.folder())?) {
            (_, ProfileState::Plain | ProfileState::Missing) => Key::None,
            (Some(passphrase), _) => Key::Passphrase(passphrase),
            (None, ProfileState::Locked { keyring: true, .. }) => Key::Keyring,
            (None, ProfileState::Locked { .. }) => return Err(Failure::new("passphrase-needed")),
        };
        Ok(Repair::open(self.folder(), key)?)
    }
}

/// After how many idle minutes the profile locks itself; 0 for never.
pub(crate) fn lock_after(open: &Open) -> Answer<u32> {
    let kept = open.store.read().setting(setting::LOCK_AFTER)?;
    Ok(kept.and_then(|minutes| minutes.parse().ok()).unwrap_or_default())
}

fn unusable(folder: &str, error: &io::Error) -> Failure {
    Failure::new("rescue-folder-unusable").with("folder", folder).with("detail", error)
}

/// A folder with nothing in it, so that nothing is ever overwritten.
fn make_empty(folder: &Path) -> Answer<()> {
    let failed = |error: io::Error| unusable(&folder.display().to_string(), &error);
    fs::create_dir_all(folder).map_err(failed)?;
    match fs::read_dir(folder).map_err(failed)?.next() {
        None => Ok(()),
        Some(_) => Err(failed(io::ErrorKind::DirectoryNotEmpty.into())),
    }
}

/// One plain file for each document with something written in it; how many.
fn write_texts(folder: &Path, rescue: &Rescue) -> io::Result<usize> {
    let mut files = 0;
    for (document, content) in &rescue.documents {
        let text = as_text(*document, content, rescue);
        // What every profile begins with was written by nobody.
        if text.is_empty() || *content == starter::beginning(*document) {
            continue;
        }
        let name = format!("{}.txt", document.to_string().replace(':', "-"));
        let mut file = File::create_new(folder.join(name))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        files += 1;
    }
    Ok(files)
}

fn as_text(document: DocumentId, content: &Content, rescue: &Rescue) -> String {
    let mut text = String::new();
    for (key, value) in content.iter() {
        let Some(value) = value.as_text() else { continue };
        let older = if rescue.older.contains(&(document, key.clone())) { " (an earlier version)" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(text, "[{key}]{older}\n{value}\n\n", key = key.as_str());
    }
    // A story of which only its own marks are left has no text.
    let written = content.iter().any(|(key, _)| key.known().as_ref().and_then(Part::edition).is_some());
    if written { text } else { String::new() }
}
