//! Reading XML of strangers, and writing XML for them.

use std::io::{self, BufRead, BufReader, Read, Write};

use quick_xml::encoding::DecodingReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer, XmlVersion};

/// The largest single thing of a file: a tag, a stretch of text, a comment.
const MAX_EVENT_BYTES: usize = 4 << 20;

/// Why a file cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum InterchangeError {
    /// It is not well formed.
    #[error("not well-formed XML near byte {at}: {why}")]
    Malformed {
        /// Where, in bytes of its UTF-8 form.
        at: u64,
        /// What is wrong.
        why: String,
    },
    /// It is XML, and something else than was expected.
    #[error("the file is no {expected}")]
    Other {
        /// What was expected, such as `TMX`.
        expected: &'static str,
    },
    /// Something in it is larger than anything a translator writes.
    #[error("something in the file is larger than {max_bytes} bytes")]
    TooLarge {
        /// The most that is read.
        max_bytes: usize,
    },
    /// It cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// An XML file, event by event.
pub(crate) struct Source<R: Read> {
    reader: Reader<Bounded<BufReader<DecodingReader<BufReader<R>>>>>,
    buffer: Vec<u8>,
    /// How many elements are open.
    open: usize,
}

impl<R: Read> Source<R> {
    pub(crate) fn new(input: R) -> Self {
        let decoded = DecodingReader::new(BufReader::new(input));
        let reader = Reader::from_reader(Bounded { inner: BufReader::new(decoded), left: MAX_EVENT_BYTES });
        Self { reader, buffer: Vec::new(), open: 0 }
    }

    /// The next event; what stands for a character comes as [`Event::Text`] of it.
    pub(crate) fn next(&mut self) -> Result<Event<'_>, InterchangeError> {
        self.reader.get_mut().left = MAX_EVENT_BYTES;
        self.buffer.clear();
        let at = self.reader.buffer_position();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) if self.open > 0 => {
                Err(InterchangeError::Malformed { at, why: "the file breaks off".to_owned() })
            }
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.open += 1,
                    Event::End(_) => self.open = self.open.saturating_sub(1),
                    _ => {}
                }
                Ok(event)
            }
            Err(quick_xml::Error::Io(error)) if error.get_ref().is_some_and(|inner| inner.is::<Full>()) => {
                Err(InterchangeError::TooLarge { max_bytes: MAX_EVENT_BYTES })
            }
            Err(quick_xml::Error::Io(error)) => Err(io::Error::new(error.kind(), error.to_string()).into()),
            Err(error) => Err(InterchangeError::Malformed { at, why: error.to_string() }),
        }
    }
}

/// The text of an event, if it is one; what stands for a sign is that sign, and an entity of the file's own is nothing.
pub(crate) fn text_of(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(reference) => Some(resolved(reference)),
        _ => None,
    }
}

fn resolved(reference: &BytesRef<'_>) -> String {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten().map(String::from).unwrap_or_default();
    }
    resolve_predefined_entity(&reference.xml10_content()).unwrap_or_default().to_owned()
}

/// The value of an attribute of these names; the first that is there.
pub(crate) fn attribute(element: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let found = element.try_get_attribute(name).ok().flatten()?;
        Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    })
}

/// Writes a text: what XML cannot carry (XML 1.0, section 2.2) is left out.
pub(crate) fn write_text<W: Write>(writer: &mut Writer<W>, text: &str) -> io::Result<()> {
    writer.write_event(Event::Text(BytesText::new(&allowed(text))))
}

/// A text without the signs that XML 1.0 has no way to carry.
pub(crate) fn allowed(text: &str) -> String {
    let fits =
        |sign: char| !matches!(sign, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|sign| fits(*sign)).collect()
}

/// Lets so many bytes through, until it is told of the next event.
struct Bounded<R> {
    inner: R,
    left: usize,
}

/// More came than is let through.
#[derive(Debug, thiserror::Error)]
#[error("too large")]
struct Full;

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(into.len());
        into[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(Full));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.inner.consume(count);
    }
}
