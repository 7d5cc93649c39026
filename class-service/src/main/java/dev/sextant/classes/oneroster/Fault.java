package dev.sextant.classes.oneroster;

/// What is wrong with a file.
///
/// @param file in the ZIP; empty for the ZIP itself
/// @param line 1 for the header; 0 for the file as a whole
/// @param column as the header names it, or empty
/// @param code stable, kebab-case
public record Fault(String file, int line, String column, String code, String message) {}
