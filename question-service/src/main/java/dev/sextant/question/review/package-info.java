/// What analytics-service knows of sessions. May use the root, threads and service-kit.
@NullMarked
package dev.sextant.question.review;

import org.jspecify.annotations.NullMarked;
