//! A file parsed part by part: a table with a header of its own at a time.
//!
//! Owns where a file may be cut, so that what the parts say is what the whole says. A file of
//! thousands of tables is parsed in half the time and a tenth of the memory so, for the parser's
//! tokens and trees are small and used again. A cut inside a value leaves the part before it broken:
//! then, and wherever parts might contradict each other, the whole is parsed instead.

use foldhash::HashMap;
use toml::de::DeTable;

/// Gives each part of a file as the parser has it, and where it begins in the file. False as soon as
/// the file has to be parsed as a whole.
pub(super) fn each<'i>(file: &'i str, mut take: impl FnMut(usize, DeTable<'i>)) -> bool {
    // The names of the tables so far; those that are lists may come again.
    let mut names: HashMap<String, bool> = HashMap::default();
    let mut start = 0;
    for end in cuts(file).chain([file.len()]) {
        let Some(part) = file.get(start..end) else {
            return false;
        };
        let Ok(table) = DeTable::parse(part) else {
            return false;
        };
        let table = table.into_inner();
        let list = part.starts_with("[[");
        for key in table.keys() {
            let name: &str = key.get_ref();
            match names.get(name) {
                Some(lists) if *lists && list => {}
                Some(_) => return false,
                None => drop(names.insert(name.to_owned(), list)),
            }
        }
        // Headers that are no cut, for they are indented or dotted, are their parent's.
        if part.starts_with('[') && table.len() != 1 {
            return false;
        }
        take(start, table);
        start = end;
    }
    true
}

/// Where lines begin that are a header of one name.
fn cuts(file: &str) -> impl Iterator<Item = usize> {
    memchr::memmem::find_iter(file.as_bytes(), "\n[").filter_map(|at| {
        let line = file.get(at + 1..)?.lines().next()?;
        let name = match line.strip_prefix("[[") {
            Some(rest) => rest.split_once("]]")?.0,
            None => line.strip_prefix('[')?.split_once(']')?.0,
        };
        let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        (!name.is_empty() && name.chars().all(bare)).then_some(at + 1)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use toml::de::DeTable;

    use super::each;

    /// What a table says, without places.
    fn said(table: &DeTable<'_>, out: &mut Vec<(String, String)>) {
        for (key, value) in table {
            let value = format!("{value:?}");
            let mut plain = String::new();
            let mut rest = value.as_str();
            while let Some((before, after)) = rest.split_once("span: ") {
                plain.push_str(before);
                rest = after.split_once(", ").map_or("", |(_, rest)| rest);
            }
            plain.push_str(rest);
            out.push((key.get_ref().to_string(), plain));
        }
    }

    #[test]
    fn cuts_are_made_at_headers_of_one_name() {
        let mut starts = Vec::new();
        let file =
            "format = 1\n[essay]\na = 1\n[[claim]] # x\nb = 1\n[claim.actors]\nc = 1\n[[claim]]\n";
        assert!(each(file, |start, _| starts.push(start)));
        assert_eq!(starts, [0, 11, 25, 66]);
    }

    proptest! {
        /// Parts are taken only of files that are right as a whole, and then say the same.
        #[test]
        fn parts_say_what_the_whole_says(
            lines in proptest::collection::vec(
                prop_oneof![
                    Just("[a]"), Just("[[a]]"), Just("[[b]]"), Just("[b]"), Just("[b.c]"),
                    Just("  [[c]]"), Just("k = 1"), Just("a = 2"), Just("b.c = 3"),
                    Just("t = '''"), Just("'''"), Just("l = ["), Just("]"), Just("[[d]]  # x"),
                ],
                0..9,
            ),
        ) {
            let file = lines.join("\n");
            let (mut parts, mut tables) = (Vec::new(), 0);
            let whole = DeTable::parse(&file);
            if each(&file, |_, table| { tables += 1; said(&table, &mut parts) }) {
                prop_assert!(whole.is_ok(), "{file}");
                let whole = whole.map(toml::Spanned::into_inner).unwrap_or_default();
                let mut all = Vec::new();
                said(&whole, &mut all);
                // A list is whole where its parts are put together.
                for (name, value) in &all {
                    let of: Vec<&String> =
                        parts.iter().filter(|(other, _)| other == name).map(|(_, value)| value).collect();
                    if of.len() == 1 {
                        prop_assert_eq!(of[0], value);
                    } else {
                        let open = |text: &str| text.matches("Table(").count();
                        prop_assert_eq!(of.iter().map(|text| open(text)).sum::<usize>(), open(value));
                    }
                }
                let count = |name: &str| usize::from(all.iter().any(|(other, _)| other == name));
                prop_assert!(parts.iter().all(|(name, _)| count(name) == 1));
            }
        }
    }
}
