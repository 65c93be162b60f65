//! The blocks and the visible text of Markdown sources.

use std::fmt::Write as _;

use crate::essay::{Align, Block, BlockKind, Essay, Format, InlineStyle};

fn essay(source: &str) -> Essay {
    Essay::parse(source.to_owned(), Format::Markdown)
}

/// One line for each block: kind, depth, marker and text. Styled text is in brackets after the first
/// letters of its styles.
fn outline(source: &str) -> Vec<String> {
    let essay = essay(source);
    let block = |block: &Block| {
        let mut line = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            kind => format!("{kind:?}").to_lowercase(),
        };
        if block.depth > 0 {
            write!(line, "@{}", block.depth).unwrap();
        }
        line.push(':');
        let marker = essay.marker(block);
        if !marker.is_empty() {
            write!(line, " {marker}").unwrap();
        }
        line.push(' ');
        for segment in essay.segments(block.range.clone()) {
            let InlineStyle {
                emphasis,
                strong,
                code,
                strikethrough,
                link,
            } = segment.style;
            let letters = [
                (emphasis, 'e'),
                (strong, 's'),
                (code, 'c'),
                (strikethrough, 'x'),
                (link, 'l'),
            ];
            let styles: String = letters
                .iter()
                .filter(|style| style.0)
                .map(|style| style.1)
                .collect();
            if styles.is_empty() {
                line.push_str(&segment.text);
            } else {
                write!(line, "{styles}[{}]", segment.text).unwrap();
            }
        }
        line
    };
    essay.blocks().iter().map(block).collect()
}

fn check(source: &str, expected: &[&str]) {
    assert_eq!(outline(source), expected, "{source}");
}

#[test]
fn title_comes_before_the_prose() {
    for (source, title) in [
        ("# On Ink\n\nIt was so.", Some("On Ink")),
        ("12 March 2021\n\n# On Ink\n\nIt was so.", Some("On Ink")),
        ("## Preface\n\nIt was so.\n\n# Part One\n\nIt was so.", None),
        ("- a\n\n# Part One\n", None),
    ] {
        let essay = Essay::parse(source.to_owned(), Format::Markdown);
        assert_eq!(essay.title().as_deref(), title, "{source}");
    }
}

#[test]
fn headings_paragraphs_and_rules() {
    check(
        "# One #\n\nTwo\nlines\n===\n\nThree\nfour\n\n---\n\n###### Six",
        &[
            "h1: One",
            "h1: Two lines",
            "paragraph: Three four",
            "rule: ",
            "h6: Six",
        ],
    );
    check("", &[]);
    check("\n \n\t\n", &[]);
    check("#\n\n-\n\n>\n\n```\n```\n", &[]);
}

#[test]
fn inline_styles() {
    check(
        "a *b **c*** ~~d~~ `e` [f *g*](http://h) <http://i.j> ![k](mailto:l)",
        &["paragraph: a e[b ]es[c] x[d] c[e] l[f ]el[g] l[http://i.j] l[k]"],
    );
    check(
        "*a*b and **c\nd** e",
        &["paragraph: e[a]b and s[c]s[ ]s[d] e"],
    );
    check(
        "`` a ` b `` and `c\nd` > `e`",
        &["paragraph: c[a ` b] and c[c]c[ ]c[d] > c[e]"],
    );
    check("> `a\n> b` c", &["quotation@1: c[a b] c"]);
}

#[test]
fn entities_escapes_and_line_breaks() {
    check(
        r"a &amp; b \* &#x27; &nbsp;&hellip; &NotEqualTilde; \",
        &["paragraph: a & b * ' \u{a0}… ≂̸ \\"],
    );
    check(
        "&#27;[31m &#x202e; &#0;",
        &["paragraph: ␛[31m \u{fffd} \u{fffd}"],
    );
    check("a  \nb\\\n  c<br/>d", &["paragraph: a\nb\nc\nd"]);
}

#[test]
fn list_items() {
    check(
        "- a\n- b\n  c\n\n  d\n    1. e\n    2) f\n\n* g\n-\n- h",
        &[
            "listitem@1: • a",
            "listitem@1: • b c",
            "paragraph@1: d",
            "listitem@2: 1. e",
            "listitem@2: 2) f",
            "listitem@1: • g",
            "listitem@1: • h",
        ],
    );
    check(
        "7. a\n   > b\n\n   ```\n   c\n     d\n   ```\n- - e",
        &[
            "listitem@1: 7. a",
            "quotation@2: b",
            "code@1: c\n  d",
            "listitem@2: • e",
        ],
    );
    check("- # a\n- > b", &["h1@1: • a", "quotation@2: • b"]);
}

#[test]
fn quotations() {
    check(
        "> a\nb\n> > c\n>\n> d",
        &["quotation@1: a b", "quotation@2: c", "quotation@1: d"],
    );
}

#[test]
fn code_blocks() {
    check(
        "```rust\na\n\n\tb\n```\n\n    c\n\n      d\n\nx",
        &["code: a\n\n    b", "code: c\n\n  d", "paragraph: x"],
    );
    check("> ```\n> a\n> b", &["code@1: a\nb"]);
}

#[test]
fn tables() {
    let source = "| A | B \\| c |\n|---|--:|\n| 1 | *two* |\n| | x\n| y |\n\nz";
    check(
        source,
        &[
            "tablerow: A  B | c",
            "tablerow: 1  e[two]",
            "tablerow:   x",
            "tablerow: y  ",
            "paragraph: z",
        ],
    );
    let essay = essay(source);
    let table = essay.table(2).unwrap();
    assert_eq!(
        (table.rows.clone(), table.columns.clone()),
        (0..4, vec![Align::Left, Align::Right])
    );
    assert_eq!(essay.table(4), None);
    let cells = |row: usize| -> Vec<String> {
        essay
            .cells(&essay.blocks()[row])
            .map(|cell| essay.text(cell))
            .collect()
    };
    assert_eq!(cells(0), ["A", "B | c"]);
    assert_eq!(cells(1), ["1", "two"]);
    assert_eq!(cells(2), ["", "x"]);
    assert_eq!(cells(3), ["y", ""]);
}

#[test]
fn footnotes() {
    check(
        "a[^1] b[^no]\n\n[^1]: c\n    d\n\n    e\n\nf",
        &[
            "paragraph: a[1] b[^no]",
            "footnote: [1] c d",
            "footnote: e",
            "paragraph: f",
        ],
    );
    // Labels may contain escaped brackets.
    check(
        "a[^b\\]c] d[^é]\n\n[^b\\]c]: e\n\n[^é]: f",
        &[
            "paragraph: a[b\\]c] d[é]",
            "footnote: [b\\]c] e",
            "footnote: [é] f",
        ],
    );
    check(
        "a[^b\\]:c]\n\n[^b\\]:c]: d",
        &["paragraph: a[b\\]:c]", "footnote: [b\\]:c] d"],
    );
    // An empty label is that of a link.
    check("a[^]\n\n[^]: b", &["paragraph: a^"]);
}

#[test]
fn html_shows_only_its_text() {
    check("a <b>b</b><!-- c --> d", &["paragraph: a s[b] d"]);
    check(
        "<div class=\"x\">\n<p>a <i>b</i>c</p>\n<p>d</p>\n</div>\n\ne",
        &["paragraph: a e[b]c", "paragraph: d", "paragraph: e"],
    );
    check(
        "<!-- a\n\nb -->\n\nc\n\n<script>\nd < e\n</script>\n",
        &["paragraph: c"],
    );
}

#[test]
fn html_elements() {
    check(
        "10<sup>6</sup> x<sup>n+1</sup> H<sub>2</sub>O a<sup>*b*</sup> c<sub>φ</sub> 2<sup>q</sup>",
        &["paragraph: 10⁶ xⁿ⁺¹ H₂O a^e[b] c_φ 2^q"],
    );
    check(
        "a<br>\nb<br />c<br><br>d<br>\n\n<p>e<br>\n f<br></p>",
        &["paragraph: a\nb\nc\n\nd", "paragraph: e\nf"],
    );
    check(
        "<ul>\n<li>a\n<li>b &amp; c\n<ol start=3><li>d</li><li value='7'><p>e</p></li></ol></li>\n</ul>\n\nf",
        &[
            "listitem@1: • a",
            "listitem@1: • b & c",
            "listitem@2: 3. d",
            "listitem@2: 7. e",
            "paragraph: f",
        ],
    );
    check(
        "<dl><dt>a<dd>b<dt>c</dt><dd><p>d</p></dd></dl>\ne",
        &[
            "paragraph: a",
            "paragraph@1: b",
            "paragraph: c",
            "paragraph@1: d",
            "paragraph: e",
        ],
    );
    check(
        "<h2>a <em>b</em></h2><hr>\n\n<pre>\n c\n   <b>d</b> &lt;\n\n</pre>\n<blockquote>e\n\n*f*\n\n</blockquote>\ng",
        &[
            "h2: a e[b]",
            "rule: ",
            "code:  c\n   s[d] <\n",
            "quotation@1: e",
            "quotation@1: e[f]",
            "paragraph: g",
        ],
    );
    check(
        "<q>a</q> <img alt='b &amp; c' src=x> <u>d</u> <x-y>e</x-y> <a href=http://f>g</a> <a href='#h'>i</a>",
        &["paragraph: “a” b & c d e l[g] i"],
    );
    check(
        "<img src=\"a.png\"\n alt=\"b c\">\n<details><summary>d</summary>\n\ne <!-- f --> g <script>h</script>i\n</details>",
        &["paragraph: b c", "paragraph: s[d]", "paragraph: e g i"],
    );
    // Elements that are not ended end with the Markdown around them.
    check(
        "> <b>a <ul><li>b\n\nc\n\n- <i>d\n- e </li></ul> f</b>",
        &[
            "quotation@1: s[a]",
            "listitem@2: • s[b]",
            "paragraph: c",
            "listitem@1: • e[d]",
            "listitem@1: • e f",
        ],
    );
}

#[test]
fn html_tables() {
    let source = "<table>\n<caption>a</caption>\n<tr><th>b<th>c</tr>\n<tr><td><p>d</p><p>e</p>\n\
        <td></td></tr>\n\n<tr><td></td><td>f<br>g</td></tr></table>\n\nh\n";
    check(
        source,
        &[
            "paragraph: a",
            "tablerow: b  c",
            "tablerow: d e  ",
            "tablerow:   f g",
            "paragraph: h",
        ],
    );
    let essay = essay(source);
    assert!(essay.is_table_header(1) && !essay.is_table_header(2));
    check(
        "<table><tr><td>a<table><tr><td>b</table></td><td><ul><li>c</ul></table>d",
        &["tablerow: ab  c", "paragraph: d"],
    );
}

#[test]
fn bare_addresses_are_links() {
    check(
        "See https://a.b/c_d_e(f), (www.g.org/h). Or <i@j.org>, k-l@m.org: `http://n.o`",
        &[
            "paragraph: See l[https://a.b/c_d_e(f)], (l[www.g.org/h]). Or l[i@j.org], l[k-l@m.org]: c[http://n.o]",
        ],
    );
    check(
        "**http://a.org/** 見https://b.jp/c。 http://, www. @d e@f xhttp://g [h http://i.j](http://k)",
        &[
            "paragraph: sl[http://a.org/] 見l[https://b.jp/c]。 http://, www. @d e@f xhttp://g l[h http://i.j]",
        ],
    );
    let essay = essay("see www.a.org and b@c.org");
    let targets: Vec<_> = essay.addresses().map(|(_, target)| target).collect();
    assert_eq!(targets, ["https://www.a.org", "mailto:b@c.org"]);
}

#[test]
fn linked_images_lead_where_the_link_does() {
    let essay = essay("[![a](b.svg)](https://c.org) [![d](https://e.org/f.png)](g)");
    let targets: Vec<_> = essay.addresses().map(|(_, target)| target).collect();
    assert_eq!(targets, ["https://c.org"]);
    check("[![a](b.svg)](https://c.org)", &["paragraph: l[a]"]);
}

#[test]
fn attributes_and_divs_of_pandoc_are_hidden() {
    check(
        "# a {#b .c}\n\n## d {e}\n\n::: {.warning #f}\n*g*{.h} [i *j*]{.k l=\"m n\"} [o](p){q=r} {.s} t\n:::\n\n::::: note\nu\n:::::",
        &[
            "h1: a",
            "h2: d {e}",
            "paragraph: e[g] i e[j] o {.s} t",
            "paragraph: u",
        ],
    );
    check(
        "a\n{: .b}\n\nc [d] [@e, p. 3] [-@f] {x, y}",
        &["paragraph: a", "paragraph: c [d] [@e, p. 3] [-@f] {x, y}"],
    );
}

#[test]
fn templates_and_math_are_shown_as_written() {
    check(
        "{{< ref \"a_b_c\" >}} {{<fig *d*>}} {% e _f_ %} {{ g",
        &["paragraph: {{< ref \"a_b_c\" >}} {{<fig *d*>}} {% e _f_ %} {{ g"],
    );
    check(
        "$a_1*b*c_2$ and $5 or $6\n\n$$\nx_1 *\ny_2*\n$$",
        &[
            "paragraph: $a_1*b*c_2$ and $5 or $6",
            "paragraph: $$\nx_1 *\ny_2*\n$$",
        ],
    );
    check(
        "\\begin{a}\nb_1 *c* \\\\\n\\end{a} d\n\n{{< e\n f=\"*g*\" >}}",
        &[
            "paragraph: \\begin{a}\nb_1 *c* \\\\\n\\end{a} d",
            "paragraph: {{< e\n f=\"*g*\" >}}",
        ],
    );
    check("> $$\n> x\n> $$", &["quotation@1: $$\nx\n$$"]);
}

#[test]
fn wiki_links_and_callouts() {
    check(
        "[[a]] [[b|c *d*]] [[e#f]] [[1]] [[2]](g) [[h",
        &["paragraph: a c e[d] e#f [[1]] [2] [[h"],
    );
    check(
        "> [!note] a *b*\n> c\n\n> [!tip]-\n> d\n\n> [!] e\n\n> [!élan]\n> f",
        &[
            "quotation@1: s[a ]es[b]",
            "quotation@1: c",
            "quotation@1: s[T]s[ip]",
            "quotation@1: d",
            "quotation@1: [!] e",
            "quotation@1: s[É]s[lan]",
            "quotation@1: f",
        ],
    );
}

#[test]
fn yaml_front_matter_is_skipped() {
    check("---\ntitle: a\ntags: [b]\n---\n# c", &["h1: c"]);
    check("---\na\n---\n", &["rule: ", "h2: a"]);
}

#[test]
fn links_have_targets() {
    let source = "[a](/b \"c\") [d][e] <http://f.g> [h](/i\\)j)\n\n[e]: http://e.e\n";
    let essay = essay(source);
    let at = |text: &str| {
        let link = essay.link_at(source.find(text).unwrap());
        link.map(|(source, target)| format!("{}: {target}", essay.text(source)))
    };
    assert_eq!(at("a").as_deref(), Some("a: /b"));
    assert_eq!(at("d]").as_deref(), Some("d: http://e.e"));
    assert_eq!(at("f.g").as_deref(), Some("http://f.g: http://f.g"));
    assert_eq!(at("h]").as_deref(), Some("h: /i)j"));
    assert_eq!(at(" [d"), None);
}

#[test]
fn deep_nesting_is_harmless() {
    for (begin, end) in [
        ("> ", ""),
        ("- ", ""),
        ("*a ", ""),
        ("[", "]"),
        ("[^", "]"),
        ("<b>", ""),
        ("`", ""),
    ] {
        let source = format!("{}x{}\n\nlast", begin.repeat(10_000), end.repeat(10_000));
        let essay = essay(&source);
        assert!(essay.text(0..source.len()).ends_with("last"), "{begin}");
    }
}
