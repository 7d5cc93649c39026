package dev.sextant.question.loading;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which bank is loaded at start. Bound from `sextant.bank.*`; a wrong value stops the start.
///
/// @param path the bank's folder, relative to the working directory; empty for none
@Validated
@ConfigurationProperties("sextant.bank")
record BankSettings(@DefaultValue("banks/ml-interview") String path) {}
