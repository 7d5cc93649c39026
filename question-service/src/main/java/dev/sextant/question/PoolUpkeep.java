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
  /// @return the newest revision; 0 when there is no such course
  public long refresh(String courseId) {
    while (true) {
      long newest = pools.newestRevision(courseId);
      Course course = courses.find(courseId).orElse(null);
      if (course == null) {
        return 0;
      }
      Pool next = Pool.of(course, newest + 1, questions.live(courseId));
      if (pools.find(courseId, newest).filter(next::holdsWhat).isPresent()) {
        return newest;
      }
      if (pools.add(next)) {
        return next.revision();
      }
    }
  }
}
