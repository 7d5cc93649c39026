package dev.sextant.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
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
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pages in a real Chromium: a learner's way by keyboard, a phone, and the instructor's wall.
///
/// Skips loudly where the machine has no Chromium. Screenshots go to `target/screens`.
class PagesIT {
  /// The demo's own, among those that other tests made.
  private static final SelectOption COURSE =
      new SelectOption().setLabel("Machine Learning Interview");

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
  private static final List<String> FIRST_NAMES =
      List.of("Amara", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Greta");
  private static final List<String> LAST_NAMES =
      List.of(
          "Adeyemi", "Berger", "Costa", "Dubois", "Eriksen", "Fontana", "Gruber", "Haddad",
          "Ivanova", "Jansen", "Keller");

  /// What reaches out of the page to the right, the innermost last.
  private static final String WIDEST =
      """
      () => [...document.querySelectorAll("body *")]
        .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .filter((e) => !e.parentElement.closest(".wide-table, pre, .katex-display"))
        .map((e) => `${e.tagName}.${e.className} ${e.textContent.slice(0, 30)}`)
        .slice(-3)
        .join("; ")
      """;

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

  /// Scrolls through the whole list, a frame a step, and measures.
  private static final String SCROLL_ALL =
      """
      async () => {
        const list = document.querySelector("[data-testid=sittings]");
        const frames = [];
        let most = 0;
        let last = performance.now();
        for (let n = 0; n < 120; n++) {
          list.scrollTop = (list.scrollHeight * n) / 119;
          await new Promise(requestAnimationFrame);
          const now = performance.now();
          frames.push(now - last);
          last = now;
          most = Math.max(most, list.querySelectorAll("button").length);
        }
        await new Promise(requestAnimationFrame);
        const lastPlace = list.querySelector("li:last-child").getAttribute("aria-posinset");
        frames.sort((a, b) => a - b);
        return { most, reachedEnd: lastPlace === "5000", median: frames[60] };
      }
      """;

  private static @Nullable Playwright playwright;
  private static @Nullable Browser browser;
  private static @Nullable String lastSession;

  /// What looks found on the way of one test.
  private static final List<String> amiss = new ArrayList<>();

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

  @BeforeEach
  void forgetLooks() {
    amiss.clear();
  }

  @AfterEach
  void nothingWasSeenAmiss() {
    assertThat(amiss).isEmpty();
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

  /// The class that the demo begins with, among those that other tests made.
  private static Locator demoClass(Page page) {
    return page.locator("[data-testid^=class-]")
        .filter(new Locator.FilterOptions().setHasText("ML interviews"))
        .first();
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
      byKeyboard(page, "start-ml-interview-short");
      assertThat(page.getByTestId("rules")).containsText("20 questions", containing());
      look(page, screen, "prepare");
      byKeyboard(page, "begin");
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
      byKeyboard(page, "see-result");
      assertThat(page.getByTestId("decision")).isVisible(patient());
      assertThat(page.getByTestId("domain-foundations")).isVisible(patient());
      assertThat(page.getByTestId("readiness")).containsText("%");
      look(page, screen, "result");
      byKeyboard(page, "to-review");
      assertThat(page.getByTestId("review")).isVisible(patient());
      page.getByTestId("filter-all").click();
      assertThat(page.getByTestId("explanation").first()).isVisible(patient());
      assertThat(page.getByTestId("explanation").count()).isEqualTo(20);
      assertThat(page.getByTestId("rationale").count()).isEqualTo(120);
      assertThat(page.getByTestId("why-this").count()).isEqualTo(20);
      page.getByTestId("why-this").first().locator("summary").click();
      look(page, screen, "review");
      String asked = ask(page, screen);
      page.locator("[data-testid^=practise-]").first().click();
      assertThat(page.getByTestId("rules")).containsText("5 questions", containing());
      page.getByTestId("begin").click();
      awaitQuestion(page, 1);
      assertThat(page.getByTestId("progress")).containsText("Question 1 of 5");
      page.navigate(RunningSystem.get().gateway() + "/#/");
      assertThat(page.getByTestId("my-mastery")).isVisible(patient());
      look(page, screen, "home-after");
      page.getByTestId("to-progress").click();
      assertThat(page.getByTestId("trend-foundations")).isVisible(patient());
      assertThat(page.getByTestId("fresh")).containsText("of 20 right", containing());
      assertThat(page.getByTestId("fresh-chart").getByRole(AriaRole.IMG)).isVisible();
      look(page, screen, "progress");

      answerAsStaff(seen, screen, asked);
      page.navigate(RunningSystem.get().gateway() + "/#/inbox");
      assertThat(page.getByTestId("notices")).containsText("was answered", containing());
      look(page, screen, "inbox");
      page.getByTestId("notices").getByRole(AriaRole.LINK).first().click();
      assertThat(page.getByTestId("post")).hasCount(2);
      takeMyDataAndGo(page, screen);
    }
    seen.nothingAmiss();
  }

  /// @return what was asked
  private static String ask(Page page, String screen) {
    String asked = "Why is that so, " + screen + " " + System.nanoTime() + "?";
    page.locator("[data-testid^=ask-][data-testid$=-open]").first().click();
    page.locator("[data-testid^=ask-][data-testid$=-text]").first().fill(asked);
    look(page, screen, "review-ask");
    page.locator("[data-testid^=ask-][data-testid$=-submit]").first().click();
    assertThat(page.locator("[data-testid^=ask-][data-testid$=-done]")).isVisible(patient());
    page.locator("[data-testid^=report-][data-testid$=-open]").first().click();
    page.locator("[data-testid^=report-][data-testid$=-text]").first().fill("Two are right.");
    page.locator("[data-testid^=report-][data-testid$=-submit]").first().click();
    assertThat(page.locator("[data-testid^=report-][data-testid$=-done]")).isVisible(patient());
    return asked;
  }

  private static void answerAsStaff(Seen seen, String screen, String asked) {
    try (BrowserContext context = context(screen)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/#/inbox");
      signInAt(page, "ana@demo.example", "instructor");
      assertThat(page.getByTestId("waiting")).containsText(asked, containing());
      look(page, screen, "inbox-instructor");
      page.getByTestId("open-thread").filter(new Locator.FilterOptions().setHasText(asked)).click();
      page.getByTestId("reply-text").fill("Because **variance** falls.");
      look(page, screen, "thread");
      page.getByTestId("reply-submit").click();
      assertThat(page.getByTestId("post")).hasCount(2);
      assertThat(page.getByTestId("post").last().locator("strong")).hasText("variance");
      assertThat(page.getByTestId("reply-text")).hasValue("");
    }
  }

  private static void takeMyDataAndGo(Page page, String screen) {
    page.getByTestId("to-data").click();
    Download all =
        page.waitForDownload(
            new Page.WaitForDownloadOptions().setTimeout(PATIENCE),
            () -> page.getByTestId("export").click());
    assertThat(text(all)).contains("@demo.example", "session-service", "questionId");
    page.getByTestId("erase-open").click();
    look(page, screen, "my-data");
    page.getByTestId("erase-email").fill("somebody@else.example");
    page.getByTestId("erase-submit").click();
    assertThat(page.getByTestId("my-data")).isVisible();
    page.getByTestId("erase-email")
        .fill(
            (String)
                page.evaluate("fetch('/api/me').then(r => r.json()).then(m => m.account.email)"));
    page.getByTestId("erase-submit").click();
    assertThat(page.getByTestId("signin")).isVisible(patient());
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
  void a_start_that_is_sent_away_waits_for_its_turn_and_begins_by_itself() {
    var seen = new Seen().expecting("status of 503");
    try (BrowserContext context = context(390, 844, ColorScheme.LIGHT)) {
      Page page = seen.page(context);
      join(page, "phone", "Tom");
      page.getByTestId("start-ml-interview-short").first().click();
      var sent = new ArrayList<String>();
      page.route(
          "**/api/sessions",
          route -> {
            sent.add(route.request().headerValue("Idempotency-Key"));
            if (sent.size() < 3) {
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(503)
                      .setHeaders(Map.of("Retry-After", "1"))
                      .setContentType("application/problem+json")
                      .setBody("{\"type\":\"/problems/overloaded\",\"status\":503}"));
            } else {
              route.resume();
            }
          });
      page.getByTestId("begin").click();
      assertThat(page.getByTestId("waiting")).containsText("begins by itself");
      assertThat(page.getByTestId("begin")).isDisabled();
      look(page, "phone", "waiting");
      awaitQuestion(page, 1);
      assertThat(sent).hasSize(3);
      assertThat(Set.copyOf(sent)).as("one key for all tries").hasSize(1);
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
      assertThat(page.getByTestId("columns-foundations").locator(".column-cut")).hasCount(1);
      assertThat(page.getByTestId("weeks").locator("tbody tr")).not().hasCount(0);
      Download csv = page.waitForDownload(() -> page.getByTestId("mastery-csv").click());
      assertThat(text(csv)).startsWith("\"Learner\",learnerId,at,foundations.mean");
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
      demoClass(page).click();
      assertThat(page.getByTestId("seats")).containsText("seats taken");
      page.getByTestId("code-open").click();
      page.getByTestId("code-submit").click();
      assertThat(page.getByTestId("new-code")).hasText(Pattern.compile("[0-9A-Z-]{10,}"));
      String email = "zoe" + System.nanoTime() + "@demo.example";
      String roster =
          "email,name,role,externalId\n"
              + (email + ",Zoe " + screen + ",LEARNER,\n")
              + "no address,Nobody,LEARNER,\n";
      page.getByTestId("roster-file").setInputFiles(csv("class.csv", roster));
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
    var seen = new Seen().expecting("status of 404");
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
      page.getByTestId("question-course").selectOption(COURSE);
      page.getByTestId("question-stem").fill("What is $2^3$? Asked on a " + screen + ".");
      for (int option = 0; option < 6; option++) {
        page.getByTestId("option-" + option).fill("It is " + (8 + option));
        page.getByTestId("rationale-" + option).fill("Two by two by two, and " + option + " more");
      }
      page.getByTestId("question-explanation")
          .fill("Two thrice is $\\frac{" + "2 + ".repeat(40) + "2}{41}$x$2^{2}$, which is eight.");
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

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, DARK", "phone, 390, 844, LIGHT"})
  void an_instructor_watches_an_exam_and_gives_time_to_one_and_to_all(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext learning = context(screen);
        BrowserContext context = context(width, height, colours)) {
      Page learner = seen.page(learning);
      join(learner, screen, "Lou");
      String session = begin(learner, "ml-interview-short");

      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "ana@demo.example", "instructor");
      demoClass(page).click();
      page.getByTestId("to-live").click();
      page.getByTestId("live-name").fill("Lou " + screen);
      Locator tile = page.getByTestId("sitting-" + session);
      assertThat(tile).containsText("Lou " + screen, containing());
      answer(learner, "a");
      awaitQuestion(learner, 2);
      assertThat(tile).containsText("Question 2", containing());
      tile.click();
      assertThat(tile).hasAttribute("aria-pressed", "true");
      page.getByTestId("time-minutes").fill("7");
      page.getByTestId("time-reason").fill("Fire alarm in room 2");
      page.getByTestId("time-submit").click();
      assertThat(page.getByTestId("time")).containsText("1 session ends later", containing());
      answer(learner, "b");
      awaitQuestion(learner, 3);
      assertThat(learner.getByTestId("timer")).hasText(Pattern.compile("4[67]:\\d\\d"));
      assertThat(learner.getByTestId("announced")).containsText("7 more minutes", containing());
      page.getByTestId("noticed-open").click();
      assertThat(page.getByTestId("noticed")).containsText("Fire alarm in room 2", containing());
      page.getByTestId("live-name").fill("nobody of this name");
      assertThat(page.getByTestId("sittings")).hasCount(0);
      page.getByTestId("live-name").fill("Lou");
      assertThat(tile).isVisible();
      look(page, screen, "live");

      try (BrowserContext elsewhere = context(screen)) {
        elsewhere.addCookies(learning.cookies());
        Page second = seen.page(elsewhere);
        second.navigate(RunningSystem.get().gateway() + "/#/exam/" + session);
        awaitQuestion(second, 3);
        answer(learner, "c");
        assertThat(learner.getByTestId("seat-taken")).isVisible(patient());
        look(learner, screen, "seat-taken");
        learner.getByTestId("seat-here").click();
        awaitQuestion(learner, 4);
        assertThat(tile).containsText("Second window", containing());
      }
    }
    seen.nothingAmiss();
  }

  /// The stream is written here: no machine of a developer sits 5,000 learners at once.
  @Test
  void five_thousand_tiles_stay_smooth() {
    var stream = new StringBuilder("retry: 600000\n\n");
    var members = new JsonArray();
    for (int n = 0; n < 5000; n++) {
      stream.append(
          """
          event: session
          data: {"sessionId":"s%d","learnerId":"l%d","assignmentId":null,"examId":"e","state":"IN_PROGRESS",\
          "position":%d,"deadline":null,"lastSeenAt":"2100-01-01T00:00:00Z","signals":%d,"seatTaken":1}

          """
              .formatted(n, n, 1 + n % 40, n % 100 == 0 ? 1 : 0));
      var member = new JsonObject();
      member.addProperty("accountId", "l" + n);
      member.addProperty("name", FIRST_NAMES.get(n % 7) + " " + LAST_NAMES.get(n % 11));
      members.add(member);
    }
    stream.append("event: summary\ndata: {\"inProgress\":5000,\"completed\":0,\"expired\":0}\n\n");
    var seen = new Seen();
    try (BrowserContext context = context(1280, 800, ColorScheme.LIGHT)) {
      Page page = seen.page(context);
      page.route(
          "**/live",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("text/event-stream")
                      .setBody(stream.toString())));
      var list = new JsonObject();
      list.add("items", members);
      list.add("nextCursor", JsonNull.INSTANCE);
      page.route(
          "**/members*",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setContentType("application/json")
                      .setBody(list.toString())));
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "ana@demo.example", "instructor");
      demoClass(page).click();
      page.getByTestId("to-live").click();
      assertThat(page.getByTestId("sittings"))
          .hasAttribute(
              "data-total",
              "5000",
              new LocatorAssertions.HasAttributeOptions().setTimeout(PATIENCE));
      assertThat(page.getByTestId("live-incidents")).hasText("50");
      look(page, "desktop", "live-thousands");
      @SuppressWarnings("unchecked")
      var scrolled = (Map<String, Object>) page.evaluate(SCROLL_ALL);
      assertThat((Integer) scrolled.get("most")).as("tiles in the page").isBetween(10, 120);
      assertThat((Boolean) scrolled.get("reachedEnd")).isTrue();
      assertThat(((Number) Objects.requireNonNull(scrolled.get("median"))).doubleValue())
          .as("milliseconds of a frame while scrolling, median")
          .isLessThan(100);
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, LIGHT", "phone, 390, 844, DARK"})
  void an_author_imports_a_file_and_sees_how_a_question_behaves_and_what_it_said_before(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen().expecting("status of 404");
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "admin@sextant.example", "platform-admin");
      page.getByTestId("to-bank").click();
      page.getByTestId("to-import").click();
      String file =
          """
          Question,Question Type,Answer Option 1,Explanation 1,Answer Option 2,Explanation 2,Correct Answers,Overall Explanation,Domain
          "What is $1+1$,
          imported on a %s?",multiple-choice,Two,It is.,Three,It is more.,1,Count.,foundations
          Which key?,multiple-choice,Yes,,No,,3,,foundations
          Where?,multiple-choice,Here,,There,,1,,No such domain
          """
              .formatted(screen);
      page.getByTestId("import-course").selectOption(COURSE);
      page.getByTestId("import-file").setInputFiles(csv("questions.csv", file));
      assertThat(page.getByTestId("import-preview"))
          .containsText("1 question is ready, 2 rows have errors");
      assertThat(page.getByTestId("import-errors")).containsText("Name exactly one right answer");
      assertThat(
              page.getByTestId("import-errors").locator("tbody tr").first().locator("td").first())
          .hasText("4");
      look(page, screen, "import");
      for (int times = 0; times < 2; times++) {
        page.getByTestId("import-take").click();
        assertThat(page.getByTestId("import-done")).containsText("1 of 1 question", containing());
        assertThat(page.getByTestId("import-refused")).hasCount(0);
      }
      page.getByTestId("to-bank").click();
      page.getByTestId("bank-text").fill("imported on a " + screen);
      assertThat(page.getByTestId("bank-count")).hasText("1 question");

      page.getByTestId("bank-text").fill("");
      page.getByTestId("bank-status").selectOption("PUBLISHED");
      page.navigate(RunningSystem.get().gateway() + "/#/bank/" + mostAnswered(page));
      assertThat(page.getByTestId("statistics").locator("dd").first())
          .hasText(Pattern.compile("[1-9]\\d*"));
      page.getByTestId("version-1").click();
      assertThat(page.getByTestId("versions")).containsText("exams ask it");
      look(page, screen, "question-statistics");

      page.getByTestId("to-platform").click();
      page.getByTestId("organisation-open").click();
      page.getByTestId("organisation-name").fill("Harbour school " + screen);
      page.getByTestId("organisation-admin").fill("Dee");
      page.getByTestId("organisation-email").fill("dee" + System.nanoTime() + "@harbour.example");
      page.getByTestId("organisation-password").fill(PASS_PHRASE);
      look(page, screen, "platform");
      page.getByTestId("organisation-submit").click();
      assertThat(page.getByTestId("organisations"))
          .containsText("Harbour school " + screen, containing());
    }
    seen.nothingAmiss();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"desktop, 1280, 800, LIGHT", "phone, 390, 844, DARK"})
  void an_administrator_makes_a_class_and_simulates_and_assigns_an_exam(
      String screen, int width, int height, ColorScheme colours) {
    var seen = new Seen();
    try (BrowserContext context = context(width, height, colours)) {
      Page page = seen.page(context);
      page.navigate(RunningSystem.get().gateway() + "/");
      signIn(page, "director@demo.example", "org-admin");
      page.getByTestId("new-class-open").click();
      page.getByTestId("new-class-title").fill("Evening class " + screen);
      page.getByTestId("new-class-from").fill("2026-01-01");
      page.getByTestId("new-class-until").fill("2099-12-31");
      page.getByLabel("Machine Learning Interview").first().check();
      page.getByTestId("new-class-seats").fill("12");
      look(page, screen, "home-admin");
      page.getByTestId("new-class-submit").click();
      assertThat(page.locator("h1")).hasText("Evening class " + screen);
      page.getByTestId("facts-open").click();
      page.getByTestId("facts-seats").fill("14");
      page.getByTestId("facts-submit").click();
      assertThat(page.getByTestId("seats")).containsText("0 of 14 seats taken", containing());

      String roster = "email,name,role,externalId\n";
      for (String name : List.of("Una", "Vic")) {
        roster += name + System.nanoTime() + "@demo.example," + name + ",LEARNER,\n";
      }
      page.getByTestId("roster-file").setInputFiles(csv("class.csv", roster));
      page.getByTestId("roster-take").click();
      Locator extra = page.getByLabel("Extra time in %: Vic");
      extra.fill("50");
      extra.press("Tab");
      Locator breaks = page.getByLabel("Breaks in minutes: Vic");
      breaks.fill("15");
      breaks.press("Tab");
      LocalDate day = LocalDate.now(ZoneOffset.UTC).plusDays(7);
      page.getByTestId("assign-open").click();
      page.getByTestId("assign-exam")
          .selectOption(new SelectOption().setLabel("ML interview, short and adaptive"));
      page.getByTestId("assign-from").fill(day + "T09:00");
      page.getByTestId("assign-until").fill(day + "T09:50");
      Locator windows = page.getByTestId("assign-windows");
      assertThat(windows.locator("[data-fits=true]")).containsText("with 40 min", containing());
      assertThat(windows.locator("[data-fits=false]")).containsText("with 75 min", containing());
      look(page, screen, "assign");
      page.getByTestId("assign-submit").click();
      assertThat(page.getByTestId("assign-trouble")).isVisible(patient());
      page.getByTestId("assign-until").fill(day + "T12:00");
      assertThat(windows.locator("[data-fits=false]")).hasCount(0);
      page.getByTestId("assign-submit").click();
      assertThat(page.getByTestId("assignments").locator("li")).hasCount(1);

      page.getByTestId("to-exams").click();
      page.getByTestId("new-exam").click();
      page.getByTestId("exam-title").fill("To be tried " + screen);
      page.getByTestId("exam-courseId").selectOption(COURSE);
      page.getByTestId("exam-submit").click();
      assertThat(page.locator("h1")).hasText("To be tried " + screen);
      page.getByTestId("candidates").fill("20");
      page.getByTestId("simulate-submit").click();
      assertThat(page.getByTestId("simulated"))
          .containsText(
              "20 simulated candidates",
              new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
      assertThat(page.getByTestId("simulated")).not().containsText("NaN");
      look(page, screen, "simulator");
    }
    seen.nothingAmiss();
  }

  /// What the browser did that nobody wants.
  private static final class Seen {
    private final List<String> foreign = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    // The browser notes every refusal. Some are part of the way: 401 while signed out, 409 while a
    // result is being computed or when the seat is taken, 422 when a window is too short.
    private final List<String> expected =
        new ArrayList<>(List.of("status of 401", "status of 409", "status of 422"));

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
                && !sentAgain(complaint)
                && expected.stream().noneMatch(complaint::contains)) {
              faults.add(complaint);
            }
          });
      page.onPageError(faults::add);
      return page;
    }

    /// On a machine that stalls an answer may not be stored in its time. The page sends it again,
    /// and without that no test would come to its end.
    private static boolean sentAgain(String complaint) {
      return complaint.contains("status of 503") && complaint.contains("/answers/");
    }

    void nothingAmiss() {
      assertThat(foreign).as("requests that left the origin").isEmpty();
      assertThat(faults).as("what the browser complained of").isEmpty();
    }
  }

  private static void signIn(Page page, String email, String account) {
    signInAt(page, email, account);
    assertThat(page.getByTestId("home")).isVisible(patient());
  }

  /// The same where the address asked for another page than home.
  private static void signInAt(Page page, String email, String account) {
    page.getByTestId("signin-email").fill(email);
    page.getByTestId("signin-password").fill(RunningSystem.get().password(account));
    page.getByTestId("signin-submit").click();
  }

  private static FilePayload csv(String name, String text) {
    return new FilePayload(name, "text/csv", text.getBytes(StandardCharsets.UTF_8));
  }

  /// The question that was answered most often, asked with the page's own sign-in.
  private static String mostAnswered(Page page) {
    return (String)
        page.evaluate(
            """
            fetch("/api/courses/ml-interview/item-analysis", {headers: {Accept: "application/json"}})
              .then(r => r.json())
              .then(a => a.items.reduce((m, i) => (i.answered > m.answered ? i : m)).questionId)
            """);
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

  /// Goes on with Tab until the link or button has the focus, as people without a mouse do.
  private static void byKeyboard(Page page, String testId) {
    for (int tabs = 0; tabs < 100; tabs++) {
      if (testId.equals(page.evaluate("document.activeElement?.dataset?.testid ?? ''"))) {
        page.keyboard().press("Enter");
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError(testId + " cannot be reached by Tab");
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

  private static BrowserContext context(String screen) {
    return screen.equals("phone")
        ? context(390, 844, ColorScheme.LIGHT)
        : context(1280, 800, ColorScheme.DARK);
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

  /// Looks at a screen as people do: a picture for the eye, nothing cut off at the side, with text
  /// of twice the size too, and no violation of WCAG 2.2 A or AA that a machine can find. What is
  /// amiss is told at the end of the way, all of it.
  private static void look(Page page, String screen, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/screens", name + "-" + screen + ".png"))
            .setFullPage(!name.startsWith("player") && !name.equals("offline")));
    if (scrollsSideways(page)) {
      amiss.add(name + " at " + screen + " scrolls sideways");
    }
    page.evaluate(AXE);
    @SuppressWarnings("unchecked")
    var violations = (List<String>) page.evaluate(AXE_RUN);
    violations.forEach(violation -> amiss.add(name + " at " + screen + ": " + violation));
    page.evaluate("document.documentElement.style.fontSize = '200%'");
    if (scrollsSideways(page)) {
      amiss.add(
          name
              + " at "
              + screen
              + " scrolls sideways with text of 200 %: "
              + page.evaluate(WIDEST));
    }
    page.evaluate("document.documentElement.style.fontSize = ''");
  }

  private static String axe() {
    try (var script = PagesIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
