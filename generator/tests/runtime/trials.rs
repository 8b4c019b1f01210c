//! Which arm a value of a union without a tag is read as.

use serde_json::json;

use crate::acme::Status;
use crate::runtime as rt;
use crate::runtime::{Body, Decode, Mode, Reply};

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

    #[derive(Debug, PartialEq)]
    enum Entry {
        Change(Change),
        Status(std::collections::BTreeMap<String, Status>),
        Unknown(rt::Value),
    }

    impl rt::Union for Entry {
        const NAME: &'static str = "Entry";
        const ARMS: &'static [Option<&'static str>] = &[None, None];

        fn read<'de, F: rt::ArmSource<'de>>(
            arm: usize,
            from: F,
            cx: &rt::Decoding,
        ) -> Result<Self, F::Error> {
            match arm {
                0 => rt::arm(from, cx).map(Self::Change),
                _ => rt::arm(from, cx).map(Self::Status),
            }
        }

        fn unknown(value: rt::Value) -> Self {
            Self::Unknown(value)
        }

        fn write<S: rt::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            unreachable!("it is only read")
        }
    }
    rt::union!(Entry);

    let whole = read(&json!({"status": "new", "by": "me"}));
    assert!(
        matches!(whole, Some(Entry::Change(Change { status: Status::Unknown(text), .. })) if text == "new")
    );
    // The first arm lacks what it requires, and so it is not taken, although it has a field for the key.
    let part = read(&json!({"status": "new"}));
    assert!(matches!(part, Some(Entry::Status(map)) if map.len() == 1));
}
