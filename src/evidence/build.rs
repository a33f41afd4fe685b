//! The build as git or a change list shows it.
//!
//! Owns how revisions become a [`History`]. It judges nothing, and every fault says at which key it was met.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::changes::Paths;
use super::git::{CommitId, GitError, GitTrees, Known, RawCommit, Repository, Walked};
use super::history::change::{Change, History, Parent};
use super::history::message::Reader;
use super::root::Root;
use super::ship::{self, Shipping, Wanted};
use super::{BuildFault, BuildFaultKind, Fault, Gathered, changes};
use crate::limits;
use crate::shape::id_pattern::IdPattern;
use crate::shape::leaf::{Pattern, Token};
use crate::source::{Span, floor_boundary};
use crate::untrusted::{Untrusted, message};

type Faults = Vec<BuildFault>;

/// What was gathered of a build.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// The build.
    pub history: Gathered<History, Faults>,
    /// The commit that ships, and what lies around it.
    pub shipping: Shipping,
    /// For each group of paths that was asked about, what of it differs from the last release.
    pub touched: Gathered<Vec<Touched>>,
    /// Its trees; none where it is no range of commits.
    pub trees: Option<GitTrees>,
}

/// How changes are read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// Patterns of the team's own ids.
    pub ids: &'a [IdPattern],
    /// For each entry of what is ignored, the paths that it names; none where it names none.
    pub ignored: &'a [&'a [Pattern]],
}

/// The build that is wanted: a change list, or what lies between two revisions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// Where the build is named.
    pub span: Span,
    /// The file of a change list.
    pub changes: Option<&'a Token>,
    /// The last release.
    pub from: Option<&'a Token>,
    /// What will ship.
    pub to: Option<&'a Token>,
    /// What a rollback restores, as it is written, and where.
    pub restores: Option<(&'a str, Span)>,
    /// What was tested, as it is written, and where.
    pub tested: Option<(&'a str, Span)>,
    /// What confirmations are about, as it is written, and where.
    pub builds: &'a [(&'a str, Span)],
    /// What the release is called.
    pub called: Option<&'a str>,
    /// A commit that is asked about as well.
    pub commit: Option<&'a str>,
    /// How changes are read.
    pub manner: Manner<'a>,
    /// Groups of patterns on paths: which of them the build touches is told for each.
    pub watched: &'a [Vec<&'a Pattern>],
}

/// What a build touches of a group of paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// How many paths.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Untrusted>,
}

impl Touched {
    /// Which paths these are, in words.
    pub(crate) fn told(&self) -> Untrusted {
        let names = self.first.iter().map(Untrusted::raw).collect::<Vec<_>>().join(", ");
        match self.count.saturating_sub(self.first.len()) {
            0 => message!("the build changes {}", names),
            more => message!("the build changes {} and {} more", names, more),
        }
    }
}

/// Paths of a group that are told.
const TOLD: usize = 3;

/// Reads a build, and looks at what ships.
pub(crate) fn gather(root: &Root, ask: &Ask) -> Built {
    if let Some(token) = ask.changes {
        let (history, paths) = from_list(root, token, ask.manner.ids);
        let touched = match paths {
            Paths::All(paths) => held(&paths, token.span, ask),
            Paths::Unknown(why) => Gathered::Broken(pathless(token, why)),
        };
        return Built { history, touched, ..Built::default() };
    }
    let (Some(from), Some(to)) = (ask.from, ask.to) else { return Built::default() };
    let ends = [from.text.raw(), to.text.raw(), "HEAD"];
    let repository = match Repository::open_ahead(root.repository_folder(), &ends) {
        Ok(repository) => repository,
        Err(error) => {
            let history = Gathered::Broken(vec![git_fault(ask.span, &error)]);
            return Built { history, ..Built::default() };
        }
    };
    let tags = repository.ask_version_tags(None);
    match (Reading { repository: &repository, manner: ask.manner }).read(from, to) {
        Ok((history, trees, first)) => {
            let wanted = Wanted {
                commit: ask.commit,
                called: ask.called,
                tested: ask.tested.filter(|(tested, _)| *tested != to.text.raw()),
                builds: ask.builds,
                from: (from.text.raw(), first),
                restores: ask.restores,
                tags,
            };
            let touched = touched(&repository, (&first, &trees), ask);
            let shipping = ship::look(&trees, wanted);
            Built { history: Gathered::Read(history), shipping, touched, trees: Some(trees) }
        }
        Err(faults) => Built { history: Gathered::Broken(faults), ..Built::default() },
    }
}

/// What the build touches of each group: by what differs between its ends, for what was changed and changed back ships
/// nothing, and a merge may bring what none of its sides had.
fn touched(
    repository: &Repository,
    (first, trees): (&CommitId, &GitTrees),
    ask: &Ask,
) -> Gathered<Vec<Touched>> {
    let Some(last) = trees.tip_id().filter(|_| !ask.watched.is_empty()) else { return Gathered::Absent };
    let span = ask.to.map_or(ask.span, |to| to.span);
    let fault = |error: &GitError| {
        Gathered::Broken(Fault { span, message: error.message(), help: error.help().into() })
    };
    let paths = match repository.differing_paths((first, last)) {
        Ok(paths) => paths,
        Err(error) => return fault(&error),
    };
    let paths: Vec<String> = paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect();
    held(&paths, span, ask)
}

/// The paths held against each group.
fn held(paths: &[String], span: Span, ask: &Ask) -> Gathered<Vec<Touched>> {
    let patterns: usize = ask.watched.iter().map(Vec::len).sum();
    if paths.len().saturating_mul(patterns) > limits::IGNORE_COMPARISONS {
        let limit = u64::try_from(limits::IGNORE_COMPARISONS).unwrap_or(u64::MAX);
        let error = GitError::TooMuch { limit, of: "paths to hold against the patterns of the policy" };
        return Gathered::Broken(Fault { span, message: error.message(), help: error.help().into() });
    }
    let group = |patterns: &Vec<&Pattern>| {
        let fits = |path: &&String| patterns.iter().any(|pattern| pattern.fits(path));
        let mut touched = paths.iter().filter(fits);
        let first: Vec<Untrusted> = touched.by_ref().take(TOLD).map(|path| path.as_str().into()).collect();
        Touched { count: first.len().saturating_add(touched.count()), first }
    };
    Gathered::Read(ask.watched.iter().map(group).collect())
}

/// A change list says what was merged; what was changed by it only where it was asked for.
fn pathless(token: &Token, why: &str) -> Fault {
    Fault {
        span: token.span,
        message: message!("{} {}", token.text, why),
        help:
            "ask for `files` as well (gh pr list --json files,…), or name `from` and `to` instead of a list"
                .into(),
    }
}

/// Reads what lies between two commits.
pub(crate) fn between(
    repository: &Repository,
    (first, last): (&CommitId, &CommitId),
    manner: Manner,
) -> Result<(History, GitTrees), GitError> {
    Reading { repository, manner }.between(first, last)
}

/// The history that a change list tells, and what its changes touch.
fn from_list(root: &Root, token: &Token, patterns: &[IdPattern]) -> (Gathered<History, Faults>, Paths) {
    let broken = |kind, message: Untrusted, help: Untrusted| {
        let fault = BuildFault { kind, fault: Fault { span: token.span, message, help } };
        (Gathered::Broken(vec![fault]), Paths::Unknown("was not read"))
    };
    let opened = root.open(token.text.raw());
    let bytes = match opened.and_then(|opened| opened.read_whole(limits::CHANGE_LIST_BYTES)) {
        Ok(bytes) => bytes,
        Err(refusal) => return broken(BuildFaultKind::Unreadable, refusal.message(), refusal.help),
    };
    match changes::read(&bytes, patterns) {
        Err(fault) => broken(
            BuildFaultKind::Unreadable,
            message!("{}: {}", token.text, fault.to_string()),
            Untrusted::new(fault.help()),
        ),
        Ok(list) if list.changes.is_empty() => broken(
            BuildFaultKind::Empty,
            message!("{} holds no change that was merged", token.text),
            Untrusted::from("check the command that writes it: its filter, its limit, its dates"),
        ),
        Ok(list) => {
            let history = History { changes: list.changes, entries: list.entries, ..History::default() };
            (Gathered::Read(history), list.paths)
        }
    }
}

/// One reading of a range.
struct Reading<'a> {
    repository: &'a Repository,
    manner: Manner<'a>,
}

impl Reading<'_> {
    fn read(&self, from: &Token, to: &Token) -> Result<(History, GitTrees, CommitId), Faults> {
        let (first, last) = match (self.resolve(from), self.resolve(to)) {
            (Ok(first), Ok(last)) => (first, last),
            (first, last) => return Err(first.err().into_iter().chain(last.err()).collect()),
        };
        let fault = |error: GitError| vec![git_fault(to.span, &error)];
        let (history, trees) = self.between(&first, &last).map_err(fault)?;
        if history.changes.is_empty() {
            return Err(vec![empty(from, to, (first, last))]);
        }
        Ok((history, trees, first))
    }

    fn between(&self, first: &CommitId, last: &CommitId) -> Result<(History, GitTrees), GitError> {
        let (mut range, walked) = self.walk(first, last)?;
        self.paths(&mut range)?;
        let is_diverged = !walked.meets_from;
        let held = if is_diverged { self.walk(last, first)?.0 } else { Range::default() };
        let mut known = Known { in_range: range.ids.len(), tip: Some(*last), ..Known::default() };
        let changes = range.known(&mut known);
        let held = held.known(&mut known);
        let history = History {
            from: Some(first.hex()),
            to: Some(last.hex()),
            is_diverged,
            has_graph: true,
            entries: 0,
            changes,
            held,
        };
        Ok((history, GitTrees::new(self.repository.clone(), known)))
    }

    fn resolve(&self, token: &Token) -> Result<CommitId, BuildFault> {
        self.repository.resolve(token.text.raw()).map_err(|error| git_fault(token.span, &error))
    }

    fn walk(&self, from: &CommitId, to: &CommitId) -> Result<(Range, Walked), GitError> {
        let mut range = Range::default();
        let mut reader = Reader::new(self.manner.ids);
        let walked = self.repository.walk(from, to, &mut |commit| range.add(&commit, &mut reader))?;
        range.tie(*from);
        Ok((range, walked))
    }

    /// Which ignore entries with paths each commit fits. Without such entries no tree is read.
    fn paths(&self, range: &mut Range) -> Result<(), GitError> {
        let ignored = self.manner.ignored.iter().copied().enumerate();
        let wanted: Vec<(usize, &[Pattern])> = ignored.filter(|(_, paths)| !paths.is_empty()).collect();
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
        let patterns: usize = wanted.iter().map(|(_, paths)| paths.len()).sum();
        let mut left = Some(limits::IGNORE_COMPARISONS);
        self.repository.changed_paths(&commits, &mut |_, paths| {
            let Some(change) = places.next().and_then(|at| changes.get_mut(at)) else { return };
            left = left.and_then(|left| left.checked_sub(paths.len().saturating_mul(patterns)));
            if left.is_none() {
                return;
            }
            let fits =
                |patterns: &[Pattern]| !paths.is_empty() && paths.iter().all(|path| fits(patterns, path));
            change.fits_paths =
                wanted.iter().filter(|(_, patterns)| fits(patterns)).map(|(at, _)| *at).collect();
        })?;
        let limit = u64::try_from(limits::IGNORE_COMPARISONS).unwrap_or(u64::MAX);
        left.map(|_| ())
            .ok_or(GitError::TooMuch { limit, of: "paths to hold against the patterns of `ignore`" })
    }
}

/// Why a range holds nothing: a walk that shows nothing ends where it began, or behind it.
fn empty(from: &Token, to: &Token, (first, last): (CommitId, CommitId)) -> BuildFault {
    let fault = if first == last {
        Fault {
            span: to.span,
            message: message!(
                "\"{}\" and \"{}\" are the same commit: the build holds no change",
                from.text,
                to.text
            ),
            help: "name the last release under `from`, and what will ship under `to`".into(),
        }
    } else {
        Fault {
            span: from.span,
            message: message!("\"{}\" is older than \"{}\": the build holds no change", to.text, from.text),
            help: "`from` and `to` seem to be swapped: from is the last release, to is what will ship".into(),
        }
    };
    BuildFault { kind: BuildFaultKind::Empty, fault }
}

/// The commits of a range while it is read.
#[derive(Default)]
struct Range {
    changes: Vec<Change>,
    ids: Vec<CommitId>,
    /// The parents of all commits behind one another, and how many each has.
    parents: Vec<CommitId>,
    counts: Vec<usize>,
    /// Authors as `Name <email>`: a range has few, each many times.
    authors: HashMap<String, Arc<Untrusted>>,
    author: String,
}

impl Range {
    fn add(&mut self, commit: &RawCommit<'_>, reader: &mut Reader<'_>) {
        let is_merge = commit.parents.len() > 1;
        let reading = reader.read(commit.message, is_merge);
        let author = self.author(commit);
        self.changes.push(Change {
            is_merge,
            author,
            authored: Some(commit.author_time),
            committed: Some(commit.commit_time),
            ..Change::read(commit.hex.to_owned(), reading)
        });
        self.ids.push(commit.id);
        self.parents.extend(commit.parents);
        self.counts.push(commit.parents.len());
    }

    fn author(&mut self, commit: &RawCommit<'_>) -> Arc<Untrusted> {
        self.author.clear();
        for part in [clip(commit.author_name), " <", clip(commit.author_email), ">"] {
            self.author.push_str(part);
        }
        if let Some(author) = self.authors.get(&self.author) {
            return Arc::clone(author);
        }
        let author = Arc::new(Untrusted::from(self.author.as_str()));
        self.authors.insert(self.author.clone(), Arc::clone(&author));
        author
    }

    /// Hands on which commits these are, and keeps what they say.
    fn known(self, known: &mut Known) -> Vec<Change> {
        if known.ids.is_empty() {
            (known.ids, known.parents, known.counts) = (self.ids, self.parents, self.counts);
        } else {
            known.ids.extend(self.ids);
            known.parents.extend(self.parents);
            known.counts.extend(self.counts);
        }
        self.changes
    }

    /// Ties parents to their places, when all are known.
    fn tie(&mut self, from: CommitId) {
        let places = Places { ids: &self.ids, from, sorted: OnceCell::new() };
        let mut parents = self.parents.iter();
        for (at, (change, count)) in self.changes.iter_mut().zip(&self.counts).enumerate() {
            change.parents = parents.by_ref().take(*count).map(|parent| places.find(parent, at)).collect();
        }
    }
}

/// Where commits stand in a range.
struct Places<'r> {
    ids: &'r [CommitId],
    /// The last release, which is not in its own range.
    from: CommitId,
    /// Places in the order of the ids; sorted when they are first needed.
    sorted: OnceCell<Vec<u32>>,
}

impl Places<'_> {
    /// The place of a parent. Where history is a line, it stands right behind its child.
    fn find(&self, parent: &CommitId, child: usize) -> Parent {
        if *parent == self.from {
            return Parent::Outside;
        }
        let next = child.saturating_add(1);
        let place =
            if self.ids.get(next) == Some(parent) { u32::try_from(next).ok() } else { self.search(parent) };
        place.map_or(Parent::Outside, Parent::Inside)
    }

    fn search(&self, wanted: &CommitId) -> Option<u32> {
        let id = |place: &u32| usize::try_from(*place).ok().and_then(|place| self.ids.get(place));
        let sorted = self.sorted.get_or_init(|| {
            let mut places: Vec<u32> = (0..).take(self.ids.len()).collect();
            places.sort_unstable_by_key(id);
            places
        });
        let found = sorted.binary_search_by_key(&Some(wanted), id).ok()?;
        sorted.get(found).copied()
    }
}

/// The beginning of a name: who has a longer one made it for us.
fn clip(name: &str) -> &str {
    name.get(..floor_boundary(name, limits::AUTHOR_BYTES)).unwrap_or_default()
}

fn fits(patterns: &[Pattern], path: &[u8]) -> bool {
    let path = String::from_utf8_lossy(path);
    patterns.iter().any(|pattern| pattern.fits(&path))
}

fn git_fault(span: Span, error: &GitError) -> BuildFault {
    let kind = match error {
        GitError::BadRevision { .. }
        | GitError::UnknownRevision { .. }
        | GitError::NotACommit { .. }
        | GitError::NoCommits => BuildFaultKind::UnknownRevision,
        GitError::Ambiguous { .. } => BuildFaultKind::AmbiguousCommit,
        GitError::Shallow { .. } => BuildFaultKind::Shallow,
        _ => BuildFaultKind::Unreadable,
    };
    BuildFault { kind, fault: Fault { span, message: error.message(), help: error.help().into() } }
}
