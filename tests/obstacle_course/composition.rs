//! What a user does with types of values that several schemas describe: JSON to values and back, without a loss.

use obstacle_course::models::*;
use serde_json::{Value, from_value, json, to_value};

/// Reads a value and writes it again; nothing may be lost.
fn round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let read: T = from_value(value.clone()).unwrap();
    assert_eq!(to_value(&read).unwrap(), value);
    read
}

#[test]
fn properties_that_are_declared_again_are_narrowed() {
    let text = json!({
        "weight": 9, "state": "sent", "place": {"street": "s", "zip": "z"}, "at": "2026-01-02"
    });
    let parcel: NarrowParcel = round_trip(text.clone());
    assert_eq!(parcel.state, NarrowParcelState::Sent);
    assert_eq!(parcel.weight, Some(9_i32));
    let place = NarrowParcelPlace::new("z").with_street("s");
    assert_eq!(parcel.place.as_ref(), Some(&place));
    let built = NarrowParcel::new(NarrowParcelState::Sent)
        .with_weight(9)
        .with_place(place)
        .with_at("2026-01-02".parse().unwrap());
    assert_eq!(to_value(built).unwrap(), text);
}

#[test]
fn children_of_a_parent_with_a_discriminator_keep_their_fields() {
    for tag in ["sea", "ocean"] {
        let sea = json!({"mode": tag, "weight": 1.5, "vessel": "v"});
        assert!(matches!(round_trip(sea), Shipment::Sea(sea) if sea.vessel == "v"));
    }
    // A union that is sent is made of what one variant holds.
    let air = Shipment::from(AirShipment::new("f").with_weight(2.0));
    assert_eq!(to_value(air).unwrap(), json!({"mode": "air", "weight": 2.0, "flight": "f"}));
    // A kind that is not known yet keeps what all have, and the rest.
    let rail = json!({"mode": "rail", "weight": 3.5, "wagon": {"number": 7}});
    let Shipment::Shipment(rail) = round_trip(rail) else { panic!("it is the parent alone") };
    assert_eq!((rail.mode.as_str(), rail.weight), ("rail", Some(3.5)));
    assert_eq!(rail.additional_properties["wagon"], json!({"number": 7}));
}

#[test]
fn what_tells_a_value_is_sent_though_nobody_gives_it() {
    // What a child is depends on what it extends, also where it is sent alone.
    assert_eq!(to_value(RoadShipment::default()).unwrap(), json!({"mode": "RoadShipment"}));
    let road = Shipment::Road(RoadShipment::default().with_plate("p"));
    assert_eq!(to_value(road).unwrap(), json!({"mode": "RoadShipment", "plate": "p"}));
    // Its property may be left out, and the server needs it.
    let done = Entry::Succeeded(EntrySucceeded::new("t", 3));
    assert_eq!(to_value(done).unwrap(), json!({"at": "t", "outcome": "ok", "count": 3}));
    let other = Entry::Succeeded(EntrySucceeded::new("t", 3).with_outcome("fine"));
    assert_eq!(to_value(other).unwrap(), json!({"at": "t", "outcome": "fine", "count": 3}));
}

#[test]
fn what_else_a_value_holds_tells_alternatives_that_share_a_tag() {
    let message = |rest: Value| {
        let mut value = rest;
        value["type"] = json!("message");
        round_trip::<Message>(value)
    };
    let user = message(json!({"role": "user", "text": "t"}));
    assert!(matches!(user, Message::User(user) if user.text.as_deref() == Some("t")));
    assert!(matches!(message(json!({"role": "system"})), Message::System(_)));
    assert!(matches!(message(json!({"count": 2})), Message::Summed(_)));
    // A tag that only one has tells it alone.
    let sum = round_trip(json!({"type": "sum", "count": 3}));
    assert!(matches!(sum, Message::Summed(sum) if sum.count == 3));
    let call: Message = from_value(json!({"type": "call", "role": "user"})).unwrap();
    assert!(matches!(call, Message::ToolCall(_)));
    assert!(matches!(round_trip(json!({"type": "other"})), Message::Unknown(_)));
}

#[test]
fn who_is_between_a_parent_and_a_child_keeps_the_fields_of_both() {
    let trailer = json!({"mode": "LandShipment", "wheels": 2, "brake": true});
    let road =
        json!({"mode": "RoadShipment", "wheels": 4, "plate": "p", "trailer": trailer.clone()});
    let Shipment::Road(read) = round_trip(road.clone()) else { panic!("it is on a road") };
    assert_eq!(read.plate.as_deref(), Some("p"));
    assert!(matches!(round_trip(road), LandShipment::RoadShipment(_)));
    let Shipment::Land(LandShipment::LandShipment(own)) = round_trip(trailer) else {
        panic!("it is on land")
    };
    assert_eq!((own.wheels, &own.additional_properties["brake"]), (Some(2), &json!(true)));
}

#[test]
fn alternatives_beside_properties_have_all_fields() {
    let ok = json!({"at": "t", "outcome": "ok", "count": 3});
    assert!(matches!(round_trip(ok), Entry::Succeeded(own) if own.count == 3 && own.at == "t"));
    let failed = Entry::Failed(EntryFailed::new("t", "r").with_outcome("Failed"));
    let text = json!({"at": "t", "outcome": "Failed", "reason": "r"});
    assert_eq!(to_value(&failed).unwrap(), text);
    assert_eq!(round_trip::<Entry>(text), failed);
    let payment = json!({"at": "t", "outcome": "ok", "count": 3, "by": "me"});
    assert!(matches!(round_trip(payment), CompositionPayment::Succeeded(own) if own.by == "me"));
    // A value may be of several arms at once.
    round_trip::<CompositionSome>(json!({"id": 1, "a": "x", "b": "y"}));
    round_trip::<CompositionSome>(json!({"id": 1, "b": "y", "c": [1]}));
    round_trip::<CompositionSome>(json!({"id": 1}));
}

#[test]
fn a_value_of_several_arms_keeps_what_each_says() {
    let both = json!({"age": 3, "nick": "n", "kind": "cat", "more": [1]});
    let Finder::ByAge(read) = round_trip(both.clone()) else { panic!("it has an age") };
    assert_eq!((read.age, read.nick.as_deref()), (3, Some("n")));
    assert_eq!(read.additional_properties["kind"], json!("cat"));
    assert_eq!(to_value(Finder::ByAge(read)).unwrap(), both);
    let wild = json!({"age": 3, "kind": "cat", "wild": true});
    assert!(matches!(round_trip(wild), Finder::ByKind(own) if own.wild == Some(true)));
    assert!(matches!(round_trip(json!({"age": 3, "exact": true})), Finder::ByAgeAlone(_)));
    // One that is sent may be of several too.
    let mut age = ByAge::new(3);
    age.additional_properties.insert("kind".into(), "cat".into());
    assert_eq!(to_value(Finder::ByAge(age)).unwrap(), json!({"age": 3, "kind": "cat"}));
    // Arms without a name are called by what tells them apart.
    let contact = |value| round_trip::<Composition>(json!({ "contact": value })).contact;
    let mail = contact(json!({"name": "n", "mail": "m"}));
    assert!(matches!(mail, Some(CompositionContact::Mail(own)) if own.mail == "m"));
    let phone = contact(json!({"name": "n", "phone": "p"}));
    assert!(matches!(phone, Some(CompositionContact::Phone(own)) if own.phone == "p"));
    contact(json!({"name": "n", "phone": "p", "mail": "m"}));
}

#[test]
fn numbers_tell_arms_apart() {
    let one = json!({"versions": {"version": 1, "a": "x"}});
    let two = json!({"versions": {"version": 3, "a": "x"}});
    let versions = |value| round_trip::<Composition>(value).versions.into_option();
    assert!(matches!(versions(one), Some(CompositionVersions::VersionOne(_))));
    assert!(matches!(versions(two), Some(CompositionVersions::VersionTwo(_))));
    assert_eq!(versions(json!({"versions": null})), None);
}

#[test]
fn what_every_arm_requires_tells_arms_apart() {
    let event = |value| round_trip::<Composition>(json!({ "event": value })).event;
    let moved = event(json!({"kind": "moved", "x": 1, "y": 2}));
    assert!(matches!(moved, Some(CompositionEvent::Moved(_))));
    let paused = event(json!({"kind": "paused", "by": "me"}));
    assert!(matches!(paused, Some(CompositionEvent::Stopped(own)) if own.by == "me"));
    // A kind that is not known yet is none of these, however alike.
    let resumed = event(json!({"kind": "resumed", "by": "me", "at": 3}));
    assert!(matches!(resumed, Some(CompositionEvent::Unknown(_))));
}

#[test]
fn an_enum_beside_any_text_holds_any_text() {
    let model = |value| round_trip::<Composition>(json!({ "model": value })).model;
    assert_eq!(model(json!("large")), Some(CompositionModel::Large));
    assert_eq!(model(json!("huge")), Some(CompositionModel::Unknown("huge".to_owned())));
}

#[test]
fn values_of_any_type_keep_their_digits_and_names() {
    let text = json!({
        "nothing": null, "order": "-name", "level": 1, "count": 9_007_199_254_740_993_i64,
        "huge": 18_446_744_073_709_551_615_u64
    });
    let read: Composition = round_trip(text);
    assert_eq!(read.order, Some(CompositionOrder::MinusName));
    assert_eq!(read.level, Some(CompositionLevel::High));
    assert_eq!(read.huge, Some(u64::MAX));
    assert!(read.nothing.is_null());
    for value in [json!(1), json!("auto"), json!(true), json!([0])] {
        round_trip::<CompositionValues>(value);
    }
}

#[test]
fn unions_inside_of_unions_and_items_that_come_alone_are_kept() {
    let figure = |value| round_trip::<Composition>(json!({ "figure": value })).figure;
    let oval = figure(json!({"is": "round", "form": "oval", "width": 2}));
    assert!(matches!(oval, Some(CompositionFigure::Round(RoundFigure::Oval(_)))));
    let square = figure(json!({"is": "square", "side": 2}));
    assert!(matches!(square, Some(CompositionFigure::Square(_))));
    let latest = |value| round_trip::<Composition>(json!({ "latest": value })).latest;
    let point = json!({"x": 1, "y": 2});
    assert!(matches!(latest(json!([point])), Some(CompositionLatest::List(_))));
    assert!(matches!(latest(point), Some(CompositionLatest::Item(_))));
    let read: Composition = round_trip(json!({"code": "404", "limits": {"a": 3}}));
    assert_eq!(read.code, Some(CompositionCode::N404));
    assert_eq!(read.limits.map(|own| own["a"]), Some(3_i64));
}
