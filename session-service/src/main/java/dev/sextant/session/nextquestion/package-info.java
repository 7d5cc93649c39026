/// The next question: from analytics-service ahead of time or now, else from `psychometrics` in
/// this process. May use the root, `snapshots`, `contracts`, service-kit, psychometrics and
/// Resilience4j.
@NullMarked
package dev.sextant.session.nextquestion;

import org.jspecify.annotations.NullMarked;
