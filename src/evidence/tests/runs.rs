//! Lists of CI runs, as `gh run list --json …`, the API of GitHub, and the pipelines API of GitLab print them.
//!
//! Owns what one run says: on which commit, of which workflow, how it ended. Which of them counts is for the rules.

use std::fmt;

use jiff::Timestamp;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::limits;
use crate::untrusted::{Untrusted, message};

use super::names::clip;

/// Lengths at which the clients cut a list off without a word.
const CUT: [usize; 5] = [20, 30, 50, 100, 1_000];

/// A list of runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Runs {
    /// In the order of the list.
    pub list: Vec<Run>,
    /// Whether its length is one at which a client cuts it off.
    pub is_perhaps_cut: bool,
}

/// One run, as its newest attempt has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// The commit, in lower case; none where the list gives no full id.
    pub commit: Option<String>,
    /// The name of its workflow; empty where it has none.
    pub workflow: Untrusted,
    /// How it ended.
    pub state: RunState,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// The how many-eth attempt it is.
    pub attempt: u64,
    /// Where it can be looked at.
    pub url: Option<Untrusted>,
}

/// How a run ended; the order is the order of weight. A word is the list's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RunState {
    /// Well.
    Good,
    /// It has not ended.
    Unfinished(Untrusted),
    /// Otherwise.
    Failed(Untrusted),
}

impl Run {
    /// Whether another one of the same workflow is newer for certain.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        match (self.created, other.created) {
            (Some(own), Some(others)) => (own, self.attempt) < (others, other.attempt),
            _ => self.attempt < other.attempt,
        }
    }
}

/// The answer of GitHub's interface, with a list in it.
#[derive(Deserialize)]
struct Page {
    workflow_runs: Bounded,
}

/// Entries of a list: as many as are allowed, and one, which tells that there are more.
struct Bounded(Vec<Entry>);

impl<'de> Deserialize<'de> for Bounded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Bounded;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Bounded, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = access.next_element()? {
            if list.len() <= limits::RUNS {
                list.push(entry);
            }
        }
        Ok(Bounded(list))
    }
}

/// All that is read of an entry. A key that stands twice is refused.
#[derive(Deserialize)]
struct Entry {
    #[serde(alias = "headSha", alias = "head_sha")]
    sha: Option<String>,
    #[serde(rename = "workflowName")]
    workflow: Option<String>,
    name: Option<String>,
    status: Option<String>,
    conclusion: Option<String>,
    #[serde(alias = "run_attempt")]
    attempt: Option<u64>,
    #[serde(rename = "createdAt", alias = "created_at")]
    created: Option<String>,
    url: Option<String>,
    html_url: Option<String>,
    web_url: Option<String>,
}

/// Reads a list; what is wrong with it otherwise.
pub(crate) fn read(bytes: &[u8]) -> Result<Runs, Untrusted> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("it is empty".into());
    }
    let is_page = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let read = if is_page {
        serde_json::from_slice::<Page>(bytes).map(|page| page.workflow_runs)
    } else {
        serde_json::from_slice(bytes)
    };
    let Bounded(entries) =
        read.map_err(|error| message!("it is no list of CI runs: {}", error.to_string()))?;
    if entries.len() > limits::RUNS {
        return Err(message!("it holds more than {} runs", limits::RUNS));
    }
    let is_perhaps_cut = CUT.contains(&entries.len());
    Ok(Runs { list: entries.into_iter().map(Entry::run).collect(), is_perhaps_cut })
}

impl Entry {
    fn run(self) -> Run {
        let state = self.state();
        let name = [self.workflow, self.name].into_iter().flatten().find(|name| !name.trim().is_empty());
        let url = [self.html_url, self.web_url, self.url].into_iter().flatten().next();
        Run {
            commit: self.sha.map(|sha| sha.trim().to_ascii_lowercase()).filter(|sha| is_full(sha)),
            workflow: Untrusted::new(clip(name.as_deref().unwrap_or_default().trim())),
            state,
            created: self.created.and_then(|text| text.trim().parse().ok()),
            attempt: self.attempt.unwrap_or(1),
            url: url.map(|url| Untrusted::new(clip(&url))),
        }
    }

    /// A conclusion counts only once the run is over; lists without one say it all in the status.
    fn state(&self) -> RunState {
        let status = self.status.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        let conclusion = self.conclusion.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        let is_over = matches!(status.as_str(), "" | "completed");
        match (is_over, conclusion.as_str()) {
            (true, "success") => RunState::Good,
            (true, "") if status.is_empty() => RunState::Unfinished("without a status".into()),
            (true, "") => RunState::Unfinished("completed, without a conclusion".into()),
            (true, word) => RunState::Failed(Untrusted::new(clip(word))),
            (false, "") if status == "success" => RunState::Good,
            (false, _) if UNFINISHED.contains(&status.as_str()) => {
                RunState::Unfinished(Untrusted::new(status))
            }
            (false, _) => RunState::Failed(Untrusted::new(clip(&status))),
        }
    }
}

/// Words for a run that goes on, or has not begun.
const UNFINISHED: [&str; 13] = [
    "queued",
    "in_progress",
    "requested",
    "waiting",
    "pending",
    "created",
    "waiting_for_resource",
    "waiting_for_callback",
    "preparing",
    "running",
    "manual",
    "scheduled",
    "canceling",
];

/// Whether an id is whole: the beginning of one could be another commit's.
fn is_full(id: &str) -> bool {
    matches!(id.len(), 40 | 64) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn state(entry: &str) -> String {
        let runs = read(format!("[{{{entry}}}]").as_bytes()).unwrap();
        match &runs.list[0].state {
            RunState::Good => "good".to_owned(),
            RunState::Unfinished(word) => format!("unfinished {}", word.raw()),
            RunState::Failed(word) => format!("failed {}", word.raw()),
        }
    }

    #[test]
    fn only_what_ended_well_is_good() {
        for (entry, expected) in [
            (r#""status": "completed", "conclusion": "success""#, "good"),
            (r#""status": "completed", "conclusion": "SUCCESS""#, "good"),
            (r#""status": "success""#, "good"),
            (r#""status": "in_progress", "conclusion": """#, "unfinished in_progress"),
            (r#""status": "in_progress", "conclusion": "success""#, "unfinished in_progress"),
            (r#""status": "completed", "conclusion": """#, "unfinished completed, without a conclusion"),
            (r#""status": "completed", "conclusion": "skipped""#, "failed skipped"),
            (r#""status": "completed", "conclusion": "neutral""#, "failed neutral"),
            (r#""status": "completed", "conclusion": "cancelled""#, "failed cancelled"),
            (r#""status": "failed""#, "failed failed"),
            (r#""status": "running""#, "unfinished running"),
            (r#""status": "manual""#, "unfinished manual"),
            (r#""status": "odd""#, "failed odd"),
            ("", "unfinished without a status"),
        ] {
            assert_eq!(state(entry), expected, "{entry}");
        }
    }

    #[test]
    fn only_full_ids_are_commits() {
        let commit = |sha: &str| {
            read(format!("[{{\"headSha\": \"{sha}\"}}]").as_bytes()).unwrap().list[0].commit.clone()
        };
        assert_eq!(commit(&ID.to_uppercase()).as_deref(), Some(ID));
        assert_eq!(commit("0123456789ab"), None);
        assert_eq!(commit(&format!("{}g", ID.trim_end_matches('7'))), None);
    }

    #[test]
    fn the_shapes_of_the_clients_are_read() {
        let gh = format!(
            r#"[{{"headSha":"{ID}","workflowName":"CI","name":"x","status":"completed","conclusion":"success","attempt":2,"createdAt":"2026-11-30T10:00:00Z","url":"u"}}]"#
        );
        let api = format!(
            r#"{{"total_count":1,"workflow_runs":[{{"id":1,"head_sha":"{ID}","name":"CI","status":"completed","conclusion":"success","run_attempt":2,"created_at":"2026-11-30T10:00:00Z","html_url":"u","url":"v"}}]}}"#
        );
        let gitlab = format!(
            r#"[{{"id":7,"sha":"{ID}","name":"CI","status":"success","created_at":"2026-11-30T11:00:00.000+01:00","web_url":"u"}}]"#
        );
        for text in [gh, api, gitlab] {
            let run = read(text.as_bytes()).unwrap().list.remove(0);
            assert_eq!(
                (run.workflow.raw(), run.commit.as_deref(), &run.state),
                ("CI", Some(ID), &RunState::Good)
            );
            assert_eq!((run.created, run.url.unwrap().raw()), ("2026-11-30T10:00:00Z".parse().ok(), "u"));
        }
    }

    #[test]
    fn what_is_no_list_of_runs_is_refused() {
        for text in [
            "",
            "{}",
            "[1]",
            "[[]]",
            "null",
            "[{\"sha\": 1}]",
            "[{\"sha\": \"a\", \"sha\": \"b\"}]",
            "[{}] x",
            "[{",
        ] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read(b"[]").unwrap().list.is_empty());
        assert!(read(format!("[{}]", ["{}"; 30].join(",")).as_bytes()).unwrap().is_perhaps_cut);
    }
}
