//! Examples that compile: one call, with everything it needs as arguments of a hidden function.

use super::Emitter;
use super::operation::Input;
use super::rust_type::Scope;
use super::success::Success;
use crate::ir::{Operation, Type};
use crate::name::OperationNames;

/// The example of an operation, fence included.
pub(super) fn call(
    emitter: Emitter<'_>,
    accessor: &str,
    operation: &Operation,
    names: &OperationNames,
    inputs: &[Input<'_>],
    success: &Success,
) -> String {
    let krate = emitter.crate_ident();
    let required: Vec<&Input<'_>> = inputs.iter().filter(|input| input.required).collect();
    let parameters: String = required
        .iter()
        .map(|input| format!(", {}: {}", input.member, parameter_type(emitter, input.value)))
        .collect();
    let arguments: Vec<String> = required.iter().map(|input| input.member.to_string()).collect();
    let client =
        if arguments.iter().any(|name| name == "client") { "api_client" } else { "client" };
    let deprecated = if operation.deprecated { "# #[allow(deprecated)]\n" } else { "" };
    let call = format!("{client}.{accessor}().{}({})", names.method, arguments.join(", "));
    let code = match (operation.paging.is_some(), success.is_empty) {
        (true, _) => format!(
            "let mut items = {call}.items();\nwhile let Some(item) = items.next().await {{\n    println!(\"{{:?}}\", item?);\n}}"
        ),
        (false, true) => format!("{call}.await?;"),
        (false, false) => format!("let answer = {call}.await?;"),
    };
    format!(
        "```no_run\n{deprecated}# async fn example({client}: {krate}::Client{parameters}) -> Result<(), Box<dyn std::error::Error>> {{\n\
         {code}\n# Ok(()) }}\n```",
    )
}

/// The type of an argument, as a user would write it.
fn parameter_type(emitter: Emitter<'_>, value: &Type) -> String {
    match value {
        Type::String | Type::Secret => "&str".into(),
        value => super::layout::type_text(&emitter.rust_type(value, Scope::Example)),
    }
}
