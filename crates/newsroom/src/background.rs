//! Work that somebody waits for less than for the letter they type.

use std::panic::resume_unwind;
use std::thread;

use thread_priority::{ThreadPriority, set_current_thread_priority};

/// Does the work on a thread of its own, of the lowest priority, and waits for it. On a computer whose cores are all busy a thread
/// that saves or paints comes first.
pub(crate) fn in_background<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let behind = || {
        // A system that does not allow it takes its time as before.
        if let Err(error) = set_current_thread_priority(ThreadPriority::Min) {
            tracing::debug!(?error, "the priority of a thread cannot be lowered");
        }
        work()
    };
    let done = thread::scope(|scope| scope.spawn(behind).join());
    done.unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far the thread stands back (proc(5)).
    #[cfg(target_os = "linux")]
    fn niceness() -> i32 {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").expect("a state");
        // The name stands in brackets and may have spaces in it; the state comes after it, as the third.
        let (_, numbers) = stat.rsplit_once(") ").expect("a name");
        numbers.split(' ').nth(19 - 3).expect("a niceness").parse().expect("a number")
    }

    #[test]
    fn work_gives_its_result_and_leaves_whoever_waits_as_they_were() {
        assert_eq!(in_background(|| 1 + 1), 2);
        #[cfg(target_os = "linux")]
        {
            let before = niceness();
            assert_eq!(in_background(niceness), 19, "it runs behind the others");
            assert_eq!(niceness(), before);
        }
        let broken = std::panic::catch_unwind(|| in_background(|| panic!("broken")));
        assert!(broken.is_err());
    }
}
