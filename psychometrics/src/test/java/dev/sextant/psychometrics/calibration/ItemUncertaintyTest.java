package dev.sextant.psychometrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
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

  @Test
  void errors_that_go_together_widen_by_what_they_move_together() {
    var random = new Random(11);
    var truth = new ArrayList<Item>();
    for (int j = 0; j < 12; j++) {
      truth.add(Item.twoParameter("i" + j, 0, 1.2, 1.2 + 0.4 * random.nextGaussian()));
    }
    var builder = ResponseMatrix.builder(12);
    for (int n = 0; n < 800; n++) {
      double theta = random.nextGaussian();
      for (int j = 0; j < 12; j++) {
        builder.addAnswer(j, random.nextDouble() < truth.get(j).probability(theta));
      }
      builder.endPerson(1);
    }
    Calibration fit =
        MarginalLikelihood.fit(
            builder.build(),
            truth.stream().map(Item::id).toList(),
            0,
            ItemModel.TWO_PARAMETER,
            ItemPrior.none(),
            MarginalLikelihood.Settings.standard());
    var covariances = new ArrayList<ItemCovariance>();
    var responses = new ArrayList<Response>();
    for (int j = 0; j < 12; j++) {
      covariances.add(fit.itemCovariance(j));
      assertThat(Math.sqrt(fit.itemCovariance(j).of(1, 1)))
          .isCloseTo(fit.items().get(j).standardErrorOfB(), within(1e-12));
      responses.add(new Response(fit.items().get(j).item(), j % 6 != 0));
    }
    // Items of 1.2 logits: a steeper one is an easier one.
    assertThat(fit.itemCovariance(0).of(0, 1)).isNegative();
    Ability plain = CorrelatedDomains.map(Ability.standard(1, 0), responses);
    double added =
        ItemUncertainty.widenedBy(plain, answered(covariances, responses)).covariance(0, 0)
            - plain.covariance(0, 0);
    double moved = moved(covariances, responses, random);
    assertThat(added).isCloseTo(moved, within(0.3 * moved));

    // Where the errors of a and b are nearly one, taking them as two is far off.
    double v = 0.15 * 0.15;
    List<Double> tied = List.of(v, 0.95 * v, 0.0, 0.95 * v, v, 0.0, 0.0, 0.0, 0.0);
    var together = covariances.stream().map(c -> new ItemCovariance(c.item(), tied)).toList();
    var apart = covariances.stream().map(c -> new CalibratedItem(c.item(), 0.15, 0.15, 0)).toList();
    double exact = moved(together, responses, random);
    double known =
        ItemUncertainty.widenedBy(plain, answered(together, responses)).covariance(0, 0)
            - plain.covariance(0, 0);
    double ignored =
        ItemUncertainty.widened(plain, apart).covariance(0, 0) - plain.covariance(0, 0);
    assertThat(known).isCloseTo(exact, within(0.3 * exact));
    assertThat(Math.abs(ignored - exact)).isGreaterThan(2 * Math.abs(known - exact));
  }

  private static List<ItemUncertainty.Answered> answered(
      List<ItemCovariance> items, List<Response> responses) {
    var answered = new ArrayList<ItemUncertainty.Answered>();
    for (int j = 0; j < items.size(); j++) {
      answered.add(new ItemUncertainty.Answered(items.get(j), responses.get(j).correct()));
    }
    return answered;
  }

  /// The variance of the estimate when the items are drawn anew.
  private static double moved(
      List<ItemCovariance> covariances, List<Response> responses, Random random) {
    Ability prior = Ability.standard(1, 0);
    double sum = 0;
    double squares = 0;
    int draws = 4000;
    for (int draw = 0; draw < draws; draw++) {
      var redrawn = new ArrayList<Response>();
      for (int j = 0; j < covariances.size(); j++) {
        ItemCovariance v = covariances.get(j);
        double x = random.nextGaussian();
        double y = random.nextGaussian();
        double l11 = Math.sqrt(v.of(0, 0));
        double l21 = v.of(1, 0) / l11;
        double l22 = Math.sqrt(v.of(1, 1) - l21 * l21);
        Item item = v.item();
        redrawn.add(
            new Response(
                Item.twoParameter(
                    item.id(), 0, item.a() * Math.exp(l11 * x), item.b() + l21 * x + l22 * y),
                responses.get(j).correct()));
      }
      double mean = CorrelatedDomains.map(prior, redrawn).mean(0);
      sum += mean;
      squares += mean * mean;
    }
    return squares / draws - sum / draws * (sum / draws);
  }

  @Test
  void without_standard_errors_there_is_no_covariance() {
    var builder = ResponseMatrix.builder(2).addRow("10", 3).addRow("01", 2).addRow("11", 2);
    Calibration fit =
        MarginalLikelihood.fit(
            builder.build(),
            List.of("a", "b"),
            0,
            ItemModel.COMMON_SLOPE,
            ItemPrior.none(),
            MarginalLikelihood.Settings.standard().withoutStandardErrors());
    assertThatIllegalStateException().isThrownBy(() -> fit.itemCovariance(0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ItemCovariance(
                    fit.items().getFirst().item(),
                    List.of(1.0, 2.0, 0.0, 2.0, 1.0, 0.0, 0.0, 0.0, 1.0)));
  }
}
