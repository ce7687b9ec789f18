//! The forms of a document, declared beside the type that is read.

/// An object: each field of the struct, whether it is `needed`, `optional` (an `Option`) or
/// `or_default`, and its name in documents. Anything else in the object is refused.
macro_rules! object {
    ($name:ident {}) => {
        impl $crate::document::Read for $name {
            fn read(place: $crate::document::Place<'_>) -> Option<Self> {
                place.fields()?.end();
                Some(Self {})
            }
        }
        $crate::document::deserialize!($name);
    };
    ($name:ident { $($field:ident: $how:ident $key:literal),+ $(,)? }) => {
        impl $crate::document::Read for $name {
            fn read(place: $crate::document::Place<'_>) -> Option<Self> {
                let mut fields = place.fields()?;
                // All are read before the first that failed ends it, so that all are found.
                $(let $field = fields.$how($key);)+
                fields.end();
                match ($($field,)+) {
                    ($(Some($field),)+) => Some(Self { $($field),+ }),
                    _ => None,
                }
            }
        }
        $crate::document::deserialize!($name);
    };
}

/// One of several words.
macro_rules! words {
    ($name:ident { $($variant:ident: $word:literal),* $(,)? }) => {
        impl $crate::document::Read for $name {
            fn read(place: $crate::document::Place<'_>) -> Option<Self> {
                match place.word(&[$($word),*])? {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
        $crate::document::deserialize!($name);
    };
}

/// One of several objects, with its name under `type`.
macro_rules! union {
    ($name:ident { $($variant:ident: $word:literal),* $(,)? }) => {
        impl $crate::document::Read for $name {
            fn read(place: $crate::document::Place<'_>) -> Option<Self> {
                let (name, place) = place.variant(&[$($word),*])?;
                match name {
                    $($word => $crate::document::Read::read(place).map(Self::$variant),)*
                    _ => None,
                }
            }
        }
        $crate::document::deserialize!($name);
    };
}

/// serde's reading of a type that is [`Read`](crate::document::Read).
macro_rules! deserialize {
    ($name:ident) => {
        impl<'de> ::serde::de::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::de::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                $crate::document::through_tree(source)
            }
        }
    };
}

pub(crate) use {deserialize, object, union, words};
