//! Risks: issues that ship with the release, and findings that were accepted.

use super::flow;
use crate::checks::case::Case;
use crate::checks::check::Check;
use crate::checks::risks::keys::KnownIssue;
use crate::checks::roles::decisions::Authority;
use crate::checks::scope::item::Listed;
use crate::checks::{accept, rehearsal};
use crate::evidence::history::id::Named;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::untrusted::{Untrusted, message};

rules! {
    in "risks/":
    ISSUE_ACCEPTED_WITHOUT_AUTHORITY = "issue/accepted-without-authority", Error, Full,
        "a known issue was accepted by somebody who may not" / "known issues were accepted by somebody who may not",
        "let the owner or the final caller accept it, and set `accepted_by`";
    ISSUE_CORE_FLOW = "issue/core-flow", Error, Full,
        "a known issue touches a core flow, with no fix and no rehearsed rollback" /
        "known issues touch a core flow, with no fix and no rehearsed rollback",
        "fix it and put the fix on the list, or rehearse the rollback";
    ISSUE_UNACCEPTED = "issue/unaccepted", Error, Full,
        "nobody accepted that a known issue ships" / "known issues are not accepted",
        "let the owner or the final caller accept it: accepted_by, accepted_on, why";
}

/// What ships although it is known.
pub(crate) struct Risks;

impl Check for Risks {
    fn id(&self) -> CheckId {
        CheckId::RISKS
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let decide = case.authority_over(ISSUE_UNACCEPTED.id);
        for issue in case.release.known_issues.items() {
            accepted(case, issue, out);
            authority(case, issue, decide.as_ref(), out);
            core_flow(case, issue, out);
        }
        accept::run(case, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let issues = case.release.known_issues.items().len();
        let accepts = case.release.accepts.items().len();
        let issues = match issues {
            0 => "no known issue".to_owned(),
            1 => "1 known issue, accepted".to_owned(),
            many => format!("{many} known issues, all accepted"),
        };
        match accepts {
            0 => Untrusted::new(issues),
            1 => message!("{}; 1 finding ships anyway", issues),
            many => message!("{}; {} acceptances", issues, many),
        }
    }
}

fn label(issue: &KnownIssue) -> Untrusted {
    let text = issue.id.get().or(issue.summary.get());
    text.map_or_else(|| Untrusted::from("a known issue"), |text| text.words.clone())
}

fn accepted(case: &Case, issue: &KnownIssue, out: &mut Findings) {
    if !case.is_said(&issue.accepted_by, &issue.accepted_on) {
        let finding = out.raise(&ISSUE_UNACCEPTED, issue.span).subject(label(issue));
        match (issue.accepted_by.get(), issue.accepted_on.get()) {
            (Some(_), Some(on)) => {
                finding.span = on.span;
                finding.say(message!(
                    "the acceptance of {} is dated {}, which is still to come",
                    label(issue),
                    on.short()
                ))
            }
            (Some(by), None) => {
                finding.span = by.span;
                finding
                    .say(message!("{} accepted {}, but nobody says when", by.name, label(issue)))
                    .next(Some(&by.name))
            }
            _ => finding.say(message!("nobody accepted that {} ships", label(issue))),
        };
    }
}

/// Whoever the team names for it accepts known issues, else the owner or the final caller.
fn authority(case: &Case, issue: &KnownIssue, decide: Option<&Authority>, out: &mut Findings) {
    let Some(by) = issue.accepted_by.get() else { return };
    if decide.map_or_else(|| case.is_owner_or_caller(&by.name), |decide| decide.has(&by.name)) {
        return;
    }
    let finding = out.raise(&ISSUE_ACCEPTED_WITHOUT_AUTHORITY, by.span).subject(label(issue));
    match decide {
        Some(decide) => finding
            .next(decide.first())
            .say(message!(
                "{} accepted {}, but that is for {} to decide",
                by.name,
                label(issue),
                decide.words()
            ))
            .help("let one of them accept it, and set `accepted_by`"),
        None => finding.say(message!(
            "{} accepted {}, but is neither owner nor final caller",
            by.name,
            label(issue)
        )),
    };
}

fn core_flow(case: &Case, issue: &KnownIssue, out: &mut Findings) {
    let is_core = |flow: &&crate::shape::leaf::Text| {
        let mut flows = case.policy.core_flows.items().iter();
        flows.any(|core| flow::touches(flow.words.raw(), core.words.raw()))
    };
    let Some(flow) = issue.touches.items().iter().find(is_core) else { return };
    if is_fixed(case, issue) || rehearsal::is_rehearsed(case) {
        return;
    }
    out.raise(&ISSUE_CORE_FLOW, flow.span).subject(label(issue)).say(message!(
        "{} touches {}, a core flow, and there is neither a fix nor a rehearsed rollback",
        label(issue),
        flow.words
    ));
}

/// Whether the release ships something under the issue's own id.
fn is_fixed(case: &Case, issue: &KnownIssue) -> bool {
    let parse =
        |text: Option<&crate::shape::leaf::Text>| text.and_then(|text| Named::written(text.words.raw()));
    let Some(id) = parse(issue.id.get()) else { return false };
    let scope = &case.release.scope;
    let items =
        scope.included.items().iter().filter(|item| !item.is_unfinished()).map(|item| parse(item.id()));
    let extras = scope.extras.items().iter().filter(|extra| extra.ships()).map(|extra| parse(extra.id()));
    items.chain(extras).flatten().any(|shipped| shipped == id)
}
