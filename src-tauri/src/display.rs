//! Whether there is a display to open a window on. Asked before GTK is, because GTK answers with a panic.

use anyhow::bail;

/// Refuses in one sentence where no display is named.
pub(crate) fn check() -> anyhow::Result<()> {
    if cfg!(any(target_os = "linux", target_os = "freebsd", target_os = "openbsd", target_os = "netbsd"))
        && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none_or(|name| name.is_empty()))
    {
        bail!(
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); \
             the `tilshi` command does the same work without one."
        );
    }
    Ok(())
}
