//! Translations that come back from other programs.

use tilshi_interchange::xliff;

/// A document is read or refused; what was read of it is written, and its sources are read the same way again.
pub fn xliff(bytes: &[u8]) {
    let Ok(document) = xliff::read(bytes) else { return };
    let mut file = Vec::new();
    xliff::write(&document, &mut file).expect("written to memory");
    let again = xliff::read(&*file).expect("what was written can be read");
    assert_eq!(again.files.len(), document.files.len());
    // Signs that XML cannot carry, and line ends, are not what is compared.
    let plain = |text: &str| !text.contains(|sign: char| sign.is_control() || matches!(sign, '\u{FFFE}' | '\u{FFFF}'));
    for (file, again) in document.files.iter().zip(&again.files) {
        assert_eq!(again.units.len(), file.units.len());
        let units = file.units.iter().zip(&again.units);
        for (unit, again) in units.filter(|(unit, _)| unit.segments.iter().all(|segment| plain(&segment.source))) {
            assert_eq!(again.source(), unit.source());
        }
    }
}
