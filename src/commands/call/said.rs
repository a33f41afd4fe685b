//! The entry: who says what, when, about which build and which plan.

use anyhow::{anyhow, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::ask::Answers;
use crate::checks::call::keys::Say;
use crate::checks::call::stands::{self, is_put_off};
use crate::checks::case::{Case, Conditions};
use crate::checks::catalogue::catalogue;
use crate::checks::directory::is_same;
use crate::checks::release::is_full_id;
use crate::cli::{Call, Decision};
use crate::commands::load::Loaded;
use crate::commands::signatures::keys_of;
use crate::evidence::Evidence;
use crate::evidence::ssh::{self, Proof};
use crate::record::entry::Entry;
use crate::record::statement::Statement;
use crate::render::escape;
use crate::report::ReleaseReport;
use crate::rule::Level;
use crate::shape::date::{self, Moment, Period, When};
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// Ids of rules that a stop or a delay says it was about.
const CAUSES: usize = 10;

impl Decision {
    pub(super) fn say(self) -> Say {
        match self {
            Self::Ship => Say::Ship,
            Self::Stop => Say::Stop,
            Self::Delay => Say::Delay,
            Self::RollBack => Say::RollBack,
        }
    }
}

/// Puts the entry together.
pub(super) fn entry(
    arguments: &Call,
    asked: &Answers,
    (loaded, report): (&Loaded, &ReleaseReport),
    (now, as_of): (Timestamp, &str),
) -> anyhow::Result<Entry> {
    let say = arguments.say.say();
    let is_delay = say == Say::Delay;
    if !is_delay && arguments.date.is_some() {
        bail!("--date is for a delay alone");
    }
    if say != Say::Ship && arguments.until.is_some() {
        bail!("--until is for ship alone");
    }
    let (date, until) =
        (written("--date", asked.date.as_deref())?, written("--until", arguments.until.as_deref())?);
    if let Some(why) = impossible(loaded, (date.as_ref(), until.as_ref()), now) {
        bail!("{why}; nothing was recorded");
    }
    let machine = |when: Option<When>| when.map(|when| when.written()).unwrap_or_default();
    let statement = Statement {
        say: say.word().to_owned(),
        by: caller(arguments, say, loaded)?,
        on: instant(now, as_of, &loaded.release.zone()),
        why: asked.why.clone().unwrap_or_default(),
        was: loaded.release.date.get().filter(|_| is_delay).map(When::written).unwrap_or_default(),
        date: machine(date.filter(|_| is_delay)),
        build: if say == Say::Ship { build(arguments, loaded, report)? } else { String::new() },
        plan: if say == Say::Ship { loaded.canonical.digest() } else { String::new() },
        until: machine(until),
        told: asked.told.clone(),
    };
    let cause = if matches!(say, Say::Stop | Say::Delay) { causes(report) } else { Vec::new() };
    Ok(Entry { statement, cause, signature: None })
}

/// Who calls: by default the one whose word it is, else who stands in or is on the way up.
fn caller(arguments: &Call, say: Say, loaded: &Loaded) -> anyhow::Result<String> {
    let evidence = Evidence::default();
    let case = Case::new(catalogue(), &loaded.release, &loaded.policy, &evidence, Conditions::default());
    let key = match say {
        Say::Ship => "`ship` under [caller]",
        Say::Stop | Say::Delay => "`stop` under [caller]",
        Say::RollBack => "`decided_by` under [rollback]",
    };
    let Some(own) = stands::caller(&case, say) else {
        bail!("nobody is named who may say {}: set {key}", say.word())
    };
    let by = arguments.by.as_deref().map_or_else(|| own.clone(), Untrusted::from);
    let may = stands::people(&case, say);
    if let Some(one) = may.people.iter().find(|one| is_same(one, &by)) {
        return Ok(one.raw().to_owned());
    }
    let why =
        message!("it is for {} to say {}, not for {}; nothing was recorded", may.words(), say.word(), by);
    Err(anyhow!("{}", escape::terminal(&why)))
}

/// The instant of the call, at the clock of whoever said it: the offset of `--as-of`, else of the release's zone.
pub(in crate::commands) fn instant(now: Timestamp, as_of: &str, zone: &TimeZone) -> String {
    match date::parse(as_of) {
        Ok(Moment::Exact(_, offset)) if !offset.is_zero() => now.display_with_offset(offset).to_string(),
        _ => now.display_with_offset(zone.to_offset(now)).to_string(),
    }
}

fn written(option: &str, text: Option<&str>) -> anyhow::Result<Option<When>> {
    let Some(text) = text else { return Ok(None) };
    match date::parse(text) {
        Ok(moment) => Ok(Some(When { span: Span::default(), moment })),
        Err(why) => Err(anyhow!("{option}: {why}")),
    }
}

/// A new launch that is none, or an end that is over already.
fn impossible(
    loaded: &Loaded,
    (date, until): (Option<&When>, Option<&When>),
    now: Timestamp,
) -> Option<&'static str> {
    let (zone, now) = (loaded.release.zone(), Period::instant(now));
    let is_over = |when: &When| when.period(&zone).is_before(now);
    let is_later = |date: &When| loaded.release.date.get().is_none_or(|was| is_put_off(was, date, &zone));
    match (date, until) {
        (Some(date), _) if is_over(date) => Some("--date: the new launch is over already"),
        (Some(date), _) if !is_later(date) => Some("--date: the new launch is not after the old one"),
        (_, Some(until)) if is_over(until) => Some("--until: that is over already"),
        _ => None,
    }
}

/// The commit that was judged. Where no repository shows it, it has to be said.
fn build(arguments: &Call, loaded: &Loaded, report: &ReleaseReport) -> anyhow::Result<String> {
    if let Some(to) = report.evidence.build.as_ref().and_then(|build| build.to.clone()) {
        return Ok(to);
    }
    match arguments.commit.as_deref() {
        Some(commit) if is_full_id(commit) => Ok(commit.to_ascii_lowercase()),
        Some(_) => {
            bail!("--commit has to be the full id of a commit: a shorter one may come to mean another")
        }
        None if loaded.release.build.changes.is_given() => {
            bail!("the build is a change list: say which commit ships with --commit SHA")
        }
        None => Ok(String::new()),
    }
}

/// What stands against the release.
fn causes(report: &ReleaseReport) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    let open = report.findings.iter().filter(|finding| finding.level == Level::Error && !finding.accepted);
    for finding in open.filter(|finding| !finding.rule.starts_with("call/")) {
        if !causes.iter().any(|known| known == finding.rule) && causes.len() < CAUSES {
            causes.push(finding.rule.to_owned());
        }
    }
    causes
}

/// Signs the statement, and makes sure that it will count.
pub(super) fn sign(arguments: &Call, loaded: &Loaded, statement: &Statement) -> anyhow::Result<String> {
    let keys = keys_of(loaded, &Untrusted::from(statement.by.as_str()));
    let folder = loaded.root.base();
    let signed = match &arguments.key {
        // The program runs elsewhere, so the path is made whole.
        Some(key) => {
            let key = std::path::absolute(key).unwrap_or_else(|_| key.clone());
            ssh::sign(folder, &statement.bytes(), &key)
        }
        None => ssh::sign_by_agent(folder, &statement.bytes(), &keys),
    };
    let signature = signed.map_err(|why| anyhow!("{}", escape::terminal(&why)))?;
    match ssh::verify(folder, &statement.bytes(), &signature, &keys) {
        Proof::Good => Ok(signature),
        Proof::Bad(_) => bail!("the key is none of the caller's in the directory; nothing was recorded"),
        Proof::Unproven(why) => Err(anyhow!("{}; nothing was recorded", escape::terminal(&why))),
    }
}
