//! What is opened and what is refused.

use super::*;

#[test]
fn a_file_below_the_base_or_beside_it_is_read() {
    let tree = Tree::new().with(&["a/b.xml"]);
    tree.write("repo/ci/c.xml", "ci");
    let root = tree.root();
    assert_eq!(text(&root, "a/b.xml"), "a/b.xml");
    assert_eq!(text(&root, "../ci/c.xml"), "ci");
    assert_eq!(root.open("./a//./b.xml").unwrap().name(), "a/b.xml");
    assert_eq!(root.open("a/../a/b.xml").unwrap().name(), "a/b.xml");
    assert_eq!(root.open(".././ci/c.xml").unwrap().name(), "../ci/c.xml");
}

#[test]
fn texts_that_leave_the_root_are_refused() {
    let tree = Tree::new().with(&["a/b.xml"]);
    let climbs = "it climbs out of the root with `..`";
    for name in ["../../secret.xml", "a/../../../secret.xml", "../..", "../../repo/release/a/b.xml"] {
        assert_eq!(tree.refused(name), format!("{name}: {climbs}"));
        assert_eq!(tree.faults(name), [format!("{name}: {climbs}")]);
    }
    let secret = tree.path("secret.xml").to_string_lossy().into_owned();
    for name in
        [&secret, "/etc/passwd", "//server/a", "\\\\server\\a", "\\\\?\\C:\\a", "C:\\a", "c:/a", "c:a"]
    {
        assert_eq!(tree.refused(name), format!("{name}: it is an absolute path"));
    }
}

#[test]
fn texts_that_are_no_path_are_refused() {
    let tree = Tree::new();
    assert_eq!(tree.refused(""), "\"\": the path is empty");
    assert!(tree.refused("a\0b").ends_with("the path holds a NUL character"));
    let long = tree.refused(&"a/".repeat(2_049));
    assert!(long.ends_with("the path is longer than 4096 bytes") && long.len() < 200, "{long}");
    assert!(tree.root().find("").is_err() && tree.root().find("*\0").is_err());
}

#[test]
fn folders_and_missing_files_are_told_apart() {
    let tree = Tree::new().with(&["a/b.xml"]);
    assert_eq!(tree.refused("a"), "a: it is a folder, not a file");
    assert_eq!(tree.refused("."), ".: it is a folder, not a file");
    assert_eq!(tree.refused("a/c.xml"), "a/c.xml: there is no such file");
    assert_eq!(tree.refused("a/b.xml/c.xml"), "a/b.xml/c.xml: there is no such file");
    assert_eq!(tree.refused("no/../a/b.xml"), "a/b.xml: there is no such file");
}

#[test]
fn what_the_system_forbids_has_words_of_its_own() {
    let denied = io::Error::from(io::ErrorKind::PermissionDenied);
    assert_eq!(Refusal::system("a", &denied).message().raw(), "a: permission to read it is denied");
    let denied = unsettled("a", Path::new("a"), &denied).map(|_| ()).unwrap_err();
    assert_eq!(denied.message().raw(), "a: permission to read it is denied");
    let broken = unsettled("a", Path::new("a"), &io::Error::other("disk on fire")).map(|_| ()).unwrap_err();
    assert_eq!(broken.message().raw(), "a: the system cannot read it: disk on fire");
}

#[cfg(unix)]
#[test]
fn a_backslash_is_an_ordinary_character_here() {
    let tree = Tree::new().with(&["a\\b.xml", "a\\c.xml"]);
    assert_eq!(text(&tree.root(), "a\\b.xml"), "a\\b.xml");
    assert_eq!(tree.found("a\\*.xml"), ["a\\b.xml", "a\\c.xml"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_root_and_never_out_of_it() {
    let tree = Tree::new().with(&["a/b.xml"]);
    tree.link("a/b.xml", "repo/release/in.xml");
    tree.link("../../secret.xml", "repo/release/out.xml");
    tree.link("/", "repo/release/top");
    tree.link("out.xml", "repo/release/twice.xml");
    tree.link("../release", "repo/ci/back");
    let root = tree.root();
    assert_eq!(text(&root, "in.xml"), "a/b.xml");
    assert_eq!(text(&root, "../ci/back/in.xml"), "a/b.xml");
    for name in ["out.xml", "top", "top/etc/passwd", "twice.xml", "../ci/back/out.xml"] {
        assert_eq!(tree.refused(name), format!("{name}: it leads out of the root through a link"));
        assert_eq!(tree.faults(name), [format!("{name}: it leads out of the root through a link")]);
    }
    assert_eq!(tree.faults("top/**/*.xml"), ["top: it leads out of the root through a link"]);
}

#[cfg(unix)]
#[test]
fn dead_links_and_circles_are_refused() {
    let tree = Tree::new();
    tree.link("two", "repo/release/one");
    tree.link("one", "repo/release/two");
    tree.link("nowhere", "repo/release/dead");
    for name in ["one", "dead"] {
        assert_eq!(tree.refused(name), format!("{name}: it is a link to nothing, or in a circle"));
        assert_eq!(tree.faults(name), [format!("{name}: it is a link to nothing, or in a circle")]);
    }
    assert!(tree.root().open("one/a.xml").is_err());
}

#[cfg(unix)]
#[test]
fn a_way_back_through_a_link_is_refused_for_it_has_two_meanings() {
    let tree = Tree::new().with(&["a/deep/b.xml", "a/c.xml", "c.xml"]);
    tree.link("a/deep", "repo/release/link");
    assert_eq!(tree.refused("link/../c.xml"), "c.xml: it goes through a link and back with `..`");
    assert_eq!(tree.faults("link/../*.xml").len(), 1);
    assert_eq!(text(&tree.root(), "a/deep/../c.xml"), "a/c.xml");
}

#[cfg(unix)]
#[test]
fn pipes_sockets_and_devices_are_refused_without_waiting() {
    let tree = Tree::new();
    let made = std::process::Command::new("mkfifo").arg(tree.path("repo/release/pipe.xml")).status();
    assert!(made.unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(tree.path("repo/release/s.xml")).unwrap();
    let why = "it is not a regular file but a pipe, a socket or a device";
    for name in ["pipe.xml", "s.xml"] {
        assert_eq!(tree.refused(name), format!("{name}: {why}"));
    }
    // A wildcard hands the name on, so that opening it says what is wrong.
    assert_eq!(tree.found("*.xml"), ["pipe.xml", "s.xml"]);
    let devices =
        Root::around(Some(Path::new("/dev/r.toml")), Some(Path::new("/dev")), &Trees::default()).unwrap();
    assert_eq!(devices.open("null").unwrap_err().message().raw(), format!("null: {why}"));
}
