//! Which files of a repository are the plan: the release file that is judged, the list of issues that it names, its
//! neighbours that are called like a release file, and the policy. What is committed of them ships nothing.

use std::path::{Component, Path, PathBuf};

use globset::GlobSet;

use super::find::release_names;
use super::parse::parse;
use crate::checks::release::Release;
use crate::checks::scope::matching::plan::{PlanFiles, PlanPath};
use crate::evidence::issues;
use crate::evidence::root::Root;
use crate::input;
use crate::shape::Faults;
use crate::shape::leaf::Token;
use crate::source::FileId;

/// The plan of one release, by paths of its repository with forward slashes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The folder of the release file, with a slash at its end unless it is the top.
    folder: Option<String>,
    /// The release file.
    judged: Option<String>,
    /// The policy.
    policy: Option<String>,
    /// The same in the tree, word for word, where a policy from elsewhere was named.
    copy: Option<String>,
    /// The list of issues that the release file names: what is on it is on the plan.
    issues: Option<String>,
    /// What its neighbours are called.
    names: Option<GlobSet>,
}

impl Plan {
    /// The plan around a release file; none of the repository is one where the file lies outside.
    pub(super) fn of(file: &Path, root: &Root, policy: Option<&Path>, copy: Option<&Path>) -> Self {
        let Some(top) = root.base().ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok())
        else {
            return Self::default();
        };
        let inside = |path: PathBuf| path.strip_prefix(top).ok().and_then(slashed);
        let folder = inside(root.base().to_path_buf());
        let folder = folder.map(|folder| if folder.is_empty() { folder } else { folder + "/" });
        let judged = file.file_name().and_then(|name| inside(root.base().join(name)));
        let place = |policy: Option<&Path>| policy?.canonicalize().ok().and_then(inside);
        let (policy, copy) = (place(policy), place(copy));
        Self { folder, judged, policy, copy, issues: None, names: release_names().ok() }
    }

    /// The same plan with the list of issues that the release file names.
    pub(super) fn with_issues(self, list: Option<&Token>) -> Self {
        let issues = list.and_then(|list| self.beside(list.text.raw()));
        Self { issues, ..self }
    }

    /// A file that the release file names, by its path from the top of the repository; none where its way leads up.
    pub(super) fn beside(&self, name: &str) -> Option<String> {
        let name = name.strip_prefix("./").unwrap_or(name);
        let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        self.folder.as_deref().filter(|_| is_plain).map(|folder| format!("{folder}{name}"))
    }

    /// Patterns of the policy, from the top of the repository; those that lead up are none.
    pub(super) fn patterns(&self, patterns: &[Token]) -> Vec<String> {
        let before = self.policy.as_deref().and_then(|policy| policy.rsplit_once('/'));
        let before = before.map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let own = patterns.iter().map(|pattern| pattern.text.raw()).filter(|pattern| !pattern.contains(".."));
        own.map(|pattern| format!("{before}{}", pattern.strip_prefix("./").unwrap_or(pattern))).collect()
    }

    /// The release file, by its path from the top of the repository.
    pub(super) fn judged(&self) -> Option<&str> {
        self.judged.as_deref()
    }
}

impl PlanFiles for Plan {
    fn kind(&self, path: &[u8]) -> PlanPath {
        let Ok(path) = std::str::from_utf8(path) else { return PlanPath::Other };
        if [&self.policy, &self.copy].into_iter().any(|policy| policy.as_deref() == Some(path)) {
            return PlanPath::Policy;
        }
        let name = self.folder.as_deref().and_then(|folder| path.strip_prefix(folder));
        let is_called = |name: &str| self.names.as_ref().is_some_and(|names| names.is_match(name));
        let is_neighbour = name.is_some_and(|name| !name.contains('/') && is_called(name));
        let is_named = [&self.judged, &self.issues].into_iter().any(|known| known.as_deref() == Some(path));
        if is_neighbour || is_named { PlanPath::Release } else { PlanPath::Other }
    }

    fn reads(&self, path: &[u8], text: &[u8]) -> bool {
        if self.issues.as_deref().map(str::as_bytes) == Some(path) {
            return issues::read(text).is_ok_and(|issues| !issues.list.is_empty());
        }
        let (Ok(path), Ok(text)) = (std::str::from_utf8(path), input::decode(text.to_vec())) else {
            return false;
        };
        let mut faults = Faults::default();
        let syntax = input::detect(Path::new(path), &text);
        let release: Release = parse(FileId::Release, syntax, &text, &mut faults);
        release.examine(&mut faults);
        faults.is_empty()
    }
}

/// A path as git writes it.
fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}
