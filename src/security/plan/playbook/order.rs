use super::Task;
use crate::error::{Code, Error, Path};
use crate::security::plan::check::Names;

/// Finds what keeps tasks from ever being started: those that wait for each other, those that wait
/// for such, and those whose phase is over before they may begin.
pub(super) fn order(tasks: &[Task], path: &Path, names: &mut Names<'_>) {
    let sorted = sorted(tasks);
    let mut done = vec![false; tasks.len()];
    for at in &sorted {
        mark(&mut done, *at);
    }
    cycles(tasks, &done, path, names);
    phases(tasks, &sorted, path, names);
}

fn mark(flags: &mut [bool], at: usize) {
    if let Some(flag) = flags.get_mut(at) {
        *flag = true;
    }
}

fn is(flags: &[bool], at: usize) -> bool {
    flags.get(at).copied().unwrap_or(false)
}

fn id(tasks: &[Task], at: usize) -> &str {
    tasks.get(at).map_or("", |task| task.written.id.as_str())
}

/// The tasks in an order in which they can be done, without those that never can (Kahn).
fn sorted(tasks: &[Task]) -> Vec<usize> {
    let mut waiting: Vec<usize> = tasks.iter().map(|task| task.after.len()).collect();
    let mut followers = vec![Vec::new(); tasks.len()];
    for (at, task) in tasks.iter().enumerate() {
        for before in &task.after {
            if let Some(followers) = followers.get_mut(*before) {
                followers.push(at);
            }
        }
    }
    let free = waiting.iter().enumerate().filter(|(_, count)| **count == 0);
    let mut sorted: Vec<usize> = free.map(|(at, _)| at).collect();
    let mut next = 0;
    while let Some(at) = sorted.get(next).copied() {
        next = next.saturating_add(1);
        for follower in followers.get(at).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*follower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    sorted.push(*follower);
                }
            }
        }
    }
    sorted
}

/// Of the tasks that never can be done, each waits for another such: so every way back along what
/// they wait for ends in a circle.
fn cycles(tasks: &[Task], done: &[bool], path: &Path, names: &mut Names<'_>) {
    let mut seen = done.to_vec();
    for start in 0..tasks.len() {
        let mut way: Vec<usize> = Vec::new();
        let mut at = start;
        while !is(&seen, at) {
            mark(&mut seen, at);
            way.push(at);
            let Some(before) = stuck_before(tasks, done, at) else { break };
            at = before;
        }
        // Where it meets itself begins the circle; what leads there only waits for it.
        let circle = way.iter().position(|one| *one == at).unwrap_or(way.len());
        let (waiting, circle) = way.split_at(circle);
        for one in waiting {
            let Some(cause) = stuck_before(tasks, done, *one) else { continue };
            let error = Error::new(Code::PlaybookTaskNeverStarts).with("task", id(tasks, *one));
            names.findings.push(error.with("cause", id(tasks, cause)).at(path.index(*one)));
        }
        if let Some(first) = circle.first() {
            // In the order in which they would have to be done.
            let mut around: Vec<&str> = circle.iter().rev().map(|one| id(tasks, *one)).collect();
            around.push(circle.last().map_or("", |last| id(tasks, *last)));
            let error = Error::new(Code::PlaybookCycle).with("cycle", around.join(" -> "));
            names.findings.push(error.at(path.index(*first).key("after")));
        }
    }
}

fn stuck_before(tasks: &[Task], done: &[bool], at: usize) -> Option<usize> {
    let mut after = tasks.get(at)?.after.iter().copied();
    after.find(|before| !is(done, *before))
}

/// Whether nothing goes on before the task is done.
fn is_certain(task: &Task) -> bool {
    let written = &task.written;
    !written.optional && written.skippable_by.is_empty() && task.applies_if.is_none()
}

/// Whether the last phase of a task that must be done may be left without it.
fn is_missable(task: &Task, gate: Option<usize>, last: usize, names: &Names<'_>) -> bool {
    let must = !task.written.optional && task.written.skippable_by.is_empty();
    must && gate.is_none_or(|gate| gate > last) && !names.is_last(last)
}

/// The phase from which on each task can be started, if phases are not gone back over: that of its
/// own, or of what it waits for.
fn phases(tasks: &[Task], sorted: &[usize], path: &Path, names: &mut Names<'_>) {
    let mut earliest = vec![0; tasks.len()];
    for at in sorted {
        let Some(task) = tasks.get(*at) else { continue };
        let own: Vec<usize> = task.written.phases.iter().filter_map(|id| names.phase(id)).collect();
        let waited = task.after.iter().filter(|before| tasks.get(**before).is_some_and(is_certain));
        let waited = waited.filter_map(|before| earliest.get(*before).copied()).max().unwrap_or(0);
        let left = own.iter().copied().filter(|phase| *phase >= waited);
        let first = left.min().unwrap_or(waited);
        if let Some(earliest) = earliest.get_mut(*at) {
            *earliest = first;
        }
        let gate = task.written.gate.as_ref().and_then(|id| names.phase(id));
        let (code, place, phase) = match (gate, own.iter().copied().max()) {
            (Some(gate), _) if first > gate => (Code::PlaybookGateNeverOpens, "gate", gate),
            (_, Some(last)) if first > last => (Code::PlaybookTaskTooLate, "phases", last),
            (_, Some(last)) if is_missable(task, gate, last, names) => {
                (Code::PlaybookTaskMissable, "phases", last)
            }
            _ => continue,
        };
        let error = Error::new(code).with("task", &task.written.id);
        let error = error.with("phase", names.phase_id(phase));
        let error = error.with("earliest", names.phase_id(first));
        names.findings.push(error.at(path.index(*at).key(place)));
    }
}
