//! The newsroom's own settings: its name, its mark, its clock and what the page's header says of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilshi_language::TimeZone;
use tilshi_story::{EditionKey, EntryId, EntryKind, Part};
use tilshi_sync::scope::KEPT_DAYS;

use crate::Portal;
use crate::database::{DatabaseError, Records};
use crate::header::DEFAULT_PROVIDER;

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
    /// The city of the weather, an entry of the vocabulary; no weather without it.
    pub(crate) city: Option<EntryId>,
    /// Who gives currency rates; nobody when it is nothing.
    pub(crate) rates_provider: Option<String>,
    /// Who gives the weather; nobody when it is nothing.
    pub(crate) weather_provider: Option<String>,
    /// For how many days laptops hold what is at rest.
    pub(crate) kept_days: u32,
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
            city: None,
            rates_provider: Some(DEFAULT_PROVIDER.to_owned()),
            weather_provider: Some(DEFAULT_PROVIDER.to_owned()),
            kept_days: KEPT_DAYS,
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

/// Settings cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// They are not a JSON object of settings.
    #[error("these are no settings: {0}")]
    Form(serde_json::Error),
    /// One of them has a value that cannot be.
    #[error("{name}: {reason}")]
    Value {
        /// The setting.
        name: &'static str,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The newsroom's settings as JSON.
pub fn settings(portal: &Portal) -> Result<String, SettingsError> {
    let settings = portal.database.read(NewsroomSettings::of)?;
    serde_json::to_string_pretty(&settings).map_err(SettingsError::Form)
}

/// Makes the settings that a JSON object names and leaves the others; a running portal follows at once.
pub fn change_settings(portal: &Portal, json: &str) -> Result<(), SettingsError> {
    let changes: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(json).map_err(SettingsError::Form)?;
    portal.database.write(|records| {
        let mut all = match serde_json::to_value(NewsroomSettings::of(records)?).map_err(SettingsError::Form)? {
            serde_json::Value::Object(all) => all,
            _ => serde_json::Map::new(),
        };
        all.extend(changes);
        let settings: NewsroomSettings =
            serde_json::from_value(serde_json::Value::Object(all)).map_err(SettingsError::Form)?;
        check(portal, records, &settings)?;
        Ok(records.put_setting(SETTING, &settings)?)
    })
}

fn check(portal: &Portal, records: Records<'_>, settings: &NewsroomSettings) -> Result<(), SettingsError> {
    let wrong = |name: &'static str, reason: String| Err(SettingsError::Value { name, reason });
    if TimeZone::get(&settings.time_zone).is_err() {
        return wrong("time_zone", "give an IANA name such as Asia/Almaty".to_owned());
    }
    if settings.main_site.as_ref().is_some_and(|site| !site.starts_with("https://") && !site.starts_with("http://")) {
        return wrong("main_site", "give an address that begins with https://".to_owned());
    }
    if let Some(city) = settings.city
        && records.part(city.into(), &Part::Kind)?.as_ref().and_then(|kind| kind.as_text())
            != Some(EntryKind::City.as_str())
    {
        return wrong("city", "give the id of a city of the vocabulary".to_owned());
    }
    let named = settings.names.keys().chain(settings.taglines.keys()).chain(settings.marks.keys());
    if let Some(edition) =
        named.chain(&settings.default_edition).find(|edition| tilshi_language::edition(edition).is_none())
    {
        return wrong("default_edition, names, taglines, marks", format!("there is no edition {edition}"));
    }
    let known = portal.header.providers();
    let choice = |names: Vec<&&str>| {
        let names: Vec<&str> = names.into_iter().copied().collect();
        format!("choose one of {}, or null for none", names.join(", "))
    };
    match (&settings.rates_provider, &settings.weather_provider) {
        (Some(name), _) if !known.rates.contains_key(name.as_str()) => {
            wrong("rates_provider", choice(known.rates.keys().collect()))
        }
        (_, Some(name)) if !known.weather.contains_key(name.as_str()) => {
            wrong("weather_provider", choice(known.weather.keys().collect()))
        }
        (_, _) => Ok(()),
    }
}

/// The words for an edition: its own or its master's.
fn words<'a>(by_edition: &'a BTreeMap<EditionKey, String>, edition: &EditionKey) -> Option<&'a str> {
    let master = || tilshi_language::edition(edition).and_then(|edition| edition.derived_from.as_ref());
    by_edition.get(edition).or_else(|| by_edition.get(master()?)).map(String::as_str)
}
