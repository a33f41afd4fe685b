//! Where the root and the base come to lie.

use super::*;

#[test]
fn the_root_is_the_work_tree_and_the_base_the_folder_of_the_file() {
    let tree = Tree::new();
    let root = tree.root();
    assert_eq!(root.root(), tree.path("repo").canonicalize().unwrap());
    assert_eq!(root.base(), tree.path("repo/release").canonicalize().unwrap());
}

#[test]
fn the_nearest_git_entry_wins_whether_file_or_folder() {
    let tree = Tree::new();
    fs::create_dir_all(tree.path("repo/release/inner/.git")).unwrap();
    let root = Root::around(Some(&tree.path("repo/release/inner/r.toml")), None, &Trees::default()).unwrap();
    assert_eq!(root.root(), tree.path("repo/release/inner").canonicalize().unwrap());
}

#[test]
fn outside_a_work_tree_the_root_is_the_base() {
    let tree = Tree::new();
    let root = Root::around(Some(&tree.path("release.toml")), None, &Trees::default()).unwrap();
    // The folder for temporary files may itself be in a work tree.
    let expected = Trees::default().around(root.base()).unwrap().unwrap_or(root.base().to_path_buf());
    assert_eq!(root.root(), expected);
}

#[test]
fn without_a_file_the_current_folder_is_the_base() {
    let root = Root::around(None, None, &Trees::default()).unwrap();
    assert_eq!(root.base(), Path::new(".").canonicalize().unwrap());
    let bare = Root::around(Some(Path::new("release.toml")), None, &Trees::default()).unwrap();
    assert_eq!(bare.base(), root.base());
}

#[test]
fn a_given_root_goes_before_the_work_tree() {
    let tree = Tree::new();
    let file = tree.path("repo/release/release.toml");
    let wide = Root::around(Some(&file), Some(tree.folder.path()), &Trees::default()).unwrap();
    assert_eq!(text(&wide, "../../secret.xml"), "secret");
    let narrow = Root::around(Some(&file), Some(&tree.path("repo/release")), &Trees::default()).unwrap();
    assert!(narrow.open("../.git").is_err());
}

#[test]
fn a_root_elsewhere_holds_the_repository_and_none_of_the_files() {
    let tree = Tree::new();
    fs::create_dir(tree.path("repo-2")).unwrap();
    fs::write(tree.path("repo-2/a.xml"), "a").unwrap();
    fs::write(tree.path("repo/release/a.xml"), "a").unwrap();
    let file = tree.path("repo/release/release.toml");
    let root = Root::around(Some(&file), Some(&tree.path("repo-2")), &Trees::default()).unwrap();
    assert_eq!(root.repository_folder(), root.root());
    for name in ["a.xml", "./a.xml", "../../repo-2/a.xml"] {
        assert!(root.open(name).is_err(), "{name}");
    }
    assert!(root.find("*.xml").map(|found| found.files).unwrap_or_default().is_empty());
}

#[test]
fn a_root_that_is_missing_or_a_file_is_an_error() {
    let tree = Tree::new();
    let file = tree.path("repo/release/release.toml");
    let missing = Root::around(Some(&file), Some(&tree.path("no")), &Trees::default()).unwrap_err();
    assert!(missing.message.raw().contains("cannot be read"));
    let a_file = Root::around(Some(&file), Some(&file), &Trees::default()).unwrap_err();
    assert!(a_file.message.raw().ends_with("is not a folder"));
}

#[test]
fn what_is_known_of_the_folders_above_is_true_for_all_below() {
    let tree = Tree::new();
    let trees = Trees::default();
    let nested = tree.path("repo/release/nested");
    fs::create_dir_all(nested.join(".git")).unwrap();
    fs::create_dir_all(tree.path("repo/release/beside")).unwrap();
    for _ in 0..2 {
        for (folder, wanted) in [
            ("repo/release/beside", "repo"),
            ("repo/release/nested", "repo/release/nested"),
            ("repo", "repo"),
        ] {
            let base = tree.path(folder).canonicalize().unwrap();
            assert_eq!(
                trees.around(&base).unwrap(),
                Some(tree.path(wanted).canonicalize().unwrap()),
                "{folder}"
            );
        }
    }
}
