use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Domain, Head, digest_of};
use crate::digest;
use crate::document::{self, object};
use crate::error::{Code, Error, Path};

/// One digest for the records of many tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreeHead {
    /// How many tickets.
    pub tickets: u64,
    /// The root.
    pub root: String,
}

object!(TreeHead { tickets: needed "tickets", root: needed "root" });

/// That a head is a leaf of a tree: its place, and the digests beside the way to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inclusion {
    /// The head of the record.
    pub head: Head,
    /// Its place among the leaves, from 0.
    pub leaf: u64,
    /// The digests beside the way, the lowest first.
    pub path: Vec<String>,
}

object!(Inclusion { head: needed "head", leaf: needed "leaf", path: needed "path" });

/// The heads of many records as the leaves of a tree after RFC 6962, in the byte order of the
/// tickets' ids. It is made in time and memory that grow with the number of heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    heads: Vec<Head>,
    /// The digests of each height, the leaves first; one that has no partner goes up as it is.
    heights: Vec<Vec<[u8; 32]>>,
}

impl Tree {
    /// The tree over these heads.
    ///
    /// # Errors
    /// `audit.ticketTwice` for each head of a ticket that another one is of as well.
    pub fn new(heads: impl IntoIterator<Item = Head>) -> Result<Self, Vec<Error>> {
        let mut sorted: BTreeMap<String, Head> = BTreeMap::new();
        let mut findings = Vec::new();
        for (at, head) in heads.into_iter().enumerate() {
            if sorted.contains_key(&head.ticket) {
                let error = Error::new(Code::AuditTicketTwice).with("ticket", &head.ticket);
                findings.push(error.at(Path::root().index(at).key("ticket")));
            }
            sorted.insert(head.ticket.clone(), head);
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let heads: Vec<Head> = sorted.into_values().collect();
        let mut height: Vec<[u8; 32]> = heads.iter().map(leaf).collect();
        let mut heights = Vec::new();
        while height.len() > 1 {
            let above = height.chunks(2).map(|pair| match pair {
                [left, right] => node(left, right),
                [alone] => *alone,
                _ => [0; 32],
            });
            let above = above.collect();
            heights.push(std::mem::replace(&mut height, above));
        }
        heights.push(height);
        Ok(Self { heads, heights })
    }

    /// The root, and how many tickets are below it. Without any it is the SHA-256 of nothing.
    #[must_use]
    pub fn head(&self) -> TreeHead {
        let root = self.heights.last().and_then(|height| height.first());
        let root = root.map_or_else(|| digest::hex(&Sha256::digest([])), |root| digest::hex(root));
        TreeHead { tickets: u64::try_from(self.heads.len()).unwrap_or(u64::MAX), root }
    }

    /// What shows that a ticket's head is below the root; none if it is not.
    #[must_use]
    pub fn inclusion(&self, ticket: &str) -> Option<Inclusion> {
        let leaf = self.heads.binary_search_by(|head| head.ticket.as_str().cmp(ticket)).ok()?;
        let mut at = leaf;
        let mut path = Vec::new();
        for height in &self.heights {
            path.extend(height.get(at ^ 1).map(|beside| digest::hex(beside)));
            at >>= 1;
        }
        let head = self.heads.get(leaf)?.clone();
        Some(Inclusion { head, leaf: u64::try_from(leaf).ok()?, path })
    }
}

/// Whether a head is below a root: the check of RFC 9162, section 2.1.3.2.
///
/// # Errors
/// `audit.digestForm` for what is no digest, `audit.proofWrong` for a way that leads elsewhere.
pub fn verify_inclusion(inclusion: &Inclusion, tree: &TreeHead) -> Result<(), Vec<Error>> {
    let mut findings = Vec::new();
    let mut digest = |written: &str, path: Path| {
        let digest = digest::parsed(written);
        if digest.is_none() {
            findings.push(Error::new(Code::AuditDigestForm).at(path));
        }
        digest.unwrap_or_default()
    };
    let root = digest(&tree.root, Path::root().key("tree").key("root"));
    let path = Path::root().key("inclusion");
    digest(&inclusion.head.digest, path.key("head").key("digest"));
    let beside = inclusion.path.iter().enumerate();
    let beside: Vec<_> = beside.map(|(at, one)| digest(one, path.key("path").index(at))).collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    let wrong = || vec![Error::new(Code::AuditProofWrong).at(path.clone())];
    let (mut at, mut last) = match tree.tickets.checked_sub(1) {
        Some(last) if inclusion.leaf <= last => (inclusion.leaf, last),
        Some(_) | None => return Err(wrong()),
    };
    let mut reached = leaf(&inclusion.head);
    for beside in &beside {
        if last == 0 {
            return Err(wrong());
        }
        if at & 1 == 1 || at == last {
            reached = node(beside, &reached);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            reached = node(&reached, beside);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && reached == root { Ok(()) } else { Err(wrong()) }
}

fn leaf(head: &Head) -> [u8; 32] {
    let node = document::parse(&document::text(head), &crate::limits::TICKET_BYTES);
    let canonical = node.map(|node| document::text(&node.sorted())).unwrap_or_default();
    digest_of(Domain::Leaf, &[canonical.as_bytes()])
}

fn node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    digest_of(Domain::Node, &[left, right])
}
