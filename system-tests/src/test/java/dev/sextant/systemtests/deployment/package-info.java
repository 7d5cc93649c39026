/// Checks the files that bring Sextant to machines: images, compose, Kubernetes. May use the root
/// package, the typed models of Kubernetes and a YAML parser.
@NullMarked
package dev.sextant.systemtests.deployment;

import org.jspecify.annotations.NullMarked;
