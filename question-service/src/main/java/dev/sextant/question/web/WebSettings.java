package dev.sextant.question.web;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How requests are taken. Bound from `sextant.question.*`; a wrong value stops the start.
///
/// @param maxBody the largest body that is read
@Validated
@ConfigurationProperties("sextant.question")
record WebSettings(@DefaultValue("256KB") @NotNull DataSize maxBody) {}
