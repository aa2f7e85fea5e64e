//! Rates and weather in the header of every page: who gives them, what they said last, and when they are asked again.
//!
//! Providers are asked in the background, never while a reader waits. One that is silent or fails leaves its last
//! answer standing, marked with its time. A new provider is one file here and one line in the registry.

mod known;
mod provider;
mod registry;
mod sample;

pub(crate) use known::Header;
pub(crate) use provider::{CurrencyRate, CurrencyRates, Providers};
pub(crate) use registry::DEFAULT_PROVIDER;
