//! Holds the rules of ARCHITECTURE.md: imports only go downwards, no two files import each other,
//! and each dependency has its reason.
//!
//! The sources are read as text. Tools that resolve names (`cargo modules`) compile for minutes and
//! see one target at a time; imports written as `use` lines are all that these rules are about.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of `src/` from bottom to top: each imports only those before it.
const PARTS: &[&str] = &[
    "text",
    "files",
    "essay",
    "layout",
    "apparatus",
    "anchor",
    "document",
    "init",
    "export",
    "terminal",
    "tui",
    "config",
    "cli",
];

/// Libraries of the terminal, which only these parts may know.
const TERMINAL_LIBRARIES: &[&str] = &["ratatui", "crossterm"];
const MAY_USE_TERMINAL_CRATES: &[&str] = &["terminal", "tui", "config", "cli"];

/// A source file without its comments and unit tests.
struct Source {
    /// Its module path from the crate's root: `["tui", "app"]`.
    module: Vec<String>,
    name: String,
    text: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(source(&path));
            }
        }
    }
    found.retain(|source| !source.module.iter().any(|part| part == "tests"));
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn source(path: &Path) -> Source {
    let relative = path.strip_prefix(root().join("src")).unwrap();
    let mut module: Vec<String> = relative
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    module.retain(|part| part != "mod");
    let text = fs::read_to_string(path).unwrap();
    let code: Vec<_> = without_unit_tests(&text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    Source {
        module,
        name: relative.display().to_string(),
        text: code.join("\n"),
    }
}

/// The text before a module of unit tests. A line `mod tests;` at the top of a file ends nothing.
fn without_unit_tests(text: &str) -> &str {
    let end = text.find("#[cfg(test)]\nmod tests {");
    &text[..end.unwrap_or(text.len())]
}

/// The paths in a file that begin with `crate::` or `super::`, from the crate's root. A list in
/// braces gives one path for each of its items.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in source.text.match_indices(start) {
            let before = source.text[..at].chars().next_back();
            if before.is_some_and(|char| char.is_alphanumeric() || "_:$".contains(char)) {
                continue;
            }
            let mut base = Vec::new();
            let mut rest = &source.text[at..];
            if let Some(path) = rest.strip_prefix("crate::") {
                rest = path;
            } else {
                base.clone_from(&source.module);
                while let Some(path) = rest.strip_prefix("super::") {
                    base.pop();
                    rest = path;
                }
            }
            expand(&base, rest, &mut found);
        }
    }
    found
}

/// Reads `a::b::{c, d::e}` behind a base into `found`; gives what is left of the text.
fn expand<'a>(base: &[String], text: &'a str, found: &mut Vec<Vec<String>>) -> &'a str {
    let mut path = base.to_vec();
    let mut rest = text;
    loop {
        if let Some(list) = rest.strip_prefix('{') {
            rest = list;
            while !rest.starts_with('}') && !rest.is_empty() {
                rest = expand(&path, rest.trim_start(), found);
                rest = rest.trim_start_matches(|char: char| char == ',' || char.is_whitespace());
            }
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        let end = rest
            .find(|char: char| !char.is_alphanumeric() && char != '_')
            .unwrap_or(rest.len());
        if end == 0 {
            found.push(path);
            return rest.get(1..).unwrap_or_default();
        }
        path.push(rest[..end].to_owned());
        rest = &rest[end..];
        let Some(next) = rest.strip_prefix("::") else {
            found.push(path);
            return rest;
        };
        rest = next;
    }
}

/// Each file with the files it imports. A child that uses its parent's items is no import: they are
/// one module to the rest of the crate.
fn imports(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let by_module: BTreeMap<&[String], &Source> = sources
        .iter()
        .map(|source| (source.module.as_slice(), source))
        .collect();
    let mut imports = BTreeMap::new();
    for source in sources {
        let mut targets = BTreeSet::new();
        for path in paths(source) {
            let target = (1..=path.len())
                .rev()
                .find_map(|length| by_module.get(&path[..length]));
            if let Some(target) = target
                && !source.module.starts_with(&target.module)
            {
                targets.insert(target.name.as_str());
            }
        }
        imports.insert(source.name.as_str(), targets);
    }
    imports
}

fn part(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap_or(name)
}

/// Whether a part may import another.
fn may_import(part: &str, target: &str) -> bool {
    let place = |name| PARTS.iter().position(|known| *known == name);
    let is_downwards = place(target).is_some() && place(target) <= place(part);
    is_downwards && (part != "terminal" || target == "terminal")
}

#[test]
fn imports_only_go_downwards() {
    let sources = sources();
    for (file, targets) in imports(&sources) {
        if ["lib.rs", "main.rs"].contains(&file) {
            continue;
        }
        assert!(PARTS.contains(&part(file)), "{file} is in no part of PARTS");
        for target in targets {
            let allowed = may_import(part(file), part(target));
            assert!(allowed, "{file} imports {target}");
        }
    }
}

#[test]
fn upward_imports_are_refused() {
    for (part, target, allowed) in [
        ("tui", "essay", true),
        ("tui", "tui", true),
        ("essay", "tui", false),
        ("export", "document", true),
        ("layout", "document", false),
        ("terminal", "essay", false),
        ("cli", "terminal", true),
        ("cli", "nothing", false),
    ] {
        assert_eq!(may_import(part, target), allowed, "{part} {target}");
    }
}

/// Removes the files that are in no cycle and lead to none.
fn remove_acyclic(imports: &mut BTreeMap<&str, BTreeSet<&str>>) {
    while let Some(leaf) = imports
        .iter()
        .find(|(_, targets)| targets.is_empty())
        .map(|(file, _)| *file)
    {
        imports.remove(leaf);
        for targets in imports.values_mut() {
            targets.remove(leaf);
        }
    }
}

#[test]
fn no_files_import_each_other() {
    let sources = sources();
    let mut imports = imports(&sources);
    remove_acyclic(&mut imports);
    assert!(imports.is_empty(), "in a cycle, or above one: {imports:#?}");
}

#[test]
fn cycles_are_detected() {
    let mut imports = BTreeMap::from([
        ("a", BTreeSet::from(["b", "d"])),
        ("b", BTreeSet::from(["c"])),
        ("c", BTreeSet::from(["b"])),
        ("d", BTreeSet::new()),
    ]);
    remove_acyclic(&mut imports);
    assert_eq!(imports.into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn only_the_upper_parts_know_the_terminal() {
    for source in sources() {
        if MAY_USE_TERMINAL_CRATES.contains(&part(&source.name)) {
            continue;
        }
        for library in TERMINAL_LIBRARIES {
            let path = format!("{library}::");
            assert!(
                !source.text.contains(&path),
                "{} uses {library}",
                source.name
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources() {
        let text = fs::read_to_string(root().join("src").join(&source.name)).unwrap();
        assert!(text.starts_with("//! "), "{} has no header", source.name);
    }
}

#[test]
fn architecture_md_lists_the_parts_and_gives_each_dependency_a_reason() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for part in PARTS {
        assert!(
            lib.contains(&format!("pub mod {part};")),
            "no module {part}"
        );
        assert!(
            page.contains(&format!("`{part}`")) || page.contains(&format!("{part}/")),
            "nothing on {part}"
        );
    }
    let reasons = page.split("## Dependencies").nth(1).unwrap();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for section in ["[dependencies]", "[dev-dependencies]"] {
        let (_, rest) = manifest.split_once(&format!("\n{section}\n")).unwrap();
        let lines = rest.lines().take_while(|line| !line.starts_with('['));
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let name = line.split([' ', '.', '=']).next().unwrap();
            assert!(
                reasons.contains(&format!("`{name}`")),
                "no reason for {name}"
            );
        }
    }
}

#[test]
fn only_a_module_of_unit_tests_ends_the_code() {
    let declared = "#[cfg(test)]\nmod tests;\n\nuse crate::essay::Essay;\n";
    assert_eq!(without_unit_tests(declared), declared);
    let inline = "fn code() {}\n#[cfg(test)]\nmod tests {}\n";
    assert_eq!(without_unit_tests(inline), "fn code() {}\n");
}

#[test]
fn paths_are_read() {
    let source = Source {
        module: ["tui", "app"].map(str::to_owned).to_vec(),
        name: "tui/app.rs".to_owned(),
        text:
            "use crate::essay::{Essay, sanitize::{self, sanitize}};\nuse super::theme::StyleRole;\n"
                .to_owned(),
    };
    let read: Vec<String> = paths(&source).iter().map(|path| path.join("::")).collect();
    assert_eq!(
        read,
        [
            "essay::Essay",
            "essay::sanitize::self",
            "essay::sanitize::sanitize",
            "tui::theme::StyleRole"
        ]
    );
}
