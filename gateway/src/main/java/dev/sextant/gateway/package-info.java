/// The edge's meaning: which call goes to which service, and what a client may do how often.
///
/// Plain Java. The packages below it hold the tools: `routing` (Spring Cloud Gateway,
/// Resilience4j), `edge` (servlet filters), `bucket4j` (rate limits), `docs` (the OpenAPI page),
/// `problems`.
@NullMarked
package dev.sextant.gateway;

import org.jspecify.annotations.NullMarked;
