package dev.sextant.question.importing;

import java.util.List;

/// What a reader made of a file: the questions it could read and what kept the others out.
public record Imported(List<Incoming> questions, List<Fault> faults) {
  public Imported {
    questions = List.copyOf(questions);
    faults = List.copyOf(faults);
  }
}
