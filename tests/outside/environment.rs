//! What surrounds a run, and what the checked repository is set to: each would run a program that leaves a file
//! behind, or would show another history. Nothing runs, and no byte of the report changes.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use super::names;
use crate::support::gonogo::Told;
use crate::support::story::{FORMATS, Story, has_rule};

/// Variables that steer git, its helpers, terminals, clocks and languages. Words in capitals are filled in: a
/// program that leaves a file, the folder it lies in, a configuration that runs it, a file that would be written.
const VARIABLES: [(&str, &str); 58] = [
    ("GIT_DIR", "/nonexistent"),
    ("GIT_WORK_TREE", "/nonexistent"),
    ("GIT_COMMON_DIR", "/nonexistent"),
    ("GIT_INDEX_FILE", "/nonexistent"),
    ("GIT_OBJECT_DIRECTORY", "/nonexistent"),
    ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/nonexistent"),
    ("GIT_SHALLOW_FILE", "/nonexistent"),
    ("GIT_NAMESPACE", "other"),
    ("GIT_CEILING_DIRECTORIES", "/"),
    ("GIT_DEFAULT_HASH", "sha256"),
    ("GIT_CONFIG_COUNT", "1"),
    ("GIT_CONFIG_PARAMETERS", "'core.fsmonitor'='x'"),
    ("GIT_CONFIG_GLOBAL", "CONFIG"),
    ("GIT_CONFIG_SYSTEM", "CONFIG"),
    ("GIT_CONFIG", "CONFIG"),
    ("XDG_CONFIG_HOME", "CAGE"),
    ("HOME", "CAGE"),
    ("GIT_EXEC_PATH", "CAGE"),
    ("GIT_EXTERNAL_DIFF", "RUN"),
    ("GIT_PAGER", "RUN"),
    ("PAGER", "RUN"),
    ("EDITOR", "RUN"),
    ("GIT_EDITOR", "RUN"),
    ("GIT_ASKPASS", "RUN"),
    ("SSH_ASKPASS", "RUN"),
    ("GIT_SSH", "RUN"),
    ("GIT_SSH_COMMAND", "RUN"),
    ("GIT_PROXY_COMMAND", "RUN"),
    ("GIT_TRACE", "TRACE"),
    ("GIT_TRACE2_EVENT", "TRACE"),
    ("GIT_REPLACE_REF_BASE", "refs/tags/"),
    ("GIT_GRAFT_FILE", "CONFIG"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_FLUSH", "0"),
    ("GIT_ATTR_SOURCE", "HEAD"),
    ("GIT_NO_LAZY_FETCH", "0"),
    ("RUST_MIN_STACK", "1"),
    ("GITHUB_STEP_SUMMARY", "/nonexistent/summary"),
    ("GIT_REF_PARANOIA", "0"),
    ("LC_ALL", "de_DE.UTF-8"),
    ("LANG", "tr_TR"),
    ("LANGUAGE", "fr"),
    ("TZ", "Pacific/Kiritimati"),
    ("TZDIR", "/nonexistent"),
    ("COLUMNS", "7"),
    ("LINES", "3"),
    ("TERM", "dumb"),
    ("NO_COLOR", "1"),
    ("CI", "true"),
    ("GITHUB_ACTIONS", "true"),
    ("RUST_BACKTRACE", "full"),
    ("RUST_LOG", "trace"),
    ("RAYON_NUM_THREADS", "100000"),
    ("SOURCE_DATE_EPOCH", "0"),
    ("GONOGO_FORMAT", "json"),
    ("BASH_ENV", "RUN"),
    ("ENV", "RUN"),
    ("TMPDIR", "/nonexistent"),
];

/// Settings that name a program.
const PROGRAMS: [&str; 21] = [
    "core.fsmonitor",
    "core.pager",
    "core.editor",
    "core.askPass",
    "core.sshCommand",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "credential.helper",
    "diff.external",
    "diff.evil.command",
    "diff.evil.textconv",
    "filter.evil.clean",
    "filter.evil.smudge",
    "filter.evil.process",
    "gpg.program",
    "gpg.ssh.program",
    "pager.rev-list",
    "uploadpack.packObjectsHook",
    "merge.evil.driver",
    "interactive.diffFilter",
    "sequence.editor",
];

/// Settings that change how git answers.
const SETTINGS: [(&str, &str); 10] = [
    ("log.showSignature", "true"),
    ("log.mailmap", "true"),
    ("i18n.logOutputEncoding", "UTF-16"),
    ("core.abbrev", "4"),
    ("core.quotePath", "true"),
    ("core.useReplaceRefs", "true"),
    ("log.follow", "true"),
    ("diff.renames", "copies"),
    ("protocol.allow", "always"),
    ("color.ui", "always"),
];

fn git(story: &Story, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(story.folder()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.env("GIT_CONFIG_NOSYSTEM", "1").output().expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("a text").trim().to_owned()
}

/// Leaves a file when it is run.
fn canary(folder: &Path, name: &str) -> String {
    let file = folder.join(name);
    let text = format!("#!/bin/sh\ntouch '{}'\nexit 0\n", folder.join(format!("{name}-ran")).display());
    fs::write(&file, text).expect("a program");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("a program");
    file.display().to_string()
}

fn canaries(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| name.ends_with("-ran")).collect()
}

#[test]
fn no_variable_changes_the_report() {
    let go = Story::with_git();
    let no_go = Story::with_git();
    no_go.edit("told_on = 2026-11-29\n", "");
    let cage = go.outside("cage");
    fs::create_dir(&cage).expect("a folder");
    let run = canary(&cage, "run");
    // A place for git's own programs in which each is the canary.
    for name in ["git-rev-list", "git-rev-parse", "git-merge-base", "git-cat-file", "git-for-each-ref"] {
        canary(&cage, name);
    }
    let home = format!("[core]\n\tfsmonitor = {run}\n[alias]\n\trev-list = !{run}\n[safe]\n\tdirectory =\n");
    fs::write(cage.join(".gitconfig"), home).expect("a file");
    let fill = |value: &str| match value {
        "RUN" => run.clone(),
        "CAGE" => cage.display().to_string(),
        "CONFIG" => cage.join(".gitconfig").display().to_string(),
        "TRACE" => cage.join("trace-ran").display().to_string(),
        plain => plain.to_owned(),
    };
    let variables = VARIABLES.map(|(name, value)| (name, fill(value)));
    for format in ["text", "json"] {
        for (story, code) in [(&go, 0), (&no_go, 1)] {
            let expected = story.check(format);
            assert_eq!(expected.code, Some(code));
            let same = |told: Told, name: &str| {
                assert_eq!(
                    (told.code, &told.out),
                    (Some(code), &expected.out),
                    "{name}, {format}: {}",
                    told.err
                );
            };
            for (name, value) in variables.iter().filter(|_| format == "json") {
                same(story.gonogo(format, &[]).env(name, value).run(), name);
            }
            let all =
                variables.iter().fold(story.gonogo(format, &[]), |run, (name, value)| run.env(name, value));
            same(all.env("GIT_CONFIG_KEY_0", "core.fsmonitor").env("GIT_CONFIG_VALUE_0", &run).run(), "all");
        }
    }
    assert_eq!(canaries(&cage), [""; 0]);
}

#[test]
fn nothing_that_a_repository_is_set_to_runs_or_counts() {
    let story = Story::with_git();
    let expected = story.check("json");
    let cage = story.outside("cage");
    fs::create_dir(&cage).expect("a folder");
    let run = |name: &str| canary(&cage, name);
    for hook in
        ["post-index-change", "reference-transaction", "post-checkout", "pre-commit", "fsmonitor-watchman"]
    {
        let program = run(hook);
        fs::create_dir_all(story.path(".git/hooks")).expect("a folder");
        fs::copy(program, story.path(&format!(".git/hooks/{hook}"))).expect("a hook");
    }
    for name in PROGRAMS {
        git(&story, &["config", name, &run(name)]);
    }
    for name in ["rev-list", "rev-parse", "cat-file", "merge-base", "for-each-ref", "diff-tree", "config"] {
        git(&story, &["config", &format!("alias.{name}"), &format!("!{}", run("alias"))]);
    }
    for (name, value) in SETTINGS {
        git(&story, &["config", name, value]);
    }
    fs::write(cage.join("more"), format!("[core]\n\tfsmonitor = {}\n", run("included"))).expect("a file");
    git(&story, &["config", "include.path", cage.join("more").to_str().expect("a path")]);
    story.write(".git/info/attributes", "* filter=evil diff=evil merge=evil\n");
    story.write(".gitattributes", "* filter=evil diff=evil export-subst\n");
    story.write(".mailmap", "Somebody Else <else@example.com> <ana@example.com>\n");
    // History rewritten without touching a commit: by a replacement, and by a graft that skips everything.
    let (first, last) = (git(&story, &["rev-parse", "v2.3.0"]), git(&story, &["rev-parse", "HEAD"]));
    git(&story, &["update-ref", &format!("refs/replace/{}", git(&story, &["rev-parse", "HEAD~1"])), &first]);
    story.write(".git/info/grafts", format!("{last} {first}\n"));
    fs::remove_file(cage.join("more-ran")).unwrap_or_default();
    for name in canaries(&cage) {
        fs::remove_file(cage.join(name)).expect("a canary");
    }

    for format in FORMATS {
        let told = story.check(format);
        assert_eq!(told.code, Some(0), "{format}\n{}", told.out);
    }
    assert_eq!(story.check("json").out, expected.out);
    let with_paths = "ignore = [{ paths = [\"nothing/**\"], why = \"Read every tree\" }]\nto = ";
    story.edit("to = ", with_paths);
    let told = story.check("json");
    assert_eq!(told.code, Some(0), "{}", told.out);
    story.edit("told_on = 2026-11-29\n", "");
    assert_eq!(story.check("json").code, Some(1));
    assert_eq!(canaries(&cage), [""; 0]);
    // The canaries do sing.
    assert!(Command::new(cage.join("alias")).status().expect("a program").success());
    assert_eq!(canaries(&cage), ["alias-ran"]);
}

/// Only somebody who may give files away can make a repository of another user.
#[test]
fn a_repository_of_another_user_is_read_when_the_user_trusts_it() {
    let story = Story::with_git();
    if [".git", ""].iter().any(|name| chown(story.path(name), Some(12_345), None).is_err()) {
        return;
    }
    let (code, report) = story.judge();
    assert_eq!(code, Some(1));
    assert!(has_rule(&report, "build/unreadable"), "{report:#}");
    assert!(report.to_string().contains("does not trust the repository"), "{report:#}");
    let home = story.outside("home");
    fs::create_dir(&home).expect("a folder");
    fs::write(home.join(".gitconfig"), format!("[safe]\n\tdirectory = {}\n", story.folder().display()))
        .expect("a file");
    let told = story.gonogo("json", &[]).env("HOME", home.to_str().expect("a path")).run();
    assert_eq!(told.code, Some(0), "{}", told.out);
    // The repository cannot trust itself.
    File::create(story.path(".git/own")).expect("a file");
    let own = format!("{}\n[safe]\n\tdirectory = *\n", story.read(".git/config"));
    story.write(".git/config", own);
    assert_eq!(story.judge().0, Some(1));
}
