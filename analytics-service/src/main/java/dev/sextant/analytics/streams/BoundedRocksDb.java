package dev.sextant.analytics.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/// Keeps the memory of all state stores of this process within one bound.
///
/// Without it each store of each partition takes its own caches and write buffers, outside the
/// heap: twelve partitions would take over a gigabyte.
public final class BoundedRocksDb implements RocksDBConfigSetter {
  private static final long MEMORY = 96L << 20;
  private static final long WRITE_BUFFERS = 48L << 20;
  private static final long ONE_WRITE_BUFFER = 4L << 20;

  // Shared by all stores and never closed: they live as long as the process.
  private static final Cache CACHE = cache();
  private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);

  private static Cache cache() {
    RocksDB.loadLibrary();
    return new LRUCache(MEMORY);
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    var table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(BUFFERS);
    options.setWriteBufferSize(ONE_WRITE_BUFFER);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String storeName, Options options) {
    // What is set here is shared with stores that go on.
  }
}
