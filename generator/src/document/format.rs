//! The formats that decide the type of a value: the name of each in OpenAPI, and the type of the values that may have it.

/// A format that decides the type of a value. Any other leaves a value the type that the keyword `type` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float,
    Double,
    DateTime,
    Date,
    Uuid,
    /// Base64.
    Byte,
    /// Bytes as they are.
    Binary,
    Password,
}

/// A format, its name, the type that it belongs to, and the Rust type of its numbers.
type Row = (Format, &'static str, &'static str, Option<&'static str>);

/// The formats in the order of the enum.
const TABLE: [Row; 16] = [
    (Format::Int8, "int8", "integer", Some("i8")),
    (Format::Int16, "int16", "integer", Some("i16")),
    (Format::Int32, "int32", "integer", Some("i32")),
    (Format::Int64, "int64", "integer", Some("i64")),
    (Format::Uint8, "uint8", "integer", Some("u8")),
    (Format::Uint16, "uint16", "integer", Some("u16")),
    (Format::Uint32, "uint32", "integer", Some("u32")),
    (Format::Uint64, "uint64", "integer", Some("u64")),
    (Format::Float, "float", "number", Some("f32")),
    (Format::Double, "double", "number", Some("f64")),
    (Format::DateTime, "date-time", "string", None),
    (Format::Date, "date", "string", None),
    (Format::Uuid, "uuid", "string", None),
    (Format::Byte, "byte", "string", None),
    (Format::Binary, "binary", "string", None),
    (Format::Password, "password", "string", None),
];

impl Format {
    /// The format of this name; `None` for one that decides no type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|(_, own, ..)| *own == name).map(|(format, ..)| *format)
    }

    /// All formats.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(format, ..)| *format)
    }

    /// Its name in OpenAPI.
    pub(crate) fn name(self) -> &'static str {
        self.row().1
    }

    /// The Rust type of its numbers, if it is a format of numbers.
    pub(crate) fn rust_number(self) -> Option<&'static str> {
        self.row().3
    }

    /// Whether a schema of this `type` may have the format. `type: number` with the format of an integer is an integer.
    pub(crate) fn is_of(self, kind: &str) -> bool {
        let own = self.row().2;
        own == kind || own == "integer" && kind == "number"
    }

    /// Whether strings of the format have a syntax that is checked when they are read.
    pub(crate) fn is_checked(self) -> bool {
        matches!(self, Self::DateTime | Self::Date | Self::Uuid | Self::Byte)
    }

    /// Its row in the table, which has the order of the enum.
    fn row(self) -> Row {
        TABLE[self as usize]
    }

    /// The least and the greatest integer of the format, if it is one of integers.
    pub(crate) fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::Int8 => (i8::MIN.into(), i8::MAX.into()),
            Self::Int16 => (i16::MIN.into(), i16::MAX.into()),
            Self::Int32 => (i32::MIN.into(), i32::MAX.into()),
            Self::Int64 => (i64::MIN.into(), i64::MAX.into()),
            Self::Uint8 => (0, u8::MAX.into()),
            Self::Uint16 => (0, u16::MAX.into()),
            Self::Uint32 => (0, u32::MAX.into()),
            Self::Uint64 => (0, u64::MAX.into()),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, TABLE};

    #[test]
    fn each_format_is_in_the_table_once() {
        for (index, (format, name, kind, rust)) in TABLE.iter().enumerate() {
            assert_eq!(Format::named(name), Some(*format), "{name}");
            assert_eq!(*format as usize, index, "{name} is in the order of the enum");
            assert_eq!(format.name(), *name);
            assert_eq!(format.range().is_some(), *kind == "integer", "{name}");
            assert_eq!(rust.is_none(), *kind == "string", "{name}");
        }
        assert_eq!(TABLE.len(), Format::Password as usize + 1, "the last one of the enum");
    }

    #[test]
    fn a_number_may_have_the_format_of_an_integer_and_not_the_reverse() {
        assert!(Format::Int32.is_of("number") && Format::Int32.is_of("integer"));
        assert!(Format::Float.is_of("number") && !Format::Float.is_of("integer"));
        assert!(Format::Uuid.is_of("string") && !Format::Uuid.is_of("number"));
        assert_eq!(Format::named("email"), None);
    }
}
