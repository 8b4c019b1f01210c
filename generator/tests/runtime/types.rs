//! The types that fields have.

use serde_json::json;

use crate::acme::{Credentials, Invoice, Level, Problem, Status, Tagged, Untagged};
use crate::runtime::{AsText, Base64};
use crate::runtime::{Body, Decode, Mode, Nullable, Reply, Secret};
use crate::unions::union_of;

fn read<T: Decode>(value: serde_json::Value) -> Result<T, String> {
    let reply =
        Reply::new(http::Response::new(Body::from(value.to_string())), Mode::Strict).unwrap();
    reply.json().map_err(|error| format!("{}: {}", error.path(), error.message()))
}

#[test]
fn nullable_has_three_states() {
    let write = |paid_at| serde_json::to_value(Invoice { paid_at, ..Invoice::default() }).unwrap();
    for (state, fields) in [
        (Nullable::Unset, json!({"id": 0, "note": null, "lines": []})),
        (Nullable::Null, json!({"id": 0, "note": null, "lines": [], "paidAt": null})),
        (
            Nullable::Value("x".to_owned()),
            json!({"id": 0, "note": null, "lines": [], "paidAt": "x"}),
        ),
    ] {
        assert_eq!(write(state.clone()), fields);
        assert_eq!(read::<Invoice>(fields).unwrap().paid_at, state);
    }
    assert_eq!(Nullable::<i64>::from(None), Nullable::Null);
    assert_eq!(Nullable::<i64>::from(Some(1)), Nullable::Value(1));
    assert_eq!(Nullable::<i64>::from(1).as_option(), Some(&1));
    assert_eq!(Nullable::<i64>::Null.into_option(), None);
    assert!(Nullable::<i64>::default().is_unset());
}

#[test]
fn secrets_are_sent_and_never_shown() {
    let body = Credentials::new("me", "hunter2");
    assert_eq!(serde_json::to_string(&body).unwrap(), r#"{"userName":"me","password":"hunter2"}"#);
    assert!(!format!("{body:?}").contains("hunter2"));
    assert_eq!(format!("{:?}", body.password), "Secret([redacted])");
    assert_eq!(body.password.expose(), "hunter2");
    assert_eq!(read::<Credentials>(json!({"userName": "me", "password": "hunter2"})), Ok(body));

    for (wrong, found) in [
        (json!(918273), "number"),
        (json!(-918273), "number"),
        (json!(9182.73), "number"),
        (json!(true), "boolean"),
    ] {
        let error = read::<Credentials>(json!({"userName": "me", "password": wrong})).unwrap_err();
        assert_eq!(error, format!("password: invalid type: {found}, expected a secret string"));
    }
    let error =
        read::<Credentials>(json!({"userName": "me", "password": ["hunter2"]})).unwrap_err();
    assert!(!error.contains("hunter2"), "{error}");
    let error =
        read::<Credentials>(json!({"userName": "me", "password": {"x": "hunter2"}})).unwrap_err();
    assert!(!error.contains("hunter2"), "{error}");
}

/// Records write their `Debug` through the lines that write them.
#[test]
fn records_are_shown_as_derived() {
    use crate::runtime as rt;
    use std::collections::BTreeMap;

    #[derive(PartialEq)]
    struct Shown {
        r#type: &'static str,
        left_out: Option<Secret>,
        further: BTreeMap<String, f64>,
    }

    impl rt::Record for Shown {
        const FIELDS: &'static [rt::Field] = &["!TYPE", "?leftOut"];

        fn blank() -> Self {
            Self { r#type: "", left_out: None, further: BTreeMap::new() }
        }

        fn write(&self, to: &mut impl rt::FieldWriter) {
            to.field(&self.r#type);
            to.optional(&self.left_out);
            to.entries(&self.further);
        }
    }
    rt::record!(Shown { r#type, left_out, further });

    mod derived {
        #[derive(Debug)]
        #[expect(dead_code, reason = "only shown")]
        pub(super) struct Shown<T> {
            pub r#type: &'static str,
            pub left_out: Option<crate::runtime::Secret>,
            pub further: T,
        }

        #[derive(Debug)]
        pub(super) struct Nothing {}
    }

    for left_out in [None, Some(Secret::from("hunter2"))] {
        for further in [BTreeMap::new(), BTreeMap::from([("a".into(), 1.5), ("TYPE".into(), 2.0)])]
        {
            let record =
                Shown { r#type: "a", left_out: left_out.clone(), further: further.clone() };
            let derived = derived::Shown { r#type: "a", left_out: left_out.clone(), further };
            assert_eq!(format!("{record:?}"), format!("{derived:?}"));
            assert_eq!(format!("{record:#?}"), format!("{derived:#?}"));
        }
    }
    assert_eq!(format!("{:?}", crate::acme::Nothing {}), format!("{:?}", derived::Nothing {}));
}

/// The names of members come from text of which the compiler decides where a line ends.
#[test]
fn what_is_hidden_is_hidden_wherever_the_list_of_members_breaks() {
    use crate::runtime as rt;

    struct Long([&'static str; 6]);

    impl rt::Record for Long {
        const FIELDS: &'static [rt::Field] = &["!a", "!b", "!c", "!d", "!e", "!f"];

        fn blank() -> Self {
            Self([""; 6])
        }

        fn write(&self, to: &mut impl rt::FieldWriter) {
            self.0.iter().for_each(|value| to.field(value));
        }
    }
    #[rustfmt::skip]
    rt::record!(Long { the_first_member_of_a_long_list, the_second_member_of_a_long_list,
        the_third_member_of_a_long_list, hidden hidden, hidden
        the_fifth_member_of_a_long_list_whose_name_is_longer_than_a_line_of_the_compiler_may_be_in_any_case,
        r#type });
    let long = Long(["one", "two", "three", "hunter2", "hunter2", "six"]);
    assert_eq!(
        format!("{long:?}"),
        "Long { the_first_member_of_a_long_list: \"one\", the_second_member_of_a_long_list: \"two\", \
         the_third_member_of_a_long_list: \"three\", hidden: [redacted], \
         the_fifth_member_of_a_long_list_whose_name_is_longer_than_a_line_of_the_compiler_may_be_in_any_case: \
         [redacted], type: \"six\" }"
    );
}

#[test]
fn open_enumerations_keep_what_they_do_not_know() {
    for (text, status) in [("active", Status::Active), ("new", Status::Unknown("new".into()))] {
        assert_eq!(read::<Status>(json!(text)), Ok(status.clone()));
        assert_eq!(serde_json::to_value(&status).unwrap(), json!(text));
        assert_eq!(status.to_string(), text);
        assert_eq!(Status::from(text), status);
        assert_eq!(Status::from(text.to_owned()), status);
    }
    assert_eq!(Status::blank(), Status::Unknown(String::new()));
    assert_eq!(
        read::<Status>(json!(1)),
        Err(": invalid type: integer `1`, expected a string of Status".to_owned())
    );

    for (number, level) in [(1, Level::Low), (9, Level::Unknown(9))] {
        assert_eq!(read::<Level>(json!(number)), Ok(level.clone()));
        assert_eq!(serde_json::to_value(&level).unwrap(), json!(number));
        assert_eq!(level.to_string(), number.to_string());
    }
    assert!(read::<Level>(json!("1")).is_err());
}

#[test]
fn a_tag_decides() {
    let problem = json!({"errorCode": 3, "errorMessage": "", "kind": "problem"});
    let expected = Problem { error_code: 3, ..Problem::default() };
    assert_eq!(read::<Tagged>(problem), Ok(Tagged::Problem(expected.clone())));

    let error = read::<Vec<Tagged>>(
        json!([{"kind": "invoice", "id": 1, "note": "", "lines": [{"price": "x"}]}]),
    );
    assert_eq!(
        error,
        Err(r#"[0].lines[0].price: invalid type: string "x", expected i64"#.to_owned())
    );

    let other = json!({"kind": "receipt", "errorCode": 3, "errorMessage": ""});
    assert_eq!(read::<Tagged>(other.clone()), Ok(Tagged::Unknown(other.clone())));
    assert_eq!(serde_json::to_value(Tagged::Unknown(other.clone())).unwrap(), other);

    let untagged = json!({"errorCode": 3, "errorMessage": ""});
    assert_eq!(read::<Tagged>(untagged), Ok(Tagged::Problem(expected)));
}

#[test]
fn without_a_tag_the_first_that_fits_is_taken() {
    assert_eq!(read(json!("active")), Ok(Untagged::Status(Status::Active)));
    assert_eq!(
        read(json!("other")),
        Ok(Untagged::Text("other".into())),
        "no known value, so a plain text"
    );
    let invoice = json!({"id": 4, "note": null, "lines": []});
    assert!(matches!(read(invoice.clone()), Ok(Untagged::Invoice(invoice)) if invoice.id == 4));
    let problem = Problem { error_code: 0, error_message: "x".into() };
    assert_eq!(
        read(json!({"errorMessage": "x"})),
        Ok(Untagged::Problem(problem)),
        "none fits strictly, so the first that fits leniently"
    );
    assert_eq!(read(json!([1])), Ok(Untagged::Unknown(json!([1]))));
    let foreign = json!({"voucher": "X1"});
    assert_eq!(
        read(foreign.clone()),
        Ok(Untagged::Unknown(foreign)),
        "an object with none of the fields of any arm is kept whole"
    );
    assert_eq!(serde_json::to_value(read::<Untagged>(invoice.clone()).unwrap()).unwrap(), invoice);
}

#[test]
fn a_union_within_a_union_does_not_take_everything() {
    union_of!(Outer { Tagged(Tagged), Text(String) });

    assert_eq!(read(json!("x")), Ok(Outer::Text("x".into())));
    let problem = json!({"kind": "problem", "errorCode": 3, "errorMessage": ""});
    assert!(
        matches!(read(problem), Ok(Outer::Tagged(Tagged::Problem(problem))) if problem.error_code == 3)
    );
    assert_eq!(serde_json::to_value(Outer::blank()).unwrap(), json!(null));
}

/// The libraries read more forms than the formats have, and would write another one.
#[test]
fn other_forms_of_a_value_are_those_of_a_string() {
    use crate::runtime::Base64;
    union_of!(DateOr { Date(jiff::civil::Date), Time(jiff::Timestamp), Text(String) });
    union_of!(IdOr { Id(uuid::Uuid), Bytes(Base64), Text(String) });

    for (text, is_text) in [
        ("2020-01-31", false),
        ("2020-01-31T10:00:00Z", false),
        ("20200131", true),
        ("+002020-01-31", true),
        ("2020-01-31[UTC]", true),
        ("2020-01-31 10:00:00", true),
        ("2020-01-31T10:00:00", true),
        ("20200131T100000Z", true),
        ("2020-01-31T10:00Z", true),
        ("2020-01-31T10:00:00+02:00[Europe/Berlin]", true),
        ("2020-01-31\u{e9}T", true),
    ] {
        let read: DateOr = read(json!(text)).unwrap();
        assert_eq!(matches!(read, DateOr::Text(_)), is_text, "{text}: {read:?}");
        assert_eq!(serde_json::to_value(&read).unwrap(), json!(text));
    }
    for text in ["67e5504410b1426f9247bb680e5fe0c", "{67e55044-10b1-426f-9247-bb680e5fe0c8}", "aGk"]
    {
        assert_eq!(read::<IdOr>(json!(text)), Ok(IdOr::Text(text.into())));
    }
    assert!(matches!(read(json!("2020-01-31T10:00:00+02:00")), Ok(DateOr::Time(_))));
}

#[test]
fn a_date_and_time_in_place_of_a_date_is_read_in_lenient_mode() {
    let taken = |text: &str, mode| {
        let body = Body::from(json!(text).to_string());
        let reply = Reply::new(http::Response::new(body), mode).unwrap();
        reply.json::<jiff::civil::Date>().ok().map(|date| date.to_string())
    };
    for text in ["2025-01-31T13:00:00", "2025-01-31T23:00:00Z", "2025-01-31 00:00:00+02:00"] {
        assert_eq!(taken(text, Mode::Lenient).as_deref(), Some("2025-01-31"), "{text}");
        assert_eq!(taken(text, Mode::Strict), None, "{text}");
    }
    assert_eq!(taken("20250131", Mode::Strict).as_deref(), Some("2025-01-31"));
}

#[test]
fn dates_and_identifiers() {
    let timestamp: jiff::Timestamp = read(json!("2025-01-31T13:00:00+01:00")).unwrap();
    assert_eq!(serde_json::to_value(timestamp).unwrap(), json!("2025-01-31T12:00:00Z"));
    assert!(
        read::<jiff::Timestamp>(json!("yesterday"))
            .unwrap_err()
            .contains("expected a date and time")
    );
    assert!(read::<jiff::Timestamp>(json!(0)).is_err());
    // What stands for "never" in many databases is after the last instant of the type.
    for never in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999-12:00"] {
        assert_eq!(read::<jiff::Timestamp>(json!(never)), Ok(jiff::Timestamp::MAX));
    }
    assert!(read::<jiff::Timestamp>(json!("9999-12-31")).is_err(), "a date alone is no instant");
    let taken = |text: &str, mode| {
        let body = Body::from(json!(text).to_string());
        let reply = Reply::new(http::Response::new(body), mode).unwrap();
        reply.json::<jiff::Timestamp>().ok().map(|timestamp| timestamp.to_string())
    };
    for (text, instant) in [
        ("2025-01-31T13:00:00", "2025-01-31T13:00:00Z"),
        ("2025-01-31 13:00:00.25", "2025-01-31T13:00:00.25Z"),
        ("9999-12-31T23:59:59", &jiff::Timestamp::MAX.to_string()),
    ] {
        assert_eq!(taken(text, Mode::Lenient).as_deref(), Some(instant), "{text}");
        assert_eq!(taken(text, Mode::Strict), None, "{text}");
    }
    assert_eq!(taken("2025-01-31", Mode::Lenient), None);
    let date: jiff::civil::Date = read(json!("2025-02-28")).unwrap();
    assert_eq!(serde_json::to_value(date).unwrap(), json!("2025-02-28"));
    assert!(read::<jiff::civil::Date>(json!("2025-02-30")).is_err());
    let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    assert_eq!(
        serde_json::to_value(read::<uuid::Uuid>(json!(text)).unwrap()).unwrap(),
        json!(text)
    );
    assert!(read::<uuid::Uuid>(json!("67e5")).is_err());
    assert_eq!(jiff::Timestamp::blank(), jiff::Timestamp::UNIX_EPOCH);
    assert_eq!(uuid::Uuid::blank(), uuid::Uuid::nil());
    assert_eq!(jiff::civil::Date::blank().to_string(), "1970-01-01");
}

#[test]
fn bytes_travel_as_text() {
    let bytes = Base64::from(vec![0xfb, 0xff]);
    assert_eq!(serde_json::to_value(&bytes).unwrap(), json!("+/8="));
    assert_eq!(read::<Base64>(json!("+/8=")), Ok(bytes.clone()));
    assert_eq!(read::<Base64>(json!("+/8")), Ok(bytes.clone()), "padding may be absent");
    assert!(read::<Base64>(json!("*")).unwrap_err().contains("not Base64"));
    assert_eq!(format!("{bytes:?}"), "Base64(2 bytes)");
    assert_eq!((Base64::blank().as_ref(), Secret::blank().expose()), (&[][..], ""));
}

/// `anyOf` two records that hold the same `anyOf`: each level doubles what there is to try.
#[test]
fn unions_within_unions_take_bounded_time() {
    use crate::runtime as rt;

    #[derive(Clone, PartialEq, Default)]
    struct Node<const N: usize> {
        child: Option<Tree>,
    }

    impl<const N: usize> rt::Record for Node<N> {
        const FIELDS: &'static [rt::Field] = &["?child", ["!a", "!b"][N]];

        fn blank() -> Self {
            Self::default()
        }

        fn read(&mut self, field: usize, from: &mut impl rt::Entry) {
            if field == 0 { from.read(&mut self.child) } else { from.skip() }
        }
    }
    rt::record!(Node<0> {});
    rt::record!(Node<1> {});

    union_of!(Tree { A(Box<Node<0>>), B(Box<Node<1>>) });

    let deep = (0..60).fold(json!({"a": 1, "b": 1}), |child, _| json!({"child": child, "b": 1}));
    // Without a bound this would take 2^60 trials; what cannot be told apart in time is kept as it is.
    let reply =
        Reply::new(http::Response::new(Body::from(deep.to_string())), Mode::Lenient).unwrap();
    reply.json::<Tree>().unwrap();
    let shallow = json!({"b": 1, "child": {"a": 1}});
    assert!(
        matches!(read(shallow), Ok(Tree::B(node)) if matches!(node.child, Some(Tree::A(_)))),
        "what can be told apart is"
    );
}

/// `One` is `oneOf [Two, string]` and `Two` is `oneOf [One, integer]`: reading the first arm of each would never end.
#[test]
fn unions_that_are_arms_of_each_other_are_read() {
    union_of!(One { Other(Box<Two>), Plain(String) });
    union_of!(Two { Other(Box<One>), Plain(i64) });

    for value in [json!("a"), json!(1), json!({"a": [true]})] {
        for mode in [Mode::Lenient, Mode::Strict] {
            let reply =
                Reply::new(http::Response::new(Body::from(value.to_string())), mode).unwrap();
            let one: One = reply.json().unwrap();
            assert_eq!(serde_json::to_value(&one).unwrap(), value);
        }
    }
}

/// Every bit of a number is read.
#[test]
fn numbers_are_read_as_exactly_as_they_are_written() {
    for value in [-923.4743621086427, 0.9301813497718875, 3.7997624948019204e299, 5e-324, 0.1] {
        assert_eq!(read::<f64>(json!(value)), Ok(value));
        let reply =
            Reply::new(http::Response::new(Body::from(value.to_string())), Mode::Lenient).unwrap();
        assert_eq!(reply.json::<f64>().unwrap(), value);
    }
}

/// An object reads the same wherever its tag stands, and whether it is read as it comes or from a value.
#[test]
fn the_place_of_the_tag_means_nothing() {
    let rest = [
        r#""errorCode": 3"#,
        r#""errorMessage": "x""#,
        r#""strange": {"kind": "invoice", "a": [1, null]}"#,
    ];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for tag in [r#""kind": "problem""#, r#""kind": "receipt""#, r#""kind": null"#, r#""kind": 5"#] {
        for (order, place) in
            orders.iter().flat_map(|order| (0..=3).map(move |place| (order, place)))
        {
            let mut members = order.map(|index| rest[index]).to_vec();
            members.insert(place, tag);
            let text = format!("{{{}}}", members.join(", "));
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let read_as_it_comes: Result<Tagged, _> = serde_json::from_str(&text);
            let read_whole: Result<Tagged, _> = serde_json::from_value(value.clone());
            let [as_it_comes, whole] = [read_as_it_comes, read_whole].map(Result::unwrap);
            assert_eq!(as_it_comes, whole, "{text}");
            assert_eq!(
                matches!(whole, Tagged::Problem(_)),
                !tag.contains("receipt") && !tag.contains('5'),
                "{text}"
            );
            if let Tagged::Unknown(kept) = as_it_comes {
                assert_eq!(kept, value);
            }
        }
    }
}

#[test]
fn a_tag_that_is_a_whole_number_names_its_arm_however_it_is_written() {
    use crate::runtime::Value;
    crate::unions::union_of!(
        Numbered [
            const TAG: Option<&'static str> = Some("v");
            const ARMS: &'static [Option<&'static str>] = &[Some("1"), Some("2")];
        ]
        { One(Value), Two(Value) }
    );
    for text in [r#"{"v":1}"#, r#"{"v":1.0}"#, r#"{"a":0,"v":1.0}"#, r#"{"v":1e0}"#] {
        let read: Numbered = serde_json::from_str(text).unwrap();
        assert!(matches!(&read, Numbered::One(_)), "{text}: {read:?}");
    }
    let other: Numbered = serde_json::from_str(r#"{"v":1.5}"#).unwrap();
    assert!(matches!(other, Numbered::Unknown(_)));
}

/// An arm that is the union itself, or one that holds it, is compiled and read.
#[test]
fn a_union_with_a_tag_may_be_its_own_arm() {
    use crate::runtime as rt;

    #[derive(Debug, PartialEq)]
    enum Nested {
        Same(Box<Nested>),
        Tagged(Tagged),
        Unknown(rt::Value),
    }

    impl rt::Union for Nested {
        const NAME: &'static str = "Nested";
        const TAG: Option<&'static str> = Some("level");
        const ARMS: &'static [Option<&'static str>] = &[Some("same"), Some("tagged")];

        fn read<'de, F: rt::ArmSource<'de>>(
            arm: usize,
            from: F,
            cx: &rt::Decoding,
        ) -> Result<Self, F::Error> {
            match arm {
                0 => rt::arm(from, cx).map(Self::Same),
                _ => rt::arm(from, cx).map(Self::Tagged),
            }
        }

        fn unknown(value: rt::Value) -> Self {
            Self::Unknown(value)
        }

        fn write<S: rt::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Same(value) => rt::Serialize::serialize(value, to),
                Self::Tagged(value) => rt::Serialize::serialize(value, to),
                Self::Unknown(value) => rt::Serialize::serialize(value, to),
            }
        }
    }
    rt::union!(Nested);

    let problem = json!({"errorCode": 3, "kind": "problem", "level": "tagged", "errorMessage": ""});
    assert!(matches!(read(problem), Ok(Nested::Tagged(Tagged::Problem(_)))));
    // Its arm has the same tag, and so on: it ends at the bound on unions in unions.
    let endless = json!({"level": "same", "errorCode": 3});
    let mut read: Nested = serde_json::from_value(endless.clone()).unwrap();
    while let Nested::Same(inner) = read {
        read = *inner;
    }
    assert_eq!(read, Nested::Unknown(endless));
}

#[test]
fn numbers_in_text_are_read_in_either_form_and_sent_as_text() {
    let large = AsText(u64::MAX);
    assert_eq!(serde_json::to_value(large).unwrap(), json!("18446744073709551615"));
    assert_eq!(serde_json::to_value(AsText(-1.5)).unwrap(), json!("-1.5"));
    let read = |value: serde_json::Value| serde_json::from_value::<AsText<i64>>(value);
    for (value, number) in [(json!("-12"), -12), (json!(12), 12), (json!(-3), -3), (json!(5.0), 5)]
    {
        assert_eq!(read(value).unwrap(), AsText(number));
    }
    for value in [json!(""), json!("x"), json!("1.5"), json!(1.5), json!(u64::MAX), json!(true)] {
        assert!(read(value.clone()).is_err(), "{value}");
    }
    assert_eq!(format!("{} {:?}", AsText::from(7), AsText(7)), "7 AsText(7)");
}
