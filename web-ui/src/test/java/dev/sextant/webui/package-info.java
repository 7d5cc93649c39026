/// Holds the pages' rules: their own tests, and what the browser's policy allows.
@NullMarked
package dev.sextant.webui;

import org.jspecify.annotations.NullMarked;
