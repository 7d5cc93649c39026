package dev.sextant.session;

/// Makes a seed from words, so that what was drawn once is drawn alike by every instance.
public final class Seed {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Seed() {}

  /// FNV-1a, 64 bit (Fowler, Noll, Vo), with a separator after each word, and the finisher of
  /// MurmurHash3 so that near words lie far apart.
  public static long of(String... words) {
    long hash = OFFSET;
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        hash = (hash ^ word.charAt(i)) * PRIME;
      }
      hash = (hash ^ 0x1f) * PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
