//! A report in; lines for programs out: one object a line.
//!
//! ```json
//! {"report":{"kind":"operation","page":"pages/pets.md","line":4,"pointer":"/paths/~1pets/get","method":"GET","path":"/pets",
//!  "call":"client.pets().list_pets()"}}
//! ```
//!
//! `kind` is `operation`, `type` (with `type`, its Rust name, and `what`, its place in words), `left_out` (with `method`, `path` and
//! `reason`), `untyped` (with `what`, `deliberate` and `reason`), `union` (with `type` and `arms`), and in the last line `totals`.

use super::{At, Page, Report};
use crate::render::json_line;
use serde_json::{Value, json};

/// The lines, without line breaks.
pub fn lines(report: &Report) -> Vec<String> {
    let entries = report.pages.iter().flat_map(page);
    entries.chain([totals(report)]).map(|entry| json_line(&json!({ "report": entry }))).collect()
}

fn page(page: &Page) -> Vec<Value> {
    let operations = page.operations.iter().map(|operation| {
        let (method, path) = (operation.method.name(), &operation.path);
        let own = json!({ "method": method, "path": path, "call": operation.call });
        entry("operation", page, &operation.at, own)
    });
    let types = page.types.iter().map(|found| {
        entry("type", page, &found.at, json!({ "type": found.ident, "what": found.what }))
    });
    let left_out = page.left_out.iter().map(|left_out| {
        let (method, path) = (left_out.method.name(), &left_out.path);
        let own = json!({ "method": method, "path": path, "reason": left_out.reason });
        entry("left_out", page, &left_out.at, own)
    });
    let untyped = page.untyped.iter().map(|untyped| {
        let (what, deliberate) = (&untyped.what, untyped.deliberate);
        let own = json!({ "what": what, "deliberate": deliberate, "reason": untyped.reason });
        entry("untyped", page, &untyped.at, own)
    });
    let unions = page.unions.iter().map(|union| {
        entry("union", page, &union.at, json!({ "type": union.ident, "arms": union.arms }))
    });
    operations.chain(types).chain(left_out).chain(untyped).chain(unions).collect()
}

/// An entry: its kind and place, then its own keys.
fn entry(kind: &str, page: &Page, at: &At, own: Value) -> Value {
    let mut entry =
        json!({ "kind": kind, "page": page.name, "line": at.line, "pointer": at.pointer });
    if let (Value::Object(entry), Value::Object(own)) = (&mut entry, own) {
        entry.extend(own);
    }
    entry
}

fn totals(report: &Report) -> Value {
    let totals = report.totals();
    json!({
        "kind": "totals",
        "pages": totals.pages,
        "operations": totals.operations,
        "types": totals.types,
        "left_out": totals.left_out,
        "not_typed": totals.not_typed,
        "free": totals.free,
        "unions": totals.unions,
    })
}
