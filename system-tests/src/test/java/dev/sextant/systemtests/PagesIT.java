package dev.sextant.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages in a real Chromium: a learner's way by keyboard, a phone, and the instructor's wall.
///
/// Skips loudly where the machine has no Chromium. Screenshots go to `target/screens`.
class PagesIT {
  private static final List<Path> CHROMIUMS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));
  private static final double PATIENCE = 20_000;
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final String PASS_PHRASE = "a long enough pass phrase";
  private static final String AXE = axe();
  private static final String AXE_RUN =
      """
      () => axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
          resultTypes: ["violations"],
        }).then(found => found.violations.map(v => v.id + ": " + v.help + " at "
          + v.nodes.map(n => n.target.join(" ")).join(", ")))
      """;

  /// The page asks for the questions ahead as soon as it has shown one.
  private static final String AHEAD_IS_HERE =
      "() => performance.getEntriesByType('resource')"
          + ".filter(e => e.name.includes('?position=')).length >= 3";

  private static @Nullable Playwright playwright;
  private static @Nullable Browser browser;
  private static @Nullable String lastSession;

  @BeforeAll
  static void open() {
    Path chromium = chromium();
    if (chromium == null) {
      System.out.println("SKIPPED: no Chromium on this machine, the pages were NOT looked at");
    }
    assumeTrue(chromium != null, "no Chromium on this machine");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setHeadless(true)
                    .setArgs(ARGUMENTS));
  }

  private static @Nullable Path chromium() {
    return CHROMIUMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (playwright != null) {
      playwright.close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, LIGHT", "phone, 390, 844, DARK"})
  void a_learner_joins_sits_an_exam_by_keyboard_and_reads_result_and_review(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      join(page, screen, "Nia");
      look(page, screen, "home");
      page.getByTestId("start-ml-interview-short").first().click();
      assertThat(page.getByTestId("rules")).containsText("20 questions", containing());
      look(page, screen, "prepare");
      page.getByTestId("begin").click();
      for (int position = 1; position <= 20; position++) {
        awaitQuestion(page, position);
        if (position == 2) {
          page.reload();
          awaitQuestion(page, position);
        }
        if (position == 3) {
          page.keyboard().press("b");
          page.keyboard().press("x");
          assertThat(page.getByTestId("option-B")).hasAttribute("data-struck", "true");
          page.keyboard().press("t");
          assertThat(page.getByTestId("announced")).containsText("left");
          page.getByTestId("timer-toggle").press("Enter");
          assertThat(page.getByTestId("timer")).hasCount(0);
          page.getByTestId("timer-toggle").press("Enter");
          assertThat(page.getByTestId("timer")).isVisible();
          look(page, screen, "player");
        }
        page.keyboard().press(letter(position));
        page.keyboard().press("Enter");
      }
      assertThat(page.getByTestId("exam-over")).isVisible(patient());
      look(page, screen, "exam-over");
      page.getByTestId("see-result").click();
      assertThat(page.getByTestId("decision")).isVisible(patient());
      assertThat(page.getByTestId("domain-foundations")).isVisible(patient());
      assertThat(page.getByTestId("readiness")).containsText("%");
      look(page, screen, "result");
      page.getByTestId("to-review").click();
      assertThat(page.getByTestId("review")).isVisible(patient());
      page.getByTestId("filter-all").click();
      assertThat(page.getByTestId("explanation").first()).isVisible(patient());
      assertThat(page.getByTestId("explanation").count()).isEqualTo(20);
      assertThat(page.getByTestId("rationale").count()).isEqualTo(120);
      assertThat(page.getByTestId("why-this").count()).isEqualTo(20);
      page.getByTestId("why-this").first().locator("summary").click();
      look(page, screen, "review");
      page.navigate(RunningSystem.get().gateway() + "/#/");
      assertThat(page.getByTestId("my-mastery")).isVisible(patient());
      look(page, screen, "home-after");
      page.getByTestId("to-progress").click();
      assertThat(page.getByTestId("trend-foundations")).isVisible(patient());
      look(page, screen, "progress");
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, DARK", "phone, 390, 844, LIGHT"})
  void a_fixed_form_is_walked_in_any_order_and_practice_explains_at_once(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      join(page, screen, "Fay");
      String fixed = begin(page, "ml-interview-fixed");
      page.getByTestId("flag").click();
      answer(page, "a");
      awaitQuestion(page, 2);
      page.getByTestId("place-7").click();
      awaitQuestion(page, 7);
      answer(page, "b");
      awaitQuestion(page, 8);
      page.getByTestId("place-1").click();
      awaitQuestion(page, 1);
      assertThat(page.getByTestId("option-A").locator("input")).isChecked();
      String changed = page.getByTestId("option-C").locator("input").getAttribute("value");
      answer(page, "c");
      assertThat(page.getByTestId("save-state")).hasAttribute("data-state", "saved", saved());
      assertThat(answers(page, fixed).get(1)).isEqualTo(changed);
      look(page, screen, "player-fixed");
      page.getByTestId("finish").click();
      look(page, screen, "finish");
      page.getByTestId("finish-yes").click();
      assertThat(page.getByTestId("exam-over")).isVisible(patient());

      page.navigate(RunningSystem.get().gateway() + "/#/");
      begin(page, "ml-interview-practice");
      answer(page, "d");
      assertThat(page.getByTestId("feedback")).isVisible(patient());
      look(page, screen, "player-practice");
      page.keyboard().press("Enter");
      awaitQuestion(page, 2);
    }
    seen.nothingAmiss();
  }

  @Test
  void answers_given_while_the_gateway_is_down_are_kept_and_sent_when_it_is_back() {
    var seen = new Seen().expecting("ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "status of 50");
    try (BrowserContext context = context(390, 844, ColorScheme.LIGHT)) {
      Page page = seen.page(context);
      join(page, "phone", "Gus");
      String session = begin(page, "ml-interview-fixed");
      answer(page, "a");
      awaitQuestion(page, 2);
      assertThat(page.getByTestId("save-state")).hasAttribute("data-state", "saved", saved());
      Map<Integer, String> chosen = new HashMap<>(answers(page, session));
      page.waitForFunction(AHEAD_IS_HERE);

      RunningSystem.get().kill("gateway");
      for (int position = 2; position <= 4; position++) {
        awaitQuestion(page, position);
        chosen.put(position, value(page, letter(position)));
        answer(page, letter(position));
      }
      assertThat(page.getByTestId("save-state")).hasAttribute("data-state", "waiting", saved());
      assertThat(page.getByTestId("save-state")).containsText("3 answers are kept on this device");
      look(page, "phone", "offline");

      assertThat(page.getByTestId("save-state"))
          .hasAttribute(
              "data-state",
              "saved",
              new LocatorAssertions.HasAttributeOptions().setTimeout(90_000));
      assertThat(answers(page, session)).isEqualTo(chosen);
    }
    seen.nothingAmiss();
  }

  @Test
  void an_answer_survives_a_browser_that_is_killed_before_it_could_send(@TempDir Path profile) {
    Map<Integer, String> chosen = new HashMap<>();
    String email = "kit" + System.nanoTime() + "@demo.example";
    String session;
    try (BrowserContext context = profile(profile)) {
      Page page = new Seen().page(context);
      join(page, "desktop", "Kit", email);
      session = begin(page, "ml-interview-short");
      page.route("**/answers/**", Route::abort);
      chosen.put(1, value(page, "e"));
      answer(page, "e");
      assertThat(page.getByTestId("save-state")).hasAttribute("data-state", "waiting", saved());
      kill(profile);
    } catch (PlaywrightException killed) {
      // What was asked for: there is no browser left to close.
      session = Objects.requireNonNull(lastSession);
    }
    try (BrowserContext context = profile(profile)) {
      Page page = new Seen().page(context);
      page.navigate(RunningSystem.get().gateway() + "/#/exam/" + session);
      assertThat(page.getByTestId("signin").or(page.getByTestId("player"))).isVisible(patient());
      if (page.getByTestId("signin").isVisible()) {
        // A browser writes cookies down only now and then; the answer must not depend on it.
        page.getByTestId("signin-email").fill(email);
        page.getByTestId("signin-password").fill(PASS_PHRASE);
        page.getByTestId("signin-submit").click();
      }
      awaitQuestion(page, 2);
      assertThat(answers(page, session)).isEqualTo(chosen);
    }
  }

  @Test
  void a_device_whose_storage_is_cleared_and_whose_clock_is_wrong_loses_nothing() {
    var seen = new Seen();
    try (BrowserContext context =
        browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(1280, 800)
                    .setTimezoneId("Pacific/Kiritimati"))) {
      context.addInitScript("{ const now = Date.now; Date.now = () => now() + 3 * 3600_000; }");
      Page page = seen.page(context);
      join(page, "desktop", "Una");
      String session = begin(page, "ml-interview-short");
      assertThat(page.getByTestId("timer")).hasText(Pattern.compile("(39:[0-5]\\d|40:00)"));
      answer(page, "a");
      awaitQuestion(page, 2);
      context
          .newCDPSession(page)
          .send(
              "Storage.clearDataForOrigin",
              storageOf(RunningSystem.get().gateway().toString(), "indexeddb,local_storage"));
      answer(page, "b");
      awaitQuestion(page, 3);
      page.reload();
      awaitQuestion(page, 3);
      assertThat(answers(page, session)).hasSize(2);
      assertThat(page.getByTestId("timer")).hasText(Pattern.compile("39:[0-5]\\d"));
    }
    seen.nothingAmiss();
  }

  @Test
  void the_player_is_light_calm_large_and_speaks_german() {
    var seen = new Seen();
    try (BrowserContext context =
        browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setViewportSize(390, 844)
                    .setLocale("de-CH")
                    .setReducedMotion(ReducedMotion.REDUCE))) {
      Page page = seen.page(context);
      join(page, "phone", "Ida");
      assertThat(page.locator("html")).hasAttribute("lang", "de");
      assertThat(page.getByTestId("home").locator("h1")).hasText("Hallo, Ida phone");
      begin(page, "ml-interview-short");
      var transfer = new AtomicLong();
      var network = context.newCDPSession(page);
      network.send("Network.enable");
      network.send("Network.clearBrowserCache");
      network.on(
          "Network.loadingFinished",
          event -> transfer.addAndGet(event.get("encodedDataLength").getAsLong()));
      page.reload();
      awaitQuestion(page, 1);
      page.waitForLoadState(LoadState.NETWORKIDLE);
      assertThat(transfer.get()).as("bytes of the first load").isBetween(20_000L, 400_000L);
      assertThat((Integer) page.evaluate("document.getAnimations().length")).isZero();
      page.evaluate("document.documentElement.style.fontSize = '200%'");
      assertThat(scrollsSideways(page)).as("scrolls sideways at 200 %").isFalse();
      look(page, "phone", "player-german-large");
      page.getByTestId("confirm").scrollIntoViewIfNeeded();
      answer(page, "a");
      awaitQuestion(page, 2);
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, LIGHT", "phone, 390, 844, DARK"})
  void an_instructor_reads_the_heat_map_of_the_class(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      page.getByTestId("signin-email").fill("ana@demo.example");
      page.getByTestId("signin-password").fill("not the password");
      page.getByTestId("signin-submit").click();
      assertThat(page.getByTestId("signin-error")).isVisible(patient());
      look(page, screen, "signin");
      signIn(page, "ana@demo.example", "instructor");
      look(page, screen, "home-instructor");
      page.locator("[data-testid^=mastery-]").first().click();
      assertThat(page.getByTestId("heat-map")).isVisible(patient());
      assertThat(page.getByTestId("population")).isVisible(patient());
      assertThat(page.locator("[data-testid^=mastery-row-]").count())
          .isGreaterThanOrEqualTo(RunningSystem.DEMO_LEARNERS);
      assertThat(page.getByTestId("spread")).isVisible();
      Download csv = page.waitForDownload(() -> page.getByTestId("mastery-csv").click());
      assertThat(text(csv)).startsWith("learnerId,at,foundations.mean");
      look(page, screen, "class-mastery");
      page.getByTestId("to-learner").first().click();
      assertThat(page.getByTestId("progress-screen")).isVisible(patient());
      look(page, screen, "learner");
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, DARK", "phone, 390, 844, LIGHT"})
  void an_administrator_fills_a_class_and_hands_out_a_link_that_sets_a_password(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "director@demo.example", "org-admin");
      page.locator("[data-testid^=class-]").first().click();
      assertThat(page.getByTestId("seats")).containsText("seats taken");
      page.getByTestId("code-open").click();
      page.getByTestId("code-submit").click();
      assertThat(page.getByTestId("new-code")).hasText(Pattern.compile("[0-9A-Z-]{10,}"));
      String email = "zoe" + System.nanoTime() + "@demo.example";
      String roster =
          "email,name,role,externalId\n"
              + (email + ",Zoe " + screen + ",LEARNER,\n")
              + "no address,Nobody,LEARNER,\n";
      page.getByTestId("roster-file")
          .setInputFiles(
              new FilePayload("class.csv", "text/csv", roster.getBytes(StandardCharsets.UTF_8)));
      assertThat(page.getByTestId("roster-report")).containsText("1 error", containing());
      assertThat(page.getByTestId("members")).not().containsText("Zoe " + screen);
      look(page, screen, "roster");
      page.getByTestId("roster-take").click();
      assertThat(page.getByTestId("members")).containsText("Zoe " + screen, containing());
      page.locator("tr")
          .filter(new Locator.FilterOptions().setHasText(email))
          .locator("button")
          .first()
          .click();
      String link = page.getByTestId("password-link").locator("code").innerText();
      look(page, screen, "class");

      try (BrowserContext other = context(width, height, colours)) {
        Page learner = seen.page(other);
        learner.navigate(link);
        learner.getByTestId("new-password").fill("the pass phrase of Zoe");
        look(learner, screen, "password");
        learner.getByTestId("password-submit").click();
        assertThat(learner.getByTestId("password-done")).isVisible(patient());
        learner.navigate(RunningSystem.get().gateway() + "/#/");
        learner.getByTestId("signin-email").fill(email);
        learner.getByTestId("signin-password").fill("the pass phrase of Zoe");
        learner.getByTestId("signin-submit").click();
        assertThat(learner.getByTestId("next")).isVisible(patient());
      }

      page.getByTestId("to-exams").click();
      page.getByTestId("new-exam").click();
      page.getByTestId("exam-title").fill("Ours " + screen);
      page.getByTestId("exam-maxLength").fill("33");
      assertThat(page.getByTestId("exam-rules")).containsText("at most 33 questions");
      look(page, screen, "exam");
      page.getByTestId("exam-submit").click();
      assertThat(page.locator("h1")).hasText("Ours " + screen);
      page.getByTestId("to-exams").click();
      assertThat(page.getByTestId("exams-screen")).containsText("Ours " + screen, containing());
      look(page, screen, "exams");
      page.getByTestId("to-platform").click();
      assertThat(page.getByTestId("figure-inAnalytics")).hasText(Pattern.compile("[1-9][0-9,]*"));
      look(page, screen, "health");
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, LIGHT", "phone, 390, 844, DARK"})
  void an_author_finds_questions_and_writes_one_beside_its_preview(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "admin@sextant.example", "platform-admin");
      page.getByTestId("to-bank").click();
      assertThat(page.getByTestId("bank-count")).containsText("50", containing());
      page.getByTestId("bank-text").fill("guardrail");
      assertThat(page.getByTestId("bank-count")).hasText(Pattern.compile("[1-9][0-9]? questions?"));
      assertThat(page.getByTestId("bank-question").first()).containsText("guardrail");
      look(page, screen, "bank");

      page.getByTestId("new-question").click();
      page.getByTestId("question-stem").fill("What is $2^3$? Asked on a " + screen + ".");
      for (int option = 0; option < 6; option++) {
        page.getByTestId("option-" + option).fill("It is " + (8 + option));
        page.getByTestId("rationale-" + option).fill("Two by two by two, and " + option + " more");
      }
      page.getByTestId("question-explanation").fill("Three factors of two make eight.");
      assertThat(page.getByTestId("preview").locator(".katex").first()).isVisible();
      look(page, screen, "question");
      page.getByTestId("question-submit").click();
      assertThat(page.getByTestId("question-state")).containsText("Draft", containing());
      page.getByTestId("question-stem").fill("What is $2^3$? Mended on a " + screen + ".");
      page.getByTestId("question-submit").click();
      assertThat(page.getByTestId("question").locator("[role=status]")).hasText("Saved.");
      page.reload();
      assertThat(page.getByTestId("question-stem"))
          .hasValue("What is $2^3$? Mended on a " + screen + ".");
    }
    seen.nothingAmiss();
  }

  /// What the browser did that nobody wants.
  private static final class Seen {
    private final List<String> foreign = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    // The browser notes every refusal. Two are part of the way: 401 while signed out, and
    // 409 result-pending while the result is being computed.
    private final List<String> expected =
        new ArrayList<>(List.of("status of 401", "status of 409", "/seat"));

    Seen expecting(String... complaints) {
      expected.addAll(List.of(complaints));
      return this;
    }

    Page page(BrowserContext context) {
      Page page = context.newPage();
      page.setDefaultTimeout(PATIENCE);
      String host = RunningSystem.get().gateway().getAuthority();
      page.onRequest(
          request -> {
            URI uri = URI.create(request.url());
            if (uri.getScheme().startsWith("http") && !uri.getAuthority().equals(host)) {
              foreign.add(request.url());
            }
          });
      page.onConsoleMessage(
          message -> {
            String complaint = message.text() + " " + message.location();
            if (message.type().equals("error")
                && expected.stream().noneMatch(complaint::contains)) {
              faults.add(complaint);
            }
          });
      page.onPageError(faults::add);
      return page;
    }

    void nothingAmiss() {
      assertThat(foreign).as("requests that left the origin").isEmpty();
      assertThat(faults).as("what the browser complained of").isEmpty();
    }
  }

  private static void signIn(Page page, String email, String account) {
    page.getByTestId("signin-email").fill(email);
    page.getByTestId("signin-password").fill(RunningSystem.get().password(account));
    page.getByTestId("signin-submit").click();
    assertThat(page.getByTestId("home")).isVisible(patient());
  }

  private static String text(Download download) {
    try (var in = download.createReadStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Page page, String screen, String name) {
    join(page, screen, name, name + System.nanoTime() + "@demo.example");
  }

  private static void join(Page page, String screen, String name, String email) {
    page.navigate(RunningSystem.get().gateway() + "/#/join");
    page.getByTestId("join-code").fill(RunningSystem.get().joinCode());
    page.getByTestId("join-name").fill(name + " " + screen);
    page.getByTestId("join-email").fill(email);
    page.getByTestId("join-password").fill(PASS_PHRASE);
    look(page, screen, "join");
    page.getByTestId("join-submit").click();
    assertThat(page.getByTestId("home")).isVisible(patient());
  }

  /// @return the session's id
  private static String begin(Page page, String exam) {
    page.getByTestId("start-" + exam).first().click();
    page.getByTestId("begin").click();
    awaitQuestion(page, 1);
    lastSession = page.url().replaceFirst(".*/exam/", "");
    return lastSession;
  }

  private static void awaitQuestion(Page page, int position) {
    assertThat(page.getByTestId("stem").locator(".only-heard").first())
        .hasText(
            Pattern.compile("(Question|Frage) " + position + ": ?"),
            new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
    assertThat(page.getByTestId("option-F")).isVisible(patient());
  }

  private static String letter(int position) {
    return List.of("a", "b", "c", "d", "e", "f").get(position % 6);
  }

  private static void answer(Page page, String letter) {
    page.keyboard().press(letter);
    page.keyboard().press("Enter");
  }

  private static String value(Page page, String letter) {
    return page.getByTestId("option-" + letter.toUpperCase(Locale.ROOT))
        .locator("input")
        .getAttribute("value");
  }

  /// What the server holds, by position; asked with the page's own sign-in.
  private static Map<Integer, String> answers(Page page, String session) {
    @SuppressWarnings("unchecked")
    var held =
        (List<Map<String, Object>>)
            page.evaluate(
                "id => fetch(`/api/sessions/${id}`).then(r => r.json()).then(v => v.answers)",
                session);
    Map<Integer, String> answers = new HashMap<>();
    held.forEach(a -> answers.put((Integer) a.get("position"), (String) a.get("optionId")));
    return answers;
  }

  private static JsonObject storageOf(String origin, String types) {
    var clearing = new JsonObject();
    clearing.addProperty("origin", origin);
    clearing.addProperty("storageTypes", types);
    return clearing;
  }

  private static Browser browser() {
    if (browser == null) {
      throw new IllegalStateException("the browser is not open");
    }
    return browser;
  }

  private static BrowserContext context(int width, int height, ColorScheme colours) {
    return browser()
        .newContext(
            new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
  }

  /// A browser of its own whose storage outlives it.
  private static BrowserContext profile(Path folder) {
    return Objects.requireNonNull(playwright)
        .chromium()
        .launchPersistentContext(
            folder,
            new BrowserType.LaunchPersistentContextOptions()
                .setExecutablePath(Objects.requireNonNull(chromium()))
                .setHeadless(true)
                .setViewportSize(1280, 800)
                .setArgs(ARGUMENTS));
  }

  private static void kill(Path profile) {
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains(profile.toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean scrollsSideways(Page page) {
    return (Boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1");
  }

  private static LocatorAssertions.IsVisibleOptions patient() {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.ContainsTextOptions containing() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE);
  }

  private static LocatorAssertions.HasAttributeOptions saved() {
    return new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE);
  }

  /// Looks at a screen as people do: a picture for the eye, nothing cut off at the side, and no
  /// violation of WCAG 2.2 A or AA that a machine can find.
  private static void look(Page page, String screen, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/screens", name + "-" + screen + ".png"))
            .setFullPage(!name.startsWith("player") && !name.equals("offline")));
    assertThat(scrollsSideways(page)).as(name + " scrolls sideways").isFalse();
    page.evaluate(AXE);
    @SuppressWarnings("unchecked")
    var violations = (List<String>) page.evaluate(AXE_RUN);
    assertThat(violations).as("accessibility of " + name + " at " + screen).isEmpty();
  }

  private static String axe() {
    try (var script = PagesIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
