/// Pools and question texts from question-service, and a session's events from session-service,
/// over HTTP. May use root, contracts, service-kit.
@NullMarked
package dev.sextant.analytics.questionbank;

import org.jspecify.annotations.NullMarked;
