//! Made-up figures, to show where real ones will stand. Pages mark them as a sample.

use super::provider::{Asking, CityWeather, CurrencyRate, CurrencyRates, RatesProvider, WeatherProvider};

/// Gives the same figures at every time and for every city.
pub(super) struct Sample;

impl RatesProvider for Sample {
    fn rates(&self) -> Asking<'_, CurrencyRates> {
        let rate = |(currency, hundredths): (&str, u32)| CurrencyRate { currency: currency.to_owned(), hundredths };
        let rates = [("USD", 50_000), ("EUR", 57_500), ("RUB", 600), ("CNY", 7_000)].map(rate).to_vec();
        Box::pin(std::future::ready(Ok(CurrencyRates { rates, source: String::new(), is_sample: true })))
    }
}

impl WeatherProvider for Sample {
    fn weather<'a>(&'a self, _city: &'a str) -> Asking<'a, CityWeather> {
        Box::pin(std::future::ready(Ok(CityWeather { celsius: -4, source: String::new(), is_sample: true })))
    }
}
