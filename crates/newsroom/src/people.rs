//! The people of this computer: one profile each, in folders beside each other, and only one of them at a time in
//! a window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tilshi_store::{Closed, Nameplate, profiles_beside};
use tilshi_story::Failure;

use crate::folder::next_folder;
use crate::profile::{Open, setting};
use crate::views::{Connection, ProfileHere, SessionView};
use crate::{Answer, Newsroom, Options, focus_running, lock};

impl Newsroom {
    /// See [`crate::Call::profile_list`].
    pub fn profile_list(&self) -> Answer<Vec<ProfileHere>> {
        let here = |folder: PathBuf| {
            let plate = Nameplate::read(&folder);
            ProfileHere {
                profile: name_of(&folder),
                folder: folder.display().to_string(),
                name: plate.name,
                opened_at: plate.opened_at,
                current: folder == self.folder(),
            }
        };
        Ok(profiles_beside(self.folder())?.into_iter().map(here).collect())
    }

    /// See [`crate::Call::profile_choose`].
    pub fn profile_choose(&self, profile: String) -> Answer<SessionView> {
        let mut beside = profiles_beside(self.folder())?.into_iter();
        let folder = beside.find(|folder| name_of(folder) == profile);
        let folder = folder.ok_or_else(|| Failure::new("profile-missing"))?;
        if folder == self.folder() {
            return self.session_show();
        }
        // Whoever has it in another window is shown that window: nobody writes in two.
        if focus_running(&folder, None)? {
            return Err(Failure::new("profile-in-use"));
        }
        self.hand_over_to(folder)
    }

    /// See [`crate::Call::profile_begin`].
    pub fn profile_begin(&self) -> Answer<SessionView> {
        self.hand_over_to(next_folder(self.folder()))
    }

    /// How many profiles there are besides this one.
    pub(crate) fn others(&self) -> usize {
        // A folder that cannot be listed offers nobody to choose.
        let beside = profiles_beside(self.folder()).unwrap_or_default();
        beside.iter().filter(|folder| folder.as_path() != self.folder()).count()
    }

    /// Calls `successor` with the newsroom of another profile when somebody chooses one; this one is closed then.
    pub fn on_successor(&self, successor: impl Fn(Newsroom) + Send + Sync + 'static) {
        *lock(&self.0.successor) = Some(Arc::new(successor));
    }

    /// Closes this profile and has everybody who listened here listen to another's newsroom. It is a newsroom of its
    /// own, so that nothing still on its way for this person can arrive with the other.
    fn hand_over_to(&self, folder: PathBuf) -> Answer<SessionView> {
        let successor = lock(&self.0.successor).clone().ok_or_else(|| Failure::new("not-in-a-window"))?;
        let next = Newsroom::new(folder, Options { passphrase_file: None, ..self.0.options.clone() });
        let listeners = std::mem::take(&mut *lock(&self.0.listeners));
        *lock(&next.0.listeners) = listeners;
        lock(&next.0.focus).clone_from(&lock(&self.0.focus));
        *lock(&next.0.successor) = Some(successor.clone());
        self.stop();
        successor(next.clone());
        next.start();
        next.session_show()
    }
}

/// What a profile is called among those beside it.
fn name_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Puts up the nameplate of an open profile, or of one that is about to be closed.
pub(crate) fn put_nameplate_up(open: &Open, closing: bool) {
    let outcome = plate(open, closing).and_then(|plate| {
        let folder = open.store.folder();
        plate.write(folder).map_err(|error| Failure::new("storage").with("detail", error))
    });
    // The lock screen then greets nobody by name; nothing else depends on it.
    if let Err(failure) = outcome {
        tracing::warn!(code = failure.code, "the profile has no nameplate");
    }
}

fn plate(open: &Open, closing: bool) -> Answer<Nameplate> {
    let reader = open.store.read();
    let now = crate::now();
    let before = Nameplate::read(open.store.folder());
    let closed = match closing {
        // Without a portal nothing waits for anything.
        true if open.connection == Connection::None => Some(Closed { at: now, waiting: 0 }),
        true => Some(Closed { at: now, waiting: crate::outbox::count(open)? }),
        false => None,
    };
    Ok(Nameplate {
        name: open.me.name.clone(),
        interface: reader.setting(setting::INTERFACE)?.unwrap_or_default(),
        theme: reader.setting(setting::THEME)?.unwrap_or_default(),
        contrast: reader.setting(setting::CONTRAST)?.unwrap_or_default(),
        zoom: reader.setting(setting::ZOOM)?.unwrap_or_default(),
        opened_at: if closing { before.opened_at } else { Some(now) },
        closed,
    })
}
