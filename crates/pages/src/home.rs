//! A list of stories, a page at a time: the main page of an edition, a section, or a tag.

use maud::{Markup, html};
use tilshi_language::{date_time, fill_template};

use crate::frame::{Framed, aside, machine_time, page, prose, text};
use crate::image::{Room, silent};
use crate::site::{Link, Site, SwitcherEntry, Teaser};
use crate::words::words;

/// One page of the stories of an edition, of a section, or under a tag.
#[derive(Debug, Clone)]
pub struct HomePage {
    /// The path of this page.
    pub path: String,
    /// The label of the section or tag; nothing on the main page.
    pub heading: Option<String>,
    /// The stories, newest first.
    pub stories: Vec<Teaser>,
    /// Where this page stands in a list that is longer than a page.
    pub place: Place,
    /// The same list in other editions.
    pub switcher: Vec<SwitcherEntry>,
    /// The most read stories, most read first.
    pub popular: Vec<Link>,
}

/// A place in a list of several pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// How many pages come before.
    pub pages_before: u32,
    /// The path of the page before, with newer stories.
    pub previous: Option<String>,
    /// The path of the page after, with older stories.
    pub next: Option<String>,
}

/// The page of a list of stories.
pub fn home_page(site: &Site, home: &HomePage) -> String {
    let words = words(site.edition);
    let place = &home.place;
    let number = (place.pages_before > 0).then(|| {
        let number = (place.pages_before + 1).to_string();
        fill_template(&words.page_number, &[("number", &number)])
    });
    let heading = home.heading.as_deref().unwrap_or(&words.news);
    let title = match (&home.heading, &number) {
        (Some(heading), None) => Some(heading.clone()),
        (_, Some(number)) => Some(format!("{heading}, {number}")),
        (None, None) => None,
    };
    let is_front = home.heading.is_none() && number.is_none();
    let content = html! {
        div.wrap.cols {
            main #main.list {
                h1 #news .topic[home.heading.is_some()] {
                    (text(heading))
                    @if let Some(number) = &number { " " small { (number) } }
                }
                @if home.stories.is_empty() { p.none { (words.no_stories) } }
                @for (position, story) in home.stories.iter().enumerate() {
                    (teaser(site, story, position == 0 && is_front))
                }
                @if place.previous.is_some() || place.next.is_some() {
                    nav.pages aria-label=(words.pages) {
                        @if let Some(path) = &place.previous { a rel="prev" href=(path) { (words.previous_page) } }
                        @if let Some(path) = &place.next { a rel="next" href=(path) { (words.next_page) } }
                    }
                }
            }
            (aside(site, &home.popular, &[]))
        }
    };
    page(
        site,
        Framed {
            title: title.as_deref(),
            description: &site.tagline,
            path: Some(&home.path),
            properties: vec![("og:type", "website".to_owned())],
            switcher: &home.switcher,
            neighbours: [("prev", place.previous.as_deref()), ("next", place.next.as_deref())],
            content,
        },
    )
}

fn teaser(site: &Site, story: &Teaser, first: bool) -> Markup {
    html! {
        article.teaser.first[first].bare[story.photo.is_none()] {
            @if let Some(photo) = &story.photo {
                @if first {
                    (silent(&photo.wide, Some(&photo.standard), Room::Column, "eager"))
                } @else {
                    (silent(&photo.standard, None, Room::List, "lazy"))
                }
            }
            div {
                h2 { a href=(story.path) { (prose(site, &story.headline)) } }
                @if !story.lead.trim().is_empty() { p { (prose(site, &story.lead)) } }
                time datetime=(machine_time(story.published_at)) { (date_time(site.edition, story.published_at, &site.time_zone)) }
            }
        }
    }
}
