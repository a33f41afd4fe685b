use std::io::Read;

use super::*;

/// A folder with a work tree in it: `work/.git`, `work/releases/release.toml`, and a secret outside.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        place.write("secret.xml", "secret");
        place.write("work/.git/HEAD", "");
        place.write("work/releases/release.toml", "");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn root(&self) -> Root {
        Root::around(Some(&self.path("work/releases/release.toml")), None).unwrap()
    }
}

fn refused(root: &Root, name: &str) -> String {
    root.open(name).map(|_| ()).expect_err(name).message
}

#[test]
fn the_root_is_the_work_tree_around_the_file() {
    let place = Place::new();
    let root = place.root();
    assert!(root.root().ends_with("work") && root.base().ends_with("work/releases"));
    let own = Root::around(Some(&place.path("secret.xml")), None).unwrap();
    assert_eq!(own.root(), own.base());
    assert!(Root::around(Some(&place.path("work/x.toml")), Some(&place.path("nowhere"))).is_err());
}

#[test]
fn paths_may_climb_inside_the_root_and_not_out_of_it() {
    let place = Place::new();
    place.write("work/reports/a.xml", "a");
    let root = place.root();
    let mut text = String::new();
    root.open("../reports/a.xml").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "a");
    for name in ["../../secret.xml", "x/../../../secret.xml", "../../work/reports/a.xml"] {
        assert!(refused(&root, name).contains("out of the root"), "{name}");
    }
    let absolute = place.path("work/reports/a.xml").display().to_string();
    for name in [absolute.as_str(), "/etc/passwd", "\\\\server\\share", "C:\\x", "c:/x"] {
        assert!(refused(&root, name).contains("absolute"), "{name}");
    }
    assert!(refused(&root, " ").contains("empty"));
    assert!(refused(&root, "a\0b").contains("zero byte"));
    assert!(refused(&root, "missing.xml").contains("does not exist"));
    assert!(refused(&root, "../reports").contains("is a folder"));
}

#[cfg(unix)]
#[test]
fn links_may_stay_inside_and_not_lead_out() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.write("work/real/a.xml", "a");
    let link = |to: &str, from: &str| symlink(to, place.path(from)).unwrap();
    link("../real/a.xml", "work/releases/in.xml");
    link("../../secret.xml", "work/releases/out.xml");
    link("../..", "work/releases/up");
    link("loop.xml", "work/releases/loop.xml");
    let root = place.root();
    assert!(root.open("in.xml").is_ok());
    assert!(refused(&root, "out.xml").contains("out of the root"));
    assert!(refused(&root, "up/secret.xml").contains("out of the root"));
    assert!(refused(&root, "loop.xml").contains("cannot be read"));
    let found = root.find("*.xml").unwrap();
    assert_eq!(found.names, ["in.xml"]);
    assert_eq!(found.faults.len(), 2, "{found:?}");
    // The linked folder cannot be looked at, and says so.
    let deep = root.find("**/*.xml").unwrap();
    assert!(deep.faults.iter().any(|fault| fault.message.contains("up")), "{deep:?}");
}

#[cfg(unix)]
#[test]
fn folders_that_link_to_each_other_end() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.write("work/releases/a/x.xml", "");
    symlink("../a", place.path("work/releases/a/again")).unwrap();
    let found = place.root().find("**/*.xml").unwrap();
    assert_eq!((found.names, found.faults), (vec!["a/x.xml".to_owned()], Vec::new()));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_without_waiting_for_it() {
    let place = Place::new();
    let pipe = place.path("work/releases/pipe.xml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(refused(&place.root(), "pipe.xml").contains("no regular file"));
}

#[test]
fn globs_find_files_in_the_order_of_their_names() {
    let place = Place::new();
    for name in ["b.xml", "a.xml", "sub/c.xml", "sub/deep/d.xml", "sub/e.txt", ".hidden.xml", "[x].xml"] {
        place.write(&format!("work/releases/{name}"), "");
    }
    place.write("work/releases/.git/inside.xml", "");
    let root = place.root();
    let names = |pattern: &str| root.find(pattern).unwrap().names;
    assert_eq!(names("*.xml"), [".hidden.xml", "[x].xml", "a.xml", "b.xml"]);
    assert_eq!(names("sub/**/*.xml"), ["sub/c.xml", "sub/deep/d.xml"]);
    assert_eq!(names("./sub/*.xml"), ["./sub/c.xml"]);
    assert_eq!(names("../releases/{a,b}.xml"), ["../releases/a.xml", "../releases/b.xml"]);
    assert_eq!(names("[x].xml"), ["[x].xml"]);
    assert_eq!(names("nothing/*.xml"), Vec::<String>::new());
    assert_eq!(names("missing.xml"), Vec::<String>::new());
    assert!(names("**/*.xml").iter().all(|name| !name.contains(".git/")));
    assert!(root.find("sub").unwrap_err().message.contains("is a folder"));
    assert!(root.find("../../*.xml").unwrap_err().message.contains("out of the root"));
    assert!(root.find("*/../../../*.xml").unwrap_err().message.contains("out of the root"));
    assert!(root.find("a[.xml").unwrap_err().message.contains("not a glob"));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let place = Place::new();
    place.write("work/releases/a.xml", "one");
    let mut opened = place.root().open("a.xml").unwrap();
    let mut text = String::new();
    opened.read_to_string(&mut text).unwrap();
    place.write("work/releases/a.xml", "one and more");
    assert!(opened.finish().unwrap_err().message.contains("changed while"));
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let place = Place::new();
    place.write("work/releases/a.json", "123456789");
    let open = || place.root().open("a.json").unwrap();
    assert_eq!(open().read_whole(9).unwrap().len(), 9);
    assert!(open().read_whole(8).unwrap_err().message.contains("larger than"));
}
