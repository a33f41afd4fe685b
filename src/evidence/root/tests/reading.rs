//! Files that change while they are read, and limits.

use super::*;

fn append(tree: &Tree, name: &str) {
    let path = tree.path("repo/release").join(name);
    fs::OpenOptions::new().append(true).open(path).unwrap().write_all(b"more").unwrap();
}

#[test]
fn a_file_that_grows_or_shrinks_while_it_is_read_is_refused() {
    let tree = Tree::new().with(&["a.xml", "b.xml"]);
    let root = tree.root();
    let (grows, shrinks) = (root.open("a.xml").unwrap(), root.open("b.xml").unwrap());
    append(&tree, "a.xml");
    fs::write(tree.path("repo/release/b.xml"), "").unwrap();
    for (file, name) in [(grows, "a.xml"), (shrinks, "b.xml")] {
        let refusal = file.finish().unwrap_err();
        assert_eq!(refusal.message().raw(), format!("{name}: it changed while it was read"));
    }
}

#[test]
fn a_file_rewritten_at_the_same_length_is_refused() {
    let tree = Tree::new().with(&["a.xml"]);
    let file = tree.root().open("a.xml").unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    let handle = fs::OpenOptions::new().write(true).open(tree.path("repo/release/a.xml")).unwrap();
    handle.set_modified(later).unwrap();
    assert!(file.finish().is_err());
}

#[test]
fn reading_whole_keeps_to_the_limit_and_notices_growth() {
    let tree = Tree::new().with(&["five5"]);
    let root = tree.root();
    assert_eq!(root.open("five5").unwrap().read_whole(5).unwrap(), b"five5");
    let refusal = root.open("five5").unwrap().read_whole(4).unwrap_err();
    assert_eq!(refusal.message().raw(), "five5: it is larger than 4 bytes");
    let file = root.open("five5").unwrap();
    append(&tree, "five5");
    assert!(file.read_whole(5).unwrap_err().why.raw().contains("larger"));
    let file = root.open("five5").unwrap();
    append(&tree, "five5");
    assert_eq!(file.read_whole(100).unwrap_err().why.raw(), "it changed while it was read");
    let large = fs::File::create(tree.path("repo/release/large")).unwrap();
    large.set_len(9 * 1024 * 1024).unwrap();
    let refusal = root.open("large").unwrap().read_whole(8 * 1024 * 1024).unwrap_err();
    assert_eq!(refusal.message().raw(), "large: it is larger than 8 MiB");
}
