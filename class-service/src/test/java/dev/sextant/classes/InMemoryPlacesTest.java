package dev.sextant.classes;

class InMemoryPlacesTest implements PlacesContract {
  private final InMemoryPlaces places = new InMemoryPlaces();

  @Override
  public Places places() {
    return places;
  }
}
