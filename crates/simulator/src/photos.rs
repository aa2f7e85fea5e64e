//! What people do with photos: the same few pictures, so that they meet in them.

use tilshi_newsroom::{Answer, Newsroom, stepping};
use tilshi_story::{Content, DocumentId, EditionKey, Part, PartValue, PhotoId};

use crate::words::word;
use crate::world::World;

/// How many pictures there are in all.
const PICTURES: u8 = 3;

/// A PNG of one blue pixel.
const PIXEL: [u8; 69] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0xd0, 0x88, 0x5a, 0x00, 0x00, 0x01, 0xd0, 0x01, 0x23, 0x22, 0xef, 0x65, 0x80,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];

impl World {
    /// A person adds a picture, says something about one, puts them in another order or takes one out.
    pub(crate) fn handle_photos(
        &self,
        laptop: usize,
        newsroom: &Newsroom,
        story: DocumentId,
        content: &Content,
    ) -> Answer<()> {
        let Some(id) = story.story() else { return Ok(()) };
        let photos: Vec<PhotoId> = content.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()).collect();
        if photos.is_empty() || self.chance(8) == 0 {
            self.note_deed(laptop, "photos added");
            let picture = [PIXEL.as_slice(), &[self.chance(PICTURES.into()) as u8]].concat();
            return newsroom.photo_import(id, "canal.png", &picture).map(|_| ());
        }
        let photo = photos[self.chance(photos.len())];
        match self.chance(16) {
            0 => {
                self.note_deed(laptop, "photos taken out");
                newsroom.photo_remove(id, photo).map(|_| ())
            }
            1 => {
                self.note_deed(laptop, "photos put in another order");
                let turned = photos.iter().rev().map(PhotoId::to_string).collect();
                newsroom.part_set(story, Part::Photos.key(), PartValue::List(turned)).map(|_| ())
            }
            _ => self.credit(laptop, newsroom, photo),
        }
    }

    fn credit(&self, laptop: usize, newsroom: &Newsroom, photo: PhotoId) -> Answer<()> {
        self.note_deed(laptop, "credits and captions written");
        let edition: EditionKey = super::people::edition_key(["en", "kk"][self.chance(2)])?;
        let part = match self.chance(7) {
            0 => Part::Creator,
            1 => Part::UsageTerms,
            2 => Part::Caption(edition),
            3 => Part::AltText(edition),
            _ => Part::CreditLine,
        };
        let said = stepping::read(newsroom, |reader| reader.part(photo.into(), &part.key()))?;
        let value = if self.chance(6) == 0 { String::new() } else { word(self.new_word()) };
        self.set(laptop, newsroom, photo.into(), &part.key(), said.as_ref(), PartValue::text(value))
    }
}
