package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Item;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.estimation.CorrelatedDomains;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemUncertaintyTest {
  private static final Ability PRIOR = Ability.standard(2, 0.5);

  @Test
  void known_items_add_nothing() {
    var item = new CalibratedItem(Item.twoParameter("i", 0, 1, 0), 0, 0, 0);
    assertThat(ItemUncertainty.widened(PRIOR, List.of(item)).standardError(0))
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void the_band_widens_by_as_much_as_the_estimate_moves_when_items_are_redrawn() {
    var random = new Random(6);
    var items = new ArrayList<CalibratedItem>();
    var responses = new ArrayList<Response>();
    for (int i = 0; i < 30; i++) {
      var item =
          Item.threeParameter(
              "i" + i, i % 2, Math.exp(0.2 * random.nextGaussian()), random.nextGaussian(), 0.2);
      items.add(new CalibratedItem(item, 0.2, 0.3, 0.3));
      responses.add(new Response(item, random.nextDouble() < item.probability(0.3)));
    }
    Ability plain = CorrelatedDomains.map(PRIOR, responses);
    double sum = 0;
    double squares = 0;
    int draws = 2000;
    for (int draw = 0; draw < draws; draw++) {
      var redrawn = new ArrayList<Response>();
      for (Response response : responses) {
        Item item = response.item();
        double logit = Math.log(0.25) + 0.3 * random.nextGaussian();
        redrawn.add(
            new Response(
                Item.threeParameter(
                    item.id(),
                    item.domain(),
                    item.a() * Math.exp(0.2 * random.nextGaussian()),
                    item.b() + 0.3 * random.nextGaussian(),
                    1 / (1 + Math.exp(-logit))),
                response.correct()));
      }
      double mean = CorrelatedDomains.map(PRIOR, redrawn).mean(0);
      sum += mean;
      squares += mean * mean;
    }
    double moved = squares / draws - sum / draws * (sum / draws);
    Ability wide = ItemUncertainty.widened(plain, items);
    double added = wide.covariance(0, 0) - plain.covariance(0, 0);
    assertThat(added).isCloseTo(moved, within(0.4 * moved));
    assertThat(wide.means()).isEqualTo(plain.means());
  }
}
