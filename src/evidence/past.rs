//! The past of one file, as git keeps it: the commits that changed it, who wrote them, and what stood in it then.
//!
//! It knows no release: what a version means, and to which release it belongs, is for its callers. What could not be
//! read is said to be so, and nothing may be concluded from its absence.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::git::{CommitId, FileCommit, FileHistory, GitError, HistoryAsked, Line, Repository};
use super::{Fault, Gathered};
use crate::input;
use crate::limits;
use crate::source::{FileId, Span};
use crate::untrusted::{Untrusted, message};

/// What is wanted of a past.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask<'a> {
    /// The file, by its path from the top of the work tree.
    pub path: &'a str,
    /// A file beside it that belongs to it: its versions count for what stood on this branch.
    pub beside: Option<&'a str>,
    /// Patterns of what it may have been called before, from the top of the work tree.
    pub patterns: &'a [String],
    /// A text that the file holds under any name, where all files that ever held it are looked at, and where to look.
    pub holds: Option<(&'a str, &'a [String])>,
    /// Whether branches that were merged count, and not only what stood on this one.
    pub is_full: bool,
    /// Whether tags are wanted as well.
    pub has_tags: bool,
}

/// A commit that changed the file.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    /// Its full id.
    pub id: String,
    /// Places of the commits below it that changed the file last; all of them, unless the history is cut off here.
    pub parents: Vec<usize>,
    /// Who wrote it.
    pub author: Untrusted,
    /// The author's mail address.
    pub address: String,
    /// When it was committed, in seconds since 1970.
    pub committed: i64,
    /// Whether what came before it is not known.
    pub is_cut: bool,
    /// The place of the text that stood in the file; none where there was none, or nothing that could be read.
    pub text: Option<usize>,
    /// The same of other files that may be this one under another name, each with the place of its path.
    pub others: Vec<(usize, usize)>,
    /// The same of the file beside it, in what stood on this branch.
    pub beside: Option<usize>,
}

/// A tag.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: Untrusted,
    /// When it was made, in seconds since 1970; of a tag without an object, when its commit was.
    pub made: i64,
}

/// The past of a file.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// All its versions, newest first; empty where they were not asked for.
    pub full: Vec<Commit>,
    /// Those that stood on the branch, newest first.
    pub line: Vec<Commit>,
    /// The paths of other files that may be this one.
    pub paths: Vec<String>,
    /// What stood in them, each text once.
    pub texts: Vec<String>,
    /// The tags, where they were asked for.
    pub tags: Vec<Tag>,
    /// What is not known of it.
    pub gap: Option<Fault>,
}

/// Reads the past of a file. It is absent where there is no repository.
pub(crate) fn gather(folder: &Path, ask: Ask) -> Gathered<Past> {
    match read(folder, ask) {
        Ok(past) => Gathered::Read(past),
        Err(GitError::NotARepository { .. }) => Gathered::Absent,
        // Nothing is committed yet.
        Err(GitError::NoCommits) => Gathered::Read(Past::default()),
        Err(error) => Gathered::Broken(fault(&error)),
    }
}

fn read(folder: &Path, ask: Ask) -> Result<Past, GitError> {
    if ask.path.contains('\n') || ask.beside.is_some_and(|path| path.contains('\n')) {
        return Err(GitError::BadRevision { revision: ask.path.into(), why: "its name breaks a line" });
    }
    let repository = Repository::open_ahead(folder, &["HEAD"])?;
    repository.resolve("HEAD")?;
    let histories = ask_histories(&repository, ask, &[])?;
    let (others, has_more) = others(&repository, ask)?;
    let gone: Vec<&str> = others.iter().map(String::as_str).collect();
    let histories = if gone.is_empty() { histories } else { ask_histories(&repository, ask, &gone)? };
    let mut past = fill(&repository, ask, &gone, histories)?;
    if has_more && past.gap.is_none() {
        past.gap = Some(too_many("files that may be an earlier one of it", gone.len()));
    }
    if ask.has_tags {
        repository.dated_tags(&mut |name, made| past.tags.push(Tag { name: name.into(), made }))?;
    }
    Ok(past)
}

/// Other files that may be this one under another name, and whether there are more of them than are looked at.
fn others(repository: &Repository, ask: Ask) -> Result<(Vec<String>, bool), GitError> {
    let gone = match ask.patterns {
        [] => None,
        patterns => Some(repository.ask_gone(patterns)?),
    };
    let holders = ask.holds.map(|(text, patterns)| repository.ask_holders(patterns, text)).transpose()?;
    let (mut all, mut has_more) = gone.map(Repository::gone).transpose()?.unwrap_or_default();
    let (found, is_cut) = holders.map(Repository::gone).transpose()?.unwrap_or_default();
    all.extend(found);
    has_more |= is_cut;
    let mut seen = HashSet::new();
    all.retain(|path| path != ask.path && seen.insert(path.clone()));
    Ok((all, has_more))
}

/// What stood on the branch, unless that is all there was, and all versions, unless those are not wanted.
type Histories = (Option<HistoryAsked>, Option<HistoryAsked>);

/// Asks for what stood on the branch, and for all versions where those are wanted: both at once.
fn ask_histories(repository: &Repository, ask: Ask, gone: &[&str]) -> Result<Histories, GitError> {
    let own = || std::iter::once(ask.path).chain(gone.iter().copied());
    let all: Vec<&str> = own().collect();
    let full = ask.is_full.then(|| repository.ask_history(&all, Line::Full)).transpose()?;
    // Where nothing was ever merged, both are the same, and the trees need not be compared twice.
    if full.is_some() && ask.beside.is_none() && repository.is_straight()? {
        return Ok((None, full));
    }
    let on_branch: Vec<&str> = own().chain(ask.beside).collect();
    Ok((Some(repository.ask_history(&on_branch, Line::First)?), full))
}

/// Reads the histories, and what stood in the files.
fn fill(repository: &Repository, ask: Ask, gone: &[&str], (line, full): Histories) -> Result<Past, GitError> {
    let line = line.map(|line| repository.history(line)).transpose()?;
    let full = full.map(|full| repository.history(full)).transpose()?.unwrap_or_default();
    let line = line.unwrap_or_else(|| full.clone());
    let mut past = Past { gap: gap(repository, &[&line, &full])?, ..Past::default() };
    let ids: Vec<CommitId> = full.commits.iter().chain(&line.commits).map(|commit| commit.id).collect();
    let on_branch: Vec<CommitId> = line.commits.iter().map(|commit| commit.id).collect();
    (past.full, past.line) = (commits(full), commits(line));
    let mut texts = Texts::default();
    let mut each = past.full.iter_mut().chain(&mut past.line);
    repository.contents(&ids, ask.path, &mut |bytes| {
        if let Some(commit) = each.next() {
            commit.text = texts.add(bytes);
        }
    })?;
    for (place, path) in gone.iter().enumerate() {
        let mut each = past.full.iter_mut().chain(&mut past.line);
        repository.contents(&ids, path, &mut |bytes| {
            if let Some(commit) = each.next() {
                commit.others.extend(texts.add(bytes).map(|text| (text, place)));
            }
        })?;
        past.paths.push((*path).to_owned());
    }
    if let Some(beside) = ask.beside {
        let mut each = past.line.iter_mut();
        repository.contents(&on_branch, beside, &mut |bytes| {
            if let Some(commit) = each.next() {
                commit.beside = texts.add(bytes);
            }
        })?;
    }
    past.texts = texts.list;
    if texts.is_over {
        past.gap = Some(fault(&GitError::TooMuch { limit: limit(), of: "bytes in all versions of a file" }));
    }
    Ok(past)
}

fn too_many(what: &str, most: usize) -> Fault {
    Fault {
        span: Span::top(FileId::Release),
        message: message!("its history is too long: more than {} {}", most, what),
        help: "begin a new file for the next release".into(),
    }
}

fn limit() -> u64 {
    u64::try_from(limits::PLAN_VERSIONS_BYTES).unwrap_or(u64::MAX)
}

fn fault(error: &GitError) -> Fault {
    Fault { span: Span::top(FileId::Release), message: error.message(), help: error.help().into() }
}

/// What keeps a history from being whole.
fn gap(repository: &Repository, histories: &[&FileHistory]) -> Result<Option<Fault>, GitError> {
    if let Some(commit) = histories.iter().flat_map(|history| &history.commits).find(|commit| commit.is_cut) {
        return Ok(Some(fault(&GitError::Shallow { commit: commit.id })));
    }
    let span = Span::top(FileId::Release);
    if histories.iter().any(|history| history.has_more) {
        let count = histories.iter().map(|history| history.commits.len()).max().unwrap_or_default();
        return Ok(Some(too_many("versions", count)));
    }
    Ok(repository.is_cut()?.then(|| Fault {
        span,
        message: "its history is cut off: this is a shallow clone".into(),
        help: "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` in CI".into(),
    }))
}

/// Ties commits to their parents by place.
fn commits(history: FileHistory) -> Vec<Commit> {
    let places: HashMap<_, _> =
        history.commits.iter().enumerate().map(|(place, commit)| (commit.id, place)).collect();
    let tie = |commit: FileCommit| {
        let parents: Vec<usize> =
            commit.parents.iter().filter_map(|parent| places.get(parent).copied()).collect();
        Commit {
            id: commit.id.hex(),
            is_cut: commit.is_cut || parents.len() < commit.parents.len(),
            parents,
            author: Untrusted::new(commit.author),
            address: commit.address,
            committed: commit.committed,
            text: None,
            others: Vec::new(),
            beside: None,
        }
    };
    history.commits.into_iter().map(tie).collect()
}

/// Texts as they come in, each once.
#[derive(Default)]
struct Texts {
    list: Vec<String>,
    places: HashMap<Vec<u8>, Option<usize>>,
    bytes: usize,
    is_over: bool,
}

impl Texts {
    /// The place of a text; none for what is no text, or too much.
    fn add(&mut self, bytes: Option<&[u8]>) -> Option<usize> {
        let bytes = bytes?;
        if let Some(place) = self.places.get(bytes) {
            return *place;
        }
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > limits::PLAN_VERSIONS_BYTES {
            self.is_over = true;
            return None;
        }
        let place = input::decode(bytes.to_vec()).ok().map(|text| {
            self.list.push(text);
            self.list.len().saturating_sub(1)
        });
        self.places.insert(bytes.to_vec(), place);
        place
    }
}
