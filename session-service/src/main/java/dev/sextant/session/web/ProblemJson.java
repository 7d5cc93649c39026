package dev.sextant.session.web;

import dev.sextant.servicekit.Json;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/// The strict JSON of the API, where the further members of a problem (`expected`, `errors`) stand
/// at its top as RFC 9457 wants them.
@Configuration(proxyBeanMethods = false)
class ProblemJson {
  @Bean
  JsonMapper problemJsonMapper() {
    return Json.web()
        .rebuild()
        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
        .build();
  }
}
