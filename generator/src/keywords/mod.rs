//! The ledger of keywords: every key of every object of OpenAPI, and its effect.
//!
//! A key of a document is either in this table or reported. [`all`] lists the keys of Swagger 2.0, OpenAPI 3.0, 3.1 (with JSON Schema
//! 2020-12) and 3.2, each with its [`Effect`]. [`check`] reports the keys of a document that the table does not contain or calls
//! unsupported. `generator/KEYWORDS.md` is this table for people; a test keeps both equal.

mod check;
mod page;
mod table;
mod unused;

pub use check::check;
pub(crate) use check::{TYPES, is_misspelled};
pub use page::page;
pub use unused::{untyped_schemas, unused};

use crate::document::{Object, Version};
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// The specification versions that define a keyword.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Versions(u8);

impl Versions {
    /// Only Swagger 2.0.
    pub const V2: Self = Self(1);
    /// Only OpenAPI 3.0.
    pub const V3_0: Self = Self(2);
    /// Only OpenAPI 3.1.
    pub const V3_1: Self = Self(4);
    /// OpenAPI 3.1 and later.
    pub const SINCE_3_1: Self = Self(12);
    /// OpenAPI 3.2 and later.
    pub const SINCE_3_2: Self = Self(8);
    /// OpenAPI 3.0 and later.
    pub const SINCE_3_0: Self = Self(14);
    /// All versions.
    pub const ALL: Self = Self(15);
    /// None: defined by this generator, for overlays.
    pub const OWN: Self = Self(16);

    /// Whether a document of `other` may use the keyword.
    pub fn holds(self, other: Self) -> bool {
        self.0 & other.0 != 0 || self == Self::OWN
    }

    /// Whether all of them are among others.
    fn is_part_of(self, others: Self) -> bool {
        self.0 & others.0 == self.0
    }

    /// The versions whose keywords are valid in a document.
    fn of(version: Version) -> Self {
        match version {
            // Keywords of OpenAPI 3.0 are also read in documents of Swagger 2.0.
            Version::V2 => Self(Self::V2.0 | Self::V3_0.0),
            Version::V3_0 => Self::V3_0,
            Version::V3_1 => Self::V3_1,
            Version::V3_2 => Self::SINCE_3_2,
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            1 => "2.0",
            2 => "3.0",
            8 => "3.2",
            12 => "3.1, 3.2",
            14 => "3.0 to 3.2",
            15 => "all",
            _ => "own",
        })
    }
}

/// The effect of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It determines operations, types, fields or names.
    Typed,
    /// It determines the content or destination of a request.
    Sent,
    /// It determines how a response is read.
    Read,
    /// It is part of the documentation of the emitted crate.
    Documented,
    /// It provides values for the contract tests.
    Tested,
    /// `specweave diff` compares it; the emitted crate does not depend on it.
    Compared,
    /// It has no effect, for this reason.
    None(&'static str),
    /// Information for readers that is not shown; reported as a note, with the loss.
    Unshown(&'static str),
    /// It is not supported; reported as a warning, with the loss.
    Unsupported(&'static str),
}

/// A keyword of one kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// The object that contains it.
    pub object: Object,
    /// The key.
    pub name: &'static str,
    /// The versions that define it.
    pub versions: Versions,
    /// Its effect.
    pub effect: Effect,
    /// Whether it is also read in documents of other versions.
    pub lenient: bool,
}

impl Keyword {
    /// Marks it as read in documents of other versions, too, with a report if its meaning had to be guessed.
    const fn anywhere(mut self) -> Self {
        self.lenient = true;
        self
    }
}

/// Every keyword, by object.
pub fn all() -> impl Iterator<Item = &'static Keyword> + Clone {
    table::TABLES.iter().flat_map(|table| table.iter())
}

/// A keyword of an object.
pub fn find(object: Object, name: &str) -> Option<&'static Keyword> {
    static INDEX: OnceLock<HashMap<(Object, &'static str), &'static Keyword>> = OnceLock::new();
    let index = INDEX
        .get_or_init(|| all().map(|keyword| ((keyword.object, keyword.name), keyword)).collect());
    index.get(&(object, name)).copied()
}
