//! What translating services answer.

use tilshi_interchange::machine::{MachineShape, answer};

/// An answer of a translating service, in either shape: what is taken for a translation says something, has no sign that nobody sees,
/// and no line break where the passage had none.
pub fn machine(bytes: &[u8]) {
    for shape in [MachineShape::LibreTranslate, MachineShape::OpenAi] {
        for asked in ["one line", "two\nlines"] {
            let Ok(text) = answer(shape, asked, bytes) else { continue };
            assert!(!text.trim().is_empty() && text == text.trim());
            assert!(text.chars().all(|sign| sign == '\n' || !sign.is_control()));
            assert!(asked.contains('\n') || !text.contains('\n'));
        }
    }
}
