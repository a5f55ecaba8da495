//! PINs: checking, making, counting and deriving them, each against an oracle that was written
//! apart.

mod checking;
mod counting;
mod deriving;
mod drawing;
mod making;
mod offline;
mod oracle;
mod profiles;
mod secrecy;
mod sites;
mod typos;
mod wire;
