package dev.sextant.analytics.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sextant.analytics.classes.ClassComparison;
import dev.sextant.analytics.classes.ClassMastery;
import dev.sextant.analytics.classes.ClassStore;
import dev.sextant.analytics.results.Judgement;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.analytics.results.Watchers;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.ForMachines;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// A class's mastery for those who teach it.
@RestController
@RequestMapping("/api/classes/{classId}/mastery")
@Tag(name = "Mastery")
class ClassMasteryController {
  private static final int MOST_COMPARED = 20;
  private static final List<String> LINE_START = List.of("learnerId", "at");

  /// As long as an access token lives: whoever watches on shows a new one.
  private static final Duration STREAM_LIFE = Duration.ofMinutes(15);

  private final ReadingStore readings;
  private final ClassStore classes;
  private final Watchers watchers;
  private final Access access;
  private final Judgement judgement;

  private final Set<ClassWatch> watches = ConcurrentHashMap.newKeySet();

  ClassMasteryController(
      ReadingStore readings,
      ClassStore classes,
      Watchers watchers,
      Access access,
      Judgement judgement) {
    this.readings = readings;
    this.classes = classes;
    this.watchers = watchers;
    this.access = access;
    this.judgement = judgement;
  }

  @ForMachines(ForMachines.RESULTS_READ)
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "The heat map of a class",
      description =
          "Learners by domains, the distribution in each domain beside its cut, who is at risk, how"
              + " the class grew, also week by week; `population` says whom the figures count.")
  ClassMastery json(@PathVariable String classId, @RequestParam String courseId, Caller caller) {
    access.needsClass(caller, classId);
    return mastery(Access.tenantOf(caller), classId, courseId);
  }

  @ForMachines(ForMachines.RESULTS_READ)
  @GetMapping(produces = "text/csv")
  @Operation(summary = "The heat map of a class as CSV, a line a learner")
  String csv(@PathVariable String classId, @RequestParam String courseId, Caller caller)
      throws IOException {
    access.needsClass(caller, classId);
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      List<ClassMastery.Row> rows = mastery(Access.tenantOf(caller), classId, courseId).learners();
      csv.writeRecord(rows.isEmpty() ? LINE_START : header(rows.getFirst()));
      rows.forEach(row -> csv.writeRecord(line(row).stream().map(Csv::guarded).toList()));
    }
    return text.toString();
  }

  @GetMapping("/comparison")
  @Operation(
      summary = "This class beside others, domain by domain",
      description = "`with` names up to twenty other classes that the caller may see.")
  ClassComparison comparison(
      @PathVariable String classId,
      @RequestParam String courseId,
      @RequestParam(defaultValue = "") List<String> with,
      Caller caller) {
    if (with.size() > MOST_COMPARED) {
      throw Problem.invalid("with", "must name at most " + MOST_COMPARED + " classes");
    }
    List<ClassComparison.ClassLine> lines = new ArrayList<>();
    Set<String> all = new LinkedHashSet<>();
    all.add(classId);
    all.addAll(with);
    for (String each : all) {
      access.needsClass(caller, each);
      Set<String> members = classes.learnersOf(Access.tenantOf(caller), each);
      lines.add(
          ClassComparison.line(
              each,
              members,
              readings.mastery(Access.tenantOf(caller), members, courseId),
              judgement.leastAnswers()));
    }
    return ClassComparison.of(courseId, judgement.leastAnswers(), lines);
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(summary = "Changes of the heat map's lines as they happen")
  SseEmitter stream(@PathVariable String classId, @RequestParam String courseId, Caller caller) {
    access.needsClass(caller, classId);
    var emitter = new SseEmitter(STREAM_LIFE.toMillis());
    String tenant = Access.tenantOf(caller);
    var watch =
        new ClassWatch(emitter, tenant, courseId, () -> classes.learnersOf(tenant, classId));
    Runnable leave = watchers.add(watch::offer);
    watches.add(watch);
    emitter.onCompletion(
        () -> {
          leave.run();
          watches.remove(watch);
          watch.end();
        });
    emitter.onTimeout(watch::end);
    emitter.onError(e -> watch.end());
    Thread.ofVirtual().name("class-watch").start(watch::run);
    return emitter;
  }

  /// A stop does not wait for pages that would watch for ever.
  @EventListener(ContextClosedEvent.class)
  void end() {
    watches.forEach(ClassWatch::end);
  }

  private ClassMastery mastery(String tenant, String classId, String courseId) {
    Set<String> members = classes.learnersOf(tenant, classId);
    return ClassMastery.of(
        classId,
        courseId,
        members,
        readings.mastery(tenant, members, courseId),
        judgement.leastAnswers(),
        Instant.now());
  }

  private static List<String> header(ClassMastery.Row row) {
    List<String> header = new ArrayList<>(LINE_START);
    for (ClassMastery.Cell cell : row.domains()) {
      for (String figure : List.of("mean", "standardDeviation", "mastery", "level", "answered")) {
        header.add(cell.domainId() + "." + figure);
      }
    }
    return header;
  }

  private static List<String> line(ClassMastery.Row row) {
    List<String> line = new ArrayList<>(List.of(row.learnerId(), row.at().toString()));
    for (ClassMastery.Cell cell : row.domains()) {
      line.add(String.format(Locale.ROOT, "%.4f", cell.mean()));
      line.add(String.format(Locale.ROOT, "%.4f", cell.standardDeviation()));
      line.add(String.format(Locale.ROOT, "%.4f", cell.mastery()));
      line.add(cell.level().name());
      line.add(Integer.toString(cell.answered()));
    }
    return line;
  }
}
