//! English words that help to distinguish names from other text.

/// Words that begin a sentence or a subtitle rather than a name.
#[rustfmt::skip]
pub(crate) const SENTENCE_STARTERS: &[&str] = &[
    "A", "An", "The", "This", "That", "These", "Those", "It", "He", "She", "We", "They", "I",
    "You", "On", "Of", "In", "At", "By", "To", "For", "From", "With", "After", "Before", "Since",
    "Between", "Against", "Toward", "Towards", "How", "Why", "What", "When", "Where", "While",
    "Who", "Which", "Is", "Are", "Was", "Were", "As", "If", "So", "Then", "Yet", "But", "And",
    "Or", "Because", "Although", "Some", "Most", "Many", "All", "Both", "Such",
];

/// Small words inside names.
#[rustfmt::skip]
pub(crate) const NAME_PARTICLES: &[&str] = &[
    "of", "the", "for", "on", "de", "du", "des", "da", "del", "la", "der", "van", "von", "al",
    "bin",
];

/// Words before a person's name; a full stop after them does not end a sentence.
#[rustfmt::skip]
pub(crate) const HONORIFICS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Professor", "Sir", "Mme", "Mlle", "Herr", "Frau",
    "St",
];

#[rustfmt::skip]
pub(crate) const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec",
];

#[rustfmt::skip]
pub(crate) const WEEKDAYS: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
];
