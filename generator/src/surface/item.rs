//! The items of a surface: everything that users of an emitted crate name, call, read and match on.

use super::RustType;
use crate::ir::{AccessorKind, HeaderForm, Status};
use std::fmt;

/// The items of a crate that its users see. `types` and `tags`, and the lists inside, run parallel to those of [`crate::ir::Api`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surface {
    /// The types of the module `models`.
    pub types: Vec<TypeItem>,
    /// The modules of `operations`, each a feature of the crate.
    pub tags: Vec<TagItem>,
    /// The items of the client and its builder that depend on this API.
    pub client: ClientItem,
    /// The types of the module `servers`.
    pub servers: Vec<ServerItem>,
}

/// A type of `models`.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeItem {
    /// Its identifier: `SessionLogin`.
    pub ident: String,
    /// Its module and file: `session_login`.
    pub module: String,
    /// The features of which one must be on for it, sorted; empty if it is always there.
    pub features: Vec<String>,
    /// Its kind.
    pub kind: TypeItemKind,
    /// The identifier of the type that `From` makes it from: the response form, if requests have a type of their own.
    pub from: Option<String>,
    /// The JSON pointer of its schema.
    pub pointer: String,
}

/// The kind of a type of `models`.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeItemKind {
    /// A non-exhaustive struct.
    Struct(StructItem),
    /// A non-exhaustive enum of known values, with `Unknown` for others.
    Enum(EnumItem),
    /// A non-exhaustive enum with a type in each variant, and `Unknown` for other values.
    Union(Vec<VariantItem>),
}

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct StructItem {
    /// Its fields, parallel to those of the record.
    pub fields: Vec<FieldItem>,
    /// The field for further fields, if it has one.
    pub further: Option<Box<FieldItem>>,
    /// The constructor `new`.
    pub constructor: Constructor,
    /// Whether it has a `Default`.
    pub default: bool,
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldItem {
    /// Its identifier: `user_name`.
    pub ident: String,
    /// Its type, including absence and `null`.
    pub rust: RustType,
    /// The method that sets it, if users may set it but need not.
    pub setter: Option<ArgumentItem>,
    /// The method that reads its meaning, if responses have it.
    pub accessor: Option<AccessorItem>,
    /// Its value if nobody gives one, although it is required.
    pub known: Option<Known>,
    /// Whether its setter is marked as deprecated.
    pub deprecated: bool,
    /// The JSON pointer of its property.
    pub pointer: String,
}

/// The only correct value of a field or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// A text.
    Text(String),
    /// A boolean.
    Flag(bool),
    /// A variant of an enum.
    Variant {
        /// The identifier of the enum.
        of: String,
        /// The identifier of the variant.
        ident: String,
    },
}

/// A method that reads the meaning of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessorItem {
    /// Its identifier.
    pub ident: String,
    /// The meaning of the value.
    pub kind: AccessorKind,
}

/// A name with the type of the value that it takes: an argument, or a method that sets something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgumentItem {
    /// Its identifier.
    pub ident: String,
    /// The type that callers see: `impl Into<String>`.
    pub rust: RustType,
}

/// The constructor of a struct, apart from `Default`.
#[derive(Debug, Clone, PartialEq)]
pub enum Constructor {
    /// There is no `new`.
    None,
    /// `new` has an argument for each required field that is not known.
    New(Vec<NewArgument>),
    /// `new` takes a struct of the required fields that are not known.
    Required {
        /// The identifier of that struct: `SessionLoginRequired`.
        ident: String,
        /// Its fields, by their index in [`StructItem::fields`].
        fields: Vec<usize>,
    },
}

impl Constructor {
    /// The fields that it sets, by their index in [`StructItem::fields`].
    pub fn fields(&self) -> Vec<usize> {
        match self {
            Self::None => Vec::new(),
            Self::New(arguments) => arguments.iter().map(|argument| argument.field).collect(),
            Self::Required { fields, .. } => fields.clone(),
        }
    }
}

/// An argument of `new`.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArgument {
    /// The field that it sets, by its index in [`StructItem::fields`]; it has the same identifier.
    pub field: usize,
    /// The type that callers see.
    pub rust: RustType,
}

/// An enum of known values.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumItem {
    /// Its variants, parallel to the values.
    pub variants: Vec<String>,
    /// The type that `Unknown` holds.
    pub unknown: RustType,
}

/// A variant that may hold a value.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantItem {
    /// Its identifier.
    pub ident: String,
    /// The type of its value.
    pub rust: Option<RustType>,
    /// Whether `From` makes it from its value; if that is a `String`, also from `&str`.
    pub has_from: bool,
    /// The JSON pointer of its union or response.
    pub pointer: String,
}

/// The operations of a tag.
#[derive(Debug, Clone, PartialEq)]
pub struct TagItem {
    /// The handle type: `Session`.
    pub ident: String,
    /// The method of the client that makes it: `session`.
    pub method: String,
    /// Its module, file and feature: `session`.
    pub module: String,
    /// Its operations.
    pub operations: Vec<OperationItem>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub struct OperationItem {
    /// The operation type: `ProvideOtp`.
    pub ident: String,
    /// The method of the handle: `provide_otp`.
    pub method: String,
    /// Whether the method is marked as deprecated.
    pub deprecated: bool,
    /// A field of the operation type for each parameter and, last, for the body. Required ones are arguments of the method, in this order.
    /// Methods of the call set the others; they have the names of the fields.
    pub inputs: Vec<InputItem>,
    /// The result of a call.
    pub output: Output,
    /// Whether `download` reads the result piece by piece.
    pub download: bool,
    /// Whether `stream` reads the result item by item.
    pub stream: bool,
    /// The paging of its list, if it has any.
    pub paging: Option<PagingItem>,
    /// The methods of the handle that wait by calling it, parallel to [`crate::ir::Operation::waiters`].
    pub waiters: Vec<String>,
    /// The documented headers of its responses, as constants; parallel to [`crate::ir::Operation::headers`].
    pub headers: Vec<HeaderItem>,
    /// The error kinds of a call; none if no failure is documented.
    pub error: Option<ErrorItem>,
    /// The JSON pointer of the operation.
    pub pointer: String,
}

impl OperationItem {
    /// Whether it can be called without arguments and is not deprecated, so that it suits an example.
    pub fn is_simple(&self) -> bool {
        !self.deprecated && self.inputs.iter().all(|input| !input.required)
    }
}

/// A parameter or the body of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct InputItem {
    /// Its identifier.
    pub ident: String,
    /// The type of the field; `Option` if requests may go without it.
    pub rust: RustType,
    /// The type of the argument that gives it a value.
    pub argument: RustType,
    /// Whether every call must give it.
    pub required: bool,
    /// Its value if a call gives none, although requests must have it.
    pub known: Option<Known>,
    /// Whether the method that sets it is marked as deprecated.
    pub deprecated: bool,
    /// Whether `Debug` does not show its value.
    pub hidden: bool,
    /// The JSON pointer of the parameter or the body.
    pub pointer: String,
}

/// The result of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// All successes hold this type, if there are any successes.
    Same(RustType),
    /// Some successes hold this type, the others nothing: an `Option`.
    OrNothing(RustType),
    /// An enum with a variant for each success.
    Enum {
        /// Its identifier: `ProvideOtpOutput`.
        ident: String,
        /// Its variants, parallel to the successes.
        variants: Vec<VariantItem>,
    },
}

/// One line for people: `Option<Pet>`.
impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same(rust) => rust.fmt(f),
            Self::OrNothing(rust) => write!(f, "Option<{rust}>"),
            Self::Enum { ident, .. } => f.write_str(ident),
        }
    }
}

/// The paging of a list, with `items` and `pages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PagingItem {
    /// Whether `range` asks for a part of the list.
    pub range: bool,
    /// Whether a request without a range asks for the first items.
    pub required: bool,
}

/// A response header, as a constant of the operation.
#[derive(Debug, Clone, PartialEq)]
pub struct HeaderItem {
    /// Its identifier: `X_TOTAL`.
    pub ident: String,
    /// The type of its value.
    pub rust: RustType,
    /// The form in which it is read.
    pub form: HeaderForm,
    /// The JSON pointer of the header.
    pub pointer: String,
}

/// The error kinds of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorItem {
    /// The identifier: `ProvideOtpError`.
    pub ident: String,
    /// A variant for each documented failure. The error object of the API is no payload of a variant.
    pub variants: Vec<ErrorVariant>,
}

/// An error kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorVariant {
    /// Its identifier: `Unauthorized`.
    pub ident: String,
    /// The statuses that it stands for.
    pub status: Status,
    /// Its payload.
    pub payload: Option<RustType>,
    /// The JSON pointer of the response.
    pub pointer: String,
}

/// The items of the client and its builder that depend on this API.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClientItem {
    /// The methods of the builder that set credentials, parallel to the security schemes.
    pub credentials: Vec<CredentialItem>,
    /// The constants of the paging schemes, parallel to these. Only the crate sees them.
    pub paging: Vec<String>,
    /// The identifier of the type of the API's error object; none if `ErrorBody` is any JSON.
    pub error_object: Option<String>,
    /// The identifier of the type that holds the body of any webhook.
    pub webhook_event: Option<String>,
    /// The prefix of the environment variables that `from_env` reads: `PETS`.
    pub environment: String,
}

/// A method of the client builder that sets a credential.
#[derive(Debug, Clone, PartialEq)]
pub struct CredentialItem {
    /// Its identifier: `api_key`.
    pub ident: String,
    /// Its arguments.
    pub arguments: Vec<ArgumentItem>,
    /// The environment variables that `from_env` reads, parallel to the arguments.
    pub variables: Vec<String>,
}

/// A server that programs can choose, as a struct of the values of its variables.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerItem {
    /// Its identifier: `Production`.
    pub ident: String,
    /// Its URL with variables in braces.
    pub template: String,
    /// The address that its operations have without it; none for a server of the API as a whole.
    pub replaces: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Its variables, each with a method that sets it.
    pub variables: Vec<ServerVariableItem>,
    /// The JSON pointer of the server.
    pub pointer: String,
}

/// A variable of a server.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerVariableItem {
    /// Its name in the URL.
    pub name: String,
    /// The identifier of its field and of the method that sets it.
    pub ident: String,
    /// The identifier of the enum of its values, and each value with its variant; none if any text is allowed.
    pub values: Option<(String, Vec<(String, String)>)>,
    /// The value if none is set.
    pub default: String,
    /// Its description.
    pub description: Option<String>,
}

impl ServerVariableItem {
    /// The variant of a value.
    pub fn variant(&self, value: &str) -> Option<&str> {
        let (_, values) = self.values.as_ref()?;
        values.iter().find(|(own, _)| own == value).map(|(_, variant)| variant.as_str())
    }
}
