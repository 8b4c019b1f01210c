//! Reading lists in pages.

/// A header by which lists are read in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingHeader {
    /// Its name.
    pub name: String,
    /// What it says.
    pub kind: PagingKind,
}

/// What a header says about pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingKind {
    /// The request asks for a part of the list.
    Range {
        /// The value, with `{start}` for the number of the first item, counted from 0, and `{results}` for how many.
        value: String,
        /// How many items are asked for where the user does not say.
        results: u64,
    },
    /// The response names the next page; sent back, it asks for that page.
    Token {
        /// The status that says that a token is no longer valid.
        expired: Option<u16>,
    },
}

/// How an operation, which responds with an array, is read in pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// The index of its header in [`super::Api::paging`]. A range is no parameter besides.
    pub header: usize,
    /// Whether every request must ask for a range.
    pub required: bool,
}
