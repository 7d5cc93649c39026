/// One OpenAPI page over all services. May use springdoc's page, HTTP and service-kit.
@NullMarked
package dev.sextant.gateway.docs;

import org.jspecify.annotations.NullMarked;
