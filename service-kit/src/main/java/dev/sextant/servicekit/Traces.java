package dev.sextant.servicekit;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries the trace of a request over what is no call: an outbox, a topic.
///
/// Only a trace that is recorded is carried, so that with traces off nothing is stored or sent.
public final class Traces {
  /// The header of HTTP and of Kafka records, W3C Trace Context 3.2.
  public static final String HEADER = "traceparent";

  private static final TextMapGetter<String> VALUE =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
          return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
          return key.equals(HEADER) ? traceparent : null;
        }
      };

  private final OpenTelemetry telemetry;
  private final boolean on;

  /// @param on false: nothing is carried
  public Traces(OpenTelemetry telemetry, boolean on) {
    this.telemetry = telemetry;
    this.on = on;
  }

  /// The trace of what runs on this thread, in W3C's form, if it is recorded.
  public Optional<String> current() {
    if (!on) {
      return Optional.empty();
    }
    SpanContext span = Span.current().getSpanContext();
    return span.isSampled()
        ? Optional.of("00-" + span.getTraceId() + '-' + span.getSpanId() + "-01")
        : Optional.empty();
  }

  /// Does work that a record asked for, as a part of the record's trace.
  ///
  /// @param traceparent what the record carries; one that cannot be read begins a trace of its own
  public void within(String traceparent, String name, Runnable work) {
    if (!on) {
      work.run();
      return;
    }
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, VALUE);
    Span span =
        telemetry
            .getTracer("dev.sextant")
            .spanBuilder(name)
            .setParent(parent)
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    try (Scope _ = span.makeCurrent()) {
      work.run();
    } finally {
      span.end();
    }
  }
}
