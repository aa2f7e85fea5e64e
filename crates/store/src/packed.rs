//! Values as the blobs that the journal, the base and the cards keep: JSON, compressed where that is shorter.
//!
//! Plain JSON inside, so that reading an old profile depends on nothing clever.

use std::cell::RefCell;
use std::io::Read;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::get_frame_content_size;

use crate::StoreError;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;

/// Below this many bytes of JSON compression gains too little.
const WORTH_COMPRESSING: usize = 512;

/// No value unpacks to more than this: many times the largest that anybody can write, in bytes.
const MOST_BYTES: u64 = 256 << 20;

/// The fastest level: this runs while somebody types.
const LEVEL: i32 = 1;

thread_local! {
    /// Made once a thread: making one takes longer than packing a paragraph.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn packed(json: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| match packer {
        Some(packer) => packer.compress(json),
        None => packer.insert(Compressor::new(LEVEL)?).compress(json),
    })
}

/// The blob of a value.
pub(crate) fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_vec(value).map_err(|error| StoreError::File(error.into()))?;
    if json.len() >= WORTH_COMPRESSING {
        let compressed = packed(&json)?;
        if compressed.len() < json.len() {
            return Ok([&[ZSTD], compressed.as_slice()].concat());
        }
    }
    Ok([&[PLAIN], json.as_slice()].concat())
}

/// The value of a blob.
pub(crate) fn unpack<T: DeserializeOwned>(blob: &[u8]) -> Result<T, StoreError> {
    let damaged = |detail: &str| StoreError::Damaged(format!("unreadable value: {detail}"));
    match blob.split_first() {
        Some((&PLAIN, json)) => serde_json::from_slice(json).map_err(|error| damaged(&error.to_string())),
        Some((&ZSTD, compressed)) => {
            let json = unpacked(compressed, MOST_BYTES).map_err(|error| damaged(&error.to_string()))?;
            serde_json::from_slice(&json).map_err(|error| damaged(&error.to_string()))
        }
        Some(_) | None => Err(damaged("unknown form")),
    }
}

/// What was packed, and never more than one byte beyond the limit: what is cut off is no JSON.
fn unpacked(compressed: &[u8], limit_bytes: u64) -> std::io::Result<Vec<u8>> {
    // What says how long it is, as everything does that is packed here, is unpacked at once.
    if let Ok(Some(length)) = get_frame_content_size(compressed)
        && length <= limit_bytes
    {
        return UNPACKER.with_borrow_mut(|unpacker| match unpacker {
            Some(unpacker) => unpacker.decompress(compressed, length as usize),
            None => unpacker.insert(Decompressor::new()?).decompress(compressed, length as usize),
        });
    }
    let mut json = Vec::new();
    zstd::stream::read::Decoder::with_buffer(compressed)?.take(limit_bytes + 1).read_to_end(&mut json)?;
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_much_a_blob_would_unpack_to_it_stays_within_bounds() {
        let bomb = zstd::bulk::compress(&vec![b' '; 1 << 20], LEVEL).expect("packed");
        assert!(bomb.len() < 1 << 10);
        assert_eq!(unpacked(&bomb, 1000).expect("cut").len(), 1001);
    }

    #[test]
    fn short_and_long_values_survive_and_long_ones_shrink() {
        let short = "Су".to_owned();
        let long = "Су келді. ".repeat(500);
        for text in [&short, &long] {
            let blob = pack(text).expect("packed");
            assert_eq!(&unpack::<String>(&blob).expect("unpacked"), text);
        }
        assert!(pack(&long).expect("packed").len() < long.len() / 10);
    }

    #[test]
    fn what_was_not_packed_here_is_damage() {
        for blob in [&b""[..], &[7, 1], &[PLAIN, b'{'], &[ZSTD, 1, 2, 3]] {
            assert!(matches!(unpack::<String>(blob), Err(StoreError::Damaged(_))), "{blob:?}");
        }
    }
}
