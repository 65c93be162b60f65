//! Understands dates as people write them.

/// The names of the months, in lower case. The first three letters or more stand for a name.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "января"],
    &["february", "februar", "feber", "février", "febrero", "febbraio", "fevereiro", "февраля"],
    &["march", "märz", "mars", "marzo", "março", "maart", "mrz", "марта"],
    &["april", "avril", "abril", "aprile", "апреля"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "мая"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "июня"],
    &["july", "juli", "juillet", "julio", "luglio", "julho", "июля"],
    &["august", "août", "agosto", "augustus", "августа"],
    &["september", "septembre", "septiembre", "settembre", "setembro", "сентября"],
    &["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября"],
    &["november", "novembre", "noviembre", "novembro", "ноября"],
    &["december", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "декабря"],
];

/// The first letters of weekdays, which say nothing that the day does not.
#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lundi", "mardi", "mercredi", "jeudi",
    "vendredi", "samedi", "dimanche", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
    "sonntag", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "星期",
];
/// Small words in dates.
const FILLERS: &[&str] = &["the", "of", "on", "at", "de", "del", "le", "den", "am", "г"];

/// A date as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, without its time. `None` if a word is not
/// understood, or if the day and the month cannot be told apart, as in `3/4/2011`.
///
/// Reads `29 Mar 2011`, `March 29th, 2011`, `2020-05-01T10:00:00Z`, `29.3.2011`, `May 2020`,
/// `2020年5月1日`, and the names of months in several European languages.
#[must_use]
pub fn iso_date(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    // The time follows the date.
    let time = text.find(':').unwrap_or(text.len());
    let (date, _) = match text[..time].rsplit_once([' ', 't']) {
        Some(parts) if time < text.len() => parts,
        _ => (&*text, ""),
    };
    let is_separator = |char: char| !char.is_alphanumeric() || "年月日년월일".contains(char);
    let mut month = None;
    let mut numbers = Vec::new();
    for word in date.split(is_separator).filter(|word| !word.is_empty()) {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        match &word[digits..] {
            "" | "st" | "nd" | "rd" | "th" | "er" | "º" if (1..=8).contains(&digits) => {
                numbers.push((word[..digits].parse().ok()?, digits));
            }
            _ if FILLERS.contains(&word) || WEEKDAYS.iter().any(|day| word.starts_with(day)) => {}
            name if digits == 0 && month.is_none() => month = Some(month_number(name)?),
            _ => return None,
        }
    }
    let (year, month, day) = match (month, numbers.as_slice()) {
        (None, &[(year, 4)]) => return Some(format!("{year:04}")),
        (None, &[(date, 8)]) => (date / 10_000, date / 100 % 100, Some(date % 100)),
        (None, &[(year, 4), (month, 1 | 2)] | &[(month, 1 | 2), (year, 4)])
        | (Some(month), &[(year, 4)]) => (year, month, None),
        (None, &[(year, 4), (month, 1 | 2), (day, 1 | 2)])
        | (Some(month), &[(year, 4), (day, 1 | 2)] | &[(day, 1 | 2), (year, 4)]) => {
            (year, month, Some(day))
        }
        (None, &[(first, 1 | 2), (second, 1 | 2), (year, 4)]) => match (first, second) {
            (month, day) if day > 12 || month == day => (year, month, Some(day)),
            (day, month) if day > 12 => (year, month, Some(day)),
            _ => return None,
        },
        _ => return None,
    };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    match day {
        Some(day) if (1..=days).contains(&day) => Some(format!("{year:04}-{month:02}-{day:02}")),
        Some(_) => None,
        None => Some(format!("{year:04}-{month:02}")),
    }
}

/// The number of a month, from 1, by its name in lower case or the first letters of it.
pub(crate) fn month_number(word: &str) -> Option<u32> {
    let is_name = |name: &&str| name.starts_with(word) && word.chars().count() >= 3;
    let mut months = (1..)
        .zip(MONTHS)
        .filter(|(_, names)| names.iter().any(is_name));
    // Of French “jui” the next letter decides.
    months
        .next()
        .filter(|_| months.next().is_none())
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::iso_date;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("2020-05-01", "2020-05-01"),
            ("2020-05-01T10:00:00Z", "2020-05-01"),
            ("2020-05-01 10:00:00 +0200", "2020-05-01"),
            ("2020-05-01t10:00:00.123-07:00", "2020-05-01"),
            ("2020-5-1", "2020-05-01"),
            ("2020/05/01", "2020-05-01"),
            ("20200501", "2020-05-01"),
            ("29 Mar 2011", "2011-03-29"),
            ("29 March 2011", "2011-03-29"),
            ("Tue, 29 Mar 2011 10:00:00 +0000", "2011-03-29"),
            ("Tuesday, March 29th, 2011 at 10:15 am", "2011-03-29"),
            ("Sept. 3, 2011", "2011-09-03"),
            ("the 1st of May, 2020", "2020-05-01"),
            ("1 mai 2020", "2020-05-01"),
            ("1er août 2020", "2020-08-01"),
            ("3. März 2011", "2011-03-03"),
            ("5 de mayo de 2020", "2020-05-05"),
            ("mardi 5 mai 2020", "2020-05-05"),
            ("Dienstag, den 29. März 2011", "2011-03-29"),
            ("2020年5月1日 星期五", "2020-05-01"),
            ("5 мая 2020 г.", "2020-05-05"),
            ("2020年5月1日", "2020-05-01"),
            ("2020년 5월 1일", "2020-05-01"),
            ("29.3.2011", "2011-03-29"),
            ("3/29/2011", "2011-03-29"),
            ("5/5/2020", "2020-05-05"),
            ("May 2020", "2020-05"),
            ("5/2020", "2020-05"),
            ("2020-05", "2020-05"),
            ("2020", "2020"),
            ("29 February 2020", "2020-02-29"),
        ] {
            assert_eq!(iso_date(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_ambiguous_or_no_date_is_not_read() {
        for text in [
            "",
            "3.4.2011",
            "3/4/2011",
            "29.3.11",
            "May",
            "Spring 2020",
            "c. 1850",
            "2020-13-01",
            "2020-02-30",
            "29 February 2021",
            "1850-1860",
            "10:00",
            ":",
            "3 May June 2020",
            "jui 2020",
            "99999999999",
            "2020-00",
            "t:",
            "é:",
            "1914–1918",
        ] {
            assert_eq!(iso_date(text), None, "{text}");
        }
    }
}
