package dev.sextant.session.receipts;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The key that receipts are signed with. Bound from `sextant.receipts.*`.
///
/// @param key the same in all instances, at least 32 characters; has no default
/// @param keyId names the key in the receipt
@Validated
@ConfigurationProperties("sextant.receipts")
record ReceiptSettings(
    @NotBlank @Size(min = 32) String key,
    @DefaultValue("1") @NotBlank @Pattern(regexp = "[A-Za-z0-9_-]{1,16}") String keyId) {}
