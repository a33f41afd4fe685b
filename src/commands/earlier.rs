//! Which other plans of the team are looked at, for words that were given about another release.

use std::path::{Component, Path, PathBuf};

use super::find;
use super::load::Loaded;
use super::parse::parse;
use crate::checks::case::OtherPlans;
use crate::evidence::plans::{self, Plans};
use crate::evidence::root::Root;
use crate::input;
use crate::shape::Faults;
use crate::source::FileId;

/// The plans that the policy's `releases` match, else those that `lint` finds in the release file's folder. A release
/// that says nothing yet carries nothing over, and none is read for it.
pub(super) fn plans(loaded: &Loaded) -> OtherPlans {
    let release = &loaded.release;
    let says_something = release.scope.approved_by.is_given()
        || release.tests.confirmed_by.is_given()
        || loaded.policy.releases.is_given()
        || release.rescue.is_given();
    if !says_something || !release.date.is_given() {
        return OtherPlans::default();
    }
    // Other plans are no evidence of this release.
    let root = loaded.root.clone().entered_into(None);
    let Plans { files, fault } = match loaded.policy.releases.get() {
        Some(patterns) => {
            let before = prefix(&loaded.root, loaded.policy_path.as_deref());
            let patterns: Vec<String> =
                patterns.iter().map(|pattern| format!("{before}{}", pattern.text.raw())).collect();
            plans::matching(&root, &patterns)
        }
        None => plans::named(&root, &in_folder(&root)),
    };
    let read = |file: plans::PlanFile| {
        let syntax = input::detect(Path::new(file.name.raw()), &file.text);
        // What is wrong with an old plan is not what this run is about.
        (file.name, parse(FileId::Release, syntax, &file.text, &mut Faults::default()))
    };
    OtherPlans { list: files.into_iter().map(read).collect(), fault }
}

/// What `lint` would find in the folder, as paths relative to it.
fn in_folder(root: &Root) -> Vec<String> {
    find::plans_in(root.base()).unwrap_or_default().iter().map(|path| slashed(path)).collect()
}

/// What leads from the release file's folder to the folder that the policy's patterns begin at: the policy's own, or
/// the root where the policy lies outside.
pub(super) fn prefix(root: &Root, policy: Option<&Path>) -> String {
    let policy = policy.and_then(|path| std::fs::canonicalize(path).ok());
    let folder =
        policy.as_deref().and_then(Path::parent).and_then(|folder| folder.strip_prefix(root.root()).ok());
    let parts = |path: &Path| path.components().map(|part| part.as_os_str().to_owned()).collect::<Vec<_>>();
    let own = root.base().strip_prefix(root.root()).map(parts).unwrap_or_default();
    let folder = folder.map(parts).unwrap_or_default();
    let shared = own.iter().zip(&folder).take_while(|(one, other)| one == other).count();
    let down: PathBuf = folder.iter().skip(shared).collect();
    let down = Some(slashed(&down)).filter(|down| !down.is_empty());
    "../".repeat(own.len().saturating_sub(shared)) + &down.map(|down| down + "/").unwrap_or_default()
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}
