package dev.sextant.classes.organisations;

import dev.sextant.classes.Account;
import dev.sextant.classes.Accounts;
import dev.sextant.classes.Chance;
import dev.sextant.classes.EmailAddress;
import dev.sextant.classes.Passwords;
import dev.sextant.classes.Role;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/// Makes the platform administrator of a new installation, before the service says it is ready.
@Component
class FirstAdmin implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);

  private final Accounts accounts;
  private final Passwords passwords;
  private final Chance chance;
  private final Clock clock;
  private final BootstrapSettings settings;

  FirstAdmin(
      Accounts accounts,
      Passwords passwords,
      Chance chance,
      Clock clock,
      BootstrapSettings settings) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.chance = chance;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (settings.email().isBlank() || accounts.hasPlatformAdmin()) {
      return;
    }
    EmailAddress email =
        EmailAddress.parse(settings.email())
            .orElseThrow(
                () ->
                    new IllegalStateException("sextant.bootstrap.email is not an e-mail address"));
    boolean added =
        accounts.add(
            new Account(
                chance.id(),
                null,
                email,
                "Platform administrator",
                Set.of(Role.PLATFORM_ADMIN),
                passwords.hash(settings.password()),
                null,
                clock.instant()));
    LOG.atInfo().setMessage("first platform administrator").addKeyValue("made", added).log();
  }
}
