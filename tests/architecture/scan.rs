//! Reading Rust as text: what it names, and how long its functions are.
//!
//! Comments, strings and tests are left out. That is enough for paths: they begin with `crate::` or
//! `super::`, and nothing else leads out of a module.

/// Rust without its comments and without what stands in its strings.
pub(crate) fn code(text: &str) -> String {
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
pub(crate) fn without_tests(code: &str) -> String {
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
pub(crate) fn named(module: &[String], code: &str) -> Vec<String> {
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

/// The functions of a formatted file, with their lines from the name to the closing brace.
pub(crate) fn functions(text: &str) -> Vec<(&str, usize)> {
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
fn a_functions_lines_are_counted() {
    let body = "x\n".repeat(60);
    let long = format!("impl X {{\n    pub(super) const fn long<T>() {{\n{body}    }}\n}}");
    assert_eq!(functions(&long), [("long", 62)]);
}
