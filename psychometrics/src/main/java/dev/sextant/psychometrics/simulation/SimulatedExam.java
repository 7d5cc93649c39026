package dev.sextant.psychometrics.simulation;

import dev.sextant.psychometrics.Ability;
import dev.sextant.psychometrics.Response;
import dev.sextant.psychometrics.stopping.StopReason;
import java.util.List;

/// What one made-up candidate did: the answers in order, why the exam ended, and what it found.
public record SimulatedExam(List<Response> responses, StopReason reason, Ability ability) {
  public SimulatedExam {
    responses = List.copyOf(responses);
  }
}
