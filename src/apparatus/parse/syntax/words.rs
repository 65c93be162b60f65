//! What the parser says, in plain words.
//!
//! Owns the words for each of its messages. It must not know where in a file an error is.

/// The parser's words, by how its message begins, with better ones, and how to mend it.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "string values must be quoted",
        "this is no value that TOML knows",
        "put a string in straight quotation marks: \"…\"",
    ),
    (
        "invalid basic string, expected `\"`",
        "this string is not closed",
        "end it with `\"`",
    ),
    (
        "invalid literal string, expected `'`",
        "this string is not closed",
        "end it with `'`",
    ),
    (
        "invalid multi-line basic string, expected `\"`",
        "this string is not closed",
        "end it with `\"\"\"`",
    ),
    (
        "invalid multi-line literal string, expected `'`",
        "this string is not closed",
        "end it with `'''`",
    ),
    (
        "invalid basic string",
        "a control character stands in this string",
        "write it as an escape such as `\\u001B`, or take it away",
    ),
    (
        "invalid multi-line basic string",
        "a control character stands in this string",
        "write it as an escape such as `\\u001B`, or take it away",
    ),
    (
        "invalid comment character",
        "a control character stands in this comment",
        "take it away",
    ),
    (
        "missing escaped value",
        "no escape begins with this backslash",
        "write `\\\\` for a backslash",
    ),
    (
        "key with no value",
        "this key has no value",
        "write `key = value`",
    ),
    (
        "invalid unquoted key",
        "this character cannot stand in a key",
        "write `key = value`",
    ),
    (
        "unquoted keys cannot be empty",
        "there is no key before this `=`",
        "write `key = value`",
    ),
    (
        "duplicate key",
        "this is given twice",
        "take one of the two away",
    ),
    (
        "unclosed array table",
        "this header is not closed",
        "end it with `]]`",
    ),
    (
        "unclosed array",
        "this list is not closed",
        "end it with `]`",
    ),
    (
        "unclosed inline table",
        "this table is not closed",
        "end it with `}`",
    ),
    (
        "unclosed table",
        "this header is not closed",
        "end it with `]`",
    ),
    (
        "missing comma between",
        "a comma is missing here",
        "part them with `,`",
    ),
    (
        "unexpected key or value",
        "nothing more can stand on this line",
        "begin a new line before it",
    ),
    (
        "cannot recurse further",
        "this nests too deeply",
        "no value here nests more than a few levels deep",
    ),
    (
        "recursion limit",
        "this nests too deeply",
        "no value here nests more than a few levels deep",
    ),
    (
        "extra `=`",
        "there is one `=` too many",
        "write `key = value`",
    ),
    (
        "extra assignment",
        "there is one `=` too many",
        "write `key = value`, and part one from the next with `,`",
    ),
    (
        "unexpected `=` in array",
        "no `=` can stand in a list",
        "take it away",
    ),
    (
        "extra comma",
        "there is nothing before this comma",
        "take it away",
    ),
    (
        "missing assignment",
        "an `=` is missing here",
        "write `key = value`",
    ),
    (
        "missing value",
        "this key has no value",
        "write `key = value`",
    ),
    (
        "missing opening quote",
        "this string has no quotation mark where it begins",
        "put one before it",
    ),
    (
        "too few unicode value digits",
        "this escape has too few digits",
        "write four behind `\\u`, eight behind `\\U`",
    ),
    (
        "invalid value",
        "this escape stands for no character",
        "write the character itself, or `\\\\` for a backslash",
    ),
    (
        "keys cannot be multi-line",
        "a key cannot be a string of several lines",
        "write `key = value`",
    ),
    (
        "cannot extend value",
        "this key has a value already, so that nothing can stand under it",
        "give one of the two another name",
    ),
    (
        "missing inline table opening",
        "no table is open that this could close",
        "take it away",
    ),
    (
        "missing array opening",
        "no list is open that this could close",
        "take it away",
    ),
    (
        "carriage return must",
        "a carriage return stands here by itself",
        "take it away",
    ),
    (
        "invalid boolean",
        "this is no value that TOML knows",
        "put a string in straight quotation marks: \"…\"",
    ),
    ("invalid date", NO_DATE, DATE),
    ("invalid time", NO_DATE, DATE),
    ("missing key", "there is no key here", "write `key = value`"),
];

const NO_DATE: &str = "this is not a date as TOML has it";
const DATE: &str = "write it as `2020-01-31`, or in quotation marks";

/// How messages begin that are on the digits of a number.
const NUMBERS: &[&str] = &[
    "unexpected leading zero",
    "unexpected sign",
    "redundant",
    "`_` may only",
    "radix must",
    "integers with a radix",
    "invalid exponent",
    "invalid mantissa",
    "invalid fraction",
    "invalid float",
    "invalid integer",
    "invalid binary",
    "invalid octal",
    "invalid hexadecimal",
];

/// What a message of the parser's says, in plain words, and how to mend it.
pub(super) fn of(message: &str) -> (&str, Option<&'static str>) {
    if let Some((_, words, help)) = WORDS.iter().find(|(begin, ..)| message.starts_with(begin)) {
        return (words, Some(help));
    }
    if NUMBERS.iter().any(|begin| message.starts_with(begin)) {
        let help = "write it in plain digits, or in quotation marks if it is a string";
        return ("this number is not written as TOML has it", Some(help));
    }
    // What the parser would have there instead are names of its grammar.
    let (message, _) = message.split_once(", expected ").unwrap_or((message, ""));
    (message, None)
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::of;

    /// A mistake of every sort.
    const WRONG: &[&str] = &[
        "a == 1",
        "a = = 1",
        "a = {b == 1}",
        "a = [= 1]",
        "a = [1,,2]",
        "a = {,}",
        "a = {b 1}",
        "a = {b}",
        "a =",
        "a",
        "= 1",
        "a = x'",
        "a = x\"",
        "a = 'x",
        "a = \"x",
        "a = '''x",
        "a = \"\"\"x",
        "a = \"\\u12\"",
        "a = \"\\uD800\"",
        "a = \"\\q\"",
        "a = \"\u{1}\"",
        "a = 1 # \u{1}",
        "\"\"\"a\"\"\" = 1",
        "'''a''' = 1",
        "a = 1\na.b = 2",
        "a = [1]\na.b = 2",
        "a = {b = 1}\na.c = 2",
        "a = }",
        "a = ]",
        "a = {",
        "a = [",
        "[a",
        "[[a]",
        "[]",
        "a: 1",
        "a!b = 1",
        "a = tru",
        "a = 01",
        "a = +-1",
        "a = 1__0",
        "a = 0X1",
        "a = -0x1",
        "a = 0b2",
        "a = 0o8",
        "a = 0xg",
        "a = 1e",
        "a = .5",
        "a = 5.",
        "a = 1.2.3",
        "a = 2020-13-01",
        "a = 2020-01-01T",
        "a = 25:00:00",
        "a = 1\na = 2",
        "a = 1 b",
        "a = [1 2]",
        "a = “x”",
        "a = 1\rb = 2",
    ];

    #[test]
    fn whatever_is_no_toml_is_told_in_plain_words_with_help() {
        for file in WRONG {
            let (_, errors) = DeTable::parse_recoverable(file);
            for error in &errors {
                let (_, help) = of(error.message());
                assert!(help.is_some(), "{file:?}: {}", error.message());
            }
        }
    }
}
