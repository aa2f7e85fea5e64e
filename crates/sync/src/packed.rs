//! Bodies of push and pull as they cross the line: zstd where both ends speak it, plain JSON where one does not.
//!
//! A portal that unpacks bodies says so with `Accept-Encoding: zstd` in its answers (RFC 7694); a laptop asks for
//! packed answers with the same header. Whoever hears nothing of the kind is sent plain JSON.

use std::io::Read;

/// The name of the coding in `Content-Encoding` and `Accept-Encoding`.
pub const ENCODING: &str = "zstd";

/// Below this many bytes packing gains nothing.
const WORTH_PACKING: usize = 200;

/// Fast enough for a request, and about a fifth of the JSON of stories.
const LEVEL: i32 = 3;

/// The largest window, as a power of two, that is held in memory for somebody else's body.
const MAX_WINDOW_LOG: u32 = 23;

/// A body that cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    /// It would be larger than allowed.
    #[error("the body is too large")]
    TooLarge,
    /// It is no zstd, or it breaks off.
    #[error("the body is not zstd")]
    Damaged,
}

/// The packed body; nothing when it would not be shorter.
pub fn pack(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < WORTH_PACKING {
        return None;
    }
    zstd::bulk::compress(body, LEVEL).ok().filter(|packed| packed.len() < body.len())
}

/// What was packed. However small the packed bytes, never more than `limit_bytes` and one are made of them.
pub fn unpack(packed: &[u8], limit_bytes: usize) -> Result<Vec<u8>, UnpackError> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(packed).map_err(|_| UnpackError::Damaged)?;
    decoder.window_log_max(MAX_WINDOW_LOG).map_err(|_| UnpackError::Damaged)?;
    let mut body = Vec::new();
    decoder.take(limit_bytes as u64 + 1).read_to_end(&mut body).map_err(|_| UnpackError::Damaged)?;
    if body.len() > limit_bytes { Err(UnpackError::TooLarge) } else { Ok(body) }
}

/// Whether a header such as `gzip, zstd;q=0.5` names the coding.
pub fn is_named_in(header: &str) -> bool {
    header.split(',').any(|coding| {
        let mut words = coding.split(';').map(str::trim);
        words.next().is_some_and(|name| name.eq_ignore_ascii_case(ENCODING))
            && !words.any(|word| word.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_back_whole_and_never_larger_than_allowed() {
        let body = "Су келді. ".repeat(1000).into_bytes();
        let packed = pack(&body).expect("shorter");
        assert!(packed.len() < body.len() / 20);
        assert_eq!(unpack(&packed, body.len()), Ok(body.clone()));
        assert_eq!(unpack(&packed, body.len() - 1), Err(UnpackError::TooLarge));
        let two_frames = [packed.as_slice(), &packed].concat();
        assert_eq!(unpack(&two_frames, body.len()), Err(UnpackError::TooLarge));
        assert_eq!(pack(b"{}"), None);
        assert_eq!(pack(&[]), None);
    }

    #[test]
    fn what_breaks_off_or_is_no_zstd_is_refused() {
        let packed = pack("x".repeat(10_000).as_bytes()).expect("shorter");
        for damaged in [&packed[..packed.len() - 1], &b"{\"protocol\":1}"[..], &[0xff; 40]] {
            assert_eq!(unpack(damaged, 1 << 20), Err(UnpackError::Damaged));
        }
    }

    #[test]
    fn the_coding_is_found_among_others_and_a_zero_forbids_it() {
        for header in ["zstd", "gzip, ZSTD", "gzip;q=1, zstd;q=0.5", " zstd "] {
            assert!(is_named_in(header), "{header}");
        }
        for header in ["", "gzip", "zstd;q=0", "zstd; q=0.0", "zstdx", "x-zstd"] {
            assert!(!is_named_in(header), "{header}");
        }
    }
}
