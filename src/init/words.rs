//! Words that a starter knows of English: months, titles, and what begins no name.

/// What begins a date's word; no actor by itself.
pub(super) const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// The days of the week, no actors either.
pub(super) const DAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// What stands before a person's name and is none.
pub(super) const TITLES: &[&str] = &[
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "Sir",
    "Mme",
    "Mlle",
    "Herr",
    "Frau",
    "St",
];

/// Words that open a sentence or a subtitle, and no name.
pub(super) const OPENERS: &[&str] = &[
    "A", "An", "The", "This", "That", "These", "Those", "It", "He", "She", "We", "They", "I",
    "You", "On", "Of", "In", "At", "By", "To", "For", "From", "With", "After", "Before", "Since",
    "Between", "Against", "Toward", "Towards", "How", "Why", "What", "When", "Where", "While",
    "Who", "Which", "Is", "Are", "Was", "Were", "As", "If", "So", "Then", "Yet", "But", "And",
    "Or", "Because", "Although", "Some", "Most", "Many", "All", "Both", "Such",
];
