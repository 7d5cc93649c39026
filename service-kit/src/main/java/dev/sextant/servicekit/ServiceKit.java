package dev.sextant.servicekit;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/// Gives a service what all services have: problems, token checks, request ids, strict JSON.
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
      "org.springframework.boot.security.oauth2.server.resource.autoconfigure.servlet.OAuth2ResourceServerAutoConfiguration"
    })
@EnableConfigurationProperties(TokenSettings.class)
@Import(ProblemAdvice.class)
public class ServiceKit {
  /// The cookie that holds the web page's access token.
  public static final String ACCESS_COOKIE = "sextant_access";

  private static final int KEYS_TIMEOUT_MS = 2000;
  private static final int KEYS_MAX_BYTES = 100_000;
  private static final Duration KEYS_OUTAGE = Duration.ofHours(24);

  @Bean
  @ConditionalOnMissingBean
  JsonMapper webJson() {
    return Json.web();
  }

  @Bean
  FilterRegistrationBean<RequestIds> requestIds() {
    var registration = new FilterRegistrationBean<>(new RequestIds());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  Leaving leaving(Environment environment) {
    return new Leaving(
        environment.getProperty("sextant.leave-after", Duration.class, Duration.ZERO));
  }

  @Bean
  FilterRegistrationBean<Leaving> leavingReplies(Leaving leaving) {
    var registration = new FilterRegistrationBean<>(leaving);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  @ConditionalOnMissingBean
  ServiceTokens serviceTokens(Environment environment) {
    return new ServiceTokens(
        environment.getProperty("spring.application.name", "service"),
        environment.getRequiredProperty("sextant.service-key"));
  }

  @Bean
  @ConditionalOnMissingBean
  ServiceClients serviceClients(ServiceTokens tokens, ObservationRegistry observations) {
    return new ServiceClients(tokens, observations);
  }

  @Bean
  @ConditionalOnMissingBean
  Traces traces(ObjectProvider<OpenTelemetry> telemetry, Environment environment) {
    return new Traces(
        telemetry.getIfAvailable(OpenTelemetry::noop),
        environment.getProperty("management.tracing.export.enabled", Boolean.class, false));
  }

  @Bean
  @ConditionalOnMissingBean
  Cursors cursors(Environment environment) {
    return new Cursors(environment.getRequiredProperty("sextant.service-key"));
  }

  @Bean
  @ConditionalOnMissingBean
  JwtDecoder accessTokens(TokenSettings settings) throws MalformedURLException {
    // Unknown key ids ask again at most a few times a minute; while the issuer is away its last
    // keys are good.
    var keys =
        JWKSourceBuilder.create(
                settings.jwksUri().toURL(),
                new DefaultResourceRetriever(KEYS_TIMEOUT_MS, KEYS_TIMEOUT_MS, KEYS_MAX_BYTES))
            .retrying(true)
            .rateLimited(true)
            .outageTolerant(KEYS_OUTAGE.toMillis())
            .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
    NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(settings.issuer()),
            new JwtClaimValidator<List<String>>(
                "aud", audience -> audience != null && audience.contains(settings.audience()))));
    return new CheckedTokens(decoder, Clock.systemUTC());
  }

  /// One measurement a request is enough: each of two dozen security filters would make its own.
  @Bean
  SecurityObservationSettings noObservationsOfFilters() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  WebMvcConfigurer callers() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument());
      }

      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new OnceEach());
        interceptors.addInterceptor(new PlainBodies());
        interceptors.addInterceptor(new MachineGate());
      }
    };
  }

  /// What only other services may call.
  @Bean
  @Order(1)
  SecurityFilterChain internalCalls(HttpSecurity http, ServiceTokens tokens) {
    return stateless(http)
        .securityMatcher("/internal/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.decoder(tokens.decoder()))
                    .authenticationEntryPoint((q, a, e) -> refuse(q, a, HttpStatus.UNAUTHORIZED)))
        .build();
  }

  /// What people and machine clients may call: everything needs a token unless it is named public.
  @Bean
  @Order(2)
  SecurityFilterChain publicCalls(
      HttpSecurity http, JwtDecoder accessTokens, ObjectProvider<PublicPaths> open) {
    String[] patterns =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "/actuator/health/**",
                    "/actuator/prometheus",
                    "/v3/api-docs",
                    "/v3/api-docs/**",
                    "/error"),
                open.stream().flatMap(paths -> paths.patterns().stream()))
            .toArray(String[]::new);
    return stateless(http)
        .authorizeHttpRequests(
            requests -> requests.requestMatchers(patterns).permitAll().anyRequest().authenticated())
        .oauth2ResourceServer(
            server ->
                server
                    .bearerTokenResolver(headerOrCookie(List.of(patterns)))
                    .jwt(jwt -> jwt.decoder(accessTokens))
                    .authenticationEntryPoint((q, a, e) -> refuse(q, a, HttpStatus.UNAUTHORIZED))
                    .accessDeniedHandler((q, a, e) -> refuse(q, a, HttpStatus.FORBIDDEN)))
        .build();
  }

  private static HttpSecurity stateless(HttpSecurity http) {
    // No CSRF token: writes take JSON bodies, and the cookie is SameSite=Strict.
    return http.csrf(csrf -> csrf.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint((q, a, e) -> refuse(q, a, HttpStatus.UNAUTHORIZED))
                    .accessDeniedHandler((q, a, e) -> refuse(q, a, HttpStatus.FORBIDDEN)));
  }

  /// An `Authorization` header wins over the cookie; a stale cookie never closes a public path.
  private static BearerTokenResolver headerOrCookie(List<String> open) {
    var header = new DefaultBearerTokenResolver();
    var matcher = new org.springframework.util.AntPathMatcher();
    return request -> {
      String path = request.getRequestURI();
      if (open.stream().anyMatch(pattern -> matcher.match(pattern, path))) {
        return null;
      }
      String token = header.resolve(request);
      return token != null ? token : cookie(request);
    };
  }

  private static @Nullable String cookie(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (ACCESS_COOKIE.equals(cookie.getName()) && !cookie.getValue().isBlank()) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, HttpStatus status)
      throws IOException {
    ResponseEntity<?> reply = ProblemAdvice.reply(ProblemAdvice.ofStatus(status), request);
    response.setStatus(reply.getStatusCode().value());
    reply.getHeaders().forEach((name, values) -> response.setHeader(name, values.getFirst()));
    Json.tolerant().writeValue(response.getOutputStream(), reply.getBody());
  }
}
