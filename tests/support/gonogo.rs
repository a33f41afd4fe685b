//! Runs the real binary in a scrubbed environment.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::schema::hold;

/// One run of the binary.
pub(crate) struct Gonogo {
    command: Command,
    input: Vec<u8>,
    output: Stdio,
}

/// How a run ended and what it said.
#[derive(Debug)]
pub(crate) struct Told {
    /// The exit code; none after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Gonogo {
    /// A run in this folder, with these arguments. Nothing of the surrounding environment but the path reaches it.
    pub(crate) fn new(folder: impl AsRef<Path>, arguments: &[&str]) -> Self {
        Self::started_by(Command::new(env!("CARGO_BIN_EXE_gonogo")), folder, arguments)
    }

    /// The same by a command that starts the binary in its own way.
    pub(crate) fn started_by(mut command: Command, folder: impl AsRef<Path>, arguments: &[&str]) -> Self {
        command.current_dir(folder).args(arguments).env_clear();
        for name in ["PATH", "SystemRoot", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("HOME", "/nonexistent").env("TZ", "UTC");
        Self { command, input: Vec::new(), output: Stdio::piped() }
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Takes a variable away.
    #[cfg(unix)]
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Where standard output goes, instead of into what is told.
    #[cfg(unix)]
    pub(crate) fn output(mut self, to: impl Into<Stdio>) -> Self {
        self.output = to.into();
        self
    }

    /// What standard input holds.
    pub(crate) fn input(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.input = bytes.into();
        self
    }

    /// Runs it.
    pub(crate) fn run(mut self) -> Told {
        self.command.stdin(Stdio::piped()).stdout(self.output).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("the binary starts");
        // A run that never reads its input closes it: that is no failure of the test.
        let _ = child.stdin.take().expect("a pipe").write_all(&self.input);
        let Output { status, stdout, stderr } = child.wait_with_output().expect("the binary ends");
        let told = Told {
            code: status.code(),
            out: String::from_utf8(stdout).expect("UTF-8 on standard output"),
            err: String::from_utf8(stderr).expect("UTF-8 on standard error"),
        };
        hold(&told);
        told
    }
}
