//! Whether two pictures look alike: a hash that survives another size and another coding.

use image::DynamicImage;
use image::imageops::FilterType;

use crate::PhotoError;
use crate::opened::guarded;
use crate::rendition::small;

/// At most so many of the 64 bits of either hash differ between copies of one picture.
pub const MOST_DIFFERENT: u32 = 6;

/// A picture in which fewer bits are set, of both hashes together, is too plain to tell anything by.
const PLAINEST: u32 = 6;

/// What gets darker by less is as bright: in an even sky, coding alone decides.
const NOISE: u8 = 2;

/// The difference hashes of a picture (dHash, N. Krawetz, 2013): whether it gets darker from each of nine by eight places to the
/// next across, and of eight by nine to the next down. Copies in another size or coding have nearly the same; other crops and
/// mirrored copies do not. Nothing for a picture that is too plain. A small picture gives the same as a large one, and sooner.
pub fn likeness(bytes: &[u8]) -> Result<Option<[u64; 2]>, PhotoError> {
    guarded(|| {
        let picture = DynamicImage::ImageRgb8(small(bytes, 256)?);
        let hashes = [hash(&picture, 1, 0), hash(&picture, 0, 1)];
        let set: u32 = hashes.iter().map(|hash| hash.count_ones()).sum();
        Ok((set >= PLAINEST).then_some(hashes))
    })
}

fn hash(picture: &DynamicImage, across: u32, down: u32) -> u64 {
    let grey = picture.resize_exact(8 + across, 8 + down, FilterType::Triangle).to_luma8();
    let places = (0..8).flat_map(|y| (0..8).map(move |x| (x, y)));
    places.fold(0, |hash, (x, y)| {
        let [here, next] = [(x, y), (x + across, y + down)].map(|(x, y)| grey.get_pixel(x, y).0[0]);
        hash << 1 | u64::from(here > next.saturating_add(NOISE))
    })
}
