package dev.sextant.standalone.launch;

/// Something that the person at the terminal can mend, said in one clear sentence.
final class Trouble extends RuntimeException {
  Trouble(String sentence) {
    super(sentence, null, false, false);
  }
}
