#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tilshi_foreign::machine(bytes));
