//! What stands around every page: head, strip, masthead, edition switcher, sections, footer.

use std::borrow::Cow;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use tilshi_language::{Direction, date, day_and_month, edition, local_date};
use tilshi_markup::without_bidi_controls;
use tilshi_story::Timestamp;

use crate::image::{Room, silent};
use crate::islands::isolate_latin;
use crate::site::{Link, Site, SwitcherEntry, Teaser};
use crate::strip::{footer, strip};
use crate::stylesheet_path;
use crate::words::{Words, words};

/// What one page brings to the frame.
pub(crate) struct Framed<'a> {
    /// The title of the window, without the agency's name.
    pub(crate) title: Option<&'a str>,
    /// One or two sentences for search engines; may be empty.
    pub(crate) description: &'a str,
    /// The page's own path; nothing for pages that have no address of their own.
    pub(crate) path: Option<&'a str>,
    /// Open Graph properties besides title, description and address.
    pub(crate) properties: Vec<(&'static str, String)>,
    /// Where the same page stands in other editions.
    pub(crate) switcher: &'a [SwitcherEntry],
    /// The paths of the pages before and after this one, in a list of several.
    pub(crate) neighbours: [(&'static str, Option<&'a str>); 2],
    /// The columns.
    pub(crate) content: Markup,
}

/// The neighbours of a page that stands alone.
pub(crate) const ALONE: [(&str, Option<&str>); 2] = [("prev", None), ("next", None)];

pub(crate) fn page(site: &Site, framed: Framed<'_>) -> String {
    let words = words(site.edition);
    let name = text(&site.name);
    let title = framed.title.map(text);
    let full_title = match &title {
        Some(title) => format!("{title} – {name}"),
        None => name.clone().into_owned(),
    };
    let absolute = |path: &str| site.origin.as_ref().map(|origin| format!("{}{path}", origin.trim_end_matches('/')));
    html! {
        (DOCTYPE)
        html lang=(site.edition.tag) dir=(site.edition.direction.as_str()) {
            head {
                meta charset="utf-8";
                title { (full_title) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if !framed.description.is_empty() { meta name="description" content=(text(framed.description)); }
                link rel="stylesheet" href=(stylesheet_path());
                @for (relation, path) in framed.neighbours {
                    @if let Some(path) = path { link rel=(relation) href=(path); }
                }
                @if let Some(path) = framed.path {
                    @if let Some(address) = absolute(path) { link rel="canonical" href=(address); }
                    @for (entry, path) in framed.switcher.iter().filter_map(|entry| Some((entry, entry.path.as_ref()?))) {
                        @if let (Some(edition), Some(address)) = (edition(&entry.edition), absolute(path)) {
                            link rel="alternate" hreflang=(edition.tag) href=(address);
                        }
                    }
                    meta property="og:title" content=(title.as_deref().unwrap_or(&name));
                    meta property="og:site_name" content=(name);
                    meta property="og:locale" content=(site.edition.tag.replace('-', "_"));
                    @if !framed.description.is_empty() { meta property="og:description" content=(text(framed.description)); }
                    @if let Some(address) = absolute(path) { meta property="og:url" content=(address); }
                    @for (property, content) in &framed.properties { meta property=(property) content=(content); }
                } @else {
                    meta name="robots" content="noindex";
                }
            }
            body {
                a.skip href="#main" { (words.skip) }
                header {
                    (strip(site, words))
                    div.wrap.mast {
                        a.name href=(site.home_path) {
                            (name)
                            @if !site.tagline.is_empty() { small { (text(&site.tagline)) } }
                        }
                        (switcher(site, words, framed.switcher))
                    }
                    (sections(site, words))
                }
                (framed.content)
                (footer(site, words))
            }
        }
    }
    .into_string()
}

/// Text without signs that would turn its neighbours around; maud escapes the rest.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    without_bidi_controls(text)
}

/// Words of a story; in a right-to-left edition their left-to-right islands keep their own order.
pub(crate) fn prose(site: &Site, words: &str) -> Markup {
    let escaped = html! { (text(words)) };
    match site.edition.direction {
        Direction::Ltr => escaped,
        Direction::Rtl => PreEscaped(isolate_latin(&escaped.into_string())),
    }
}

/// The day of a story in a list: without the year in the current one.
pub(crate) fn short_day(site: &Site, moment: Timestamp) -> Markup {
    let day = local_date(moment, &site.time_zone);
    let this_year = day.year() == local_date(site.now, &site.time_zone).year();
    let words = if this_year { day_and_month(site.edition, day) } else { date(site.edition, day) };
    html! { time datetime=(machine_time(moment)) { (words) } }
}

/// RFC 3339, for machines.
pub(crate) fn machine_time(moment: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(moment.as_millis())
        .map(|moment| moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// The column beside the page's main content.
pub(crate) fn aside(site: &Site, popular: &[Link], related: &[Teaser]) -> Markup {
    let words = words(site.edition);
    html! {
        @if !popular.is_empty() || !related.is_empty() {
            aside {
                @if !popular.is_empty() {
                    section aria-labelledby="popular" {
                        h2 #popular { (words.popular) }
                        ol.pop { @for story in popular { li { a href=[&story.path] { (prose(site, &story.label)) } } } }
                    }
                }
                @if !related.is_empty() {
                    section.related aria-labelledby="related" {
                        h2 #related { (words.related) }
                        ul { @for story in related { li {
                            @if let Some(photo) = &story.photo { (silent(&photo.standard, None, Room::Side, "lazy")) }
                            div { a href=(story.path) { (prose(site, &story.headline)) } (short_day(site, story.published_at)) }
                        } } }
                    }
                }
            }
        }
    }
}

/// A link, or the bare word when it leads nowhere.
pub(crate) fn link(link: &Link) -> Markup {
    html! {
        @match &link.path {
            Some(path) => a href=(path) { (text(&link.label)) },
            None => span { (text(&link.label)) },
        }
    }
}

fn switcher(site: &Site, words: &Words, entries: &[SwitcherEntry]) -> Markup {
    html! {
        nav.switch aria-label=(words.editions) {
            @for (entry, edition) in entries.iter().filter_map(|entry| Some((entry, edition(&entry.edition)?))) {
                @let (tag, direction) = (&edition.tag, edition.direction.as_str());
                @match &entry.path {
                    Some(path) if edition.key == site.edition.key => {
                        a href=(path) lang=(tag) dir=(direction) title=(edition.name) aria-current="page" { (edition.label) }
                    }
                    Some(path) => a href=(path) hreflang=(tag) lang=(tag) dir=(direction) title=(edition.name) { (edition.label) },
                    None if edition.key == site.edition.key => {
                        span lang=(tag) dir=(direction) title=(edition.name) aria-current="page" { (edition.label) }
                    }
                    None => span.off title=(words.no_edition) { bdi lang=(tag) dir=(direction) { (edition.label) } },
                }
            }
        }
    }
}

fn sections(site: &Site, words: &Words) -> Markup {
    html! {
        div.sections {
            @if !site.sections.is_empty() {
                nav.wrap aria-label=(words.sections) {
                    @for section in &site.sections {
                        a href=(section.path) aria-current=[section.current.then_some("page")] { (text(&section.label)) }
                    }
                }
            }
        }
    }
}
