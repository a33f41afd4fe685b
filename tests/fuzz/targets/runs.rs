//! Lists of CI runs: only full ids are commits, and nothing but success is good.

use crate::evidence::tests::runs::{RunState, read};

pub fn target(data: &[u8]) {
    let Ok(runs) = read(data) else { return };
    let text = String::from_utf8_lossy(data).to_ascii_lowercase();
    for run in &runs.list {
        let is_full =
            |id: &String| matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(run.commit.as_ref().is_none_or(is_full), "{run:?}");
        // An escape may spell it otherwise.
        assert!(run.state != RunState::Good || text.contains("success") || text.contains('\\'), "{run:?}");
        assert!(!run.is_before(run), "{run:?}");
    }
}
