//! Lists of issues: each has an id, once, and what is cut off or beside a list is none.

use std::collections::BTreeSet;

use crate::evidence::issues::{IssueState, read};

pub fn target(data: &[u8]) {
    let Ok(issues) = read(data) else { return };
    let ids: BTreeSet<String> = issues.list.iter().map(|issue| issue.id.raw().to_lowercase()).collect();
    assert_eq!(ids.len(), issues.list.len());
    assert!(issues.list.len() <= issues.entries);
    for issue in &issues.list {
        assert!(!issue.id.is_blank() && !issue.id.raw().contains('\n'), "{issue:?}");
        assert!(!matches!(&issue.state, IssueState::Open(word) if word.is_blank()), "{issue:?}");
    }
    let whole = data.trim_ascii_end();
    let is_plain = whole.starts_with(b"[") && whole.iter().filter(|byte| **byte == b'[').count() == 1;
    if is_plain && whole.len() > 2 {
        let at = data.len().wrapping_mul(7_919) % whole.len();
        assert!(read(&whole[..at]).is_err(), "cut at {at}");
    }
}
