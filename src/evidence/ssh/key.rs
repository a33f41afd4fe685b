//! A public key as OpenSSH writes it in one line, and nothing that such a line may hold beside.

use crate::limits;
use crate::untrusted::{Untrusted, message};

/// Kinds of keys that may sign. Certificates are none: who they name is for their authority to say.
pub(crate) const KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "ssh-rsa",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    kind: &'static str,
    body: String,
}

/// Why a line is no key.
type KeyFault = Untrusted;

impl Key {
    /// Reads a line: kind, key, and perhaps a remark.
    pub(crate) fn read(line: &str) -> Result<Self, KeyFault> {
        if line.len() > limits::KEY_BYTES || line.contains(['\n', '\r', '\0']) {
            return Err("a key is one line, as ssh-keygen writes it into a .pub file".into());
        }
        let mut words = line.split_whitespace();
        let (kind, body) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Some(kind) = KINDS.into_iter().find(|known| *known == kind) else {
            let what = if kind.contains("-cert-") { "a certificate" } else { "no kind of key that may sign" };
            return Err(message!("\"{}\" is {}", kind, what));
        };
        let digits = body.trim_end_matches('=');
        let is_body = digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        // The first four bytes of a key are a small number.
        if !is_body || !body.starts_with("AAAA") || body.len() % 4 != 0 || body.len() < 64 {
            return Err(message!("what stands behind \"{}\" is no key", kind));
        }
        Ok(Self { kind, body: body.to_owned() })
    }

    /// The key in one line, without a remark.
    pub(super) fn line(&self) -> String {
        format!("{} {}", self.kind, self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIFNyfHbkK5l3z1m5o0gJ3p3tqU0yC0E0fEw0o4L6wS0p";

    #[test]
    fn a_line_is_a_key_and_nothing_beside() {
        assert_eq!(
            Key::read(&format!("ssh-ed25519 {BODY} ana@host")).unwrap().line(),
            format!("ssh-ed25519 {BODY}")
        );
        for line in [
            format!("restrict ssh-ed25519 {BODY}"),
            format!("* ssh-ed25519 {BODY}"),
            format!("cert-authority ssh-ed25519 {BODY}"),
            format!("ssh-ed25519-cert-v01@openssh.com {BODY}"),
            format!("ssh-dss {BODY}"),
            "ssh-ed25519".to_owned(),
            "ssh-ed25519 AAAA".to_owned(),
            format!("ssh-ed25519 {BODY}\nssh-ed25519 {BODY}"),
            format!("ssh-ed25519 {}", BODY.replace('Z', "*")),
            String::new(),
        ] {
            assert!(Key::read(&line).is_err(), "{line}");
        }
    }
}
