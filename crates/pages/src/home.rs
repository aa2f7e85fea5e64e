//! A list of stories: the main page of an edition, or a section.

use maud::{Markup, html};
use tilshi_language::date_time;

use crate::frame::{Framed, aside, machine_time, page, text};
use crate::site::{Link, Site, SwitcherEntry, Teaser};
use crate::words::words;

/// The main page of an edition, or a section of it.
#[derive(Debug, Clone)]
pub struct HomePage {
    /// The path of this page.
    pub path: String,
    /// The label of the section; nothing on the main page.
    pub section: Option<String>,
    /// The stories, newest first.
    pub stories: Vec<Teaser>,
    /// The same page in other editions.
    pub switcher: Vec<SwitcherEntry>,
    /// The most read stories, most read first.
    pub popular: Vec<Link>,
}

/// The page of a list of stories.
pub fn home_page(site: &Site, home: &HomePage) -> String {
    let words = words(site.edition);
    let content = html! {
        div.wrap.cols {
            main #main.list {
                h1 #news { (text(home.section.as_deref().unwrap_or(&words.news))) }
                @if home.stories.is_empty() { p.none { (words.no_stories) } }
                @for (position, story) in home.stories.iter().enumerate() { (teaser(site, story, position == 0)) }
            }
            (aside(site, &home.popular, &[]))
        }
    };
    page(
        site,
        Framed {
            title: home.section.as_deref(),
            description: &site.tagline,
            path: Some(&home.path),
            properties: vec![("og:type", "website".to_owned())],
            switcher: &home.switcher,
            content,
        },
    )
}

fn teaser(site: &Site, story: &Teaser, first: bool) -> Markup {
    html! {
        article.teaser.first[first].bare[story.thumbnail.is_none()] {
            @if let Some(picture) = &story.thumbnail {
                img src=(picture.url) width=(picture.width) height=(picture.height) alt="" loading=(if first { "eager" } else { "lazy" });
            }
            div {
                h2 { a href=(story.path) { (text(&story.headline)) } }
                @if !story.lead.trim().is_empty() { p { (text(&story.lead)) } }
                time datetime=(machine_time(story.published_at)) { (date_time(site.edition, story.published_at, &site.time_zone)) }
            }
        }
    }
}
