//! A misspelled name and the known names in; the name that was probably meant out.

/// The most names that are compared with a misspelled one, and the most letters of each, so that time grows with the number of the
/// misspelled ones only.
const NAMES: usize = 1000;
const LETTERS: usize = 64;

/// The most similar name, if the difference is small or the name continues the given one.
pub(crate) fn similar<'n>(
    name: &str,
    names: impl IntoIterator<Item = &'n str, IntoIter: Clone>,
) -> Option<&'n str> {
    let names = names.into_iter().take(NAMES).filter(|known| known.len() <= LETTERS);
    if name.len() > LETTERS {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    // Extensions with the same beginning may be those of different tools.
    let is_word = lower.len() >= 3 && !lower.starts_with("x-");
    let is_short_for = |known: &&str| is_word && known.starts_with(&lower);
    if let Some(known) = names.clone().find(is_short_for) {
        return Some(known);
    }
    names
        .filter(|known| known.len().abs_diff(lower.len()) * 3 <= known.len())
        .map(|known| (strsim::damerau_levenshtein(&known.to_ascii_lowercase(), &lower), known))
        .filter(|(distance, known)| *distance * 3 <= known.len())
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn a_name_with_few_other_letters_is_meant_and_no_other() {
        let names = ["createOrder", "getOrder", "listOrders"];
        for (name, meant) in [
            ("createOrders", Some("createOrder")),
            ("CREATEORDER", Some("createOrder")),
            ("lstOrders", Some("listOrders")),
            ("list", Some("listOrders")),
            ("deletePet", None),
            ("x", None),
        ] {
            assert_eq!(similar(name, names), meant, "{name}");
        }
    }
}
