//! The page of one edition of a story.

use maud::{Markup, PreEscaped, html};
use tilshi_language::{Direction, date_time, fill_template, local_date, time_of_day};
use tilshi_markup::{Piece, to_pieces_after, to_plain};
use tilshi_story::{DigitalSourceType, Synthetic, Timestamp};

use crate::frame::{ALONE, Framed, aside, link, machine_time, page, prose, text};
use crate::image::{Image, spoken};
use crate::islands::isolate_latin;
use crate::site::{Link, Site, SwitcherEntry, Teaser};
use crate::words::{Words, words};

/// One edition of a story, as it is public.
#[derive(Debug, Clone)]
pub struct StoryPage {
    /// The path of this page.
    pub path: String,
    /// The headline.
    pub headline: String,
    /// The lead; may be empty.
    pub lead: String,
    /// The words that open the body, made by the edition's template; may be empty.
    pub dateline: String,
    /// The body, in Markdown.
    pub body: String,
    /// When it was first published.
    pub published_at: Timestamp,
    /// The last update or correction since.
    pub change: Option<Change>,
    /// The photos in order. Those with a place in the body (`![](photo:ID)`) stand there; of the others the first
    /// stands above the body and the rest below it.
    pub photos: Vec<Picture>,
    /// The authors as printed.
    pub authors: Vec<String>,
    /// The tags.
    pub tags: Vec<Link>,
    /// The section.
    pub section: Option<Link>,
    /// The same story in other editions.
    pub switcher: Vec<SwitcherEntry>,
    /// Related news.
    pub related: Vec<Teaser>,
    /// The most read stories, most read first.
    pub popular: Vec<Link>,
}

/// What happened to a story after it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it was.
    pub kind: ChangeKind,
    /// When.
    pub at: Timestamp,
    /// What readers are told about it; may be empty.
    pub note: String,
}

/// The kinds of change that readers are told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Something was added.
    Update,
    /// Something was wrong.
    Correction,
}

/// A photo in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name that the body gives its place by.
    pub id: String,
    /// What of it the page of the story shows.
    pub image: Image,
    /// What is shown where the address of the story is shared: 16:9.
    pub wide: Image,
    /// Who made it.
    pub creator: String,
    /// The copyright notice; may be empty.
    pub copyright_notice: String,
    /// Where its rights are explained; may be empty.
    pub license: String,
    /// How it came about, where somebody said so.
    pub source_type: Option<DigitalSourceType>,
    /// The headline of the picture; may be empty.
    pub headline: String,
    /// The caption; may be empty.
    pub caption: String,
    /// The credit line.
    pub credit_line: String,
    /// The alt text; empty for a decorative picture.
    pub alt_text: String,
    /// What is told of it to whoever cannot see it and wants to know more; may be empty.
    pub extended_description: String,
}

/// The page of a story.
pub fn story_page(site: &Site, story: &StoryPage) -> String {
    let words = words(site.edition);
    let description = description(story);
    let pieces = to_pieces_after(&story.dateline, &story.body);
    let (placed, free): (Vec<&Picture>, Vec<&Picture>) =
        story.photos.iter().partition(|photo| pieces.contains(&Piece::Photo(photo.id.clone())));
    let (above, below) = (free.first(), free.iter().skip(1));
    let content = html! {
        div.wrap.cols {
            main #main.story {
                (breadcrumb(site, words, story))
                article {
                    h1 { (prose(site, &story.headline)) }
                    (times(site, words, story))
                    @if !story.lead.trim().is_empty() { p.lead { (prose(site, &story.lead)) } }
                    @if let Some(photo) = above { (figure(site, words, photo, "eager")) }
                    div.body {
                        (body(site, words, &pieces, placed))
                        @if let Some(change) = story.change.as_ref().filter(|change| !change.note.trim().is_empty()) {
                            p.fix { (note(site, words, story, change)) }
                        }
                    }
                    @for photo in below { (figure(site, words, photo, "lazy")) }
                    @if !story.authors.is_empty() { (byline(words, &story.authors)) }
                    @if !story.tags.is_empty() {
                        ul.tags aria-label=(words.tags) { @for tag in &story.tags { li { (link(tag)) } } }
                    }
                }
            }
            (aside(site, &story.popular, &story.related))
        }
    };
    page(
        site,
        Framed {
            title: Some(&story.headline),
            description: &description,
            path: Some(&story.path),
            properties: properties(site, story),
            switcher: &story.switcher,
            neighbours: ALONE,
            content,
        },
    )
}

/// The body in safe HTML with the photos that have their place in it, each once; in a right-to-left edition its
/// left-to-right islands keep their own order.
fn body(site: &Site, words: &Words, pieces: &[Piece], mut placed: Vec<&Picture>) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Piece::Words(html) => (match site.edition.direction {
                    Direction::Ltr => PreEscaped(html.as_str().to_owned()),
                    Direction::Rtl => PreEscaped(isolate_latin(html.as_str())),
                }),
                Piece::Photo(id) => {
                    @if let Some(at) = placed.iter().position(|photo| photo.id == *id) {
                        (figure(site, words, placed.remove(at), "lazy"))
                    }
                }
            }
        }
    }
}

fn breadcrumb(site: &Site, words: &Words, story: &StoryPage) -> Markup {
    html! {
        nav.crumbs aria-label=(words.breadcrumb) {
            ol {
                li { a href=(site.home_path) { (words.main_page) } }
                li { a href={ (site.home_path) "#news" } { (words.news) } }
                @if let Some(section) = &story.section { li { (link(section)) } }
            }
        }
    }
}

fn times(site: &Site, words: &Words, story: &StoryPage) -> Markup {
    html! {
        p.time {
            time datetime=(machine_time(story.published_at)) { (date_time(site.edition, story.published_at, &site.time_zone)) }
            @if let Some(change) = &story.change {
                @let template = match (change.kind, same_day(site, story, change)) {
                    (ChangeKind::Update, true) => &words.updated_today,
                    (ChangeKind::Update, false) => &words.updated_later,
                    (ChangeKind::Correction, true) => &words.corrected_today,
                    (ChangeKind::Correction, false) => &words.corrected_later,
                };
                span { " · " (fill_template(template, &[("time", &moment(site, story, change))])) }
            }
        }
    }
}

fn note(site: &Site, words: &Words, story: &StoryPage, change: &Change) -> String {
    let template = match change.kind {
        ChangeKind::Update => &words.update_note,
        ChangeKind::Correction => &words.correction_note,
    };
    fill_template(template, &[("time", &moment(site, story, change)), ("note", &text(change.note.trim()))])
}

fn same_day(site: &Site, story: &StoryPage, change: &Change) -> bool {
    local_date(story.published_at, &site.time_zone) == local_date(change.at, &site.time_zone)
}

/// The clock alone on the day of publication, the whole date later.
fn moment(site: &Site, story: &StoryPage, change: &Change) -> String {
    if same_day(site, story, change) {
        time_of_day(change.at, &site.time_zone)
    } else {
        date_time(site.edition, change.at, &site.time_zone)
    }
}

fn figure(site: &Site, words: &Words, photo: &Picture, loading: &str) -> Markup {
    let synthetic = photo.source_type.and_then(DigitalSourceType::synthetic).map(|synthetic| match synthetic {
        Synthetic::Made => &words.made_with_ai,
        Synthetic::Altered => &words.altered_with_ai,
    });
    html! {
        figure itemscope itemtype="https://schema.org/ImageObject" {
            (spoken(&photo.image, &text(&photo.alt_text), loading))
            @if !photo.creator.is_empty() {
                span itemprop="creator" itemscope itemtype="https://schema.org/Person" {
                    meta itemprop="name" content=(text(&photo.creator));
                }
            }
            @if !photo.copyright_notice.is_empty() {
                meta itemprop="copyrightNotice" content=(text(&photo.copyright_notice));
            }
            // Somebody typed it: what is no address of a page leads nowhere.
            @if photo.license.starts_with("https://") || photo.license.starts_with("http://") {
                link itemprop="license" href=(photo.license);
            }
            @if !photo.headline.is_empty() {
                meta itemprop="headline" content=(text(&photo.headline));
            }
            @if let Some(source_type) = photo.source_type {
                link itemprop="digitalSourceType" href={ (SOURCE_TYPES) (source_type.news_code()) };
            }
            @if !photo.caption.is_empty() || !photo.credit_line.is_empty() || synthetic.is_some() {
                figcaption {
                    @if !photo.caption.is_empty() {
                        span itemprop="caption" { (prose(site, &photo.caption)) }
                        (end_of_caption(words, photo))
                    }
                    @if !photo.credit_line.is_empty() {
                        span.credit {
                            (words.photo) (space_after(&words.photo))
                            bdi itemprop="creditText" { (text(&photo.credit_line)) }
                        }
                    }
                    @if let Some(synthetic) = synthetic { " · " span.synthetic { (synthetic) } }
                }
            }
            @if !photo.extended_description.is_empty() {
                details {
                    summary { (words.picture_described) }
                    div itemprop="description" {
                        @for paragraph in photo.extended_description.split("\n\n") {
                            p { (prose(site, paragraph)) }
                        }
                    }
                }
            }
        }
    }
}

/// Where the IPTC keeps the names of the ways in which a picture can come about.
const SOURCE_TYPES: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// What parts a caption from the credit line after it: its own full stop, or one that it lacks.
fn end_of_caption<'w>(words: &'w Words, photo: &Picture) -> &'w str {
    let caption = photo.caption.trim_end();
    let is_sentence = caption.trim_end_matches(CLOSING).ends_with(['.', '!', '?', '…', '。', '！', '？', '؟']);
    match (is_sentence, photo.credit_line.is_empty()) {
        (_, true) => "",
        (false, false) => &words.full_stop,
        (true, false) => words.full_stop.trim_start_matches(['.', '。']),
    }
}

/// Quotation marks and brackets that may follow the end of a sentence.
const CLOSING: [char; 6] = ['”', '’', '»', '"', ')', '）'];

fn byline(words: &Words, authors: &[String]) -> Markup {
    html! {
        p.by {
            (words.author) (space_after(&words.author))
            b {
                @for (position, author) in authors.iter().enumerate() {
                    @if position > 0 { (words.between_authors) }
                    bdi { (text(author)) }
                }
            }
        }
    }
}

/// A full-width colon brings its own space.
fn space_after(label: &str) -> &'static str {
    if label.ends_with('：') { "" } else { " " }
}

/// The lead, else the beginning of the body, cut on a word.
fn description(story: &StoryPage) -> String {
    const MAX_CHARACTERS: usize = 200;
    let whole = if story.lead.trim().is_empty() { to_plain(&story.body) } else { story.lead.clone() };
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    if whole.chars().count() <= MAX_CHARACTERS {
        return whole;
    }
    let cut: String = whole.chars().take(MAX_CHARACTERS).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{words}…")
}

fn properties(site: &Site, story: &StoryPage) -> Vec<(&'static str, String)> {
    let mut properties =
        vec![("og:type", "article".to_owned()), ("article:published_time", machine_time(story.published_at))];
    if let Some(change) = &story.change {
        properties.push(("article:modified_time", machine_time(change.at)));
    }
    if let Some(section) = &story.section {
        properties.push(("article:section", text(&section.label).into_owned()));
    }
    if let (Some(photo), Some(origin)) = (story.photos.first(), &site.origin) {
        properties.push(("og:image", format!("{}{}", origin.trim_end_matches('/'), photo.wide.url)));
        properties.push(("og:image:width", photo.wide.width.to_string()));
        properties.push(("og:image:height", photo.wide.height.to_string()));
        properties.push(("og:image:alt", text(&photo.alt_text).into_owned()));
    }
    properties
}
