//! `in-toto`: the answer of a gate as an unsigned in-toto Statement v1, to be signed by who trusts this run.
//!
//! Subjects are what the answer is about and what it stands on; the predicate is the JSON report and the newest call.
//! A shut gate is attested as well: the predicate says so, and the exit code keeps the job from going on.

use std::io;

use serde::Serialize;

use super::json::document::{Call, Document};
use super::json::write;
use crate::render::escape::{Exact, exact, terminal};
use crate::report::{ReleaseReport, Report, Verdict};
use crate::untrusted::Untrusted;

const STATEMENT: &str = "https://in-toto.io/Statement/v1";
/// Ours, and fixed: who verifies looks for it. Nothing is to be fetched from a domain that cannot exist.
const PREDICATE: &str = "https://gonogo.invalid/gate/v1";

#[derive(Serialize)]
struct Statement<'a> {
    #[serde(rename = "_type")]
    kind: &'static str,
    subject: Vec<Subject<'a>>,
    #[serde(rename = "predicateType")]
    predicate_type: &'static str,
    predicate: Predicate<'a>,
}

#[derive(Serialize)]
struct Subject<'a> {
    name: Exact<'a>,
    digest: Digest<'a>,
}

#[derive(Serialize)]
enum Digest<'a> {
    #[serde(rename = "gitCommit")]
    Commit(&'a str),
    #[serde(rename = "sha256")]
    File(&'a str),
}

#[derive(Serialize)]
struct Predicate<'a> {
    gate: &'static str,
    call: Option<Call<'a>>,
    report: Document<'a>,
}

/// Writes the statement. About a file that is no release nothing can be stated.
pub(crate) fn render(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let [release] = report.releases.as_slice() else {
        return Err(io::Error::other("a statement is about one release"));
    };
    if release.verdict == Verdict::Invalid {
        let why = release.findings.first().map(|finding| terminal(&finding.message)).unwrap_or_default();
        return Err(io::Error::other(format!("there is nothing to attest: {why}")));
    }
    let commit = Untrusted::from("build");
    let build = commit_of(release).map(|id| Subject { name: exact(&commit), digest: Digest::Commit(id) });
    let files = release.attested.iter();
    let files = files.map(|file| Subject { name: exact(&file.name), digest: Digest::File(&file.sha256) });
    let statement = Statement {
        kind: STATEMENT,
        subject: build.into_iter().chain(files).collect(),
        predicate_type: PREDICATE,
        predicate: Predicate {
            gate: if release.verdict == Verdict::Go { "open" } else { "shut" },
            call: release.call.as_ref().map(Call::of),
            report: Document::of(report),
        },
    };
    write(&statement, out)
}

/// The commit that was judged; where no repository shows it, the deployed one if that is what was called.
fn commit_of(release: &ReleaseReport) -> Option<&str> {
    let judged = release.evidence.build.as_ref().and_then(|build| build.to.as_deref());
    judged.or_else(|| release.gate.as_ref().filter(|gate| gate.is_build).and_then(|gate| gate.id.as_deref()))
}
