package dev.sextant.psychometrics.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.LoadedDomains.LoadedResponse;
import dev.sextant.psychometrics.model.LoadedItem;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunningAbilityTest {
  @Test
  void after_one_answer_it_is_the_exact_posterior() {
    Ability prior = CorrelatedDomainsTest.prior();
    for (Item item :
        List.of(CorrelatedDomainsTest.BANK.get(3), CorrelatedDomainsTest.BANK.get(77))) {
      for (boolean right : new boolean[] {true, false}) {
        var running = new RunningAbility(prior);
        running.update(item, right);
        Ability exact = CorrelatedDomains.eap(prior, List.of(new Response(item, right)));
        for (int k = 0; k < 5; k++) {
          assertThat(running.mean(k)).isCloseTo(exact.mean(k), within(1e-6));
          assertThat(running.standardError(k)).isCloseTo(exact.standardError(k), within(1e-6));
          assertThat(running.ability().covariance(0, k))
              .isCloseTo(exact.covariance(0, k), within(1e-6));
        }
      }
    }
  }

  @Test
  void after_the_references_patterns_it_is_near_the_exact_posterior() {
    double squares = 0;
    int count = 0;
    for (Map.Entry<String, List<Response>> pattern : CorrelatedDomainsTest.patterns().entrySet()) {
      var running = new RunningAbility(CorrelatedDomainsTest.prior());
      pattern.getValue().forEach(answer -> running.update(answer.item(), answer.correct()));
      Ability exact = CorrelatedDomains.eap(CorrelatedDomainsTest.prior(), pattern.getValue());
      for (int k = 0; k < 5; k++) {
        double off = (running.mean(k) - exact.mean(k)) / exact.standardError(k);
        assertThat(Math.abs(off)).describedAs(pattern.getKey()).isLessThan(0.35);
        assertThat(running.standardError(k) / exact.standardError(k)).isBetween(0.85, 1.15);
        squares += off * off;
        count++;
      }
    }
    assertThat(Math.sqrt(squares / count)).isLessThan(0.1);
  }

  @Test
  void items_on_several_domains_move_it_as_the_exact_posterior_moves() {
    var random = new Random(3);
    Ability prior = Ability.standard(3, 0.4);
    var running = new RunningAbility(prior);
    var all = new ArrayList<LoadedResponse>();
    for (int i = 0; i < 12; i++) {
      var item =
          new LoadedItem(
              "i" + i,
              List.of(random.nextDouble(), random.nextDouble(), i % 2 == 0 ? 0.0 : 1.0),
              random.nextGaussian(),
              0.2,
              1);
      boolean right = random.nextInt(3) > 0;
      running.update(item, right);
      all.add(new LoadedResponse(item, right));
    }
    Ability exact = LoadedDomains.eap(prior, all);
    for (int k = 0; k < 3; k++) {
      assertThat(running.mean(k)).isCloseTo(exact.mean(k), within(0.1));
      assertThat(running.standardError(k)).isCloseTo(exact.standardError(k), within(0.05));
    }
  }

  @Test
  void its_intervals_hold_the_truth_as_often_as_they_say() {
    var random = new Random(12);
    int held = 0;
    int candidates = 2000;
    for (int n = 0; n < candidates; n++) {
      double shared = random.nextGaussian();
      double[] theta = new double[5];
      for (int k = 0; k < 5; k++) {
        theta[k] = Math.sqrt(0.6) * shared + Math.sqrt(0.4) * random.nextGaussian();
      }
      var running = new RunningAbility(Ability.standard(5, 0.6));
      for (int i = 0; i < 25; i++) {
        var item = Item.threeParameter("i", i % 5, 1.2, running.mean(i % 5), 0.2);
        running.update(item, random.nextDouble() < item.probability(theta[i % 5]));
      }
      held += Math.abs(running.mean(2) - theta[2]) < 1.6448536 * running.standardError(2) ? 1 : 0;
    }
    // 90 % of 2,000: three binomial standard deviations are 0.02.
    assertThat(held / (double) candidates).isBetween(0.88, 0.92);
  }

  @Test
  void the_five_hundredth_answer_costs_what_the_fifth_did_and_allocates_nothing() {
    var item = Item.threeParameter("i", 2, 1.1, 0.2, 0.2);
    var running = new RunningAbility(Ability.standard(5, 0.5));
    for (int i = 0; i < 20_000; i++) {
      running.update(item, i % 2 == 0);
    }
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = bean.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 500; i++) {
      running.update(item, i % 2 == 0);
    }
    // The bean itself allocates some hundred bytes.
    assertThat(bean.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
    assertThat(running.standardError(2)).isPositive();
  }

  @Test
  void an_item_of_another_exam_is_refused() {
    var running = new RunningAbility(Ability.standard(2, 0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> running.update(Item.rasch("i", 2, 0), true));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> running.update(new LoadedItem("i", List.of(1.0), 0, 0, 1), true));
  }
}
