package dev.sextant.analytics.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.servicekit.Traces;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class TracedProcessorTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void a_record_is_handled_within_the_trace_it_carries_and_one_without_all_the_same() {
    try (var telemetry =
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build()) {
      var traces = new Traces(telemetry, true);
      List<String> seen = new ArrayList<>();
      Processor<String, String, String, String> notes =
          record -> seen.add(record.value() + " " + traces.current().orElse("none"));
      var traced = new TracedProcessor<>(notes, traces, "exam-events process");
      var headers = new RecordHeaders();
      headers.add(
          Traces.HEADER,
          ("00-" + TRACE + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.US_ASCII));

      traced.process(new Record<>("anna", "first", 0, headers));
      traced.process(new Record<>("anna", "second", 0));

      assertThat(seen).hasSize(2);
      assertThat(seen.getFirst()).startsWith("first 00-" + TRACE);
      assertThat(seen.getLast()).isEqualTo("second none");
    }
  }
}
