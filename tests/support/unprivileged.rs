//! Runs for somebody whom permissions bind, even where the tests run as root: the binary is copied to a place that
//! everybody may enter, and started as nobody.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, lchown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Who owns nothing.
const NOBODY: u32 = 65_534;

/// How a program is started by somebody whom permissions bind.
#[derive(Debug)]
pub(crate) enum Way {
    /// Permissions bind whoever runs the tests.
    Directly,
    /// Through a program that becomes nobody first.
    Through { words: Vec<String>, place: TempDir },
}

/// The way of this machine; none where the tests run as root and no program helps.
pub(crate) fn way() -> Option<&'static Way> {
    static WAY: OnceLock<Option<Way>> = OnceLock::new();
    WAY.get_or_init(|| if is_bound() { Some(Way::Directly) } else { through() }).as_ref()
}

/// Whether permissions mean anything to who runs the tests.
fn is_bound() -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("closed");
    fs::write(&file, "x").expect("a file");
    fs::set_permissions(&file, Permissions::from_mode(0o0)).expect("a closed file");
    File::open(file).is_err()
}

fn through() -> Option<Way> {
    let place = tempfile::tempdir().expect("a folder");
    fs::set_permissions(place.path(), Permissions::from_mode(0o755)).expect("a folder");
    fs::copy(env!("CARGO_BIN_EXE_gonogo"), place.path().join("gonogo")).expect("a copy");
    let id = NOBODY.to_string();
    let set =
        ["setpriv".to_owned(), format!("--reuid={id}"), format!("--regid={id}"), "--clear-groups".into()];
    let su = ["su", "-s", "/bin/sh", "nobody", "-c", "exec \"$0\" \"$@\"", "--"].map(ToOwned::to_owned);
    let works = |words: &Vec<String>| {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).arg(place.path().join("gonogo")).arg("--version");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let words = [set.to_vec(), su.to_vec()].into_iter().find(works)?;
    Some(Way::Through { words, place })
}

impl Way {
    /// The command that starts the binary.
    pub(crate) fn command(&self) -> Command {
        match self {
            Self::Directly => Command::new(env!("CARGO_BIN_EXE_gonogo")),
            Self::Through { words, place } => {
                let mut command = Command::new(&words[0]);
                command.args(&words[1..]).arg(place.path().join("gonogo"));
                command
            }
        }
    }

    /// Gives a folder with all that is in it to who will run.
    pub(crate) fn give(&self, folder: &Path) {
        if let Self::Through { .. } = self {
            give(&folder.to_path_buf());
        }
    }
}

fn give(path: &PathBuf) {
    lchown(path, Some(NOBODY), Some(NOBODY)).expect("a gift");
    if path.is_dir() && !path.is_symlink() {
        for entry in fs::read_dir(path).expect("a folder") {
            give(&entry.expect("an entry").path());
        }
    }
}
