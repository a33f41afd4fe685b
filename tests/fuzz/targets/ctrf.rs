//! CTRF: the same promises as for any other report, and a part of one is none.

use crate::evidence::tests::{Watch, read};
use crate::limits::REPORTS_TAGS;

pub fn target(data: &[u8]) {
    super::junit::target(data);
    let whole = data.trim_ascii_end();
    if whole.starts_with(b"{") && read(data, &mut REPORTS_TAGS.clone(), Watch::default()).is_ok() {
        let at = data.len().wrapping_mul(7_919) % whole.len();
        assert!(read(&whole[..at], &mut REPORTS_TAGS.clone(), Watch::default()).is_err(), "cut at {at}");
    }
}
