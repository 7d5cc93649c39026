package dev.sextant.session;

import dev.sextant.contracts.OptionOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A published version of a question with its key.
///
/// What a learner may see of it while the session is live is `stem` and `shuffledFor`; the key and
/// the explanation leave the service only where the exam explains at once.
public record QuestionVersion(
    QuestionRef ref,
    String domainId,
    String stem,
    List<Option> options,
    String correctOptionId,
    Optional<Explanation> explanation) {

  public QuestionVersion {
    options = List.copyOf(options);
    if (options.stream().noneMatch(o -> o.id().equals(correctOptionId))) {
      throw new IllegalArgumentException("the key of " + ref + " must be one of its options");
    }
  }

  public boolean has(String optionId) {
    return options.stream().anyMatch(option -> option.id().equals(optionId));
  }

  public boolean isRight(String optionId) {
    return correctOptionId.equals(optionId);
  }

  /// The option that a receipt of this session is for.
  public Optional<String> optionOf(SessionId session, Receipt receipt) {
    return options.stream()
        .map(Option::id)
        .filter(id -> optionHash(session, receipt.position(), id).equals(receipt.option()))
        .findFirst();
  }

  /// How a receipt names an option.
  public static String optionHash(SessionId session, int position, String optionId) {
    return Hashes.sha256(session.value() + "|" + position + "|" + optionId);
  }

  /// The options in the order that this session shows them: always the same for a session, and
  /// unrelated between sessions, so that "the third one" is of no use to a neighbour.
  public List<Option> shuffledFor(SessionId session) {
    List<String> ids = options.stream().map(Option::id).toList();
    return OptionOrder.of(session.value(), ref.id(), ids).stream()
        .map(id -> options.stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow())
        .toList();
  }

  /// An option; its id is stable for the version and says nothing of its place.
  public record Option(String id, String text) {}

  /// Why the right option is right and each other is not.
  public record Explanation(String text, Map<String, String> rationales) {
    public Explanation {
      rationales = Map.copyOf(rationales);
    }
  }
}
