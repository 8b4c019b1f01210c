//! Names that emitted code uses itself and that nothing from a document may take.

/// Types and traits that the files of models use without a path.
pub(super) const TYPES: &[&str] = &[
    "Base64",
    "Box",
    "BTreeMap",
    "Bytes",
    "Client",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Decode",
    "Decoding",
    "Default",
    "Entry",
    "Eq",
    "Err",
    "Error",
    "Field",
    "FieldWriter",
    "From",
    "Into",
    "MapAccess",
    "None",
    "Nullable",
    "Ok",
    "OpenEnum",
    "OpenIntegerEnum",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Record",
    "Result",
    "Secret",
    "Self_",
    "Serialize",
    "SerializeMap",
    "Serializer",
    "Some",
    "String",
    "Timestamp",
    "ToString",
    "Union",
    "Uuid",
    "Value",
    "Vec",
];

/// Types and traits that the files of operations use without a path.
pub(super) const OPERATION_TYPES: &[&str] = &[
    "BaseUrl",
    "Base64",
    "Box",
    "BTreeMap",
    "BuildError",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Date",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "Error",
    "ErrorKind",
    "From",
    "Into",
    "Meta",
    "Method",
    "NoDocumentedError",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "PartialEq",
    "Reply",
    "RequestBuilder",
    "Result",
    "Secret",
    "Self_",
    "Some",
    "String",
    "Success",
    "Timestamp",
    "ToString",
    "Uuid",
    "Value",
    "Vec",
];

/// Variants that every open enum and union has.
pub(super) const VARIANTS: &[&str] = &["Unknown", "Self_"];

/// Names that are no file names everywhere (Windows devices) or no module names.
pub(super) const MODULES: &[&str] = &[
    "aux",
    "com1",
    "com2",
    "com3",
    "com4",
    "con",
    "lib",
    "lpt1",
    "lpt2",
    "lpt3",
    "main",
    "mod_",
    "models",
    "nul",
    "operations",
    "prn",
];

/// Methods of the client.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "base_url",
    "borrow",
    "builder",
    "call",
    "clone",
    "credentials",
    "from_env",
    "into",
    "send",
    "to_owned",
    "try_into",
];

/// Methods of the client builder.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "cookies",
    "credential",
    "default_header",
    "http_client",
    "max_response_bytes",
    "new",
    "retry",
    "strict",
    "timeout",
    "user_agent",
];

/// Methods of every call, which share their type with the setters of optional parameters.
pub(super) const CALL_METHODS: &[&str] =
    &["clone", "header", "into_future", "into", "new", "retry", "timeout", "with_response"];

/// Methods of traits that the handle of a tag has, which a method of its own would hide.
pub(super) const HANDLE_METHODS: &[&str] =
    &["borrow", "clone", "drop", "fmt", "into", "to_owned", "try_into"];
