#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::{Operation, appended};
use crate::document::object;
use crate::door::request::Request;
use crate::door::{Answer, json};
use crate::error::{Error, Path, all_below};
use crate::security::audit::{
    Decision, Head, Inclusion, Tree, TreeHead, verify, verify_extends, verify_inclusion,
};

pub(super) const OPERATIONS: &[Operation] = &[
    ("appendDecision", append),
    ("headOfTree", head_of_tree),
    ("proveInclusion", prove_inclusion),
    ("verifyInclusion", check_inclusion),
    ("verifyRecord", check_record),
];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Append {
    ticket: String,
    head: Option<Head>,
    decision: Decision,
}

object!(Append { ticket: needed "ticket", head: optional "head", decision: needed "decision" });

fn append(request: &Request) -> Answer {
    let Append { ticket, head, decision } = request.read()?;
    appended(&ticket, head, &decision)
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Verify {
    #[cfg_attr(feature = "schema", schemars(length(max = crate::limits::REQUEST_BYTES.maximum)))]
    record: String,
    head: Option<Head>,
}

object!(Verify { record: needed "record", head: optional "head" });

/// How far a record goes, and whether it goes on from an earlier head.
fn check_record(request: &Request) -> Answer {
    let Verify { record, head } = &request.read()?;
    let verified = match head {
        Some(head) => verify_extends(record, head),
        None => verify(record),
    };
    let path = Path::root().key("record");
    Ok(json(&verified.map_err(|errors| all_below(errors, &path))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Heads {
    heads: Vec<Head>,
}

object!(Heads { heads: needed "heads" });

/// The root over the heads of many records.
fn head_of_tree(request: &Request) -> Answer {
    let Heads { heads } = request.read()?;
    Ok(json(&tree(heads)?.head()))
}

fn tree(heads: Vec<Head>) -> Result<Tree, Vec<Error>> {
    Tree::new(heads).map_err(|errors| all_below(errors, &Path::root().key("heads")))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Prove {
    heads: Vec<Head>,
    ticket: String,
}

object!(Prove { heads: needed "heads", ticket: needed "ticket" });

/// What shows that a head is below the root; null if the ticket has none.
fn prove_inclusion(request: &Request) -> Answer {
    let Prove { heads, ticket } = request.read()?;
    Ok(json(&tree(heads)?.inclusion(&ticket)))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Included {
    inclusion: Inclusion,
    tree: TreeHead,
}

object!(Included { inclusion: needed "inclusion", tree: needed "tree" });

/// `true`, or why a head is not below a root.
fn check_inclusion(request: &Request) -> Answer {
    let Included { inclusion, tree } = &request.read()?;
    verify_inclusion(inclusion, tree)?;
    Ok(json(&true))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("appendDecision", Append::json_schema),
    ("headOfTree", Heads::json_schema),
    ("proveInclusion", Prove::json_schema),
    ("verifyInclusion", Included::json_schema),
    ("verifyRecord", Verify::json_schema),
];
