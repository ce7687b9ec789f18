use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Place, Read};

/// Values by name, sorted by it.
///
/// Few names are the rule, and then a sorted list is smaller and faster than a tree: finding takes
/// logarithmic time, adding or removing linear time.
///
/// # Example
/// ```
/// use incident_core::document::Map;
///
/// let mut map = Map::new();
/// map.insert("urgency", 2);
/// map.insert("impact", 1);
/// assert_eq!(map.get("impact"), Some(&1));
/// assert_eq!(map.keys().collect::<Vec<_>>(), ["impact", "urgency"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<T>(Vec<(String, T)>);

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Map<T> {
    /// A map without a value.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(key))
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.get(self.find(key).ok()?).map(|(_, value)| value)
    }

    /// The value of a name, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let at = self.find(key).ok()?;
        self.0.get_mut(at).map(|(_, value)| value)
    }

    /// The map of values that stand sorted by name; none if they do not, or a name stands twice.
    #[cfg(feature = "analysis")]
    pub(crate) fn ascending(values: Vec<(String, T)>) -> Option<Self> {
        values.is_sorted_by(|(one, _), (next, _)| one < next).then_some(Self(values))
    }

    /// Sets the value of a name.
    pub fn insert(&mut self, key: &str, value: T) {
        match self.find(key) {
            Ok(at) => {
                if let Some((_, old)) = self.0.get_mut(at) {
                    *old = value;
                }
            }
            Err(at) => self.0.insert(at, (key.to_owned(), value)),
        }
    }

    /// Removes a name with its value.
    pub fn remove(&mut self, key: &str) {
        if let Ok(at) = self.find(key) {
            self.0.remove(at);
        }
    }

    /// Removes what does not fulfil the condition.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &T) -> bool) {
        self.0.retain(|(key, value)| keep(key, value));
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The names, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    /// The names with their values, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl<K: AsRef<str>, T> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(pairs: I) -> Self {
        let mut map = Self::new();
        for (key, value) in pairs {
            map.insert(key.as_ref(), value);
        }
        map
    }
}

impl<K: AsRef<str>, T, const N: usize> From<[(K, T); N]> for Map<T> {
    fn from(pairs: [(K, T); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<T: Read> Read for Map<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, place: Place<'_>) {
        place.members_by_name(&mut |key, place| self.0.push((key.to_owned(), T::at(place))));
    }
}

impl<T: Serialize> Serialize for Map<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
