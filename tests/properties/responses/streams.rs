//! The body of a stream in, its items out: events as the HTML standard reads them (9.2.6), lines of JSON, and JSON text sequences as
//! RFC 7464 says. And such bodies, written in every way that these allow.

use serde_json::{Value, json};

use super::Dice;

/// The events of a stream, each with its kind, its identifier and its data.
pub(super) fn events(body: &str) -> Vec<Value> {
    let text = body.strip_prefix('\u{feff}').unwrap_or(body);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (mut events, mut id) = (Vec::new(), String::new());
    let (mut kind, mut data) = (String::new(), Vec::new());
    // What no end of line follows is no line.
    let lines: Vec<&str> = text.split('\n').collect();
    for line in &lines[..lines.len() - 1] {
        if line.is_empty() {
            let (kind, data) = (std::mem::take(&mut kind), std::mem::take(&mut data));
            if !data.is_empty() {
                let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
                let data = data.join("\n");
                events.push(json!({"event": some(&kind), "id": some(&id), "data": data}));
            }
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => kind = value.to_owned(),
            "data" => data.push(value.to_owned()),
            "id" if !value.contains('\0') => id = value.to_owned(),
            _ => {}
        }
    }
    events
}

/// The texts of lines. Empty lines are none.
pub(super) fn lines(body: &str) -> Vec<&str> {
    body.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// The texts of a sequence; none for one that may be cut off: what does not end by itself must be followed by a space (RFC 7464, 2.4).
pub(super) fn sequence(body: &str) -> Vec<Option<&str>> {
    let texts = body.split('\u{1e}').filter(|text| !text.trim().is_empty());
    let is_whole = |text: &str| text.ends_with(['\n', ' ']) || text.starts_with(['{', '[', '"']);
    texts.map(|text| is_whole(text).then(|| text.trim())).collect()
}

/// A stream of events that hold these texts.
pub(super) fn write_events(data: &[String], dice: &mut Dice) -> String {
    let end = *dice.pick(&["\n", "\r\n", "\r"]);
    let mut text = if dice.one_in(6) { "\u{feff}".to_owned() } else { String::new() };
    for (index, data) in data.iter().enumerate() {
        let mut line = |line: &str| text += &format!("{line}{end}");
        if dice.one_in(4) {
            line(dice.pick::<&str>(&[
                ": a comment",
                ":",
                "retry: 10",
                "retry: soon",
                "unknown: x",
                "word",
            ]));
        }
        match dice.below(6) {
            0 => line("event: changed"),
            1 => line("event:"),
            2 => line(&format!("id: {index}")),
            3 if dice.one_in(3) => line("id"),
            4 if dice.one_in(3) => line("id: a\0b"),
            _ => {}
        }
        for part in data.split('\n') {
            line(&format!(
                "data:{}{part}",
                if dice.one_in(3) && !part.starts_with(' ') { "" } else { " " }
            ));
        }
        line("");
        if dice.one_in(4) {
            // What has no data is no event.
            line("event: none");
            line("");
        }
    }
    if dice.one_in(3) {
        text += "data: cut off";
        text += if dice.one_in(2) { end } else { "" };
    }
    text
}

/// Lines of JSON texts.
pub(super) fn write_lines(items: &[String], dice: &mut Dice) -> String {
    let end = *dice.pick(&["\n", "\r\n"]);
    let mut text = String::new();
    for item in items {
        text += &format!("{item}{end}");
        if dice.one_in(5) {
            text += end;
        }
    }
    let is_ended = dice.one_in(2);
    if is_ended { text } else { text.trim_end().to_owned() }
}

/// A sequence of JSON texts. A separator may come more than once.
pub(super) fn write_sequence(items: &[String], dice: &mut Dice) -> String {
    let mut text = String::new();
    for item in items {
        text += if dice.one_in(5) { "\u{1e}\u{1e}" } else { "\u{1e}" };
        text += item;
        text += if dice.one_in(6) { "" } else { "\n" };
    }
    text
}
