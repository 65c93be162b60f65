//! Holds what ARCHITECTURE.md says of the modules: who may import whom, where the terminal is
//! known, and how long a file and a function may be.
//!
//! The sources are read as text ([`scan`]).

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod scan;

use std::fs;
use std::path::{Path, PathBuf};

use scan::{code, functions, named, without_tests};

/// The modules, in the order in which they may import each other: each sees only those above it.
const ORDER: &[&str] = &[
    "order",
    "wording",
    "essay",
    "apparatus",
    "index",
    "export",
    "layout",
    "regions",
    "action",
    "app",
    "xdg",
    "store",
    "watch",
    "keymap",
    "palette",
    "config",
    "view",
    "terminal",
    "reader",
    "cli",
];

/// Modules that see less than what stands above them.
const NARROWER: &[(&str, &[&str])] = &[
    (
        "export",
        &["order", "wording", "essay", "apparatus", "index"],
    ),
    ("terminal", &[]),
];

/// The last module that must not know the terminal.
const LAST_WITHOUT_TERMINAL: &str = "watch";

const LONGEST_FILE: usize = 400;
const LONGEST_TESTS: usize = 500;
const LONGEST_FUNCTION: usize = 60;
const LONGEST_MAIN: usize = 30;

/// A source file of the library.
struct Source {
    /// Its path below `src/`.
    path: PathBuf,
    /// The modules it lies in, from the crate's root: `["app", "detail"]`.
    module: Vec<String>,
    /// All of it.
    text: String,
}

impl Source {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The module right below the crate's root.
    fn top(&self) -> &str {
        self.module.first().map_or("", String::as_str)
    }

    fn is_test(&self) -> bool {
        self.module.iter().any(|part| part == "tests")
    }
}

/// All source files of a folder.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut directories = vec![root.clone()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    let source = |path: &PathBuf| {
        let path = path.strip_prefix(&root).unwrap();
        let parts = path.with_extension("");
        let module = parts.iter().map(|part| part.to_str().unwrap().to_owned());
        Source {
            path: path.to_owned(),
            module: module.collect(),
            text: fs::read_to_string(root.join(path)).unwrap(),
        }
    };
    found.iter().map(source).collect()
}

fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// Whether a module may name another.
fn may_name(module: &str, other: &str) -> bool {
    if module == other {
        return true;
    }
    match NARROWER.iter().find(|(narrow, _)| *narrow == module) {
        Some((_, seen)) => seen.contains(&other),
        None => place(other).is_some() && place(other) < place(module),
    }
}

#[test]
fn each_module_imports_only_those_above_it() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        if source.is_test() || place(source.top()).is_none() {
            continue;
        }
        let code = without_tests(&code(&source.text));
        for name in named(&source.module, &code) {
            if !may_name(source.top(), &name) {
                wrong.push(format!("{} names {name}", source.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_library_declares_the_modules_in_their_order() {
    let sources = sources("src");
    let root = sources.iter().find(|source| source.name() == "lib.rs");
    let code = code(&root.unwrap().text);
    let declared: Vec<_> = code
        .split(';')
        .filter_map(|item| item.trim().strip_prefix("pub mod "))
        .collect();
    let expected: Vec<_> = ORDER
        .iter()
        .filter(|name| declared.contains(name))
        .collect();
    assert_eq!(declared.iter().collect::<Vec<_>>(), expected);
    for source in &sources {
        let known = ["lib", "main"].contains(&source.top()) || declared.contains(&source.top());
        assert!(known, "{} belongs to no module", source.name());
    }
}

#[test]
fn nothing_above_the_keymap_knows_the_terminal() {
    let last = place(LAST_WITHOUT_TERMINAL);
    for source in sources("src") {
        if place(source.top()).is_none_or(|place| Some(place) > last) {
            continue;
        }
        let code = code(&source.text);
        for library in ["ratatui", "crossterm", "rustix"] {
            assert!(!code.contains(library), "{} knows {library}", source.name());
        }
    }
}

#[test]
fn every_file_says_what_it_is_and_is_short() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        if !source.text.starts_with("//! ") {
            wrong.push(format!("{} does not open with what it is", source.name()));
        }
        let lines = source.text.lines().count();
        let most = match source.name().as_str() {
            "main.rs" => LONGEST_MAIN,
            name if name.ends_with("tests.rs") => LONGEST_TESTS,
            _ => LONGEST_FILE,
        };
        if lines >= most {
            wrong.push(format!("{} has {lines} lines", source.name()));
        }
        for (name, lines) in functions(&source.text) {
            // A test's table is data, and reads better in one piece.
            if lines >= LONGEST_FUNCTION && !source.name().ends_with("tests.rs") {
                wrong.push(format!("{}: {name} has {lines} lines", source.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_rules_can_be_broken() {
    for (module, other, allowed) in [
        ("app", "essay", true),
        ("app", "app", true),
        ("essay", "app", false),
        ("export", "index", true),
        ("export", "layout", false),
        ("terminal", "essay", false),
        ("cli", "terminal", true),
        ("cli", "nothing", false),
    ] {
        assert_eq!(may_name(module, other), allowed, "{module} {other}");
    }
}

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn architecture_md_has_every_test() {
    let architecture = page("ARCHITECTURE.md");
    let told = architecture.split("## Tests").nth(1).unwrap();
    let told = told.split("## Decisions").next().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let told = name == "snapshots" || told.contains(&format!("`{name}`"));
        assert!(told, "nothing is said of tests/{name}");
    }
}

#[test]
fn architecture_md_has_every_module_in_order_and_every_dependency_with_its_reason() {
    let architecture = page("ARCHITECTURE.md");
    let modules = architecture.split("## Modules").nth(1).unwrap();
    let rows = modules.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: Vec<_> = rows
        .map_while(|row| row.split('`').next())
        .take_while(|name| place(name).is_some())
        .collect();
    let root = page("src/lib.rs");
    let declared = |name: &&&str| root.contains(&format!("pub mod {name};"));
    assert_eq!(
        listed.iter().collect::<Vec<_>>(),
        ORDER.iter().filter(declared).collect::<Vec<_>>()
    );

    let reasons = architecture.split("## Dependencies").nth(1).unwrap();
    let manifest = page("Cargo.toml");
    let all = |folders: &[&str]| -> String {
        let found = folders.iter().flat_map(|folder| sources(folder));
        found.map(|source| code(&source.text)).collect()
    };
    let everywhere = ["src", "tests", "benches", "examples"];
    for (section, folders) in [
        ("[dependencies]", &everywhere[..1]),
        ("[dev-dependencies]", &everywhere[..]),
    ] {
        let all = all(folders);
        let (_, rest) = manifest.split_once(&format!("\n{section}\n")).unwrap();
        let lines = rest.lines().take_while(|line| !line.starts_with('['));
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let name = line.split([' ', '.', '=']).next().unwrap();
            assert!(
                reasons.contains(&format!("`{name}`")),
                "no reason for {name}"
            );
            let used = all.contains(&format!("{}::", name.replace('-', "_")));
            assert!(used, "{name} is not used");
        }
    }
}
