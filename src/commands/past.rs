//! The past of a plan: whether anything asks for it, and its versions read as releases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::load::Loaded;
use super::parse::parse;
use crate::checks::call::keys::Say;
use crate::checks::case::Purpose;
use crate::checks::past::{Addresses, Held, Past, Version, is_same_release};
use crate::checks::release::Release;
use crate::evidence::Gathered;
use crate::evidence::past::{self, Ask, Commit};
use crate::input;
use crate::record::canonical;
use crate::shape::{Decode, Faults};
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

/// The addresses that count: those of the team's directory where there is one or the policy was named, else the
/// release's.
pub(super) fn addresses(loaded: &Loaded) -> Addresses {
    Addresses::of(loaded.directory())
}

/// What is to be read of a plan's past. Where no rule asks for it, git is not asked either.
pub(super) fn wanted<'l>(loaded: &'l Loaded, purpose: Purpose) -> Option<Ask<'l>> {
    let release = &loaded.release;
    let has_calls = release.calls.is_given() || purpose == Purpose::Gate;
    let is_full = has_calls || !addresses(loaded).is_empty();
    let is_approved = release.scope.approved_by.is_given() && release.scope.approved_on.is_given();
    let path = loaded.plan.judged();
    let has_releases = loaded.policy.releases.is_given();
    let is_stopped = release.calls.items().iter().any(|call| call.say.get() == Some(&Say::Stop));
    let is_wanted = is_full || is_approved || has_releases;
    is_wanted.then_some(Ask { path: path.unwrap_or_default(), is_full, has_tags: is_stopped || has_releases })
}

/// Reads the past of a plan.
pub(super) fn read(loaded: &Loaded, ask: Ask) -> Gathered<Past> {
    if ask.path.is_empty() {
        return Gathered::Absent;
    }
    match past::gather(loaded.root.repository_folder(), ask) {
        Gathered::Absent => Gathered::Absent,
        Gathered::Broken(fault) => Gathered::Broken(fault),
        Gathered::Read(past) => Gathered::Read(decoded(loaded, ask.path, past)),
    }
}

fn decoded(loaded: &Loaded, path: &str, past: past::Past) -> Past {
    let held: Vec<Arc<Held>> =
        past.texts.iter().map(|text| Arc::new(Held::new(release(path, text)))).collect();
    let version = |commit: Commit| {
        let held = commit.text.and_then(|text| held.get(text)).cloned();
        let is_own = held.as_ref().is_some_and(|held| is_same_release(&held.release, &loaded.release));
        Version { commit, held, is_own }
    };
    Past {
        full: past.full.into_iter().map(version).collect(),
        line: past.line.into_iter().map(version).collect(),
        tags: past.tags,
        gap: past.gap,
        changed: changed(loaded, path, &past.texts),
    }
}

/// The keys that differ from the plan that the newest call is about, where that was committed.
fn changed(loaded: &Loaded, path: &str, texts: &[String]) -> Option<Vec<String>> {
    let called = loaded.release.calls.items().last()?.plan.get()?.text.raw();
    if called == loaded.digest {
        return None;
    }
    let then = texts.iter().find_map(|text| {
        let (digest, tables) = plan(path, text);
        (digest == called).then_some(tables)
    })?;
    let (_, now) = plan(path, &loaded.sources.release_text());
    let keys: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let differs = keys.into_iter().filter(|key| then.get(*key) != now.get(*key));
    Some(differs.map(|key| shown(key, &then, &now)).collect())
}

/// A key as it stands in the file: a table with its brackets.
fn shown(key: &str, then: &Tables, now: &Tables) -> String {
    let is_table = |tables: &Tables| tables.get(key).is_some_and(|said| said.starts_with(['{', '[']));
    if is_table(then) || is_table(now) { format!("[{key}]") } else { key.to_owned() }
}

type Tables = BTreeMap<String, String>;

/// The digest of a plan, and what each of its keys says.
fn plan(path: &str, text: &str) -> (String, Tables) {
    let (file, _) = input::parse(FileId::Release, input::detect(Path::new(path), text), text);
    let form = Release::form();
    (canonical::digest(&file, &form), canonical::tables(&file, &form))
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

/// What a version says. What is wrong with it is not what this run is about.
fn release(path: &str, text: &str) -> Release {
    let syntax = input::detect(Path::new(path), text);
    parse(FileId::Release, syntax, text, &mut Faults::default())
}
