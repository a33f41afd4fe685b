//! `gonogo` tells a team whether a release may ship.

mod condition;
mod evidence;
mod finding;
mod foreign;
mod render;
mod report;
mod rules;
mod shape;
mod source;
