package dev.sextant.systemtests.faults;

import java.time.Duration;

/// One thing that goes wrong, when, for how long, and where.
record Fault(Duration at, Duration lasts, Kind kind, String target) {
  /// What goes wrong.
  enum Kind {
    /// kill -9; started again afterwards.
    KILL,
    /// kill -9 of Redis, and every byte that was not synced is gone.
    POWER_CUT,
    /// SIGSTOP, then SIGCONT.
    FREEZE,
    /// Every sync of Redis's file takes most of a second.
    SLOW_DISK,
    RESET,
    SILENT,
    HALF_OPEN,
    NO_REPLIES,
    CUT_SHORT,
    SLOW,
    NARROW
  }

  void begin(Cluster cluster) {
    switch (kind) {
      case KILL -> {
        if (target.equals(Schedule.REDIS)) {
          cluster.redis().kill();
        } else {
          cluster.child(target).kill();
        }
      }
      case POWER_CUT -> cluster.redis().cutPower();
      case FREEZE -> {
        if (target.equals(Schedule.REDIS)) {
          cluster.redis().freeze();
        } else {
          cluster.child(target).freeze();
        }
      }
      case SLOW_DISK -> cluster.redis().syncTakes(Duration.ofMillis(700));
      case RESET -> cluster.link(target).be(new Weather.Reset());
      case SILENT -> cluster.link(target).be(new Weather.Silent());
      case HALF_OPEN -> cluster.link(target).be(new Weather.HalfOpen());
      case NO_REPLIES -> cluster.link(target).be(new Weather.NoReplies());
      case CUT_SHORT -> cluster.link(target).be(new Weather.CutAfter(3000));
      case SLOW ->
          cluster.link(target).be(new Weather.Slow(Duration.ofMillis(200), Duration.ofMillis(400)));
      case NARROW -> cluster.link(target).be(new Weather.Narrow(20_000));
    }
  }

  void end(Cluster cluster) {
    switch (kind) {
      case KILL, POWER_CUT -> {
        if (target.equals(Schedule.REDIS)) {
          cluster.redis().start();
        } else {
          cluster.child(target).start();
        }
      }
      case FREEZE -> {
        if (target.equals(Schedule.REDIS)) {
          cluster.redis().thaw();
        } else {
          cluster.child(target).thaw();
        }
      }
      case SLOW_DISK -> cluster.redis().syncTakes(Duration.ZERO);
      case RESET, SILENT, HALF_OPEN, NO_REPLIES, CUT_SHORT, SLOW, NARROW ->
          cluster.link(target).be(new Weather.Clear());
    }
  }

  @Override
  public String toString() {
    return "%6.1f s  %-10s %-18s for %.1f s"
        .formatted(at.toMillis() / 1000.0, kind, target, lasts.toMillis() / 1000.0);
  }
}
