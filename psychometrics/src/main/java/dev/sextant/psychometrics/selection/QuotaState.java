package dev.sextant.psychometrics.selection;

/// Where one domain stood against the blueprint when an item was picked.
///
/// `asked` questions so far, `share` of the full exam, `least` and `most` allowed in it,
/// `available` items that no constraint but the blueprint kept out, and whether the blueprint left
/// the domain `open` for this pick.
///
/// `share` is `weight_k × length`, in questions.
public record QuotaState(
    int domain, int asked, double share, int least, int most, int available, boolean open) {}
