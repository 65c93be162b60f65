//! What was meant by an id that leads nowhere.
//!
//! Owns the guessing: ids that are nearly it, names that it was made from, relations one part of whose
//! id is a slip. It must not know what is said of it. The same file always gives the same guess.

use std::cell::OnceCell;

use foldhash::HashMap;

use super::names::{Named, Names, Sort};
use crate::apparatus::nearest::nearest;

/// What guesses are made from, once all ids are known.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    /// The ids of the relations written in claims, in the file's order.
    relations: OnceCell<Vec<String>>,
    names: OnceCell<Vec<Called>>,
}

/// A name as an id would be made from it, and the id that its thing has.
#[derive(Debug)]
struct Called {
    slug: String,
    id: String,
    sort: Sort,
}

impl Names<'_> {
    /// The id of a thing of one of these sorts that a word is near enough to.
    pub(super) fn guess(&self, word: &str, sorts: &[Sort]) -> Option<&str> {
        if word.contains(':') && sorts.contains(&Sort::Relation) {
            let relations = self.guesses.relations.get_or_init(|| self.relations());
            if let Some(near) = nearest(word, relations.iter().map(String::as_str)) {
                return Some(near);
            }
        }
        let slug = slug(word);
        let names = self.guesses.names.get_or_init(|| self.names());
        let names = || names.iter().filter(|called| sorts.contains(&called.sort));
        let same = names().find(|called| called.slug == slug && !slug.is_empty());
        let near = || nearest(word, self.ids(sorts));
        same.map(|called| called.id.as_str())
            .or_else(near)
            .or_else(|| {
                let near = nearest(&slug, names().map(|called| called.slug.as_str()))?;
                let called = names().find(|called| called.slug == near)?;
                Some(&called.id)
            })
    }

    fn relations(&self) -> Vec<String> {
        let mut claims = Vec::new();
        for (id, named) in self.all() {
            if let Named::Claim(claim) = named {
                claims.resize(claims.len().max(claim.get() + 1), "");
                claims[claim.get()] = id;
            }
        }
        let mut all: Vec<_> = self.written().collect();
        all.sort_unstable_by_key(|(_, relation)| *relation);
        let id = |((claim, kind, to), _): &((usize, &str, &str), _)| {
            let claim = claims.get(*claim).filter(|id| !id.is_empty())?;
            Some([claim, ":", kind, ":", to].concat())
        };
        all.iter().filter_map(id).collect()
    }

    fn names(&self) -> Vec<Called> {
        let ids: HashMap<Named, &str> = self.all().map(|(id, named)| (named, id)).collect();
        let called = self.called().filter_map(|(name, named)| {
            Some(Called {
                slug: slug(name),
                id: (*ids.get(&named)?).to_owned(),
                sort: named.sort(),
            })
        });
        called.collect()
    }
}

/// A name as an id would be made from it: `Hansa Group` is `hansa-group`.
fn slug(name: &str) -> String {
    let name = name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}
