//! The message of a failed test in; one readable line out: Prism's problem details (RFC 9457) in words, and other messages shortened.

use serde_json::Value;

/// The maximum length of a message.
const MAX_LENGTH: usize = 400;

/// The line for a message.
pub(super) fn line(said: &str) -> String {
    let said = said.trim();
    // The path of the operation may also contain braces.
    let problem = said.match_indices('{').find_map(|(start, _)| {
        let problem: Value = serde_json::from_str(&said[start..]).ok()?;
        Some(format!("{}Prism said: {}", &said[..start], words(&problem)?))
    });
    problem.unwrap_or_else(|| match said.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.to_owned(),
    })
}

/// Title, detail, and each invalid part of the request; `None` if it is not a response of Prism itself.
fn words(problem: &Value) -> Option<String> {
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    if !text(problem, "type").contains("/prism/") {
        return None;
    }
    let faults =
        problem.get("validation").and_then(Value::as_array).into_iter().flatten().map(|fault| {
            let location = fault.get("location").and_then(Value::as_array).into_iter().flatten();
            let location: Vec<String> = location
                .map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned))
                .collect();
            format!("{}: {}", location.join("."), text(fault, "message"))
        });
    let all = [text(problem, "title"), text(problem, "detail")].into_iter().chain(faults);
    Some(all.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_put_into_words() {
        let problem = r#"PUT /b: unexpected status 422: {"type":"https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY","title":"Invalid request","status":422,"detail":"","validation":[{"location":["body","items",0],"severity":"Error","code":"type","message":"must be string"}]}"#;
        assert_eq!(
            line(problem),
            "PUT /b: unexpected status 422: Prism said: Invalid request; body.items.0: must be string"
        );
        let with_variable = problem.replace("/b", "/b/{id}");
        assert!(line(&with_variable).contains("Prism said: Invalid request"));
        assert_eq!(line("GET /a: could not read {\"a\":1}"), "GET /a: could not read {\"a\":1}");
        assert_eq!(line(&"é".repeat(500)).chars().count(), MAX_LENGTH + 1);
    }
}
