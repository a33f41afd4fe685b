//! The texts of other release files: earlier and later plans. What they say is read elsewhere.
//!
//! An old plan that cannot be read proves nothing and breaks nothing: it is left out.

use super::root::{Budget, Root};
use crate::input;
use crate::limits;
use crate::untrusted::{Untrusted, message};

/// One release file.
#[derive(Debug, Clone)]
pub(crate) struct PlanFile {
    /// Its path, relative to the release file that is judged.
    pub name: Untrusted,
    /// What stands in it.
    pub text: String,
}

/// The plans that were asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plans {
    /// Those that could be read.
    pub files: Vec<PlanFile>,
    /// Why not all of them were looked for or read.
    pub fault: Option<Untrusted>,
}

/// Reads the files that patterns lead to, which are relative to the release file's folder.
pub(crate) fn matching(root: &Root, patterns: &[String]) -> Plans {
    let mut budget = Budget::default();
    let mut names = Vec::new();
    for pattern in patterns {
        match root.find_within(pattern, &mut budget) {
            Ok(found) => names.extend(found.files.into_iter().map(|file| file.name)),
            Err(refusal) => return Plans { files: Vec::new(), fault: Some(refusal.message()) },
        }
    }
    names.sort();
    names.dedup();
    named(root, &names)
}

/// Reads files by their paths, relative to the release file's folder.
pub(crate) fn named(root: &Root, names: &[String]) -> Plans {
    let mut plans = Plans::default();
    if names.len() > limits::PLANS {
        plans.fault = Some(message!("there are more than {} of them", limits::PLANS));
    }
    let mut left = limits::PLANS_BYTES;
    for name in names.iter().take(limits::PLANS) {
        let bytes = root.open(name).and_then(|opened| opened.read_whole(limits::RELEASE_BYTES));
        let Some(text) = bytes.ok().and_then(|bytes| input::decode(bytes).ok()) else { continue };
        let Some(rest) = left.checked_sub(text.len()) else {
            plans.fault = Some("they are together larger than 32 MiB".into());
            return plans;
        };
        left = rest;
        plans.files.push(PlanFile { name: Untrusted::new(name.as_str()), text });
    }
    plans
}
