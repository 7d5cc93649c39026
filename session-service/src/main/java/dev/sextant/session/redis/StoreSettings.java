package dev.sextant.session.redis;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What Redis must be like, so that an accepted answer is kept. Bound from `sextant.store.*`.
///
/// @param copies servers that hold an answer before it counts as accepted; 1 is one machine without
///   a replica
/// @param copyLimit how long an answer waits for the other copies
/// @param monitor Redis as a user who may read settings (`CONFIG GET`, `INFO`) and nothing else;
///   absent or empty: the service's own address
/// @param loader Redis as a user who may give it scripts (`SCRIPT LOAD`) and nothing else; absent
///   or empty: the service's own address
/// @param checkEvery how often the settings are looked at
/// @param memoryLimit the share of `maxmemory` above which nobody starts, so that answers have room
@Validated
@ConfigurationProperties("sextant.store")
public record StoreSettings(
    @DefaultValue("1") @Min(1) @Max(5) int copies,
    @DefaultValue("100ms") @NotNull Duration copyLimit,
    @Nullable URI monitor,
    @Nullable URI loader,
    @DefaultValue("60s") @NotNull Duration checkEvery,
    @DefaultValue("0.7") @DecimalMin("0.1") @DecimalMax("1") double memoryLimit) {}
