package dev.sextant.psychometrics.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.model.ItemBank;
import dev.sextant.psychometrics.selection.Blueprint;
import dev.sextant.psychometrics.selection.ExposureRule;
import dev.sextant.psychometrics.selection.Pick;
import dev.sextant.psychometrics.selection.Relaxation;
import dev.sextant.psychometrics.selection.Resource;
import dev.sextant.psychometrics.simulation.SimulatedCandidate;
import dev.sextant.psychometrics.simulation.SimulatedExam;
import dev.sextant.psychometrics.stopping.SequentialTest;
import dev.sextant.psychometrics.stopping.StopReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdaptiveTestTest {
  private static final Ability PRIOR = Ability.standard(5, 0.6);

  private static ItemBank bank(int domains, int each) {
    var random = new Random(7);
    var items = new ArrayList<Item>();
    for (int k = 0; k < domains; k++) {
      for (int i = 0; i < each; i++) {
        double a = Math.exp(0.3 * random.nextGaussian());
        items.add(Item.threeParameter(k + "-" + i, k, a, random.nextGaussian(), 0.2));
      }
    }
    return ItemBank.of(domains, items);
  }

  private static Pick pick(Decision decision) {
    return switch (decision) {
      case Decision.Ask ask -> ask.pick();
      case Decision.Stop stop -> throw new AssertionError("stopped: " + stop);
    };
  }

  private static int[] perDomain(SimulatedExam exam) {
    int[] counts = new int[5];
    exam.responses().forEach(response -> counts[response.item().domain()]++);
    return counts;
  }

  @Test
  void the_blueprint_is_met_to_the_question() {
    var test =
        AdaptiveTest.of(bank(5, 30), new Blueprint(List.of(2.0, 1.0, 1.0, 3.0, 1.0), 0))
            .maxLength(24)
            .build();
    for (int seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      var exam = SimulatedCandidate.drawnFrom(PRIOR, random).take(test, PRIOR, Set.of(), random);
      assertThat(exam.reason()).isEqualTo(StopReason.LENGTH);
      assertThat(perDomain(exam)).containsExactly(6, 3, 3, 9, 3);
    }
  }

  @Test
  void the_same_seed_gives_the_same_exam_and_no_item_twice() {
    var test =
        AdaptiveTest.of(bank(5, 30), Blueprint.even(5))
            .maxLength(25)
            .exposure(ExposureRule.randomesque(5))
            .build();
    var candidate = new SimulatedCandidate(List.of(0.3, -0.5, 1.0, 0.0, 0.2));
    SimulatedExam one = candidate.take(test, PRIOR, Set.of(), new Random(3));
    SimulatedExam two = candidate.take(test, PRIOR, Set.of(), new Random(3));
    assertThat(one).isEqualTo(two);
    assertThat(one.responses().stream().map(r -> r.item().id()).collect(Collectors.toSet()))
        .hasSize(25);
  }

  @Test
  void the_trace_tells_candidates_quotas_rank_and_exposure_rule() {
    var test =
        AdaptiveTest.of(bank(5, 30), Blueprint.even(5))
            .maxLength(25)
            .exposure(ExposureRule.randomesque(3))
            .build();
    var pick = pick(test.next(PRIOR, List.of(), Set.of("0-1"), new Random(1)));
    var trace = pick.trace();
    assertThat(trace.position()).isZero();
    assertThat(trace.candidates()).isEqualTo(149);
    assertThat(trace.rank()).isBetween(1, 3);
    assertThat(trace.exposure()).isEqualTo("one of the best 3");
    assertThat(trace.relaxed()).isEmpty();
    assertThat(trace.information()).isEqualTo(pick.item().information(0));
    assertThat(trace.quotas()).hasSize(5).allMatch(quota -> quota.least() == 5 && quota.open());
    assertThat(trace.quotas().getFirst().available()).isEqualTo(29);
  }

  @Test
  void enemies_are_not_asked_together() {
    var bank = bank(1, 4);
    var ids = bank.items().stream().map(Item::id).toList();
    var test =
        AdaptiveTest.of(bank, Blueprint.even(1))
            .maxLength(4)
            .enemies(List.of(Set.copyOf(ids.subList(0, 3))))
            .build();
    var soFar = List.of(new Response(bank.item(0), true));
    var pick = pick(test.next(Ability.standard(1, 0), soFar, Set.of(), new Random(0)));
    assertThat(pick.index()).isEqualTo(3);
    assertThat(pick.trace().relaxed()).isEmpty();
  }

  @Test
  void what_cannot_be_met_gives_way_in_the_stated_order_and_is_told() {
    var bank = bank(2, 2);
    var test =
        AdaptiveTest.of(bank, Blueprint.even(2))
            .maxLength(4)
            .enemies(List.of(Set.of("1-0", "0-0")))
            .build();
    var prior = Ability.standard(2, 0.5);
    var answered = new ArrayList<Response>();
    answered.add(new Response(bank.item(0), true));
    // Both items of domain 1 are out (an enemy, and seen lately), so the quota gives way.
    var second = pick(test.next(prior, answered, Set.of("1-1"), new Random(0)));
    assertThat(second.item().id()).isEqualTo("0-1");
    answered.add(new Response(second.item(), false));
    var third = pick(test.next(prior, answered, Set.of("1-1"), new Random(0)));
    assertThat(third.item().id()).isEqualTo("1-1");
    assertThat(third.trace().relaxed())
        .containsExactly(Relaxation.EXPOSURE, Relaxation.QUOTA, Relaxation.SEEN_LATELY);
    answered.add(new Response(third.item(), false));
    var fourth = pick(test.next(prior, answered, Set.of("1-1"), new Random(0)));
    assertThat(fourth.item().id()).isEqualTo("1-0");
    assertThat(fourth.trace().relaxed()).endsWith(Relaxation.ENEMIES);
  }

  @Test
  void an_exhausted_bank_stops_the_exam() {
    var test = AdaptiveTest.of(bank(1, 3), Blueprint.even(1)).maxLength(10).build();
    var exam =
        new SimulatedCandidate(List.of(0.0))
            .take(test, Ability.standard(1, 0), Set.of(), new Random(0));
    assertThat(exam.responses()).hasSize(3);
    assertThat(exam.reason()).isEqualTo(StopReason.NO_INFORMATION);
  }

  @Test
  void precision_and_confidence_stop_the_exam_but_not_before_its_least_length() {
    var bank = bank(1, 200);
    var prior = Ability.standard(1, 0);
    var precise =
        AdaptiveTest.of(bank, Blueprint.even(1)).minLength(5).maxLength(100).standardError(0.4);
    var exam =
        new SimulatedCandidate(List.of(0.0)).take(precise.build(), prior, Set.of(), new Random(5));
    assertThat(exam.reason()).isEqualTo(StopReason.PRECISION);
    assertThat(exam.ability().standardError(0)).isLessThanOrEqualTo(0.4);
    var confident =
        AdaptiveTest.of(bank, Blueprint.even(1))
            .minLength(5)
            .maxLength(100)
            .passMark(0, -1, 0.95)
            .build();
    var able = new SimulatedCandidate(List.of(1.5)).take(confident, prior, Set.of(), new Random(5));
    assertThat(able.reason()).isEqualTo(StopReason.CONFIDENCE);
    assertThat(able.responses()).hasSizeGreaterThanOrEqualTo(5).hasSizeLessThan(40);
  }

  @Test
  void exact_content_keeps_quotas_enemies_and_a_word_limit_to_the_end() {
    var bank = bank(5, 30);
    var words = new HashMap<String, Double>();
    for (int i = 0; i < bank.size(); i++) {
      words.put(bank.item(i).id(), 30.0 + i * 37 % 60);
    }
    var enemies = List.of(Set.of("0-1", "1-1", "2-1"), Set.of("3-4", "4-4"));
    var test =
        AdaptiveTest.of(bank, Blueprint.even(5))
            .minLength(15)
            .maxLength(15)
            .enemies(enemies)
            .exactContent(List.of(new Resource("words", words, 750)))
            .build();
    for (int seed = 0; seed < 5; seed++) {
      var random = new Random(seed);
      var exam = SimulatedCandidate.drawnFrom(PRIOR, random).take(test, PRIOR, Set.of(), random);
      assertThat(perDomain(exam)).containsExactly(3, 3, 3, 3, 3);
      var ids = exam.responses().stream().map(r -> r.item().id()).collect(Collectors.toSet());
      for (var set : enemies) {
        assertThat(set.stream().filter(ids::contains).count()).isLessThanOrEqualTo(1);
      }
      assertThat(ids.stream().mapToDouble(id -> words.getOrDefault(id, 0.0)).sum())
          .isLessThanOrEqualTo(750);
    }
  }

  @Test
  void pilot_items_take_their_slots_and_count_for_nothing() {
    var bank = bank(1, 20);
    var prior = Ability.standard(1, 0);
    var test =
        AdaptiveTest.of(bank, Blueprint.even(1))
            .minLength(6)
            .maxLength(6)
            .pilots(Set.of("0-3", "0-7"), Set.of(2))
            .build();
    var exam = new SimulatedCandidate(List.of(0.5)).take(test, prior, Set.of(), new Random(1));
    assertThat(exam.responses().get(2).item().id()).isIn("0-3", "0-7");
    assertThat(exam.responses().stream().filter(r -> r.item().id().matches("0-[37]"))).hasSize(1);
    var without = new ArrayList<>(exam.responses());
    without.remove(2);
    assertThat(test.ability(prior, without)).isEqualTo(exam.ability());
  }

  @Test
  void a_likelihood_ratio_and_a_lack_of_information_stop_the_exam() {
    var bank = bank(1, 200);
    var prior = Ability.standard(1, 0);
    var sequential =
        AdaptiveTest.of(bank, Blueprint.even(1))
            .maxLength(100)
            .sequentialTest(new SequentialTest(0, -1, 0.4, 0.05, 0.05))
            .build();
    var able =
        new SimulatedCandidate(List.of(1.5)).take(sequential, prior, Set.of(), new Random(2));
    assertThat(able.reason()).isEqualTo(StopReason.CONFIDENCE);
    var demanding =
        AdaptiveTest.of(bank, Blueprint.even(1)).maxLength(100).minimumInformation(5).build();
    var stopped =
        new SimulatedCandidate(List.of(0.0)).take(demanding, prior, Set.of(), new Random(2));
    assertThat(stopped.reason()).isEqualTo(StopReason.NO_INFORMATION);
    assertThat(stopped.responses()).isEmpty();
  }

  @Test
  void contradictions_are_refused_when_the_exam_is_defined() {
    var bank = bank(2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveTest.of(bank, Blueprint.even(3)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptiveTest.of(bank, Blueprint.even(2)).passMark(2, 0, 0.9).build());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> AdaptiveTest.of(bank, Blueprint.even(2)).minLength(9).maxLength(8).build());
  }

  @Test
  void a_variable_length_exam_is_balanced_wherever_it_stops() {
    var test =
        AdaptiveTest.of(bank(5, 30), Blueprint.even(5)).maxLength(50).standardError(0.55).build();
    var random = new Random(11);
    var exam = SimulatedCandidate.drawnFrom(PRIOR, random).take(test, PRIOR, Set.of(), random);
    assertThat(exam.reason()).isEqualTo(StopReason.PRECISION);
    int[] counts = perDomain(exam);
    var sorted = new ArrayList<Integer>();
    for (int count : counts) {
      sorted.add(count);
    }
    Collections.sort(sorted);
    assertThat(sorted.getLast() - sorted.getFirst()).isLessThanOrEqualTo(1);
    assertThat(new HashSet<>(sorted)).hasSizeLessThanOrEqualTo(2);
  }
}
