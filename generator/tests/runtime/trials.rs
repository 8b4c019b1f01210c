//! Which arm a value of a union is read as that no tag tells.

use std::collections::BTreeMap;

use serde_json::json;

use crate::acme::{Invoice, Problem, Status};
use crate::runtime as rt;
use crate::runtime::{Body, Decode, Mode, Reply};
use crate::unions::union_of;

fn read<T: Decode>(value: &serde_json::Value) -> Option<T> {
    let response = http::Response::new(Body::from(value.to_string()));
    Reply::new(response, Mode::Strict).ok()?.json().ok()
}

#[test]
fn an_unknown_value_of_an_enumeration_does_not_hide_which_arm_fits() {
    #[derive(Clone, PartialEq)]
    struct Change {
        status: Status,
        by: String,
    }

    impl rt::Record for Change {
        const FIELDS: &'static [rt::Field] = &["!status", "!by"];

        fn blank() -> Self {
            Self { status: Status::Unknown(String::new()), by: String::new() }
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            match field {
                0 => from.read(&mut self.status),
                _ => from.read(&mut self.by),
            }
        }
    }
    rt::record!(Change { status, by });

    union_of!(Entry { Change(Change), Status(BTreeMap<String, Status>) });

    let whole = read(&json!({"status": "new", "by": "me"}));
    assert!(
        matches!(whole, Some(Entry::Change(Change { status: Status::Unknown(text), .. })) if text == "new")
    );
    // The first arm lacks what it requires, and so it is not taken, although it has a field for the key.
    let part = read(&json!({"status": "new"}));
    assert!(matches!(part, Some(Entry::Status(map)) if map.len() == 1));
}

#[test]
fn a_null_that_is_documented_tells_arms_apart() {
    #[derive(Clone, PartialEq, Default)]
    struct Left {
        name: Option<i64>,
        size: Option<i64>,
    }

    impl rt::Record for Left {
        const FIELDS: &'static [rt::Field] = &["?name", "?size"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            match field {
                0 => from.read(&mut self.name),
                _ => from.read(&mut self.size),
            }
        }
    }
    rt::record!(Left { name, size });

    #[derive(Clone, PartialEq, Default)]
    struct Right {
        name: Option<String>,
    }

    impl rt::Record for Right {
        const FIELDS: &'static [rt::Field] = &["*name"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
            from.read(&mut self.name);
        }
    }
    rt::record!(Right { name });

    union_of!(Side { Left(Left), Right(Right) });

    assert!(matches!(read(&json!({"name": null})), Some(Side::Right(_))));
    // A key without a field counts for more.
    assert!(matches!(read(&json!({"name": null, "size": 1})), Some(Side::Left(_))));
    assert!(matches!(read(&json!({"name": null, "size": null})), Some(Side::Left(_))));
}

/// What a tag does not name is tried where no arm is meant by all other tags.
#[test]
fn arms_that_no_tag_names_are_tried() {
    union_of!(Open [
        const TAG: Option<&'static str> = Some("kind");
        const ARMS: &'static [Option<&'static str>] = &[Some("problem"), None, None];
    ] { Problem(Problem), Text(String), Invoice(Invoice) });
    union_of!(Closed [
        const TAG: Option<&'static str> = Some("kind");
        const ARMS: &'static [Option<&'static str>] = &[Some("problem"), None, None];
        const REST: Option<usize> = Some(2);
    ] { Problem(Problem), Text(String), Invoice(Invoice) });

    let invoice = json!({"kind": "new", "id": 1, "note": null, "lines": []});
    let other = json!({"kind": "new", "strange": 1});
    let problem = json!({"kind": "problem", "errorCode": 3, "errorMessage": ""});
    let open = |value: &serde_json::Value| serde_json::from_value::<Open>(value.clone());
    let closed = |value: &serde_json::Value| serde_json::from_value::<Closed>(value.clone());
    assert!(matches!(open(&problem), Ok(Open::Problem(_))));
    assert!(matches!(open(&json!("x")), Ok(Open::Text(text)) if text == "x"));
    assert!(matches!(open(&invoice), Ok(Open::Invoice(_))));
    assert_eq!(open(&other).unwrap(), Open::Unknown(other.clone()));
    assert!(matches!(closed(&problem), Ok(Closed::Problem(_))));
    assert!(matches!(closed(&json!("x")), Ok(Closed::Text(_))));
    assert!(matches!(closed(&invoice), Ok(Closed::Invoice(_))));
    assert!(closed(&other).is_err());
}

/// A value that does not say what it is, is not given a tag that it may not mean.
#[test]
fn a_value_without_a_tag_is_of_the_base_if_that_fits_as_well() {
    #[derive(Clone, PartialEq, Default)]
    struct Base {
        name: Option<String>,
    }

    impl rt::Record for Base {
        const FIELDS: &'static [rt::Field] = &["?name"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
            from.read(&mut self.name);
        }
    }
    rt::record!(Base { name });

    #[derive(Clone, PartialEq, Default)]
    struct Special {
        name: Option<String>,
        price: Option<i64>,
    }

    impl rt::Record for Special {
        const FIELDS: &'static [rt::Field] = &["?name", "?price"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            match field {
                0 => from.read(&mut self.name),
                _ => from.read(&mut self.price),
            }
        }
    }
    rt::record!(Special { name, price });

    union_of!(Offer [
        const TAG: Option<&'static str> = Some("kind");
        const ARMS: &'static [Option<&'static str>] = &[Some("special"), None];
        const REST: Option<usize> = Some(1);
    ] { Special(Special), Base(Base) });

    let read = |value| serde_json::from_value::<Offer>(value).unwrap();
    assert!(matches!(read(json!({"name": "a"})), Offer::Base(_)));
    assert!(matches!(read(json!({})), Offer::Base(_)));
    assert!(matches!(read(json!({"kind": "special", "name": "a"})), Offer::Special(_)));
    // A key of the other arm says more.
    assert!(matches!(read(json!({"name": "a", "price": 1})), Offer::Special(_)));
}

#[test]
fn an_arm_that_keeps_an_unknown_key_is_preferred_to_one_that_loses_it() {
    #[derive(Clone, PartialEq, Default)]
    struct Shut {
        id: String,
        doors: Option<i64>,
    }

    impl rt::Record for Shut {
        const FIELDS: &'static [rt::Field] = &["!id", "?doors"];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            match field {
                0 => from.read(&mut self.id),
                _ => from.read(&mut self.doors),
            }
        }
    }
    rt::record!(Shut { id, doors });

    #[derive(Clone, PartialEq, Default)]
    struct Open {
        id: String,
        others: BTreeMap<String, rt::Value>,
    }

    impl rt::Record for Open {
        const FIELDS: &'static [rt::Field] = &["!id"];
        const IS_OPEN: bool = true;

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, _: usize, from: &mut impl rt::Entry) {
            from.read(&mut self.id);
        }

        fn extra(&mut self, key: String, from: &mut impl rt::Entry) {
            from.read_into_map(&mut self.others, key);
        }
    }
    rt::record!(Open { id, others });

    union_of!(Either { Shut(Shut), Open(Open) });

    assert!(matches!(read(&json!({"id": "i", "doors": 1})), Some(Either::Shut(_))));
    for more in [json!({"id": "i", "z": 1}), json!({"id": "i", "y": 1, "z": 1})] {
        assert!(
            matches!(read(&more), Some(Either::Open(Open { others, .. })) if others.contains_key("z"))
        );
    }
}
