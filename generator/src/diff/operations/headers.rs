//! The headers that an answer carries. Rust code reads them by name, through `with_response`.

use super::draft::Comparison;
use super::side::Pair;
use super::{paging, rules};
use crate::diff::Level;
use crate::diff::schemas::{Direction, Meeting, Site};
use crate::ir::{Header, Response};

/// Compares the headers of an answer, which changes call `answer`.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    pair: &Pair<'m>,
    old: &'m Response,
    new: &'m Response,
    answer: &str,
) {
    let find = |response: &'m Response, name: &str| -> Option<&'m Header> {
        response.headers.iter().find(|own| own.name.eq_ignore_ascii_case(name))
    };
    let part = |name: &str| format!("{answer} header {name}");
    for own in &old.headers {
        let rust_name = format!("{}.with_response(): header {}", pair.new.call(), own.name);
        match find(new, &own.name) {
            Some(other) => {
                let texts = [own, other].map(|header| header.description.as_deref());
                comparison.text(texts, "the header", &rust_name, |_| {
                    pair.change(
                        &rules::HEADER_DESCRIPTION,
                        &part(&other.name),
                        [&own.pointer, &other.pointer],
                    )
                });
                let site = Site {
                    direction: Direction::Response,
                    operation: pair.new.reached(),
                    subject: pair.new.subject(&part(&other.name)),
                    old_pointer: own.pointer.as_str().into(),
                    new_pointer: other.pointer.as_str().into(),
                    old_schema: own.schema,
                    new_schema: other.schema,
                    meeting: Meeting::Nowhere,
                    old_rust: rust_name.clone(),
                    new_rust: rust_name,
                };
                comparison.schemas.compare(site, &own.value, &other.value);
            }
            None if paging::is_told(pair, &own.name) => {}
            None => {
                let draft = pair
                    .change(&rules::HEADER_REMOVED, &part(&own.name), [&own.pointer, &new.pointer])
                    .values(Some(&own.name), None::<String>)
                    .wire(format!("programs that read the header {} find nothing", own.name))
                    .rust(
                        Level::PossiblyBreaking,
                        format!(
                            "{rust_name}: code compiles as it is, and what reads it finds nothing"
                        ),
                    );
                comparison.push(draft);
            }
        }
    }
    let is_new =
        |own: &&Header| find(old, &own.name).is_none() && !paging::is_told(pair, &own.name);
    for own in new.headers.iter().filter(is_new) {
        let draft = pair
            .change(&rules::HEADER_ADDED, &part(&own.name), [&old.pointer, &own.pointer])
            .values(None::<String>, Some(&own.name))
            .wire(format!("the answer carries the header {}", own.name))
            .rust(
                Level::Compatible,
                format!(
                    "{}.with_response(): header {} can be read: code compiles as it is",
                    pair.new.call(),
                    own.name
                ),
            );
        comparison.push(draft);
    }
}
