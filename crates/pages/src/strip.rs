//! The strip above the masthead and its echo in the footer: the day, rates, weather, telephone, and whose figures
//! they are. Figures that are made up, or older than they should be, say so.

use maud::{Markup, PreEscaped, html};
use tilshi_language::{date_time, date_with_weekday, fill_template, local_date, time_of_day};
use tilshi_story::Timestamp;

use crate::frame::{machine_time, text};
use crate::site::{Origin, Rate, Site, Weather};
use crate::words::Words;

pub(crate) fn strip(site: &Site, words: &Words) -> Markup {
    let today = local_date(site.now, &site.time_zone);
    let main_site = site.main_site.as_ref().filter(|address| is_web_address(address));
    html! {
        div.strip {
            div.wrap {
                time datetime=(today) { (date_with_weekday(site.edition, today)) }
                @if let Some(rates) = &site.rates {
                    div.money role="group" aria-label=(words.rates) {
                        ul.rates {
                            @for rate in &rates.rates {
                                li { bdi { (text(&rate.currency)) } " " b { bdi { (figure(words, rate)) } } }
                            }
                        }
                        (caveat(site, words, &rates.origin))
                    }
                }
                @if let Some(weather) = &site.weather { (sky(site, words, weather)) }
                @if site.phone.is_some() || main_site.is_some() {
                    div.end {
                        @if let Some(phone) = &site.phone {
                            a href=(telephone(phone)) { (PreEscaped(PHONE_ICON)) bdi dir="ltr" { (text(phone)) } }
                        }
                        @if let Some(address) = main_site { a href=(address) { (words.main_site) } }
                    }
                }
            }
        }
    }
}

pub(crate) fn footer(site: &Site, words: &Words) -> Markup {
    let rates = site.rates.as_ref().map(|rates| (&words.rates, &rates.origin));
    let weather = site.weather.as_ref().map(|weather| (&words.weather, &weather.origin));
    html! {
        footer.wrap.foot {
            @for (label, origin) in rates.into_iter().chain(weather) {
                @let source = if origin.is_sample { &words.sample } else { &origin.source };
                @if !source.is_empty() {
                    (fill_template(&words.source_line, &[("what", label), ("source", text(source).trim_end_matches('.'))]))
                }
            }
            (words.reuse)
        }
    }
}

fn sky(site: &Site, words: &Words, weather: &Weather) -> Markup {
    let sign = if weather.celsius < 0 { "−" } else { "" };
    html! {
        span.sky aria-label=(words.weather) role="group" {
            (PreEscaped(SUN_ICON)) (text(&weather.city)) " "
            bdi dir="ltr" { (sign) (weather.celsius.unsigned_abs()) "\u{A0}°C" }
            (caveat(site, words, &weather.origin))
        }
    }
}

/// What readers have to know before they trust a figure; nothing for a fresh one from a real source.
fn caveat(site: &Site, words: &Words, origin: &Origin) -> Markup {
    html! {
        @if origin.is_sample { " " small { "(" (words.sample) ")" } }
        @if let Some(moment) = origin.known_at {
            " " small { time datetime=(machine_time(moment)) { (as_of(site, words, moment)) } }
        }
    }
}

/// The clock alone for a moment of today, the whole date for an earlier one.
fn as_of(site: &Site, words: &Words, moment: Timestamp) -> String {
    let is_today = local_date(moment, &site.time_zone) == local_date(site.now, &site.time_zone);
    let time =
        if is_today { time_of_day(moment, &site.time_zone) } else { date_time(site.edition, moment, &site.time_zone) };
    fill_template(&words.as_of, &[("time", &time)])
}

fn figure(words: &Words, rate: &Rate) -> String {
    format!("{}{}{:02}", rate.hundredths / 100, words.decimal_separator, rate.hundredths % 100)
}

fn is_web_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn telephone(phone: &str) -> String {
    let number: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{number}")
}

const SUN_ICON: &str = concat!(
    r#"<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="2.8"/>"#,
    r#"<path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9"/></svg>"#
);
const PHONE_ICON: &str = concat!(
    r#"<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.5 2.5h2.4l1.2 3-1.6 1.3a8 8 0 0 0 3.7 3.7l1.3-1.6 "#,
    r#"3 1.2v2.4c0 .7-.6 1.1-1.3 1A11 11 0 0 1 2.500 3.800c-.1-.7.3-1.300 1-1.300z"/></svg>"#
);
