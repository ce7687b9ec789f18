use sha2::{Digest, Sha256};

use super::bytes::{Bytes, put, put_signed};
use super::index::{SAYS, SimilarIndex, Slot};
use super::postings::{Count, Entry};
use super::ticket::{FieldWeights, SimilarSettings};
use super::{number, place};
use crate::error::{Code, Error};
use crate::insight::text::ANALYSIS_VERSION;
use crate::time::Instant;

/// What every stored index begins with.
const MAGIC: &[u8; 8] = b"ICSIMILR";
/// The version of the form of a stored index.
pub const FORM_VERSION: u32 = 1;
/// The bytes of the digest at the end.
const DIGEST: usize = 32;

impl SimilarIndex {
    /// The index as bytes, to be [loaded](Self::load) again.
    ///
    /// They depend on nothing but the settings and the tickets: not on the order in which these
    /// came, nor on what was removed. At the end stands their SHA-256.
    #[must_use]
    pub fn store(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put(&mut bytes, FORM_VERSION.into());
        put(&mut bytes, ANALYSIS_VERSION.into());
        let FieldWeights { title, text, category, service } = self.settings.weights;
        for setting in [title, text, category, service, self.settings.saturation] {
            put(&mut bytes, setting.into());
        }
        let mut slots: Vec<&Slot> = self.present().collect();
        slots.sort_unstable_by_key(|slot| self.id(slot));
        let terms = self.terms.len();
        let held = (0..number(terms)).filter(|term| self.holders(*term) > 0);
        let term_of = put_texts(&mut bytes, terms, held.map(|term| (self.terms.get(term), term)));
        let mut said: Vec<u32> = slots.iter().flat_map(|slot| slot.says).collect();
        said.sort_unstable();
        said.dedup();
        let names = said.into_iter().map(|name| (self.names.get(name), name));
        let name_of = put_texts(&mut bytes, self.names.len(), names);
        put(&mut bytes, u64::from(number(slots.len())));
        for slot in slots {
            self.put_slot(&mut bytes, slot, &term_of, &name_of);
        }
        let digest = Sha256::digest(&bytes);
        bytes.extend_from_slice(&digest);
        bytes
    }

    fn put_slot(&self, bytes: &mut Vec<u8>, slot: &Slot, term_of: &[u32], name_of: &[u32]) {
        let id = self.id(slot);
        put(bytes, u64::from(number(id.len())));
        bytes.extend_from_slice(id.as_bytes());
        put_signed(bytes, slot.opened_at.as_millis());
        match slot.resolved_at {
            Some(at) => {
                bytes.push(1);
                put_signed(bytes, at.as_millis());
            }
            None => bytes.push(0),
        }
        put(bytes, slot.reopens);
        for name in slot.says {
            put(bytes, name_of.get(place(name)).copied().unwrap_or_default().into());
        }
        let mut entries: Vec<Entry> = self.terms_of(slot).collect();
        for entry in &mut entries {
            entry.term = term_of.get(place(entry.term)).copied().unwrap_or_default();
        }
        entries.sort_unstable();
        put(bytes, u64::from(number(entries.len())));
        let mut last = 0_u32;
        for Entry { term, count } in entries {
            put(bytes, u64::from(term.wrapping_sub(last)));
            bytes.push(count.0);
            last = term;
        }
    }

    /// The index that these bytes store.
    ///
    /// # Errors
    /// `insight.indexForm`: something else; `insight.indexVersion`: an index of another form or of
    /// another analysis of texts, which has to be built anew; `insight.indexDamaged`: an index
    /// whose bytes were changed or are missing.
    pub fn load(bytes: &[u8]) -> Result<Self, Error> {
        let mut rest = Bytes(bytes);
        if rest.take(MAGIC.len()) != Some(MAGIC) {
            return Err(Error::new(Code::InsightIndexForm));
        }
        for expected in [FORM_VERSION, ANALYSIS_VERSION] {
            let version = rest.number().ok_or_else(|| Error::new(Code::InsightIndexDamaged))?;
            if version != u64::from(expected) {
                let error = Error::new(Code::InsightIndexVersion).with("version", version);
                return Err(error.with("expected", expected));
            }
        }
        let body = bytes.len().checked_sub(DIGEST).and_then(|end| bytes.split_at_checked(end));
        let whole = body.filter(|(body, digest)| Sha256::digest(body).as_slice() == *digest);
        let length = rest.0.len().saturating_sub(DIGEST);
        rest.0 = rest.0.get(..length).unwrap_or_default();
        whole.and_then(|_| read(rest)).ok_or_else(|| Error::new(Code::InsightIndexDamaged))
    }
}

/// Adds texts sorted, each as what it differs by from the one before. Returns the new number of
/// each old one.
fn put_texts<'a>(
    bytes: &mut Vec<u8>,
    old: usize,
    texts: impl Iterator<Item = (&'a str, u32)>,
) -> Vec<u32> {
    let mut texts: Vec<_> = texts.collect();
    texts.sort_unstable();
    let mut new_of = vec![0; old];
    put(bytes, u64::from(number(texts.len())));
    let mut last = "";
    for (new, (text, old)) in texts.into_iter().enumerate() {
        let pairs = text.bytes().zip(last.bytes());
        let equal = pairs.take_while(|(one, other)| one == other).count();
        let rest = text.as_bytes().get(equal..).unwrap_or_default();
        put(bytes, u64::from(number(equal)));
        put(bytes, u64::from(number(rest.len())));
        bytes.extend_from_slice(rest);
        if let Some(place) = new_of.get_mut(place(old)) {
            *place = number(new);
        }
        last = text;
    }
    new_of
}

/// Hands on the texts that were put; none if they are no texts.
fn take_texts(bytes: &mut Bytes<'_>, mut each: impl FnMut(&str) -> Option<()>) -> Option<()> {
    let mut last: Vec<u8> = Vec::new();
    for _ in 0..bytes.number()? {
        let equal = usize::try_from(bytes.number()?).ok()?;
        let length = usize::try_from(bytes.number()?).ok()?;
        last.truncate(equal);
        last.extend_from_slice(bytes.take(length)?);
        each(str::from_utf8(&last).ok()?)?;
    }
    Some(())
}

/// The index after the versions; none if the bytes are none that were stored.
fn read(mut bytes: Bytes<'_>) -> Option<SimilarIndex> {
    let mut setting = || u32::try_from(bytes.number()?).ok();
    let (title, text, category, service) = (setting()?, setting()?, setting()?, setting()?);
    let weights = FieldWeights { title, text, category, service };
    let saturation = setting()?;
    let mut index = SimilarIndex::new(SimilarSettings { weights, saturation }).ok()?;
    // A text that stands twice would shift the numbers of those after it.
    let mut next = 0_u32..;
    take_texts(&mut bytes, |term| (Some(index.term(term)) == next.next()).then_some(()))?;
    let (terms, mut next) = (index.terms.len(), 0_u32..);
    take_texts(&mut bytes, |name| (Some(index.names.add(name)) == next.next()).then_some(()))?;
    for _ in 0..bytes.number()? {
        let id = bytes.text()?;
        let opened_at = Instant::from_millis(bytes.signed()?).ok()?;
        let resolved_at = match bytes.byte()? {
            0 => None,
            1 => Some(Instant::from_millis(bytes.signed()?).ok()?),
            _ => return None,
        };
        let reopens = bytes.number()?;
        let mut says = [0; SAYS];
        for name in &mut says {
            *name = u32::try_from(bytes.number()?).ok()?;
            (place(*name) < index.names.len()).then_some(())?;
        }
        let mut entries = Vec::new();
        let mut term = 0_u32;
        for _ in 0..bytes.number()? {
            term = term.checked_add(u32::try_from(bytes.number()?).ok()?)?;
            (place(term) < terms).then_some(())?;
            entries.push(Entry { term, count: Count(bytes.byte()?) });
        }
        let slot = Slot {
            id: 0,
            terms: (0, 0),
            square: 0,
            opened_at,
            resolved_at,
            reopens,
            says,
            gone: false,
        };
        index.put(id, &slot, &entries).ok()?;
    }
    bytes.0.is_empty().then_some(index)
}
