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
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The keys that sign access tokens: made once for the installation, kept sealed in the database.
///
/// All replicas sign with the newest and publish all. A key that cannot be opened, because the
/// service key was changed, is passed over and a new one made: people sign in again.
@Component
public class TokenKeys {
  private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);

  /// RS256 asks for 2048 bits or more (RFC 7518, 3.3).
  private static final int BITS = 2048;

  private static final Duration READ_AGAIN_AFTER = Duration.ofMinutes(1);

  private final SigningKeys stored;
  private final Seal seal;
  private final Clock clock;
  private volatile @Nullable Known known;

  public TokenKeys(SigningKeys stored, Seal seal, Clock clock) {
    this.stored = stored;
    this.seal = seal;
    this.clock = clock;
  }

  /// The key to sign with.
  RSAKey newest() {
    return known().keys().getLast();
  }

  /// The public halves of all keys.
  public JWKSet published() {
    List<JWK> halves = new ArrayList<>();
    known().keys().forEach(key -> halves.add(key.toPublicJWK()));
    return new JWKSet(halves);
  }

  private Known known() {
    Instant now = clock.instant();
    Known last = known;
    if (last != null && now.isBefore(last.readAt().plus(READ_AGAIN_AFTER))) {
      return last;
    }
    return read(now);
  }

  private synchronized Known read(Instant now) {
    Known last = known;
    if (last != null && now.isBefore(last.readAt().plus(READ_AGAIN_AFTER))) {
      return last;
    }
    List<SealedKey> all = stored.all();
    List<RSAKey> keys = opened(all);
    while (keys.isEmpty()) {
      int number = all.isEmpty() ? 1 : all.getLast().number() + 1;
      boolean added = stored.add(new SealedKey(number, seal.seal(make().toJSONString()), now));
      LOG.atInfo()
          .setMessage("signing key")
          .addKeyValue("number", number)
          .addKeyValue("made", added)
          .log();
      all = stored.all();
      keys = opened(all);
    }
    Known read = new Known(keys, now);
    known = read;
    return read;
  }

  private List<RSAKey> opened(List<SealedKey> all) {
    List<RSAKey> keys = new ArrayList<>();
    for (SealedKey key : all) {
      seal.open(key.sealed()).ifPresent(json -> keys.add(parse(json)));
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

  private record Known(List<RSAKey> keys, Instant readAt) {}
}
