package dev.sextant.systemtests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.systemtests.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents at the front door speak of things that are there.
class FrontDoorTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");

  @Test
  void every_link_leads_to_something() {
    var broken = new ArrayList<String>();
    for (Path document : documents()) {
      broken.addAll(brokenLinks(document, Checkout.read(document)));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void a_link_that_leads_nowhere_is_noticed() {
    Path readme = Checkout.ROOT.resolve("README.md");

    assertThat(brokenLinks(readme, "[a](pom.xml) [b](https://example.org) [c](gone.md#there)"))
        .containsExactly("README.md -> gone.md");
  }

  @Test
  void the_commands_of_the_readme_can_be_run() {
    List<String> commands =
        SHELL
            .matcher(Checkout.read("README.md"))
            .results()
            .flatMap(block -> block.group(1).lines())
            .toList();

    assertThat(commands).containsExactly("./start", "mvn verify", "./start --demo");
    assertThat(Checkout.ROOT.resolve("start")).isExecutable();
  }

  @Test
  void a_build_server_runs_the_command_of_the_readme() {
    assertThat(Checkout.ROOT.resolve(".ci/run")).isExecutable();
    assertThat(Checkout.read(".ci/run").stripTrailing()).endsWith("\nexec mvn verify");
    assertThat(Checkout.read("README.md")).contains("```sh\nmvn verify\n```");
  }

  @Test
  void the_readme_has_a_place_for_every_module() {
    String readme = Checkout.read("README.md");

    assertThat(Checkout.modules())
        .allSatisfy(module -> assertThat(readme).contains("[`" + module + "/`](" + module + ")"));
  }

  @Test
  void decisions_are_numbered_without_gaps_and_listed() {
    var names = new TreeSet<String>();
    Checkout.filesBelow("docs/adr", ".md").forEach(f -> names.add(f.getFileName().toString()));
    names.remove("README.md");
    String index = Checkout.read("docs/adr/README.md");
    int number = 0;
    for (String name : names) {
      number++;
      assertThat(name).matches("%04d-[a-z0-9-]+\\.md".formatted(number));
      String title = Checkout.read("docs/adr/" + name).lines().findFirst().orElseThrow();
      assertThat(title).startsWith("# " + number + ". ");
      assertThat(index)
          .contains(title.substring(2).replaceFirst("\\. ", ". [") + "](" + name + ")");
    }
    assertThat(number).isPositive();
  }

  private static List<String> brokenLinks(Path document, String text) {
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !Files.exists(document.resolveSibling(link)))
        .map(link -> Checkout.ROOT.relativize(document) + " -> " + link)
        .toList();
  }

  private static List<Path> documents() {
    return Stream.of(
            Stream.of("README.md", "CONTEXT.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(Checkout.ROOT::resolve),
            Checkout.filesBelow("docs", ".md").stream(),
            Checkout.filesBelow("k8s", ".md").stream())
        .flatMap(files -> files)
        .toList();
  }
}
