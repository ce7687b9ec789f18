use incident_core::Code;
use incident_core::insight::similar::{FORM_VERSION, SimilarIndex};

use super::{index, titled};

#[test]
fn every_flipped_bit_of_a_stored_index_is_noticed() {
    let bytes = index(&[titled("1", 1, "vpn is down"), titled("2", 2, "Kein Papier")]).store();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            assert!(SimilarIndex::load(&changed).is_err(), "byte {at}, bit {bit}");
        }
        assert!(SimilarIndex::load(&bytes[..at]).is_err(), "cut at {at}");
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(SimilarIndex::load(&longer).expect_err("longer").code(), Code::InsightIndexDamaged);
}

#[test]
fn an_index_of_another_version_says_so() {
    let bytes = index(&[titled("1", 1, "vpn")]).store();
    let refused = |at: usize, byte: u8| {
        let mut changed = bytes.clone();
        changed[at] = byte;
        SimilarIndex::load(&changed).expect_err("another version").code()
    };
    assert_eq!(u32::from(bytes[8]), FORM_VERSION);
    assert_eq!(refused(8, 2), Code::InsightIndexVersion);
    assert_eq!(refused(9, 7), Code::InsightIndexVersion);
    assert_eq!(refused(0, b'X'), Code::InsightIndexForm);
    assert_eq!(refused(12, 99), Code::InsightIndexDamaged);
    assert_eq!(SimilarIndex::load(b"").expect_err("nothing").code(), Code::InsightIndexForm);
    assert_eq!(SimilarIndex::load(b"ICSIMILR").expect_err("cut").code(), Code::InsightIndexDamaged);
}
