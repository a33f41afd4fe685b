//! Files that appear whole or not at all. What goes into them is not known here.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file that appears whole or not at all. What is no ordinary file (a pipe, `/dev/stderr`) is written to as
/// it is.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = match fs::metadata(path) {
        Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
        Ok(there) if !there.is_file() => {
            return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
        }
        // A link stays a link: its target is what is replaced.
        Ok(_) => fs::canonicalize(path)?,
        Err(_) => path.to_path_buf(),
    };
    filled(&target, bytes)?.persist(&target).map_err(|error| error.error)?;
    Ok(())
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
    fn a_link_that_leads_nowhere_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (link, outside) = (folder.path().join("release.toml"), folder.path().join("outside"));
        std::os::unix::fs::symlink(&outside, &link).unwrap();
        assert_eq!(write_new(&link, b"one").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        write_whole(&link, b"two").unwrap();
        assert!(!outside.exists());
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
    }
}
