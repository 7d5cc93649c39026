package dev.sextant.classes.secrets;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How passwords are hashed. Bound from `sextant.passwords.*`.
///
/// The defaults are the least that the OWASP Password Storage Cheat Sheet asks of Argon2id: 19 MiB,
/// two passes, one lane. A hash made with other values is renewed at the next sign-in.
///
/// @param memory KiB for each hash
/// @param atOnce hashes at once: bounds memory, and what sign-in may take of the processor; 0 for
///   as many as there are processors
/// @param longestWait a caller that finds all places taken for this long gets 503
@Validated
@ConfigurationProperties("sextant.passwords")
record PasswordSettings(
    @DefaultValue("19456") @Min(1024) int memory,
    @DefaultValue("2") @Min(1) int iterations,
    @DefaultValue("1") @Min(1) int parallelism,
    @DefaultValue("16") @Min(16) @Max(64) int saltBytes,
    @DefaultValue("32") @Min(16) @Max(64) int hashBytes,
    @DefaultValue("0") @Min(0) int atOnce,
    @DefaultValue("10s") Duration longestWait) {

  int places() {
    return atOnce == 0 ? Runtime.getRuntime().availableProcessors() : atOnce;
  }
}
