//! One run of `ssh-keygen`: without a shell, with little of the environment, for a bounded time.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::evidence::git::Environment;
use crate::untrusted::{Untrusted, message};

/// How long a verification may take.
const TIME: Duration = Duration::from_secs(20);
/// How long a person may take to touch a key or to type a passphrase.
const PATIENCE: Duration = Duration::from_mins(3);
/// Bytes that are kept of what it says.
const KEPT: u64 = 64 * 1024;
/// How long to wait between looks at whether it has ended.
const PAUSE: Duration = Duration::from_millis(2);
/// What signing needs of the environment: the agent, the key's home, and how to ask for a passphrase.
const PERSON: [&str; 10] = [
    "HOME",
    "USERPROFILE",
    "SSH_AUTH_SOCK",
    "SSH_ASKPASS",
    "SSH_ASKPASS_REQUIRE",
    "SSH_SK_PROVIDER",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "TERM",
];
/// What Windows needs to start a program.
const SYSTEM: [&str; 4] = ["SystemRoot", "SystemDrive", "TEMP", "TMP"];

/// The program.
pub(super) struct Keygen {
    file: PathBuf,
    path: OsString,
    kept: Vec<&'static str>,
    time: Duration,
}

/// How it ended.
pub(super) enum Ended {
    /// With 0; what it said.
    Well(String),
    /// With another number; what it complained of.
    Badly(Untrusted),
    /// Not by itself, or it never began.
    Not(Untrusted),
}

impl Keygen {
    /// The program on the PATH, outside of what is judged.
    pub(super) fn find(folder: &Path) -> Option<Self> {
        let (file, path) = Environment::of_process().find("ssh-keygen", folder)?;
        Some(Self { file, path, kept: SYSTEM.to_vec(), time: TIME })
    }

    /// The same with what a person who signs needs.
    pub(super) fn for_a_person(mut self) -> Self {
        self.kept.extend(PERSON);
        self.time = PATIENCE;
        self
    }

    /// Runs it on a text.
    pub(super) fn run(&self, arguments: &[PathBuf], text: &[u8], folder: &Path) -> Ended {
        let mut command = Command::new(&self.file);
        command.args(arguments).current_dir(folder).env_clear().env("PATH", &self.path).env("LC_ALL", "C");
        command.envs(self.kept.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        match command.spawn() {
            Ok(child) => self.attend(child, text.to_vec()),
            Err(error) => Ended::Not(message!("ssh-keygen does not start: {}", error.to_string())),
        }
    }

    fn attend(&self, mut child: Child, text: Vec<u8>) -> Ended {
        let (out, err) = (kept(child.stdout.take()), kept(child.stderr.take()));
        if let Some(mut stdin) = child.stdin.take() {
            // Who stops reading says why by the exit status.
            thread::spawn(move || stdin.write_all(&text).is_ok());
        }
        let start = Instant::now();
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if start.elapsed() < self.time => thread::sleep(PAUSE),
                _ => {
                    let _ended = child.kill().and_then(|()| child.wait());
                    return Ended::Not(message!(
                        "ssh-keygen took longer than {} seconds",
                        self.time.as_secs()
                    ));
                }
            }
        };
        let said = |from: mpsc::Receiver<Vec<u8>>| {
            let bytes = from.recv_timeout(TIME).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        match status.code() {
            Some(0) => Ended::Well(said(out)),
            Some(_) => Ended::Badly(Untrusted::new(said(err).trim())),
            None => Ended::Not("ssh-keygen was ended by a signal".into()),
        }
    }
}

/// The beginning of what a pipe brings, read on a thread of its own.
fn kept(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _whole = pipe.take(KEPT).read_to_end(&mut bytes);
        }
        send.send(bytes).is_ok()
    });
    receive
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A program in the place of the real one.
    fn run(script: &str) -> (Ended, Duration) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ssh-keygen");
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        let path = "/usr/bin:/bin".into();
        let keygen = Keygen { file, path, kept: Vec::new(), time: Duration::from_secs(2) };
        let start = Instant::now();
        (keygen.run(&[], b"text", folder.path()), start.elapsed())
    }

    #[test]
    fn a_program_that_hangs_dies_or_floods_proves_nothing_and_holds_nobody_up() {
        let (ended, took) = run("exec sleep 60");
        assert!(matches!(ended, Ended::Not(_)) && took < Duration::from_secs(20), "{took:?}");
        assert!(matches!(run("kill -9 $$").0, Ended::Not(_)));
        assert!(matches!(run("exit 3").0, Ended::Badly(_)));
        assert!(matches!(run("exec yes 2>&1").0, Ended::Not(_) | Ended::Badly(_)));
        let (ended, _) = run("head -c 300000 /dev/zero | tr '\\\\0' a; true");
        assert!(matches!(ended, Ended::Well(said) if said.len() <= 64 * 1024));
    }

    #[test]
    fn little_of_the_environment_reaches_it() {
        let Ended::Well(said) = run("env").0 else { panic!("it ended") };
        let known = |line: &str| {
            ["PATH=", "LC_ALL=", "PWD=", "SHLVL=", "_=", "OLDPWD="].iter().any(|name| line.starts_with(name))
        };
        assert!(said.lines().all(known), "{said}");
    }
}
