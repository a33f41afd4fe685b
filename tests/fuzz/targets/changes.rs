//! Change lists: every reader of JSON sees at least as many entries, and pages that overlap add nothing.

use std::sync::OnceLock;

use serde_json::Value;

use super::message::lexicon;
use crate::checks::scope::matching::listing::Lists;
use crate::evidence::changes::read;
use crate::evidence::history::change::Change;

/// Lists that hold nothing, with ids of every kind in use.
fn lists() -> &'static Lists {
    static MADE: OnceLock<Lists> = OnceLock::new();
    MADE.get_or_init(|| Lists::of_none(lexicon().clone()))
}

pub fn target(data: &[u8]) {
    let lists = lists();
    let list = match read(data, lists) {
        Ok(list) => list,
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
    let twice = read(format!("{text}\n{text}").as_bytes(), lists).expect("a list, twice");
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
        let cut = read(&last.as_bytes()[..last.len() - 1], lists());
        assert!(cut.is_err(), "{cut:?}");
    }
}
