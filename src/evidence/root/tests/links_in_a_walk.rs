//! Links that a walk meets.

use super::*;

#[test]
fn a_file_with_two_names_is_found_once_by_its_real_one() {
    let tree = Tree::new().with(&["runs/7/a.xml"]);
    tree.link("7", "repo/release/runs/0-latest");
    tree.link("7/a.xml", "repo/release/runs/0.xml");
    assert_eq!(tree.found("runs/**/*.xml"), ["runs/7/a.xml"]);
    assert_eq!(tree.found("runs/0-latest/*.xml"), ["runs/0-latest/a.xml"]);
    assert_eq!(tree.found("runs/{0-latest,no}/*.xml"), ["runs/0-latest/a.xml"]);
}

#[test]
fn a_link_whose_own_name_makes_the_pattern_fit_is_followed_again() {
    let tree = Tree::new().with(&["out/a.xml"]);
    tree.link("out", "repo/release/aaa");
    tree.link("out", "repo/release/reports");
    assert_eq!(tree.found("**/reports/*.xml"), ["reports/a.xml"]);
}

#[test]
fn loops_of_folders_end() {
    let tree = Tree::new().with(&["a/x.xml", "b/y.xml"]);
    tree.link(".", "repo/release/a/self");
    tree.link("../b", "repo/release/a/other");
    tree.link("../a", "repo/release/b/other");
    tree.link("..", "repo/release/b/up");
    assert_eq!(tree.found("**/*.xml"), ["a/x.xml", "b/y.xml"]);
    assert_eq!(tree.found("a/self/self/*.xml"), ["a/self/self/x.xml"]);
}

#[test]
fn many_loops_in_one_another_end_soon() {
    let tree = Tree::new().with(&["d0/x.xml"]);
    for from in 0..20 {
        for to in 0..20 {
            tree.link(&format!("../d{to}"), &format!("repo/release/d{from}/l{to}"));
        }
    }
    let mut budget = Budget { visits: 20_000, files: 10 };
    let found = tree.root().find_within("**/*/**/*.xml", &mut budget).unwrap();
    assert_eq!(found.files.len(), 1);
}

#[test]
fn links_that_lead_out_are_faults_when_something_there_could_fit() {
    let tree = Tree::new().with(&["a.xml"]);
    tree.write("outside/b.xml", "");
    tree.link("../../secret.xml", "repo/release/s.xml");
    tree.link("../../secret.xml", "repo/release/s.txt");
    tree.link("../../outside", "repo/release/far");
    tree.link("gone", "repo/release/gone.xml");
    tree.link("gone", "repo/release/gone.txt");
    let out = "it leads out of the root through a link";
    let dead = "gone.xml: it is a link to nothing, or in a circle".to_owned();
    assert_eq!(tree.faults("*.xml"), [dead.clone(), format!("s.xml: {out}")]);
    assert_eq!(tree.faults("**/*.xml"), [format!("far: {out}"), dead, format!("s.xml: {out}")]);
    assert_eq!(tree.faults("f*/*.xml"), [format!("far: {out}")]);
    let found = tree.root().find("**/*.xml").unwrap();
    assert_eq!(found.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.xml"]);
}

#[test]
fn a_link_into_git_is_not_followed() {
    let tree = Tree::new().with(&["a.xml", ".git/c.xml"]);
    tree.link(".git", "repo/release/store");
    assert_eq!(tree.found("**/*.xml"), ["a.xml"]);
}
