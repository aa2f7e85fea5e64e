//! Tables of words from spreadsheets.

use tilshi_interchange::table;

/// A table is read or refused; what was read of it is written, and read the same way again.
pub fn table(bytes: &[u8]) {
    let Ok(read) = table::read(bytes) else { return };
    let mut file = Vec::new();
    // Rows of another width than the header are read as they are, and not written.
    if table::write(&read, &mut file).is_err() {
        return;
    }
    let again = table::read(&file).expect("what was written can be read");
    let plain = |text: &String| !text.contains(['\'', '\r', '\u{FEFF}']) && text.trim() == text;
    let cells = |table: &table::Table| {
        let rows: Vec<Vec<String>> = table.rows.iter().map(|(_, row)| row.clone()).collect();
        (table.columns.clone(), rows)
    };
    let (columns, rows) = cells(&read);
    // A row of one empty cell is an empty line, and the sign between the cells is guessed from the first line.
    let is_plain = columns.iter().chain(rows.iter().flatten()).all(plain)
        && columns.iter().all(|name| !name.contains([',', ';', '\t', '\n', '"']))
        && columns.len() > 1;
    if is_plain {
        assert_eq!(cells(&again), (columns, rows));
    }
}
