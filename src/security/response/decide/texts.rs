use crate::error::{Code, Error, Path};
use crate::limits;
use crate::security::response::command::{AddEvidence, CaseCommand, CopyEvidence};

/// Each text that a command gives, with the member in which it stands.
type Texts<'a> = Vec<(&'static str, &'a str)>;

/// What refuses texts that say nothing or too much: identifiers have a bound of their own.
pub(super) fn refused(command: &CaseCommand) -> Vec<Error> {
    let refusal = |(name, text): (&'static str, &str)| {
        let limit = match name {
            "id" | "of" | "ticket" => &limits::ID_BYTES,
            _ => &limits::STRING_BYTES,
        };
        let error = if text.trim().is_empty() {
            Error::new(Code::CaseTextEmpty).with("field", name)
        } else if limit.admits(text.len()) {
            return None;
        } else {
            Error::beyond(limit, text.len())
        };
        Some(error.at(Path::root().key(name)))
    };
    texts(command).into_iter().filter_map(refusal).collect()
}

/// Names of what the plan has are left to who looks them up.
fn texts(command: &CaseCommand) -> Texts<'_> {
    match command {
        CaseCommand::Mark(_)
        | CaseCommand::StartPlaybook(_)
        | CaseCommand::StartTask(_)
        | CaseCommand::ApproveNotice(_)
        | CaseCommand::SendNotice(_) => Vec::new(),
        CaseCommand::Open(one) => vec![("id", &one.id), ("ticket", &one.ticket)],
        CaseCommand::CompleteTask(one) => optional("note", one.note.as_ref()),
        CaseCommand::SkipTask(one) | CaseCommand::ReopenTask(one) => vec![("reason", &one.reason)],
        CaseCommand::AssignTask(one) => optional("assignee", one.assignee.as_ref()),
        CaseCommand::AddEvidence(one) => added(one),
        CaseCommand::CopyEvidence(one) => copied(one),
        CaseCommand::TransferEvidence(one) => {
            let mut texts = optional("seal", one.seal.as_ref());
            texts.extend([("id", one.id.as_str()), ("from", &one.from), ("to", &one.to)]);
            texts.push(("purpose", &one.purpose));
            texts
        }
        CaseCommand::ExamineEvidence(one) => {
            vec![("id", &one.id), ("by", &one.by), ("purpose", &one.purpose)]
        }
        CaseCommand::VerifyEvidence(one) => vec![("id", &one.id), ("by", &one.by)],
        CaseCommand::ReleaseEvidence(one) => {
            vec![("id", &one.id), ("by", &one.by), ("to", &one.to), ("authority", &one.authority)]
        }
        CaseCommand::DisposeEvidence(one) => vec![
            ("id", &one.id),
            ("by", &one.by),
            ("authority", &one.authority),
            ("method", &one.method),
        ],
        CaseCommand::Close(one) => optional("note", one.note.as_ref()),
        CaseCommand::Reopen(one) => vec![("reason", &one.reason)],
    }
}

fn optional<'a>(name: &'static str, text: Option<&'a String>) -> Texts<'a> {
    text.map(|text| (name, text.as_str())).into_iter().collect()
}

fn added(one: &AddEvidence) -> Texts<'_> {
    let mut texts = optional("seal", one.seal.as_ref());
    texts.extend([("id", one.id.as_str()), ("what", &one.what), ("by", &one.by)]);
    texts.push(("place", &one.place));
    texts
}

fn copied(one: &CopyEvidence) -> Texts<'_> {
    let mut texts = optional("seal", one.seal.as_ref());
    texts.extend(optional("method", one.method.as_ref()));
    texts.extend([("id", one.id.as_str()), ("of", &one.of), ("by", &one.by)]);
    texts.push(("place", &one.place));
    texts
}
