/// A class's mastery from its members' mastery. Pure: root and siblings.
@NullMarked
package dev.sextant.analytics.classes;

import org.jspecify.annotations.NullMarked;
