//! Pages instead of a story: it is not there, or no longer.

use maud::html;
use tilshi_language::{date_time, fill_template};
use tilshi_story::Timestamp;

use crate::frame::{ALONE, Framed, page, text};
use crate::site::{Site, SwitcherEntry};
use crate::words::words;

/// A story that was taken back. Its headline and text are not shown again.
#[derive(Debug, Clone)]
pub struct WithdrawnPage {
    /// When it was taken back.
    pub at: Timestamp,
    /// What readers are told about it; may be empty.
    pub note: String,
    /// The same story in other editions.
    pub switcher: Vec<SwitcherEntry>,
}

/// The page of an address that leads nowhere; to be sent with status 404.
pub fn not_found_page(site: &Site, switcher: &[SwitcherEntry]) -> String {
    let words = words(site.edition);
    notice(site, &words.not_found, words.not_found_why.clone(), "", switcher)
}

/// The page of a story that was taken back; to be sent with status 410.
pub fn withdrawn_page(site: &Site, withdrawn: &WithdrawnPage) -> String {
    let words = words(site.edition);
    let time = date_time(site.edition, withdrawn.at, &site.time_zone);
    let why = fill_template(&words.withdrawn_when, &[("time", &time)]);
    notice(site, &words.withdrawn, why, &withdrawn.note, &withdrawn.switcher)
}

fn notice(site: &Site, title: &str, why: String, note: &str, switcher: &[SwitcherEntry]) -> String {
    let words = words(site.edition);
    let content = html! {
        div.wrap {
            main #main.notice {
                h1 { (title) }
                p { (why) }
                @if !note.trim().is_empty() { p.fix { (text(note.trim())) } }
                p { a.back href=(site.home_path) { (words.main_page) } }
            }
        }
    };
    page(
        site,
        Framed {
            title: Some(title),
            description: "",
            path: None,
            properties: Vec::new(),
            switcher,
            neighbours: ALONE,
            content,
        },
    )
}
