//! The [IR](crate::ir) in; every Rust identifier and file name out.
//!
//! No other module decides a name; `spelling` decides how a name is written. Names are claimed in scopes by their Rust spelling, in an order
//! that does not depend on that of the input. First come names that the document gives (`x-rust-name`), then names that already have Rust
//! spelling, then the others by name. A claim to a taken name gets another name. If that replaces a name of the author, it is reported.

mod report;
mod scope;
mod servers;
mod taken;

pub use servers::{ServerNames, VariableNames};

use crate::diagnostic::Diagnostics;
use crate::document::Places;
use crate::ir::{
    AccessorKind, Api, Field, Form, Operation, PagingScheme, Record, Response, SecurityScheme,
    SecuritySchemeKind, Status, Tag, TypeDefinition, TypeId, TypeKind, Union,
};
use crate::spelling::ident::{self, camel, snake};
use report::Reporter;
use scope::{Claim, Claimed, Scope};
use std::collections::{HashMap, HashSet};

/// The names of everything that is emitted. Each list runs parallel to its list in the [`Api`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The names of [`Api::types`].
    pub types: Vec<TypeNames>,
    /// The names of [`Api::tags`].
    pub tags: Vec<TagNames>,
    /// The constants of [`Api::paging`].
    pub paging: Vec<String>,
    /// The methods of the client builder for [`Api::security_schemes`].
    pub security_schemes: Vec<String>,
    /// The names of the servers in [`Api::known_servers`] that programs can choose.
    pub servers: Vec<ServerNames>,
}

impl Names {
    /// The names of a type.
    pub fn of(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0]
    }
}

/// The names of a type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeNames {
    /// The type: `SessionLogin`.
    pub ident: String,
    /// Its module and file: `session_login`.
    pub module: String,
    /// The struct of its required fields: `SessionLoginRequired`.
    pub required: String,
    /// Its fields or variants.
    pub members: Vec<String>,
    /// The methods that set its fields: `with_user_name`.
    pub setters: Vec<String>,
    /// The methods that read the meaning of its fields, empty for fields without one: `is_trial`.
    pub accessors: Vec<String>,
    /// The field that holds further fields.
    pub additional: String,
}

/// The names of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagNames {
    /// The handle type: `Session`.
    pub ident: String,
    /// The method of the client that makes it: `session`.
    pub method: String,
    /// Its module, file and feature: `session`.
    pub module: String,
    /// The names of [`Tag::operations`].
    pub operations: Vec<OperationNames>,
}

/// The names of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationNames {
    /// The operation type: `ProvideOtp`.
    pub ident: String,
    /// The method of the tag's handle: `provide_otp`.
    pub method: String,
    /// The error kinds: `ProvideOtpError`.
    pub error: String,
    /// The enum of its successes, if there are several with different bodies: `ProvideOtpOutput`.
    pub output: String,
    /// The names of [`Operation::parameters`].
    pub parameters: Vec<String>,
    /// The name of the body.
    pub body: String,
    /// The variants for [`Operation::successes`].
    pub successes: Vec<String>,
    /// The variants for [`Operation::failures`].
    pub failures: Vec<String>,
    /// The methods of the tag's handle for [`Operation::waiters`].
    pub waiters: Vec<String>,
    /// The constants for [`Operation::headers`].
    pub headers: Vec<String>,
}

/// Names everything.
pub fn name(api: &Api, places: &Places, diagnostics: &mut Diagnostics) -> Names {
    let mut reporter = Reporter { places, diagnostics };
    Names {
        types: types(api, &mut reporter),
        tags: tags(api, &mut reporter),
        paging: paging(&api.paging),
        security_schemes: security_schemes(&api.security_schemes),
        servers: servers::servers(api, &mut reporter),
    }
}

fn types(api: &Api, reporter: &mut Reporter<'_>) -> Vec<TypeNames> {
    let mut scope = Scope::new(taken::TYPES);
    let mut files = Scope::new(taken::MODULES);
    let spelled = |own: &TypeDefinition| camel(&own.path.join(" "));
    let spelled: HashSet<String> = api.types.iter().map(spelled).collect();
    let claims: Vec<Claim> = api.types.iter().map(|own| type_claim(own, &spelled)).collect();
    let idents = scope.claim_all(claims);
    let mut order: Vec<usize> = (0..api.types.len()).collect();
    order.sort_by(|&a, &b| idents[a].ident.cmp(&idents[b].ident));
    let mut names = vec![TypeNames::default(); api.types.len()];
    for index in order {
        let (definition, claimed) = (&api.types[index], &idents[index]);
        if let [raw] = definition.path.as_slice() {
            reporter.cut("schema", raw, &claimed.ident, &definition.pointer);
        }
        match &definition.rust_name {
            Some(rust_name) if in_form(rust_name, definition) != claimed.ident => {
                reporter.invalid(rust_name, &definition.pointer);
            }
            _ if claimed.changed && definition.path.len() == 1 => {
                let what = match definition.form {
                    Form::Request => "request form of the schema",
                    _ => "schema",
                };
                reporter.renamed(what, &definition.path[0], &claimed.ident, &definition.pointer);
            }
            _ => {}
        }
        names[index] = TypeNames {
            module: files.claim(&Claim::new("", snake(&claimed.ident))).ident,
            required: scope.claim(&Claim::new("", format!("{}Required", claimed.ident))).ident,
            ident: claimed.ident.clone(),
            ..members(definition, reporter)
        };
    }
    names
}

fn type_claim(definition: &TypeDefinition, spelled: &HashSet<String>) -> Claim {
    let ident = camel(&unrepeated(definition, spelled).join(" "));
    let raw = definition.path.join("/");
    let rank = (definition.path.len() - 1) * 2
        + usize::from(matches!(definition.form, Form::Request | Form::Multipart));
    let rust_name = definition.rust_name.as_ref().map(|rust_name| in_form(rust_name, definition));
    Claim::new(&raw, in_form(&ident, definition))
        .with_rust_name(&rust_name)
        .ranked(rank)
        .or_suffix("Model")
}

/// The names that lead to a type. The kind of a component is left out if its name says it: the response `NotFoundResponse` does not become
/// `NotFoundResponseResponse`, unless another type is called `NotFoundResponse`.
fn unrepeated<'p>(definition: &'p TypeDefinition, spelled: &HashSet<String>) -> Vec<&'p str> {
    const KINDS: [&str; 4] = ["response", "body", "parameter", "header"];
    let inside = definition.pointer.strip_prefix("/components/");
    let is_component = inside.is_some_and(|inside| !inside.starts_with("schemas/"));
    let is_repeated = match definition.path.as_slice() {
        [name, kind, ..] if is_component && KINDS.contains(&kind.as_str()) => {
            let name = snake(name);
            let rest = name.strip_suffix(kind.as_str());
            rest.is_some_and(|rest| rest.ends_with('_')) && !spelled.contains(&camel(&name))
        }
        _ => false,
    };
    let said =
        |(index, name): (usize, &'p String)| (index != 1 || !is_repeated).then_some(name.as_str());
    definition.path.iter().enumerate().filter_map(said).collect()
}

/// The name of a type by its form. Request forms have a name of their own, and so have multipart bodies, unless the schema stands in the
/// body and has no other form.
fn in_form(name: &str, definition: &TypeDefinition) -> String {
    match definition.form {
        Form::Request => format!("{name}Request"),
        Form::Multipart if definition.path.len() == 1 => format!("{name}Multipart"),
        Form::Shared | Form::Response | Form::Multipart => name.to_owned(),
    }
}

/// The names inside a type.
fn members(definition: &TypeDefinition, reporter: &mut Reporter<'_>) -> TypeNames {
    match &definition.kind {
        TypeKind::Record(record) => fields(record, definition, reporter),
        TypeKind::StringEnum(values) => listed(values.clone(), definition, reporter),
        TypeKind::IntegerEnum(values) => {
            listed(values.iter().map(i64::to_string).collect(), definition, reporter)
        }
        TypeKind::Union(Union { variants: arms, .. }) => {
            let claims = arms.iter().map(|arm| arm_claim(&arm.name, definition)).collect();
            variants("alternative", claims, &definition.pointer, reporter)
        }
    }
}

/// The variant for an arm of a union, without the union's name: `PetCat` and `CatPet` become `Pet::Cat`, unless another arm is called `Cat`.
fn arm_claim(name: &str, definition: &TypeDefinition) -> Claim {
    let ident = camel(name);
    let own = [definition.path.join(" "), definition.path.last().cloned().unwrap_or_default()];
    let short = own.iter().find_map(|own| without(&ident, &camel(own)));
    match short.filter(|short| !taken::VARIANTS.contains(short)) {
        Some(short) => Claim::new(name, short.to_owned()).ranked(1).or(ident),
        None => Claim::new(name, ident),
    }
}

/// A name without a word that it begins or ends with, if what is left is a name.
fn without<'a>(ident: &'a str, word: &str) -> Option<&'a str> {
    let is_name = |rest: &&str| rest.starts_with(|c: char| c.is_uppercase());
    let after = ident.strip_prefix(word).filter(is_name);
    after.or_else(|| ident.strip_suffix(word).filter(is_name))
}

/// The variants of an enumeration. Values with fewer signs claim first; among these, values in capitals claim last.
fn listed(
    values: Vec<String>,
    definition: &TypeDefinition,
    reporter: &mut Reporter<'_>,
) -> TypeNames {
    let mut labels = definition.labels.iter().map(|label| label.name.as_deref());
    let claims = values.iter().map(|value| {
        let signs = value.chars().filter(|c| !c.is_alphanumeric()).count();
        let ident = match labels.next().flatten() {
            Some(name) => camel(name),
            None => camel(&ident::with_sign(value)),
        };
        match capitals(value) {
            Some(capitals) => Claim::new(value, ident).ranked(signs * 2 + 1).or(capitals),
            None => Claim::new(value, ident).ranked(signs * 2),
        }
    });
    variants("value", claims.collect(), &definition.pointer, reporter)
}

/// A value in capitals, unchanged, which tells it from the same value in other letters: `ASC` beside `asc`.
fn capitals(value: &str) -> Option<String> {
    let letters: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let starts = letters.starts_with(|c: char| c.is_ascii_uppercase());
    (starts && letters.len() > 1 && letters.chars().all(is_capital)).then_some(letters)
}

fn fields(record: &Record, definition: &TypeDefinition, reporter: &mut Reporter<'_>) -> TypeNames {
    let mut scope = Scope::new(&[]);
    let claim = |field: &Field| {
        let ident = match (record.sequence, field.name.parse::<usize>()) {
            (Some(_), Ok(index)) => format!("item_{}", index.saturating_add(1)),
            _ => snake(&field.name),
        };
        Claim::new(&field.name, ident).with_rust_name(&field.rust_name)
    };
    let claimed = scope.claim_all(record.fields.iter().map(claim).collect());
    for (field, claimed) in record.fields.iter().zip(&claimed) {
        let pointer =
            crate::document::join(&format!("{}/properties", definition.pointer), &field.name);
        let part = ("property", field.name.as_str(), field.rust_name.as_ref());
        reporter.check(part, claimed, &pointer);
    }
    let additional = scope.claim(&Claim::new("", "additional_properties".into())).ident;
    let members: Vec<String> = claimed.into_iter().map(|claimed| claimed.ident).collect();
    let setters = setters(&members);
    let accessors = accessors(record, definition, &members, &setters, reporter);
    TypeNames { members, setters, accessors, additional, ..TypeNames::default() }
}

/// The methods that read the meaning of fields.
fn accessors(
    record: &Record,
    definition: &TypeDefinition,
    members: &[String],
    setters: &[String],
    reporter: &mut Reporter<'_>,
) -> Vec<String> {
    let mut scope = Scope::new(taken::RECORD_METHODS);
    setters.iter().for_each(|setter| {
        scope.claim(&Claim::new("", setter.clone()));
    });
    let mut named = Vec::new();
    for (field, member) in record.fields.iter().zip(members) {
        let Some(accessor) = &field.accessor else {
            named.push(String::new());
            continue;
        };
        let claim = Claim::new(&field.name, accessor_name(accessor.kind, member));
        let claimed = scope.claim(&claim.with_rust_name(&accessor.rust_name).or_suffix("_value"));
        if let Some(rust_name) = &accessor.rust_name
            && *rust_name != claimed.ident
        {
            let pointer = &format!("{}/properties", definition.pointer);
            reporter.invalid(rust_name, &crate::document::join(pointer, &field.name));
        }
        named.push(claimed.ident);
    }
    named
}

fn accessor_name(kind: AccessorKind, member: &str) -> String {
    let member = member.trim_matches('_');
    let asks = ["is_", "has_", "can_", "does_"].iter().any(|word| member.starts_with(word));
    match kind {
        AccessorKind::Flag if asks => member.to_owned(),
        AccessorKind::Flag => format!("is_{member}"),
        AccessorKind::UnixSeconds => format!("{member}_time"),
        AccessorKind::Cents => format!("{member}_cents"),
    }
}

/// The methods that set fields. Underscores that keep a field from being a keyword or a number are left out, since `with_` does the same.
fn setters(members: &[String]) -> Vec<String> {
    let claim = |member: &String| Claim::new(member, format!("with_{}", member.trim_matches('_')));
    let claimed = Scope::new(&[]).claim_all(members.iter().map(claim).collect());
    claimed.into_iter().map(|claimed| claimed.ident).collect()
}

fn variants(
    what: &str,
    claims: Vec<Claim>,
    pointer: &str,
    reporter: &mut Reporter<'_>,
) -> TypeNames {
    let raws: Vec<String> = claims.iter().map(|claim| claim.raw.clone()).collect();
    // A value with the name of a variant that every type has gets a word appended, not a number.
    let claims = claims.into_iter().map(|claim| match claim.wanted() {
        wanted if taken::VARIANTS.contains(&wanted) => claim.or_suffix("Value"),
        _ => claim,
    });
    let claimed = Scope::new(taken::VARIANTS).claim_all(claims.collect());
    for (raw, claimed) in raws.iter().zip(&claimed) {
        reporter.cut(what, raw, &claimed.ident, pointer);
    }
    let pairs = raws.iter().zip(&claimed).filter(|(_, claimed)| claimed.changed);
    let renamed: Vec<_> =
        pairs.map(|(raw, claimed)| (raw.as_str(), claimed.ident.as_str())).collect();
    reporter.renamed_values(what, &renamed, pointer);
    let members = claimed.into_iter().map(|claimed| claimed.ident).collect();
    TypeNames { members, ..TypeNames::default() }
}

fn tags(api: &Api, reporter: &mut Reporter<'_>) -> Vec<TagNames> {
    let tags = &api.tags;
    let raw = |tag: &Tag| if tag.name.is_empty() { "default".to_owned() } else { tag.name.clone() };
    let claim = |tag: &Tag| {
        let claim = Claim::new(&raw(tag), snake(&raw(tag))).with_rust_name(&tag.rust_name);
        claim.or_suffix("_operations")
    };
    let methods = Scope::new(taken::CLIENT_METHODS).claim_all(tags.iter().map(claim).collect());
    let modules = Scope::new(taken::MODULES).claim_all(tags.iter().map(claim).collect());
    reporter.features(tags.len());
    let mut named = Vec::new();
    for ((tag, method), module) in tags.iter().zip(methods).zip(modules) {
        let pointer = tag.operations.first().map_or("", |operation| &operation.pointer);
        reporter.cut("tag", &tag.name, &module.ident, pointer);
        match &tag.rust_name {
            Some(rust_name)
                if [&method.ident, &module.ident].iter().any(|ident| *ident != rust_name) =>
            {
                reporter.invalid(rust_name, pointer);
            }
            _ if module.changed => reporter.renamed("tag", &tag.name, &module.ident, pointer),
            _ => {}
        }
        let mut scope = Scope::new(taken::OPERATION_TYPES);
        let wanted = camel(tag.rust_name.as_ref().unwrap_or(&raw(tag)));
        let ident = scope.claim(&Claim::new(&raw(tag), wanted).or_suffix("Operations")).ident;
        let operations = operations(tag, &mut scope, reporter);
        named.push(TagNames { ident, method: method.ident, module: module.ident, operations });
    }
    named
}

fn operations(tag: &Tag, scope: &mut Scope, reporter: &mut Reporter<'_>) -> Vec<OperationNames> {
    let raw = Operation::raw_name;
    let claim = |operation: &Operation, case: fn(&str) -> String, suffix| {
        Claim::new(&raw(operation), case(&raw(operation))).or_suffix(suffix)
    };
    let method = |operation: &Operation| {
        claim(operation, snake, "_operation").with_rust_name(&operation.rust_name)
    };
    let mut handle = Scope::new(taken::HANDLE_METHODS);
    let methods = handle.claim_all(tag.operations.iter().map(method).collect());
    // Where several operations claim one name, their types are called like their methods.
    let is_shared = methods.iter().any(|method| method.changed);
    let ident = |(operation, method): (&Operation, &Claimed)| {
        let rust_name = operation.rust_name.as_deref().map(camel);
        let own = if is_shared {
            Claim::new(&method.ident, camel(&method.ident)).or_suffix("Operation")
        } else {
            claim(operation, camel, "Operation")
        };
        own.with_rust_name(&rust_name)
    };
    let idents = scope.claim_all(tag.operations.iter().zip(&methods).map(ident).collect());
    let mut named = Vec::new();
    for ((operation, method), ident) in tag.operations.iter().zip(methods).zip(idents) {
        report_operation(tag, operation, &method, reporter);
        let derived = |scope: &mut Scope, suffix: &str| {
            scope.claim(&Claim::new("", format!("{}{suffix}", ident.ident))).ident
        };
        let (parameters, body) = parameters(operation, reporter);
        named.push(OperationNames {
            error: derived(scope, "Error"),
            output: derived(scope, "Output"),
            ident: ident.ident,
            method: method.ident,
            parameters,
            body,
            successes: statuses(&operation.successes),
            failures: statuses(&operation.failures),
            headers: headers(operation),
            waiters: waiters(operation, &mut handle),
        });
    }
    named
}

/// Reports the name of an operation's method, and the other operation if both have one operationId.
fn report_operation(
    tag: &Tag,
    operation: &Operation,
    method: &Claimed,
    reporter: &mut Reporter<'_>,
) {
    let raw = operation.raw_name();
    let is_other = |other: &&Operation| {
        other.id.is_some()
            && other.id == operation.id
            && other.pointer != operation.pointer
            && other.choice.is_none()
    };
    let other = tag.operations.iter().find(is_other).filter(|_| operation.choice.is_none());
    let is_valid = operation.rust_name.as_ref().is_none_or(|name| *name == method.ident);
    match other {
        Some(other) if method.changed && is_valid => {
            reporter.cut("operation", &raw, &method.ident, &operation.pointer);
            reporter.same_id(operation, other, &method.ident);
        }
        _ => {
            let part = ("operation", raw.as_str(), operation.rust_name.as_ref());
            reporter.check(part, method, &operation.pointer);
        }
    }
}

fn parameters(operation: &Operation, reporter: &mut Reporter<'_>) -> (Vec<String>, String) {
    let mut scope = Scope::new(match &operation.paging {
        Some(_) => taken::PAGED_CALL_METHODS,
        None => taken::CALL_METHODS,
    });
    let claim = |parameter: &crate::ir::Parameter| {
        let ident = snake(&parameter.name);
        let suffix = format!("_in_{}", parameter.location.name());
        Claim::new(&parameter.name, ident).with_rust_name(&parameter.rust_name).or_suffix(&suffix)
    };
    let claimed = scope.claim_all(operation.parameters.iter().map(claim).collect());
    // Reports on the operation itself also cover its choices.
    let said = operation.parameters.iter().zip(&claimed).filter(|_| operation.choice.is_none());
    for (parameter, claimed) in said {
        let part = ("parameter", parameter.name.as_str(), parameter.rust_name.as_ref());
        reporter.check(part, claimed, &parameter.pointer);
    }
    let body = scope.claim(&Claim::new("", "body".into()).or_suffix("_content")).ident;
    (claimed.into_iter().map(|claimed| claimed.ident).collect(), body)
}

/// A variant for each status, by its reason phrase (RFC 9110).
fn statuses(responses: &[Response]) -> Vec<String> {
    let mut scope = Scope::new(&[]);
    responses
        .iter()
        .map(|response| {
            let ident = match response.status {
                Status::Code(code) => match crate::spelling::reason(code) {
                    Some(reason) => camel(reason),
                    None => format!("Status{code}"),
                },
                Status::Class(4) => "ClientError".into(),
                Status::Class(5) => "ServerError".into(),
                Status::Class(class) => format!("Status{class}xx"),
                Status::Default => "Other".into(),
            };
            scope.claim(&Claim::new("", ident)).ident
        })
        .collect()
}

/// A method for each waiter.
fn waiters(operation: &Operation, handle: &mut Scope) -> Vec<String> {
    let claim = |waiter: &crate::ir::Waiter| {
        let method = format!("wait_until_{}", waiter.name);
        handle.claim(&Claim::new(&waiter.name, method)).ident
    };
    operation.waiters.iter().map(claim).collect()
}

/// A constant for each documented response header.
fn headers(operation: &Operation) -> Vec<String> {
    let claim = |own: &&crate::ir::Header| {
        Claim::new(&own.name, snake(&own.name).to_uppercase()).or_suffix("_HEADER")
    };
    let claims = operation.headers().iter().map(claim).collect();
    let claimed = Scope::new(taken::OPERATION_CONSTANTS).claim_all(claims);
    claimed.into_iter().map(|claimed| claimed.ident).collect()
}

/// A constant for each paging scheme.
fn paging(schemes: &[PagingScheme]) -> Vec<String> {
    let claim = |own: &PagingScheme| Claim::new(&own.name, snake(&own.name).to_uppercase());
    let claimed = Scope::new(taken::CONSTANTS).claim_all(schemes.iter().map(claim).collect());
    claimed.into_iter().map(|claimed| claimed.ident).collect()
}

/// The setter of each scheme: by its kind if it is the only one of that kind, else by its name.
fn security_schemes(schemes: &[SecurityScheme]) -> Vec<String> {
    let mut of_kind: HashMap<&str, usize> = HashMap::new();
    let word = |scheme: &SecurityScheme| match scheme.kind {
        SecuritySchemeKind::ApiKey { .. } => "api_key",
        SecuritySchemeKind::HttpBasic => "basic_auth",
        SecuritySchemeKind::HttpBearer => "bearer_token",
        SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
            "access_token"
        }
    };
    schemes.iter().for_each(|scheme| *of_kind.entry(word(scheme)).or_default() += 1);
    let claims = schemes
        .iter()
        .map(|scheme| {
            let only = of_kind[word(scheme)] == 1;
            let ident = if only { word(scheme).to_owned() } else { snake(&scheme.name) };
            Claim::new(&scheme.name, ident).or_suffix("_credential")
        })
        .collect();
    let claimed = Scope::new(taken::BUILDER_METHODS).claim_all(claims);
    claimed.into_iter().map(|claimed| claimed.ident).collect()
}
