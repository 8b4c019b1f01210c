//! The folder of a crate's sources in; every path that one of its modules names in another, out.
//!
//! Paths are read from the tokens, so that those in macros count, and followed through `pub use` to the module that defines what they name.
//! Modules that are only built for tests may use what they like.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Attribute, File, Item, UseTree, Visibility};

/// The path of a module from the root of its crate: `["document", "text"]`.
pub(crate) type Module = Vec<String>;

/// A path in the text of one module that leads into another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The module in whose text it stands.
    pub(crate) from: Module,
    /// The module that defines what it names.
    pub(crate) to: Module,
    /// The path as it was resolved.
    pub(crate) path: String,
}

/// All imports of a crate, and its modules.
pub(crate) struct Crate {
    pub(crate) modules: BTreeSet<Module>,
    pub(crate) imports: BTreeSet<Import>,
}

/// Reads the crate whose root is `lib.rs` in a folder.
pub(crate) fn read(folder: &Path) -> Crate {
    read_at(&folder.join("lib.rs"), folder, &[])
}

/// Reads the module that stands at this path of a crate, with the modules inside of it, as if it were a crate of its own. `file` holds it, and
/// `folder` those inside of it. What it uses of the rest of the crate is left out.
pub(crate) fn read_at(file: &Path, folder: &Path, place: &[String]) -> Crate {
    let mut reader = Reader::default();
    reader.file(file, folder, place);
    let inside = |module: &Module| module.strip_prefix(place).map(<[String]>::to_vec);
    let import = |(from, path): &(Module, Vec<String>)| {
        let to = inside(&reader.definer(path))?;
        Some(Import { from: inside(from)?, to, path: path.join("::") })
    };
    let imports = reader.paths.iter().filter_map(import);
    let imports = imports.filter(|import| import.from != import.to).collect();
    Crate { modules: reader.modules.iter().filter_map(inside).collect(), imports }
}

#[derive(Default)]
struct Reader {
    modules: BTreeSet<Module>,
    /// What `pub use` gives a name in a module: the path that it stands for.
    exports: BTreeMap<Vec<String>, Vec<String>>,
    paths: Vec<(Module, Vec<String>)>,
}

impl Reader {
    fn file(&mut self, path: &Path, folder: &Path, module: &[String]) {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        let File { items, .. } = syn::parse_file(&text).unwrap();
        self.items(items, folder, module);
    }

    /// `folder` is where the files of the modules inside of `module` are.
    fn items(&mut self, items: Vec<Item>, folder: &Path, module: &[String]) {
        self.modules.insert(module.to_vec());
        let children: BTreeSet<String> = items
            .iter()
            .filter_map(|item| match item {
                Item::Mod(child) => Some(child.ident.to_string()),
                _ => None,
            })
            .collect();
        for item in items {
            match item {
                Item::Mod(child) if is_for_tests(&child.attrs) => {}
                Item::Mod(child) => {
                    let name = child.ident.to_string();
                    let inner = [module, std::slice::from_ref(&name)].concat();
                    let within = folder.join(&name);
                    match child.content {
                        Some((_, items)) => self.items(items, &within, &inner),
                        None => {
                            let own = own_path(&child.attrs).map(|path| folder.join(path));
                            let file = own.unwrap_or_else(|| source(folder, &name));
                            self.file(&file, &within, &inner);
                        }
                    }
                }
                item => {
                    if let Item::Use(item) = &item {
                        let is_export = !matches!(item.vis, Visibility::Inherited);
                        let mut path = Vec::new();
                        self.tree(&item.tree, &mut path, module, &children, is_export);
                    }
                    if !is_for_tests(attributes(&item)) {
                        self.tokens(item.into_token_stream(), module);
                    }
                }
            }
        }
    }

    /// Notes what a `use` of a child module, which needs no `self`, gives a name.
    fn tree(
        &mut self,
        tree: &UseTree,
        path: &mut Vec<String>,
        module: &[String],
        children: &BTreeSet<String>,
        is_export: bool,
    ) {
        let mut leaf = |path: &[String], name: String, as_name: String| {
            let whole = [path, &[name]].concat();
            if is_export && let Some(target) = absolute(&whole, module, children) {
                self.exports.insert([module, &[as_name]].concat(), target);
            }
        };
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.tree(&step.tree, path, module, children, is_export);
                path.pop();
            }
            UseTree::Name(name) => leaf(path, name.ident.to_string(), name.ident.to_string()),
            UseTree::Rename(name) => leaf(path, name.ident.to_string(), name.rename.to_string()),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, path, module, children, is_export);
                }
            }
            UseTree::Glob(_) => {}
        }
    }

    /// Notes every path that begins with `crate`, `self` or `super`.
    fn tokens(&mut self, tokens: TokenStream, module: &[String]) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream(), module),
                // What is emitted names the modules of another crate.
                TokenTree::Ident(ident) if ident.to_string().starts_with("quote") => {
                    let is_macro = tokens.next_if(|next| next.to_string() == "!").is_some();
                    tokens.next_if(|next| is_macro && matches!(next, TokenTree::Group(_)));
                }
                TokenTree::Ident(ident) if ident == "crate" || ident == "super" => {
                    let mut rest = Vec::from([TokenTree::Ident(ident)]);
                    // All up to what cannot be part of a path.
                    while let Some(next) = tokens.next_if(|token| match token {
                        TokenTree::Ident(_) => ends_with_colon(rest.last()),
                        TokenTree::Punct(punct) => punct.as_char() == ':',
                        TokenTree::Group(group) => {
                            group.delimiter() == Delimiter::Brace && ends_with_colon(rest.last())
                        }
                        TokenTree::Literal(_) => false,
                    }) {
                        rest.push(next);
                    }
                    // `pub(crate)` and `pub(super)` name nothing.
                    let named = if rest.len() > 1 { paths(&rest) } else { Vec::new() };
                    for path in named {
                        let path = absolute(&path, module, &BTreeSet::new());
                        self.paths.extend(path.map(|path| (module.to_vec(), path)));
                    }
                    if let Some(TokenTree::Group(group)) = rest.last() {
                        self.tokens(group.stream(), module);
                    }
                }
                _ => {}
            }
        }
    }

    /// The module that defines what a path names.
    fn definer(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        // No chain of exports is longer.
        for _ in 0..16 {
            // A function may have the name of a module.
            let mut names =
                (0..=path.len()).rev().filter(|end| !self.modules.contains(&path[..*end]));
            let exported = names.find_map(|end| Some((end, self.exports.get(&path[..end])?)));
            let Some((end, target)) = exported else { break };
            path = [target.as_slice(), &path[end..]].concat();
        }
        let is_module = |end: &usize| self.modules.contains(&path[..*end]);
        let end = (0..=path.len()).rev().find(is_module).unwrap_or(0);
        path[..end].to_vec()
    }
}

fn ends_with_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// The paths that tokens such as `crate::a::{b, c::d}` stand for.
fn paths(tokens: &[TokenTree]) -> Vec<Vec<String>> {
    let mut path = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => path.push(ident.to_string()),
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                let inner = inner.split(is_comma).flat_map(paths);
                return inner.map(|rest| [path.as_slice(), &rest].concat()).collect();
            }
            _ => {}
        }
    }
    if path.is_empty() { Vec::new() } else { vec![path] }
}

/// A path from the root of the crate; `None` for one that begins with the name of another crate.
fn absolute(
    path: &[String],
    module: &[String],
    children: &BTreeSet<String>,
) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let mut base = module;
            let mut rest = path;
            while let [first, more @ ..] = rest
                && first == "super"
            {
                (base, rest) = (&base[..base.len().checked_sub(1)?], more);
            }
            Some([base, rest].concat())
        }
        child if children.contains(child) => Some([module, path].concat()),
        _ => None,
    }
}

/// The path in `#[path = "…"]`.
fn own_path(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(value), .. }),
            ..
        }) if path.is_ident("path") => Some(value.value()),
        _ => None,
    })
}

fn source(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(format!("{name}.rs"));
    if file.exists() { file } else { folder.join(name).join("mod.rs") }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.to_token_stream().to_string().contains("(test")
    };
    attributes.iter().any(is_test)
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        _ => &[],
    }
}
