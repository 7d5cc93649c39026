/// What clients and other services can ask for over HTTP. May use everything in this service.
@NullMarked
package dev.sextant.classes.web;

import org.jspecify.annotations.NullMarked;
