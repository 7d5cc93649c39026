/// What every service does alike: problem details, token checks, request ids, JSON, topics. May use
/// Spring; knows no word of exams.
@NullMarked
package dev.sextant.servicekit;

import org.jspecify.annotations.NullMarked;
