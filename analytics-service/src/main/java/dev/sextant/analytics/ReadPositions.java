package dev.sextant.analytics;

import java.util.Collection;
import java.util.Map;

/// How far each topic has been read into the read models, kept with them: read models that were
/// lost are read anew from the start, without anybody's doing.
public interface ReadPositions {
  /// The next offset of each of these partitions. Those of which nothing has been read are marked
  /// as being at their start.
  Map<Integer, Long> of(String topic, Collection<Integer> partitions);

  /// Whether the position of each of these partitions is still there. It is not once the read
  /// models are lost, and then what was read must be read again.
  boolean stand(String topic, Collection<Integer> partitions);

  /// Puts these partitions back to their start, in read models that are made ready anew.
  void restart(String topic, Collection<Integer> partitions);

  /// Keeps the next offsets, after what was read before them is kept.
  ///
  /// @return false, with nothing kept, when a position is no longer there
  boolean keep(String topic, Map<Integer, Long> next);
}
