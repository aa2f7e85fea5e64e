//! What providers said last, and asking them again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tilshi_story::Timestamp;
use tokio::time::timeout;

use super::provider::{Asking, CityWeather, CurrencyRates, ProviderError, Providers};
use crate::database::{Database, DatabaseError};
use crate::newsroom::NewsroomSettings;

/// How long figures are good before they are asked for again.
const GOOD_MS: i64 = 30 * 60 * 1000;
/// How long a provider that failed is left alone.
const PAUSE_MS: i64 = 2 * 60 * 1000;

const RATES_SETTING: &str = "known-rates";
const WEATHER_SETTING: &str = "known-weather";

/// The rates and the weather as they are known.
#[derive(Debug)]
pub(crate) struct Header {
    providers: Providers,
    answer_within: Duration,
    rates: Mutex<Topic<CurrencyRates>>,
    weather: Mutex<Topic<CityWeather>>,
}

/// One kind of figures.
#[derive(Debug)]
struct Topic<T> {
    /// The last answer.
    known: Option<Known<T>>,
    /// Whether the last asking gave it; otherwise it may be old.
    is_fresh: bool,
    /// Whom and what was asked last, and when to ask again.
    asked: Option<(String, Timestamp)>,
}

impl<T> Default for Topic<T> {
    fn default() -> Self {
        Self { known: None, is_fresh: false, asked: None }
    }
}

/// An answer and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Known<T> {
    /// The provider's name and what it was asked about.
    from: String,
    value: T,
    at: Timestamp,
}

impl Header {
    /// What was known when the portal last ran; it counts as old until it is confirmed.
    pub(crate) fn open(
        database: &Database,
        providers: Providers,
        answer_within: Duration,
    ) -> Result<Self, DatabaseError> {
        database.read(|records| {
            let rates = Topic { known: records.setting(RATES_SETTING)?, ..Topic::default() };
            let weather = Topic { known: records.setting(WEATHER_SETTING)?, ..Topic::default() };
            Ok(Self { providers, answer_within, rates: Mutex::new(rates), weather: Mutex::new(weather) })
        })
    }

    /// The providers a newsroom can choose from.
    pub(crate) fn providers(&self) -> &Providers {
        &self.providers
    }

    /// The rates of the newsroom's provider; a moment beside them when newer ones could not be had.
    pub(crate) fn rates(&self, settings: &NewsroomSettings) -> Option<(CurrencyRates, Option<Timestamp>)> {
        entered(&self.rates).shown(&settings.rates_provider.clone()?)
    }

    /// The weather of the newsroom's city, likewise.
    pub(crate) fn weather(&self, settings: &NewsroomSettings) -> Option<(CityWeather, Option<Timestamp>)> {
        entered(&self.weather).shown(&weather_from(settings)?)
    }

    /// Asks whoever is due, and says whether anybody answered. `city` is the English name of the newsroom's city.
    pub(crate) async fn refresh(&self, settings: &NewsroomSettings, city: &str, now: Timestamp) -> bool {
        let mut is_answered = false;
        if let Some(from) = settings.rates_provider.clone().filter(|from| entered(&self.rates).is_due(from, now)) {
            let answer = match self.providers.rates.get(from.as_str()) {
                Some(provider) => self.ask(provider.rates()).await,
                None => Err(ProviderError::Failed(format!("there is no provider {from}"))),
            };
            is_answered |= entered(&self.rates).note(from, answer, now);
        }
        if let (Some(name), Some(from)) = (&settings.weather_provider, weather_from(settings))
            && entered(&self.weather).is_due(&from, now)
        {
            let answer = match self.providers.weather.get(name.as_str()) {
                Some(provider) => self.ask(provider.weather(city)).await,
                None => Err(ProviderError::Failed(format!("there is no provider {name}"))),
            };
            is_answered |= entered(&self.weather).note(from, answer, now);
        }
        is_answered
    }

    /// Writes down what is known, so that it outlives a restart.
    pub(crate) fn write_down(&self, database: &Database) -> Result<(), DatabaseError> {
        let rates = entered(&self.rates).known.clone();
        let weather = entered(&self.weather).known.clone();
        database.write(|records| {
            rates.map_or(Ok(()), |rates| records.put_setting(RATES_SETTING, &rates))?;
            weather.map_or(Ok(()), |weather| records.put_setting(WEATHER_SETTING, &weather))
        })
    }

    async fn ask<T>(&self, asking: Asking<'_, T>) -> Result<T, ProviderError> {
        timeout(self.answer_within, asking).await.unwrap_or(Err(ProviderError::Silent))
    }
}

impl<T: Clone> Topic<T> {
    /// Nothing of another provider or another city.
    fn shown(&self, from: &str) -> Option<(T, Option<Timestamp>)> {
        let known = self.known.as_ref().filter(|known| known.from == from)?;
        Some((known.value.clone(), (!self.is_fresh).then_some(known.at)))
    }
}

impl<T> Topic<T> {
    fn is_due(&self, from: &str, now: Timestamp) -> bool {
        !self.asked.as_ref().is_some_and(|(asked, again)| asked == from && now < *again)
    }

    /// Takes an answer, or the news that there is none; says which.
    fn note(&mut self, from: String, answer: Result<T, ProviderError>, now: Timestamp) -> bool {
        let is_news = self.is_fresh || self.asked.as_ref().is_none_or(|(asked, _)| *asked != from);
        self.is_fresh = answer.is_ok();
        match answer {
            Ok(value) => {
                self.known = Some(Known { from: from.clone(), value, at: now });
                self.asked = Some((from, Timestamp(now.as_millis() + GOOD_MS)));
            }
            Err(error) => {
                if is_news {
                    tracing::warn!(%error, provider = from, "the page's header keeps what it knows");
                }
                self.asked = Some((from, Timestamp(now.as_millis() + PAUSE_MS)));
            }
        }
        self.is_fresh
    }
}

/// The weather is of a provider and of a city.
fn weather_from(settings: &NewsroomSettings) -> Option<String> {
    Some(format!("{} {}", settings.weather_provider.as_ref()?, settings.city?))
}

/// A panic elsewhere cannot leave an answer half taken.
fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::provider::{CurrencyRate, RatesProvider, WeatherProvider};
    use super::*;

    const NOW: Timestamp = Timestamp(1_773_661_320_000);
    const LATER: Timestamp = Timestamp(NOW.0 + GOOD_MS);

    /// Answers once and fails ever after.
    #[derive(Default)]
    struct OnceOnly(AtomicUsize);

    fn rates() -> CurrencyRates {
        let rates = vec![CurrencyRate { currency: "USD".into(), hundredths: 49_820 }];
        CurrencyRates { rates, source: "Bank".into(), is_sample: false }
    }

    impl RatesProvider for OnceOnly {
        fn rates(&self) -> Asking<'_, CurrencyRates> {
            let answer = match self.0.fetch_add(1, Ordering::SeqCst) {
                0 => Ok(rates()),
                _ => Err(ProviderError::Failed("closed".into())),
            };
            Box::pin(std::future::ready(answer))
        }
    }

    /// Never answers.
    struct Mute;

    impl WeatherProvider for Mute {
        fn weather<'a>(&'a self, _city: &'a str) -> Asking<'a, CityWeather> {
            Box::pin(std::future::pending())
        }
    }

    fn settings() -> NewsroomSettings {
        NewsroomSettings {
            rates_provider: Some("once".into()),
            weather_provider: Some("mute".into()),
            city: Some(tilshi_story::EntryId::generate()),
            ..NewsroomSettings::default()
        }
    }

    fn open(database: &Database) -> Header {
        let providers = Providers {
            rates: [("once", Box::new(OnceOnly::default()) as _)].into(),
            weather: [("mute", Box::new(Mute) as _)].into(),
        };
        Header::open(database, providers, Duration::from_millis(1)).expect("a header")
    }

    #[tokio::test]
    async fn the_last_answer_stands_with_its_time_when_a_provider_falls_silent() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        let settings = settings();
        let header = open(&database);
        assert_eq!(header.rates(&settings), None, "nothing is known before the first answer");

        assert!(header.refresh(&settings, "Astana", NOW).await);
        header.write_down(&database).expect("written");
        assert_eq!(header.rates(&settings), Some((rates(), None)));
        assert_eq!(header.weather(&settings), None, "a provider that never answers leaves its place empty");

        assert!(!header.refresh(&settings, "Astana", Timestamp(LATER.0 - 1)).await, "too early to ask");
        assert_eq!(header.rates(&settings), Some((rates(), None)));
        assert!(!header.refresh(&settings, "Astana", LATER).await, "it fails");
        assert_eq!(header.rates(&settings), Some((rates(), Some(NOW))), "the old figures, and when they were new");

        let again = open(&database);
        assert_eq!(again.rates(&settings), Some((rates(), Some(NOW))), "a restart forgets nothing");
        again.refresh(&settings, "Astana", LATER).await;
        assert_eq!(again.rates(&settings), Some((rates(), None)), "and the next answer is fresh");

        let another = NewsroomSettings { rates_provider: Some("another".into()), ..settings.clone() };
        assert_eq!(again.rates(&another), None, "nobody is credited with figures of somebody else");
        assert!(!again.refresh(&another, "Astana", LATER).await, "a provider that does not exist gives nothing");
        assert_eq!(again.rates(&NewsroomSettings { rates_provider: None, ..settings }), None, "none was chosen");
    }
}
