package dev.sextant.session.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.sextant.session.PartAway;
import dev.sextant.session.Session;
import dev.sextant.session.Sessions;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Pages that watch a class sit its exams. All that watch one class share one look at the store.
@Component
final class LiveClasses {
  private final InvigilationSettings settings;
  private final LoadingCache<ClassOf, List<SessionProgressView>> looks;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  LiveClasses(Sessions sessions, InvigilationSettings settings) {
    this.settings = settings;
    this.looks =
        Caffeine.newBuilder()
            .maximumSize(1_000)
            // A little less than the beat, so that each beat looks anew.
            .expireAfterWrite(settings.refresh().multipliedBy(9).dividedBy(10))
            .build(
                of ->
                    sessions.ofClass(of.classId()).stream()
                        .filter(one -> one.organisationId().equals(of.organisationId()))
                        .map(SessionProgressView::of)
                        .toList());
  }

  private record ClassOf(String classId, String organisationId) {}

  /// A stream of `session` for each session that is new or changed, `removed` for each that is no
  /// longer shown, and `summary` whenever the counts change. A comment in quiet beats keeps the
  /// line open.
  SseEmitter watch(String classId, String organisationId) {
    var emitter = new SseEmitter(settings.stream().toMillis());
    var watch = new Watch(emitter, new ClassOf(classId, organisationId));
    watches.add(watch);
    emitter.onCompletion(watch::end);
    emitter.onTimeout(watch::end);
    emitter.onError(e -> watch.end());
    Thread.ofVirtual().name("live-" + classId).start(watch::run);
    return emitter;
  }

  @PreDestroy
  void stop() {
    watches.forEach(Watch::end);
  }

  /// How many sessions of the class stand how.
  record Summary(long inProgress, long completed, long expired) {
    static Summary of(List<SessionProgressView> progress) {
      return new Summary(
          count(progress, Session.State.IN_PROGRESS),
          count(progress, Session.State.COMPLETED),
          count(progress, Session.State.EXPIRED));
    }

    private static long count(List<SessionProgressView> progress, Session.State state) {
      return progress.stream().filter(one -> one.state() == state).count();
    }
  }

  private record Removed(String sessionId) {}

  private final class Watch {
    private final SseEmitter emitter;
    private final ClassOf watched;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, SessionProgressView> shown = new HashMap<>();
    private Summary told = new Summary(-1, -1, -1);

    Watch(SseEmitter emitter, ClassOf watched) {
      this.emitter = emitter;
      this.watched = watched;
    }

    void end() {
      over.countDown();
      watches.remove(this);
    }

    void run() {
      try {
        do {
          beat();
        } while (!over.await(settings.refresh().toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException | IllegalStateException e) {
        // The page is gone.
      }
      end();
      try {
        emitter.complete();
      } catch (RuntimeException e) {
        // The container had ended it already.
      }
    }

    private void beat() throws IOException {
      List<SessionProgressView> now;
      try {
        now = looks.get(watched);
      } catch (PartAway e) {
        emitter.send(SseEmitter.event().comment("the store is away"));
        return;
      }
      boolean quiet = true;
      for (SessionProgressView one : now) {
        if (!one.equals(shown.put(one.sessionId(), one))) {
          emitter.send(SseEmitter.event().name("session").data(one));
          quiet = false;
        }
      }
      Set<String> there = new HashSet<>();
      now.forEach(one -> there.add(one.sessionId()));
      for (String gone : new ArrayList<>(shown.keySet())) {
        if (!there.contains(gone)) {
          shown.remove(gone);
          emitter.send(SseEmitter.event().name("removed").data(new Removed(gone)));
          quiet = false;
        }
      }
      Summary summary = Summary.of(now);
      if (!summary.equals(told)) {
        told = summary;
        emitter.send(SseEmitter.event().name("summary").data(summary));
      } else if (quiet) {
        emitter.send(SseEmitter.event().comment("still watching"));
      }
    }
  }
}
