//! Change lists: every reader of JSON sees at least as many entries, and pages that overlap add nothing.

use serde_json::Value;

use crate::evidence::changes::read;
use crate::evidence::history::change::Change;

pub fn target(data: &[u8]) {
    let list = match read(data, &[]) {
        Ok(list) => list.changes,
        Err(fault) => {
            assert!(!fault.to_string().is_empty() && !fault.help().is_empty());
            return;
        }
    };
    let text = std::str::from_utf8(data).expect("what was read is text");
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for change in &list {
        check(change);
    }
    check_entries(text, &list);
    let twice = read(format!("{text}\n{text}").as_bytes(), &[]).expect("a list, twice").changes;
    assert!(twice.starts_with(&list) && twice.iter().all(|change| list.contains(change)), "{twice:?}");
}

fn check(change: &Change) {
    assert!(!change.id.is_blank() && !change.short().is_blank(), "{change:?}");
    assert!(change.parents.first().is_none(), "{change:?}");
    assert!(!change.is_pure_revert || !change.reverts.is_empty(), "{change:?}");
}

/// Other readers may refuse a number or a depth that does not matter here; what they read, they read alike.
fn check_entries(text: &str, list: &[Change]) {
    let pages: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_str(text).into_iter::<Value>().collect();
    let Ok(pages) = pages else { return };
    let entries = |value: &Value| value.as_array().map_or(1, Vec::len);
    let all: usize = pages.iter().flat_map(|page| page.as_array().expect("a list")).map(entries).sum();
    assert!(list.len() <= all, "{} of {all}", list.len());
    let last = text.trim_end();
    if let [_] = pages.as_slice() {
        let cut = read(&last.as_bytes()[..last.len() - 1], &[]);
        assert!(cut.is_err(), "{cut:?}");
    }
}
