//! Signatures of OpenSSH: made and verified by `ssh-keygen`, behind a door as narrow as git's.
//!
//! The text that is signed goes in on standard input, and the files beside it are of our own making, in a private
//! folder. Who may sign comes from outside as the keys of one person; nothing of a repository is looked at. What could
//! not be verified is unproven, never good.

mod key;
mod process;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use key::{KINDS, Key};
use process::{Ended, Keygen};

use crate::limits;
use crate::untrusted::{Untrusted, message};

/// What a signature is for: one made for anything else does not count here.
const NAMESPACE: &str = "gonogo";
/// Whom the file of allowed signers names. It holds the keys of one person, so it needs no name of theirs.
const SIGNER: &str = "caller";
/// Characters of a line of a signature file.
const LINE: usize = 70;
/// Lines around a signature.
const AROUND: [&str; 2] = ["-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"];

/// What became of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is of one of the keys, over this very text.
    Good,
    /// It is not.
    Bad(Untrusted),
    /// Nobody could tell.
    Unproven(Untrusted),
}

/// Verifies a signature over a text by the keys of one person. `folder` is what is judged: no program of it is run.
pub(crate) fn verify(folder: &Path, text: &[u8], signature: &str, keys: &[Key]) -> Proof {
    if keys.is_empty() {
        return Proof::Unproven("no key of this person is known".into());
    }
    let Some(signature) = wrapped(signature) else {
        return Proof::Bad("it is no signature of OpenSSH".into());
    };
    let Some(keygen) = Keygen::find(folder) else { return Proof::Unproven(NO_PROGRAM.into()) };
    let allow = |key: &Key| format!("{SIGNER} namespaces=\"{NAMESPACE}\" {}\n", key.line());
    let allowed: String = keys.iter().map(allow).collect();
    let Ok(room) = tempfile::tempdir() else {
        return Proof::Unproven("no private folder could be made".into());
    };
    let (signers, file) = (room.path().join("signers"), room.path().join("signature"));
    if fs::write(&signers, allowed).and_then(|()| fs::write(&file, signature)).is_err() {
        return Proof::Unproven("no private file could be written".into());
    }
    let arguments = ["-Y", "verify", "-n", NAMESPACE, "-I", SIGNER, "-f"].map(PathBuf::from);
    let arguments: Vec<PathBuf> = arguments.into_iter().chain([signers, "-s".into(), file]).collect();
    match keygen.run(&arguments, text, room.path()) {
        Ended::Well(said) if said.starts_with("Good \"gonogo\" signature for caller ") => Proof::Good,
        Ended::Well(_) => Proof::Unproven("ssh-keygen did not say that it is good".into()),
        Ended::Badly(_) => Proof::Bad("it is by another key, or over something else".into()),
        Ended::Not(why) => Proof::Unproven(why),
    }
}

/// Signs a text with the key in a file: a private key, or a public one whose agent signs. One line comes back.
pub(crate) fn sign(folder: &Path, text: &[u8], key: &Path) -> Result<String, Untrusted> {
    let keygen = Keygen::find(folder).ok_or_else(|| Untrusted::from(NO_PROGRAM))?;
    let arguments = ["-Y", "sign", "-q", "-n", NAMESPACE, "-f"].map(PathBuf::from);
    let arguments: Vec<PathBuf> = arguments.into_iter().chain([key.to_path_buf()]).collect();
    match keygen.for_a_person().run(&arguments, text, folder) {
        Ended::Well(said) => unwrapped(&said).ok_or_else(|| "ssh-keygen gave no signature".into()),
        Ended::Badly(why) => Err(message!("ssh-keygen did not sign: {}", why)),
        Ended::Not(why) => Err(why),
    }
}

/// Signs a text with one of a person's keys, which their agent holds.
pub(crate) fn sign_by_agent(folder: &Path, text: &[u8], keys: &[Key]) -> Result<String, Untrusted> {
    let room = tempfile::tempdir().map_err(|_| Untrusted::from("no private folder could be made"))?;
    let file = room.path().join("key.pub");
    let mut why = Untrusted::from("no key of the caller is in the directory; name one with --key FILE");
    for key in keys {
        fs::write(&file, format!("{}\n", key.line())).map_err(|error| Untrusted::new(error.to_string()))?;
        match sign(folder, text, &file) {
            Ok(signature) => return Ok(signature),
            Err(error) => why = message!("{}; name the key with --key FILE", error),
        }
    }
    Err(why)
}

const NO_PROGRAM: &str = "there is no ssh-keygen on the PATH";

/// The signature as a file of OpenSSH; none where it is no single line of such a file.
fn wrapped(line: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if line.is_empty() || line.len() > limits::SIGNATURE_BYTES || !line.bytes().all(is_plain) {
        return None;
    }
    let [begin, end] = AROUND;
    let lines: Vec<_> = line.as_bytes().chunks(LINE).map(String::from_utf8_lossy).collect();
    Some(format!("{begin}\n{}\n{end}\n", lines.join("\n")))
}

/// The one line of a signature file.
fn unwrapped(file: &str) -> Option<String> {
    let [begin, end] = AROUND;
    let inside = file.trim().strip_prefix(begin)?.strip_suffix(end)?;
    let line: String = inside.split_whitespace().collect();
    wrapped(&line).map(|_| line)
}
