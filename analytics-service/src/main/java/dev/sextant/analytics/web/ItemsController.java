package dev.sextant.analytics.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sextant.analytics.ParameterSet;
import dev.sextant.analytics.ParameterSets;
import dev.sextant.analytics.calibration.AnswerSource;
import dev.sextant.analytics.items.ItemAnalysis;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Readings.ItemReading;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// How questions behave, for those who write them.
@RestController
@Tag(name = "Items")
class ItemsController {
  private static final List<String> HEADER =
      List.of(
          "questionId",
          "version",
          "domainId",
          "shown",
          "answered",
          "shareRight",
          "randomlyPlaced",
          "pValue",
          "pointBiserial",
          "exposure",
          "medianMillis",
          "infit",
          "outfit",
          "groupDelta",
          "driftZ",
          "leakZ",
          "a",
          "b",
          "c",
          "standardErrorOfA",
          "standardErrorOfB",
          "standardErrorOfC",
          "flags",
          "advice");

  private final ReadingStore readings;
  private final AnswerSource answers;
  private final ParameterSets parameters;
  private final Access access;

  ItemsController(
      ReadingStore readings, AnswerSource answers, ParameterSets parameters, Access access) {
    this.readings = readings;
    this.answers = answers;
    this.parameters = parameters;
    this.access = access;
  }

  /// All questions of a course that were answered.
  ///
  /// @param sessions of the course that are over: whom `exposure` counts
  record CourseAnalysis(String courseId, long sessions, List<ItemAnalysis> items) {}

  @GetMapping("/api/questions/{questionId}/statistics")
  @Operation(
      summary = "How a question behaves",
      description =
          "Of its newest version that was answered; 404 before the first answer. Classical figures"
              + " come from randomly placed answers alone and are null for fewer than 30.")
  ItemAnalysis statistics(@PathVariable String questionId, Caller caller) {
    access.needsQuestion(caller, questionId);
    ItemReading item = readings.item(questionId).orElseThrow(Problem::notFound);
    String courseId = item.state().courseId();
    return ItemAnalysis.of(
        item.state(), parameters.of(courseId), answers.finishedSessions(courseId));
  }

  @GetMapping(
      path = "/api/courses/{courseId}/item-analysis",
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "How the questions of a course behave, those that were answered")
  CourseAnalysis analysis(@PathVariable String courseId, Caller caller) {
    access.needsCourse(caller, courseId);
    long sessions = answers.finishedSessions(courseId);
    List<ParameterSet> sets = parameters.of(courseId);
    return new CourseAnalysis(
        courseId,
        sessions,
        readings.items(courseId).stream()
            .map(item -> ItemAnalysis.of(item.state(), sets, sessions))
            .toList());
  }

  @GetMapping(path = "/api/courses/{courseId}/item-analysis", produces = "text/csv")
  @Operation(summary = "How the questions of a course behave, as CSV, a line a question")
  String csv(@PathVariable String courseId, Caller caller) throws IOException {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(HEADER);
      for (ItemAnalysis item : analysis(courseId, caller).items()) {
        csv.writeRecord(line(item).stream().map(Csv::guarded).toList());
      }
    }
    return text.toString();
  }

  private static List<String> line(ItemAnalysis item) {
    return List.of(
        item.questionId(),
        Integer.toString(item.version()),
        item.domainId(),
        Long.toString(item.shown()),
        Long.toString(item.answered()),
        number(item.shareRight()),
        Long.toString(item.classical().answers()),
        number(item.classical().pValue()),
        number(item.classical().pointBiserial()),
        number(item.exposure()),
        Objects.toString(item.times().median(), ""),
        number(item.fit().infit()),
        number(item.fit().outfit()),
        number(item.groupDifference().delta()),
        number(item.drift().z()),
        number(item.leak().z()),
        number(item.parameters().a()),
        number(item.parameters().b()),
        number(item.parameters().c()),
        number(item.parameters().standardErrorOfA()),
        number(item.parameters().standardErrorOfB()),
        number(item.parameters().standardErrorOfC()),
        item.flags().stream().map(Enum::name).collect(Collectors.joining(" ")),
        String.join(" ", item.advice()));
  }

  private static String number(@Nullable Double figure) {
    return figure == null ? "" : String.format(Locale.ROOT, "%.4f", figure);
  }
}
