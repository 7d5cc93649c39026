package dev.sextant.question.loading;

import dev.sextant.question.Courses;
import dev.sextant.question.Exams;
import dev.sextant.question.PoolUpkeep;
import dev.sextant.question.Questions;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankReader;
import dev.sextant.question.importing.CourseImport;
import dev.sextant.question.importing.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Loads the bank when its course is absent, before the service says that it is ready.
///
/// A folder that is not there is a warning: a service may run without one. A bank with faults stops
/// the start and names them.
@Component
@Order(2)
@EnableConfigurationProperties(BankSettings.class)
final class BankAtStart implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BankAtStart.class);
  private static final int FAULTS_SHOWN = 20;

  private final BankSettings settings;
  private final CourseImport courseImport;
  private final Clock clock;

  BankAtStart(
      BankSettings settings,
      Courses courses,
      Questions questions,
      Exams exams,
      PoolUpkeep pools,
      Clock clock) {
    this.settings = settings;
    this.courseImport = new CourseImport(courses, questions, exams, pools);
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (settings.path().isBlank()) {
      return;
    }
    Path folder = Path.of(settings.path());
    if (!Files.isDirectory(folder)) {
      LOG.atWarn()
          .setMessage("there is no bank to load; set sextant.bank.path, or leave it empty")
          .addKeyValue("path", folder.toAbsolutePath())
          .log();
      return;
    }
    Instant began = clock.instant();
    Bank bank = BankReader.read(folder, began);
    List<Fault> faults = bank.faults();
    if (!faults.isEmpty()) {
      faults.stream().limit(FAULTS_SHOWN).forEach(fault -> LOG.error("{}", fault));
      throw new IllegalStateException(
          "the bank in %s has %d faults; the first: %s"
              .formatted(folder.toAbsolutePath(), faults.size(), faults.getFirst()));
    }
    boolean loaded = courseImport.loadIfAbsent(bank.course(), bank.imported(), bank.exams(), began);
    LOG.atInfo()
        .setMessage(loaded ? "bank loaded" : "bank is there")
        .addKeyValue("course", bank.course().id())
        .addKeyValue("questions", bank.questions().size())
        .addKeyValue("millis", Duration.between(began, clock.instant()).toMillis())
        .log();
  }
}
