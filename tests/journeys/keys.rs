//! What somebody does who never touches the pointer.

use serde_json::Value;
use tilshi_tests::{Key, Window, chord};

/// Presses Tab until something with this name has the focus, then Enter.
pub(crate) async fn tab_to(window: &Window, name: &str) -> anyhow::Result<()> {
    const NAME: &str =
        "const it = document.activeElement; return (it.getAttribute('aria-label') ?? it.innerText ?? '').trim();";
    let mut passed = Vec::new();
    for _ in 0..60 {
        if let Value::String(focused) = window.ask(NAME, Vec::new()).await? {
            if focused.lines().any(|line| line.starts_with(name)) {
                return window.press(&char::from(Key::Enter).to_string()).await;
            }
            passed.push(focused);
        }
        window.press(&char::from(Key::Tab).to_string()).await?;
    }
    anyhow::bail!("Tab never comes to {name:?}, only to {passed:?}")
}

/// Types where the caret is, then goes to the next field.
pub(crate) async fn type_on(window: &Window, text: &str) -> anyhow::Result<()> {
    window.press(text).await?;
    window.press(&char::from(Key::Tab).to_string()).await
}

/// A line of the command palette.
pub(crate) async fn command(window: &Window, words: &str) -> anyhow::Result<()> {
    window.press(&chord(Key::Control, "k")).await?;
    // Whatever the interface speaks.
    window.wait_for_count(".ask input:focus", 1).await?;
    window.press(words).await?;
    window.wait_for_text(words).await?;
    window.press(&char::from(Key::Enter).to_string()).await
}

/// Presses one key.
pub(crate) async fn press(window: &Window, key: Key) -> anyhow::Result<()> {
    window.press(&char::from(key).to_string()).await
}
