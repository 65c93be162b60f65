//! Scratch.
use postil::*;
fn main() {
    let essay = essay::Essay::parse(include_str!("../seeds/new-us-china-cold-war.txt").to_owned(), essay::Format::Plain);
    let document = index::Document::new(essay, Some(include_str!("../assets/new-us-china-cold-war.postil.toml")));
    for p in &document.problems { eprintln!("{:?}", p); }
    let keymap = keymap::Keymap::default();
    let keys = action::TABLE.iter().map(|e| (e.action, keymap.keys(e.action))).collect();
    let app = app::App::new(document, app::Files::default(), app::Options { keys, ..Default::default() }, (80, 24));
    let kind = terminal::Kind::of_environment();
    let depth = match kind.depth { terminal::Depth::None => palette::Depth::Mono, terminal::Depth::Ansi16 => palette::Depth::Sixteen, terminal::Depth::Ansi256 => palette::Depth::Indexed, terminal::Depth::True => palette::Depth::True };
    let ground = if std::env::var("LIGHT").is_ok() { palette::Ground::Light } else { palette::Ground::Dark };
    let console = std::env::var("TERM").is_ok_and(|t| t == "linux");
    let look = view::Look { palette: palette::Palette::new(depth, ground), glyphs: if console { &view::glyphs::CONSOLE } else { &view::glyphs::UNICODE } };
    let mut r = reader::Reader::new(app, keymap, look, false, Box::new(|| Err("no".into())));
    let t = terminal::Terminal::open(terminal::Options { kind, mouse: false, ask_background: false, report: String::new() }).unwrap();
    t.run(&mut r).unwrap();
}
