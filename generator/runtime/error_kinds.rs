//! The documented failures of operations, as tables.

/// Defines an [`ErrorKind`](super::ErrorKind) from a table: the statuses, the variant they stand for, the type of the
/// answer where it is not the API's error object, and what the documentation says of them.
///
/// ```text
/// rt::error_kinds! {
///     /// Why it failed.
///     pub enum LoginError {
///         401 => Unauthorized: "Invalid credentials.",
///         422 => Invalid(models::Problems): "Something was left out.",
///         500..=599 => ServerError: "Internal error.",
///     }
/// }
/// ```
#[allow(unused_macros, reason = "an API need not document failures")]
macro_rules! error_kinds {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($status:pat => $kind:ident $(($body:ty))? : $text:literal,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", stringify!($status), "`: ", $text)] $kind $((Option<Box<$body>>))?,)*
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
