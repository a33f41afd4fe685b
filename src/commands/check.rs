//! `gonogo check`: file, evidence, judgement, report, exit code.

use anyhow::{Context, bail};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::collect::Collected;
use super::gather::gather;
use super::load::{Loaded, Loader};
use super::{earlier, find, output, past, signatures, since};
use crate::Env;
use crate::checks::case::{self, Case, Purpose};
use crate::checks::catalogue::catalogue;
use crate::checks::scope::matching::judgement::{Asked, judge as match_changes};
use crate::cli::Check;
use crate::evidence::Gathered;
use crate::evidence::history::trees::Trees;
use crate::exit::Exit;
use crate::report::{ReleaseReport, Report, Verdict};
use crate::shape::date::{self, Moment, When};
use crate::source::Span;
use crate::threads;
use crate::untrusted::Untrusted;
use crate::verdict::{self, Mode, Strictness, report};

/// Runs the command.
pub(crate) fn run(arguments: &Check, around: &mut Env) -> anyhow::Result<Exit> {
    let options = &arguments.options;
    let (now, as_of) = as_of(options.as_of.as_deref(), around.now)?;
    let strictness = strictness(options.strict);
    let loader = Loader::new(options)?;
    let earlier = arguments.since.as_deref().map(since::read).transpose()?;
    let collected = Collected::default();
    let mut one = |file| match loader.load(file, around.stdin) {
        Ok(loaded) => judge(&loaded, (Purpose::Check, arguments.commit.as_deref()), (now, strictness)),
        Err(report) => *report,
    };
    let files = find::to_judge(&arguments.files, around.stderr)?;
    let releases = files.iter().map(|file| collected.take(|| one(file))).collect();
    let mut releases = collected.close(releases)?;
    if let Some(earlier) = earlier {
        earlier.compare(&mut releases);
    }
    let report = assemble(releases, Some(as_of), options.strict, Verdict::Go);
    output::deliver(&report, options, around)
}

/// Changes whose memory takes longer to give back than a thread takes to start.
const MANY: usize = 2_000;

/// Judges one release with all its evidence.
pub(super) fn judge(
    loaded: &Loaded,
    (purpose, commit): (Purpose, Option<&str>),
    (now, strictness): (Timestamp, Strictness),
) -> ReleaseReport {
    let digest = loaded.canonical.digest();
    let conditions = case::conditions(&loaded.release, &loaded.policy);
    let past = past::wanted(loaded, purpose);
    let beside = || past.as_ref().map(|wanted| past::read(loaded, wanted));
    let gathered = || match past {
        Some(_) => threads::beside(|| gather(loaded, commit), beside),
        None => (gather(loaded, commit), None),
    };
    let is_signed = loaded.release.calls.items().iter().any(|call| call.signature.is_given());
    // A process of its own, which the rest need not wait for.
    let (((mut evidence, trees), versions), proofs) = if is_signed {
        threads::beside(gathered, || signatures::proofs(loaded))
    } else {
        (gathered(), signatures::proofs(loaded))
    };
    evidence.proofs = proofs;
    evidence.issues = loaded.issues.clone();
    let confirmed = loaded.release.tests.confirmed_on.get();
    let builds = evidence.shipping.builds.iter();
    let builds: Vec<_> = builds.filter_map(|(name, commit)| Some((name.as_str(), *commit.read()?))).collect();
    let asked = Asked {
        trees: trees.as_ref().map(|trees| trees as &dyn Trees),
        plan: Some(&loaded.plan),
        commit: evidence.shipping.asked.read().map(|asked| asked.commit),
        called: evidence.shipping.called.read().map(|called| called.commit),
        tested: evidence.shipping.tested.read().map(|tested| tested.commit),
        builds: &builds,
        confirmed: confirmed.map(|on| on.period(&loaded.release.zone()).start.as_second()),
    };
    let judgement =
        evidence.build.read().map(|history| match_changes(history, &loaded.release, &loaded.policy, asked));
    let mut plans = earlier::plans(loaded);
    plans.list.extend(versions.as_ref().and_then(Gathered::read).map(past::earlier).unwrap_or_default());
    let case = Case {
        plans: Some(&plans),
        past: versions.as_ref(),
        addresses: past::addresses(loaded),
        commit: commit.map(Untrusted::from),
        purpose,
        plan: Some(&digest),
        judgement: judgement.as_ref(),
        now: Some(now),
        ..Case::new(catalogue(), &loaded.release, &loaded.policy, &evidence, conditions)
    };
    let judged = verdict::judge(case.clone(), Mode::Check, strictness);
    let report = report::judged(&case, judged, &loaded.sources);
    if judgement.as_ref().is_some_and(|judgement| judgement.dispositions.len() > MANY) {
        threads::give_back((evidence, judgement, trees));
    }
    report
}

pub(super) fn strictness(strict: bool) -> Strictness {
    if strict { Strictness::Strict } else { Strictness::Usual }
}

/// Puts the parts together; the worst verdict is the run's.
pub(super) fn assemble(
    releases: Vec<ReleaseReport>,
    as_of: Option<String>,
    strict: bool,
    best: Verdict,
) -> Report {
    let verdict = releases.iter().map(|release| release.verdict).max().unwrap_or(best);
    let as_of_words = as_of.as_deref().and_then(|at| date::parse(at).ok()).map(|moment| {
        let when = When { span: Span::default(), moment };
        when.people(&TimeZone::UTC)
    });
    Report { as_of, as_of_words, strict, verdict, releases, rules: catalogue().all() }
}

/// The instant to judge at, and how reports write it.
pub(super) fn as_of(asked: Option<&str>, now: Timestamp) -> anyhow::Result<(Timestamp, String)> {
    let (at, offset) = match asked.map(date::parse) {
        None => (now, Offset::UTC),
        Some(Ok(Moment::Exact(at, offset))) => (at, offset),
        Some(Ok(Moment::Local(local))) => {
            (TimeZone::UTC.to_timestamp(local).context("--as-of is out of range")?, Offset::UTC)
        }
        Some(Ok(Moment::Day(day))) => {
            let midnight = day.at(0, 0, 0, 0);
            (TimeZone::UTC.to_timestamp(midnight).context("--as-of is out of range")?, Offset::UTC)
        }
        Some(Err(why)) => bail!("--as-of: {why}"),
    };
    let at = Timestamp::from_second(at.as_second()).context("--as-of is out of range")?;
    Ok((at, if offset.is_zero() { at.to_string() } else { at.display_with_offset(offset).to_string() }))
}
