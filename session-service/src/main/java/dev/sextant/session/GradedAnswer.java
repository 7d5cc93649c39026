package dev.sextant.session;

/// An answer that was compared with the key, on its way to the store.
public record GradedAnswer(Asked asked, String optionId, boolean correct, long elapsedMillis) {}
