/// Who may sit what, from class-service. May use the root and service-kit.
@NullMarked
package dev.sextant.session.admission;

import org.jspecify.annotations.NullMarked;
