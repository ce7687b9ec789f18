//! A change of a document, as a JSON Patch (RFC 6902) of the operations that say what they mean:
//! `add`, `replace`, `remove` and `test`.

use serde::Serialize;

use crate::digest;
use crate::document::{Node, Place, Read, object, words};
use crate::error::{Code, Error, Path};
use crate::limits;

/// One operation of a JSON Patch, in the form in which the linter writes its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Patch {
    /// What is done.
    pub op: PatchOp,
    /// Where: a JSON Pointer (RFC 6901).
    pub path: String,
    /// What with; `remove` has none.
    #[serde(default, skip_serializing_if = "Written::is_absent")]
    pub value: Written,
}

object!(Patch { op: needed "op", path: needed "path", value: or_default "value" });

impl Patch {
    /// Takes away what stands at a place.
    #[must_use]
    pub fn remove(path: &Path) -> Self {
        Self { op: PatchOp::Remove, path: path.as_str().to_owned(), value: Written::default() }
    }
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum PatchOp {
    /// Puts a member or an entry there; `-` is behind the last entry of a list.
    Add,
    /// Puts another value there; something must stand there.
    Replace,
    /// Takes away what stands there.
    Remove,
    /// Asks whether this value stands there; if not, nothing of the patch is done.
    Test,
}

words!(PatchOp { Add: "add", Replace: "replace", Remove: "remove", Test: "test" });

/// Any JSON as it was written, or nothing at all, which is not `null`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written(pub Option<Node>);

impl Written {
    fn is_absent(&self) -> bool {
        self.0.is_none()
    }
}

impl Serialize for Written {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Read for Written {
    fn blank() -> Self {
        Self(None)
    }

    fn read(&mut self, place: Place<'_>) {
        self.0 = Some(place.node().clone());
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Written {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Json".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({})
    }
}

/// What a document would become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The digest of the document before, as a policy of this text is named by it.
    pub before: String,
    /// The digest of the document after.
    pub after: String,
    /// The places at which both differ, members in the byte order of their names. Of lists of
    /// different length it is the list.
    pub changed: Vec<String>,
    /// The document after.
    pub document: Node,
}

/// Findings about the form of a patch: what can be said without a document.
pub(super) fn form(patch: &[Patch], outer: &Path, findings: &mut Vec<Error>) {
    if patch.is_empty() {
        findings.push(Error::new(Code::PatchEmpty).at(outer.clone()));
    }
    for (at, one) in patch.iter().enumerate() {
        let place = outer.index(at);
        if pointer(&one.path).is_none() {
            let error = Error::new(Code::PatchPointer).with("pointer", &one.path);
            findings.push(error.at(place.key("path")));
        }
        match (one.op, &one.value.0) {
            (PatchOp::Remove, Some(_)) => {
                findings.push(Error::new(Code::PatchValueIdle).at(place.key("value")));
            }
            (PatchOp::Add | PatchOp::Replace | PatchOp::Test, None) => {
                let error = Error::new(Code::DocumentFieldMissing).with("field", "value");
                findings.push(error.at(place));
            }
            _ => {}
        }
    }
}

/// The document after a patch. Either all of the patch is done, or nothing.
///
/// Time grows with the number of operations times the size of what they change.
///
/// # Errors
/// Every finding about the form of the patch (`patch.*`); else the first operation that cannot be
/// done, since those after it build on it (`patch.noSuchPlace`, `patch.testFails`); and
/// `limit.exceeded` if the document would become too large or too deep.
///
/// # Example
/// ```
/// use incident_core::document;
/// use incident_core::limits::POLICY_BYTES;
/// use incident_core::security::review::{Patch, apply};
///
/// let policy = document::parse(r#"{"id": "ours", "levels": ["high"]}"#, &POLICY_BYTES)?;
/// let patch = r#"[{"op": "add", "path": "/levels/-", "value": "low"}]"#;
/// let patch: Vec<Patch> = document::read(patch, &POLICY_BYTES)?;
/// assert_eq!(apply(&policy, &patch)?.changed, ["/levels"]);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn apply(document: &Node, patch: &[Patch]) -> Result<Applied, Vec<Error>> {
    let mut findings = Vec::new();
    form(patch, &Path::root(), &mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut after = document.clone();
    for (at, one) in patch.iter().enumerate() {
        operate(&mut after, one).map_err(|code| {
            let place = Path::root().index(at).key("path");
            vec![Error::new(code).with("pointer", &one.path).at(place)]
        })?;
    }
    let (bytes, depth) = (after.bytes(), depth(&after));
    if !limits::POLICY_BYTES.admits(bytes) {
        return Err(vec![Error::beyond(&limits::POLICY_BYTES, bytes)]);
    }
    if !limits::DEPTH.admits(depth) {
        return Err(vec![Error::beyond(&limits::DEPTH, depth)]);
    }
    let mut changed = Vec::new();
    differ(document, &after, &Path::root(), &mut changed);
    let (before, named) = (digest::of_written(document), digest::of_written(&after));
    Ok(Applied { before, after: named, changed, document: after })
}

/// The names on the way to a place; none if it is no pointer.
fn pointer(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let names = text.strip_prefix('/')?.split('/');
    names.map(unescaped).collect()
}

fn unescaped(name: &str) -> Option<String> {
    let mut pieces = name.split('~');
    let mut text = pieces.next()?.to_owned();
    for piece in pieces {
        let (letter, rest) = match piece.strip_prefix('0') {
            Some(rest) => ('~', rest),
            None => ('/', piece.strip_prefix('1')?),
        };
        text.push(letter);
        text.push_str(rest);
    }
    Some(text)
}

/// The place of an entry in a list of so many, as a pointer writes it: no sign, no leading zero.
fn index(name: &str, most: usize) -> Option<usize> {
    let plain = name == "0" || !name.starts_with('0');
    let digits = plain && name.bytes().all(|byte| byte.is_ascii_digit());
    name.parse().ok().filter(|at| digits && *at <= most)
}

fn find<'n>(node: &'n mut Node, names: &[String]) -> Option<&'n mut Node> {
    names.iter().try_fold(node, |node, name| match node {
        Node::Map(members) => members.iter_mut().find(|(key, _)| key == name).map(|(_, node)| node),
        Node::List(list) => list.get_mut(index(name, usize::MAX)?),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => None,
    })
}

fn operate(document: &mut Node, patch: &Patch) -> Result<(), Code> {
    let names = pointer(&patch.path).unwrap_or_default();
    let value = patch.value.0.clone().unwrap_or(Node::Null);
    let done = match patch.op {
        PatchOp::Test => {
            let found = find(document, &names).ok_or(Code::PatchNoSuchPlace)?;
            return if same(found, &value) { Ok(()) } else { Err(Code::PatchTestFails) };
        }
        PatchOp::Replace => find(document, &names).map(|place| *place = value),
        PatchOp::Add => add(document, &names, value),
        PatchOp::Remove => remove(document, &names),
    };
    done.ok_or(Code::PatchNoSuchPlace)
}

fn add(document: &mut Node, names: &[String], value: Node) -> Option<()> {
    let Some((name, way)) = names.split_last() else {
        *document = value;
        return Some(());
    };
    match find(document, way)? {
        Node::Map(members) => {
            match members.iter_mut().find(|(key, _)| key == name) {
                Some((_, old)) => *old = value,
                None => members.push((name.clone(), value)),
            }
            Some(())
        }
        Node::List(list) => {
            let end = list.len();
            let at = if name == "-" { end } else { index(name, end)? };
            list.insert(at, value);
            Some(())
        }
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => None,
    }
}

/// Takes away what stands at a place. A document without its whole is none, so that cannot go.
fn remove(document: &mut Node, names: &[String]) -> Option<()> {
    let (name, way) = names.split_last()?;
    match find(document, way)? {
        Node::Map(members) => {
            let at = members.iter().position(|(key, _)| key == name)?;
            members.remove(at);
        }
        Node::List(list) => {
            let at = index(name, list.len()).filter(|at| *at < list.len())?;
            list.remove(at);
        }
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => return None,
    }
    Some(())
}

fn depth(node: &Node) -> usize {
    let inner = match node {
        Node::List(list) => list.iter().map(depth).max(),
        Node::Map(members) => members.iter().map(|(_, node)| depth(node)).max(),
        Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) => return 0,
    };
    inner.unwrap_or(0).saturating_add(1)
}

/// The members of an object in the byte order of their names.
fn ordered(members: &[(String, Node)]) -> Vec<(&str, &Node)> {
    let mut ordered: Vec<_> = members.iter().map(|(key, node)| (key.as_str(), node)).collect();
    ordered.sort_unstable_by_key(|(key, _)| *key);
    ordered
}

/// Whether both say the same, in whatever order the members of objects stand. Takes no longer than
/// the smaller one is large.
fn same(one: &Node, other: &Node) -> bool {
    match (one, other) {
        (Node::Map(one), Node::Map(other)) if one.len() == other.len() => {
            let mut pairs = ordered(one).into_iter().zip(ordered(other));
            pairs.all(|((key, node), (name, value))| key == name && same(node, value))
        }
        (Node::List(one), Node::List(other)) if one.len() == other.len() => {
            one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Node::Map(_) | Node::List(_), _) => false,
        _ => one == other,
    }
}

fn differ(before: &Node, after: &Node, path: &Path, changed: &mut Vec<String>) {
    match (before, after) {
        (Node::Map(old), Node::Map(new)) => {
            let mut rest = ordered(new).into_iter().peekable();
            for (key, value) in ordered(old) {
                while let Some((name, _)) = rest.next_if(|(name, _)| *name < key) {
                    changed.push(path.key(name).as_str().to_owned());
                }
                match rest.next_if(|(name, _)| *name == key) {
                    Some((_, other)) => differ(value, other, &path.key(key), changed),
                    None => changed.push(path.key(key).as_str().to_owned()),
                }
            }
            changed.extend(rest.map(|(name, _)| path.key(name).as_str().to_owned()));
        }
        (Node::List(old), Node::List(new)) if old.len() == new.len() => {
            for (at, (one, other)) in old.iter().zip(new).enumerate() {
                differ(one, other, &path.index(at), changed);
            }
        }
        _ if same(before, after) => {}
        _ => changed.push(path.as_str().to_owned()),
    }
}
