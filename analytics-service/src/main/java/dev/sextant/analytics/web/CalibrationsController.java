package dev.sextant.analytics.web;

import dev.sextant.analytics.Job;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.calibration.Calibrating;
import dev.sextant.analytics.calibration.CalibrationDelay;
import dev.sextant.analytics.calibration.ParameterFeed;
import dev.sextant.analytics.repairs.RepairedAnswers;
import dev.sextant.analytics.repairs.Repairs;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Items of a course estimated anew from the answers so far.
@RestController
@RequestMapping("/api/courses/{courseId}/calibrations")
@Tag(name = "Items")
class CalibrationsController {
  private static final String KIND = "CALIBRATION";

  private final JobRunner runner;
  private final ReadingStore readings;
  private final AnswerSource answers;
  private final ParameterSets parameters;
  private final ParameterFeed feed;
  private final CalibrationDelay delay;
  private final Access access;
  private final Clock clock = Clock.systemUTC();

  CalibrationsController(
      JobRunner runner,
      ReadingStore readings,
      AnswerSource answers,
      Repairs repairs,
      ParameterSets parameters,
      ParameterFeed feed,
      CalibrationDelay delay,
      Access access) {
    this.runner = runner;
    this.readings = readings;
    this.answers = new RepairedAnswers(answers, repairs);
    this.parameters = parameters;
    this.feed = feed;
    this.delay = delay;
    this.access = access;
  }

  @PostMapping
  @Operation(
      summary = "Estimate the items of a course anew from all answers",
      description =
          "For administrators of the course's owner. 202 with a job; its result has the number of"
              + " the calibration, for each domain how the search ended and the line onto the scale"
              + " before, the correlations of domains, and the items whose answers do not follow"
              + " their curve by a test that holds under adaptive delivery. Sessions that start a"
              + " minute after it are measured by it; those that run keep what they started with.")
  ResponseEntity<Job> calibrate(@PathVariable String courseId, Caller caller) {
    access.mayCalibrate(caller, courseId);
    Job job =
        runner.begin(KIND, courseId, caller.organisationId(), progress -> run(courseId, progress));
    return ResponseEntity.accepted()
        .location(URI.create("/api/courses/" + courseId + "/calibrations/" + job.id()))
        .body(job);
  }

  @GetMapping
  @Operation(summary = "The calibrations of a course, newest first")
  Page<Job> list(@PathVariable String courseId, Caller caller) {
    access.needsCourse(caller, courseId);
    return runner.page(KIND, courseId);
  }

  @GetMapping("/{jobId}")
  @Operation(summary = "How a calibration stands")
  Job one(@PathVariable String courseId, @PathVariable String jobId, Caller caller) {
    access.needsCourse(caller, courseId);
    return runner.find(KIND, courseId, jobId);
  }

  private Map<String, Object> run(String courseId, BiConsumer<Integer, Integer> progress) {
    List<ParameterSet> sets = parameters.of(courseId);
    Instant now = clock.instant();
    Calibrating.Outcome outcome =
        Calibrating.of(
            courseId,
            readings.items(courseId).stream().map(ItemReading::state).toList(),
            answers,
            sets.isEmpty() ? Optional.empty() : Optional.of(sets.getLast()),
            now,
            progress);
    // Counted from its publishing, which comes after the estimation.
    ParameterSet set = outcome.set().effectiveFrom(clock.instant().plus(delay.value()));
    parameters.publish(set);
    feed.announce(set);
    return Map.of(
        "calibration", set.number(),
        "effectiveFrom", set.effectiveFrom().toString(),
        "sessions", outcome.sessions(),
        "answers", outcome.answers(),
        "memoryBytes", outcome.bytes(),
        "items", set.items().size(),
        "rounds", outcome.rounds(),
        "domains", outcome.domains(),
        "correlations", outcome.correlations(),
        "misfits", outcome.misfits());
  }
}
