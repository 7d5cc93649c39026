package dev.sextant.analytics.web;

import dev.sextant.analytics.Job;
import dev.sextant.analytics.adaptive.Exams;
import dev.sextant.analytics.adaptive.Exams.Offer;
import dev.sextant.analytics.adaptive.NextQuestions;
import dev.sextant.analytics.adaptive.NextQuestions.Simulated;
import dev.sextant.analytics.mastery.Estimation;
import dev.sextant.psychometrics.simulation.SimulationReport;
import dev.sextant.psychometrics.stopping.StopReason;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import dev.sextant.servicekit.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Virtual candidates sit an exam on the live bank, for those who build it.
@RestController
@RequestMapping("/api/exams/{examId}/simulations")
@Tag(name = "Items")
class SimulationsController {
  private static final String KIND = "SIMULATION";

  private final JobRunner runner;
  private final Exams exams;
  private final NextQuestions nextQuestions;
  private final Estimation estimation;
  private final Clock clock = Clock.systemUTC();

  SimulationsController(
      JobRunner runner, Exams exams, NextQuestions nextQuestions, Estimation estimation) {
    this.runner = runner;
    this.exams = exams;
    this.nextQuestions = nextQuestions;
    this.estimation = estimation;
  }

  /// @param candidates how many sit it
  /// @param seed the same gives the same report; 1 when it is not said
  record SimulationRequest(@Min(10) @Max(5000) int candidates, @Nullable Long seed) {}

  @PostMapping
  @Operation(
      summary = "Let virtual candidates sit an exam on the live bank",
      description =
          "202 with a job. Its result: how long the exam is, how accurate in each domain, how often"
              + " the pass mark is misjudged, how often each question is shown, where the bank is"
              + " dry, and all of it in words. A FIXED exam chooses nothing: 422.")
  ResponseEntity<Job> simulate(
      @PathVariable String examId, @Valid @RequestBody SimulationRequest request, Caller caller) {
    Offer offer = readable(examId, caller);
    if (offer.exam().mode().equals("FIXED")) {
      throw new Problem(
          CommonProblem.UNPROCESSABLE, "A FIXED exam draws its form by chance: simulate another.");
    }
    Long asked = request.seed();
    long seed = asked == null ? 1 : asked;
    Instant now = clock.instant();
    Job job =
        runner.begin(
            KIND,
            examId,
            caller.organisationId(),
            progress -> {
              progress.accept(0, request.candidates());
              Map<String, Object> result =
                  result(
                      nextQuestions.simulate(
                          offer.exam(),
                          offer.poolRevision(),
                          now,
                          estimation,
                          request.candidates(),
                          seed),
                      seed);
              progress.accept(request.candidates(), request.candidates());
              return result;
            });
    return ResponseEntity.accepted()
        .location(URI.create("/api/exams/" + examId + "/simulations/" + job.id()))
        .body(job);
  }

  @GetMapping
  @Operation(summary = "The simulations of an exam, newest first")
  Page<Job> list(@PathVariable String examId, Caller caller) {
    readable(examId, caller);
    return runner.page(KIND, examId);
  }

  @GetMapping("/{jobId}")
  @Operation(summary = "How a simulation stands")
  Job one(@PathVariable String examId, @PathVariable String jobId, Caller caller) {
    readable(examId, caller);
    return runner.find(KIND, examId, jobId);
  }

  private Offer readable(String examId, Caller caller) {
    caller.needs(Role.INSTRUCTOR, Role.ORG_ADMIN, Role.PLATFORM_ADMIN);
    Offer offer = exams.find(examId).orElseThrow(Problem::notFound);
    String owner = offer.organisationId();
    if (owner != null
        && !caller.has(Role.PLATFORM_ADMIN)
        && !owner.equals(caller.organisationId())) {
      throw Problem.notFound();
    }
    return offer;
  }

  private static Map<String, Object> result(Simulated simulated, long seed) {
    SimulationReport report = simulated.report();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("candidates", report.candidates());
    result.put("seed", seed);
    result.put(
        "length",
        Map.of(
            "mean", report.meanLength(),
            "fifthPercentile", report.lengthQuantile(0.05),
            "median", report.lengthQuantile(0.5),
            "ninetyFifthPercentile", report.lengthQuantile(0.95)));
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (StopReason reason : StopReason.values()) {
      reasons.put(reason.name(), report.reasons().getOrDefault(reason, 0));
    }
    result.put("reasons", reasons);
    List<Map<String, Object>> accuracy = new ArrayList<>();
    for (int d = 0; d < report.accuracy().size(); d++) {
      SimulationReport.Accuracy own = report.accuracy().get(d);
      accuracy.add(
          Map.of(
              "domainId", simulated.domains().get(d),
              "rmse", own.rmse(),
              "bias", own.bias(),
              "correlation", own.correlation()));
    }
    result.put("accuracy", accuracy);
    result.put(
        "decisions",
        report.decisions().stream()
            .map(
                errors ->
                    Map.of(
                        "domainId", simulated.domains().get(errors.mark().domain()),
                        "cut", errors.mark().cut(),
                        "wronglyPassed", errors.wronglyPassed(),
                        "wronglyFailed", errors.wronglyFailed()))
            .toList());
    result.put(
        "drySpots",
        report.drySpots().stream()
            .map(
                spot ->
                    Map.of(
                        "domainId", simulated.domains().get(spot.domain()),
                        "low", spot.low(),
                        "high", spot.high(),
                        "rmse", spot.rmse()))
            .toList());
    result.put("maxExposure", report.maxExposure());
    result.put("unused", report.unused());
    result.put("overlap", report.overlap());
    result.put("exposures", simulated.exposures());
    result.put("words", report.inWords());
    return result;
  }
}
