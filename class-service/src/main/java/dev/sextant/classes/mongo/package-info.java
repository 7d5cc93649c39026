/// Everything this service keeps, in MongoDB, by the official driver. May use the root.
///
/// Each change is one atomic change of one document: the design needs no transactions. Every
/// document carries the tenant, and every query names it, but for the few that a port marks as
/// having none.
@NullMarked
package dev.sextant.classes.mongo;

import org.jspecify.annotations.NullMarked;
