//! What a `git` process is given: its program, its environment and the settings that no repository may change.
//!
//! A checked repository is hostile: its `.git/config` must run nothing and change no answer, and neither may `GIT_*`
//! variables around us. Of the user's own configuration one thing counts, `safe.directory`, and only on request.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Git for Windows knows this name too.
const NULL: &str = "/dev/null";

/// Set for every process. What an old git does not know it ignores; `GIT_ALLOW_PROTOCOL` beats every `protocol.*`
/// of a repository, so that a promisor remote is not asked even where `GIT_NO_LAZY_FETCH` is unknown (before 2.45).
const SET: [(&str, &str); 18] = [
    ("LC_ALL", "C"),
    ("LANGUAGE", "C"),
    ("TZ", "UTC"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_SYSTEM", NULL),
    ("GIT_CONFIG_GLOBAL", NULL),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_GRAFT_FILE", NULL),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_ASKPASS", ""),
    ("GIT_SSH_COMMAND", "false"),
    ("GIT_PAGER", "cat"),
    ("GIT_ADVICE", "0"),
    // Else a line of history is handed over commit by commit.
    ("GIT_FLUSH", "0"),
];

/// Command-line settings, which win over the repository's. The commands used here read few of them; the others
/// are kept so that one more command does not open a door. `include.*` needs none: what it brings in is of no
/// higher rank. `protocol.*` is settled by `GIT_ALLOW_PROTOCOL`.
const OVERRIDE: [&str; 24] = [
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.editor=false",
    "core.askPass=",
    "core.sshCommand=false",
    "core.gitProxy=",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.commitGraph=false",
    "core.warnAmbiguousRefs=true",
    "core.useReplaceRefs=false",
    "core.deltaBaseCacheLimit=96m",
    "credential.helper=",
    "protocol.allow=never",
    "diff.external=",
    "diff.orderFile=/dev/null",
    "diff.relative=false",
    "gpg.program=false",
    "log.showSignature=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// Where a `.git` was found, nothing else is a repository.
pub(super) const FOUND: [&str; 2] = ["-c", "safe.bareRepository=explicit"];

/// Kept from the environment around us: what Windows needs to start a program, and who called `sudo`, whose
/// repositories git then trusts.
const KEPT: [&str; 5] = ["SUDO_UID", "SystemRoot", "SystemDrive", "TEMP", "TMP"];

/// Where git finds the user's own configuration.
const HOME: [&str; 6] = ["HOME", "XDG_CONFIG_HOME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "PROGRAMDATA"];

/// The few variables around us that count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Environment {
    path: OsString,
    kept: Vec<(&'static str, OsString)>,
    home: Vec<(&'static str, OsString)>,
}

impl Environment {
    /// Takes what counts from the environment of this process.
    pub(crate) fn of_process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// Takes what counts from a list of variables.
    pub(crate) fn of(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut found = Self::default();
        for (name, value) in variables {
            if is_name(&name, "PATH") {
                found.path = value;
            } else if let Some(name) = KEPT.into_iter().find(|known| is_name(&name, known)) {
                found.kept.push((name, value));
            } else if let Some(name) = HOME.into_iter().find(|known| is_name(&name, known)) {
                found.home.push((name, value));
            }
        }
        found
    }

    /// The folders of PATH that may be searched when `folder` is checked: absolute ones outside its repository.
    fn trusted_path(&self, folder: &Path) -> Vec<PathBuf> {
        let tree = tree_around(folder);
        std::env::split_paths(&self.path)
            .filter(|entry| entry.is_absolute())
            .filter(|entry| entry.canonicalize().is_ok_and(|real| !real.starts_with(&tree)))
            .collect()
    }

    /// A program of this name, with the search path it is given in turn.
    pub(crate) fn find(&self, name: &str, folder: &Path) -> Option<(PathBuf, OsString)> {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        let path = self.trusted_path(folder);
        let file = path.iter().map(|entry| entry.join(&name)).find(|file| is_program(file))?;
        Some((file, std::env::join_paths(path).ok()?))
    }

    /// The git program, with the search path it is given in turn.
    pub(super) fn find_git(&self, folder: &Path) -> Option<Program> {
        let (file, path) = self.find("git", folder)?;
        Some(Program { file, path, kept: self.kept.clone(), home: self.home.clone() })
    }
}

/// The program, and all it will see of the environment.
#[derive(Debug, Clone)]
pub(super) struct Program {
    file: PathBuf,
    path: OsString,
    kept: Vec<(&'static str, OsString)>,
    home: Vec<(&'static str, OsString)>,
}

impl Program {
    /// A command in a folder, with the scrubbed environment and every override in place.
    pub(super) fn command(&self, folder: &Path, trusted: &[OsString]) -> Command {
        let mut command = self.bare(folder);
        command.envs(SET).args(["--no-pager", "--no-replace-objects"]);
        for setting in OVERRIDE {
            command.args(["-c", setting]);
        }
        for place in trusted {
            let mut setting = OsString::from("safe.directory=");
            setting.push(place);
            command.arg("-c").arg(setting);
        }
        command
    }

    /// The command that reads `safe.directory` of the user or of the machine, in the home that `command` hides.
    /// It knows no repository.
    pub(super) fn safe_directories(&self, folder: &Path, scope: &str) -> Command {
        let mut command = self.bare(folder);
        command.envs(self.home.iter().map(|(name, value)| (name, value)));
        command.envs([("LC_ALL", "C"), ("GIT_DIR", NULL), ("GIT_TERMINAL_PROMPT", "0")]);
        command.args(["--no-pager", "config", scope, "--includes", "--null", "--type=path"]);
        command.args(["--get-all", "safe.directory"]);
        command
    }

    fn bare(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(folder).env_clear().env("PATH", &self.path);
        command.envs(self.kept.iter().map(|(name, value)| (name, value)));
        command
    }
}

fn is_name(name: &OsStr, known: &str) -> bool {
    if cfg!(windows) { name.eq_ignore_ascii_case(known) } else { name == known }
}

/// The repository around a folder, as far as a look at the folders tells: where a `.git` is, else the folder.
fn tree_around(folder: &Path) -> PathBuf {
    // A repository that is the whole disk would leave no folder to search.
    let tree = work_tree(folder).filter(|place| place.parent().is_some());
    tree.unwrap_or_else(|| folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf()))
}

/// The nearest folder upwards with a `.git` in it. Git itself would stop at files that merely look like a repository.
pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|place| place.join(".git").exists()).map(Path::to_path_buf)
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}
