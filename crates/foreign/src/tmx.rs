//! Translation memories of other programs.

use tilshi_interchange::tmx::{self, MAX_SEGMENT_BYTES, Unit, Writer};

/// A memory is read or refused; what was read of it is written, and read the same way again.
pub fn tmx(bytes: &[u8]) {
    let mut units = Vec::new();
    // What was read before the place where it breaks off counts as well.
    let _ = tmx::read(bytes, |unit| {
        units.push(unit);
        true
    });
    // Signs that XML cannot carry, and line ends, are not what is compared.
    let plain = |unit: &Unit| {
        let plain =
            |text: &str| !text.contains(|sign: char| sign.is_control() || matches!(sign, '\u{FFFE}' | '\u{FFFF}'));
        let fits = |unit: &Unit| unit.variants.iter().all(|variant| plain(&variant.text) && plain(&variant.tag));
        fits(unit) && plain(&unit.by) && unit.source.as_deref().is_none_or(plain)
    };
    let mut writer = Writer::new(Vec::new(), "1").expect("written to memory");
    for unit in &units {
        assert!(unit.variants.iter().all(|variant| variant.text.len() <= MAX_SEGMENT_BYTES));
        writer.write(unit).expect("written to memory");
    }
    let file = writer.finish().expect("written to memory");
    let mut again = Vec::new();
    tmx::read(&*file, |unit| {
        again.push(unit);
        true
    })
    .expect("what was written can be read");
    assert_eq!(again.len(), units.len());
    for (unit, again) in units.iter().zip(&again).filter(|(unit, _)| plain(unit)) {
        assert_eq!(again.variants, unit.variants);
    }
}
