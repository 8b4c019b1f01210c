//! An operationId in; the operationId without its path or tag, which its context already shows, out.

use super::ident::snake;

/// An operationId without the path and method at its end, as FastAPI writes them.
pub(crate) fn without_path<'i>(id: &'i str, path: &str, method: &str) -> Option<&'i str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let path: String = path.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let rest = id.strip_suffix(method)?.strip_suffix('_')?.strip_suffix(path.as_str())?;
    (!rest.is_empty()).then_some(rest)
}

/// A name without the words of the tag at its beginning or end, singular or plural, if other words are left.
pub(crate) fn without_tag(name: &str, tag: &str) -> Option<String> {
    let (tag, name) = (snake(tag), snake(name));
    let words = |text| str::split(text, '_').collect::<Vec<&str>>();
    let (tag, own) = (words(&tag), words(&name));
    let left = own.len().checked_sub(tag.len()).filter(|left| *left > 0)?;
    let is_tag = |part: &[&str]| part.iter().zip(&tag).all(|(own, tag)| is_same_word(own, tag));
    let rest = if is_tag(&own[..tag.len()]) {
        &own[tag.len()..]
    } else if is_tag(&own[left..]) {
        &own[..left]
    } else {
        return None;
    };
    Some(rest.join("_"))
}

/// Whether two words are the same, or one is the plural of the other.
fn is_same_word(one: &str, other: &str) -> bool {
    let is_plural = |many: &str, one: &str| {
        let stem = |ending| many.strip_suffix(ending);
        stem("s") == Some(one)
            || stem("es") == Some(one)
            || stem("ies").is_some_and(|stem| one.strip_suffix('y') == Some(stem))
    };
    one == other || is_plural(one, other) || is_plural(other, one)
}

#[cfg(test)]
mod tests {
    use super::without_tag;

    #[test]
    fn the_words_of_the_tag_are_taken_from_either_end() {
        for (name, tag, rest) in [
            ("listPets", "Pets", Some("list")),
            ("create_pet", "Pets", Some("create")),
            ("pets", "Pets", None),
            ("contact-properties/get", "Contact properties", Some("get")),
            ("updateContactProperty", "Contact properties", Some("update")),
            ("addAddress", "addresses", Some("add")),
            ("getPetFood", "Pets", None),
            ("petition", "Pets", None),
            ("list", "", None),
            ("listS", "", None),
        ] {
            assert_eq!(without_tag(name, tag).as_deref(), rest, "{name} {tag}");
        }
    }
}
