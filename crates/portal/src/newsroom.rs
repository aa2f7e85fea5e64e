//! The newsroom's own settings: its name, its mark, its clock and what the page's header says of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilshi_story::EditionKey;

use crate::database::{DatabaseError, Records};

/// Under which name the settings are kept.
pub(crate) const SETTING: &str = "newsroom";

/// What an administrator sets for the whole newsroom.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct NewsroomSettings {
    /// The name, as laptops show it.
    pub(crate) name: String,
    /// The agency's name on the page, by edition.
    pub(crate) names: BTreeMap<EditionKey, String>,
    /// What stands below the name on the page, by edition.
    pub(crate) taglines: BTreeMap<EditionKey, String>,
    /// The mark that opens the body after the city, by edition.
    pub(crate) marks: BTreeMap<EditionKey, String>,
    /// The IANA name of the time zone of all times on the page.
    pub(crate) time_zone: String,
    /// The newsroom's telephone.
    pub(crate) phone: Option<String>,
    /// The address of the agency's main site.
    pub(crate) main_site: Option<String>,
    /// The edition of readers whose language the site does not have.
    pub(crate) default_edition: Option<EditionKey>,
}

impl Default for NewsroomSettings {
    fn default() -> Self {
        Self {
            name: "Newsroom".to_owned(),
            names: BTreeMap::new(),
            taglines: BTreeMap::new(),
            marks: BTreeMap::new(),
            time_zone: "Asia/Almaty".to_owned(),
            phone: None,
            main_site: None,
            default_edition: None,
        }
    }
}

impl NewsroomSettings {
    /// The settings as they were made, or the defaults.
    pub(crate) fn of(records: Records<'_>) -> Result<Self, DatabaseError> {
        Ok(records.setting(SETTING)?.unwrap_or_default())
    }

    /// The agency's name in an edition.
    pub(crate) fn name_in(&self, edition: &EditionKey) -> &str {
        words(&self.names, edition).unwrap_or(&self.name)
    }

    /// What stands below the name; may be empty.
    pub(crate) fn tagline_in(&self, edition: &EditionKey) -> &str {
        words(&self.taglines, edition).unwrap_or_default()
    }

    /// The mark of an edition's datelines.
    pub(crate) fn mark_in(&self, edition: &EditionKey) -> &str {
        words(&self.marks, edition).unwrap_or_else(|| self.name_in(edition))
    }
}

/// The words for an edition: its own or its master's.
fn words<'a>(by_edition: &'a BTreeMap<EditionKey, String>, edition: &EditionKey) -> Option<&'a str> {
    let master = || tilshi_language::edition(edition).and_then(|edition| edition.derived_from.as_ref());
    by_edition.get(edition).or_else(|| by_edition.get(master()?)).map(String::as_str)
}
