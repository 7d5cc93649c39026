package dev.sextant.question;

import dev.sextant.question.Pool.PoolQuestion;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All four ports in maps, under the same contract as the real ones.
public final class InMemoryStores {
  public final Courses courses = new InMemoryCourses();
  public final Questions questions = new InMemoryQuestions();
  public final Pools pools = new InMemoryPools();
  public final Exams exams = new InMemoryExams();

  private static <T> List<T> page(Stream<T> sorted, int limit) {
    return sorted.limit(limit).toList();
  }

  private static boolean after(String id, @Nullable String afterId) {
    return afterId == null || id.compareTo(afterId) > 0;
  }

  private static final class InMemoryCourses implements Courses {
    private final TreeMap<String, Course> all = new TreeMap<>();

    @Override
    public synchronized Optional<Course> find(String courseId) {
      return Optional.ofNullable(all.get(courseId));
    }

    @Override
    public synchronized Optional<Course> find(Author reader, String courseId) {
      return find(courseId).filter(course -> reader.sees(course.organisationId()));
    }

    @Override
    public synchronized List<Course> visibleTo(Author author, @Nullable String afterId, int limit) {
      return page(
          all.values().stream()
              .filter(c -> author.sees(c.organisationId()) && after(c.id(), afterId)),
          limit);
    }

    @Override
    public synchronized List<Course> all() {
      return List.copyOf(all.values());
    }

    @Override
    public synchronized boolean add(Course course) {
      return all.putIfAbsent(course.id(), course) == null;
    }

    @Override
    public synchronized boolean replace(Course course) {
      Course before = all.get(course.id());
      if (before == null || before.revision() != course.revision() - 1) {
        return false;
      }
      all.put(course.id(), course);
      return true;
    }
  }

  private static final class InMemoryExams implements Exams {
    private final TreeMap<String, Exam> all = new TreeMap<>();

    @Override
    public synchronized Optional<Exam> find(String examId) {
      return Optional.ofNullable(all.get(examId));
    }

    @Override
    public synchronized Optional<Exam> find(Author reader, String examId) {
      return find(examId).filter(exam -> reader.sees(exam.organisationId()));
    }

    @Override
    public synchronized List<Exam> visibleTo(
        Author author, @Nullable String courseId, @Nullable String afterId, int limit) {
      return page(
          all.values().stream()
              .filter(e -> author.sees(e.organisationId()) && after(e.id(), afterId))
              .filter(e -> courseId == null || e.courseId().equals(courseId)),
          limit);
    }

    @Override
    public synchronized boolean add(Exam exam) {
      return all.putIfAbsent(exam.id(), exam) == null;
    }

    @Override
    public synchronized boolean replace(Exam exam) {
      Exam before = all.get(exam.id());
      if (before == null || before.revision() != exam.revision() - 1) {
        return false;
      }
      all.put(exam.id(), exam);
      return true;
    }
  }

  private static final class InMemoryPools implements Pools {
    private final Map<String, TreeMap<Long, Pool>> all = new TreeMap<>();

    @Override
    public synchronized Optional<Pool> find(String courseId, long revision) {
      return Optional.ofNullable(all.getOrDefault(courseId, new TreeMap<>()).get(revision));
    }

    @Override
    public synchronized long newestRevision(String courseId) {
      TreeMap<Long, Pool> pools = all.get(courseId);
      return pools == null ? 0 : pools.lastKey();
    }

    @Override
    public synchronized Map<String, Integer> newestCounts(String courseId) {
      TreeMap<Long, Pool> pools = all.get(courseId);
      return pools == null ? Map.of() : pools.lastEntry().getValue().counts();
    }

    @Override
    public synchronized boolean add(Course course, Pool pool) {
      return all.computeIfAbsent(pool.courseId(), id -> new TreeMap<>())
              .putIfAbsent(pool.revision(), pool)
          == null;
    }
  }

  private static final class InMemoryQuestions implements Questions {
    private final TreeMap<String, Question> all = new TreeMap<>();

    @Override
    public synchronized Optional<Question> find(Author owner, String questionId) {
      return Optional.ofNullable(all.get(questionId))
          .filter(q -> Objects.equals(q.organisationId(), owner.organisationId()));
    }

    @Override
    public synchronized List<Question> findAll(Collection<String> questionIds) {
      return all.values().stream().filter(q -> questionIds.contains(q.id())).toList();
    }

    @Override
    public synchronized List<Question> list(Filter filter, @Nullable String afterId, int limit) {
      return page(
          all.values().stream()
              .filter(q -> after(q.id(), afterId))
              .filter(q -> Objects.equals(q.organisationId(), filter.organisationId()))
              .filter(q -> fits(filter.courseId(), q.content().courseId()))
              .filter(q -> fits(filter.domainId(), q.content().domainId()))
              .filter(q -> filter.status() == null || q.status() == filter.status())
              .filter(q -> filter.topic() == null || q.content().topics().contains(filter.topic()))
              .filter(q -> filter.text() == null || holds(q.content().stem(), filter.text())),
          limit);
    }

    private static boolean fits(@Nullable String wanted, String is) {
      return wanted == null || wanted.equals(is);
    }

    private static boolean holds(String text, String words) {
      return text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    @Override
    public synchronized boolean add(Question question) {
      return all.putIfAbsent(question.id(), question) == null;
    }

    @Override
    public synchronized int addAbsent(List<Question> questions) {
      return (int) questions.stream().filter(this::add).count();
    }

    @Override
    public synchronized boolean replace(Question question) {
      Question before = all.get(question.id());
      if (before == null || before.revision() != question.revision() - 1) {
        return false;
      }
      all.put(question.id(), question);
      return true;
    }

    @Override
    public synchronized List<PoolQuestion> live(Course course) {
      return all.values().stream()
          .filter(q -> q.content().courseId().equals(course.id()))
          .filter(q -> Objects.equals(q.organisationId(), course.organisationId()))
          .flatMap(q -> pooled(q).stream())
          .toList();
    }

    private static Optional<PoolQuestion> pooled(Question q) {
      Integer live = q.live();
      return live == null
          ? Optional.empty()
          : q.publishedVersion(live)
              .map(
                  version ->
                      new PoolQuestion(
                          q.id(),
                          live,
                          version.content().domainId(),
                          version.content().topics(),
                          version.content().difficulty(),
                          version.content().options().size(),
                          version.content().enemies()));
    }

    @Override
    public synchronized List<Question> unannounced(int limit) {
      return page(
          all.values().stream()
              .filter(Question::unannounced)
              .sorted(Comparator.comparing(Question::changedAt)),
          limit);
    }

    @Override
    public synchronized void announced(String questionId, long revision) {
      all.computeIfPresent(
          questionId,
          (id, q) ->
              q.revision() != revision
                  ? q
                  : new Question(
                      id,
                      q.organisationId(),
                      q.newest(),
                      q.earlier(),
                      q.status(),
                      q.live(),
                      q.revision(),
                      q.createdAt(),
                      q.changedAt(),
                      false));
    }
  }
}
