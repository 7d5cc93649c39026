package dev.sextant.classes.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.sextant.classes.Places;
import dev.sextant.classes.PlacesContract;
import dev.sextant.testkit.Servers;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

class MongoPlacesIT implements PlacesContract {
  private static final MongoClient CLIENT = MongoClients.create(Servers.mongo().connectionString());
  private static final MongoPlaces PLACES =
      new MongoPlaces(
          new Database(
              CLIENT,
              new MongoSettings(
                  Servers.mongo().connectionString(), "places-" + UUID.randomUUID())));

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  @Override
  public Places places() {
    return PLACES;
  }
}
