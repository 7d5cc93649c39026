package dev.sextant.servicekit;

import tools.jackson.databind.json.JsonMapper;

/// Reads and writes one sealed hierarchy as JSON with a `type`.
public final class EventJson<T> {
  private final JsonMapper mapper;
  private final Class<T> root;

  EventJson(JsonMapper mapper, Class<T> root) {
    this.mapper = mapper;
    this.root = root;
  }

  /// UTF-8 JSON.
  public byte[] write(T event) {
    return mapper.writerFor(root).writeValueAsBytes(event);
  }

  /// The event in UTF-8 JSON.
  ///
  /// @throws tools.jackson.core.JacksonException when it is not an event of this hierarchy
  public T read(byte[] json) {
    return mapper.readValue(json, root);
  }
}
