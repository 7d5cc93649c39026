package dev.sextant.testkit.breaks.below;

/// What `Breaks` must not know.
public final class Below {}
