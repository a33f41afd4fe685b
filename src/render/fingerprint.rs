//! Names for findings that stay the same from run to run, so that a web interface knows an old finding again.
//!
//! Made of the rule, the file and the subject; not of lines, which move, nor of messages, which are reworded. Of
//! several findings that share all three, the second and later ones are numbered in the order of the report.

use std::collections::BTreeMap;

use crate::render::escape;
use crate::report::{Report, ReportedFinding};

/// FNV-1a with 128 bits, as its authors define it. Not for secrets: only to tell findings apart.
#[derive(Clone, Copy)]
struct Fnv(u128);

impl Fnv {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn new() -> Self {
        Self(Self::BASIS)
    }

    fn write(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(Self::PRIME)))
    }

    /// A field and its length, so that `ab` + `c` is not `a` + `bc`.
    fn field(self, bytes: &[u8]) -> Self {
        self.write(bytes).write(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes())
    }
}

/// Every finding of a report with its fingerprint, in the order of the report.
pub(crate) fn numbered(report: &Report) -> Vec<(&ReportedFinding, String)> {
    let mut seen: BTreeMap<u128, u64> = BTreeMap::new();
    let mut all = Vec::new();
    for finding in report.releases.iter().flat_map(|release| &release.findings) {
        let base = base(finding);
        let count = seen.entry(base.0).or_default();
        let hash = if *count == 0 { base } else { base.write(&count.to_le_bytes()) };
        *count = count.saturating_add(1);
        all.push((finding, format!("{:032x}", hash.0)));
    }
    all
}

fn base(finding: &ReportedFinding) -> Fnv {
    let file = escape::path(&finding.location.file);
    let subject = finding.subject.as_ref().map(escape::hashed);
    let hash = Fnv::new().field(finding.rule.as_bytes()).field(file.as_bytes());
    // The key is one more word for findings without a subject: a file has several of `file/invalid`.
    subject.map_or(hash, |subject| hash.field(b"subject").field(subject))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::untrusted::Untrusted;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(Fnv::new().write(b"").0, 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(Fnv::new().write(b"a").0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(Fnv::new().write(b"foobar").0, 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn moved_and_reworded_findings_keep_their_fingerprint() {
        let (before, mut after) = (sample::no_go(), sample::no_go());
        for finding in after.releases.iter_mut().flat_map(|release| &mut release.findings) {
            (finding.location.line, finding.location.end_line) = (99, 99);
            (finding.message, finding.help) = (Untrusted::from("in other words"), Untrusted::from("do so"));
        }
        let prints = |report| numbered(report).into_iter().map(|(_, print)| print).collect::<Vec<_>>();
        assert_eq!(prints(&before), prints(&after));
    }

    #[test]
    fn equal_findings_are_numbered() {
        let mut report = sample::no_go();
        for release in &mut report.releases {
            release.findings =
                release.findings.iter().flat_map(|one| [one.clone(), one.clone(), one.clone()]).collect();
        }
        let mut prints: Vec<_> = numbered(&report).into_iter().map(|(_, print)| print).collect();
        let all = prints.len();
        prints.sort();
        prints.dedup();
        assert_eq!((all, prints.len()), (12, 12));
    }
}
