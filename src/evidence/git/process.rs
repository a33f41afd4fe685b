//! One `git` process: started without a shell, read as a stream, and ended when it takes too long.
//!
//! Owns pipes, threads, limits and exit status. It knows nothing of what the answers mean. A process that ended
//! well but complained is an error too: git tells of cut or odd histories on its error stream alone.

use std::ffi::OsString;
use std::io::{self, BufRead, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use super::environment::{FOUND, Program};
use super::error::GitError;
use crate::untrusted::Untrusted;

/// Stack of the threads that carry bytes to and from git: they hold a buffer and nothing else.
const STACK_BYTES: usize = 1024 * 1024;
/// Bytes read from a pipe at once: what a pipe holds.
const CHUNK: usize = 64 * 1024;
/// Looks at a pipe after which an answer is long.
const SHORT: u64 = 64;
/// How long to let the pipe of a long answer fill.
const NAP: Duration = Duration::from_micros(300);
/// Chunks that may wait for the reader.
const QUEUE: usize = 16;
/// Bytes of the error stream that are kept; the rest is read and forgotten.
const COMPLAINT: usize = 64 * 1024;
/// Bytes of an answer that is read whole.
const ANSWER: u64 = 1024 * 1024;
/// Looks at whether a process has ended before there is any waiting between them.
const SOON: u32 = 100;
/// How long to wait between looks at whether a process has ended, at first.
const PAUSE: Duration = Duration::from_micros(100);

/// Complaints that take nothing from an answer: a reference that leads nowhere is no name of anything.
const HARMLESS: [&str; 3] = ["hint:", "warning: ignoring dangling symref ", "warning: ignoring broken ref "];

/// How to run git in one folder.
#[derive(Debug, Clone)]
pub(super) struct Git {
    pub(super) program: Program,
    pub(super) folder: PathBuf,
    /// The work tree that was found around it, where git is asked; there is none around a bare repository.
    pub(super) tree: Option<PathBuf>,
    /// Whether git has agreed to read what was found there: from then on it looks for nothing else.
    pub(super) is_open: bool,
    /// Values of `safe.directory` that the user has set.
    pub(super) trusted: Vec<OsString>,
    /// How long one process may take.
    pub(super) time: Duration,
}

/// What a process answered that was read whole.
#[derive(Debug)]
pub(super) struct Answer {
    /// The exit status; absent after a signal.
    pub(super) code: Option<i32>,
    /// The answer.
    pub(super) output: Vec<u8>,
    /// What it complained about, without what is harmless.
    pub(super) complaint: String,
}

impl Git {
    /// Starts git with arguments, and with bytes to read if there are any.
    pub(super) fn start(&self, arguments: &[&str], input: Vec<u8>) -> Result<Running, GitError> {
        let mut command = self.program.command(self.tree.as_ref().unwrap_or(&self.folder), &self.trusted);
        if let Some(tree) = &self.tree {
            command.args(FOUND);
            if self.is_open {
                command.env("GIT_DIR", tree.join(".git"));
            }
        }
        command.args(arguments);
        self.spawn(command, input)
    }

    /// Runs git and reads all it says; the caller judges the exit status.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Answer, GitError> {
        self.start(arguments, Vec::new())?.answer()
    }

    /// What git's complaint means.
    pub(super) fn error(&self, answer: &Answer) -> GitError {
        GitError::from_complaint(answer.code, &answer.complaint, &self.named_folder())
    }

    /// The values of `safe.directory` that user and machine have set. None when they cannot be read: then git
    /// goes on refusing.
    pub(super) fn read_trusted(&self) -> Vec<OsString> {
        let read = |scope| {
            let answer = self.spawn(self.program.safe_directories(&self.folder, scope), Vec::new());
            answer.and_then(Running::answer).ok().filter(|answer| answer.code == Some(0))
        };
        let answers = ["--system", "--global"].into_iter().filter_map(read);
        answers.flat_map(|answer| split_values(&answer.output)).collect()
    }

    fn named_folder(&self) -> Untrusted {
        Untrusted::new(self.folder.to_string_lossy())
    }

    fn spawn(&self, mut command: Command, input: Vec<u8>) -> Result<Running, GitError> {
        command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (send, chunks) = mpsc::sync_channel(QUEUE);
        let (tell, complaint) = mpsc::sync_channel(1);
        // From here on the child is owned by what ends it when it is dropped.
        let running = Running {
            child,
            chunks,
            complaint,
            chunk: Vec::new(),
            read: 0,
            deadline: Instant::now().checked_add(self.time),
            time: self.time,
            folder: self.named_folder(),
        };
        let threads = || thread::Builder::new().name("git".into()).stack_size(STACK_BYTES);
        if let Some(mut stdin) = stdin {
            // A process that stops reading says why by its exit status.
            threads().spawn(move || stdin.write_all(&input).is_ok())?;
        }
        if let Some(stdout) = stdout {
            threads().spawn(move || pump(stdout, &send))?;
        }
        if let Some(stderr) = stderr {
            threads().spawn(move || tell.send(keep_start(stderr)).is_ok())?;
        }
        Ok(running)
    }
}

/// A process that has been started. Dropping it ends it.
pub(super) struct Running {
    child: Child,
    chunks: Receiver<io::Result<Vec<u8>>>,
    complaint: Receiver<Vec<u8>>,
    chunk: Vec<u8>,
    read: usize,
    deadline: Option<Instant>,
    time: Duration,
    folder: Untrusted,
}

impl Running {
    /// Reads up to and without `end` into `field`. False when the answer ended before; an answer that ends inside
    /// a field is an error.
    pub(super) fn field(
        &mut self,
        end: u8,
        limit: u64,
        of: &'static str,
        field: &mut Vec<u8>,
    ) -> Result<bool, GitError> {
        field.clear();
        if let Some(whole) = self.field_at_hand(end, limit) {
            field.extend_from_slice(whole);
            let length = whole.len().saturating_add(1);
            self.consume(length);
            return Ok(true);
        }
        let read = self.take(limit.saturating_add(1)).read_until(end, field);
        if let Err(error) = read {
            return Err(self.broken(error));
        }
        if field.last() == Some(&end) {
            field.pop();
            return Ok(true);
        }
        if field.is_empty() {
            return Ok(false);
        }
        if u64::try_from(field.len()).is_ok_and(|length| length <= limit) {
            Err(self.cut())
        } else {
            Err(GitError::TooMuch { limit, of })
        }
    }

    /// A field that has come as a whole, which nearly all have.
    fn field_at_hand(&self, end: u8, limit: u64) -> Option<&[u8]> {
        let rest = self.chunk.get(self.read..)?;
        let whole = rest.get(..memchr::memchr(end, rest)?)?;
        u64::try_from(whole.len()).is_ok_and(|length| length <= limit).then_some(whole)
    }

    /// Reads so many bytes and the line break behind them. Of more than `limit` nothing is kept, and the answer is false.
    pub(super) fn content(
        &mut self,
        length: u64,
        limit: usize,
        content: &mut Vec<u8>,
    ) -> Result<bool, GitError> {
        content.clear();
        let is_kept = usize::try_from(length).is_ok_and(|length| length <= limit);
        let mut part = self.take(length);
        let read = if is_kept {
            part.read_to_end(content).and_then(|count| u64::try_from(count).map_err(io::Error::other))
        } else {
            io::copy(&mut part, &mut io::sink())
        };
        let read = read.map_err(|error| self.broken(error))?;
        let mut end = Vec::new();
        if read != length || !self.field(b'\n', 0, "bytes behind a file", &mut end)? {
            return Err(self.cut());
        }
        Ok(is_kept)
    }

    /// Why the answer stopped in the middle: git's own reason if it has one.
    pub(super) fn cut(&mut self) -> GitError {
        self.end().err().unwrap_or(GitError::Garbled)
    }

    /// Makes sure that the process ended well and complained of nothing. To be called when all is read.
    pub(super) fn end(&mut self) -> Result<(), GitError> {
        let (code, complaint) = self.wait()?;
        if code == Some(0) && complaint.is_empty() {
            return Ok(());
        }
        Err(GitError::from_complaint(code, &complaint, &self.folder))
    }

    fn answer(mut self) -> Result<Answer, GitError> {
        let mut output = Vec::new();
        if let Err(error) = (&mut self).take(ANSWER.saturating_add(1)).read_to_end(&mut output) {
            return Err(self.broken(error));
        }
        if u64::try_from(output.len()).is_ok_and(|length| length > ANSWER) {
            return Err(GitError::TooMuch { limit: ANSWER, of: "bytes in one answer" });
        }
        let (code, complaint) = self.wait()?;
        Ok(Answer { code, output, complaint })
    }

    fn wait(&mut self) -> Result<(Option<i32>, String), GitError> {
        let complaint = self.complaint.recv_timeout(self.time_left()).map_err(|_| self.too_late())?;
        let (mut pause, mut looks) = (PAUSE, 0_u32);
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status;
            }
            // It has closed its streams, and as a rule needs only a moment more.
            looks = looks.saturating_add(1);
            if looks < SOON {
                thread::yield_now();
                continue;
            }
            if self.time_left().is_zero() {
                return Err(self.too_late());
            }
            thread::sleep(pause);
            pause = pause.saturating_mul(2).min(Duration::from_millis(20));
        };
        Ok((status.code(), without_harmless(&String::from_utf8_lossy(&complaint))))
    }

    fn time_left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()))
    }

    fn too_late(&self) -> GitError {
        GitError::TimedOut { seconds: self.time.as_secs() }
    }

    fn broken(&self, error: io::Error) -> GitError {
        if error.kind() == io::ErrorKind::TimedOut { self.too_late() } else { GitError::Io(error) }
    }
}

impl Read for Running {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Running {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.chunk.len() {
            self.read = 0;
            self.chunk = match self.chunks.recv_timeout(self.time_left()) {
                Ok(chunk) => chunk?,
                Err(RecvTimeoutError::Disconnected) => Vec::new(),
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            };
        }
        Ok(self.chunk.get(self.read..).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.read = self.read.saturating_add(amount);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only when the process has ended already, which is what is wanted.
        if self.child.kill().is_ok() {
            let _ended = self.child.wait();
        }
    }
}

/// Hands a pipe on chunk by chunk until it ends or nobody listens.
///
/// Git writes 4 KiB at a time, and waking a reader for each takes a fifth of its time. So when an answer turns out to
/// be long, the reader naps between its looks, for less than the pipe takes to fill.
fn pump(mut pipe: impl Read, send: &SyncSender<io::Result<Vec<u8>>>) {
    let mut buffer = vec![0; CHUNK];
    for looks in 0_u64.. {
        if looks > SHORT {
            thread::sleep(NAP);
        }
        let chunk = match pipe.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => Ok(buffer.get(..count).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = chunk.is_err();
        if send.send(chunk).is_err() || failed {
            return;
        }
    }
}

/// Reads a pipe to its end and keeps the beginning, so that a talkative process is never blocked.
fn keep_start(mut pipe: impl Read) -> Vec<u8> {
    let mut kept = Vec::new();
    let start = u64::try_from(COMPLAINT).unwrap_or(u64::MAX);
    let whole =
        (&mut pipe).take(start).read_to_end(&mut kept).and_then(|_| io::copy(&mut pipe, &mut io::sink()));
    if whole.is_err() && kept.is_empty() {
        kept.extend_from_slice(b"its error stream could not be read");
    }
    kept
}

fn without_harmless(text: &str) -> String {
    let counts =
        |line: &&str| !line.trim().is_empty() && !HARMLESS.iter().any(|start| line.starts_with(start));
    text.lines().filter(counts).collect::<Vec<_>>().join("\n")
}

/// The values of an answer in which each ends with a NUL byte.
fn split_values(output: &[u8]) -> Vec<OsString> {
    let values = output.strip_suffix(b"\0").map(|values| values.split(|byte| *byte == 0));
    values.into_iter().flatten().map(os_string).collect()
}

/// A name as the system takes it; git speaks UTF-8 where the system does not speak bytes.
#[cfg(unix)]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
pub(super) fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
