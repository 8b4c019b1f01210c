//! The arms of a union in, the union out as it is emitted: for tests that need one which the API of the other tests has not.

/// A union without a tag, or with what is said in brackets of its tag and its arms.
macro_rules! union_of {
    ($union:ident { $($variant:ident($held:ty)),+ }) => {
        crate::unions::union_of!(
            $union [const ARMS: &'static [Option<&'static str>] = &[$(crate::unions::untagged!($variant)),+];]
            { $($variant($held)),+ }
        );
    };
    ($union:ident [$($constants:item)*] { $($variant:ident($held:ty)),+ }) => {
        #[derive(Debug, Clone, PartialEq)]
        enum $union {
            $($variant($held),)+
            Unknown(crate::runtime::Value),
        }

        impl crate::runtime::Union for $union {
            const NAME: &'static str = stringify!($union);
            $($constants)*

            fn read<'de, F: crate::runtime::ArmSource<'de>>(
                arm: usize,
                from: F,
                cx: &crate::runtime::Decoding,
            ) -> Result<Self, F::Error> {
                let mut arms = 0..;
                $(if arms.next() == Some(arm) {
                    return crate::runtime::arm(from, cx).map(Self::$variant);
                })+
                unreachable!("there is no arm {arm}")
            }

            fn unknown(value: crate::runtime::Value) -> Self {
                Self::Unknown(value)
            }

            fn write<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => crate::runtime::Serialize::serialize(value, to),)+
                    Self::Unknown(value) => crate::runtime::Serialize::serialize(value, to),
                }
            }
        }
        crate::runtime::union!($union);
    };
}

/// The tag of an arm that has none.
macro_rules! untagged {
    ($variant:ident) => {
        None
    };
}

pub(crate) use {union_of, untagged};
