//! The build as git or a change list shows it.
//!
//! Owns how revisions become a [`History`]. It judges nothing, and every fault says at which key it was met.

use std::collections::HashMap;

use super::git::{CommitId, GitError, RawCommit, Repository};
use super::root::Root;
use super::{BuildFault, BuildFaultKind, Fault, Gathered, changes};
use crate::foreign::{Foreign, message};
use crate::matching::change::{Change, History, Parent};
use crate::matching::judgement::ignores;
use crate::matching::lexicon::Lexicon;
use crate::matching::message;
use crate::matching::standing::Lists;
use crate::model::policy::Policy;
use crate::model::release::{Ignore, Release};
use crate::shape::leaf::Token;
use crate::source::{Span, floor_boundary};

type Faults = Vec<BuildFault>;

/// Longest change list, in bytes.
const CHANGE_LIST: u64 = 32 * 1024 * 1024;

/// Bytes of an author's name, and of the address, that are kept.
const NAME: usize = 500;

/// Paths of commits times patterns of `ignore`.
const COMPARISONS: usize = 20_000_000;

/// Reads the build that the release names, and whether the version that a rollback restores exists there.
pub(crate) fn gather(
    root: &Root,
    release: &Release,
    policy: &Policy,
) -> (Gathered<History, Faults>, Gathered<bool>) {
    let build = &release.build;
    let lexicon = Lists::of(release).lexicon;
    if let Some(token) = build.changes.get() {
        return (from_list(root, token, &lexicon), Gathered::Absent);
    }
    let (Some(from), Some(to)) = (build.from.get(), build.to.get()) else {
        return (Gathered::Absent, Gathered::Absent);
    };
    let repository = match Repository::open(root.repository_folder()) {
        Ok(repository) => repository,
        Err(error) => return (Gathered::Broken(vec![git_fault(build.span(), &error)]), Gathered::Absent),
    };
    let reading = Reading { repository: &repository, lexicon: &lexicon, ignores: ignores(release, policy) };
    let history = match reading.read(from, to) {
        Ok(history) => Gathered::Read(history),
        Err(faults) => Gathered::Broken(faults),
    };
    (history, restores(&repository, release))
}

/// Reads what lies between two commits with the ids of a release that is still being written.
pub(crate) fn between(
    repository: &Repository,
    release: &Release,
    policy: &Policy,
    (first, last): (&CommitId, &CommitId),
    lexicon: &Lexicon,
) -> Result<History, GitError> {
    Reading { repository, lexicon, ignores: ignores(release, policy) }.between(first, last)
}

fn from_list(root: &Root, token: &Token, lexicon: &Lexicon) -> Gathered<History, Faults> {
    let broken = |kind, message: Foreign, help: Foreign| {
        Gathered::Broken(vec![BuildFault { kind, fault: Fault { span: token.span, message, help } }])
    };
    let bytes = match root.open(token.raw.reveal()).and_then(|opened| opened.read_whole(CHANGE_LIST)) {
        Ok(bytes) => bytes,
        Err(refusal) => return broken(BuildFaultKind::Unreadable, refusal.message(), refusal.help),
    };
    match changes::read(&bytes, lexicon) {
        Err(fault) => broken(
            BuildFaultKind::Unreadable,
            message!("{}: {}", token.raw, fault.to_string()),
            Foreign::new(fault.help()),
        ),
        Ok(changes) if changes.is_empty() => broken(
            BuildFaultKind::Empty,
            message!("{} holds no change that was merged", token.raw),
            Foreign::from("check the command that writes it: its filter, its limit, its dates"),
        ),
        Ok(changes) => Gathered::Read(History { changes, ..History::default() }),
    }
}

/// One reading of a range.
struct Reading<'a> {
    repository: &'a Repository,
    lexicon: &'a Lexicon,
    ignores: Vec<&'a Ignore>,
}

impl Reading<'_> {
    fn read(&self, from: &Token, to: &Token) -> Result<History, Faults> {
        let (first, last) = match (self.resolve(from), self.resolve(to)) {
            (Ok(first), Ok(last)) => (first, last),
            (first, last) => return Err(first.err().into_iter().chain(last.err()).collect()),
        };
        let fault = |error: GitError| vec![git_fault(to.span, &error)];
        let history = self.between(&first, &last).map_err(fault)?;
        if history.changes.is_empty() {
            return Err(vec![self.empty(from, to, (first, last))]);
        }
        Ok(history)
    }

    fn between(&self, first: &CommitId, last: &CommitId) -> Result<History, GitError> {
        let is_diverged = !self.repository.is_ancestor(first, last)?;
        let mut range = self.walk(first, last)?;
        self.paths(&mut range)?;
        let held = if is_diverged { self.walk(last, first)?.changes } else { Vec::new() };
        Ok(History {
            from: Some(first.hex()),
            to: Some(last.hex()),
            is_diverged,
            has_graph: true,
            changes: range.changes,
            held,
        })
    }

    fn resolve(&self, token: &Token) -> Result<CommitId, BuildFault> {
        self.repository.resolve(token.raw.reveal()).map_err(|error| git_fault(token.span, &error))
    }

    fn walk(&self, from: &CommitId, to: &CommitId) -> Result<Range, GitError> {
        let mut range = Range::default();
        self.repository.walk(from, to, &mut |commit| range.add(&commit, self.lexicon))?;
        range.tie();
        Ok(range)
    }

    /// Which ignore entries with paths each commit fits. Without such entries no tree is read.
    fn paths(&self, range: &mut Range) -> Result<(), GitError> {
        let wanted: Vec<(usize, &Ignore)> = self
            .ignores
            .iter()
            .enumerate()
            .filter(|(_, ignore)| ignore.paths.is_given())
            .map(|(at, ignore)| (at, *ignore))
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let places: Vec<usize> = range
            .changes
            .iter()
            .enumerate()
            .filter(|(_, change)| !change.is_merge)
            .map(|(at, _)| at)
            .collect();
        let commits: Vec<CommitId> = places.iter().filter_map(|at| range.ids.get(*at)).copied().collect();
        let mut places = places.into_iter();
        let changes = &mut range.changes;
        let patterns =
            wanted.iter().map(|(_, ignore)| ignore.paths.get().map_or(0, |paths| paths.list.len()));
        let patterns = patterns.sum::<usize>();
        let mut left = Some(COMPARISONS);
        self.repository.changed_paths(&commits, &mut |_, paths| {
            let Some(change) = places.next().and_then(|at| changes.get_mut(at)) else { return };
            left = left.and_then(|left| left.checked_sub(paths.len().saturating_mul(patterns)));
            if left.is_none() {
                return;
            }
            let fits = |ignore: &Ignore| !paths.is_empty() && paths.iter().all(|path| fits(ignore, path));
            change.fits_paths = wanted.iter().filter(|(_, ignore)| fits(ignore)).map(|(at, _)| *at).collect();
        })?;
        let limit = u64::try_from(COMPARISONS).unwrap_or(u64::MAX);
        left.map(|_| ())
            .ok_or(GitError::TooMuch { limit, of: "paths to hold against the patterns of `ignore`" })
    }

    fn empty(&self, from: &Token, to: &Token, (first, last): (CommitId, CommitId)) -> BuildFault {
        let is_swapped = first != last && self.repository.is_ancestor(&last, &first).unwrap_or_default();
        let fault = if first == last {
            Fault {
                span: to.span,
                message: message!(
                    "\"{}\" and \"{}\" are the same commit: the build holds no change",
                    from.raw,
                    to.raw
                ),
                help: "name the last release under `from`, and what will ship under `to`".into(),
            }
        } else if is_swapped {
            Fault {
                span: from.span,
                message: message!("\"{}\" is older than \"{}\": the build holds no change", to.raw, from.raw),
                help: "`from` and `to` seem to be swapped: from is the last release, to is what will ship"
                    .into(),
            }
        } else {
            Fault {
                span: to.span,
                message: message!("nothing lies between \"{}\" and \"{}\"", from.raw, to.raw),
                help: "name the last release under `from`, and what will ship under `to`".into(),
            }
        };
        BuildFault { kind: BuildFaultKind::Empty, fault }
    }
}

/// The commits of a range while it is read.
#[derive(Default)]
struct Range {
    changes: Vec<Change>,
    ids: Vec<CommitId>,
    parents: Vec<Vec<CommitId>>,
}

impl Range {
    fn add(&mut self, commit: &RawCommit<'_>, lexicon: &Lexicon) {
        let is_merge = commit.parents.len() > 1;
        self.changes.push(Change {
            id: commit.id.hex().into(),
            short: commit.id.short().into(),
            parents: Vec::new(),
            is_merge,
            author: Foreign::new(format!("{} <{}>", clip(commit.author_name), clip(commit.author_email))),
            authored: Some(commit.author_time),
            committed: Some(commit.commit_time),
            reading: message::read(commit.message, is_merge, lexicon),
            fits_paths: Vec::new(),
        });
        self.ids.push(commit.id);
        self.parents.push(commit.parents.to_vec());
    }

    /// Ties parents to their places, when all are known.
    fn tie(&mut self) {
        let places: HashMap<CommitId, usize> =
            self.ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        for (change, parents) in self.changes.iter_mut().zip(std::mem::take(&mut self.parents)) {
            let place =
                |parent: &CommitId| places.get(parent).map_or(Parent::Outside, |at| Parent::Inside(*at));
            change.parents = parents.iter().map(place).collect();
        }
    }
}

/// The beginning of a name: who has a longer one made it for us.
fn clip(name: &str) -> &str {
    name.get(..floor_boundary(name, NAME)).unwrap_or_default()
}

fn fits(ignore: &Ignore, path: &[u8]) -> bool {
    let path = String::from_utf8_lossy(path);
    ignore.paths.get().is_some_and(|patterns| patterns.list.iter().any(|pattern| pattern.fits(&path)))
}

fn git_fault(span: Span, error: &GitError) -> BuildFault {
    let kind = match error {
        GitError::BadRevision { .. }
        | GitError::UnknownRevision { .. }
        | GitError::Ambiguous { .. }
        | GitError::NotACommit { .. }
        | GitError::NoCommits => BuildFaultKind::UnknownRevision,
        GitError::Shallow { .. } => BuildFaultKind::Shallow,
        _ => BuildFaultKind::Unreadable,
    };
    BuildFault { kind, fault: Fault { span, message: error.message(), help: error.help().into() } }
}

/// Whether the version to go back to exists, where it is written as a version and not as a sentence.
fn restores(repository: &Repository, release: &Release) -> Gathered<bool> {
    let Some(restores) = release.rollback.restores.get() else { return Gathered::Absent };
    let version = restores.words.reveal().trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._/@+-".contains(c);
    if version.is_empty() || !version.chars().all(is_plain) || !version.chars().any(|c| c.is_ascii_digit()) {
        return Gathered::Absent;
    }
    match repository.knows(version) {
        Ok(known) => Gathered::Read(known),
        Err(error) => Gathered::Broken(Fault {
            span: restores.span,
            message: error.message(),
            help: error.help().into(),
        }),
    }
}
