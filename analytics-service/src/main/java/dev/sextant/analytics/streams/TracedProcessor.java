package dev.sextant.analytics.streams;

import dev.sextant.servicekit.Traces;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Makes what is done with a record a part of the trace that the record carries, if it carries one.
final class TracedProcessor<K, V, L, W> implements Processor<K, V, L, W> {
  private final Processor<K, V, L, W> processor;
  private final Traces traces;
  private final String name;

  /// @param name of the span: the topic and what is done with it
  TracedProcessor(Processor<K, V, L, W> processor, Traces traces, String name) {
    this.processor = processor;
    this.traces = traces;
    this.name = name;
  }

  @Override
  public void init(ProcessorContext<L, W> context) {
    processor.init(context);
  }

  @Override
  public void process(Record<K, V> record) {
    Header trace = record.headers().lastHeader(Traces.HEADER);
    if (trace == null) {
      processor.process(record);
    } else {
      traces.within(
          new String(trace.value(), StandardCharsets.US_ASCII),
          name,
          () -> processor.process(record));
    }
  }

  @Override
  public void close() {
    processor.close();
  }
}
