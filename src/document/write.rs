use std::fmt::{Display, Write};

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// Writes a document as JSON text without white space: members in the order of the type's fields,
/// keys of maps in theirs.
///
/// Our documents have string keys and no fractions, so nothing of them fails. This writer cannot
/// fail on them either, and so the compiler drops what serde's derived code does after each field
/// in case it did: that is why the module does not use `serde_json`'s.
pub(crate) fn text<T: Serialize + ?Sized>(document: &T) -> String {
    let mut text = String::new();
    // Invariant: no document has a part that the writer refuses.
    document.serialize(Writer { text: &mut text }).unwrap_or_default();
    text
}

/// A part that JSON text of ours does not have: a fraction, or bytes.
#[derive(Debug, Default, thiserror::Error)]
#[error("fractions and bytes have no place in a document")]
struct Unwritable;

impl ser::Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

type Written = Result<(), Unwritable>;

/// Adds to a text. What it wrote last tells whether a comma is due, so it needs no memory.
struct Writer<'a> {
    text: &'a mut String,
}

impl Writer<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "what serde wants of every part")]
    fn add(self, text: &str) -> Written {
        self.text.push_str(text);
        Ok(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "what serde wants of every part")]
    fn number(self, number: impl Display) -> Written {
        // Writing into a string does not fail.
        let _ = write!(self.text, "{number}");
        Ok(())
    }

    fn quote(&mut self, text: &str) {
        self.text.push('"');
        let mut plain = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.text.push_str(text.get(plain..at).unwrap_or_default());
            plain = at.saturating_add(1);
            let escape = match byte {
                b'"' => r#"\""#,
                b'\\' => r"\\",
                b'\n' => r"\n",
                b'\r' => r"\r",
                b'\t' => r"\t",
                8 => r"\b",
                12 => r"\f",
                _ => {
                    let _ = write!(self.text, "\\u{byte:04x}");
                    continue;
                }
            };
            self.text.push_str(escape);
        }
        self.text.push_str(text.get(plain..).unwrap_or_default());
        self.text.push('"');
    }

    fn next(&mut self) -> Writer<'_> {
        if !matches!(self.text.as_bytes().last(), Some(b'{' | b'[')) {
            self.text.push(',');
        }
        Writer { text: self.text }
    }

    fn member(&mut self, name: &str) -> Writer<'_> {
        self.next().quote(name);
        self.text.push(':');
        Writer { text: self.text }
    }

    /// Opens an object whose only member is `name`.
    fn only_member(self, name: &str) -> Self {
        self.text.push('{');
        let mut writer = self;
        writer.member(name);
        writer
    }

    fn open(self, bracket: char) -> Self {
        self.text.push(bracket);
        self
    }
}

impl Serializer for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_bool(self, flag: bool) -> Written {
        self.add(if flag { "true" } else { "false" })
    }

    fn serialize_i8(self, number: i8) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_i16(self, number: i16) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_i32(self, number: i32) -> Written {
        self.serialize_i64(number.into())
    }

    fn serialize_i64(self, number: i64) -> Written {
        self.number(number)
    }

    fn serialize_u8(self, number: u8) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_u16(self, number: u16) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_u32(self, number: u32) -> Written {
        self.serialize_u64(number.into())
    }

    fn serialize_u64(self, number: u64) -> Written {
        self.number(number)
    }

    fn serialize_f32(self, _: f32) -> Written {
        Err(Unwritable)
    }

    /// Only what is insight has fractions: finite ones with at most four decimals, out of the range
    /// in which those are exact. Written as whole numbers, since what else writes a fraction takes
    /// several kilobytes of the module.
    #[cfg(any(feature = "insight", feature = "metrics"))]
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::float_arithmetic,
        reason = "a whole number within 64 bits"
    )]
    fn serialize_f64(self, number: f64) -> Written {
        let parts = libm::round(number * 10_000.0) as i64;
        let sign = if parts < 0 { "-" } else { "" };
        let parts = parts.unsigned_abs();
        let (whole, decimals) = (parts.div_euclid(10_000), parts.rem_euclid(10_000));
        let text = format!("{sign}{whole}.{decimals:04}");
        self.add(text.trim_end_matches('0').trim_end_matches('.'))
    }

    #[cfg(not(any(feature = "insight", feature = "metrics")))]
    fn serialize_f64(self, _: f64) -> Written {
        Err(Unwritable)
    }

    fn serialize_char(self, letter: char) -> Written {
        self.collect_str(&letter)
    }

    fn serialize_str(mut self, text: &str) -> Written {
        self.quote(text);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Unwritable)
    }

    fn serialize_none(self) -> Written {
        self.add("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.add("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.add("null")
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        let Writer { text } = self.only_member(name);
        value.serialize(Writer { text })?;
        Writer { text }.add("}")
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unwritable> {
        Ok(self.open('['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritable> {
        Ok(self.open('['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        Ok(self.open('['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        Ok(self.only_member(name).open('['))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Unwritable> {
        Ok(self.open('{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        Ok(self.open('{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        Ok(self.only_member(name).open('{'))
    }
}

impl SerializeSeq for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn end(self) -> Written {
        self.add("]")
    }
}

impl SerializeTuple for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn end(self) -> Written {
        self.add("]")
    }
}

impl SerializeTupleStruct for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn end(self) -> Written {
        self.add("]")
    }
}

impl SerializeTupleVariant for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        value.serialize(self.next())
    }

    fn end(self) -> Written {
        self.add("]}")
    }
}

impl SerializeMap for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        key.serialize(self.next())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.text.push(':');
        value.serialize(Writer { text: self.text })
    }

    fn end(self) -> Written {
        self.add("}")
    }
}

impl SerializeStruct for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        value.serialize(self.member(name))
    }

    fn end(self) -> Written {
        self.add("}")
    }
}

impl SerializeStructVariant for Writer<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
        value.serialize(self.member(name))
    }

    fn end(self) -> Written {
        self.add("}}")
    }
}
