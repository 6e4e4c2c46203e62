//! Tests of the contract, for any network.
//!
//! A test target includes this module and defines `network(model, training, parameters)`, which
//! builds the network under test.

mod arithmetic;
mod behaviour;
mod cases;
mod reference;
