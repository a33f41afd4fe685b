//! The list of CI runs: its file is opened through the jail and read whole.

use super::root::Root;
use super::tests::runs::{self, Runs};
use super::{Fault, Gathered};
use crate::limits;
use crate::shape::leaf::Token;
use crate::untrusted::message;

/// Reads the list that `runs` names.
pub(crate) fn gather(root: &Root, token: &Token) -> Gathered<Runs> {
    let path = token.text.raw();
    let broken = |why, help| {
        Gathered::Broken(Fault { span: token.span, message: message!("{}: {}", path, why), help })
    };
    match root.open(path).and_then(|file| file.read_whole(limits::RUNS_BYTES)) {
        Err(refusal) => broken(refusal.why, refusal.help),
        Ok(bytes) => match runs::read(&bytes) {
            Ok(runs) => Gathered::Read(runs),
            Err(why) => broken(why, "write it with `gh run list --json headSha,workflowName,status,conclusion,attempt,createdAt,url --limit 1000`, or from GitLab's pipelines API".into()),
        },
    }
}
