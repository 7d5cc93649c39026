package dev.sextant.classes.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.sextant.classes.SigningKeys;
import dev.sextant.classes.SigningKeys.SealedKey;
import dev.sextant.classes.secrets.Seal;
import dev.sextant.classes.signin.SignInRules;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The keys that sign access tokens: made for the installation, kept sealed in the database.
///
/// Which key signs follows from the stored times alone, so all replicas agree. A new key is
/// published before it signs, and an old one until the last token it signed has ended: a rotation
/// signs nobody out. A key that cannot be opened, because the service key was changed, is passed
/// over and a new one made: then people sign in again.
@Component
public class TokenKeys {
  private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

  /// RS256 asks for 2048 bits or more (RFC 7518, 3.3).
  private static final int BITS = 2048;

  private final SigningKeys stored;
  private final Seal seal;
  private final KeySettings settings;
  private final SignInRules rules;
  private final Clock clock;
  private volatile @Nullable Known known;

  TokenKeys(SigningKeys stored, Seal seal, KeySettings settings, SignInRules rules, Clock clock) {
    this.stored = stored;
    this.seal = seal;
    this.settings = settings;
    this.rules = rules;
    this.clock = clock;
  }

  /// A key that was made and will sign.
  public record Rotation(String keyId, Instant signsFrom) {}

  /// The key to sign with: of those whose time has come, the newest.
  RSAKey signing(Instant now) {
    List<Opened> keys = known().keys();
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .reduce((older, newer) -> newer)
        .orElse(keys.getFirst())
        .key();
  }

  /// The public halves of all keys.
  public JWKSet published() {
    List<JWK> halves = new ArrayList<>();
    known().keys().forEach(key -> halves.add(key.key().toPublicJWK()));
    return new JWKSet(halves);
  }

  /// Makes the next key, unless one waits for its time already.
  public Rotation rotate() {
    Instant now = clock.instant();
    Opened newest = read(now).keys().getLast();
    if (newest.signsFrom().isAfter(now)) {
      return new Rotation(newest.key().getKeyID(), newest.signsFrom());
    }
    add(newest.number() + 1, now, now.plus(settings.publishAhead()));
    Opened next = read(now).keys().getLast();
    return new Rotation(next.key().getKeyID(), next.signsFrom());
  }

  /// Rotates when it is time, and forgets keys whose tokens have all ended.
  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void keepFresh() {
    Instant now = clock.instant();
    List<Opened> keys = read(now).keys();
    for (int i = 0; i + 1 < keys.size(); i++) {
      Instant lastTokenEnds = keys.get(i + 1).signsFrom().plus(rules.accessLife());
      if (now.isAfter(lastTokenEnds.plus(settings.readAgainAfter()))) {
        stored.remove(keys.get(i).number());
        log("signing key forgotten", keys.get(i).number());
      }
    }
    if (now.isAfter(keys.getLast().signsFrom().plus(settings.rotateEvery()))) {
      rotate();
    }
  }

  private Known known() {
    Instant now = clock.instant();
    Known last = known;
    return last != null && now.isBefore(last.readAt().plus(settings.readAgainAfter()))
        ? last
        : read(now);
  }

  private synchronized Known read(Instant now) {
    List<SealedKey> all = stored.all();
    List<Opened> keys = opened(all);
    while (keys.isEmpty()) {
      add(all.isEmpty() ? 1 : all.getLast().number() + 1, now, now);
      all = stored.all();
      keys = opened(all);
    }
    Known read = new Known(keys, now);
    known = read;
    return read;
  }

  private void add(int number, Instant now, Instant signsFrom) {
    String sealed = seal.seal(make().toJSONString());
    if (stored.add(new SealedKey(number, sealed, now, signsFrom))) {
      log("signing key made", number);
    }
  }

  private static void log(String what, int number) {
    LOG.atInfo().setMessage(what).addKeyValue("number", number).log();
  }

  private List<Opened> opened(List<SealedKey> all) {
    List<Opened> keys = new ArrayList<>();
    for (SealedKey key : all) {
      seal.open(key.sealed())
          .ifPresent(json -> keys.add(new Opened(key.number(), parse(json), key.signsFrom())));
    }
    return List.copyOf(keys);
  }

  private static RSAKey make() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("RSA is part of every JDK", e);
    }
  }

  private static RSAKey parse(String json) {
    try {
      return RSAKey.parse(json);
    } catch (ParseException e) {
      throw new IllegalStateException("a sealed key is a JWK", e);
    }
  }

  private record Opened(int number, RSAKey key, Instant signsFrom) {}

  private record Known(List<Opened> keys, Instant readAt) {}
}
