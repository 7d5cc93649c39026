package dev.sextant.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CARRIED = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final Kept kept = new Kept();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(kept))
                  .build())
          .build();
  private final List<Optional<String>> seen = new ArrayList<>();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void what_a_record_asks_for_is_a_part_of_its_trace_and_can_be_carried_on() {
    var traces = new Traces(telemetry, true);

    traces.within(CARRIED, "exam-events process", () -> seen.add(traces.current()));

    assertThat(kept.spans)
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getTraceId()).isEqualTo(TRACE);
              assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
              assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
              assertThat(seen)
                  .containsExactly(Optional.of("00-" + TRACE + '-' + span.getSpanId() + "-01"));
            });
    assertThat(traces.current()).isEmpty();
  }

  @Test
  void the_span_ends_when_the_work_fails() {
    var traces = new Traces(telemetry, true);

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    traces.within(
                        CARRIED,
                        "fails",
                        () -> {
                          throw new IllegalStateException("so");
                        })))
        .hasMessage("so");
    assertThat(kept.spans).hasSize(1);
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @Test
  void what_cannot_be_read_begins_a_trace_of_its_own() {
    var traces = new Traces(telemetry, true);

    traces.within("00-zz", "exam-events process", () -> seen.add(traces.current()));

    assertThat(seen.getFirst()).isPresent();
  }

  @Test
  void with_traces_off_the_work_is_done_and_nothing_is_recorded_or_carried() {
    var traces = new Traces(telemetry, false);

    traces.within(CARRIED, "exam-events process", () -> seen.add(traces.current()));

    assertThat(seen).containsExactly(Optional.empty());
    assertThat(kept.spans).isEmpty();
  }

  private static final class Kept implements SpanExporter {
    private final List<SpanData> spans = new ArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
