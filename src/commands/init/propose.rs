//! What can be known without asking anybody: from the options, the folder and git. It never fails: what could not be
//! looked at is told instead.

use std::path::Path;

use super::points::{self, Point};
use super::scope::{Suggested, suggest};
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::scope::matching::judgement::{Asked, ignored_paths};
use crate::cli::Init;
use crate::commands::load::found_policy;
use crate::commands::parse::parse;
use crate::evidence::build::{self, Manner};
use crate::evidence::git::{CommitId, GitError, Repository, Version};
use crate::evidence::root::{Root, Trees};
use crate::input::Syntax;
use crate::shape::Faults;
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

/// What git was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Git {
    /// There is none around the file.
    #[default]
    None,
    /// There is one, whether or not it could be read.
    Here,
}

/// What the file can say before anybody is asked.
#[derive(Debug, Default)]
pub(super) struct Proposal {
    /// What the release is called.
    pub name: Option<Untrusted>,
    /// Whether the folder's name stands in for it.
    pub is_named_by_folder: bool,
    /// The version that may come next.
    pub version: Option<String>,
    /// What that version follows.
    pub follows: Untrusted,
    /// The tag of the last release.
    pub tag: Option<Untrusted>,
    /// The last release, as a revision.
    pub from: Option<Untrusted>,
    /// What will ship, as a revision.
    pub to: Option<Untrusted>,
    /// What can be gone back to.
    pub restores: Option<Untrusted>,
    /// The list.
    pub scope: Suggested,
    /// Whether git is there.
    pub git: Git,
    /// Why there is no range, as the beginning of a question.
    pub why_no_range: &'static str,
    /// What the policy's checkpoints ask for.
    pub points: Vec<Point>,
    /// What could not be looked at, and why; one line each.
    pub unseen: Vec<Untrusted>,
}

/// Tags that are looked at for the last release.
const TAGS: usize = 50;

/// Looks around the file that is to be written.
pub(super) fn propose(file: &Path, asked: &Init) -> Proposal {
    let wish =
        |text: &Option<String>| text.as_deref().filter(|text| !text.trim().is_empty()).map(Untrusted::from);
    let mut proposal = Proposal {
        from: wish(&asked.from),
        to: wish(&asked.to),
        name: wish(&asked.name),
        ..Proposal::default()
    };
    let root = match Root::around(Some(file), None, &Trees::default()) {
        Ok(root) => root,
        Err(error) => {
            proposal.unseen.push(error.message);
            return proposal;
        }
    };
    proposal.points = points::of(&policy(&root, file));
    match Repository::open(root.repository_folder()) {
        Ok(repository) => {
            proposal.git = Git::Here;
            proposal.is_named_by_folder = proposal.name.is_none();
            proposal.name = proposal.name.or_else(|| folder_name(&root));
            look(&repository, &root, file, &mut proposal);
        }
        Err(GitError::NotARepository { .. }) => proposal.unseen.push(
            "the history: no git repository holds this folder, so version, range and list are left to you"
                .into(),
        ),
        Err(error) => proposal.unseen.push(message!("the history: {}; {}", error.message(), error.help())),
    }
    proposal
}

/// The folder of the work tree; of a bare repository without its ending.
fn folder_name(root: &Root) -> Option<Untrusted> {
    let name = root.root().file_name()?.to_string_lossy();
    let name = name.strip_suffix(".git").unwrap_or(&name).trim();
    (!name.is_empty()).then(|| Untrusted::from(name))
}

fn look(repository: &Repository, root: &Root, file: &Path, proposal: &mut Proposal) {
    if let Err(error) = repository.resolve("HEAD") {
        proposal.why_no_range = "There is no commit yet. ";
        proposal.unseen.push(match error {
            GitError::NoCommits => "the history: there is no commit yet".into(),
            error => message!("the history: {}; {}", error.message(), error.help()),
        });
        return;
    }
    let is_asked = proposal.from.is_some();
    let wanted = proposal.to.clone();
    // A revision that does not exist is told when the range is read.
    let last =
        repository.resolve(wanted.as_ref().map_or("HEAD", Untrusted::raw)).or(repository.resolve("HEAD"));
    match last.and_then(|to| last_release(repository, &to, wanted.is_some())) {
        Ok(Some(last)) => {
            proposal.version = last.next;
            proposal.follows = message!("the tag {}", last.tag);
            proposal.from = proposal.from.take().or(Some(last.tag.clone()));
            proposal.tag = Some(last.tag);
        }
        Ok(None) => {
            proposal.why_no_range = "No tag was found. ";
            if !is_asked {
                let fetch = "if there are tags elsewhere, `git fetch --tags` brings them";
                proposal
                    .unseen
                    .push(message!("the last release: no tag leads to the newest commit; {}", fetch));
            }
        }
        Err(error) => proposal.unseen.push(message!("the tags: {}; {}", error.message(), error.help())),
    }
    if proposal.from.is_none() {
        return;
    }
    proposal.restores = before(repository, proposal.from.as_ref()).or_else(|| proposal.tag.clone());
    proposal.to = Some(wanted.unwrap_or_else(|| fixed(repository)));
    let read = range(repository, &policy(root, file), proposal);
    match read {
        Ok(scope) if scope.changes == 0 && !is_asked => {
            proposal.why_no_range = "Nothing ships since the newest tag. ";
            (proposal.from, proposal.to) = (None, None);
            let tag = proposal.tag.clone().unwrap_or_default();
            proposal.unseen.push(message!("the list: no change ships since the newest tag, {}", tag));
        }
        Ok(scope) => proposal.scope = scope,
        Err(error) => proposal.unseen.push(message!("the changes: {}; {}", error.message(), error.help())),
    }
}

/// The newest commit by a name that stays on it: its tag, else its id.
fn fixed(repository: &Repository) -> Untrusted {
    let Ok(head) = repository.resolve("HEAD") else { return "HEAD".into() };
    let tags = repository.newest_tags(&head, TAGS).unwrap_or_default();
    let tag = tags.into_iter().find(|tag| tag.commit == head).map(|tag| tag.name);
    let is_plain = |tag: &Untrusted| repository.resolve(tag.raw()).is_ok_and(|commit| commit == head);
    tag.filter(is_plain).unwrap_or_else(|| head.hex().into())
}

/// The last release before the range: the tag of its first end, else the newest release behind that.
fn before(repository: &Repository, from: Option<&Untrusted>) -> Option<Untrusted> {
    let from = repository.resolve(from?.raw()).ok()?;
    last_release(repository, &from, false).ok().flatten().map(|last| last.tag)
}

/// The newest release among the tags.
struct Last {
    tag: Untrusted,
    next: Option<String>,
}

/// The newest tag that reads as a version and is no candidate, else the newest tag. A candidate that is newer says
/// which version comes next.
///
/// `is_fixed` says that the commit is what will ship: then its own tag is no last release.
fn last_release(repository: &Repository, at: &CommitId, is_fixed: bool) -> Result<Option<Last>, GitError> {
    let mut tags = repository.newest_tags(at, TAGS)?;
    tags.retain(|tag| !is_fixed || tag.commit != *at);
    let versions: Vec<Option<Version>> = tags.iter().map(|tag| Version::of(tag.name.raw())).collect();
    let is_release =
        |version: &Option<Version>| version.as_ref().is_some_and(|version| !version.is_candidate);
    let at = versions.iter().position(is_release).unwrap_or(0);
    let Some(tag) = tags.get(at) else { return Ok(None) };
    let own = versions.get(at).and_then(Option::as_ref);
    let is_newer = |version: &&Version| own.is_some_and(|own| version.is_after(own));
    let next = versions.iter().take(at).flatten().find(is_newer).or(own).and_then(Version::next);
    // A tag that cannot be named alone (a branch has its name) can be named in full.
    let full = message!("refs/tags/{}", tag.name);
    let is_plain = repository.resolve(tag.name.raw()).is_ok_and(|commit| commit == tag.commit);
    Ok(Some(Last { tag: if is_plain { tag.name.clone() } else { full }, next }))
}

fn range(repository: &Repository, policy: &Policy, proposal: &Proposal) -> Result<Suggested, GitError> {
    let resolve = |revision: &Option<Untrusted>| -> Result<CommitId, GitError> {
        repository.resolve(revision.as_ref().map_or("", Untrusted::raw))
    };
    let (first, last) = (resolve(&proposal.from)?, resolve(&proposal.to)?);
    let nothing = Release::default();
    let ignored = ignored_paths(&nothing, policy);
    let manner = Manner { ids: policy.build.ids.items(), ignored: &ignored };
    let (history, trees) = build::between(repository, (&first, &last), manner)?;
    let asked = Asked { trees: Some(&trees), ..Asked::default() };
    Ok(suggest(&history, policy, asked))
}

/// What the team ignores. A policy with a fault is told by `check`, not here.
fn policy(root: &Root, file: &Path) -> Policy {
    let text = found_policy(file, root).and_then(|(_, text)| text.ok()).unwrap_or_default();
    parse(FileId::Policy, Syntax::Toml, &text, &mut Faults::default())
}
