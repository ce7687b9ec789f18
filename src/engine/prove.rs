use super::Engine;
use crate::error::{Code, Error};
use crate::model::Ticket;
use crate::sla::{self, Proof, Wanted};
use crate::time::Instant;

impl Engine {
    /// The deadline of a clock at `now` with everything that it rests on.
    ///
    /// # Errors
    /// As [`prove`](crate::sla::prove).
    pub fn prove(
        &self,
        ticket: &Ticket,
        agreement: &str,
        target: &str,
        now: Instant,
    ) -> Result<Proof, Error> {
        let policy = self.policy.digest();
        let wanted = Wanted { agreement, target, at: now, policy };
        sla::prove(ticket, self.policy.agreements(), self.policy.calendars(), wanted)
    }

    /// Whether a proof adds up, and is the one that this ticket gives under this policy.
    ///
    /// # Errors
    /// Those of [`Proof::verify`], and `proof.other`.
    pub fn verify(&self, ticket: &Ticket, proof: &Proof) -> Result<(), Vec<Error>> {
        proof.verify()?;
        let again = self.prove(ticket, &proof.agreement, &proof.target, proof.read_at);
        match again {
            Ok(again) if again == *proof => Ok(()),
            Ok(_) | Err(_) => Err(vec![Error::new(Code::ProofOther)]),
        }
    }
}
