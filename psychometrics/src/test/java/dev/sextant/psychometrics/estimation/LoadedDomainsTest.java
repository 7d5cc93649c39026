package dev.sextant.psychometrics.estimation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.model.LoadedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoadedDomainsTest {
  @Test
  void items_that_load_on_one_domain_give_what_plain_items_give() {
    var random = new Random(1);
    Ability prior = Ability.standard(3, 0.5);
    var plain = new ArrayList<Response>();
    var loaded = new ArrayList<LoadedDomains.LoadedResponse>();
    for (int i = 0; i < 20; i++) {
      double a = Math.exp(0.3 * random.nextGaussian());
      double b = random.nextGaussian();
      var loadings = new ArrayList<>(List.of(0.0, 0.0, 0.0));
      loadings.set(i % 3, a);
      boolean right = random.nextBoolean();
      plain.add(new Response(Item.threeParameter("i" + i, i % 3, a, b, 0.1), right));
      loaded.add(
          new LoadedDomains.LoadedResponse(
              new LoadedItem("i" + i, loadings, -a * b, 0.1, 1), right));
    }
    Ability one = CorrelatedDomains.map(prior, plain);
    Ability other = LoadedDomains.map(prior, loaded);
    for (int k = 0; k < 3; k++) {
      assertThat(other.mean(k)).isCloseTo(one.mean(k), within(1e-8));
      assertThat(other.standardError(k)).isCloseTo(one.standardError(k), within(1e-8));
    }
  }

  @Test
  void an_item_on_two_domains_tells_of_both_and_ties_them_together() {
    var item = new LoadedItem("both", List.of(1.0, 1.0), 0, 0, 1);
    Ability ability =
        LoadedDomains.map(
            Ability.standard(2, 0), List.of(new LoadedDomains.LoadedResponse(item, true)));
    assertThat(ability.mean(0)).isCloseTo(ability.mean(1), within(1e-9)).isGreaterThan(0.2);
    assertThat(ability.covariance(0, 1)).isNegative();
  }
}
