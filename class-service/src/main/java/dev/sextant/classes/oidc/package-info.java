/// Sign-in by an OpenID Connect issuer outside: Spring Security's decoder. May use the root.
@NullMarked
package dev.sextant.classes.oidc;

import org.jspecify.annotations.NullMarked;
