package dev.sextant.session.receipts;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The keys of receipts. Bound from `sextant.receipts.*`.
///
/// To change the key without a receipt that nobody believes any more: give the new one another id,
/// and keep the old one as `id:key` among `oldKeys` while sessions signed with it can still be
/// mended.
///
/// @param key signs; the same in all instances, at least 32 characters; has no default
/// @param keyId names the key in the receipt
/// @param oldKeys are believed and sign no more, each as `id:key`
@Validated
@ConfigurationProperties("sextant.receipts")
record ReceiptSettings(
    @NotBlank @Size(min = 32) String key,
    @DefaultValue("1") @NotBlank @Pattern(regexp = "[A-Za-z0-9_-]{1,16}") String keyId,
    @DefaultValue @NotNull List<@Pattern(regexp = "[A-Za-z0-9_-]{1,16}:.{32,}") String> oldKeys) {}
