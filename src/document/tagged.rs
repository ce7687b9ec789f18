use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

/// A union that is written as an object with its variant's name under `type`.
///
/// serde's own reading of such a union copies the object first, and with that forgets where in
/// the document it was. This one reads on in place, since the reader hands out `type` first.
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
            let mut before = serde_json::Map::new();
            while let Some(key) = source.next_key::<String>()? {
                if key != "type" {
                    before.insert(key, source.next_value()?);
                    continue;
                }
                let name: String = source.next_value()?;
                if !T::NAMES.contains(&name.as_str()) {
                    return Err(A::Error::unknown_variant(&name, T::NAMES));
                }
                if before.is_empty() {
                    return T::payload(&name, MapAccessDeserializer::new(source));
                }
                // Another reader than ours, with `type` not in front: take the object whole.
                while let Some(key) = source.next_key::<String>()? {
                    before.insert(key, source.next_value()?);
                }
                return T::payload(&name, serde_json::Value::Object(before))
                    .map_err(A::Error::custom);
            }
            Err(A::Error::missing_field("type"))
        }
    }

    source.deserialize_map(Members(PhantomData))
}
