//! Prints tokens as the text of a Rust file: header, module documentation, and items with blank lines between them.

use proc_macro2::TokenStream;
use syn::{File, ImplItem, Item};

/// The text of a file of items. `header` and `docs` are whole lines of comments.
pub(super) fn file(
    header: &str,
    docs: &[String],
    items: impl IntoIterator<Item = TokenStream>,
) -> String {
    let mut text = format!("// {header}\n");
    if !docs.is_empty() {
        text.push('\n');
        docs.iter().for_each(|line| text.extend([line, "\n"]));
    }
    let mut before: Option<Item> = None;
    for item in items.into_iter().flat_map(parse) {
        if !before.as_ref().is_some_and(|before| belong_together(before, &item)) {
            text.push('\n');
        }
        let (printed, item) = print(item);
        text.push_str(&printed);
        before = Some(item);
    }
    text
}

/// A type as text.
pub(super) fn type_text(tokens: &TokenStream) -> String {
    let alias: String =
        parse(quote::quote!(type T = #tokens;)).into_iter().map(|item| print(item).0).collect();
    let text = alias.trim().strip_prefix("type T =").and_then(|rest| rest.strip_suffix(';'));
    let text = text.map(|text| text.trim_start().to_owned());
    text.unwrap_or_else(|| unreachable!("a type was printed in an unknown way:\n{alias}"))
}

/// Parses tokens of the emitter. If they are not Rust, that is a bug of the emitter.
fn parse(tokens: TokenStream) -> Vec<Item> {
    match syn::parse2::<File>(tokens) {
        Ok(file) => file.items,
        Err(error) => unreachable!("the emitter made no Rust: {error}"),
    }
}

/// Whether two items have no blank line between them: lists of `use` and `mod`, and macros that complete a type.
fn belong_together(before: &Item, item: &Item) -> bool {
    matches!(
        (before, item),
        (Item::Use(_), Item::Use(_)) | (Item::Mod(_), Item::Mod(_)) | (_, Item::Macro(_))
    )
}

/// Prints one item, with blank lines between the functions of an `impl`, and returns the item again.
fn print(item: Item) -> (String, Item) {
    let Item::Impl(mut block) = item else { return unparse(item) };
    if block.items.is_empty() {
        return unparse(Item::Impl(block));
    }
    let members = std::mem::take(&mut block.items);
    let (empty, item) = unparse(Item::Impl(block));
    let mut open = item;
    let header = empty.trim_end().trim_end_matches("{}").to_owned() + "{\n";
    let mut text = header.clone();
    let mut after_function = None;
    for member in members {
        let is_function = matches!(member, ImplItem::Fn(_));
        if let Item::Impl(block) = &mut open {
            block.items = vec![member];
        }
        let (printed, item) = unparse(open);
        open = item;
        if after_function.is_some_and(|after_function| is_function || after_function) {
            text.push('\n');
        }
        let body = printed.strip_prefix(&header).and_then(|rest| rest.strip_suffix("}\n"));
        text.push_str(
            body.unwrap_or_else(|| {
                unreachable!("an impl was printed in an unknown way:\n{printed}")
            }),
        );
        after_function = Some(is_function);
    }
    (text + "}\n", open)
}

fn unparse(item: Item) -> (String, Item) {
    let mut file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    let text = prettyplease::unparse(&file);
    match file.items.pop() {
        Some(item) => (text, item),
        None => unreachable!("printing does not remove items"),
    }
}
