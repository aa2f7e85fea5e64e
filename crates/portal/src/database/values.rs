//! Part values, each kept once under its hash, compressed where that is shorter.

use std::cell::RefCell;

use rusqlite::OptionalExtension;
use tilshi_story::{PartValue, ValueHash};
use zstd::bulk::Compressor;

use super::columns::hash;
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE value (
        hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
        packing INTEGER NOT NULL CHECK (packing IN (0, 1)),
        bytes BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// Kept as they are.
const PLAIN: i64 = 0;
/// One zstd frame.
const ZSTD: i64 = 1;
/// Below this many bytes a frame's own header eats the gain.
const COMPRESS_FROM: usize = 128;

/// A good bargain between time and room.
const LEVEL: i32 = 3;

thread_local! {
    /// Made once a thread: making one takes longer than packing a paragraph.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
}

fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| {
        let packer = match packer {
            Some(packer) => packer,
            None => packer.insert(Compressor::new(LEVEL).ok()?),
        };
        packer.compress(bytes).ok()
    })
}

impl Records<'_> {
    /// Keeps a value and gives its hash.
    pub(crate) fn put_value(&self, value: &PartValue) -> Result<ValueHash, DatabaseError> {
        let bytes = value.canonical_bytes();
        let name = ValueHash::of(&bytes);
        let mut known = self.0.prepare_cached("SELECT 1 FROM value WHERE hash = ?1")?;
        if known.exists([name.as_bytes()])? {
            return Ok(name);
        }
        let packed = if bytes.len() >= COMPRESS_FROM { packed(&bytes) } else { None };
        let (packing, stored) = match packed {
            Some(packed) if packed.len() < bytes.len() => (ZSTD, packed),
            Some(_) | None => (PLAIN, bytes),
        };
        self.0.prepare_cached("INSERT INTO value (hash, packing, bytes) VALUES (?1, ?2, ?3)")?.execute((
            name.as_bytes(),
            packing,
            stored,
        ))?;
        Ok(name)
    }

    /// The value of a hash that a revision or a document names.
    pub(crate) fn value(&self, name: &ValueHash) -> Result<PartValue, DatabaseError> {
        let damaged = |what: &str| DatabaseError::Damaged(format!("value {name} {what}"));
        let (kept_as, packing, stored): (ValueHash, i64, Vec<u8>) = self
            .0
            .prepare_cached("SELECT hash, packing, bytes FROM value WHERE hash = ?1")?
            .query_row([name.as_bytes()], |row| Ok((hash(row, 0, ValueHash::from_bytes)?, row.get(1)?, row.get(2)?)))
            .optional()?
            .ok_or_else(|| damaged("is missing"))?;
        let bytes = match packing {
            PLAIN => stored,
            _ => zstd::decode_all(stored.as_slice()).map_err(|_| damaged("does not unpack"))?,
        };
        if ValueHash::of(&bytes) != kept_as {
            return Err(damaged("is not what its name says"));
        }
        read_canonical(&bytes).ok_or_else(|| damaged("has no readable form"))
    }
}

/// The value of [`PartValue::canonical_bytes`].
fn read_canonical(bytes: &[u8]) -> Option<PartValue> {
    let (kind, rest) = bytes.split_first()?;
    match kind {
        0 => Some(PartValue::Text(String::from_utf8(rest.to_vec()).ok()?)),
        1 => Some(PartValue::Set(read_strings(rest)?.into_iter().collect())),
        2 => Some(PartValue::List(read_strings(rest)?)),
        kind => Some(PartValue::Opaque { kind: *kind, bytes: rest.to_vec() }),
    }
}

fn read_strings(mut bytes: &[u8]) -> Option<Vec<String>> {
    fn length(bytes: &mut &[u8]) -> Option<usize> {
        let (head, rest) = bytes.split_first_chunk::<8>()?;
        *bytes = rest;
        usize::try_from(u64::from_le_bytes(*head)).ok()
    }
    let mut strings = Vec::new();
    for _ in 0..length(&mut bytes)? {
        let size_bytes = length(&mut bytes)?;
        let (text, rest) = bytes.split_at_checked(size_bytes)?;
        strings.push(String::from_utf8(text.to_vec()).ok()?);
        bytes = rest;
    }
    bytes.is_empty().then_some(strings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_survives_its_stored_form() {
        let long = "Су келді. ".repeat(100);
        let values = [
            PartValue::Text(long),
            PartValue::text("a"),
            PartValue::Set(["б".to_owned(), "a".to_owned()].into()),
            PartValue::List(vec!["x".into(), String::new(), "y".into()]),
            PartValue::Opaque { kind: 9, bytes: vec![0, 255, 3] },
        ];
        let folder = tempfile::tempdir().expect("a folder");
        let database = super::super::Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        for value in values {
            let back: Result<PartValue, DatabaseError> = database.write(|records| {
                let name = records.put_value(&value)?;
                assert_eq!(records.put_value(&value)?, name, "kept once");
                records.value(&name)
            });
            assert_eq!(back.expect("readable"), value);
        }
    }

    #[test]
    fn broken_bytes_are_no_value() {
        for bytes in [&[][..], &[0, 0xff], &[1], &[2, 1, 0, 0, 0, 0, 0, 0, 0], &[2, 0, 0, 0, 0, 0, 0, 0, 0, 7]] {
            assert_eq!(read_canonical(bytes), None, "{bytes:?}");
        }
        let huge = [&[2][..], &u64::MAX.to_le_bytes()].concat();
        assert_eq!(read_canonical(&huge), None);
    }
}
