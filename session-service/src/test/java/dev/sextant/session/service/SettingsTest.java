package dev.sextant.session.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// `application.yml` names every setting with the default that the code has.
class SettingsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "sextant.redis, redis.RedisSettings",
    "sextant.sessions, redis.SessionSettings",
    "sextant.outbox, outbox.OutboxSettings",
    "sextant.pulse, redis.PulseSettings",
    "sextant.recovery, recovery.RecoverySettings",
    "sextant.question-bank, questionbank.QuestionBankSettings",
    "sextant.admission, admission.AdmissionSettings",
    "sextant.preparation, preparation.PreparationSettings",
    "sextant.next-question, nextquestion.NextQuestionSettings",
    "sextant.receipts, receipts.ReceiptSettings"
  })
  void the_file_has_every_setting_and_its_default(String prefix, String name) throws Exception {
    Class<?> type = Class.forName("dev.sextant.session." + name);
    var file = file();
    var nothing =
        new Binder(new MapConfigurationPropertySource(Map.of("sextant.receipts.key", KEY)));

    assertThat(Binder.get(file).bindOrCreate(prefix, Bindable.of(type)))
        .isEqualTo(nothing.bindOrCreate(prefix, Bindable.of(type)));
    assertThat(settings(prefix, type)).allMatch(file::containsProperty);
  }

  private static List<String> settings(String prefix, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          prefix
              + "."
              + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
      if (component.getType().isRecord()) {
        names.addAll(settings(name, component.getType()));
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private static StandardEnvironment file() throws IOException {
    var environment = new StandardEnvironment();
    var sources = environment.getPropertySources();
    sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    sources.addLast(
        new MapPropertySource(
            "secrets", Map.of("SEXTANT_RECEIPTS_KEY", KEY, "SEXTANT_SERVICE_KEY", KEY)));
    new YamlPropertySourceLoader()
        .load("application", new ClassPathResource("application.yml"))
        .forEach(sources::addLast);
    return environment;
  }
}
