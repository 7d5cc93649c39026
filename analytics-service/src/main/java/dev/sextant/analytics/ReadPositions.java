package dev.sextant.analytics;

import java.util.Map;

/// How far each topic has been read into the read models, kept with them: read models that were
/// lost are read anew from the start, without anybody's doing.
public interface ReadPositions {
  /// The next offset of each partition that has been read, by partition.
  Map<Integer, Long> of(String topic);

  /// Keeps the next offsets, after what was read before them is kept.
  void keep(String topic, Map<Integer, Long> next);
}
