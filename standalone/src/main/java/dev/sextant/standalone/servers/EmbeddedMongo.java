package dev.sextant.standalone.servers;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/// A server in this JVM that speaks MongoDB's protocol, on loopback.
///
/// It keeps documents and unique indexes in one file, other indexes in memory; it knows no
/// transactions and no authentication. The embedded default for one machine: in production the
/// database of record is MongoDB.
public final class EmbeddedMongo implements AutoCloseable {
  /// Documents kept in memory, in MB: without it a scan of a large collection takes seconds.
  private static final int CACHE_MB = 128;

  static final String DOCUMENTS = "documents.mv";

  private static final int COMMIT_EVERY_MS = 200;

  private final MongoServer server;
  private final int port;

  private EmbeddedMongo(MongoServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /// Starts a server whose documents lie in `data`, or in memory when that is null.
  ///
  /// @throws UncheckedIOException when the folder cannot be written
  public static EmbeddedMongo start(@Nullable Path data, int port) {
    var store = new MVStore.Builder().cacheSize(CACHE_MB).autoCommitBufferSize(4096);
    if (data != null) {
      try {
        Files.createDirectories(data);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the folder " + data, e);
      }
      store.fileName(data.resolve(DOCUMENTS).toString());
    }
    MVStore open = store.open();
    open.setAutoCommitDelay(COMMIT_EVERY_MS);
    var server = new MongoServer(new IndexedBackend(open));
    server.bind("127.0.0.1", port);
    return new EmbeddedMongo(server, server.getLocalAddress().getPort());
  }

  public String connectionString() {
    return "mongodb://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
  }
}
