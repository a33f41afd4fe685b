//! What patterns stand for, and where walks end.

use super::*;
use crate::limits;

#[test]
fn wildcards_mean_what_they_say() {
    let tree = Tree::new().with(&[
        "r/a.xml",
        "r/b.xml",
        "r/.xml",
        "r/.hid/c.xml",
        "r/x/y/d.xml",
        "r/x/e.txt",
        "r/x/y.xyz/f",
        "s/a.xml",
    ]);
    let cases: &[(&str, &[&str])] = &[
        ("r/*.xml", &["r/.xml", "r/a.xml", "r/b.xml"]),
        ("r/**/*.xml", &["r/.hid/c.xml", "r/.xml", "r/a.xml", "r/b.xml", "r/x/y/d.xml"]),
        ("r/x/**", &["r/x/e.txt", "r/x/y.xyz/f", "r/x/y/d.xml"]),
        ("r/x/e.txt/**", &[]),
        ("**/y/**/d.xml", &["r/x/y/d.xml"]),
        ("**/**/a.xml", &["r/a.xml", "s/a.xml"]),
        ("**/.xml", &["r/.xml"]),
        ("{r,s}/a.xml", &["r/a.xml", "s/a.xml"]),
        ("r/[ab].xml", &["r/a.xml", "r/b.xml"]),
        ("r/[!a].xml", &["r/b.xml"]),
        ("r/?.xml", &["r/a.xml", "r/b.xml"]),
        ("*/*/*/*.xml", &["r/x/y/d.xml"]),
        ("r/**.xml", &["r/.xml", "r/a.xml", "r/b.xml"]),
        ("*.xml", &[]),
        ("no/*.xml", &[]),
        ("./r/../s/*", &["s/a.xml"]),
        ("R/*.XML", &[]),
    ];
    for (pattern, expected) in
        cases.iter().filter(|(pattern, _)| !cfg!(target_os = "macos") || !pattern.starts_with('R'))
    {
        assert_eq!(&tree.found(pattern), expected, "{pattern}");
    }
}

#[test]
fn a_folder_called_like_a_file_is_a_fault_where_the_pattern_asks_for_a_name() {
    let tree = Tree::new().with(&["r/a.xml", "r/b.xml/c.xml"]);
    let fault = ["r/b.xml: it is a folder, not a file"];
    assert_eq!(tree.faults("r/*.xml"), fault);
    assert_eq!(tree.faults("**/*.xml"), fault);
    assert_eq!(tree.found("r/*"), ["r/a.xml"]);
    assert_eq!(tree.found("r/**"), ["r/a.xml", "r/b.xml/c.xml"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_no_file_either() {
    let tree = Tree::new().with(&["r/a.xml", "s/c.xml"]);
    tree.link("../s", "repo/release/r/b.xml");
    assert_eq!(tree.faults("r/*.xml"), ["r/b.xml: it is a folder, not a file"]);
}

#[test]
fn a_pattern_may_begin_above_the_base_but_not_above_the_root() {
    let tree = Tree::new().with(&["a.xml"]);
    tree.write("repo/ci/b.xml", "");
    assert_eq!(tree.found("../**/*.xml"), ["../ci/b.xml", "../release/a.xml"]);
    assert_eq!(tree.faults("../../*.xml"), ["../../*.xml: it climbs out of the root with `..`"]);
    assert_eq!(tree.faults("*/../a.xml"), ["*/../a.xml: `..` stands behind a wildcard in it"]);
    assert_eq!(tree.found("{..,ci}/*.xml"), [""; 0]);
}

#[test]
fn a_plain_path_is_one_file_or_none() {
    let tree = Tree::new().with(&["r/a.xml", "r/a[1].xml", "r/a1.xml"]);
    assert_eq!(tree.found("./r/a.xml"), ["r/a.xml"]);
    assert_eq!(tree.found("r/no.xml"), [""; 0]);
    assert_eq!(tree.found("r/a[1].xml"), ["r/a[1].xml"]);
    fs::remove_file(tree.path("repo/release/r/a[1].xml")).unwrap();
    assert_eq!(tree.found("r/a[1].xml"), ["r/a1.xml"]);
    let refusal = tree.root().find("r/").unwrap_err();
    assert_eq!(refusal.message().raw(), "r: it is a folder, not a file");
    assert_eq!(refusal.help.raw(), "name the files in it: add `/**/*.xml` to \"r\"");
}

#[test]
fn patterns_that_cannot_be_read_are_refused() {
    let tree = Tree::new();
    for pattern in ["r/[a", "r/{a", "{a/b,c}/*.xml", "[z-a]", "a*}", "[äö].xml"] {
        assert!(tree.root().find(pattern).is_err(), "{pattern}");
    }
    let many = tree.faults(&"*/".repeat(65));
    assert!(many[0].ends_with("the pattern has more than 64 parts"), "{many:?}");
    // Text that makes the automaton too large, or the parser go deep, is an error and no panic.
    for unit in ["{", "{a,", "[", "*?"] {
        let _ = tree.root().find(&unit.repeat(4_000 / unit.len()));
    }
    let nested = format!("{}a{}", "{".repeat(2_000), "}".repeat(2_000));
    assert!(tree.root().find(&nested).is_err());
}

#[test]
fn the_walk_stays_out_of_git() {
    let tree = Tree::new().with(&["a.xml", ".github/b.xml", ".git/c.xml", "sub/.git/d.xml"]);
    assert_eq!(tree.found("**/*.xml"), [".github/b.xml", "a.xml"]);
    assert_eq!(tree.found("{.git,sub}/*.xml"), [""; 0]);
}

#[test]
fn folders_that_cannot_fit_are_not_looked_into() {
    let tree = Tree::new().with(&["app/out/a.xml", "app/deep/b/c.xml", "app/deep/b/d.xml", "lib/out/e.xml"]);
    let root = tree.root();
    let mut budget = Budget { visits: 100, files: 100 };
    let found = root.find_within("*/out/*.xml", &mut budget).unwrap();
    assert_eq!(found.files.len(), 2);
    // The base with three entries, `app` with two, `lib` with one, and two folders `out` with one each.
    assert_eq!((budget.visits, budget.files), (100 - 8, 98));
}

#[test]
fn limits_are_told_and_shared_between_patterns() {
    let tree = Tree::new().with(&["a.xml", "b.xml", "c.xml"]);
    let root = tree.root();
    let mut budget = Budget { visits: 7, files: 100 };
    assert_eq!(root.find_within("*.xml", &mut budget).unwrap().files.len(), 3);
    let refusal = root.find_within("*.xml", &mut budget).unwrap_err();
    assert!(refusal.why.raw().contains(&limits::FILES_VISITED.to_string()));
    let refusal = root.find_within("*.xml", &mut Budget { visits: 100, files: 2 }).unwrap_err();
    assert!(refusal.why.raw().contains(&limits::FILES_FOUND.to_string()));
}

#[test]
fn a_tree_that_is_too_deep_is_a_fault() {
    let tree = Tree::new();
    let deep = |depth: usize| format!("t{}/a.xml", "/d".repeat(depth));
    let fits = tree.with(&[&deep(limits::FOLDER_DEPTH)]);
    assert_eq!(fits.found("t/**/*.xml").len(), 1);
    let fits = fits.with(&[&deep(limits::FOLDER_DEPTH + 1)]);
    let faults = fits.faults("t/**/*.xml");
    assert!(faults.len() == 1 && faults[0].ends_with("nested more than 64 deep"), "{faults:?}");
}

#[test]
fn a_folder_that_may_not_be_read_is_a_fault_and_the_rest_is_found() {
    let tree = Tree::new().with(&["r/a.xml", "r/closed/b.xml"]);
    let root = tree.root();
    let glob = Glob::compile("**/*.xml", &["**".to_owned(), "*.xml".to_owned()]).unwrap();
    let mut budget = Budget::default();
    // Permissions do not bind every account that runs tests, so the refusal is played.
    let walk = Walk::new(&root, "**/*.xml", &glob, &mut budget).listing(|path| {
        if path.ends_with("closed") {
            Err(io::ErrorKind::PermissionDenied.into())
        } else {
            fs::read_dir(path)
        }
    });
    let (files, faults) = walk.run(root.base().to_path_buf(), ".").unwrap();
    assert_eq!(files.into_values().collect::<Vec<_>>(), ["r/a.xml"]);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].message().raw(), "r/closed: permission to look into the folder is denied");
}

#[test]
fn no_more_faults_are_told_than_anybody_reads() {
    let tree = Tree::new();
    for at in 0..60 {
        tree.write(&format!("repo/release/d{at}/a.xml"), "");
    }
    let root = tree.root();
    let glob = Glob::compile("**", &["**".to_owned()]).unwrap();
    let mut budget = Budget::default();
    let walk = Walk::new(&root, "**", &glob, &mut budget).listing(|path| {
        if path.ends_with("release") { fs::read_dir(path) } else { Err(io::Error::other("no")) }
    });
    let (_, faults) = walk.run(root.base().to_path_buf(), ".").unwrap();
    assert_eq!(faults.len(), 51);
    assert_eq!(faults[50].message().raw(), "**: 10 more places cannot be followed");
}

#[cfg(target_os = "linux")]
#[test]
fn a_fitting_name_that_is_no_text_is_a_fault() {
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new().with(&["a.xml"]);
    for name in [&b"b\xff.xml"[..], b"b\xff.txt"] {
        fs::write(tree.path("repo/release").join(std::ffi::OsStr::from_bytes(name)), "").unwrap();
    }
    let found = tree.root().find("*.xml").unwrap();
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.faults.len(), 1);
    assert_eq!(found.faults[0].message().raw(), "b\u{fffd}.xml: its name is not UTF-8 text");
}
