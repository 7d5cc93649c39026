package dev.sextant.psychometrics.selection;

import org.jspecify.annotations.Nullable;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/// A whole test as a mixed-integer program, solved by ojAlgo: one binary variable per item (van der
/// Linden & Reese 1998).
///
/// Exact whatever the constraints, and slow: tens to hundreds of milliseconds for 30 of 200 items.
/// [ShadowTest] turns to it where its own search would take longer, and is tested against it.
final class MixedInteger {
  private MixedInteger() {}

  /// Which items the test of greatest total value holds, or null when no test meets everything.
  /// `state` has one number per item: 1 must be in, -1 must not, 0 may. Throws
  /// [IllegalStateException] when the solver comes to no end.
  static boolean @Nullable [] solve(
      ShadowTest.Constraints constraints, double[] values, byte[] state) {
    var model = new ExpressionsBasedModel();
    var variables = new Variable[values.length];
    Expression length = model.newExpression("length").level(constraints.length());
    var categories = new Expression[constraints.least().length];
    for (int k = 0; k < categories.length; k++) {
      categories[k] =
          model
              .newExpression("category " + k)
              .lower(constraints.least()[k])
              .upper(constraints.most()[k]);
    }
    for (int i = 0; i < variables.length; i++) {
      Variable variable = model.newVariable("item " + i).binary().weight(values[i]);
      if (state[i] != 0) {
        variable.level(state[i] > 0 ? 1 : 0);
      }
      length.set(variable, 1);
      categories[constraints.category()[i]].set(variable, 1);
      variables[i] = variable;
    }
    for (int e = 0; e < constraints.enemies().length; e++) {
      // Two expressions of one name would be one.
      Expression enemies = model.newExpression("enemies " + e).upper(1);
      for (int i : constraints.enemies()[e]) {
        enemies.set(variables[i], 1);
      }
    }
    for (int r = 0; r < constraints.limits().length; r++) {
      Expression use = model.newExpression("resource " + r).upper(constraints.limits()[r]);
      for (int i = 0; i < variables.length; i++) {
        use.set(variables[i], constraints.uses()[r][i]);
      }
    }
    Optimisation.Result result = model.maximise();
    if (result.getState() == Optimisation.State.INFEASIBLE) {
      return null;
    }
    if (!result.getState().isOptimal()) {
      throw new IllegalStateException("whole test not solved: " + result.getState());
    }
    boolean[] chosen = new boolean[variables.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = result.doubleValue(i) > 0.5;
    }
    return chosen;
  }
}
