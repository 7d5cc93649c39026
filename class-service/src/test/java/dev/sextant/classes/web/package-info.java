/// Tests of the web adapter.
@NullMarked
package dev.sextant.classes.web;

import org.jspecify.annotations.NullMarked;
