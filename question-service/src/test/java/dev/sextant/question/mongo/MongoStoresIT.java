package dev.sextant.question.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.sextant.question.Courses;
import dev.sextant.question.Exams;
import dev.sextant.question.Pools;
import dev.sextant.question.Questions;
import dev.sextant.question.Samples;
import dev.sextant.question.StoresContract;
import dev.sextant.testkit.Servers;
import org.junit.jupiter.api.AfterAll;

class MongoStoresIT implements StoresContract {
  private static final MongoClient CLIENT = MongoClients.create(Servers.mongo().connectionString());
  private static final MongoDatabase DATABASE =
      CLIENT.getDatabase("questions-" + Samples.fresh().substring(0, 8));

  static {
    new MongoQuestions(DATABASE).createIndexes();
  }

  @AfterAll
  static void close() {
    DATABASE.drop();
    CLIENT.close();
  }

  @Override
  public Courses courses() {
    return new MongoCourses(DATABASE);
  }

  @Override
  public Questions questions() {
    return new MongoQuestions(DATABASE);
  }

  @Override
  public Pools pools() {
    return new MongoPools(DATABASE);
  }

  @Override
  public Exams exams() {
    return new MongoExams(DATABASE);
  }
}
