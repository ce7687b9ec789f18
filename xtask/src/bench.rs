//! How fast it is, beside other people's libraries in the same run.

use duct::{Expression, cmd};

use crate::{Failure, fail, node, package, root, setup};

/// `cargo xtask bench`. What the benches print goes straight through: the figures are the point of
/// it. The second one runs even if the first one fails.
///
/// # Errors
/// Those of the tools; if an answer differs from a peer's, or one comes later than is expected.
pub fn command() -> Result<(), Failure> {
    package::assembled(&setup::for_building()?)?;
    node::install_benches()?;
    println!("\nNatively\n");
    let native = passes(&cmd!("cargo", "bench", "--bench", "clock").dir(root()))?;
    println!("\nThe package, in Node\n");
    let in_node = passes(&cmd!("node", root().join("benches/js/bench.js")))?;
    if native && in_node { Ok(()) } else { fail("not everything is as fast as expected") }
}

fn passes(bench: &Expression) -> Result<bool, Failure> {
    Ok(bench.unchecked().run()?.status.success())
}
