//! The past of a plan: whether anything asks for it, and its versions read as releases.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::find::release_patterns;
use super::load::{Loaded, plan_in, with_issues};
use super::parse::parse;
use crate::checks::call::keys::Say;
use crate::checks::case::Purpose;
use crate::checks::past::{Addresses, Held, Past, Version, is_same_name, is_same_release};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::issues::add;
use crate::evidence::Gathered;
use crate::evidence::issues::{self, Issues};
use crate::evidence::past::{self, Ask, Commit};
use crate::input;
use crate::record::canonical::Plan;
use crate::shape::Faults;
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

/// The addresses that count: those of the team's directory where there is one or the policy was named, else the
/// release's.
pub(super) fn addresses(loaded: &Loaded) -> Addresses {
    Addresses::of(loaded.directory())
}

/// What is to be read of a plan's past, by the paths of the plan and of its list of issues.
#[derive(Debug)]
pub(super) struct Wanted {
    path: String,
    beside: Option<String>,
    patterns: Vec<String>,
    holds: Option<String>,
    is_full: bool,
    has_tags: bool,
}

/// What is to be read of a plan's past. Where no rule asks for it, git is not asked either.
pub(super) fn wanted(loaded: &Loaded, purpose: Purpose) -> Option<Wanted> {
    let release = &loaded.release;
    let has_calls = !release.calls.items().is_empty() || purpose == Purpose::Gate;
    let is_full = has_calls || !addresses(loaded).is_empty();
    let is_approved = release.scope.approved_by.is_given() && release.scope.approved_on.is_given();
    let has_releases = loaded.policy.releases.is_given();
    let is_stopped = release.calls.items().iter().any(|call| call.say.get() == Some(&Say::Stop));
    let all = wanted_of(loaded);
    (is_full || is_approved || has_releases).then(|| Wanted {
        beside: all.beside.filter(|_| is_approved),
        holds: has_calls.then(|| mark(release)),
        is_full,
        has_tags: is_stopped || has_releases,
        ..all
    })
}

/// The same for a reading over many plans: what stood on the branch, whatever the plan asks for.
pub(super) fn wanted_of(loaded: &Loaded) -> Wanted {
    let issues = loaded.release.scope.issues.get();
    Wanted {
        path: loaded.plan.judged().unwrap_or_default().to_owned(),
        beside: issues.and_then(|issues| loaded.plan.beside(issues.text.raw())),
        patterns: loaded.plan.patterns(loaded.policy.releases.items()),
        holds: None,
        is_full: false,
        has_tags: false,
    }
}

/// What each file of this release holds, wherever it lay: its version, else its name, else that something was called.
fn mark(release: &Release) -> String {
    let mut words = [&release.version, &release.name].into_iter().filter_map(|words| words.get());
    let words = words.find(|words| !words.words.is_blank());
    let line = words.and_then(|words| words.words.raw().trim().lines().next().map(str::to_owned));
    line.unwrap_or_else(|| "say".to_owned())
}

/// Reads the past of a plan. Where something was called, no other name takes a file out of its past: the policy's
/// `releases` count, and whatever `check` would take for a release file of its own accord.
pub(super) fn read(loaded: &Loaded, wanted: &Wanted) -> Gathered<Past> {
    if wanted.path.is_empty() {
        return Gathered::Absent;
    }
    let anywhere = [&wanted.patterns[..], &release_patterns()].concat();
    let ask = Ask {
        path: &wanted.path,
        beside: wanted.beside.as_deref(),
        patterns: &wanted.patterns,
        holds: wanted.holds.as_deref().map(|text| (text, &anywhere[..])),
        is_full: wanted.is_full,
        has_tags: wanted.has_tags,
    };
    match past::gather(loaded.root.repository_folder(), ask) {
        Gathered::Absent => Gathered::Absent,
        Gathered::Broken(fault) => Gathered::Broken(fault),
        Gathered::Read(past) => Gathered::Read(decoded(loaded, &wanted.path, past)),
    }
}

/// A text of the file, and of the list beside it, by their places.
type Both = (usize, Option<usize>);

fn decoded(loaded: &Loaded, path: &str, past: past::Past) -> Past {
    let texts = Texts { path, list: &past.texts };
    let changed = changed(loaded, &texts, &past);
    let mut known: HashMap<(Both, &str), Arc<Held>> = HashMap::new();
    let paths = &past.paths;
    let is_own = |held: &Arc<Held>| is_same_release(&held.release, &loaded.release);
    let mut twins = Vec::new();
    let mut version = |commit: Commit| {
        let mut held = |text, path| {
            let both = (text, commit.beside);
            Arc::clone(known.entry((both, path)).or_insert_with(|| Arc::new(texts.held(path, both))))
        };
        let here = commit.text.map(|text| held(text, path));
        let others =
            commit.others.iter().filter_map(|(text, at)| Some(held(*text, paths.get(*at)?.as_str())));
        let mut others: Vec<Arc<Held>> =
            others.filter(|held| is_own(held) && is_same_name(&held.release, &loaded.release)).collect();
        // Where this file does not hold this release, one that was called otherwise may.
        let held = match here {
            Some(here) if is_own(&here) => Some(here),
            here => others.pop().or(here),
        };
        twins.extend(others.into_iter().map(|held| Version {
            commit: commit.clone(),
            held: Some(held),
            is_own: true,
        }));
        let is_own = held.as_ref().is_some_and(is_own);
        Version { commit, held, is_own }
    };
    let full = past.full.into_iter().map(&mut version).collect();
    let line = past.line.into_iter().map(&mut version).collect();
    Past { full, line, twins, tags: past.tags, gap: past.gap, changed }
}

/// The keys that differ from the plan that the newest call is about, where that was committed.
fn changed(loaded: &Loaded, texts: &Texts, past: &past::Past) -> Option<Vec<String>> {
    let called = loaded.release.calls.items().last()?.plan.get()?.text.raw();
    if called == loaded.canonical.digest() {
        return None;
    }
    let commits = past.line.iter().chain(&past.full);
    let mut seen = HashSet::new();
    let both =
        commits.filter_map(|commit| Some((commit.text?, commit.beside))).filter(|both| seen.insert(*both));
    let then = both.map(|both| texts.plan(both, &loaded.policy)).find(|plan| plan.digest() == called)?;
    Some(then.changed(&loaded.canonical))
}

/// The texts of all versions.
struct Texts<'t> {
    path: &'t str,
    list: &'t [String],
}

impl Texts<'_> {
    /// What a version says. What is wrong with it is not what this run is about.
    fn held(&self, path: &str, (text, beside): Both) -> Held {
        let text = self.at(text);
        let syntax = input::detect(Path::new(path), text);
        let mut release: Release = parse(FileId::Release, syntax, text, &mut Faults::default());
        let list = release.scope.issues.get().cloned().zip(self.issues(beside));
        let has_issues = list.is_some();
        if let Some((token, issues)) = list {
            add(&mut release, &token, &issues.list);
        }
        Held::new(release, has_issues)
    }

    fn plan(&self, (text, beside): Both, policy: &Policy) -> Plan {
        let text = self.at(text);
        let plan = plan_in(input::detect(Path::new(self.path), text), text, policy);
        match self.issues(beside) {
            Some(issues) => with_issues(plan, &issues),
            None => plan,
        }
    }

    fn issues(&self, beside: Option<usize>) -> Option<Issues> {
        issues::read(self.at(beside?).as_bytes()).ok()
    }

    fn at(&self, place: usize) -> &str {
        self.list.get(place).map(String::as_str).unwrap_or_default()
    }
}

/// The releases that this file was about before, each as it stood last.
pub(super) fn earlier(past: &Past) -> Vec<(Untrusted, Release)> {
    let mut earlier: Vec<(Untrusted, Release)> = Vec::new();
    for version in past.line.iter().chain(&past.full).filter(|version| !version.is_own) {
        let Some(held) = version.held.as_ref().filter(|held| held.release.version.is_given()) else {
            continue;
        };
        if !earlier.iter().any(|(_, other)| is_same_release(other, &held.release)) {
            let short: String = version.commit.id.chars().take(7).collect();
            earlier.push((message!("this file at {}", short), held.release.clone()));
        }
    }
    earlier
}
