//! `[flows]` of the policy: what the build touches, and whether a test of it ran, and of what is near it.

use super::rules::FLOW_UNTESTED;
use crate::checks::case::Case;
use crate::checks::policy::Flow;
use crate::evidence::Gathered;
use crate::finding::Findings;
use crate::shape::leaf::Token;
use crate::source::Spanned;
use crate::untrusted::{Untrusted, message};

pub(super) fn run(case: &Case, out: &mut Findings) {
    for (at, (name, flow)) in case.policy.flows().iter().enumerate() {
        let Some(touched) = touched(case, at, name) else { continue };
        let Some(missing) = missing(case, at, flow) else { continue };
        let finding = out.raise(&FLOW_UNTESTED, name.span);
        finding.subject(name.value.as_str()).say(message!("{}, and {}", touched, missing));
        if let Gathered::Broken(fault) = &case.evidence.touched {
            finding.help(&fault.help);
        }
    }
}

/// What the build touches of a flow, in words; none where it touches nothing.
fn touched(case: &Case, at: usize, name: &Spanned<String>) -> Option<Untrusted> {
    let unsure = |why: &Untrusted| {
        message!("nobody can tell whether the build touches {} ({})", name.value.as_str(), why)
    };
    match &case.evidence.touched {
        Gathered::Read(groups) => {
            // The first group are the migrations.
            let touched = groups.get(at.saturating_add(1)).filter(|touched| touched.count > 0)?;
            Some(touched.told())
        }
        Gathered::Broken(fault) => Some(unsure(&fault.message)),
        Gathered::Absent => Some(unsure(&"the build was not read".into())),
    }
}

/// What was not tested of a flow and of those near it, in words; none where all was.
fn missing(case: &Case, at: usize, flow: &Flow) -> Option<Untrusted> {
    let flows = case.policy.flows();
    let near = flow.near.get().map(|near| near.list.as_slice()).unwrap_or_default();
    let place = |token: &Token| flows.iter().position(|(name, _)| name.value == token.text.raw());
    let untested = |place| untested(case, place, flows.get(place)?);
    let beside = |words| message!("{}, which is near it", words);
    untested(at).or_else(|| near.iter().filter_map(place).find_map(untested).map(beside))
}

/// Why nobody may say that a flow was tested.
fn untested(case: &Case, place: usize, (name, flow): &(Spanned<String>, Flow)) -> Option<Untrusted> {
    let name = name.value.as_str();
    if flow.tests.get().is_none_or(|tests| tests.list.is_empty()) {
        return Some(message!("no tests are named for {}", name));
    }
    let Some(tests) = case.evidence.tests.read() else {
        return Some(message!("no report shows the tests of {}", name));
    };
    match tests.ran(place) {
        Some(true) => None,
        Some(false) => Some(message!("no test of {} ran", name)),
        None => Some(message!("nobody can tell which tests of {} ran", name)),
    }
}
