//! Versions as tags write them, and a guess at the next one. A guess: people say what a version means.

/// What a tag says of a version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    parts: Vec<u64>,
    /// Whether it is a candidate for a release (`-rc.1`) and not the release.
    pub is_candidate: bool,
}

/// Numbers of one version, and digits of one number: more of either is a date or a hash.
const PARTS: usize = 4;
const DIGITS: usize = 9;

impl Version {
    /// Reads a tag: `v2.3.0`, `app@2.3`, `release/2026.11`, `v2.4.0-rc.1`. A lone number needs its `v`.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let name = tag.rsplit(['/', '@', '_']).next().unwrap_or_default();
        let start = name.find(|c: char| c.is_ascii_digit())?;
        let before = name.get(..start)?;
        let product = before.strip_suffix(['v', 'V']).unwrap_or(before);
        if product.ends_with(char::is_alphanumeric) {
            return None;
        }
        let rest = name.get(start..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (numbers, suffix) = (rest.get(..end)?, rest.get(end..)?);
        let numbers = numbers.trim_end_matches('.');
        let read = |part: &str| (part.len() <= DIGITS).then(|| part.parse().ok()).flatten();
        let parts: Vec<u64> = numbers.split('.').map(read).collect::<Option<_>>()?;
        let has_v = product.len() < before.len();
        if parts.len() > PARTS || (parts.len() == 1 && !has_v) {
            return None;
        }
        Some(Self { parts, is_candidate: !suffix.is_empty() && !suffix.starts_with('+') })
    }

    /// What stands before the version in a tag: the product, where a repository holds several.
    pub(crate) fn product(tag: &str) -> &str {
        let start = tag.find(|c: char| c.is_ascii_digit()).unwrap_or(tag.len());
        let before = tag.get(..start).unwrap_or_default();
        before.strip_suffix(['v', 'V']).unwrap_or(before)
    }

    /// Whether the release that this is, or is a candidate for, comes after that one.
    pub(crate) fn is_after(&self, other: &Self) -> bool {
        self.parts > other.parts
    }

    /// The release that a candidate is for, or that usually follows a release.
    pub(crate) fn next(&self) -> Option<String> {
        let mut parts = self.parts.clone();
        if !self.is_candidate {
            // The second number, where there are several.
            let raised = usize::from(parts.len() > 1);
            for (at, part) in parts.iter_mut().enumerate() {
                match at.cmp(&raised) {
                    std::cmp::Ordering::Less => {}
                    std::cmp::Ordering::Equal => *part = part.checked_add(1)?,
                    std::cmp::Ordering::Greater => *part = 0,
                }
            }
        }
        Some(parts.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(tag: &str) -> Option<String> {
        Version::of(tag).and_then(|version| version.next())
    }

    #[test]
    fn the_next_version_follows_the_tag() {
        for (tag, version) in [
            ("v2.3.0", "2.4.0"),
            ("2.3.7", "2.4.0"),
            ("2.3", "2.4"),
            ("v17", "18"),
            ("app@2.3.0", "2.4.0"),
            ("app-v2.3.0", "2.4.0"),
            ("release/2026.11", "2026.12"),
            ("1.2.3.4", "1.3.0.0"),
            ("v2.4.0-rc.1", "2.4.0"),
            ("v2.4.0rc1", "2.4.0"),
            ("v2.3.0+build.7", "2.4.0"),
        ] {
            assert_eq!(next(tag).as_deref(), Some(version), "{tag}");
        }
    }

    #[test]
    fn a_candidate_comes_after_the_release_before_its_own() {
        let version = |tag| Version::of(tag).unwrap();
        assert!(version("v2.4.0-rc.1").is_after(&version("v2.3.9")));
        assert!(!version("v2.4.0-rc.1").is_after(&version("v2.4.0")));
    }

    #[test]
    fn other_tags_are_no_versions() {
        for tag in ["", "nightly", "build-17", "x2.3", "2026.11.1.2.3", "v99999999999", "v1..2", "v"] {
            assert_eq!(next(tag), None, "{tag}");
        }
    }
}
