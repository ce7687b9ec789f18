use std::fs;
use std::path::Path;

use incident_core::schema;

use crate::{Failure, Words};

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let folder = words.option("--into")?;
    let name = words.next("the document")?;
    words.end()?;
    let wanted = if name == "all" { schema::DOCUMENTS.to_vec() } else { vec![name.as_str()] };
    for name in wanted {
        let known = || format!("there is no schema of `{name}`, but of {}", known());
        let schema = schema::of(name).ok_or_else(|| Failure::Usage(known()))?;
        let text = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
        match &folder {
            Some(folder) => write(Path::new(folder), name, &text)?,
            None => crate::print(format_args!("{text}")),
        }
    }
    Ok(true)
}

fn known() -> String {
    schema::DOCUMENTS.join(", ")
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let file = folder.join(format!("{name}.json"));
    let done = fs::create_dir_all(folder).and_then(|()| fs::write(&file, text));
    done.map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}
