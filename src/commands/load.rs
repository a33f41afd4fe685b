//! From a path to a release and its policy: read, decoded, examined. What is wrong becomes the report of an invalid
//! file, with all problems at once.

use crate::limits;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::Context;

use super::file::shown;
use super::parse::{parse, parse_seen};
use super::plan::Plan;
use crate::checks::checkpoints::asked::asked;
use crate::checks::directory::PersonEntry;
use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::checks::roles::keys::examine_both;
use crate::checks::scope::issues::add;
use crate::checks::{catalogue, keys};
use crate::cli::Options;
use crate::evidence::Gathered;
use crate::evidence::issues::{self, Issues};
use crate::evidence::root::{CHANGED, Ledger, Root, RootError, State, Trees, WAIT};
use crate::input::{self, Syntax};
use crate::record::canonical;
use crate::render::Format;
use crate::report::ReleaseReport;
use crate::shape::decode::Map;
use crate::shape::tree::Node;
use crate::shape::{Decode, Faults, Maybe};
use crate::source::{FileId, SourceFile};
use crate::untrusted::{Untrusted, message};
use crate::verdict::report::{self, Sources};

/// Bytes of a usual file, with room to see that it has ended.
const USUAL: usize = 8 * 1024;

/// What the policy is called.
const POLICY: &str = "gonogo.toml";

/// A release that can be judged.
pub(super) struct Loaded {
    /// The release.
    pub release: Release,
    /// The team's policy; an empty one where there is none.
    pub policy: Policy,
    /// The texts of both.
    pub sources: Sources,
    /// What its evidence may not leave.
    pub root: Root,
    /// Where the policy lies, if there is one.
    pub policy_path: Option<PathBuf>,
    /// Which files of its repository are the plan.
    pub plan: Plan,
    /// The issues that are to ship; in `lint` none were read.
    pub issues: Gathered<Issues>,
    /// The plan, as its digest sees it.
    pub canonical: canonical::Plan,
    /// What was read for it, where that is attested.
    pub ledger: Option<Ledger>,
    /// Whether the policy was named, and not found.
    pub is_policy_named: bool,
}

impl Loaded {
    /// The directory that counts: the team's where it keeps one or the policy was named, else the release's own.
    pub(super) fn directory(&self) -> &Maybe<Map<PersonEntry>> {
        let team = &self.policy.people;
        let is_kept = team.get().is_some_and(|people| !people.entries.is_empty());
        if is_kept || self.is_policy_named { team } else { &self.release.people }
    }
}

/// Reads releases under the options of one run.
pub(super) struct Loader<'o> {
    root: Option<&'o Path>,
    policy: Option<&'o Path>,
    named_policy: Option<String>,
    trees: Trees,
    ledger: Option<Ledger>,
}

/// The report of a file that gives no verdict.
type NoRelease = Box<ReleaseReport>;

impl<'o> Loader<'o> {
    /// Reads a named policy, once; that it cannot be read ends the run: there is no falling back to defaults.
    pub(super) fn new(options: &'o Options) -> anyhow::Result<Self> {
        let ledger = (options.format == Format::InToto).then(Ledger::default);
        Self::within(options.root.as_deref(), options.policy.as_deref(), ledger)
    }

    /// The same for a command that judges nothing and so has fewer options.
    pub(super) fn within(
        root: Option<&'o Path>,
        policy: Option<&'o Path>,
        ledger: Option<Ledger>,
    ) -> anyhow::Result<Self> {
        let named_policy = policy.map(|path| {
            let bytes = read_file(path)?;
            enter(ledger.as_ref(), path, &bytes);
            input::decode(bytes).map_err(|fault| io::Error::other(fault.to_string()))
        });
        let named_policy = named_policy.transpose().with_context(|| {
            format!("the policy {} cannot be read", shown(policy.unwrap_or(Path::new("?"))))
        })?;
        Ok(Self { root, policy, named_policy, trees: Trees::default(), ledger })
    }

    /// Reads one release file, and the issues that it names: they are items of its plan. `-` is standard input.
    pub(super) fn load(&self, path: &Path, stdin: &mut dyn Read) -> Result<Loaded, NoRelease> {
        let mut loaded = self.load_alone(path, stdin)?;
        let Some(token) = loaded.release.scope.issues.get().cloned() else { return Ok(loaded) };
        loaded.issues = issues::gather(&loaded.root, &token);
        if let Gathered::Read(issues) = &loaded.issues {
            add(&mut loaded.release, &token, &issues.list);
            loaded.canonical = with_issues(loaded.canonical, issues);
        }
        Ok(loaded)
    }

    /// Reads one release file alone; `-` is standard input.
    pub(super) fn load_alone(&self, path: &Path, stdin: &mut dyn Read) -> Result<Loaded, NoRelease> {
        let name = shown(path);
        let is_stdin = path == Path::new("-");
        let text = read(path, is_stdin, stdin)
            .and_then(|bytes| {
                enter(self.ledger.as_ref(), path, &bytes);
                input::decode(bytes)
                    .map_err(|fault| (fault.to_string().into(), Untrusted::from(fault.help())))
            })
            .map_err(|(message, help)| Box::new(report::unreadable(&name, message, help)))?;
        let source = SourceFile::new(name.as_str(), text.as_str());
        let root = Root::around((!is_stdin).then_some(path), self.root, &self.trees)
            .map_err(|error| Box::new(report::unreadable(&name, error.message, error.help.into())))?
            .entered_into(self.ledger.clone());
        let syntax = input::detect(path, &text);
        let mut faults = Faults::default();
        let (release, canonical) = parse_release(syntax, &text, &mut faults);
        release.examine(&mut faults);
        keys::examine(&release.people, &mut faults);
        let (policy, policy_source) = self.policy(path, &root, &mut faults);
        let canonical = canonical.without_answers(&later(&release, &policy));
        examine_both(&policy.decides, &release.decides, &mut faults);
        let policy_path = policy_source.as_ref().map(|source| PathBuf::from(source.name().raw()));
        let policy_file = policy_source.as_ref().map(|source| Path::new(source.name().raw()));
        let plan = if is_stdin {
            Plan::default()
        } else {
            Plan::of(path, &root, policy_file, self.copy(path, &root).as_deref())
        };
        let plan = plan.with_issues(release.scope.issues.get());
        let sources = Sources::new(source, policy_source);
        if !faults.is_empty() {
            return Err(Box::new(report::invalid(faults, &sources)));
        }
        let is_policy_named = self.policy.is_some();
        Ok(Loaded {
            release,
            policy,
            sources,
            root,
            policy_path,
            plan,
            issues: Gathered::Absent,
            canonical,
            ledger: self.ledger.clone(),
            is_policy_named,
        })
    }

    /// The policy that holds for the plans of a folder, as far as it can be read, with the root around it.
    pub(super) fn policy_of(&self, folder: &Path) -> Result<(Root, Policy, Option<PathBuf>), RootError> {
        let here = folder.join(POLICY);
        let root = Root::around(Some(&here), self.root, &self.trees)?;
        let (policy, source) = self.policy(&here, &root, &mut Faults::default());
        Ok((root, policy, source.map(|source| PathBuf::from(source.name().raw()))))
    }

    /// The policy that would be found, where it is the named one word for word: it was taken from the same place.
    fn copy(&self, release: &Path, root: &Root) -> Option<PathBuf> {
        let named = self.named_policy.as_ref()?;
        let (name, found) = found_policy(release, root)?;
        found.is_ok_and(|found| found == *named).then(|| PathBuf::from(name))
    }

    fn policy(&self, release: &Path, root: &Root, faults: &mut Faults) -> (Policy, Option<SourceFile>) {
        let (name, text) = match (&self.named_policy, self.policy) {
            (Some(text), Some(path)) => (shown(path), Ok(text.clone())),
            _ => match found_policy(release, root) {
                Some(found) => found,
                None => return (Policy::default(), None),
            },
        };
        let text = match text {
            Ok(text) => text,
            Err((message, help)) => {
                faults.add_with_help(crate::source::Span::top(FileId::Policy), message, help);
                return (Policy::default(), Some(SourceFile::new(name, "")));
            }
        };
        let policy: Policy = parse(FileId::Policy, Syntax::Toml, &text, faults);
        policy.examine(faults);
        keys::examine(&policy.people, faults);
        catalogue::examine(&policy, faults);
        (policy, Some(SourceFile::new(name, text)))
    }
}

/// The checkpoints that are due after the launch: what is said about them is no part of the plan.
fn later(release: &Release, policy: &Policy) -> BTreeSet<String> {
    let later = asked(release, policy).into_iter().filter(|asked| asked.due.is_after_launch());
    later.map(|asked| asked.id.to_owned()).collect()
}

/// What is wrong, and what to do.
type Refused = (Untrusted, Untrusted);

/// The plan in a text, as its digest sees it: of a file that was read under this policy.
pub(super) fn plan_in(syntax: Syntax, text: &str, policy: &Policy) -> canonical::Plan {
    let (release, plan) = parse_release(syntax, text, &mut Faults::default());
    plan.without_answers(&later(&release, policy))
}

/// The plan with what its list of issues names.
pub(super) fn with_issues(plan: canonical::Plan, issues: &Issues) -> canonical::Plan {
    let items = issues.list.iter();
    let mut items: Vec<_> =
        items.map(|issue| (issue.id.raw(), issue.title.as_ref().map(Untrusted::raw))).collect();
    plan.with_issues(&mut items)
}

/// The release in a text, and its plan with all that was said.
fn parse_release(syntax: Syntax, text: &str, faults: &mut Faults) -> (Release, canonical::Plan) {
    let mut plan = canonical::Plan::default();
    let see = |node: &Node| plan = canonical::Plan::of(node, &Release::form());
    (parse_seen(FileId::Release, syntax, text, faults, see), plan)
}

fn enter(ledger: Option<&Ledger>, path: &Path, bytes: &[u8]) {
    if let Some(ledger) = ledger {
        ledger.enter(&shown(path), bytes);
    }
}

fn read(path: &Path, is_stdin: bool, stdin: &mut dyn Read) -> Result<Vec<u8>, Refused> {
    if is_stdin {
        read_limited(stdin).map_err(|error| unopened(&error))
    } else {
        read_file(path).map_err(|error| unopened(&error))
    }
}

/// The bytes of a file that was named on the command line. What is no regular file, as a shell's `<(…)`, has no state
/// to compare.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let first = file.metadata()?;
    if first.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let bytes = read_limited(&mut file)?;
    let is_same = State::of(&first) == State::of(&file.metadata()?);
    if !first.is_file() || is_same { Ok(bytes) } else { Err(io::Error::other(CHANGED)) }
}

/// One byte above the limit, so that the decoder can say that there is more.
fn read_limited(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL);
    from.take(u64::try_from(limits::RELEASE_BYTES).unwrap_or(u64::MAX).saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unopened(error: &io::Error) -> Refused {
    match error.kind() {
        ErrorKind::NotFound => (
            "there is no such file".into(),
            "check the path, or write a first file with `gonogo init`".into(),
        ),
        // No shell of Windows puts names in place of a pattern, and no file can be called so.
        ErrorKind::InvalidFilename if cfg!(windows) => (
            "no file can be called so".into(),
            "name each file, or let `gonogo lint` look for them in a folder".into(),
        ),
        ErrorKind::PermissionDenied => {
            ("this file may not be read".into(), "give whoever runs this the right to read it".into())
        }
        ErrorKind::IsADirectory => ("this is a folder".into(), "name the release file in it".into()),
        _ if error.to_string() == CHANGED => (CHANGED.into(), WAIT.into()),
        _ => (
            message!("this file cannot be read: {}", error.to_string()),
            "look at the file and its disk".into(),
        ),
    }
}

/// The first policy from the release file's folder up to the root.
pub(super) fn found_policy(release: &Path, root: &Root) -> Option<(String, Result<String, Refused>)> {
    let depth = root.base().strip_prefix(root.root()).map_or(0, |inside| inside.components().count());
    for up in 0..=depth {
        let name = format!("{}{POLICY}", "../".repeat(up));
        let folder = root.base().ancestors().nth(up)?;
        if std::fs::symlink_metadata(folder.join(POLICY)).is_err() {
            continue;
        }
        let bytes = root.open(&name).and_then(|opened| opened.read_whole(limits::RELEASE_BYTES));
        let text = match bytes {
            Ok(bytes) => input::decode(bytes)
                .map_err(|fault| (fault.to_string().into(), Untrusted::from(fault.help()))),
            Err(refusal) => Err((refusal.message(), refusal.help)),
        };
        return Some((beside(release, up), text));
    }
    None
}

/// The policy's path as somebody would write it who wrote the release file's.
fn beside(release: &Path, up: usize) -> String {
    let mut folder: PathBuf = release.parent().map(Path::to_path_buf).unwrap_or_default();
    for _ in 0..up {
        if matches!(folder.components().next_back(), Some(Component::Normal(_))) {
            folder.pop();
        } else {
            folder.push("..");
        }
    }
    shown(&folder.join(POLICY))
}
