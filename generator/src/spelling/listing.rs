//! Names in; a list of the first few of them, for a message, out.

use std::fmt::Display;

/// The first names, separated by commas, and the number of the others: `a, b and 3 more`.
pub(crate) fn first(
    names: impl IntoIterator<Item = impl Display, IntoIter: ExactSizeIterator>,
    shown: usize,
) -> String {
    let names = names.into_iter();
    let more = names.len().saturating_sub(shown);
    let names: Vec<String> = names.take(shown).map(|name| name.to_string()).collect();
    let list = names.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_names_that_are_not_shown_are_counted() {
        assert_eq!(first(["a", "b"], 2), "a, b");
        assert_eq!(first(["a", "b", "c", "d"], 2), "a, b and 2 more");
        assert_eq!(first(Vec::<String>::new(), 2), "");
    }
}
