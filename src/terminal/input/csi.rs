//! A control sequence (`ESC [` …) split into its parts (ECMA-48, 5.4).

/// The longest control sequence, in bytes. The longest that mean anything, kitty's key reports with
/// their text, are shorter.
const MAX_BYTES: usize = 128;

/// A control sequence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Csi<'a> {
    /// `<`, `=`, `>` or `?` before the parameters.
    pub(crate) prefix: Option<u8>,
    pub(crate) params: Params<'a>,
    /// Bytes between the parameters and the final byte.
    pub(crate) intermediates: &'a [u8],
    pub(crate) final_byte: u8,
}

/// The result of [`split`].
pub(crate) enum Split<'a> {
    Complete(Csi<'a>),
    /// The final byte is missing.
    Incomplete,
    /// The last byte cannot be in a control sequence.
    Invalid,
}

/// Splits the bytes after `ESC [`.
pub(crate) fn split(bytes: &[u8]) -> Split<'_> {
    let is_param = |byte: &u8| (b'0'..=b'?').contains(byte);
    let is_intermediate = |byte: &u8| (b' '..=b'/').contains(byte);
    let params = bytes.iter().take_while(|byte| is_param(byte)).count();
    let (params, rest) = bytes.split_at(params);
    let intermediates = rest.iter().take_while(|byte| is_intermediate(byte)).count();
    let (intermediates, rest) = rest.split_at(intermediates);
    let (prefix, params) = match params {
        [prefix @ b'<'..=b'?', params @ ..] => (Some(*prefix), params),
        params => (None, params),
    };
    match rest {
        [] if bytes.len() <= MAX_BYTES => Split::Incomplete,
        [final_byte @ 0x40..=0x7e, ..] => Split::Complete(Csi {
            prefix,
            params: Params(params),
            intermediates,
            final_byte: *final_byte,
        }),
        _ => Split::Invalid,
    }
}

/// Numeric parameters, separated by `;`. Each may have subparameters, separated by `:`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Params<'a>(pub(crate) &'a [u8]);

impl Params<'_> {
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The parameter at `index`; `None` if it is missing or empty.
    pub(crate) fn get(self, index: usize) -> Option<u32> {
        self.subparam(index, 0)
    }

    /// A subparameter of the parameter at `index`. Subparameter 0 is the parameter itself.
    pub(crate) fn subparam(self, index: usize, subindex: usize) -> Option<u32> {
        let param = self.0.split(|byte| *byte == b';').nth(index)?;
        let digits = param.split(|byte| *byte == b':').nth(subindex)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}
