//! Reader pages: the HTML and CSS of a story, a list of stories, and of what is not there.
//!
//! Data in, a whole page out; no script. Knows no server, no database and no clock: the moment is an argument.
//! The portal serves these pages, and the desktop's preview shows the same.

mod frame;
mod home;
mod image;
mod islands;
mod notice;
mod site;
mod story;
mod strip;
mod style;
mod words;

pub use home::{HomePage, Place, home_page};
pub use image::Image;
pub use notice::{WithdrawnPage, not_found_page, withdrawn_page};
pub use site::{Link, Origin, Rate, Rates, Section, Site, SwitcherEntry, Teaser, TeaserPhoto, Weather};
pub use story::{Change, ChangeKind, Picture, StoryPage, story_page};
pub use style::{STYLESHEET, stylesheet_path};
