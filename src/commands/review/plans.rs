//! Which files a review reads: those that are named, and of a folder the plans that its policy names.

use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;

use crate::commands::earlier::prefix;
use crate::commands::find;
use crate::commands::load::Loader;
use crate::evidence::root::Budget;

/// A file as somebody would write it who wrote the folder's name, and where it lies.
type Plan = (PathBuf, PathBuf);

/// The files of all paths. Where a policy names no plans, a folder stands for all that are called like one. Where no
/// folder was named, plans outside this one count as well.
pub(super) fn named(loader: &Loader, paths: &[PathBuf], is_anywhere: bool) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir().then(|| plans(loader, path)).transpose()?.flatten() {
            Some(plans) => {
                let real = path.canonicalize().unwrap_or_default();
                let counts = |plan: &Plan| is_anywhere || plan.1.starts_with(&real);
                files.extend(plans.into_iter().filter(counts).map(|(file, _)| file));
            }
            None => files.extend(find::release_files(std::slice::from_ref(path), &[])?),
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// The plans that the policy of a folder names, each once, and what is called like one in the folder itself. None where
/// no policy names any.
fn plans(loader: &Loader, folder: &Path) -> anyhow::Result<Option<Vec<Plan>>> {
    let (root, policy, file) =
        loader.policy_of(folder).map_err(|error| anyhow!("{}", error.message.raw()))?;
    if !policy.releases.is_given() {
        return Ok(None);
    }
    let before = prefix(&root, file.as_deref());
    let (real, mut budget) = (folder.canonicalize()?, Budget::default());
    let mut plans: Vec<Plan> = Vec::new();
    for pattern in policy.releases.items() {
        let found = root.find_within(&format!("{before}{}", pattern.text.raw()), &mut budget);
        let found = found.map_err(|refusal| anyhow!("{}", refusal.message().raw()))?;
        plans.extend(found.files.into_iter().map(|file| {
            let name = file.real.strip_prefix(&real).unwrap_or(Path::new(&file.name));
            (joined(folder, name), file.real)
        }));
    }
    for name in find::plans_in(folder)?.iter().filter(|name| name.components().count() == 1) {
        plans.extend(folder.join(name).canonicalize().ok().map(|real| (joined(folder, name), real)));
    }
    plans.sort_by(|one, other| one.1.cmp(&other.1));
    plans.dedup_by(|one, other| one.1 == other.1);
    Ok(Some(plans))
}

/// A path in a folder, without the steps that lead up again.
fn joined(folder: &Path, name: &Path) -> PathBuf {
    let mut path = if folder == Path::new(".") { PathBuf::new() } else { folder.to_path_buf() };
    for part in name.components() {
        match path.components().next_back() {
            Some(Component::Normal(_)) if part == Component::ParentDir => drop(path.pop()),
            _ => path.push(part),
        }
    }
    path
}
