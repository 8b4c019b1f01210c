//! The files of a crate in, its modules out: what each name in them means, and under which paths users reach what it means.

use super::condition::Condition;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use syn::{Attribute, File, Item, UseTree, Visibility};

/// A module, with the names that it gives to things.
pub(super) struct Module {
    pub(super) items: Rc<File>,
    /// What it and the modules around it are compiled for.
    pub(super) when: Vec<Condition>,
    /// What is defined in it.
    defined: BTreeMap<String, Defined>,
    /// What its `use` items bring in; of `x::*` the name is empty.
    uses: Vec<Use>,
}

struct Defined {
    is_public: bool,
    when: Vec<Condition>,
}

struct Use {
    name: String,
    path: Vec<String>,
    is_public: bool,
    when: Vec<Condition>,
}

/// A path under which users reach something.
pub(super) struct Way {
    pub(super) path: String,
    pub(super) when: Vec<Condition>,
}

/// All modules of a crate, by their paths; that of its root is empty.
pub(super) struct Names {
    pub(super) modules: BTreeMap<String, Module>,
    /// Where users reach what is defined at a path.
    ways: BTreeMap<String, Vec<Way>>,
}

thread_local! {
    /// Most files of two states are the same.
    static PARSED: RefCell<HashMap<String, Rc<File>>> = RefCell::default();
}

fn parsed(path: &str, text: &str) -> Rc<File> {
    let known = PARSED.with_borrow(|parsed| parsed.get(text).cloned());
    known.unwrap_or_else(|| {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let file = Rc::new(file);
        PARSED.with_borrow_mut(|parsed| parsed.insert(text.to_owned(), Rc::clone(&file)));
        file
    })
}

/// `a::b`.
fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let is_hiding = |own: &Attribute| {
        own.path().is_ident("doc")
            && own.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "hidden")
    };
    attributes.iter().any(is_hiding)
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl Names {
    pub(super) fn of(files: &BTreeMap<String, String>) -> Self {
        let mut names = Self { modules: BTreeMap::new(), ways: BTreeMap::new() };
        names.module(files, "", Vec::new());
        let mut ways = BTreeMap::new();
        names.walk("", "", &[], &mut ways);
        // The shortest path is what something is called.
        for ways in ways.values_mut() {
            ways.sort_by_key(|way: &Way| (way.path.matches("::").count(), way.path.clone()));
        }
        Self { ways, ..names }
    }

    /// Reads a module and those in it.
    fn module(&mut self, files: &BTreeMap<String, String>, path: &str, when: Vec<Condition>) {
        let file = match path {
            "" => "src/lib.rs".to_owned(),
            _ => format!("src/{}.rs", path.replace("::", "/")),
        };
        let file = Some(file).filter(|file| files.contains_key(file));
        let file = file.unwrap_or_else(|| format!("src/{}/mod.rs", path.replace("::", "/")));
        let text = files.get(&file).unwrap_or_else(|| panic!("there is no {file}"));
        self.items(files, path, when, parsed(&file, text));
    }

    fn items(
        &mut self,
        files: &BTreeMap<String, String>,
        path: &str,
        when: Vec<Condition>,
        items: Rc<File>,
    ) {
        let mut defined = BTreeMap::new();
        let mut uses = Vec::new();
        for item in &items.items {
            let (name, visibility, attributes) = match item {
                Item::Const(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Enum(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Fn(own) => (&own.sig.ident, &own.vis, &own.attrs),
                Item::Mod(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Static(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Struct(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Trait(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Type(own) => (&own.ident, &own.vis, &own.attrs),
                Item::Use(own) => {
                    let is_public = is_public(&own.vis) && !is_hidden(&own.attrs);
                    let when = Condition::all(&own.attrs);
                    let add = &mut |name: String, path: &[String]| {
                        let (path, when) = (path.to_vec(), when.clone());
                        uses.push(Use { name, path, is_public, when });
                    };
                    used(&own.tree, &mut Vec::new(), add);
                    continue;
                }
                _ => continue,
            };
            let is_public = is_public(visibility) && !is_hidden(attributes);
            let own = Defined { is_public, when: Condition::all(attributes) };
            defined.insert(name.to_string(), own);
            if let Item::Mod(own) = item {
                let within = [when.clone(), Condition::all(&own.attrs)].concat();
                let path = join(path, &own.ident.to_string());
                match &own.content {
                    None => self.module(files, &path, within),
                    Some((_, items)) => {
                        let text = quote!(#(#items)*).to_string();
                        self.items(files, &path, within, parsed(&path, &text));
                    }
                }
            }
        }
        self.modules.insert(path.to_owned(), Module { items, when, defined, uses });
    }

    /// Notes all that users reach through a module, which they reach by `way`.
    fn walk(
        &self,
        module: &str,
        way: &str,
        when: &[Condition],
        ways: &mut BTreeMap<String, Vec<Way>>,
    ) {
        let mut reached = |name: &str, meant: String, own: &[Condition]| {
            let path = join(way, name);
            let when = [when, own].concat();
            if self.modules.contains_key(&meant) {
                self.walk(&meant, &path, &when, ways);
            }
            ways.entry(meant).or_default().push(Way { path, when });
        };
        let own = &self.modules[module];
        for (name, defined) in own.defined.iter().filter(|(_, defined)| defined.is_public) {
            reached(name, join(module, name), &defined.when);
        }
        for own in own.uses.iter().filter(|own| own.is_public) {
            assert!(!own.name.is_empty(), "a public `{}::*` is not read", own.path.join("::"));
            reached(&own.name, self.resolved(module, &own.path), &own.when);
        }
    }

    /// The paths under which users reach what is defined at a path.
    pub(super) fn ways(&self, defined: &str) -> &[Way] {
        self.ways.get(defined).map_or(&[], Vec::as_slice)
    }

    /// All that users reach, by where it is defined.
    pub(super) fn reached(&self) -> impl Iterator<Item = (&String, &Vec<Way>)> {
        self.ways.iter()
    }

    /// Whether users reach something by a path.
    pub(super) fn is_reached(&self, path: &str) -> bool {
        self.ways.values().flatten().any(|way| way.path == path)
    }

    /// Where a path that stands in a module leads: to where something is defined, or out of the crate.
    fn resolved(&self, module: &str, path: &[String]) -> String {
        let (first, rest) = path.split_first().unwrap();
        let Some(start) = self.meaning(module, first, path.len() == 1, 0) else {
            return path.join("::");
        };
        rest.iter().fold(start, |at, name| match self.modules.contains_key(&at) {
            true => self.meaning(&at, name, false, 0).unwrap_or_else(|| join(&at, name)),
            false => join(&at, name),
        })
    }

    fn meaning(&self, module: &str, name: &str, is_whole: bool, depth: usize) -> Option<String> {
        match name {
            "crate" => return Some(String::new()),
            "self" => return Some(module.to_owned()),
            "super" => return Some(module.rsplit_once("::").map_or("", |(up, _)| up).to_owned()),
            _ => {}
        }
        let own = self.modules.get(module)?;
        if own.defined.contains_key(name) {
            return Some(join(module, name));
        }
        // `use http;` names a crate.
        let is_named = |own: &&Use| own.name == name && !(is_whole && own.path == [name]);
        if let Some(own) = own.uses.iter().find(is_named) {
            return Some(match own.path.as_slice() {
                [only] if only == name => name.to_owned(),
                path => self.resolved(module, path),
            });
        }
        let mut globs = own.uses.iter().filter(|own| own.name.is_empty() && depth < 3);
        globs
            .find_map(|own| self.meaning(&self.resolved(module, &own.path), name, false, depth + 1))
    }

    /// Code of a module with every name in full: that by which users know what it means, or after `crate` what they cannot name.
    pub(super) fn in_full(&self, module: &str, code: TokenStream) -> String {
        let mut words = Vec::new();
        lexemes(code, &mut words);
        let mut text: Vec<String> = Vec::new();
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let is_start = text.last().is_none_or(|last| last != "::");
            if !is_start
                || !word.starts_with(|letter: char| letter == '_' || letter.is_alphabetic())
            {
                text.push(word);
                continue;
            }
            let mut path = vec![word];
            while words.peek().is_some_and(|word| word == "::") {
                words.next();
                path.extend(words.next());
            }
            text.push(self.named(module, &path));
        }
        text.join(" ")
    }

    fn named(&self, module: &str, path: &[String]) -> String {
        if path == ["self"] {
            return "self".to_owned();
        }
        let meant = self.resolved(module, path);
        let (home, name) = meant.rsplit_once("::").unwrap_or(("", &meant));
        let home = self.modules.get(home);
        match self.ways(&meant).first() {
            Some(way) => way.path.clone(),
            None if home.is_some_and(|home| home.defined.contains_key(name)) => {
                format!("crate::{meant}")
            }
            None => meant,
        }
    }
}

/// Takes a `use` apart.
fn used(tree: &UseTree, path: &mut Vec<String>, add: &mut impl FnMut(String, &[String])) {
    let depth = path.len();
    match tree {
        UseTree::Path(own) => {
            path.push(own.ident.to_string());
            used(&own.tree, path, add);
        }
        UseTree::Name(own) if own.ident == "self" => add(path[depth - 1].clone(), path),
        UseTree::Name(own) => {
            path.push(own.ident.to_string());
            add(own.ident.to_string(), path);
        }
        UseTree::Rename(own) => {
            if own.ident != "self" {
                path.push(own.ident.to_string());
            }
            add(own.rename.to_string(), path);
        }
        UseTree::Glob(_) => add(String::new(), path),
        UseTree::Group(own) => own.items.iter().for_each(|tree| used(tree, path, add)),
    }
    path.truncate(depth);
}

/// The words of code: `::` and lifetimes are one each.
fn lexemes(code: TokenStream, words: &mut Vec<String>) {
    let mut before = String::new();
    for token in code {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                words.push(open.to_owned());
                lexemes(group.stream(), words);
                words.push(close.to_owned());
            }
            TokenTree::Punct(punct) => {
                before.push(punct.as_char());
                let is_half = before == ":" && punct.spacing() == Spacing::Joint;
                if !is_half && before != "'" {
                    words.push(std::mem::take(&mut before));
                }
            }
            other => words.push(std::mem::take(&mut before) + &other.to_string()),
        }
    }
}
