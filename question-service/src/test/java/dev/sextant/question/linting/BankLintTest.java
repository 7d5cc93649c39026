package dev.sextant.question.linting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Holds the bank of this repository to the rules, and writes `target/bank-report.md`.
class BankLintTest {
  @Test
  void the_bank_keeps_every_rule() throws IOException {
    Bank bank =
        BankReader.read(Path.of("../banks/ml-interview"), Instant.parse("2026-11-22T00:00:00Z"));
    var linter = new Linter(new SonarPython());
    Path report = Path.of("target", "bank-report.md");
    Files.createDirectories(report.getParent());
    Files.writeString(report, BankReport.of(bank, linter));

    assertThat(linter.lint(bank)).as("see " + report.toAbsolutePath()).isEmpty();
    assertThat(bank.questions()).hasSize(400);
    assertThat(bank.exams()).hasSize(5);
  }
}
