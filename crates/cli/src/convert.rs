//! `tilshi convert`: lines in, lines out. It needs no profile.

use std::io::{self, BufRead as _, ErrorKind, Read as _, Write as _};

use tilshi_newsroom::language::script::{Conversion, Converter};
use tilshi_newsroom::story::Failure;

use crate::arguments::Convert;

/// How much is read before it is written on.
const CHUNK_BYTES: u64 = 1 << 20;

/// Converts the standard input.
pub(crate) fn convert(command: &Convert) -> Result<(), Failure> {
    let conversion = Conversion::between(&command.from, &command.to, command.alphabet.as_deref())?;
    let converter = Converter::new(conversion, command.options.parse()?);
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut read = 0;
    loop {
        let mut chunk = Vec::new();
        // A mark of Markdown may reach over lines.
        match command.markdown {
            true => input.read_to_end(&mut chunk),
            false => input.by_ref().take(CHUNK_BYTES).read_to_end(&mut chunk),
        }
        .and_then(|_| input.read_until(b'\n', &mut chunk))
        .map_err(|error| Failure::new("file-unreadable").with("file", "-").with("detail", error))?;
        if chunk.is_empty() {
            return Ok(());
        }
        let text = str::from_utf8(&chunk).map_err(|error| {
            Failure::new("text-not-utf-8").with("file", "-").with("byte", read + error.valid_up_to() + 1)
        })?;
        read += chunk.len();
        let converted = tilshi_newsroom::convert(text, &converter, command.markdown);
        match output.write_all(converted.as_bytes()).and_then(|()| output.flush()) {
            // A reader that has gone away, such as `head`, is no failure of ours.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Failure::new("internal").with("detail", error)),
            Ok(()) => {}
        }
    }
}
