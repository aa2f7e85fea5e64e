//! What every page of a site shares, and the small shapes that pages are made of.

use tilshi_language::{Edition, TimeZone};
use tilshi_story::{EditionKey, Timestamp};

use crate::image::Image;

/// The site of one newsroom, as one edition's reader sees it at one moment. Paths begin with a slash.
#[derive(Debug, Clone)]
pub struct Site {
    /// The edition being read.
    pub edition: &'static Edition,
    /// The agency's name in this edition.
    pub name: String,
    /// What stands below the name; may be empty.
    pub tagline: String,
    /// Scheme and host, such as `https://news.example`, for what must be absolute; nothing when it is not known.
    pub origin: Option<String>,
    /// The path of this edition's main page.
    pub home_path: String,
    /// The moment of the request.
    pub now: Timestamp,
    /// The clock of all times on the page.
    pub time_zone: TimeZone,
    /// The newsroom's telephone.
    pub phone: Option<String>,
    /// The address of the agency's main site, `http` or `https`.
    pub main_site: Option<String>,
    /// Currency rates, when a provider gave them.
    pub rates: Option<Rates>,
    /// The weather of the newsroom's city, when a provider gave it.
    pub weather: Option<Weather>,
    /// The sections of the site, in order.
    pub sections: Vec<Section>,
}

/// Currency rates to the newsroom's own currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// The rates, in order.
    pub rates: Vec<Rate>,
    /// Where they come from.
    pub origin: Origin,
}

/// One rate; the page writes it as its edition writes numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The ISO 4217 code, such as `USD`.
    pub currency: String,
    /// The price of one unit, in hundredths of the newsroom's own currency.
    pub hundredths: u32,
}

/// The weather of a city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weather {
    /// The city, in this edition.
    pub city: String,
    /// The temperature, in degrees Celsius.
    pub celsius: i32,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where figures come from, and how far they are to be trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who gave them; may be empty.
    pub source: String,
    /// Whether they are made up, to show where real ones will stand. The page says so.
    pub is_sample: bool,
    /// The moment they are of, when newer ones could not be had. The page says it.
    pub known_at: Option<Timestamp>,
}

/// A section in the site's navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its label in this edition.
    pub label: String,
    /// The path of its page.
    pub path: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// Where the edition switcher leads from this page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitcherEntry {
    /// The edition.
    pub edition: EditionKey,
    /// The path of the same page in that edition; nothing when it does not exist there.
    pub path: Option<String>,
}

/// A word that may lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What readers see.
    pub label: String,
    /// Where it leads; nothing when there is no such page.
    pub path: Option<String>,
}

/// A story in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaser {
    /// The headline.
    pub headline: String,
    /// The lead; may be empty.
    pub lead: String,
    /// The path of the story.
    pub path: String,
    /// When it was first published.
    pub published_at: Timestamp,
    /// Its first photo.
    pub photo: Option<TeaserPhoto>,
}

/// The photo of a story in a list; the headline beside it says what a screen reader needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeaserPhoto {
    /// Where it is large: 16:9.
    pub wide: Image,
    /// Where it is small: 4:3.
    pub standard: Image,
}
