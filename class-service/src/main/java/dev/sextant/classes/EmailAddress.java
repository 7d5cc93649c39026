package dev.sextant.classes;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An e-mail address: as the person writes it, and folded so that one mailbox is one account.
///
/// Folding is lower case only. That the mailbox exists is not known here.
///
/// @param text trimmed, otherwise as given
public record EmailAddress(String text) {
  /// RFC 5321, 4.5.3.1.3: a path holds at most 256 octets with its angle brackets.
  private static final int LONGEST = 254;

  private static final Pattern FORM = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]+");

  public EmailAddress {
    if (!wellFormed(text)) {
      throw new IllegalArgumentException("an e-mail address is name@host");
    }
  }

  /// The address in `text`, if it looks like one.
  public static Optional<EmailAddress> parse(String text) {
    String trimmed = text.strip();
    return wellFormed(trimmed) ? Optional.of(new EmailAddress(trimmed)) : Optional.empty();
  }

  /// The form in which addresses are compared.
  public String folded() {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean wellFormed(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }
}
