use serde::Serialize;

use super::{Domain, Recorded, digest_of, other_ticket};
use crate::digest;
use crate::document::{self, Node, object};
use crate::error::{Code, Error, Path};
use crate::limits;

/// What stands in the first line in the place of the digest of the one before.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How far a record goes, and what it then says: to be kept where the record cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Head {
    /// The ticket.
    pub ticket: String,
    /// How many lines the record has.
    pub lines: u64,
    /// The digest of the last one.
    pub digest: String,
}

object!(Head { ticket: needed "ticket", lines: needed "lines", digest: needed "digest" });

/// The record of a ticket that grows by a line a decision.
///
/// # Example
/// ```
/// use incident_core::model::{Actor, Command, Context};
/// use incident_core::security::audit::{Chain, DecidedBy, Decision, verify};
/// use incident_core::{Engine, Instant, check};
///
/// let engine = Engine::new(check::policy(check::preset("itil").unwrap_or_default())?.policy);
/// let command: Command = serde_json::from_str(
///     r#"{"type": "open", "id": "INC-1", "kind": "incident"}"#,
/// ).unwrap();
/// let context = Context::at(Instant::parse("2026-01-05T09:00:00Z").unwrap(), Actor::default());
/// let events = engine.decide(None, &command, &context)?;
///
/// let mut chain = Chain::new("INC-1");
/// let decided_by = DecidedBy::engine(&engine);
/// let line = chain.append(&Decision { command, context, events, decided_by })?;
/// assert_eq!(verify(&line)?, chain.head());
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    head: Head,
}

impl Chain {
    /// The record of a ticket before its first line.
    #[must_use]
    pub fn new(ticket: &str) -> Self {
        Self { head: Head { ticket: ticket.to_owned(), lines: 0, digest: NOTHING.to_owned() } }
    }

    /// The record that goes on where a head says that it ends.
    #[must_use]
    pub const fn after(head: Head) -> Self {
        Self { head }
    }

    /// How far it goes.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head.clone()
    }

    /// Puts a decision on record: its line, with its line feed.
    ///
    /// # Errors
    /// `audit.otherTicket` for the opening of a ticket with another id, or of a case about one;
    /// `audit.otherCase` for that of a case with another id than the decision names;
    /// `limit.exceeded` for a line above the limit of a ticket. The record then stays as it was.
    pub fn append<T: Recorded>(&mut self, decision: &T) -> Result<String, Vec<Error>> {
        if let Some(error) = decision.refused(&self.head.ticket) {
            return Err(vec![error]);
        }
        let lines = self.head.lines.saturating_add(1);
        let number = Node::Number(i64::try_from(lines).unwrap_or(i64::MAX));
        let text = |text: &str| Node::Text(text.to_owned());
        let content = document::parse(&document::text(decision), &limits::TICKET_BYTES)?;
        let content = with(content, "ticket", text(&self.head.ticket));
        let content = with(content, "number", number);
        let content = with(content, "previous", text(&self.head.digest)).sorted();
        let digest = digest_of_line(&content);
        let line = document::text(&with(content, "digest", text(&digest)).sorted());
        if !limits::TICKET_BYTES.admits(line.len()) {
            return Err(vec![Error::beyond(&limits::TICKET_BYTES, line.len())]);
        }
        self.head = Head { ticket: self.head.ticket.clone(), lines, digest };
        Ok(line + "\n")
    }
}

/// Looks through a record: every line in its canonical form, each where it belongs, with the digest
/// that its content has. Tells how far it goes.
///
/// # Errors
/// `audit.empty`, `audit.lineCut`, `audit.notCanonical`, `audit.otherTicket`,
/// `audit.numberWrong`, `audit.previousWrong`, `audit.digestWrong`, `document.*`: every finding,
/// each under the number of its line.
pub fn verify(record: &str) -> Result<Head, Vec<Error>> {
    let mut findings = Vec::new();
    let mut heads = Heads::default();
    for (line, number) in record.split_inclusive('\n').zip(1_u64..) {
        let path = Path::root().key("lines").key(&number.to_string());
        let errors = heads.follow(line, number);
        findings.extend(errors.into_iter().map(|error| error.below(&path)));
    }
    limits::FINDINGS.cut(&mut findings);
    match heads.last {
        Some(head) if findings.is_empty() => Ok(head),
        None if findings.is_empty() => Err(vec![Error::new(Code::AuditEmpty)]),
        Some(_) | None => Err(findings),
    }
}

/// Looks through a record as [`verify`] does, and whether it goes on from where a head says that it
/// once ended.
///
/// # Errors
/// As [`verify`]; `audit.shortened` if it has fewer lines than the head, `audit.changed` if it has
/// others.
pub fn verify_extends(record: &str, old: &Head) -> Result<Head, Vec<Error>> {
    let head = verify(record)?;
    let wrong = |code: Code| vec![Error::new(code).with("line", old.lines)];
    if let Some(error) = other_ticket(&head.ticket, &old.ticket) {
        return Err(vec![error]);
    }
    if head.lines < old.lines {
        return Err(wrong(Code::AuditShortened));
    }
    let Some(before) = old.lines.checked_sub(1) else {
        return if old.digest == NOTHING { Ok(head) } else { Err(wrong(Code::AuditChanged)) };
    };
    let before = usize::try_from(before).unwrap_or(usize::MAX);
    let there = record.split_inclusive('\n').nth(before).and_then(|line| {
        let node = document::parse(line, &limits::TICKET_BYTES).ok()?;
        document::read_member::<String>(&node, "digest").ok()
    });
    if there.as_ref() == Some(&old.digest) { Ok(head) } else { Err(wrong(Code::AuditChanged)) }
}

/// Where a record is, line by line.
#[derive(Debug, Default)]
struct Heads {
    last: Option<Head>,
}

/// What holds a line in its place.
struct Seal {
    ticket: String,
    number: u64,
    previous: String,
    digest: String,
}

impl Seal {
    fn of(node: &Node) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let mut text = |name: &'static str| {
            document::read_member::<String>(node, name).unwrap_or_else(|errors| {
                findings.extend(errors);
                String::new()
            })
        };
        let (ticket, previous) = (text("ticket"), text("previous"));
        let digest = text("digest");
        let number = document::read_member::<u64>(node, "number").unwrap_or_else(|errors| {
            findings.extend(errors);
            0
        });
        if findings.is_empty() {
            Ok(Self { ticket, number, previous, digest })
        } else {
            Err(findings)
        }
    }
}

impl Heads {
    /// Goes on to the next line; everything that is wrong with it.
    fn follow(&mut self, line: &str, number: u64) -> Vec<Error> {
        let mut findings = Vec::new();
        let Some(text) = line.strip_suffix('\n') else {
            return vec![Error::new(Code::AuditLineCut)];
        };
        let read = document::parse(text, &limits::TICKET_BYTES);
        let seal = read.and_then(|node| Ok((Seal::of(&node)?, node)));
        let (seal, node) = match seal {
            Ok(read) => read,
            Err(errors) => return errors,
        };
        let sorted = node.sorted();
        if document::text(&sorted) != text {
            findings.push(Error::new(Code::AuditNotCanonical));
        }
        let of_last = |head: &Head| (head.ticket.clone(), head.digest.clone());
        let last = self.last.as_ref().map(of_last);
        let (ticket, previous) = last.unwrap_or((seal.ticket.clone(), NOTHING.to_owned()));
        findings.extend(other_ticket(&seal.ticket, &ticket));
        if seal.number != number {
            let error = Error::new(Code::AuditNumberWrong).with("number", seal.number);
            findings.push(error.with("expected", number));
        }
        if seal.previous != previous {
            findings.push(Error::new(Code::AuditPreviousWrong).with("expected", previous));
        }
        let digest = digest_of_line(&sorted);
        if seal.digest != digest {
            findings.push(Error::new(Code::AuditDigestWrong).with("expected", digest));
        }
        self.last = Some(Head { ticket: seal.ticket, lines: number, digest: seal.digest });
        findings
    }
}

/// The digest of a line's content: of all its members but `digest`, sorted.
fn digest_of_line(sorted: &Node) -> String {
    let Node::Map(members) = sorted else { return NOTHING.to_owned() };
    let content = members.iter().filter(|(name, _)| name != "digest").cloned().collect();
    let content = document::text(&Node::Map(content));
    digest::hex(&digest_of(Domain::Line, &[content.as_bytes()]))
}

/// An object with one member more.
fn with(object: Node, name: &str, value: Node) -> Node {
    let mut members = if let Node::Map(members) = object { members } else { Vec::new() };
    members.push((name.to_owned(), value));
    Node::Map(members)
}
