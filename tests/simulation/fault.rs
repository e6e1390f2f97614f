//! Faults planted to prove that the simulation sees them. Each is a switch of the harness; none of
//! them exists in the program.

use crate::memory::Broken;

/// One broken promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The store answers before what it answers for is durable.
    AcknowledgedBeforeCommit,
    /// A frame that finds the socket's queue full is dropped, and the socket stays.
    DroppedOnFullQueue,
    /// Nobody checks whose session an actor is.
    ActorCheckSkipped,
    /// The device goes on from its cursor although the relay does not know it.
    CursorNotReset,
    /// What was owed is forgotten when the line is lost.
    OwedForgotten,
    /// What was owed is forgotten at the acknowledgement, without a cursor that proves it.
    ForgottenAtAck,
    /// The device keeps its figures when it is told to forget them.
    FiguresKept,
    /// A page's cursor becomes durable before its changes.
    KeepTorn,
    /// The device does not hear what its member may write after a change of role.
    RightsForgotten,
    /// Nobody looks whether a connection may know who is in a document.
    PresenceUnchecked,
    /// A connection passes over rows that are for its member.
    RowsPassedOver,
}

/// What the store must break for a fault.
pub fn broken(fault: Option<Fault>) -> Broken {
    Broken {
        answers_early: fault == Some(Fault::AcknowledgedBeforeCommit),
        hides_authors: fault == Some(Fault::ActorCheckSkipped),
    }
}
