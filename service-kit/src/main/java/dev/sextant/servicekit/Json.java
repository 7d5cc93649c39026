package dev.sextant.servicekit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.type.LogicalType;

/// The ways JSON is read and written here: strictly from outside, tolerantly between services.
public final class Json {
  private Json() {}

  /// For the public API: unknown fields, duplicate keys and mistyped scalars are refused.
  public static JsonMapper web() {
    return strict(JsonMapper.builder(strictFactory())).build();
  }

  /// For replies of other services and for events: unknown fields are a newer version's.
  public static JsonMapper tolerant() {
    return common(JsonMapper.builder())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /// Reads and writes the records of a sealed hierarchy with a `type` that is the simple name.
  ///
  /// @throws IllegalArgumentException when `root` is not sealed
  public static <T> EventJson<T> events(Class<T> root) {
    return new EventJson<>(withTypes(root), root);
  }

  /// A tolerant mapper for records that hold members of a sealed hierarchy.
  ///
  /// @throws IllegalArgumentException when `root` is not sealed
  public static JsonMapper withTypes(Class<?> root) {
    List<NamedType> types = new ArrayList<>();
    collect(root, types);
    return common(JsonMapper.builder())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addMixIn(root, Typed.class)
        .registerSubtypes(types.toArray(NamedType[]::new))
        .build();
  }

  static JsonFactory strictFactory() {
    return JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  }

  static JsonMapper.Builder strict(JsonMapper.Builder builder) {
    return common(builder)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text -> {
              text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
              text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
              text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            });
  }

  private static JsonMapper.Builder common(JsonMapper.Builder builder) {
    return builder
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        // A problem's own members stand beside its title (RFC 9457, section 3.2).
        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class);
  }

  private static void collect(Class<?> root, List<NamedType> types) {
    Class<?>[] permitted = root.getPermittedSubclasses();
    if (permitted == null) {
      throw new IllegalArgumentException(root + " is not sealed");
    }
    for (Class<?> type : permitted) {
      if (type.isSealed()) {
        collect(type, types);
      } else {
        types.add(new NamedType(type, type.getSimpleName()));
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = "type")
  private interface Typed {}
}
