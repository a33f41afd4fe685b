//! TRX: the same promises as for any other report.

pub fn target(data: &[u8]) {
    super::junit::target(data);
}
