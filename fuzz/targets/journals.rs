#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sidestep_fuzz::try_law("journals", data));
