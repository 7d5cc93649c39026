/// Exams, pools and question versions from question-service, remembered. May use the root,
/// `snapshots`, `contracts` and service-kit.
@NullMarked
package dev.sextant.session.questionbank;

import org.jspecify.annotations.NullMarked;
