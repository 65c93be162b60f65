//! Scripts of keys: each line has a step's name and its keys, as in `line down: jjj<tab>`.

/// A key: its step, its name, and the bytes a terminal sends for it.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) step: String,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Parses a script; lines that begin with `#` are comments.
pub(crate) fn parse(script: &str) -> Result<Vec<Key>, String> {
    let lines = script.lines().filter(|line| !line.trim().is_empty());
    let mut keys = Vec::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (step, mut rest) = line
            .split_once(": ")
            .ok_or_else(|| format!("no name: {line}"))?;
        while let Some(c) = rest.chars().next() {
            let end = match rest.find('>') {
                Some(end) if c == '<' => end + 1,
                _ => c.len_utf8(),
            };
            let (name, tail) = rest.split_at(end);
            rest = tail;
            keys.push(Key {
                step: step.to_owned(),
                name: name.to_owned(),
                bytes: bytes(name).ok_or_else(|| format!("no such key: {name}"))?,
            });
        }
    }
    Ok(keys)
}

fn bytes(name: &str) -> Option<Vec<u8>> {
    let Some(name) = name
        .strip_prefix('<')
        .and_then(|name| name.strip_suffix('>'))
    else {
        return Some(name.as_bytes().to_vec());
    };
    Some(match name {
        "tab" => b"\t".to_vec(),
        "enter" => b"\r".to_vec(),
        "esc" => b"\x1b".to_vec(),
        "space" => b" ".to_vec(),
        "backspace" => b"\x7f".to_vec(),
        "up" => b"\x1b[A".to_vec(),
        "down" => b"\x1b[B".to_vec(),
        _ => {
            let letter = name.strip_prefix("ctrl-")?.bytes().next()?;
            vec![letter & 0x1f]
        }
    })
}
