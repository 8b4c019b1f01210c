//! Emits the example in an operation's documentation: one call that compiles. Its body and required parameters are arguments of a function
//! around it.

use super::Emitter;
use super::input::Input;
use super::operation_context::OperationContext;
use super::rust_type::Scope;
use crate::surface::{Output, Runtime, RustType};

/// The example of an operation, including its fence.
pub(super) fn call(context: OperationContext<'_>) -> String {
    let OperationContext { emitter, tag, operation, item, inputs, .. } = context;
    let krate = emitter.crate_ident();
    let required: Vec<&Input<'_>> = inputs.iter().filter(|input| input.item.required).collect();
    let body = inputs.last().filter(|input| operation.body.is_some() && is_optional(input));
    let parameters: String = required
        .iter()
        .chain(&body)
        .map(|input| {
            format!(", {}: {}", input.member, parameter_type(emitter, &input.item.argument))
        })
        .collect();
    let arguments: Vec<String> = required.iter().map(|input| input.member.to_string()).collect();
    let body = body.map(|input| format!(".{0}({0})", input.member)).unwrap_or_default();
    let client =
        if arguments.iter().any(|name| name == "client") { "api_client" } else { "client" };
    let deprecated = if item.deprecated { "#[allow(deprecated)]\n" } else { "" };
    let call = format!("{client}.{}().{}({}){body}", tag.method, item.method, arguments.join(", "));
    let code = match (item.paging.is_some(), item.output == Output::Same(RustType::Unit)) {
        (true, _) => format!(
            "    let mut items = {call}.items();\n    while let Some(item) = items.next().await {{\n        println!(\"{{:?}}\", item?);\n    }}"
        ),
        (false, true) => format!("    {call}.await?;"),
        (false, false) => format!("    let response = {call}.await?;"),
    };
    format!(
        "```no_run\n{deprecated}async fn example({client}: {krate}::Client{parameters}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {code}\n    Ok(())\n}}\n```",
    )
}

/// Whether a call may omit this input, and no known value is then sent instead.
fn is_optional(input: &Input<'_>) -> bool {
    !input.item.required && input.item.known.is_none()
}

/// The type of an argument as a user would write it.
fn parameter_type(emitter: Emitter<'_>, rust: &RustType) -> String {
    match rust {
        RustType::Into(value) => parameter_type(emitter, value),
        RustType::String | RustType::Runtime(Runtime::Secret) => "&str".into(),
        rust => super::layout::type_text(&emitter.rust_type(rust, Scope::Example)),
    }
}
