package dev.sextant.question;

/// Makes the next pool of a course when what may be asked has changed.
///
/// Safe to run at any time, by anybody, twice: the newest revision is read first, then what is
/// live, and the next revision can be taken once only. So when two changes meet, the pool with the
/// higher revision holds both.
public final class PoolUpkeep {
  private final Courses courses;
  private final Questions questions;
  private final Pools pools;

  public PoolUpkeep(Courses courses, Questions questions, Pools pools) {
    this.courses = courses;
    this.questions = questions;
    this.pools = pools;
  }

  /// Brings the pools of a course up to date.
  ///
  /// @return the newest revision
  public long refresh(Course of) {
    Author owner = Author.owner(of.organisationId());
    while (true) {
      long newest = pools.newestRevision(of.id());
      // Read anew each time: it may have been edited meanwhile.
      Course course = courses.find(owner, of.id()).orElse(of);
      Pool next = Pool.of(course, newest + 1, questions.live(course));
      if (pools.find(course.id(), newest).filter(next::holdsWhat).isPresent()) {
        return newest;
      }
      if (pools.add(course, next)) {
        return next.revision();
      }
    }
  }
}
