//! One Tauri command for each entry of the newsroom's list. A command unpacks, calls and returns; work that may
//! wait for the disk or the network never runs on the window's thread.

use tauri::ipc::Invoke;
use tauri::{State, async_runtime};
use tilshi_newsroom::for_each_command;
use tilshi_newsroom::story::Failure;
use tilshi_newsroom::types::*;

use crate::host::Host;

/// Expands the list to commands and to the handler that knows them all.
macro_rules! tauri_commands {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        $(
            $(#[$doc])*
            #[tauri::command(rename_all = "snake_case")]
            async fn $name(host: State<'_, Host>, $($argument: $type),*) -> Result<$answer, Failure> {
                let newsroom = host.newsroom();
                newsroom.noticed(stringify!($name));
                async_runtime::spawn_blocking(move || newsroom.$name($($argument),*))
                    .await
                    .unwrap_or_else(|error| Err(Failure::new("internal").with("detail", error)))
            }
        )*

        /// The handler of every command of the list.
        pub(crate) fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),*]
        }
    };
}

for_each_command!(tauri_commands);

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use tilshi_newsroom::COMMAND_NAMES;

    /// Compares a committed file with what the list makes of it; `UPDATE_EXPECT=1` writes it anew.
    fn is_fresh(path: &str, expected: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, expected).expect("the file can be written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{} is stale: run the tests with UPDATE_EXPECT=1", path.display());
    }

    #[test]
    fn permissions_name_exactly_the_commands_of_the_list() {
        let mut text = String::from(
            "# Generated from the command list of the newsroom: `UPDATE_EXPECT=1 cargo test -p tilshi-desktop`.\n",
        );
        for name in COMMAND_NAMES {
            let identifier = name.replace('_', "-");
            text += &format!(
                "\n[[permission]]\nidentifier = \"allow-{identifier}\"\ndescription = \"Lets the window call {name}.\"\n\
                 commands.allow = [\"{name}\"]\n"
            );
        }
        is_fresh("src-tauri/permissions/commands.toml", &text);
    }

    #[test]
    fn the_window_may_call_the_commands_and_ask_the_desktop_for_a_few_things_and_nothing_else() {
        let mut permissions = [
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:webview:allow-set-webview-zoom",
            "core:window:allow-set-badge-count",
            "notification:allow-notify",
            "dialog:allow-open",
            "dialog:allow-save",
        ]
        .map(str::to_owned)
        .to_vec();
        permissions.extend(COMMAND_NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))));
        let capability = serde_json::json!({
            "identifier": "window",
            "description": "What the one window may ask of its host.",
            "windows": [crate::window::LABEL],
            "permissions": permissions,
        });
        let text = serde_json::to_string_pretty(&capability).expect("JSON of strings") + "\n";
        is_fresh("src-tauri/capabilities/window.json", &text);
    }
}
