package dev.sextant.analytics.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sextant.analytics.QuestionText;
import dev.sextant.analytics.QuestionTexts;
import dev.sextant.analytics.items.QuestionStore;
import dev.sextant.analytics.mastery.Answer;
import dev.sextant.analytics.repairs.Effect;
import dev.sextant.analytics.repairs.KeyBank;
import dev.sextant.analytics.repairs.Preview;
import dev.sextant.analytics.repairs.Preview.Moved;
import dev.sextant.analytics.repairs.Repair;
import dev.sextant.analytics.repairs.RepairRuns;
import dev.sextant.analytics.repairs.Repairs;
import dev.sextant.analytics.repairs.Replaying;
import dev.sextant.analytics.results.ReadingStore;
import dev.sextant.servicekit.Caller;
import dev.sextant.servicekit.CommonProblem;
import dev.sextant.servicekit.Ids;
import dev.sextant.servicekit.Page;
import dev.sextant.servicekit.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Keys that were wrong: who is affected, and results as they are once the key is right.
@RestController
@RequestMapping("/api/questions/{questionId}/repairs")
@Tag(name = "Items")
class RepairsController {

  private final Repairs repairs;
  private final RepairRuns runs;
  private final Replaying replaying;
  private final ReadingStore readings;
  private final QuestionTexts texts;
  private final KeyBank bank;
  private final Access access;
  private final Clock clock = Clock.systemUTC();

  RepairsController(
      Repairs repairs,
      RepairRuns runs,
      Replaying replaying,
      ReadingStore readings,
      QuestionTexts texts,
      KeyBank bank,
      Access access) {
    this.repairs = repairs;
    this.runs = runs;
    this.replaying = replaying;
    this.readings = readings;
    this.texts = texts;
    this.bank = bank;
    this.access = access;
  }

  /// @param newKey id of the option that is right; this or `void`
  /// @param isVoid true where no option is, and the question counts for nobody
  /// @param version which version was wrong; the newest that was answered when it is not said
  /// @param dryRun false applies it; true, and when it is not said, shows what it would move
  record RepairRequest(
      @Nullable String newKey,
      @JsonProperty("void") @Nullable Boolean isVoid,
      @Nullable @Min(1) Integer version,
      @Nullable Boolean dryRun) {}

  /// @param id null for a preview, of which nothing is kept
  /// @param state `PREVIEW`; `APPLYING` while results are computed, then `APPLIED`; `CANCELLING`
  ///   while they go back, then `CANCELLED`
  /// @param newKey null where the question is void
  /// @param askedKey the key by which it was asked
  /// @param bankVersion the version of the question that new sessions get since; null where the
  ///   bank had gone on already
  /// @param population whom the figures count, in words
  /// @param sessions that move and that the caller may read, at most of the learners computed; null
  ///   once the repair is applied, when each result tells it by itself
  record RepairView(
      @Nullable String id,
      String state,
      String questionId,
      int questionVersion,
      @Nullable String newKey,
      @JsonProperty("void") boolean isVoid,
      String askedKey,
      @Nullable Integer bankVersion,
      @Nullable String by,
      @Nullable Instant at,
      @Nullable Instant cancelledAt,
      Effect effect,
      String population,
      @Nullable List<Moved> sessions) {}

  @PostMapping
  @Operation(
      summary = "Change a wrong key, or void a question: look first, then apply",
      description =
          "For those who write the question. A dry run answers 200 with who is affected and how"
              + " results move, and changes nothing. Applied it answers 201: new sessions get the"
              + " question with the new key, or not at all; results of sessions that had it are"
              + " computed again from the same answers, and those that run are judged so at their"
              + " end. Each result keeps the one it had beside it. `DELETE` takes a repair back.")
  ResponseEntity<RepairView> repair(
      @PathVariable String questionId, @Valid @RequestBody RepairRequest request, Caller caller) {
    QuestionStore.Known question = access.mayRepair(caller, questionId);
    Repair asked = asked(question, questionId, request, caller);
    Optional<Repair> known = repairs.inForce(questionId, asked.questionVersion());
    boolean apply = Boolean.FALSE.equals(request.dryRun());
    if (known.isPresent() && sameKey(known.get(), asked)) {
      if (apply) {
        return ResponseEntity.ok(view(known.get()));
      }
      throw new Problem(CommonProblem.UNPROCESSABLE, "It is repaired so already.");
    }
    Preview preview = preview(asked);
    if (!apply) {
      return ResponseEntity.ok(view(asked, preview, caller));
    }
    Repair repair = applied(asked, known, preview.effect());
    return ResponseEntity.created(
            URI.create("/api/questions/" + questionId + "/repairs/" + repair.id()))
        .body(view(repair));
  }

  @GetMapping
  @Operation(summary = "The repairs of a question, newest first")
  Page<RepairView> list(@PathVariable String questionId, Caller caller) {
    access.mayRepair(caller, questionId);
    return new Page<>(repairs.of(questionId).reversed().stream().map(this::view).toList(), null);
  }

  @GetMapping("/{repairId}")
  @Operation(summary = "How a repair stands")
  RepairView one(@PathVariable String questionId, @PathVariable String repairId, Caller caller) {
    access.mayRepair(caller, questionId);
    return view(find(questionId, repairId));
  }

  @DeleteMapping("/{repairId}")
  @Operation(
      summary = "Take a repair back",
      description =
          "Results become what they were, or what an earlier repair of the version says; new"
              + " sessions get the key back unless the question was edited since. The repair stays"
              + " on the list.")
  RepairView cancel(@PathVariable String questionId, @PathVariable String repairId, Caller caller) {
    access.mayRepair(caller, questionId);
    Repair repair = find(questionId, repairId);
    if (!repair.inForce()) {
      return view(repair);
    }
    Integer made = repair.bankVersion();
    if (made != null) {
      bank.repair(questionId, made, repair.askedKey());
    }
    Repair cancelled = repair.cancelled(clock.instant());
    repairs.publish(cancelled);
    return view(cancelled);
  }

  private Repair find(String questionId, String repairId) {
    return repairs.of(questionId).stream()
        .filter(repair -> repair.id().equals(repairId))
        .findFirst()
        .orElseThrow(Problem::notFound);
  }

  /// The repair that the request describes, before it is applied.
  private Repair asked(
      QuestionStore.Known question, String questionId, RepairRequest request, Caller caller) {
    String newKey = request.newKey();
    boolean isVoid = Boolean.TRUE.equals(request.isVoid());
    if ((newKey != null) == isVoid) {
      throw Problem.invalid("/newKey", "must be an option's id, or else `void` must be true");
    }
    Integer named = request.version();
    int version =
        named != null
            ? named
            : readings
                .item(questionId)
                .map(item -> item.state().questionVersion())
                .orElse(question.version());
    var id = new QuestionText.Id(questionId, version);
    QuestionText text = texts.find(List.of(id)).get(id);
    if (text == null) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "There is no such version.")
          .field("/version", "must be a version that was published, was " + version);
    }
    if (newKey != null && text.options().stream().noneMatch(o -> o.id().equals(newKey))) {
      throw new Problem(CommonProblem.UNPROCESSABLE, "The key must be an option of the question.")
          .field("/newKey", "must be the id of an option of version " + version);
    }
    if (text.correctOptionId().equals(newKey)) {
      throw new Problem(
              CommonProblem.UNPROCESSABLE,
              "It was asked with this key. To take a repair back, delete it.")
          .field("/newKey", "must be another option than the key");
    }
    return new Repair(
        Ids.next(),
        repairs.of(questionId).size() + 1L,
        questionId,
        version,
        question.courseId(),
        question.organisationId(),
        newKey,
        text.correctOptionId(),
        null,
        caller.accountId(),
        clock.instant(),
        new Effect(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        null);
  }

  private static boolean sameKey(Repair one, Repair other) {
    return java.util.Objects.equals(one.newKey(), other.newKey());
  }

  private Preview preview(Repair asked) {
    return Preview.of(asked, readings, replaying, repairs::inForce, answer -> then(asked, answer));
  }

  private Optional<Repair> then(Repair asked, Answer answer) {
    return answer.questionId().equals(asked.questionId())
            && answer.questionVersion() == asked.questionVersion()
        ? Optional.of(asked)
        : repairs.inForce(answer);
  }

  /// The bank first, which a repeat finds changed and leaves alone; then what judges the answers.
  private Repair applied(Repair asked, Optional<Repair> known, Effect effect) {
    int newest = known.map(Repair::bankVersion).orElse(asked.questionVersion());
    Integer made = bank.repair(asked.questionId(), newest, asked.newKey()).orElse(null);
    Repair repair =
        new Repair(
            asked.id(),
            asked.number(),
            asked.questionId(),
            asked.questionVersion(),
            asked.courseId(),
            asked.organisationId(),
            asked.newKey(),
            asked.askedKey(),
            made,
            asked.by(),
            clock.instant(),
            effect,
            null);
    repairs.publish(repair);
    return repair;
  }

  private RepairView view(Repair repair) {
    String run = RepairRuns.of(repair);
    boolean done = runs.done(List.of(run)).contains(run);
    String state =
        repair.inForce() ? (done ? "APPLIED" : "APPLYING") : (done ? "CANCELLED" : "CANCELLING");
    return view(repair, state, repair.id(), repair.effect(), null);
  }

  private RepairView view(Repair asked, Preview preview, Caller caller) {
    return view(
        asked,
        "PREVIEW",
        null,
        preview.effect(),
        preview.moved().stream()
            .filter(moved -> Access.seesSession(caller, moved.classId()))
            .toList());
  }

  private static RepairView view(
      Repair repair,
      String state,
      @Nullable String id,
      Effect effect,
      @Nullable List<Moved> sessions) {
    return new RepairView(
        id,
        state,
        repair.questionId(),
        repair.questionVersion(),
        repair.newKey(),
        repair.isVoid(),
        repair.askedKey(),
        repair.bankVersion(),
        id == null ? null : repair.by(),
        id == null ? null : repair.at(),
        repair.cancelledAt(),
        effect,
        "Sessions that answered this version, running ones among them; results computed for at most"
            + " "
            + Preview.MOST_LEARNERS
            + " learners",
        sessions);
  }
}
