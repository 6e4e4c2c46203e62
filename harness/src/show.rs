//! `crosscheck show`: what a model or a data set looks like, before anything runs.

pub mod model;
