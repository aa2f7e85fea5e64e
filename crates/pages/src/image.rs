//! A picture in a page: one address for each width, so that a reader's telephone loads no more than it shows.

use maud::{Markup, html};

/// A picture in several widths, all of one shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// The address of the largest.
    pub url: String,
    /// The width of the largest, in pixels.
    pub width: u32,
    /// The height of the largest, in pixels.
    pub height: u32,
    /// The addresses of the others with their widths, in pixels, smallest first.
    pub smaller: Vec<(String, u32)>,
    /// The addresses of the same pictures as WebP, with their widths, in pixels; none where there are none.
    pub webp: Vec<(String, u32)>,
}

/// How much of the window a picture takes (CSS `sizes`), by where it stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// As wide as the column of a story.
    Column,
    /// Beside a headline in a list.
    List,
    /// Beside a link at the side of a page.
    Side,
}

impl Room {
    // The widths are those of the stylesheet.
    fn sizes(self) -> &'static str {
        match self {
            Self::Column => "(max-width: 760px) 100vw, 740px",
            Self::List => "(max-width: 760px) 112px, 216px",
            Self::Side => "96px",
        }
    }
}

impl Image {
    /// Every width with its address, as HTML's `srcset` has it; nothing where there is one alone.
    pub(crate) fn srcset(&self) -> Option<String> {
        let all = self.smaller.iter().map(|(url, width)| (url, *width)).chain([(&self.url, self.width)]);
        (!self.smaller.is_empty()).then(|| listed(all))
    }

    /// What browsers choose among before the picture itself: the coding first that not all of them read.
    fn sources(&self, media: Option<&str>, room: Room) -> Markup {
        let webp = listed(self.webp.iter().map(|(url, width)| (url, *width)));
        html! {
            @if !webp.is_empty() {
                source media=[media] type="image/webp" srcset=(webp) sizes=(room.sizes()) width=(self.width) height=(self.height);
            }
            @if media.is_some() {
                source media=[media] srcset=(self.srcset().unwrap_or_else(|| self.url.clone()))
                    sizes=(room.sizes()) width=(self.width) height=(self.height);
            }
        }
    }
}

fn listed<'a>(all: impl Iterator<Item = (&'a String, u32)>) -> String {
    all.map(|(url, width)| format!("{url} {width}w")).collect::<Vec<_>>().join(", ")
}

/// The window in which a picture may have another shape.
const NARROW: &str = "(max-width: 760px)";

/// A picture beside words that say what it is about: a screen reader passes over it. On a narrow window it may have another
/// shape.
pub(crate) fn silent(image: &Image, narrow: Option<&Image>, room: Room, loading: &str) -> Markup {
    let plain = html! {
        img src=(image.url) srcset=[image.srcset()] sizes=[image.srcset().map(|_| room.sizes())]
            width=(image.width) height=(image.height) alt="" loading=(loading) decoding="async";
    };
    in_picture(image, narrow, room, plain)
}

/// A picture that says something itself, in the microdata of an `ImageObject`.
pub(crate) fn spoken(image: &Image, alt_text: &str, loading: &str) -> Markup {
    let plain = html! {
        img itemprop="contentUrl" src=(image.url) srcset=[image.srcset()]
            sizes=[image.srcset().map(|_| Room::Column.sizes())] width=(image.width) height=(image.height) alt=(alt_text)
            loading=(loading) decoding="async";
    };
    in_picture(image, None, Room::Column, plain)
}

fn in_picture(image: &Image, narrow: Option<&Image>, room: Room, plain: Markup) -> Markup {
    if narrow.is_none() && image.webp.is_empty() {
        return plain;
    }
    html! {
        picture {
            @if let Some(narrow) = narrow { (narrow.sources(Some(NARROW), room)) }
            (image.sources(None, room))
            (plain)
        }
    }
}
