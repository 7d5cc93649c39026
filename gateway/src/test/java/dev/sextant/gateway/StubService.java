package dev.sextant.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Stands in a service's place: answers 200 with its name, unless a test told it otherwise, and
/// remembers what it was asked.
final class StubService {
  private final String name;
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, HttpHandler> behaviours = new ConcurrentHashMap<>();

  StubService(String name) {
    this.name = name;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
  }

  /// @param text the body as UTF-8
  /// @param hex the body's bytes
  record Asked(String method, String uri, Headers headers, String text, String hex) {}

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// From now on answers this path (with all below it) so. The body has been read.
  void on(String path, HttpHandler behaviour) {
    behaviours.put(path, behaviour);
  }

  /// Answers a path with a status and a JSON body.
  void on(String path, int status, String json) {
    on(path, exchange -> reply(exchange, status, json));
  }

  List<Asked> asked(String path) {
    return asked.stream().filter(within(path)).toList();
  }

  void forget() {
    asked.clear();
    behaviours.clear();
  }

  static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// Holds a reply back.
  static void waitFor(CountDownLatch latch) throws IOException {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    var headers = new Headers();
    headers.putAll(exchange.getRequestHeaders());
    String uri = exchange.getRequestURI().toString();
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            uri,
            headers,
            new String(body, StandardCharsets.UTF_8),
            HexFormat.of().formatHex(body)));
    behaviours.entrySet().stream()
        .filter(entry -> uri.startsWith(entry.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(any -> reply(any, 200, "{\"service\":\"" + name + "\"}"))
        .handle(exchange);
  }

  private static Predicate<Asked> within(String path) {
    return one -> one.uri().startsWith(path);
  }
}
