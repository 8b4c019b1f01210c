//! Names that emitted code uses itself and that nothing from a document may take.

/// Names that the files of models use without a path, and the name of the error that every call may return. Everything else from the runtime
/// stands behind `rt::`, so types of a document may have the same names.
pub(super) const TYPES: &[&str] = &[
    "Box", "Default", "Err", "Error", "Into", "None", "Ok", "Option", "Result", "Self_", "Some",
    "String", "Vec",
];

/// Names that the files of operations use without a path.
pub(super) const OPERATION_TYPES: &[&str] = &[
    "Box", "Default", "Err", "Into", "None", "Ok", "Option", "Result", "Self_", "Some", "String",
    "Vec",
];

/// Methods of structs and of their traits.
pub(super) const RECORD_METHODS: &[&str] = &[
    "blank",
    "borrow",
    "clone",
    "decide",
    "default",
    "eq",
    "extra",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "read",
    "serialize",
    "to_owned",
    "try_into",
    "type_id",
    "write",
];

/// Names that the file of servers uses without a path.
pub(super) const SERVER_TYPES: &[&str] = &["Default", "From", "Into", "Self_", "String"];

/// Methods of servers and of their traits.
pub(super) const SERVER_METHODS: &[&str] = &[
    "borrow", "clone", "default", "eq", "fmt", "from", "into", "ne", "to_owned", "try_into",
    "type_id",
];

/// Variants that every open enum and union has.
pub(super) const VARIANTS: &[&str] = &["Unknown", "Self_"];

/// Names that cannot be file names everywhere (Windows devices), module names or feature names.
pub(super) const MODULES: &[&str] = &[
    "aux",
    "blocking",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "default",
    "gzip",
    "http2",
    "lib",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mod_",
    "models",
    "nul",
    "oauth",
    "operations",
    "prn",
    "providers",
    "reqwest",
    "rustls",
    "servers",
    "testing",
    "tower",
];

/// Methods of the client.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "base_url",
    "borrow",
    "builder",
    "call",
    "clone",
    "credentials",
    "deadline",
    "exchange",
    "from_env",
    "idle_timeout",
    "into",
    "mode",
    "new",
    "options",
    "resolve",
    "send",
    "send_blocking",
    "sending",
    "sleep",
    "to_owned",
    "try_into",
];

/// Methods of the client builder.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "build",
    "client_credentials",
    "clone",
    "connect_timeout",
    "cookies",
    "credential",
    "credential_provider",
    "default_header",
    "fail",
    "from_env",
    "from_variables",
    "http_client",
    "idle_timeout",
    "max_error_bytes",
    "max_idle_connections",
    "max_response_bytes",
    "new",
    "on_attempt",
    "on_send",
    "other_server",
    "renewed",
    "retry",
    "retry_budget",
    "server",
    "strict",
    "timeout",
    "transport",
    "user_agent",
];

/// Methods of every call, which share their type with the setters of optional parameters.
pub(super) const CALL_METHODS: &[&str] = &[
    "blocking",
    "blocking_with_response",
    "clone",
    "download",
    "extra_field",
    "extra_query",
    "header",
    "into_future",
    "into",
    "new",
    "retry",
    "stream",
    "timeout",
    "wait",
    "wait_gone",
    "with_response",
];

/// The same for an operation that is read in pages.
pub(super) const PAGED_CALL_METHODS: &[&str] = &[
    "blocking",
    "blocking_with_response",
    "clone",
    "extra_field",
    "extra_query",
    "header",
    "into_future",
    "into",
    "items",
    "new",
    "pages",
    "range",
    "retry",
    "timeout",
    "wait",
    "wait_gone",
    "with_response",
];

/// The constants in `api.rs` besides those of paging schemes.
pub(super) const CONSTANTS: &[&str] = &["API", "TRANSPORT"];

/// The constants that every operation has.
pub(super) const OPERATION_CONSTANTS: &[&str] = &["META", "SUCCESS"];

/// Methods of traits of a tag's handle, which a method of the handle itself would hide.
pub(super) const HANDLE_METHODS: &[&str] =
    &["borrow", "clone", "drop", "fmt", "into", "to_owned", "try_into"];
