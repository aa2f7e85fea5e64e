//! Editions and the rules of their languages and scripts: dates, datelines, words, addresses, other scripts; and the vocabulary that
//! every newsroom begins with.
//!
//! Pure: knows no clock, no settings of a newsroom and no file but the data built into it.

pub mod checks;
mod date;
mod edition;
mod house;
mod label;
mod memory;
mod passage;
pub mod script;
pub mod search;
mod sentences;
mod slug;
pub mod spelling;
mod starter;
mod terms;
mod typography;
mod words;

pub use date::{date, date_time, date_with_weekday, day_and_month, local_date, time_of_day};
pub use edition::{
    Capitals, Dateline, Dates, Direction, Edition, InterfaceNames, edition, edition_of_tag, editions, fill_template,
};
pub use house::HouseStyle;
pub use jiff::civil::Date;
pub use jiff::tz::TimeZone;
pub use label::folded_label;
pub use memory::{likeness, memory_words, with_numbers};
pub use passage::passage_key;
pub use sentences::sentences;
pub use slug::slug;
pub use starter::{StarterEntry, starter};
pub use terms::standard_terms;
pub use typography::typeset;
pub use words::word_count;
