//! The health of a profile.

use tilshi_store::{ProfileState, profile_state};
use tilshi_story::DocumentKind;

use crate::views::DoctorReport;
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::doctor`].
    pub fn doctor(&self) -> Answer<DoctorReport> {
        let encrypted = !matches!(profile_state(self.folder())?, ProfileState::Plain);
        self.with(|open| {
            let problems = open.store.check()?;
            let reader = open.store.read();
            Ok(DoctorReport {
                healthy: problems.is_empty(),
                encrypted,
                stories: reader.documents(DocumentKind::Story)?.len(),
                photos: reader.documents(DocumentKind::Photo)?.len(),
                problems,
            })
        })
    }
}
