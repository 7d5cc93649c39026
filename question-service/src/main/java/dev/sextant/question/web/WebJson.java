package dev.sextant.question.web;

import dev.sextant.servicekit.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/// The strict JSON of the public API, with `errors` at the top of a problem document as RFC 9457
/// wants its extensions, not below a member `properties`.
@Configuration(proxyBeanMethods = false)
class WebJson {
  @Bean
  JsonMapper problemAwareJson() {
    return Json.web()
        .rebuild()
        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
        .build();
  }
}
