use super::*;
use crate::essay::Format;

fn show(source: &str, width: u16) -> Vec<String> {
    let essay = Essay::parse(source.to_owned(), Format::Plain);
    let layout = Layout::new(width);
    let line = |line: Line| {
        let Line::Row(row) = line else {
            return String::new();
        };
        let mut text = String::new();
        for run in layout.runs(&essay, &row) {
            while super::width(&text) < usize::from(run.column) {
                text.push(' ');
            }
            text.push_str(&run.text);
        }
        text
    };
    layout
        .lines(&essay, Position::default())
        .map(line)
        .collect()
}

#[test]
fn paragraphs() {
    assert_eq!(
        show(
            "One two three\nfour five.\n\n- six\n  seven eight\n- nine\n\nTen",
            10
        ),
        [
            "One two",
            "three four",
            "five.",
            "",
            "• six",
            "  seven",
            "  eight",
            "• nine",
            "",
            "Ten"
        ]
    );
}
