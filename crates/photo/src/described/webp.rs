//! The chunks of a WebP file (RFC 9649): which stay, and where the packet stands. WebP has no place for IIM.

const HEAD: usize = 8;
/// Of the flags in `VP8X`: a colour profile, transparency and movement, which stay what they are.
const KEPT_FLAGS: u8 = 0b0011_0010;
const HAS_XMP: u8 = 0b0000_0100;
const HAS_ALPHA: u8 = 0b0001_0000;

/// The file with this packet, and of its own only what the picture cannot be shown right without.
pub(super) fn with_only(webp: &[u8], packet: &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_le_bytes(*webp.strip_prefix(b"RIFF")?.first_chunk()?)).ok()?;
    let mut rest = webp.get(HEAD..HEAD.checked_add(length)?)?.strip_prefix(b"WEBP")?;
    let (mut extended, mut kept) = (None, Vec::new());
    while !rest.is_empty() {
        let (name, behind) = rest.split_first_chunk::<4>()?;
        let (size, behind) = behind.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let data = behind.get(..size)?;
        match name {
            b"VP8X" => extended = Some(*data.first_chunk::<10>()?),
            b"VP8 " => {
                extended = extended.or_else(|| lossy(data));
                append(&mut kept, name, data)?;
            }
            b"VP8L" => {
                extended = extended.or_else(|| lossless(data));
                append(&mut kept, name, data)?;
            }
            b"ICCP" | b"ALPH" | b"ANIM" | b"ANMF" => append(&mut kept, name, data)?,
            _ => {}
        }
        rest = behind.get(size + size % 2..).unwrap_or_default();
    }
    let mut extended = extended?;
    extended[0] = extended[0] & KEPT_FLAGS | HAS_XMP;
    let mut body = b"WEBP".to_vec();
    append(&mut body, b"VP8X", &extended)?;
    body.extend(kept);
    append(&mut body, b"XMP ", packet)?;
    let mut made = Vec::new();
    append(&mut made, b"RIFF", &body)?;
    Some(made)
}

/// The extended header of a picture with these sides.
fn header(flags: u8, width: u32, height: u32) -> Option<[u8; 10]> {
    let [wide, high] = [width.checked_sub(1)?, height.checked_sub(1)?].map(u32::to_le_bytes);
    Some([flags, 0, 0, 0, wide[0], wide[1], wide[2], high[0], high[1], high[2]])
}

/// By the frame header of VP8 (RFC 6386, 9.1): two sides of fourteen bits.
fn lossy(frame: &[u8]) -> Option<[u8; 10]> {
    let sides = frame.get(3..)?.strip_prefix(&[0x9D, 0x01, 0x2A])?.first_chunk::<4>()?;
    let side = |at: usize| u32::from(u16::from_le_bytes([sides[at], sides[at + 1]]) & 0x3FFF);
    header(0, side(0), side(2))
}

/// By the header of a lossless picture (RFC 9649, 3.4): two sides less one, of fourteen bits, and whether it has transparency.
fn lossless(stream: &[u8]) -> Option<[u8; 10]> {
    let bits = u32::from_le_bytes(*stream.strip_prefix(&[0x2F])?.first_chunk()?);
    let flags = if bits >> 28 & 1 == 1 { HAS_ALPHA } else { 0 };
    header(flags, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
}

fn append(into: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) -> Option<()> {
    into.extend(name);
    into.extend(u32::try_from(data.len()).ok()?.to_le_bytes());
    into.extend(data);
    into.extend(&[0][..data.len() % 2]);
    Some(())
}
