/// Reads the CSV exchange files of OneRoster 1.1 and 1.2. Pure: bytes in, rows or faults out. May
/// use the root and FastCSV.
@NullMarked
package dev.sextant.classes.oneroster;

import org.jspecify.annotations.NullMarked;
