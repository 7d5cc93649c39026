@NullMarked
package dev.sextant.psychometrics.model;

import org.jspecify.annotations.NullMarked;
