//! Holds what ARCHITECTURE.md says of the modules: who may import whom, where the terminal is
//! known, and how long a file and a function may be.
//!
//! The sources are read as text, without their comments, strings and tests. That is enough for
//! paths: they begin with `crate::` or `super::`, and nothing else leads out of a module.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, in the order in which they may import each other: each sees only those above it.
const ORDER: &[&str] = &[
    "essay",
    "apparatus",
    "index",
    "export",
    "layout",
    "regions",
    "action",
    "app",
    "config",
    "store",
    "watch",
    "keymap",
    "palette",
    "view",
    "terminal",
    "reader",
    "cli",
];

/// Modules that see less than what stands above them.
const NARROWER: &[(&str, &[&str])] = &[
    ("export", &["essay", "apparatus", "index"]),
    ("terminal", &[]),
];

/// The last module that must not know the terminal.
const LAST_WITHOUT_TERMINAL: &str = "watch";

const LONGEST_FILE: usize = 400;
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

/// All source files, the crate's root and the binary included.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
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

/// Rust without its comments and without what stands in its strings.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = literal(rest) {
            code.push_str("\"\"");
            length
        } else {
            code.push(first);
            first.len_utf8()
        };
        rest = &rest[skip..];
    }
    code
}

/// The bytes of the string or character that a text begins with, if it does.
fn literal(text: &str) -> Option<usize> {
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let quote = format!("\"{}", "#".repeat(hashes));
        let body = raw[hashes..].strip_prefix('"')?;
        return Some(1 + hashes + 1 + body.find(&quote)? + quote.len());
    }
    let mut chars = text.char_indices();
    let (_, quote) = chars
        .next()
        .filter(|(_, first)| matches!(first, '"' | '\''))?;
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            _ if char == quote => return Some(at + 1),
            // A lifetime: no apostrophe follows the first letter of its name.
            _ if quote == '\'' && !text[at + char.len_utf8()..].starts_with('\'') => return None,
            _ => {}
        }
    }
    None
}

/// Code without what is compiled for tests only.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let item = &rest[at..];
        let end = item.find([';', '{']).unwrap_or(item.len());
        rest = if item[end..].starts_with('{') {
            &item[end + block(&item[end..])..]
        } else {
            &item[(end + 1).min(item.len())..]
        };
    }
    kept + rest
}

/// The bytes of the block in braces that a text begins with.
fn block(text: &str) -> usize {
    let mut depth = 0;
    for (at, char) in text.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    text.len()
}

/// The modules right below the crate's root that code in `module` names.
fn named(module: &[String], code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let paths = code
        .match_indices("crate::")
        .chain(code.match_indices("super::"));
    for (at, _) in paths {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ':') {
            continue;
        }
        let mut rest = &code[at..];
        // How many modules stand above the path's next name.
        let mut depth = module.len();
        if let Some(after) = rest.strip_prefix("crate::") {
            rest = after;
            depth = 0;
        }
        while let Some(after) = rest.strip_prefix("super::") {
            rest = after;
            depth -= 1;
        }
        if depth == 0 {
            names.extend(first_names(rest));
        }
    }
    names
}

/// The name that a path goes on with; all of them where it is a group in braces.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        let name = |char: &char| char.is_alphanumeric() || *char == '_';
        text.trim_start().chars().take_while(name).collect()
    };
    if !path.starts_with('{') {
        return vec![name(path)];
    }
    let mut depth = 0;
    let parts = path[1..block(path) - 1].split(|char| {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        char == ',' && depth == 0
    });
    parts.map(name).filter(|name| !name.is_empty()).collect()
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

/// The functions of a formatted file, with their lines from the name to the closing brace.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<_> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some((before, after)) = line.split_once("fn ") else {
            continue;
        };
        let is_item = |word: &str| word.starts_with("pub") || matches!(word, "const" | "unsafe");
        if !before.split_whitespace().all(is_item) {
            continue;
        }
        let indent = before.len() - before.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        let length = lines[start..].iter().position(|line| *line == closing);
        let name = after.split(['(', '<']).next().unwrap_or(after);
        found.extend(length.map(|length| (name, length + 1)));
    }
    found
}

#[test]
fn each_module_imports_only_those_above_it() {
    let mut wrong = Vec::new();
    for source in sources() {
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
    let sources = sources();
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
    for source in sources() {
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
    for source in sources() {
        if !source.text.starts_with("//! ") {
            wrong.push(format!("{} does not open with what it is", source.name()));
        }
        let lines = source.text.lines().count();
        let most = match source.name().as_str() {
            "main.rs" => LONGEST_MAIN,
            _ => LONGEST_FILE,
        };
        if lines >= most {
            wrong.push(format!("{} has {lines} lines", source.name()));
        }
        for (name, lines) in functions(&source.text) {
            if lines >= LONGEST_FUNCTION {
                wrong.push(format!("{}: {name} has {lines} lines", source.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_scanner_sees_paths_and_nothing_else() {
    let module = ["app", "detail"].map(str::to_owned);
    let table: &[(&str, &[&str])] = &[
        ("use crate::essay::Essay;", &["essay"]),
        (
            "use crate::{\n    app::App,\n    index::{Document, Subject},\n};",
            &["app", "index"],
        ),
        ("let x = crate::layout::width(y);", &["layout"]),
        ("use super::super::view::Look;", &["view"]),
        ("use super::place::List;", &[]),
        ("// use crate::cli;\n/* crate::cli:: */", &[]),
        (
            "let x = \"crate::cli::x\"; let y = r#\"crate::cli\"::x\"#;",
            &[],
        ),
        (
            "let x = '\"'; use crate::essay::X; let y = '\\'';",
            &["essay"],
        ),
        ("fn f<'a>(x: &'a str) { crate::index::x('\"') }", &["index"]),
        (
            "#[cfg(test)]\nmod tests {\n    fn f() { use crate::cli::x; }\n}",
            &[],
        ),
        (
            "#[cfg(test)]\nmod tests;\nuse crate::action::X;",
            &["action"],
        ),
        ("use mycrate::essay;", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(
            named(&module, &without_tests(&code(text))),
            *expected,
            "{text}"
        );
    }
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
    let body = "x\n".repeat(60);
    let long = format!("impl X {{\n    pub(super) const fn long<T>() {{\n{body}    }}\n}}");
    assert_eq!(functions(&long), [("long", 62)]);
}
