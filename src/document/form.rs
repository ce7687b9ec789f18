//! The forms of a document, declared beside the type that is read.

/// An object: each field of the struct, whether it is `needed`, `optional` (an `Option`) or
/// `or_default`, and its name in documents. Anything else in the object is refused.
macro_rules! object {
    ($name:ident {}) => {
        impl $crate::document::Read for $name {
            fn blank() -> Self {
                Self {}
            }

            fn read(&mut self, place: $crate::document::Place<'_>) {
                if let Some(fields) = place.fields() {
                    fields.end();
                }
            }
        }
        $crate::document::deserialize!($name);
    };
    ($name:ident { $($field:ident: $how:ident $key:literal),+ $(,)? }) => {
        impl $crate::document::Read for $name {
            fn blank() -> Self {
                Self { $($field: $crate::document::Read::blank()),+ }
            }

            fn read(&mut self, place: $crate::document::Place<'_>) {
                if let Some(mut fields) = place.fields() {
                    $(fields.$how($key, &mut self.$field);)+
                    fields.end();
                }
            }
        }
        $crate::document::deserialize!($name);
    };
}

/// One of several words.
macro_rules! words {
    ($name:ident {
        $first:ident: $first_word:literal $(, $variant:ident: $word:literal)* $(,)?
    }) => {
        impl $crate::document::Read for $name {
            fn blank() -> Self {
                Self::$first
            }

            fn read(&mut self, place: $crate::document::Place<'_>) {
                let known = [Self::$first $(, Self::$variant)*];
                let at = place.word(&[$first_word $(, $word)*]);
                if let Some(found) = at.and_then(|at| known.get(at)) {
                    *self = *found;
                }
            }
        }
        $crate::document::deserialize!($name);
    };
}

/// One of several objects, with its name under `type`.
macro_rules! union {
    ($name:ident {
        $first:ident: $first_word:literal $(, $variant:ident: $word:literal)* $(,)?
    }) => {
        impl $crate::document::Read for $name {
            fn blank() -> Self {
                Self::$first($crate::document::Read::blank())
            }

            fn read(&mut self, place: $crate::document::Place<'_>) {
                match place.variant(&[$first_word $(, $word)*]) {
                    Some(($first_word, place)) => {
                        *self = Self::$first($crate::document::Read::at(place));
                    }
                    $(Some(($word, place)) => {
                        *self = Self::$variant($crate::document::Read::at(place));
                    })*
                    Some(_) | None => {}
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
