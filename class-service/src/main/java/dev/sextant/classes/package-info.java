/// Who may learn what, where and when: accounts, organisations, classes, members, assignments.
///
/// The words of the service and the ports it needs. May use `java.*` only; `Application` starts it.
@NullMarked
package dev.sextant.classes;

import org.jspecify.annotations.NullMarked;
