//! `gonogo` tells a team whether a release may ship.

mod case;
mod condition;
mod evidence;
mod finding;
mod foreign;
mod matching;
mod model;
mod render;
mod report;
mod rules;
mod shape;
mod source;
