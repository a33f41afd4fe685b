//! Imports: they go down the map that `src/lib.rs` prints, and never in a circle.
//!
//! What a file imports is read from its text: every path that begins with `crate::` or `super::`, in a `use` or
//! elsewhere, leads to the file that it names. A folder's own face may hand on what its files have. Unit tests may look
//! wherever they like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{code, program};
use crate::support::gonogo::repository;

/// Modules by the modules that they import.
type Graph = BTreeMap<String, BTreeSet<String>>;

/// The lines of the map, from the top down: the first word of each.
fn map() -> Vec<String> {
    let text = fs::read_to_string(repository().join("src/lib.rs")).expect("text");
    let drawing =
        text.split("```text\n").nth(1).and_then(|rest| rest.split("//! ```").next()).expect("a map");
    let words = drawing.lines().filter_map(|line| line.trim_start_matches("//!").split_whitespace().next());
    words.map(str::to_owned).collect()
}

/// `src/checks/plan/rules.rs` is `checks::plan::rules`.
fn module(file: &str) -> String {
    file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::")
}

fn graph() -> Graph {
    let files = program();
    let modules: BTreeSet<String> = files.iter().map(|(name, _)| module(name)).collect();
    let imports = |(name, text): &(String, String)| (module(name), imports(&module(name), text, &modules));
    files.iter().map(imports).collect()
}

/// Every other module that a file names.
fn imports(own: &str, text: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let lines = code(text).lines().filter(|line| !line.trim_start().starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("::") {
        let start = text[..at].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        // Only where a path begins: what stands behind `::` or in braces is reached from there.
        if text[..start].ends_with("::") {
            continue;
        }
        match &text[start..at] {
            "crate" => follow(&[], &text[at + 2..], modules, &mut found),
            "super" => {
                let (mut base, mut rest) = (own.split("::").collect::<Vec<_>>(), &text[start..]);
                while let Some(behind) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = behind;
                }
                follow(&base, rest, modules, &mut found);
            }
            _ => {}
        }
    }
    found.remove(own);
    found
}

/// Follows the words of a path, and each branch of its braces, to the last module among them.
fn follow(base: &[&str], rest: &str, modules: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    if let Some(inside) = rest.strip_prefix('{') {
        for branch in branches(inside) {
            follow(base, branch.trim_start(), modules, found);
        }
        return;
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let path: Vec<&str> = base.iter().copied().chain([&rest[..end]]).collect();
    let joined = path.join("::");
    if !modules.contains(&joined) {
        // A name that the module itself declares or hands on.
        found.extend((!base.is_empty()).then(|| base.join("::")));
    } else if let Some(behind) = rest[end..].strip_prefix("::") {
        follow(&path, behind, modules, found);
    } else {
        found.insert(joined);
    }
}

/// What stands between the commas of a brace.
fn branches(inside: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_usize, 0, Vec::new());
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&inside[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|branch| !branch.trim().is_empty());
    found
}

/// The line of the map that speaks for a module: the longest that begins its path.
fn line(map: &[String], module: &str) -> usize {
    let fits = |line: &&String| module == line.as_str() || module.starts_with(&format!("{line}::"));
    let longest = map.iter().filter(fits).max_by_key(|line| line.len());
    let place = longest.and_then(|longest| map.iter().position(|line| line == longest));
    place.unwrap_or_else(|| panic!("the map in src/lib.rs has no line for {module}"))
}

/// Imports that lead to a line above their own.
fn against_the_map(map: &[String], graph: &Graph) -> Vec<String> {
    let ties = graph.iter().flat_map(|(module, imports)| imports.iter().map(move |import| (module, import)));
    ties.filter(|(module, _)| *module != "lib")
        .filter(|(module, import)| line(map, import) < line(map, module))
        .map(|(module, import)| format!("{module} imports {import}, which stands above it"))
        .collect()
}

/// What is left when everything is taken away, again and again, that imports nothing or that nothing imports.
fn circles(graph: &Graph) -> Vec<String> {
    let mut graph = graph.clone();
    loop {
        let known: BTreeSet<String> = graph.keys().cloned().collect();
        let wanted: BTreeSet<String> = graph.values().flatten().cloned().collect();
        for imports in graph.values_mut() {
            imports.retain(|import| known.contains(import));
        }
        graph.retain(|module, imports| !imports.is_empty() && wanted.contains(module));
        if graph.len() == known.len() {
            break;
        }
    }
    graph.iter().map(|(module, imports)| format!("{module} -> {imports:?}")).collect()
}

#[test]
fn imports_go_down_the_map_of_the_library() {
    let against = against_the_map(&map(), &graph());
    assert!(against.is_empty(), "{}", against.join("\n"));
}

#[test]
fn no_imports_go_in_circles() {
    let circles = circles(&graph());
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_breach_of_either_law_is_seen() {
    let modules = ["a", "a::b", "a::c", "d"].map(str::to_owned).into();
    let of = |own: &str, text: &str| (own.to_owned(), imports(own, text, &modules));
    let map = ["a", "d"].map(str::to_owned);
    let good: Graph =
        [of("a", "use b::X;"), of("a::b", "use super::c::{\n    Y,\n};"), of("a::c", "use crate::d;")].into();
    assert_eq!((against_the_map(&map, &good), circles(&good)), (Vec::new(), Vec::new()));
    let up: Graph = [of("d", "let x = crate::a::b::f();")].into();
    assert_eq!(against_the_map(&map, &up), ["d imports a::b, which stands above it"]);
    let round: Graph = [
        of("a", "pub use crate::a::b::X;"),
        of("a::b", "use crate::{a::c, d::Z};"),
        of("a::c", "use super::Top;"),
    ]
    .into();
    assert_eq!(circles(&round).len(), 3, "{round:?}");
}
