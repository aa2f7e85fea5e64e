//! What a provider of rates or weather is.

use std::collections::BTreeMap;
use std::pin::Pin;

use serde::{Deserialize, Serialize};

/// An answer that is under way. It may never come: whoever waits sets a limit.
pub(crate) type Asking<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

/// Gives currency rates.
pub(crate) trait RatesProvider: Send + Sync {
    /// The rates of this moment.
    fn rates(&self) -> Asking<'_, CurrencyRates>;
}

/// Gives the weather.
pub(crate) trait WeatherProvider: Send + Sync {
    /// The weather of this moment in a city, by its English name.
    fn weather<'a>(&'a self, city: &'a str) -> Asking<'a, CityWeather>;
}

/// Currency rates to the newsroom's own currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CurrencyRates {
    /// The rates, in the order they are shown.
    pub(crate) rates: Vec<CurrencyRate>,
    /// Whose figures they are; may be empty.
    pub(crate) source: String,
    /// Whether they are made up.
    pub(crate) is_sample: bool,
}

/// The rate of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CurrencyRate {
    /// The ISO 4217 code, such as `USD`.
    pub(crate) currency: String,
    /// The price of one unit, in hundredths of the newsroom's own currency.
    pub(crate) hundredths: u32,
}

/// The weather of a city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CityWeather {
    /// The temperature, in degrees Celsius.
    pub(crate) celsius: i32,
    /// Whose figures they are; may be empty.
    pub(crate) source: String,
    /// Whether they are made up.
    pub(crate) is_sample: bool,
}

/// A provider gave no figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ProviderError {
    /// It did not answer in time.
    #[error("no answer in time")]
    Silent,
    /// It answered with something that is not figures, or said why it cannot.
    #[error("no figures: {0}")]
    Failed(String),
}

/// The providers that a newsroom can choose from, by name.
#[derive(Default)]
pub(crate) struct Providers {
    /// Of rates.
    pub(crate) rates: BTreeMap<&'static str, Box<dyn RatesProvider>>,
    /// Of weather.
    pub(crate) weather: BTreeMap<&'static str, Box<dyn WeatherProvider>>,
}

impl std::fmt::Debug for Providers {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (rates, weather): (Vec<_>, Vec<_>) = (self.rates.keys().collect(), self.weather.keys().collect());
        formatter.debug_struct("Providers").field("rates", &rates).field("weather", &weather).finish()
    }
}
