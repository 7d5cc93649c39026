package dev.sextant.question.linting;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameter;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import dev.sextant.question.bank.Bank;
import dev.sextant.question.bank.BankQuestion;
import dev.sextant.question.bank.BankQuestion.Calculation;
import dev.sextant.question.bank.BankQuestion.Choice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every number that an author worked out is worked out again.
final class CalculationRule implements Rule {
  private static final ExpressionConfiguration CONFIGURATION =
      ExpressionConfiguration.builder()
          .mathContext(MathContext.DECIMAL64)
          // -2^2 is -4, as people write it.
          .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
          .build()
          .withAdditionalFunctions(
              Map.entry("EXP", new OfOne(Math::exp)),
              Map.entry("LOG", new OfOne(Math::log)),
              Map.entry("LOG2", new OfOne(x -> Math.log(x) / Math.log(2))));

  @Override
  public String name() {
    return "calculations";
  }

  @Override
  public String asks() {
    return "Each `calculations` entry is evaluated (EvalEx) and must give its `answer` when rounded"
        + " to as many digits; the answer stands in its option's text; where two options"
        + " or more are calculated, the right one is among them.";
  }

  @Override
  public List<Finding> check(Bank bank) {
    List<Finding> findings = new ArrayList<>();
    for (BankQuestion question : bank.questions()) {
      for (Calculation calculation : question.calculations()) {
        check(question, calculation, findings);
      }
      if (question.calculations().size() > 1
          && question.calculations().stream().noneMatch(c -> c.option().equals(question.key()))) {
        findings.add(at(question, "the right option is not among those calculated"));
      }
    }
    return findings;
  }

  private void check(BankQuestion question, Calculation calculation, List<Finding> findings) {
    Choice choice = question.options().get(calculation.option());
    if (choice == null) {
      findings.add(at(question, "calculates option " + calculation.option() + ", which is none"));
      return;
    }
    if (!choice.text().contains(calculation.answer())) {
      findings.add(
          at(
              question,
              "%s does not stand in option %s"
                  .formatted(calculation.answer(), calculation.option())));
    }
    try {
      BigDecimal stated = new BigDecimal(calculation.answer().replace(",", ""));
      BigDecimal value =
          new Expression(calculation.expression(), CONFIGURATION).evaluate().getNumberValue();
      // Half a unit of the last digit, and a breath for halves that floating point puts beside it.
      BigDecimal most =
          new BigDecimal("0.5").movePointLeft(stated.scale()).add(new BigDecimal("1e-9"));
      if (value.subtract(stated).abs().compareTo(most) > 0) {
        findings.add(
            at(
                question,
                "%s gives %s, not %s"
                    .formatted(calculation.expression(), value.round(new MathContext(8)), stated)));
      }
    } catch (EvaluationException | ParseException e) {
      findings.add(
          at(question, calculation.expression() + " cannot be worked out: " + e.getMessage()));
    } catch (NumberFormatException e) {
      findings.add(at(question, "the answer " + calculation.answer() + " is no number"));
    }
  }

  /// A function of one number.
  @FunctionParameter(name = "value")
  private static final class OfOne extends AbstractFunction {
    private final java.util.function.DoubleUnaryOperator function;

    OfOne(java.util.function.DoubleUnaryOperator function) {
      this.function = function;
    }

    @Override
    public EvaluationValue evaluate(
        Expression expression, Token functionToken, EvaluationValue... values) {
      double x = values[0].getNumberValue().doubleValue();
      return expression.convertDoubleValue(function.applyAsDouble(x));
    }
  }
}
