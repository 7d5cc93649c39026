package dev.sextant.question;

class InMemoryStoresTest implements StoresContract {
  private final InMemoryStores stores = new InMemoryStores();

  @Override
  public Courses courses() {
    return stores.courses;
  }

  @Override
  public Questions questions() {
    return stores.questions;
  }

  @Override
  public Pools pools() {
    return stores.pools;
  }

  @Override
  public Exams exams() {
    return stores.exams;
  }
}
