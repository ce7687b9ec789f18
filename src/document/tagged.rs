use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

/// A union that is written as an object with its variant's name under `type`, first of all.
///
/// serde's own reading of such a union copies the object first, and with that forgets where in
/// the document it was. This one reads on in place. Our reader hands out `type` first, wherever
/// it was written, and our own writing puts it there, so that `serde_json` reads it back.
pub(crate) trait Tagged: Sized {
    /// The names of the variants.
    const NAMES: &'static [&'static str];

    /// Reads the variant `name` from the members beside `type`.
    fn payload<'de, D: Deserializer<'de>>(name: &str, members: D) -> Result<Self, D::Error>;
}

/// Reads a [`Tagged`] union.
pub(crate) fn tagged<'de, T: Tagged, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    struct Members<T>(PhantomData<T>);

    impl<'de, T: Tagged> Visitor<'de> for Members<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object with `type`")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<T, A::Error> {
            match source.next_key::<String>()? {
                Some(key) if key == "type" => {}
                Some(_) | None => return Err(A::Error::missing_field("type")),
            }
            let name: String = source.next_value()?;
            if !T::NAMES.contains(&name.as_str()) {
                return Err(A::Error::unknown_variant(&name, T::NAMES));
            }
            T::payload(&name, MapAccessDeserializer::new(source))
        }
    }

    source.deserialize_map(Members(PhantomData))
}
