//! `--since REPORT`: what is open now and was not in an earlier JSON report, and what was open there and is not now.
//!
//! A finding is known again by its rule and what it is about; words and places may change. Nothing here moves the
//! verdict.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::file::shown;
use crate::report::{ReleaseReport, Since};
use crate::untrusted::Untrusted;

/// MiB of an earlier report.
const MOST: u64 = 64;

/// An earlier report, as far as it is looked at.
#[derive(Deserialize)]
pub(super) struct Earlier {
    schema: u32,
    as_of: Option<String>,
    releases: Vec<EarlierRelease>,
}

#[derive(Deserialize)]
struct EarlierRelease {
    file: String,
    findings: Vec<EarlierFinding>,
}

#[derive(Deserialize)]
struct EarlierFinding {
    rule: String,
    accepted: bool,
    subject: Option<String>,
    message: String,
}

/// Reads the report; one that cannot be read gives no verdict, for whoever names it relies on it.
pub(super) fn read(path: &Path) -> anyhow::Result<Earlier> {
    let unread = || format!("--since: the report {} cannot be read", shown(path));
    let mut text = String::new();
    let bytes = MOST.saturating_mul(1024 * 1024);
    let file = File::open(path).with_context(unread)?;
    file.take(bytes.saturating_add(1)).read_to_string(&mut text).with_context(unread)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > bytes {
        bail!("--since: the report {} is larger than {MOST} MiB", shown(path));
    }
    let earlier: Earlier = serde_json::from_str(&text).with_context(unread)?;
    if earlier.schema != 1 {
        bail!("--since: the report {} has the schema {}, and 1 is read", shown(path), earlier.schema);
    }
    Ok(earlier)
}

/// Open findings by rule and subject, each with its messages.
type Open = BTreeMap<(String, Option<String>), Vec<Untrusted>>;

impl Earlier {
    /// What changed for each release since then.
    pub(super) fn compare(&self, releases: &mut [ReleaseReport]) {
        let is_one = releases.len() == 1 && self.releases.len() == 1;
        for release in releases {
            let mut before = Open::new();
            let same = |old: &&EarlierRelease| is_one || old.file == release.file.raw();
            let known = self.releases.iter().find(same);
            let old = known.map(|old| old.findings.as_slice()).unwrap_or_default();
            for finding in old.iter().filter(|finding| !finding.accepted) {
                let key = (finding.rule.clone(), finding.subject.clone());
                before.entry(key).or_default().push(finding.message.as_str().into());
            }
            let mut new = Vec::new();
            for finding in release.findings.iter().filter(|finding| !finding.accepted) {
                let subject = finding.subject.as_ref().map(|subject| subject.raw().to_owned());
                let met = before.get_mut(&(finding.rule.to_owned(), subject));
                if met.and_then(Vec::pop).is_none() {
                    new.push(finding.message.clone());
                }
            }
            let fixed = before.into_values().flatten().collect();
            release.since = Some(Since { as_of: self.as_of.as_deref().map(Untrusted::from), new, fixed });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn earlier(findings: &str) -> Earlier {
        let text = format!(
            r#"{{"schema": 1, "as_of": null, "releases": [{{"file": "elsewhere.toml", "findings": [{findings}]}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_finding_is_known_by_what_it_is_about_and_not_by_its_words() {
        let known = r#"{"rule": "scope/unlisted-change", "accepted": false, "subject": "3f2a1c9", "message": "in other words"}"#;
        let gone = r#"{"rule": "scope/unlisted-change", "accepted": false, "subject": "0000000", "message": "gone"}"#;
        let accepted = r#"{"rule": "a/b", "accepted": true, "subject": null, "message": "never open"}"#;
        let mut report = sample::no_go();
        earlier(&[known, gone, accepted].join(",")).compare(&mut report.releases);
        let since = report.releases[0].since.as_ref().unwrap();
        assert_eq!(since.fixed, [Untrusted::from("gone")]);
        // The accepted one is open in neither.
        assert_eq!(since.new.len(), 2);
    }

    #[test]
    fn the_same_report_shows_nothing_new() {
        let mut report = sample::no_go();
        let mut json = Vec::new();
        crate::render::json::render(&report, &mut json).unwrap();
        let earlier: Earlier = serde_json::from_slice(&json).unwrap();
        earlier.compare(&mut report.releases);
        let since = report.releases[0].since.as_ref().unwrap();
        assert!(since.new.is_empty() && since.fixed.is_empty());
    }
}
