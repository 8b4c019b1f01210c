//! Reading lists in pages.

/// A way in which lists are read in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagingScheme {
    /// What it is called after: a header, a parameter in the query, the JSON pointer of one in the body of the request, or what holds the
    /// next URL.
    pub name: String,
    /// How pages are asked for.
    pub kind: PagingKind,
}

impl PagingScheme {
    /// Whether the body of a request asks for pages: a JSON pointer leads to each parameter.
    pub fn is_in_body(&self) -> bool {
        let is_asked = matches!(
            self.kind,
            PagingKind::Offset(_) | PagingKind::Page { .. } | PagingKind::Cursor { .. }
        );
        is_asked && self.name.starts_with('/')
    }
}

/// How the pages of a list are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingKind {
    /// A header of the request asks for a part of the list.
    Range {
        /// The value, with `{start}` for the number of the first item, counted from 0, and `{results}` for how many.
        value: String,
        /// How many items are asked for where the user does not say.
        results: u64,
    },
    /// A header of the response names the next page; sent back, it asks for that page.
    Token {
        /// The status that says that a token is no longer valid.
        expired: Option<u16>,
    },
    /// A parameter is the number of the first item, counted from 0.
    Offset(Option<PageSize>),
    /// A parameter is the number of the page.
    Page {
        /// The number of the first page.
        first: u64,
        /// How many items are asked for.
        size: Option<PageSize>,
    },
    /// A parameter names the page, as the response before it did.
    Cursor {
        /// Where a response names the next page.
        next: NextPage,
        /// The JSON pointer of what says, by `false`, that a page is the last one.
        more: Option<String>,
        /// The status that says that a page can no longer be asked for.
        expired: Option<u16>,
    },
    /// The response holds the URL of the next page at a JSON pointer.
    Url(String),
    /// The header `link` of the response holds the URL of the next page.
    Link,
}

impl PagingKind {
    /// Whether it is called after a header.
    pub fn is_header(&self) -> bool {
        matches!(self, Self::Range { .. } | Self::Token { .. } | Self::Link)
    }
}

/// The parameter that says how many items a page shall have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSize {
    /// Its name.
    pub parameter: String,
    /// How many items are asked for where the user does not say; none for what the server sends then.
    pub results: Option<u64>,
}

/// Where a response names the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextPage {
    /// At a JSON pointer in its body.
    Body(String),
    /// In a header.
    Header(String),
}

/// How an operation is read in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The index of its scheme in [`super::Api::paging`]. A range is no parameter besides.
    pub scheme: usize,
    /// Whether every request must ask for a range.
    pub required: bool,
    /// The properties on the way from the response to its items; none where the response is the list.
    pub items: Vec<String>,
}
