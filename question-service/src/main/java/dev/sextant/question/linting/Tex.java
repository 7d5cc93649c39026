package dev.sextant.question.linting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what is broken in a TeX formula: pairs that do not close, commands that are not known,
/// fractions and roots without what they work on.
final class Tex {
  private static final Pattern COMMAND = Pattern.compile("\\\\([a-zA-Z]+|.)");

  /// Commands of KaTeX's support table that formulas of a course like this use.
  private static final Set<String> KNOWN =
      Set.of(
          ("alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu"
               + " nu xi pi rho sigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda"
               + " Xi Pi Sigma Upsilon Phi Psi Omega sum prod int iint oint partial nabla infty"
               + " forall exists in notin ni subset subseteq supset supseteq cup cap setminus"
               + " emptyset varnothing to rightarrow leftarrow leftrightarrow Rightarrow Leftarrow"
               + " Leftrightarrow iff implies mapsto longrightarrow uparrow downarrow le leq ge geq"
               + " ne neq ll gg lt gt approx sim simeq cong equiv propto pm mp times div cdot cdots"
               + " ldots dots vdots ddots ast star circ bullet oplus otimes odot mid nmid parallel"
               + " perp top bot prime dagger angle neg lnot land lor wedge vee frac tfrac dfrac"
               + " cfrac binom tbinom dbinom sqrt left right middle big Big bigg Bigg bigl bigr"
               + " Bigl Bigr lvert rvert lVert rVert Vert vert lfloor rfloor lceil rceil langle"
               + " rangle lbrace rbrace hat widehat bar overline underline tilde widetilde vec dot"
               + " ddot acute grave check breve overbrace underbrace overset underset stackrel"
               + " mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm"
               + " text textbf textit textrm texttt textsf operatorname sin cos tan cot sec csc"
               + " arcsin arccos arctan sinh cosh tanh exp log ln lg max min sup inf lim limsup"
               + " liminf arg argmax argmin det dim ker deg gcd hom Pr bmod pmod mod quad qquad"
               + " begin end displaystyle textstyle scriptstyle limits nolimits ell hbar Re Im"
               + " imath jmath aleph color boxed cancel phantom lbrack rbrack colon triangleq"
               + " models vdash dashv square blacksquare triangle")
              .split(" +"));

  private static final Set<String> NEED_ARGUMENTS =
      Set.of("frac", "tfrac", "dfrac", "binom", "sqrt", "hat", "bar", "mathrm", "text", "mathbf");

  private Tex() {}

  static List<String> faults(String tex) {
    List<String> faults = new ArrayList<>();
    Deque<String> open = new ArrayDeque<>();
    int lefts = 0;
    Matcher command = COMMAND.matcher(tex);
    int i = 0;
    while (i < tex.length()) {
      char c = tex.charAt(i);
      if (c == '{') {
        open.push("{");
      } else if (c == '}') {
        if (!"{".equals(open.poll())) {
          faults.add("closes a brace that is not open");
          return faults;
        }
      } else if (c == '\\') {
        if (!command.find(i) || command.start() != i) {
          faults.add("ends in a backslash");
          return faults;
        }
        String name = command.group(1);
        i = command.end();
        if (Character.isLetter(name.charAt(0)) && !KNOWN.contains(name)) {
          faults.add("uses \\" + name + ", which is not known");
        }
        switch (name) {
          case "left" -> lefts++;
          case "right" -> lefts--;
          case "begin" -> open.push(environment(tex, i));
          case "end" -> {
            String closes = environment(tex, i);
            if (!closes.equals(open.poll())) {
              faults.add("ends " + closes + ", which is not open");
              return faults;
            }
          }
          default -> {
            if (NEED_ARGUMENTS.contains(name) && tex.substring(i).isBlank()) {
              faults.add("\\" + name + " works on nothing");
            }
          }
        }
        if (name.equals("begin") || name.equals("end")) {
          i = Math.max(i, tex.indexOf('}', i) + 1);
        }
        continue;
      }
      i++;
    }
    if (!open.isEmpty()) {
      faults.add("leaves " + open.peek() + " open");
    }
    if (lefts != 0) {
      faults.add("does not pair \\left and \\right");
    }
    return faults;
  }

  private static String environment(String tex, int from) {
    int close = tex.indexOf('}', from);
    return from < tex.length() && tex.charAt(from) == '{' && close > 0
        ? tex.substring(from, close + 1)
        : "an environment";
  }
}
