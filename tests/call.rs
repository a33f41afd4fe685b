//! `gonogo call` and `gonogo gate`: what is written into a file that people wrote, and what the gate lets through.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::gonogo::{Gonogo, Told, repository};
use crate::support::history::History;

const AT: &str = "2026-11-30T18:00:00+01:00";
const LATER: &str = "2026-11-30T19:00:00+01:00";

/// A good release over a range.
pub(crate) fn release() -> String {
    let plain = fs::read_to_string(repository().join("tests/good/plain.txt")).expect("a good release");
    let text = plain.split("== release.toml\n").nth(1).expect("a release");
    let text = text.replace("matched_by = \"Bo Lind\"\nmatched_on = 2026-11-29\n", "");
    text + "\n[build]\nfrom = \"v1.7.0\"\nto = \"v1.8.0-rc.1\"\n"
}

/// The same with a repository behind it.
pub(crate) fn good() -> (tempfile::TempDir, History, String) {
    let text = release();
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = History::new(folder.path());
    history.at("2026-11-01T10:00:00Z").file("a", "1").commit("HELP-1 Start").tag("v1.7.0");
    history.at("2026-11-20T10:00:00Z").file("b", "1").commit("HELP-12 Refund page");
    history.file("c", "1").commit("HELP-15 Search finds refunds").tag("v1.8.0-rc.1");
    (folder, history, text)
}

fn write(folder: &Path, text: impl AsRef<[u8]>) {
    fs::write(folder.join("release.toml"), text).expect("a file");
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join("release.toml")).expect("a file")
}

fn gonogo(folder: &Path, arguments: &[&str]) -> Told {
    Gonogo::new(folder, arguments).run()
}

fn call(folder: &Path, arguments: &[&str]) -> Told {
    gonogo(folder, &[&["call"], arguments, &["--as-of", AT]].concat())
}

fn gate(folder: &Path) -> Told {
    gonogo(folder, &["gate", "--commit", "v1.8.0-rc.1", "--as-of", LATER])
}

#[test]
fn a_call_goes_in_and_all_else_stays_byte_for_byte() {
    let (folder, _history, text) = good();
    let mark = "\u{feff}";
    for text in [
        text.clone(),
        format!("{mark}# Ours, by hand\r\n{}", text.replace('\n', "\r\n")),
        text.trim_end().to_owned(),
        format!("{text}\n# The end, and a remark\n"),
    ] {
        write(folder.path(), &text);
        let told = call(folder.path(), &["ship", "--why", "A \"good\" one\nfor \u{202e}us"]);
        assert_eq!(told.code, Some(0), "{told:?}");
        let first = read(folder.path());
        assert!(first.starts_with(&text), "{first}");
        assert_eq!(first.contains("\r\n"), text.contains("\r\n"));
        let lone = first.replace("\r\n", "").contains('\n');
        assert!(!text.contains('\r') || !lone, "{first:?}");
        assert_eq!(gate(folder.path()).code, Some(0), "{:?}", gate(folder.path()));
        // The next call stands behind it, before what stood behind it.
        let told = call(folder.path(), &["stop", "--why", "A bug", "--told", "Support", "Sales"]);
        assert_eq!(told.code, Some(0), "{told:?}");
        let second = read(folder.path());
        assert!(
            second.starts_with(first.trim_end()) && second.contains("told = [\"Support\", \"Sales\"]"),
            "{second}"
        );
        let told = gate(folder.path());
        assert!(told.code == Some(1) && told.out.contains("GATE SHUT"), "{told:?}");
    }
}

#[test]
fn a_delay_moves_the_launch_and_keeps_the_old_one() {
    let (folder, _history, text) = good();
    write(folder.path(), format!("# Ours\n{text}"));
    let told = call(
        folder.path(),
        &["delay", "--why", "Retest", "--date", "2026-12-01T14:00:00+01:00", "--told", "S"],
    );
    assert_eq!(told.code, Some(0), "{told:?}");
    let after = read(folder.path());
    assert!(after.contains("\ndate = 2026-12-01T14:00:00+01:00\n\n[scope]"), "{after}");
    assert!(after.contains("was = 2026-12-01T09:00:00+01:00\ndate = 2026-12-01T14:00:00+01:00\n"), "{after}");
    assert_eq!(call(folder.path(), &["ship", "--why", "Retested"]).code, Some(0));
    assert_eq!(gate(folder.path()).code, Some(0));
}

#[test]
fn nothing_is_recorded_over_no_go_by_strangers_or_without_a_reason() {
    let (folder, _history, text) = good();
    write(folder.path(), &text);
    for (arguments, code) in [
        (vec!["ship"], 2),
        (vec!["ship", "--why", "Fine", "--by", "Dee Okafor"], 2),
        (vec!["delay", "--why", "Later"], 2),
        (vec!["stop", "--why", "Bug", "--until", "2026-12-01"], 2),
        (vec!["ship", "--why", "Fine", "--commit", "v1.7.0"], 1),
        (vec!["ship", "--why", "Fine", "--sign"], 2),
    ] {
        let told = call(folder.path(), &arguments);
        assert_eq!(told.code, Some(code), "{arguments:?} {told:?}");
        assert_eq!(read(folder.path()), text);
    }
    write(folder.path(), text.replace("skips = []", ""));
    assert_eq!(call(folder.path(), &["ship", "--why", "Fine"]).code, Some(1));
    assert_eq!(call(folder.path(), &["stop", "--why", "Nobody says what was skipped"]).code, Some(0));
    assert!(read(folder.path()).contains("cause = [\"tests/skips-unstated\"]"), "{}", read(folder.path()));
}

#[test]
fn other_syntaxes_get_an_entry_to_paste() {
    let (folder, ..) = good();
    fs::write(folder.path().join("r.yaml"), "owner: Ana Ruiz\ncaller: {stop: Ana Ruiz}\n").expect("a file");
    let told = call(folder.path(), &["stop", "r.yaml", "--why", "No"]);
    assert!(told.code == Some(0) && told.out.contains("call:\n  - say: \"stop\"\n"), "{told:?}");
}

#[test]
fn the_gate_opens_for_the_build_and_later_plans_alone() {
    let (folder, mut history, text) = good();
    write(folder.path(), &text);
    history.git(["add", "release.toml"]);
    history.commit("Plan");
    assert_eq!(call(folder.path(), &["ship", "--why", "Fine"]).code, Some(0));
    history.git(["add", "release.toml"]);
    history.commit("Call");
    let ask = |commit: &str, at: &str| gonogo(folder.path(), &["gate", "--commit", commit, "--as-of", at]);
    let told = ask("HEAD", LATER);
    assert!(told.code == Some(0) && told.out.contains("GATE OPEN"), "{told:?}");
    assert_eq!(ask("v1.7.0", LATER).code, Some(1));
    assert_eq!(ask("nothing", LATER).code, Some(1));
    let told = ask("HEAD", "2026-12-01T18:00:01+01:00");
    assert!(told.code == Some(1) && told.out.contains("call/expired"), "{told:?}");
    history.file("d", "1").commit("HELP-12 More");
    assert_eq!(ask("HEAD", LATER).code, Some(1));
}

/// Makes a key; none where there is no `ssh-keygen`.
pub(crate) fn key(folder: &Path, name: &str, kind: &[&str]) -> Option<(PathBuf, String)> {
    let file = folder.join(name);
    let mut keygen = Command::new("ssh-keygen");
    keygen.args(["-q", "-N", "", "-C", "", "-f"]).arg(&file).args(kind).stdin(Stdio::null());
    keygen.status().ok().filter(std::process::ExitStatus::success)?;
    let line = fs::read_to_string(file.with_extension("pub")).expect("a key");
    Some((file, line.trim().to_owned()))
}

#[test]
fn a_signature_proves_the_call_and_nothing_else() {
    let (folder, _history, text) = good();
    let keys = tempfile::tempdir().expect("a folder");
    for kind in [vec!["-t", "ed25519"], vec!["-t", "ecdsa"], vec!["-t", "rsa", "-b", "2048"]] {
        let Some((own, line)) = key(keys.path(), &format!("own-{}", kind[1]), &kind) else { return };
        let Some((other, _)) = key(keys.path(), &format!("other-{}", kind[1]), &kind) else { return };
        let people = format!(
            "[people]\n\"Ana Ruiz\" = {{ keys = [\"{line}\"] }}\n\"Bo Lind\" = {{}}\n\"Dee Okafor\" = {{}}\n\"Eli Marsh\" = {{}}\n"
        );
        fs::write(
            folder.path().join("gonogo.toml"),
            format!("{people}[rules]\n\"call/unsigned\" = \"error\"\n"),
        )
        .expect("a policy");
        write(folder.path(), &text);
        assert_eq!(call(folder.path(), &["ship", "--why", "Fine"]).code, Some(0));
        let told = gate(folder.path());
        assert!(told.code == Some(1) && told.out.contains("call/unsigned"), "{told:?}");
        write(folder.path(), &text);
        let sign = |file: &Path| {
            let file = file.to_str().expect("a path");
            let until = "2026-12-01T12:00:00+01:00";
            call(folder.path(), &["ship", "--why", "Fine", "--until", until, "--sign", "--key", file])
        };
        assert_eq!(sign(&other).code, Some(2));
        assert_eq!(read(folder.path()), text);
        let told = sign(&own);
        assert_eq!(told.code, Some(0), "{told:?}");
        let signed = read(folder.path());
        let told = gate(folder.path());
        assert!(told.code == Some(0) && told.out.contains("signed"), "{told:?}");
        for (old, new) in [
            ("why = \"Fine\"", "why = \"Fine.\""),
            ("on = 2026-11-30T18:00:00+01:00", "on = 2026-11-30T18:00:01+01:00"),
            ("until = 2026-12-01T12", "until = 2026-12-02T12"),
            ("say = \"ship\"\nby = \"Ana Ruiz\"", "say = \"ship\"\nby = \"Bo Lind\""),
            ("until = ", "told = [\"Support\"]\nuntil = "),
            ("signature = \"U", "signature = \"V"),
        ] {
            assert!(signed.contains(old), "{old}");
            write(folder.path(), signed.replacen(old, new, 1));
            let told = gate(folder.path());
            assert_eq!(told.code, Some(1), "{new}: {told:?}");
        }
        // Where there is no ssh-keygen, nothing is proven.
        write(folder.path(), &signed);
        #[cfg(unix)]
        {
            let lonely = tempfile::tempdir().expect("a folder");
            let git = std::env::split_paths(&std::env::var_os("PATH").expect("a path"))
                .map(|folder| folder.join("git"))
                .find(|file| file.exists());
            std::os::unix::fs::symlink(git.expect("git"), lonely.path().join("git")).expect("a link");
            let arguments = ["gate", "--commit", "v1.8.0-rc.1", "--as-of", LATER];
            let path = lonely.path().to_str().expect("a path");
            let told = Gonogo::new(folder.path(), &arguments).env("PATH", path).run();
            assert!(told.code == Some(1) && told.out.contains("call/unsigned"), "{told:?}");
        }
    }
}
