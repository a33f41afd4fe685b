//! The words around ids: which trailers close, which point elsewhere, what only looks like an id.

use std::collections::HashSet;
use std::sync::Arc;

/// Words of ids, each kept once: a range has few, each many times.
#[derive(Debug, Default)]
pub(crate) struct Words {
    known: HashSet<Arc<str>>,
    lower: String,
}

impl Words {
    /// The word in lower case.
    pub(crate) fn lower(&mut self, word: &str) -> Arc<str> {
        self.lower.clear();
        self.lower.push_str(word);
        self.lower.make_ascii_lowercase();
        if let Some(known) = self.known.get(self.lower.as_str()) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(self.lower.as_str());
        self.known.insert(Arc::clone(&new));
        new
    }
}

/// What looks like the project of a key, or the word in front of a number, and names something else.
const LOOKALIKES: &[&str] = &[
    "aes", "amd", "android", "api", "arm", "base", "build", "c", "cortex", "covid", "cp", "crc", "cve",
    "cwe", "day", "din", "ed", "en", "es", "fips", "firefox", "gb", "gpl", "gpt", "h", "hdmi", "hmac", "hsl",
    "http", "i", "ia", "icu", "iec", "ieee", "ima", "int", "ios", "ipv", "iso", "ja", "java", "jep", "jre",
    "jsr", "k", "kip", "latin", "level", "lgpl", "lts", "mac", "md", "mp", "mpeg", "mpl", "node", "osx", "p",
    "part", "pep", "phase", "php", "python", "rc", "release", "rev", "rfc", "ripemd", "rls", "rot", "rsa",
    "s", "sha", "ssl", "stage", "step", "tls", "ubuntu", "ucs", "uint", "usb", "utc", "utf", "v", "vc",
    "version", "vs", "win", "windows", "x",
];

/// Whether a word in front of a number usually names a standard, a version or a part, and no issue.
pub(crate) fn is_lookalike(word: &str) -> bool {
    let first = word.split(['-', '_']).next().unwrap_or_default();
    LOOKALIKES.binary_search(&first).is_ok() || LOOKALIKES.binary_search(&word).is_ok()
}

/// Words that make an id of a number behind a blank or a colon.
const NAMES: &[&str] = &["bug", "bugzilla", "bz", "defect", "feature", "story", "task", "ticket"];

/// Whether the word makes an id of the number behind it, though nothing but a blank joins them.
pub(crate) fn is_name(word: &str) -> bool {
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether the word in front says that the number is one of a forge.
pub(crate) fn is_forge(word: &str) -> bool {
    ["issue", "pr", "gh", "request"].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// What a word at the start of a line says of the ids behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The change is what they name.
    Closing,
    /// It is, and the numbers are those of a tracker of bugs, which may also be called `Bug 12`.
    Bug,
    /// It is, and `#12` is a work item of Azure.
    WorkItem,
    /// They name the request that brought the change.
    Request,
    /// They name something else that has to do with it.
    Reference,
    /// They do, in a tracker of bugs.
    BugReference,
}

impl Role {
    /// Whether `#12` may be called `Bug 12` as well.
    pub(crate) fn is_of_bugs(self) -> bool {
        matches!(self, Self::Bug | Self::BugReference)
    }
}

/// The roles of trailers and keywords, in lower case, their parts joined by dashes, in order.
const ROLES: &[(&str, Role)] = &[
    ("addresses", Role::Reference),
    ("backport-of", Role::Reference),
    ("bug", Role::Bug),
    ("bug-id", Role::Bug),
    ("bug-url", Role::Closing),
    ("bugs", Role::Bug),
    ("bugzilla", Role::Bug),
    ("ccbug", Role::Reference),
    ("close", Role::Closing),
    ("closed", Role::Closing),
    ("closes", Role::Closing),
    ("closes-bug", Role::Bug),
    ("closing", Role::Closing),
    ("completes", Role::Closing),
    ("contributes-to", Role::Reference),
    ("feature", Role::Bug),
    ("fix", Role::Closing),
    ("fixed", Role::Closing),
    ("fixes", Role::Closing),
    ("fixes-bug", Role::Bug),
    ("fixing", Role::Closing),
    ("follow-up", Role::Reference),
    ("follow-up-of", Role::Reference),
    ("follow-up-to", Role::Reference),
    ("followup", Role::Reference),
    ("followup-to", Role::Reference),
    ("for", Role::Reference),
    ("gitlab-issue", Role::Closing),
    ("implement", Role::Closing),
    ("implemented", Role::Closing),
    ("implementing", Role::Closing),
    ("implements", Role::Closing),
    ("issue", Role::Closing),
    ("issues", Role::Closing),
    ("jira", Role::Closing),
    ("jira-issue", Role::Closing),
    ("merge-request", Role::Request),
    ("part-of", Role::Request),
    ("partial-bug", Role::BugReference),
    ("pr", Role::Request),
    ("pr-url", Role::Request),
    ("pull-request", Role::Request),
    ("ref", Role::Reference),
    ("reference", Role::Reference),
    ("references", Role::Reference),
    ("refs", Role::Reference),
    ("related", Role::Reference),
    ("related-bug", Role::BugReference),
    ("related-to", Role::Reference),
    ("related-work-items", Role::WorkItem),
    ("relates-to", Role::Reference),
    ("resolve", Role::Closing),
    ("resolved", Role::Closing),
    ("resolves", Role::Closing),
    ("resolving", Role::Closing),
    ("see", Role::Reference),
    ("see-also", Role::Reference),
    ("story", Role::Closing),
    ("task", Role::Closing),
    ("task-number", Role::Reference),
    ("this-closes", Role::Closing),
    ("this-fixes", Role::Closing),
    ("this-resolves", Role::Closing),
    ("ticket", Role::Closing),
    ("tickets", Role::Closing),
    ("update", Role::Reference),
    ("updates", Role::Reference),
    ("work-item", Role::Closing),
];

/// Longest word with a role.
const LONGEST: usize = 18;

/// What a word, or several, say of the ids behind them. Nearly every line is asked.
pub(crate) fn role(key: &str) -> Option<Role> {
    let mut short = [0_u8; LONGEST];
    let room = short.get_mut(..key.len())?;
    for (to, from) in room.iter_mut().zip(key.bytes()) {
        *to = if matches!(from, b' ' | b'_') { b'-' } else { from.to_ascii_lowercase() };
    }
    let key = std::str::from_utf8(room).ok()?;
    let at = ROLES.binary_search_by_key(&key, |(known, _)| known).ok()?;
    ROLES.get(at).map(|(_, role)| *role)
}

/// Trailers about people and machines: numbers in them are no ids.
pub(crate) fn is_about_people(line: &str) -> bool {
    const KEYS: &[&str] = &[
        "signed-off-by:",
        "co-authored-by:",
        "reviewed-by:",
        "acked-by:",
        "tested-by:",
        "reported-by:",
        "suggested-by:",
        "change-id:",
        "cc:",
        "author:",
        "gpg-key:",
        "depends-on:",
        "git-svn-id:",
    ];
    line.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && KEYS.iter().any(|key| line.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key)))
}

/// Whether a branch is a main, develop or release line: what it brings is not one piece of work.
pub(crate) fn is_line(branch: &str) -> bool {
    const NAMES: &[&str] = &[
        "main",
        "master",
        "trunk",
        "develop",
        "development",
        "dev",
        "head",
        "stable",
        "next",
        "mainline",
        "default",
    ];
    const STARTS: &[&str] = &[
        "release/",
        "release-",
        "release_",
        "releases/",
        "rel/",
        "rel-",
        "stable/",
        "stable-",
        "support/",
        "maint/",
        "maint-",
        "branch-",
        "v",
        "",
    ];
    let lower = branch.to_ascii_lowercase();
    let name = ["refs/heads/", "refs/remotes/", "remotes/", "origin/", "upstream/"]
        .iter()
        .fold(lower.as_str(), |name, start| name.strip_prefix(start).unwrap_or(name));
    let is_version = |rest: &str| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.contains('.')
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'x' | b'-' | b'_' | b'v'))
    };
    let is_release = |start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| is_version(rest) || start.len() > 1 && !rest.is_empty() && start != "branch-")
    };
    NAMES.contains(&name) || name == "release" || STARTS.iter().any(|start| is_release(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(LOOKALIKES.is_sorted());
        assert!(ROLES.is_sorted_by_key(|(key, _)| key));
        assert!(ROLES.iter().all(|(key, _)| key.len() <= LONGEST));
    }

    #[test]
    fn lines_are_told_from_branches_of_work() {
        for line in [
            "main",
            "origin/master",
            "develop",
            "release/2.4",
            "release-2",
            "2.4.x",
            "v2.4",
            "branch-3.2",
            "stable/2.4",
        ] {
            assert!(is_line(line), "{line}");
        }
        for branch in [
            "BILL-118-csv",
            "fix/main-menu",
            "maintenance-page",
            "vendor-update",
            "export",
            "3d",
            "branch-off",
        ] {
            assert!(!is_line(branch), "{branch}");
        }
    }
}
