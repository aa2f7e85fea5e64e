//! Tables of words: comma-separated values (RFC 4180), as spreadsheets read and write them.

use std::io::{self, Write};

use crate::InterchangeError;

/// The largest table that is taken in.
pub const MAX_TABLE_BYTES: usize = 32 << 20;

/// What a spreadsheet would take for a formula when it begins a cell.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows, each with the line it begins at, from 1.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Reads a table in UTF-8 or UTF-16, with commas, semicolons or tabs between its cells: the first line says which.
pub fn read(bytes: &[u8]) -> Result<Table, InterchangeError> {
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(InterchangeError::TooLarge { max_bytes: MAX_TABLE_BYTES });
    }
    // One kind of line end, by which lines are counted.
    let text = decoded(bytes).ok_or(InterchangeError::Other { expected: "UTF-8 CSV" })?.replace("\r\n", "\n");
    let first = text.lines().next().unwrap_or_default();
    let often = |sign: &char| first.matches(*sign).count();
    let delimiter = [',', ';', '\t'].into_iter().max_by_key(often).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .from_reader(text.as_bytes());
    let plain = |cell: &str| {
        let cell = cell.trim();
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell).to_owned()
    };
    let malformed = |error: csv::Error| InterchangeError::Malformed {
        at: error.position().map_or(0, csv::Position::byte),
        why: error.to_string(),
    };
    let columns = reader.headers().map_err(malformed)?.iter().map(plain).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(malformed)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().map(plain).collect()));
    }
    Ok(Table { columns, rows })
}

/// Writes a table in UTF-8 with the mark by which spreadsheets know it. No cell is a formula for them.
pub fn write(table: &Table, mut output: impl Write) -> io::Result<()> {
    output.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(output);
    let harmless = |cell: &String| if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.clone() };
    for row in std::iter::once(&table.columns).chain(table.rows.iter().map(|(_, row)| row)) {
        writer.write_record(row.iter().map(harmless))?;
    }
    writer.flush()
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => Some(std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}').to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &[&str]) -> Vec<String> {
        text.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let expected = Table {
            columns: cells(&["kind", "ru", "kk-Arab"]),
            rows: vec![(2, cells(&["term", "Банк, \"первый\"", "بانك"])), (3, cells(&["", "a", ""]))],
        };
        let commas = "kind,ru,kk-Arab\r\nterm,\"Банк, \"\"первый\"\"\",بانك\r\n,a,\r\n";
        assert_eq!(read(commas.as_bytes()).expect("read"), expected);
        let semicolons = "\u{FEFF}kind;ru;kk-Arab\nterm;\"Банк, \"\"первый\"\"\"; بانك \n;a;\n";
        assert_eq!(read(semicolons.as_bytes()).expect("read"), expected);
        let utf16: Vec<u8> = "\u{FEFF}kind\tru\tkk-Arab\nterm\t\"Банк, \"\"первый\"\"\"\tبانك\n\ta\t\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(read(&utf16).expect("read"), expected);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(read(&[0xD0, 0xC0, 0xFF]), Err(InterchangeError::Other { expected: "UTF-8 CSV" })));
        assert!(read(b"").expect("an empty one").rows.is_empty());
    }

    #[test]
    fn no_cell_is_a_formula() {
        let table = Table { columns: cells(&["en"]), rows: vec![(2, cells(&["=cmd()"])), (3, cells(&["'t"]))] };
        let mut file = Vec::new();
        write(&table, &mut file).expect("written");
        assert_eq!(String::from_utf8(file.clone()).expect("UTF-8"), "\u{FEFF}en\n'=cmd()\n't\n");
        assert_eq!(read(&file).expect("read"), table);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in prop::collection::vec(prop::array::uniform2("[^\\s\\p{C}'](\\PC{0,10}[^\\s\\p{C}])?"), 1..5)) {
            let rows: Vec<_> = rows.into_iter().zip(2..).map(|(row, line)| (line, row.to_vec())).collect();
            let table = Table { columns: cells(&["en", "ru"]), rows };
            let mut file = Vec::new();
            write(&table, &mut file).expect("written");
            prop_assert_eq!(read(&file).expect("read"), table);
        }

        #[test]
        fn no_file_harms_the_reader(file in prop::collection::vec(any::<u8>(), 0..100)) {
            let _ = read(&file);
        }
    }
}
