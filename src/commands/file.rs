//! Files that appear whole or not at all. What goes into them is not known here.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A path as reports and messages name it: with forward slashes, whatever the machine writes.
pub(super) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// Writes a file that appears whole or not at all. What is no ordinary file (a pipe, `/dev/stderr`) is written to as
/// it is.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, beyond_links)
}

/// The same in place of whatever is there: a link that leads nowhere is replaced, for nobody named where it leads.
pub(super) fn write_over(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes, |path| Ok(path.to_path_buf()))
}

/// The same in place of a file that is as somebody knows it, looked at last when all else is done. It keeps the rights
/// of the old one.
pub(super) fn write_while(path: &Path, bytes: &[u8], is_same: impl Fn() -> bool) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let file = filled(&target, bytes)?;
    #[cfg(unix)]
    fs::set_permissions(file.path(), fs::metadata(&target)?.permissions())?;
    if !is_same() {
        return Err(io::Error::other("it changed meanwhile, and is left alone"));
    }
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

fn put(path: &Path, bytes: &[u8], missing: fn(&Path) -> io::Result<PathBuf>) -> io::Result<()> {
    let target = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
        Ok(there) if !there.is_file() => {
            return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
        }
        // A link stays a link: its target is what is replaced.
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => missing(path)?,
    };
    filled(&target, bytes)?.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// Links in a row that are followed; systems follow about as many.
const LINKS: usize = 40;

/// Where a file will be that is not there yet: a link that leads nowhere is followed, as a shell's `>` follows it.
fn beyond_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_path_buf();
    for _ in 0..LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("it is a link in a circle"))
}

/// Writes a file where nothing is yet, not even a link that leads nowhere: what is there stays, whoever made it and
/// when.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    filled(path, bytes)?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// The bytes, in a file beside the target.
fn filled(target: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = temporary(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// A new file beside the target, readable by whom the user's own files are.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gonogo-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_replaces_nothing_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("release.toml");
        write_new(&path, b"one").unwrap();
        assert_eq!(write_new(&path, b"two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        write_whole(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_a_report_is_written_through_a_link_that_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let (link, outside) = (folder.path().join("release.toml"), folder.path().join("outside"));
        std::os::unix::fs::symlink(&outside, &link).unwrap();
        assert_eq!(write_new(&link, b"one").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(!outside.exists());
        write_whole(&link, b"two").unwrap();
        assert_eq!(fs::read(&outside).unwrap(), b"two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
