//! An operationId, a path or the name of a schema in; the same without what its context already shows, out.

use super::ident::snake;

/// An operationId without the path and method at its end, as FastAPI writes them.
pub(crate) fn without_path<'i>(id: &'i str, path: &str, method: &str) -> Option<&'i str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let path: String = path.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let rest = id.strip_suffix(method)?.strip_suffix('_')?.strip_suffix(path.as_str())?;
    (!rest.is_empty()).then_some(rest)
}

/// An operationId without a class at its beginning, as NestJS, generators for gRPC and open_api_spex write it:
/// `CatsController_findAll`, `ShopWeb.CatController.show`.
pub(crate) fn without_class(id: &str) -> Option<&str> {
    const KINDS: [&str; 5] = ["api", "controller", "handler", "resource", "service"];
    let (class, rest) = match id.rsplit_once('.') {
        Some((path, rest)) => (path.rsplit('.').next()?, rest),
        None => id.split_once('_')?,
    };
    let words = snake(class);
    let (_, kind) = words.rsplit_once('_')?;
    let is_class = class.starts_with(|c: char| c.is_ascii_uppercase()) && KINDS.contains(&kind);
    (is_class && !rest.is_empty()).then_some(rest)
}

/// A name without the words of the tag at its beginning or end, singular or plural, if other words are left. A version may precede them:
/// `v1.pets.list`.
pub(crate) fn without_tag(name: &str, tag: &str) -> Option<String> {
    let (tag, name) = (snake(tag), snake(name));
    let words = |text| str::split(text, '_').collect::<Vec<&str>>();
    let (tag, own) = (words(&tag), words(&name));
    let left = own.len().checked_sub(tag.len()).filter(|left| *left > 0)?;
    let is_tag = |part: &[&str]| part.iter().zip(&tag).all(|(own, tag)| is_same_word(own, tag));
    let rest = if is_tag(&own[..tag.len()]) {
        &own[tag.len()..]
    } else if left > 1 && is_version(own[0]) && is_tag(&own[1..=tag.len()]) {
        &own[tag.len() + 1..]
    } else if is_tag(&own[left..]) {
        &own[..left]
    } else {
        return None;
    };
    Some(rest.join("_"))
}

/// A path without `api`, `rest` and versions at its beginning, if something else is left.
pub(crate) fn without_prefix(path: &str) -> Option<&str> {
    let mut rest = path.strip_prefix('/')?;
    while let Some((first, others)) = rest.split_once('/')
        && (matches!(first, "api" | "rest") || is_version(first))
    {
        rest = others;
    }
    (!rest.is_empty() && rest.len() + 1 < path.len()).then_some(rest)
}

/// The name of a schema without its namespace: `Pet` of `Acme.Models.Pet`.
pub(crate) fn without_namespace(name: &str) -> Option<&str> {
    // The arguments of a generic type have namespaces of their own.
    let own = name.find(['<', '[', '(', '`', '«']).unwrap_or(name.len());
    let rest = &name[name[..own].rfind('.')? + 1..];
    let is_name = rest.starts_with(|c: char| c.is_alphabetic() || c == '_') && !is_version(rest);
    is_name.then_some(rest)
}

/// Whether a word is a version: `v1`, `2.0`.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
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
    use super::{without_class, without_namespace, without_prefix, without_tag};

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
            ("v1.pet.list", "Pets", Some("list")),
            ("v1.list", "Pets", None),
            ("v1.pet", "Pets", Some("v1")),
            ("v1", "v1", None),
        ] {
            assert_eq!(without_tag(name, tag).as_deref(), rest, "{name} {tag}");
        }
    }

    #[test]
    fn a_class_before_a_method_is_taken() {
        for (id, rest) in [
            ("CatsController_findAll", Some("findAll")),
            ("PetService_ListPets", Some("ListPets")),
            ("AppController_with_aliases", Some("with_aliases")),
            ("ShopWeb.API.CatController.show", Some("show")),
            ("ShopWeb.Cats.show", None),
            ("v1.cats.show", None),
            ("Controller_findAll", None),
            ("CatsController_", None),
            ("catsController_findAll", None),
            ("Cats_findAll", None),
            ("findAll", None),
        ] {
            assert_eq!(without_class(id), rest, "{id}");
        }
    }

    #[test]
    fn what_is_before_every_path_is_taken() {
        for (path, rest) in [
            ("/api/v1/pets/{id}", Some("pets/{id}")),
            ("/v2.0/pets", Some("pets")),
            ("/rest/api/2/issue", Some("issue")),
            ("/api/v1", Some("v1")),
            ("/v1", None),
            ("/pets", None),
            ("/2fa/verify", None),
            ("/", None),
            ("pets", None),
        ] {
            assert_eq!(without_prefix(path), rest, "{path}");
        }
    }

    #[test]
    fn a_namespace_before_a_name_is_taken() {
        for (name, rest) in [
            ("Acme.Models.Pet", Some("Pet")),
            ("io.k8s.api.core.v1.Pod", Some("Pod")),
            ("model.Pet-update", Some("Pet-update")),
            ("Acme.Page`1[[Acme.Pet, Acme]]", Some("Page`1[[Acme.Pet, Acme]]")),
            ("Page«acme.Pet»", None),
            ("Pet", None),
            ("Pet.v1", None),
            ("Pet.", None),
        ] {
            assert_eq!(without_namespace(name), rest, "{name}");
        }
    }
}
