/// Which question comes next. Pure decisions over a pool: root, siblings, contracts, psychometrics.
@NullMarked
package dev.sextant.analytics.adaptive;

import org.jspecify.annotations.NullMarked;
