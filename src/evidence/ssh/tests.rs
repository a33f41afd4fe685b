//! Signatures as `ssh-keygen` sees them; where there is none, nothing can be proven, and nothing is tried.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::*;

const TEXT: &[u8] = b"say \"ship\"\nby \"Ana Ruiz\"\n";

/// Two keys of the kind that lives in a token, made in software, and what each signed, touched once.
const TOKENS: [(&str, &str); 2] = [
    (
        "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAaRJaxixpIjn/sibEF3BzxyH9WbsZhT18xW6PWCDcceAAAABHNzaDo=",
        "U1NIU0lHAAAAAQAAAEoAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAAAgBpElrGLGkiOf+yJsQXcHPHIf1ZuxmFPXzFbo9YINxx4AAAAEc3NoOgAAAAZnb25vZ28AAAAAAAAABnNoYTUxMgAAAGcAAAAac2stc3NoLWVkMjU1MTlAb3BlbnNzaC5jb20AAABAKCsD7Ow4Fh6SBVNllawLgmxtUwT/Krf8GNEJ4cow+FF5wkxKDbb5JTZcpG5Y/hjknVlMbu6Te57FuMqKW0QMDQEAAAAH",
    ),
    (
        "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBJ9p0Ah3LxZk5dGSQ0TSQ61aRAi2cJ2FlM2haV2N/dR9XIfncmb6Nka+1wD7q920jvEIQuEez385uebyx5NVadEAAAAEc3NoOg==",
        "U1NIU0lHAAAAAQAAAH8AAAAic2stZWNkc2Etc2hhMi1uaXN0cDI1NkBvcGVuc3NoLmNvbQAAAAhuaXN0cDI1NgAAAEEEn2nQCHcvFmTl0ZJDRNJDrVpECLZwnYWUzaFpXY391H1ch+dyZvo2Rr7XAPur3bSO8QhC4R7Pfzm55vLHk1Vp0QAAAARzc2g6AAAABmdvbm9nbwAAAAAAAAAGc2hhNTEyAAAAdwAAACJzay1lY2RzYS1zaGEyLW5pc3RwMjU2QG9wZW5zc2guY29tAAAASAAAACAhsWiSCpLYYywHXSiEmIB+K3B+LiQgdoi9/Varbro4MwAAACBykbiJ5SulhJpt+beyhZVYSyncmCMahPFXWQY0bmcSjwEAAAAH",
    ),
];

fn here() -> PathBuf {
    std::env::temp_dir().join("gonogo-nothing-here")
}

/// Makes a key; none where there is no `ssh-keygen`.
fn key(folder: &Path, name: &str) -> Option<(PathBuf, Key)> {
    let file = folder.join(name);
    let mut keygen = Command::new("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&file).stdin(Stdio::null());
    keygen.status().ok().filter(std::process::ExitStatus::success)?;
    let line = fs::read_to_string(file.with_extension("pub")).unwrap();
    Some((file, Key::read(line.trim()).unwrap()))
}

/// Signs as nobody of ours would, for something else.
fn sign_for(namespace: &str, key: &Path) -> String {
    let mut keygen = Command::new("ssh-keygen");
    let keygen = keygen.args(["-Y", "sign", "-q", "-n", namespace, "-f"]).arg(key);
    let mut child = keygen.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), TEXT).unwrap();
    let told = child.wait_with_output().unwrap();
    unwrapped(&String::from_utf8(told.stdout).unwrap()).unwrap()
}

#[test]
fn keys_of_tokens_count_like_any_other() {
    let keys = TOKENS.map(|(line, _)| Key::read(line).unwrap());
    if Keygen::find(&here()).is_none() {
        return;
    }
    for ((_, signature), key) in TOKENS.iter().zip(&keys) {
        assert_eq!(verify(&here(), TEXT, signature, &keys), Proof::Good);
        assert_eq!(verify(&here(), TEXT, signature, std::slice::from_ref(key)), Proof::Good);
        let others: Vec<Key> = keys.iter().filter(|other| *other != key).cloned().collect();
        assert!(matches!(verify(&here(), TEXT, signature, &others), Proof::Bad(_)));
        assert!(matches!(verify(&here(), b"say \"ship\"\n", signature, &keys), Proof::Bad(_)));
    }
}

#[test]
fn what_is_not_this_signature_over_this_text_is_bad() {
    let folder = tempfile::tempdir().unwrap();
    let Some((file, own)) = key(folder.path(), "own") else { return };
    let (_, other) = key(folder.path(), "other").unwrap();
    let keys = [own];
    let signature = sign(folder.path(), TEXT, &file).unwrap();
    assert_eq!(verify(&here(), TEXT, &signature, &keys), Proof::Good);
    assert_eq!(
        verify(&here(), TEXT, &signature, &[]),
        Proof::Unproven("no key of this person is known".into())
    );
    let bad = |text: &[u8], signature: &str, keys: &[Key]| {
        assert!(matches!(verify(&here(), text, signature, keys), Proof::Bad(_)), "{signature}");
    };
    bad(TEXT, &signature, &[other]);
    bad(&TEXT[1..], &signature, &keys);
    bad(&[TEXT, b"\n"].concat(), &signature, &keys);
    for namespace in ["file", "git", "gonogo2"] {
        bad(TEXT, &sign_for(namespace, &file), &keys);
    }
    for at in (0..signature.len()).step_by(24) {
        bad(TEXT, &signature[..at], &keys);
        let other = if &signature[at..=at] == "A" { "B" } else { "A" };
        bad(TEXT, &format!("{}{other}{}", &signature[..at], &signature[at + 1..]), &keys);
    }
    let over = "A".repeat(1_000_000);
    for odd in [
        &*over,
        &format!("{signature}{over}"),
        &format!("{signature}\r"),
        &signature.replace('A', "\r\n"),
        "-",
        "--",
    ] {
        bad(TEXT, odd, &keys);
    }
}

#[test]
fn a_signature_is_one_line_of_nothing_else() {
    let line = "A".repeat(150);
    let file = wrapped(&line).unwrap();
    assert_eq!(file.lines().map(str::len).collect::<Vec<_>>(), [29, 70, 70, 10, 27]);
    assert_eq!(unwrapped(&file).as_deref(), Some(line.as_str()));
    assert_eq!(unwrapped(&file.replace('\n', "\r\n")).as_deref(), Some(line.as_str()));
    for odd in ["", "A A", "A\nA", "-----BEGIN", "A\r", "é", &"A".repeat(crate::limits::SIGNATURE_BYTES + 1)]
    {
        assert!(wrapped(odd).is_none(), "{odd}");
    }
}
