package dev.sextant.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  private static @Nullable Playwright playwright;
  private static @Nullable Browser browser;

  @BeforeAll
  static void open() {
    Path chromium = CHROMIUMS.stream().filter(Files::isExecutable).findFirst().orElse(null);
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
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
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
  @CsvSource({"desktop, 1280, 800", "phone, 390, 844"})
  void a_learner_joins_sits_an_exam_by_keyboard_and_reads_result_and_review(
      String screen, int width, int height) {
    List<String> foreign = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    try (BrowserContext context = context(width, height)) {
      Page page = page(context, foreign, faults);
      page.navigate(RunningSystem.get().gateway() + "/");
      page.getByTestId("to-join").click();
      page.getByTestId("join-code").fill(RunningSystem.get().joinCode());
      page.getByTestId("join-name").fill("Nia " + screen);
      page.getByTestId("join-email").fill(screen + System.nanoTime() + "@demo.example");
      page.getByTestId("join-password").fill("a long enough pass phrase");
      shoot(page, screen, "join");
      page.getByTestId("join-submit").click();
      assertThat(page.getByTestId("home")).isVisible(patient());
      shoot(page, screen, "home");

      page.getByTestId("start-ml-interview-short").first().click();
      for (int position = 1; position <= 20; position++) {
        assertThat(page.getByTestId("progress"))
            .containsText(Integer.toString(position), containing());
        assertThat(page.getByTestId("option-F")).isVisible(patient());
        if (position == 2) {
          page.reload();
          assertThat(page.getByTestId("progress"))
              .containsText(Integer.toString(position), containing());
        }
        if (position == 3) {
          shoot(page, screen, "player");
        }
        String stem = page.getByTestId("stem").innerText();
        page.keyboard().press(List.of("a", "b", "c", "d", "e", "f").get(position % 6));
        page.keyboard().press("Enter");
        if (position < 20) {
          assertThat(page.getByTestId("stem"))
              .not()
              .hasText(stem, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
        }
      }
      assertThat(page.getByTestId("exam-over")).isVisible(patient());
      page.getByTestId("see-result").click();
      assertThat(page.getByTestId("decision")).isVisible(patient());
      assertThat(page.getByTestId("domain-foundations")).isVisible(patient());
      shoot(page, screen, "result");
      page.getByTestId("to-review").click();
      assertThat(page.getByTestId("review")).isVisible(patient());
      page.getByTestId("filter-all").click();
      assertThat(page.getByTestId("explanation").first()).isVisible(patient());
      assertThat(page.getByTestId("explanation").count()).isEqualTo(20);
      assertThat(page.getByTestId("rationale").count()).isEqualTo(120);
      shoot(page, screen, "review");
      assertThat(scrollsSideways(page)).as("the page scrolls sideways").isFalse();
    }
    assertThat(foreign).as("requests that left the origin").isEmpty();
    assertThat(faults).as("what the browser complained of").isEmpty();
  }

  @Test
  void an_instructor_reads_the_heat_map_of_the_class() {
    List<String> foreign = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    try (BrowserContext context = context(1280, 800)) {
      Page page = page(context, foreign, faults);
      page.navigate(RunningSystem.get().gateway() + "/");
      page.getByTestId("signin-email").fill("ana@demo.example");
      page.getByTestId("signin-password").fill("not the password");
      page.getByTestId("signin-submit").click();
      assertThat(page.getByTestId("signin-error")).isVisible(patient());
      page.getByTestId("signin-password").fill(RunningSystem.get().password("instructor"));
      page.getByTestId("signin-submit").click();
      assertThat(page.getByTestId("home")).isVisible(patient());
      page.locator("[data-testid^=mastery-]").first().click();
      assertThat(page.getByTestId("heat-map")).isVisible(patient());
      assertThat(page.getByTestId("population")).isVisible(patient());
      assertThat(page.locator("[data-testid^=mastery-row-]").count())
          .isGreaterThanOrEqualTo(RunningSystem.DEMO_LEARNERS);
      shoot(page, "desktop", "class-mastery");
    }
    assertThat(foreign).as("requests that left the origin").isEmpty();
    assertThat(faults).as("what the browser complained of").isEmpty();
  }

  private static BrowserContext context(int width, int height) {
    if (browser == null) {
      throw new IllegalStateException("the browser is not open");
    }
    return browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
  }

  private static Page page(BrowserContext context, List<String> foreign, List<String> faults) {
    Page page = context.newPage();
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
          // The browser notes every refusal. Two are part of the way: 401 while signed out, and
          // 409 result-pending while the result is being computed.
          boolean asDesigned =
              message.text().contains("status of 401") || message.text().contains("status of 409");
          if (message.type().equals("error") && !asDesigned) {
            faults.add(message.text());
          }
        });
    page.onPageError(faults::add);
    return page;
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

  private static void shoot(Page page, String screen, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/screens", name + "-" + screen + ".png"))
            .setFullPage(name.equals("review")));
  }
}
