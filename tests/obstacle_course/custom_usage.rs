//! What a user does with the customized crate.

use custom_course::models::{ClosedPayloadEvent, Conversation, State, WebhookEvent};
use custom_course::operations::{charges, conversations};
use serde_json::json;
use std::path::PathBuf;

#[test]
fn values_are_of_the_types_that_were_asked_for() {
    let text = json!({"id": "a/b", "started": "2025-01-31T12:00:00Z", "day": "2025-01-31", "size": "12", "paths": ["x"], "state": "o"});
    let read: Conversation = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(read.id, PathBuf::from("a/b"));
    assert_eq!(read.started, chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1_738_324_800));
    let day = chrono::NaiveDate::from_ymd_opt(2025, 1, 31);
    assert_eq!(read.day.into_option(), day);
    assert_eq!((read.paths.as_deref(), &read.state), (Some(&["x".into()][..]), &Some(State::Open)));
    assert_eq!(read.size, Some(custom_course::AsText(12)));
    assert_eq!(serde_json::to_value(&read).unwrap(), text);
    let _ = Conversation::new("a".into(), chrono::DateTime::UNIX_EPOCH);
    let schema = schemars::schema_for!(State);
    assert!(schema.as_value().to_string().contains("Closed"));
}

#[test]
fn operations_have_the_names_that_were_asked_for() {
    let client = custom_course::Client::builder().build().unwrap();
    let _ = client.conversations().list().since(chrono::NaiveDate::MIN);
    let _ = client.charges().api_get_charge("1");
    let _ = conversations::List { since: None };
    let _ = charges::GetCharge { id: "1".into() };
}

#[test]
fn a_webhook_is_read_as_what_it_says_it_is() {
    let conversation = json!({"id": "a", "started": "2025-01-31T12:00:00Z"});
    let opened = json!({"event": "opened", "conversation": conversation});
    let WebhookEvent::Opened(own) = serde_json::from_value(opened).unwrap() else { panic!() };
    assert_eq!(own.conversation.id, PathBuf::from("a"));
    let lost = json!({"event": "lost", "reason": "none"});
    let WebhookEvent::Closed(own) = serde_json::from_value(lost).unwrap() else { panic!() };
    assert_eq!((own.event, own.reason.as_str()), (ClosedPayloadEvent::Lost, "none"));
    let other = json!({"event": "renamed"});
    let WebhookEvent::Unknown(own) = serde_json::from_value(other.clone()).unwrap() else { panic!() };
    assert_eq!(own, other);
}
