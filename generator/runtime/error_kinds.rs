//! The documented failures of operations, as tables.

/// Defines an [`ErrorKind`](super::ErrorKind) from a table: the statuses, the variant they stand for, and the type of the
/// answer where it is not the API's error object.
///
/// ```text
/// rt::error_kinds! {
///     /// Why it failed.
///     pub enum LoginError {
///         /// `401`: Invalid credentials.
///         401 => Unauthorized,
///         /// `422`: Something was left out.
///         422 => Invalid(models::Problems),
///         /// `500` to `599`: Internal error.
///         500..=599 => ServerError,
///     }
/// }
/// ```
#[allow(unused_macros, reason = "an API need not document failures")]
macro_rules! error_kinds {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$about:meta])* $status:pat => $kind:ident $(($body:ty))?,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $kind $((Option<Box<$body>>))?,)*
        }

        impl $crate::runtime::ErrorKind for $name {
            #[allow(unreachable_patterns, reason = "a table may cover all statuses")]
            fn of(reply: &$crate::runtime::Reply) -> Option<Self> {
                match reply.status() {
                    $($status => Some(Self::$kind $((reply.json_or_none::<$body>().map(Box::new)))?),)*
                    _ => None,
                }
            }
        }
    };
}
#[allow(unused_imports, reason = "an API need not document failures")]
pub(crate) use error_kinds;
