package dev.sextant.question.web;

import dev.sextant.question.threads.Notices;
import dev.sextant.question.threads.Shown;
import dev.sextant.question.threads.ThreadDesk;
import dev.sextant.question.threads.Threads;
import dev.sextant.servicekit.Ids;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Sets up the desk that the root package, which stands above it, cannot name.
@Configuration(proxyBeanMethods = false)
class Desks {
  @Bean
  ThreadDesk threadDesk(Threads threads, Notices notices, Shown shown) {
    return new ThreadDesk(threads, notices, shown, Ids::next);
  }
}
