//! The [IR](crate::ir) and its [names](crate::name) in; the API as a Rust programmer will see it out, as data.
//!
//! This module decides everything that users of the emitted crate see: types, fields and their presence, constructors, setters, methods and
//! their arguments, results, errors, features. [`crate::emit`] prints it, [`crate::report`] reads it, and [`crate::diff`] compares two
//! surfaces to find breaking changes.

mod client;
mod conversion;
mod features;
mod hidden_parameter;
mod item;
mod operation;
mod rust_type;
mod servers;
mod types;
mod union;

pub(crate) use conversion::numbers;
pub use item::*;
pub use rust_type::{Runtime, RustType, StreamKind, integer};

use crate::config::Config;
use crate::ir::{Api, TypeId};
use crate::name::Names;
use std::collections::HashMap;

/// The surface of a crate. Of the configuration it uses only the names of environment variables.
pub fn surface(api: &Api, names: &Names, config: &Config) -> Surface {
    let made = union::convertible(Source { api, names, made: &[] });
    let source = Source { api, names, made: &made };
    Surface {
        types: types::types(source),
        tags: operation::tags(source),
        client: client::client(source, config),
        servers: servers::servers(source),
    }
}

impl Surface {
    /// The item of a type.
    pub fn of(&self, id: TypeId) -> &TypeItem {
        &self.types[id.0]
    }

    /// All types by their identifiers.
    pub fn idents(&self) -> HashMap<&str, TypeId> {
        let types = self.types.iter().enumerate();
        types.map(|(index, item)| (item.ident.as_str(), TypeId(index))).collect()
    }

    /// All operations, each with its tag.
    pub fn operations(&self) -> impl Iterator<Item = (&TagItem, &OperationItem)> {
        self.tags.iter().flat_map(|tag| tag.operations.iter().map(move |item| (tag, item)))
    }
}

/// The inputs of a surface.
#[derive(Clone, Copy)]
struct Source<'a> {
    api: &'a Api,
    names: &'a Names,
    /// For each type, whether `From` makes each variant from its value.
    made: &'a [Vec<bool>],
}
