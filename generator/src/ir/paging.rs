//! Paging: how lists are read page by page.

/// A way to read lists in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingScheme {
    /// The source of its name: a header, a query parameter, the JSON pointer of a property of the request body, or the place of the next
    /// URL.
    pub name: String,
    /// The way pages are requested.
    pub kind: PagingKind,
}

impl PagingScheme {
    /// Whether the request body selects the page: each parameter is a JSON pointer.
    pub fn is_in_body(&self) -> bool {
        let is_asked = matches!(
            self.kind,
            PagingKind::Offset(_) | PagingKind::Page { .. } | PagingKind::Cursor { .. }
        );
        is_asked && self.name.starts_with('/')
    }
}

/// The way the pages of a list are requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingKind {
    /// A request header selects a range of the list.
    Range {
        /// Its value, with `{start}` for the index of the first item, counted from 0, and `{results}` for the number of items.
        value: String,
        /// The default number of items.
        results: u64,
    },
    /// A response header holds a token for the next page; the next request sends it back.
    Token {
        /// The status code that means that a token has expired.
        expired: Option<u16>,
    },
    /// A parameter is the index of the first item, counted from 0.
    Offset(Option<PageSize>),
    /// A parameter is the number of the page.
    Page {
        /// The number of the first page.
        first: u64,
        /// The page size.
        size: Option<PageSize>,
    },
    /// A parameter holds a cursor from the previous response.
    Cursor {
        /// The place of the next cursor in a response.
        next: NextPage,
        /// The JSON pointer of a value that is `false` on the last page.
        more: Option<String>,
        /// The status code that means that a cursor has expired.
        expired: Option<u16>,
    },
    /// The response holds the URL of the next page at a JSON pointer.
    Url(String),
    /// The response header `link` holds the URL of the next page.
    Link,
}

impl PagingKind {
    /// Whether its name is that of a header.
    pub fn is_header(&self) -> bool {
        matches!(self, Self::Range { .. } | Self::Token { .. } | Self::Link)
    }
}

/// The parameter for the number of items on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSize {
    /// Its name.
    pub parameter: String,
    /// The default number of items; `None` leaves it to the server.
    pub results: Option<u64>,
}

/// The place of the next cursor in a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// At a JSON pointer in its body.
    Body(String),
    /// In a header.
    Header(String),
}

/// The paging of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The index of its scheme in [`super::Api::paging`]. The header of a range is not a parameter too.
    pub scheme: usize,
    /// Whether every request must have a range.
    pub required: bool,
    /// The properties on the path from the response to its items; empty if the response is the list.
    pub items: Vec<String>,
}
